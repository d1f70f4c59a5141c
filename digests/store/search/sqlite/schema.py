"""The tables of the SQLite index.

``search_head`` answers most queries: headline, lead, captions, and what is about the article, a
column each. ``search_whole`` has every word of the article once, without places. Both are
contentless: their rows are named by the article's number. ``search_document`` and ``search_body``
keep the texts, to rank, to cut snippets, and to take a row out again. ``search_word`` counts the
articles that have a word, for correction; ``search_uncounted`` keeps the words of the last articles
that came or went (``step`` is 1 or -1) until they are counted together. While the index is built
anew, the same tables are there a second time, with ``_next`` after their names.
"""

import sqlite3
from dataclasses import dataclass

from digests.errors import StoreError
from digests.store.search.tokens import VERSION

_STATE = "search_state(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_TOKENIZER = "tokenize=\"ascii tokenchars '_#'\""
_FULL_TEXT = {
    "head": "title, lead, caption, about, detail=column",
    "whole": "words, detail=none",
}
_PLAIN = {
    "document": "(number INTEGER PRIMARY KEY, published INTEGER, head TEXT NOT NULL)",
    "body": "(number INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    "word": "(word TEXT PRIMARY KEY, articles INTEGER NOT NULL) WITHOUT ROWID",
    "uncounted": "(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, words TEXT NOT NULL)",
}
_OPTIONS = {"hashsize": 8 * 1024 * 1024, "automerge": 8}
"""Rows kept in memory until the end of a transaction, in bytes (an import is faster), and
segments of a level before they are merged (an article alone is written faster)."""


@dataclass(frozen=True, slots=True)
class TableSet:
    """The names of one set of tables: what follows ``search_head`` and so on."""

    suffix: str

    def name(self, table: str) -> str:
        """Give the full name of ``table``: "head", "whole", "document", "body" and so on."""
        return f"search_{table}{self.suffix}"


CURRENT = TableSet("")
NEXT = TableSet("_next")


def create_tables(database: sqlite3.Connection) -> None:
    """Make the tables that are missing."""
    database.execute(f"CREATE TABLE IF NOT EXISTS {_STATE}")
    if read_version(database) is None:
        _create_set(database, CURRENT)
        _write_state(database, "version", VERSION)
        return
    for tables in sets(database):  # an older program may have made a set without one of them
        _create_plain(database, tables)


def _create_plain(database: sqlite3.Connection, tables: TableSet) -> None:
    for table, columns in _PLAIN.items():
        database.execute(f"CREATE TABLE IF NOT EXISTS {tables.name(table)}{columns}")


def _create_set(database: sqlite3.Connection, tables: TableSet) -> None:
    _create_plain(database, tables)
    for table, columns in _FULL_TEXT.items():
        name = tables.name(table)
        database.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5("
            f"{columns}, content='', columnsize=0, {_TOKENIZER})",
        )
        for option in _OPTIONS.items():
            database.execute(f"INSERT INTO {name}({name}, rank) VALUES (?, ?)", option)  # noqa: S608


def start_next(database: sqlite3.Connection, rebuild: str) -> None:
    """Make an empty second set, to be filled by ``rebuild`` beside the current one."""
    database.execute(f"CREATE TABLE IF NOT EXISTS {_STATE}")
    _create_set(database, CURRENT)  # it may be missing, and is written to meanwhile
    _drop_set(database, NEXT)
    _forget_rebuild(database)
    _create_set(database, NEXT)
    _write_state(database, "rebuilding", rebuild)


def hold_next(database: sqlite3.Connection, rebuild: str) -> None:
    """Raise ``StoreError`` where the second set is no longer filled by ``rebuild``."""
    if _read_state(database, "rebuilding") != rebuild:
        raise StoreError("the search index is being built anew by somebody else")


def finish_next(database: sqlite3.Connection) -> None:
    """Put the second set in the place of the current one."""
    _drop_set(database, CURRENT)
    for table in (*_FULL_TEXT, *_PLAIN):
        database.execute(f"ALTER TABLE {NEXT.name(table)} RENAME TO {CURRENT.name(table)}")
    _forget_rebuild(database)
    _write_state(database, "version", VERSION)


def merge_more(database: sqlite3.Connection, pages: int) -> bool:
    """Merge so many pages of what many writes left in pieces; say whether there was any.

    The first call has ``pages`` below zero: it says that all is to be merged
    (https://sqlite.org/fts5.html#the_merge_command).
    """
    merged = False
    for table in _FULL_TEXT:
        name, before = CURRENT.name(table), database.total_changes
        database.execute(f"INSERT INTO {name}({name}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608
        merged |= database.total_changes - before > 1
    return merged


def merge_segments(database: sqlite3.Connection) -> None:
    """Merge what many writes left in pieces: searches and later writes become faster."""
    for table in _FULL_TEXT:
        name = CURRENT.name(table)
        database.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608


def _drop_set(database: sqlite3.Connection, tables: TableSet) -> None:
    for table in (*_FULL_TEXT, *_PLAIN):
        database.execute(f"DROP TABLE IF EXISTS {tables.name(table)}")


def _forget_rebuild(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM search_state WHERE name = 'rebuilding' OR name LIKE 'gone %'")


def sets(database: sqlite3.Connection) -> tuple[TableSet, ...]:
    """Give the sets that are written to: the second one, too, while it is being filled."""
    return (CURRENT, NEXT) if _read_state(database, "rebuilding") is not None else (CURRENT,)


def note_gone(database: sqlite3.Connection, number: int) -> None:
    """Remember during a rebuild that an article is gone, so that it is not written again."""
    _write_state(database, f"gone {number}", "")


def is_gone(database: sqlite3.Connection, number: int) -> bool:
    """Say whether the article went while the index was built anew."""
    return _read_state(database, f"gone {number}") is not None


def read_version(database: sqlite3.Connection) -> str | None:
    """Give the version that the index was written by; None where it was never made."""
    return _read_state(database, "version")


def _read_state(database: sqlite3.Connection, name: str) -> str | None:
    row = database.execute("SELECT value FROM search_state WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _write_state(database: sqlite3.Connection, name: str, value: str) -> None:
    database.execute("INSERT OR REPLACE INTO search_state VALUES (?, ?)", (name, value))
