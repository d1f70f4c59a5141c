"""Putting documents into the tables and taking them out, in the caller's transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from digests.store.search.documents import SearchDocument
from digests.store.search.sqlite.schema import (
    CURRENT,
    NEXT,
    TableSet,
    is_gone,
    is_rebuilding,
    note_gone,
)
from digests.store.search.stored import pack, unpack
from digests.store.search.tokens import IndexRow, index_row

_ALWAYS_COUNTED = 8
"""A word of fewer articles than this is counted with every article."""
_ASKED_AT_ONCE = 2000
_COUNTED_EVERY = 64
"""One article in so many is counted for the other words, and counts for all of them.

Every article has some two hundred of them: counting each would rewrite most of the vocabulary with
every article, and only their order matters. Articles that come many at once are counted exactly.
"""


def write(database: sqlite3.Connection, documents: Iterable[tuple[int, SearchDocument]]) -> None:
    """Index documents; one that is there already is replaced."""
    numbered = list(dict(documents).items())
    for tables in _sets(database):
        writer = _Writer(database, tables)
        for number, _ in numbered:
            writer.take_out(number)
        writer.put_in(numbered)


def write_next(
    database: sqlite3.Connection,
    documents: Iterable[tuple[int, SearchDocument]],
) -> None:
    """Fill the set that is being built, without what was written or taken out meanwhile."""
    writer = _Writer(database, NEXT)
    writer.put_in(
        [
            (number, document)
            for number, document in documents
            if not writer.has(number) and not is_gone(database, number)
        ],
    )


def erase(database: sqlite3.Connection, number: int) -> None:
    """Take one document out; an unknown number is no error."""
    for tables in _sets(database):
        _Writer(database, tables).take_out(number)
        if tables is NEXT:
            note_gone(database, number)


def _sets(database: sqlite3.Connection) -> tuple[TableSet, ...]:
    return (CURRENT, NEXT) if is_rebuilding(database) else (CURRENT,)


class _Writer:
    """Writes into one set of tables."""

    def __init__(self, database: sqlite3.Connection, tables: TableSet) -> None:
        self._database = database
        self._head = tables.name("head")
        self._whole = tables.name("whole")
        self._document = tables.name("document")
        self._body = tables.name("body")
        self._word = tables.name("word")

    def has(self, number: int) -> bool:
        """Say whether the document is there."""
        statement = f"SELECT 1 FROM {self._document} WHERE number = ?"  # noqa: S608
        return self._database.execute(statement, (number,)).fetchone() is not None

    def put_in(self, documents: list[tuple[int, SearchDocument]]) -> None:
        """Write documents that are not there yet."""
        counts: Counter[str] = Counter()
        for number, document in documents:
            row = index_row(document)
            stored = pack(document)
            self._put_tokens(number, row)
            self._insert(self._document, (number, stored.published, stored.head))
            self._insert(self._body, (number, stored.body))
            counts.update(row.words)
        if len(documents) == 1:
            self._count_one(documents[0][0], counts, 1)
        else:
            self._count_many(counts)

    def take_out(self, number: int) -> None:
        """Take a document out, if it is there."""
        found = self._database.execute(
            f"SELECT published, head, body FROM {self._document} "  # noqa: S608
            f"JOIN {self._body} USING (number) WHERE number = ?",
            (number,),
        ).fetchone()
        if found is None:
            return
        row = index_row(unpack(*found))
        self._take_tokens(number, row)
        for table in (self._document, self._body):
            self._database.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608
        self._count_one(number, row.words, -1)

    def _insert(self, table: str, values: tuple[int | str | bytes | None, ...]) -> None:
        places = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608

    def _put_tokens(self, number: int, row: IndexRow) -> None:
        self._database.execute(
            f"INSERT INTO {self._head}(rowid, title, lead, caption, about) "  # noqa: S608
            "VALUES (?, ?, ?, ?, ?)",
            (number, row.title, row.lead, row.caption, row.about),
        )
        self._database.execute(
            f"INSERT INTO {self._whole}(rowid, words) VALUES (?, ?)",  # noqa: S608
            (number, row.whole),
        )

    def _take_tokens(self, number: int, row: IndexRow) -> None:
        """Take a row out of the contentless tables, which must be told what was in it."""
        self._database.execute(
            f"INSERT INTO {self._head}({self._head}, rowid, title, lead, caption, about) "  # noqa: S608
            "VALUES ('delete', ?, ?, ?, ?, ?)",
            (number, row.title, row.lead, row.caption, row.about),
        )
        self._database.execute(
            f"INSERT INTO {self._whole}({self._whole}, rowid, words) VALUES ('delete', ?, ?)",  # noqa: S608
            (number, row.whole),
        )

    def _count_many(self, counts: Counter[str]) -> None:
        self._database.executemany(
            f"INSERT INTO {self._word} VALUES (?, ?) "  # noqa: S608
            "ON CONFLICT(word) DO UPDATE SET articles = articles + excluded.articles",
            sorted(counts.items()),
        )

    def _count_one(self, number: int, words: Iterable[str], step: int) -> None:
        """Count the words of one article; ``step`` is 1, or -1 for one that is taken out."""
        known = self._articles_of(sorted(words))
        rare = [word for word, articles in known.items() if articles < _ALWAYS_COUNTED]
        self._database.executemany(
            f"INSERT INTO {self._word} VALUES (?1, max(0, ?2)) "  # noqa: S608
            "ON CONFLICT(word) DO UPDATE SET articles = max(0, articles + ?2)",
            [(word, step) for word in rare],
        )
        if number % _COUNTED_EVERY == 0:
            common = known.keys() - rare
            self._database.executemany(
                f"UPDATE {self._word} SET articles = max(0, articles + ?) WHERE word = ?",  # noqa: S608
                [(step * _COUNTED_EVERY, word) for word in sorted(common)],
            )

    def _articles_of(self, words: list[str]) -> dict[str, int]:
        """Give the count of each of ``words``, 0 for one that was never met."""
        known = dict.fromkeys(words, 0)
        for start in range(0, len(words), _ASKED_AT_ONCE):
            asked = words[start : start + _ASKED_AT_ONCE]
            places = ",".join("?" * len(asked))
            statement = f"SELECT word, articles FROM {self._word} WHERE word IN ({places})"  # noqa: S608
            known.update(self._database.execute(statement, asked).fetchall())
        return known
