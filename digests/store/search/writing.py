"""Putting documents into the tables and taking them out, in the caller's transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from digests.store.search.documents import SearchDocument
from digests.store.search.stored import pack, unpack
from digests.store.search.tokens import IndexRow, index_row

_HEAD = "INSERT INTO search_head(rowid, title, lead, caption, about) VALUES (?, ?, ?, ?, ?)"
_WHOLE = "INSERT INTO search_whole(rowid, words) VALUES (?, ?)"
_DOCUMENT = "INSERT INTO search_document(number, published, head) VALUES (?, ?, ?)"
_BODY = "INSERT INTO search_body(number, body) VALUES (?, ?)"
_STORED = (
    "SELECT published, head, body FROM search_document JOIN search_body USING (number) "
    "WHERE number = ?"
)
_COUNT = (
    "INSERT INTO search_word(word, articles) VALUES (?, ?) "
    "ON CONFLICT(word) DO UPDATE SET articles = articles + excluded.articles"
)
_TAKE_HEAD = (
    "INSERT INTO search_head(search_head, rowid, title, lead, caption, about) "
    "VALUES ('delete', ?, ?, ?, ?, ?)"
)
_TAKE_WHOLE = "INSERT INTO search_whole(search_whole, rowid, words) VALUES ('delete', ?, ?)"


def write(database: sqlite3.Connection, documents: Iterable[tuple[int, SearchDocument]]) -> None:
    """Index documents; one that is there already is replaced."""
    counts: Counter[str] = Counter()
    for number, document in documents:
        erase(database, number)
        row = index_row(document)
        stored = pack(document)
        database.execute(_HEAD, _head_values(number, row))
        database.execute(_WHOLE, (number, row.whole))
        database.execute(_DOCUMENT, (number, stored.published, stored.head))
        database.execute(_BODY, (number, stored.body))
        counts.update(row.words)
    database.executemany(_COUNT, sorted(counts.items()))


def erase(database: sqlite3.Connection, number: int) -> None:
    """Take one document out; an unknown number is no error."""
    found = database.execute(_STORED, (number,)).fetchone()
    if found is None:
        return
    row = index_row(unpack(*found))
    database.execute(_TAKE_HEAD, _head_values(number, row))
    database.execute(_TAKE_WHOLE, (number, row.whole))
    for table in ("search_document", "search_body"):
        database.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608
    database.executemany(_COUNT, [(word, -1) for word in sorted(row.words)])


def _head_values(number: int, row: IndexRow) -> tuple[int, str, str, str, str]:
    return number, row.title, row.lead, row.caption, row.about
