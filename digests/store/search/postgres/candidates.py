"""Asking the PostgreSQL tables for articles that may be meant, within a limit of time."""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg.errors import QueryCanceled

from digests.store.search.expressions import Expression
from digests.store.search.postgres.expressions import first_of, run_of, tsquery, within_runs
from digests.store.search.results import Field
from digests.store.search.stored import unpack_body
from digests.store.search.stories import StoryColumn
from digests.store.search.texts import FieldText, HeadTexts, head_texts

SAVEPOINT = "SAVEPOINT search"
"""To be set before a search: what of it took too long is undone up to there."""
_SETTINGS = (
    "SELECT max(number), set_config('statement_timeout', %(limit)s, true), "
    "set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true), "
    "set_config('enable_bitmapscan', 'on', true) FROM search_tokens"
)
"""The lexemes of an article are far more costly to read than its place in the index, which the
planner does not know. So it is told which way to take."""
_EVERY = (
    "SELECT number FROM search_tokens WHERE {column} @@ CAST(%(every)s AS tsquery) "
    "ORDER BY number DESC LIMIT %(limit)s"
)
_NEWEST = (
    "WITH newest AS MATERIALIZED (SELECT number FROM search_tokens "
    "WHERE {column} @@ CAST(%(newest)s AS tsquery) ORDER BY number DESC LIMIT %(limit)s) "
    "SELECT number FROM newest UNION ALL (SELECT number FROM search_tokens "
    "WHERE {column} @@ CAST(%(every)s AS tsquery) AND number < %(first)s "
    "AND (SELECT count(*) FROM newest) < %(limit)s ORDER BY number DESC LIMIT %(limit)s)"
)
_COUNTED = (
    "SELECT count(*) FROM (SELECT FROM search_tokens "
    "WHERE {column} @@ CAST(%(every)s AS tsquery) LIMIT %(limit)s) AS found"
)
_COUNTED_NEWEST = (
    "WITH newest AS MATERIALIZED (SELECT count(*) AS articles FROM (SELECT FROM search_tokens "
    "WHERE {column} @@ CAST(%(newest)s AS tsquery) LIMIT %(limit)s) AS found) "
    "SELECT CASE WHEN articles >= %(limit)s THEN articles ELSE (SELECT count(*) FROM (SELECT FROM "
    "search_tokens WHERE {column} @@ CAST(%(every)s AS tsquery) LIMIT %(limit)s) AS found) END "
    "FROM newest"
)
_HEADS = "SELECT number, published, head FROM search_document WHERE number = ANY(%(numbers)s)"
_BODIES = "SELECT number, body FROM search_body WHERE number = ANY(%(numbers)s)"
_RUNS_OF_NEWEST = 2
_RUNS_COUNTED = 4
"""Runs of articles that are looked through before all the others: what matches there often enough
is common, and to go through all its matches would take long; what does not is rare anywhere."""
Row = tuple[Any, ...]
Values = Mapping[str, object]
T = TypeVar("T")


