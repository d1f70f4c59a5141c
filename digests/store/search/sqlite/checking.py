"""Whether the index can be trusted."""

import sqlite3
from collections.abc import Sequence

from digests.store.search.expressions import anywhere
from digests.store.search.results import SearchCheck
from digests.store.search.sqlite import schema
from digests.store.search.sqlite.expressions import fts5
from digests.store.search.tokens import VERSION
from digests.vietnamese.syllables import folded_words

_LOOKED_FOR = 3


def check(database: sqlite3.Connection, numbers: Sequence[int]) -> SearchCheck:
    """Say in a moment whether the tables are of this version, and have ``numbers`` whole."""
    try:
        version = schema.read_version(database)
        if version != VERSION:
            return SearchCheck(
                f"the search index is of version {version}, this program writes {VERSION}"
            )
        problems = (_problem(database, number) for number in numbers)
        return SearchCheck(next(filter(None, problems), None))
    except sqlite3.OperationalError as error:
        return SearchCheck(f"the search index is not there: {error}")
    except sqlite3.DatabaseError as error:
        return SearchCheck(f"the search index is damaged: {error}")


def _problem(database: sqlite3.Connection, number: int) -> str | None:
    row = database.execute(
        "SELECT head, body FROM search_document LEFT JOIN search_body USING (number) "
        "WHERE number = ?",
        (number,),
    ).fetchone()
    if row is None:
        return f"article {number} is not in the search index"
    head, body = row
    words = folded_words(head)[:_LOOKED_FOR]
    for table in ("search_head", "search_whole"):
        if body is None or not _has(database, table, number, words):
            return f"article {number} is not whole in {table}"
    return None


def _has(database: sqlite3.Connection, table: str, number: int, words: list[str]) -> bool:
    """Say whether the row is there; contentless tables can only be asked by a word."""
    if not words:
        return True
    statement = f"SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid = ?"  # noqa: S608
    return database.execute(statement, (fts5(anywhere(words)), number)).fetchone() is not None
