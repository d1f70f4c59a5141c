"""Whether the index can be trusted."""

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.expressions import anywhere
from digests.store.search.postgres import schema
from digests.store.search.postgres.expressions import tsquery
from digests.store.search.results import SearchCheck
from digests.vietnamese.syllables import folded_words

_LOOKED_FOR = 3


async def check(connection: AsyncConnection) -> SearchCheck:
    """Say in a moment whether the tables are there, and of this version."""
    try:
        async with connection.begin_nested():
            version = await schema.read_version(connection)
            counted = await connection.scalar(text("SELECT count(*) FROM search_document"))
            return SearchCheck(int(counted or 0), await _problem(connection, version))
    except ProgrammingError as error:
        words = str(error.orig).partition("\n")[0]
        return SearchCheck(0, f"the search index is not there: {words}")


async def _problem(connection: AsyncConnection, version: str | None) -> str | None:
    if version != schema.VERSION:
        return f"the search index is of version {version}, this program writes {schema.VERSION}"
    newest = text(
        "SELECT number, head, body FROM search_document "
        "LEFT JOIN search_body USING (number) ORDER BY number DESC LIMIT 1"
    )
    row = (await connection.execute(newest)).first()
    if row is None:
        return None
    words = folded_words(row.head)[:_LOOKED_FOR]
    for column in ("head", "whole"):
        if row.body is None or not await _has(connection, column, row.number, words):
            return f"article {row.number} is not whole in {column}"
    return None


async def _has(connection: AsyncConnection, column: str, number: int, words: list[str]) -> bool:
    if not words:
        return True
    asked = text(
        f"SELECT 1 FROM search_tokens WHERE {column} @@ CAST(:query AS tsquery) "  # noqa: S608
        "AND number = :number"
    )
    values = {"query": tsquery(anywhere(words)), "number": number}
    return await connection.scalar(asked, values) is not None
