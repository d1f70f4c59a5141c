"""Putting documents into the tables and taking them out, in the caller's transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from digests.store.search.documents import SearchDocument
from digests.store.search.sqlite.schema import (
    NEXT,
    TableSet,
    is_gone,
    note_gone,
    sets,
)
from digests.store.search.stored import pack, unpack
from digests.store.search.tokens import IndexRow, index_row

_COUNTED_TOGETHER = 100
"""Articles that come one by one and are counted in one go.

Every article has some two hundred words: counting them with each would rewrite much of the
vocabulary every time. Until then searches count what is in ``search_uncounted`` themselves.
"""


def write(database: sqlite3.Connection, documents: Iterable[tuple[int, SearchDocument]]) -> None:
    """Index documents; one that is there already is replaced."""
    numbered = list(dict(documents).items())
    for tables in sets(database):
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
    for tables in sets(database):
        _Writer(database, tables).take_out(number)
        if tables is NEXT:
            note_gone(database, number)


class _Writer:
    """Writes into one set of tables."""

    def __init__(self, database: sqlite3.Connection, tables: TableSet) -> None:
        self._database = database
        self._head = tables.name("head")
        self._whole = tables.name("whole")
        self._document = tables.name("document")
        self._body = tables.name("body")
        self._word = tables.name("word")
        self._uncounted = tables.name("uncounted")

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
            self._count_later(counts, 1)
        else:
            self._count(counts)

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
        self._count_later(row.words, -1)

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

    def _count_later(self, words: Iterable[str], step: int) -> None:
        """Keep the words of one article to be counted; ``step`` is -1 for one taken out."""
        kept = self._database.execute(
            f"INSERT INTO {self._uncounted}(step, words) VALUES (?, ?)",  # noqa: S608
            (step, " ".join(words)),
        )
        if (kept.lastrowid or 0) >= _COUNTED_TOGETHER:
            self._count(uncounted_words(self._database, self._uncounted))
            self._database.execute(f"DELETE FROM {self._uncounted}")  # noqa: S608

    def _count(self, counts: Mapping[str, int]) -> None:
        self._database.executemany(
            f"INSERT INTO {self._word} VALUES (?, ?) "  # noqa: S608
            "ON CONFLICT(word) DO UPDATE SET articles = articles + excluded.articles",
            sorted((word, articles) for word, articles in counts.items() if articles),
        )


def uncounted_words(database: sqlite3.Connection, table: str) -> Counter[str]:
    """Give by how many articles the counts of words in the vocabulary are to be changed."""
    counts: Counter[str] = Counter()
    for step, words in database.execute(f"SELECT step, words FROM {table}"):  # noqa: S608
        if step > 0:
            counts.update(words.split())
        else:
            counts.subtract(words.split())
    return counts
