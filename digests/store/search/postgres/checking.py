"""Whether the index can be trusted."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.expressions import anywhere
from digests.store.search.postgres import schema
from digests.store.search.postgres.expressions import tsquery
from digests.store.search.results import SearchCheck
from digests.vietnamese.syllables import folded_words

_LOOKED_FOR = 3


async def check(connection: AsyncConnection, numbers: Sequence[int]) -> SearchCheck:
    """Say in a moment whether the tables are of this version, and have ``numbers`` whole."""
    try:
        async with connection.begin_nested():
            return SearchCheck(await _problem(connection, numbers))
    except ProgrammingError as error:
        words = str(error.orig).partition("\n")[0]
        return SearchCheck(f"the search index is not there: {words}")


async def _problem(connection: AsyncConnection, numbers: Sequence[int]) -> str | None:
    version = await schema.read_version(connection)
    if version != schema.VERSION:
        return f"the search index is of version {version}, this program writes {schema.VERSION}"
    for number in numbers:
        problem = await _problem_of(connection, number)
        if problem is not None:
            return problem
    return None


async def _problem_of(connection: AsyncConnection, number: int) -> str | None:
    asked = text(
        "SELECT head, body FROM search_document LEFT JOIN search_body USING (number) "
        "WHERE number = :number"
    )
    row = (await connection.execute(asked, {"number": number})).first()
    if row is None:
        return f"article {number} is not in the search index"
    words = folded_words(row.head)[:_LOOKED_FOR]
    for column in ("head", "whole"):
        if row.body is None or not await _has(connection, column, number, words):
            return f"article {number} is not whole in {column}"
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