class PostgresCandidates:
    """:class:`~digests.store.search.candidates.Candidates` of one connection during one search.

    The search runs in a thread, its statements in the event loop ``loop``, by the ``driver`` of a
    connection that is in a transaction. Those that look for articles are stopped ``seconds`` after
    the start of the search and have found nothing then.
    """

    def __init__(
        self,
        driver: AsyncConnection[Row],
        *,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        stories: StoryColumn | None,
    ) -> None:
        self._driver = driver
        self._loop = loop
        self._stories = stories
        self._end = time.monotonic() + seconds
        self._stopped = False
        self._newest_run = 0
        self._texts: dict[int, HeadTexts] = {}
        self._packed: dict[int, bytes | None] = {}
        self._bodies: dict[int, list[FieldText]] = {}

    def begin(self) -> None:
        """Set how the server goes about this search; to be called first."""
        left = max(1, int((self._end - time.monotonic()) * 1000))
        ((newest, *_),) = self._rows(_SETTINGS, {"limit": str(left)})
        self._newest_run = run_of(newest or 0)

    def stop(self) -> None:
        """Ask nothing more: nobody waits for the answer."""
        self._stopped = True

    def _ask(self, statement: str, values: Values) -> list[Row]:
        async def asked() -> list[Row]:
            cursor = await self._driver.execute(statement, values)
            return await cursor.fetchall()

        return self._hop(asked())

    def _hop(self, asked: Coroutine[Any, Any, T]) -> T:
        if self._stopped:
            asked.close()
            raise asyncio.CancelledError
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()

    def _undo(self) -> None:
        """Leave the transaction as it was before the search, which only reads; without a limit."""
        self._hop(self._driver.execute(f"ROLLBACK TO {SAVEPOINT}"))

    def _rows(self, statement: str, values: Values) -> list[Row]:
        """Give the rows of what is needed, however long it takes."""
        try:
            return self._ask(statement, values)
        except QueryCanceled:
            self._undo()
            return self._ask(statement, values)

    def _rows_in_time(self, statement: str, values: Values) -> list[Row]:
        """Give the rows, none when they could not be had in time."""
        if time.monotonic() > self._end:
            return []
        try:
            return self._ask(statement, values)
        except QueryCanceled:
            self._undo()
            return []

    def head(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles whose headline, lead and captions match."""
        return self._numbers("head", expression, limit)

    def whole(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles that match with all their words."""
        return self._numbers("whole", expression, limit)

    def _numbers(self, column: str, expression: Expression, limit: int) -> list[int]:
        """Give the newest matches: those of the newest articles, and if they are few, all."""
        first = max(0, self._newest_run - _RUNS_OF_NEWEST + 1)
        values = self._asked(expression, first) | {"limit": limit}
        if first:
            values["first"] = first_of(first)
        statement = (_NEWEST if first else _EVERY).format(column=column)
        return [row[0] for row in self._rows_in_time(statement, values)][:limit]

    def _asked(self, expression: Expression, first: int) -> dict[str, object]:
        """Give what to match among all articles, and among those since run ``first``."""
        values: dict[str, object] = {"every": tsquery(expression)}
        if first:
            newest = within_runs(expression, range(first, self._newest_run + 1))
            values["newest"] = tsquery(newest)
        return values

    def texts(self, numbers: Iterable[int]) -> list[HeadTexts]:
        """Give headline, lead and captions of articles, in the order asked."""
        wanted = list(numbers)
        missing = [number for number in wanted if number not in self._texts]
        if missing:
            for number, published, head in self._rows(_HEADS, {"numbers": missing}):
                self._texts[number] = head_texts(number, published, head)
        return [self._texts[number] for number in wanted if number in self._texts]

    def expect_bodies(self, numbers: Iterable[int]) -> None:
        """Read the bodies of articles in one go: they will be asked for."""
        missing = [number for number in numbers if number not in self._packed]
        if missing:
            self._packed |= dict.fromkeys(missing)
            self._packed |= dict(self._rows(_BODIES, {"numbers": missing}))

    def body(self, number: int) -> tuple[str, ...]:
        """Give the paragraphs of one article."""
        self.expect_bodies([number])
        packed = self._packed[number]
        return () if packed is None else unpack_body(packed)

    def body_fields(self, number: int) -> list[FieldText]:
        """Give the paragraphs of one article, ready to be compared."""
        if number not in self._bodies:
            self._bodies[number] = [FieldText(Field.BODY, text) for text in self.body(number)]
        return self._bodies[number]

    def matching(self, expression: Expression, numbers: Sequence[int]) -> set[int]:
        """Give those of ``numbers`` that match with all their words."""
        statement = (
            "SELECT number FROM search_tokens "
            "WHERE number = ANY(%(numbers)s) AND whole @@ CAST(%(query)s AS tsquery)"
        )
        values = {"numbers": list(numbers), "query": tsquery(expression)}
        return {row[0] for row in self._rows(statement, values)}

    def count_head(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with headline, lead and captions, ``limit`` at most."""
        return self._count("head", expression, limit)

    def count_whole(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with all their words, ``limit`` at most."""
        return self._count("whole", expression, limit)

    def _count(self, column: str, expression: Expression, limit: int) -> int:
        first = max(0, self._newest_run - _RUNS_COUNTED + 1)
        values = self._asked(expression, first) | {"limit": limit}
        statement = (_COUNTED_NEWEST if first else _COUNTED).format(column=column)
        rows = self._rows_in_time(statement, values)
        return int(rows[0][0]) if rows else 0

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Give how many articles have each of ``words``; words of none are left out."""
        statement = (
            "SELECT word, articles FROM search_word WHERE word = ANY(%(words)s) AND articles > 0"
        )
        return {row[0]: row[1] for row in self._rows(statement, {"words": list(words)})}

    def beginning_with(self, start: str, limit: int) -> list[str]:
        """Give the ``limit`` most common words that begin with ``start``."""
        statement = (
            "SELECT word FROM search_word WHERE word ^@ %(start)s AND articles > 0 "
            "ORDER BY articles DESC, word LIMIT %(limit)s"
        )
        return [row[0] for row in self._rows(statement, {"start": start, "limit": limit})]

    def stories(self, numbers: Sequence[int]) -> dict[int, int]:
        """Give the story of each of ``numbers`` that tells one."""
        column = self._stories
        if column is None or not numbers:
            return {}
        statement = (
            f"SELECT {column.number}, {column.story} FROM {column.table} "  # noqa: S608
            f"WHERE {column.story} IS NOT NULL AND {column.number} = ANY(%(numbers)s)"
        )
        return {row[0]: row[1] for row in self._rows(statement, {"numbers": list(numbers)})}
