"""The tables of the SQLite index.

``search_head`` answers most queries: headline, lead, captions, and what is about the article, a
column each. ``search_whole`` has every word of the article once, without places. Both are
contentless: their rows are named by the article's number. ``search_document`` and ``search_body``
keep the texts, to rank, to cut snippets, and to take a row out again. ``search_word`` counts the
articles that have a word, for correction.
"""

import sqlite3

VERSION = "1"
"""Counted up when the tokens of a document change; an older index is rebuilt."""

_TOKENIZER = "tokenize=\"ascii tokenchars '_#'\""
_HASH_BYTES = 64 * 1024 * 1024

_COLUMNS = {
    "search_document": ("number INTEGER PRIMARY KEY, published INTEGER, head TEXT NOT NULL"),
    "search_body": "number INTEGER PRIMARY KEY, body BLOB NOT NULL",
    "search_word": "word TEXT PRIMARY KEY, articles INTEGER NOT NULL",
    "search_state": "name TEXT PRIMARY KEY, value TEXT NOT NULL",
}
_FULL_TEXT = {
    "search_head": "title, lead, caption, about, detail=column",
    "search_whole": "words, detail=none",
}
_WITHOUT_ROWID = frozenset({"search_word", "search_state"})


def create_tables(database: sqlite3.Connection) -> None:
    """Make the tables that are missing."""
    for name, columns in _COLUMNS.items():
        ending = " WITHOUT ROWID" if name in _WITHOUT_ROWID else ""
        database.execute(f"CREATE TABLE IF NOT EXISTS {name}({columns}){ending}")
    for name, columns in _FULL_TEXT.items():
        options = f"content='', columnsize=0, {_TOKENIZER}"
        database.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({columns}, {options})",
        )
    if read_version(database) is None:
        _start(database)


def _start(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO search_state VALUES ('version', ?)", (VERSION,))
    for name in _FULL_TEXT:
        database.execute(f"INSERT INTO {name}({name}, rank) VALUES ('hashsize', {_HASH_BYTES})")  # noqa: S608


def drop_tables(database: sqlite3.Connection) -> None:
    """Take the tables away, with everything that is in them."""
    for name in (*_FULL_TEXT, *_COLUMNS):
        database.execute(f"DROP TABLE IF EXISTS {name}")


def read_version(database: sqlite3.Connection) -> str | None:
    """Give the version that the index was written by; None where it was never made."""
    row = database.execute("SELECT value FROM search_state WHERE name = 'version'").fetchone()
    return None if row is None else str(row[0])
