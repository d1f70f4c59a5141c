"""Asking the SQLite tables for articles that may be meant, within a limit of time."""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from digests.store.search.expressions import Expression
from digests.store.search.results import Field
from digests.store.search.sqlite.expressions import fts5
from digests.store.search.sqlite.schema import CURRENT
from digests.store.search.sqlite.writing import uncounted_words
from digests.store.search.stored import unpack_body
from digests.store.search.stories import StoryColumn
from digests.store.search.texts import FieldText, HeadTexts, head_texts

_LAST_CHARACTER = "\U0010ffff"
_STEPS_BETWEEN_LOOKS = 2000
"""Virtual machine steps of SQLite between two looks at the clock."""


class SqliteCandidates:
    """:class:`~digests.store.search.candidates.Candidates` of one connection during one search.

    A statement that runs past ``seconds`` after the start of the search is stopped; what it found
    until then counts. So the largest archive and the most common words have an answer in time.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        *,
        seconds: float,
        stories: StoryColumn | None,
    ) -> None:
        self._database = database
        self._stories = stories
        self._end = time.monotonic() + seconds
        self._texts: dict[int, HeadTexts] = {}
        self._bodies: dict[int, list[FieldText]] = {}

    @property
    def is_late(self) -> bool:
        """Whether the time for this search is used up."""
        return time.monotonic() > self._end

    def head(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles whose headline, lead and captions match."""
        return self._numbers("search_head", expression, limit)

    def whole(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles that match with all their words."""
        return self._numbers("search_whole", expression, limit)

    def _numbers(self, table: str, expression: Expression, limit: int) -> list[int]:
        statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
        return [row[0] for row in self._rows(statement, (fts5(expression), limit))]

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[int, ...]]:
        rows: list[tuple[int, ...]] = []
        if self.is_late:
            return rows
        self._database.set_progress_handler(lambda: self.is_late, _STEPS_BETWEEN_LOOKS)
        try:
            rows.extend(self._database.execute(statement, values))
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
        finally:
            self._database.set_progress_handler(None, 0)
        return rows

    def texts(self, numbers: Iterable[int]) -> list[HeadTexts]:
        """Give headline, lead and captions of articles, in the order asked."""
        wanted = list(numbers)
        missing = [number for number in wanted if number not in self._texts]
        places = ",".join("?" * len(missing))
        statement = (
            f"SELECT number, published, head FROM search_document WHERE number IN ({places})"  # noqa: S608
        )
        for number, published, head in self._database.execute(statement, missing):
            self._texts[number] = head_texts(number, published, head)
        return [self._texts[number] for number in wanted if number in self._texts]

    def expect_bodies(self, numbers: Iterable[int]) -> None:
        """Do nothing: one after the other is as cheap here."""

    def body(self, number: int) -> tuple[str, ...]:
        """Give the paragraphs of one article."""
        row = self._database.execute(
            "SELECT body FROM search_body WHERE number = ?",
            (number,),
        ).fetchone()
        return () if row is None else unpack_body(row[0])

    def body_fields(self, number: int) -> list[FieldText]:
        """Give the paragraphs of one article, ready to be compared."""
        if number not in self._bodies:
            self._bodies[number] = [FieldText(Field.BODY, text) for text in self.body(number)]
        return self._bodies[number]

    def matching(self, expression: Expression, numbers: Sequence[int]) -> set[int]:
        """Give those of ``numbers`` that match with all their words."""
        places = ",".join("?" * len(numbers))
        statement = (
            f"SELECT rowid FROM search_whole WHERE search_whole MATCH ? AND rowid IN ({places})"  # noqa: S608
        )
        return {row[0] for row in self._database.execute(statement, (fts5(expression), *numbers))}

    def count_head(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with headline, lead and captions, ``limit`` at most."""
        return self._count("search_head", expression, limit)

    def count_whole(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with all their words, ``limit`` at most."""
        return self._count("search_whole", expression, limit)

    def _count(self, table: str, expression: Expression, limit: int) -> int:
        statement = f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?"  # noqa: S608
        return len(self._rows(statement, (fts5(expression), limit)))

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Give how many articles have each of ``words``; words of none are left out."""
        places = ",".join("?" * len(words))
        statement = f"SELECT word, articles FROM search_word WHERE word IN ({places})"  # noqa: S608
        return self._with_uncounted(
            dict(self._database.execute(statement, words).fetchall()),
            {word: self._uncounted[word] for word in words},
        )

    def beginning_with(self, start: str, limit: int) -> list[str]:
        """Give the ``limit`` most common words that begin with ``start``."""
        statement = (
            "SELECT word, articles FROM search_word WHERE word >= ? AND word < ? "
            "ORDER BY articles DESC LIMIT ?"
        )
        end = f"{start}{_LAST_CHARACTER}"
        known = self._with_uncounted(
            dict(self._database.execute(statement, (start, end, limit)).fetchall()),
            {word: more for word, more in self._uncounted.items() if word.startswith(start)},
        )
        return sorted(known, key=lambda word: (-known[word], word))[:limit]

    def _with_uncounted(self, known: dict[str, int], more: dict[str, int]) -> dict[str, int]:
        """Add ``more`` to the counts, and leave out what no article has."""
        total = {word: known.get(word, 0) + more.get(word, 0) for word in known | more}
        return {word: articles for word, articles in total.items() if articles > 0}

    @cached_property
    def _uncounted(self) -> Counter[str]:
        return uncounted_words(self._database, CURRENT.name("uncounted"))

    def stories(self, numbers: Sequence[int]) -> dict[int, int]:
        """Give the story of each of ``numbers`` that tells one."""
        column = self._stories
        if column is None:
            return {}
        places = ",".join("?" * len(numbers))
        statement = (
            f"SELECT {column.number}, {column.story} FROM {column.table} "  # noqa: S608
            f"WHERE {column.story} IS NOT NULL AND {column.number} IN ({places})"
        )
        return dict(self._database.execute(statement, numbers).fetchall())
