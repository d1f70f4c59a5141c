"""Whether the index can be trusted."""

import sqlite3

from digests.store.search import schema
from digests.store.search.results import SearchCheck


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
    newest = database.execute("SELECT max(number) FROM search_document").fetchone()[0]
    for table in ("search_head", "search_whole"):
        found = database.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]  # noqa: S608
        if found != newest:
            return f"the search index ends at {found} in {table}, the documents at {newest}"
    return None
