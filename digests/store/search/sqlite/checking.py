"""Whether the index can be trusted."""

import sqlite3

from digests.store.search.expressions import anywhere
from digests.store.search.results import SearchCheck
from digests.store.search.sqlite import schema
from digests.store.search.sqlite.expressions import fts5
from digests.vietnamese.syllables import folded_words

_LOOKED_FOR = 3


def check(database: sqlite3.Connection) -> SearchCheck:
    """Say in a moment whether the tables are there, readable, and of this version."""
    try:
        version = schema.read_version(database)
        documents = int(database.execute("SELECT count(*) FROM search_document").fetchone()[0])
        problem = _problem(database, version)
    except sqlite3.OperationalError as error:
        return SearchCheck(0, f"the search index is not there: {error}")
    except sqlite3.DatabaseError as error:
        return SearchCheck(0, f"the search index is damaged: {error}")
    return SearchCheck(documents, problem)


def _problem(database: sqlite3.Connection, version: str | None) -> str | None:
    if version != schema.VERSION:
        return f"the search index is of version {version}, this program writes {schema.VERSION}"
    row = database.execute(
        "SELECT number, head, body FROM search_document "
        "LEFT JOIN search_body USING (number) ORDER BY number DESC LIMIT 1",
    ).fetchone()
    if row is None:
        return None
    number, head, body = row
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
