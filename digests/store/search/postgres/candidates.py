"""Asking the PostgreSQL tables for articles that may be meant, within a limit of time."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.expressions import Expression
from digests.store.search.postgres.expressions import tsquery
from digests.store.search.results import Field
from digests.store.search.stored import unpack_body
from digests.store.search.stories import StoryColumn
from digests.store.search.texts import FieldText, HeadTexts, head_texts

_CANCELLED = "57014"
_MOST_ORDERED = 50_000
"""Matches that are put in order; of more, the newest are met soon by going back in time."""
_VERY_MANY = 20_000
"""Matches, as the server estimates them, that are not even counted."""
_BY_LEXEME = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),"
    " set_config('enable_bitmapscan', 'on', true)"
)
_BY_NUMBER = (
    "SELECT set_config('enable_indexscan', 'on', true), "
    "set_config('enable_bitmapscan', 'off', true)"
)
Row = tuple[Any, ...]


class PostgresCandidates:
    """:class:`~digests.store.search.candidates.Candidates` of one connection during one search.

    The search runs in a thread, its statements in the event loop ``loop`` of ``connection``. Those
    that look for articles are stopped ``seconds`` after the start of the search and have found
    nothing then.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        stories: StoryColumn | None,
    ) -> None:
        self._connection = connection
        self._loop = loop
        self._stories = stories
        self._end = time.monotonic() + seconds
        self._stopped = False
        self._texts: dict[int, HeadTexts] = {}
        self._bodies: dict[int, list[FieldText]] = {}

    def begin(self) -> None:
        """Set how the server goes about this search; to be called first."""
        limit = "SELECT set_config('statement_timeout', :limit, true)"
        left = max(1, int((self._end - time.monotonic()) * 1000))
        self._rows(limit, {"limit": str(left)})
        self._rows(_BY_LEXEME, {})

    def stop(self) -> None:
        """Ask nothing more: nobody waits for the answer."""
        self._stopped = True

    def _rows(self, statement: str, values: Mapping[str, object]) -> Sequence[Row]:
        if self._stopped:
            raise asyncio.CancelledError
        return asyncio.run_coroutine_threadsafe(
            self._execute(statement, values), self._loop
        ).result()

    async def _execute(self, statement: str, values: Mapping[str, object]) -> Sequence[Row]:
        found = await self._connection.execute(text(statement), values)
        return found.tuples().all()

    def _rows_in_time(self, statement: str, values: Mapping[str, object]) -> Sequence[Row] | None:
        """Give the rows; None when they could not be had in time."""
        if self._stopped:
            raise asyncio.CancelledError
        if time.monotonic() > self._end:
            return None
        work = self._execute_in_time(statement, values)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _execute_in_time(
        self, statement: str, values: Mapping[str, object]
    ) -> Sequence[Row] | None:
        """Execute in a savepoint: what is stopped leaves the transaction as it was."""
        try:
            async with self._connection.begin_nested():
                return await self._execute(statement, values)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _CANCELLED:
                raise
            return None

    def head(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles whose headline, lead and captions match."""
        return self._numbers("head", expression, limit)

    def whole(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles that match with all their words."""
        return self._numbers("whole", expression, limit)

    def _numbers(self, column: str, expression: Expression, limit: int) -> list[int]:
        """Give the newest matches: all of them put in order, or, of very many, the newest read.

        The lexemes of an article are far more costly to read than its place in the index, which
        the planner does not know. So it is told which way to take.
        """
        values = {"query": tsquery(expression), "limit": limit, "most": _MOST_ORDERED}
        if self._estimated(column, values["query"]) >= _VERY_MANY:
            return self._newest(column, values) or []
        ordered = (
            "SELECT number, count(*) OVER () FROM (SELECT number FROM search_tokens "  # noqa: S608
            f"WHERE {column} @@ CAST(:query AS tsquery) LIMIT :most) AS matches "
            "ORDER BY number DESC LIMIT :limit"
        )
        rows = self._rows_in_time(ordered, values) or []
        if not rows or rows[0][1] < _MOST_ORDERED:
            return [row[0] for row in rows]
        found = self._newest(column, values)
        return [row[0] for row in rows] if found is None else found

    def _newest(self, column: str, values: Mapping[str, object]) -> list[int] | None:
        """Go back in time until there are enough; None when the time was over before."""
        newest = (
            f"SELECT number FROM search_tokens WHERE {column} @@ CAST(:query AS tsquery) "  # noqa: S608
            "ORDER BY number DESC LIMIT :limit"
        )
        self._rows(_BY_NUMBER, {})
        rows = self._rows_in_time(newest, values)
        self._rows(_BY_LEXEME, {})
        return None if rows is None else [row[0] for row in rows]

    def _estimated(self, column: str, query: object) -> float:
        """Give how many matches the server expects, from how common the lexemes are."""
        statement = (
            "EXPLAIN (FORMAT JSON) SELECT FROM search_tokens "
            f"WHERE {column} @@ CAST(:query AS tsquery)"
        )
        ((plans,),) = self._rows(statement, {"query": query})
        return float(plans[0]["Plan"]["Plan Rows"])

    def texts(self, numbers: Iterable[int]) -> list[HeadTexts]:
        """Give headline, lead and captions of articles, in the order asked."""
        wanted = list(numbers)
        missing = [number for number in wanted if number not in self._texts]
        if missing:
            statement = (
                "SELECT number, published, head FROM search_document WHERE number = ANY(:numbers)"
            )
            for number, published, head in self._rows(statement, {"numbers": missing}):
                self._texts[number] = head_texts(number, published, head)
        return [self._texts[number] for number in wanted if number in self._texts]

    def body(self, number: int) -> tuple[str, ...]:
        """Give the paragraphs of one article."""
        rows = self._rows("SELECT body FROM search_body WHERE number = :number", {"number": number})
        return unpack_body(rows[0][0]) if rows else ()

    def body_fields(self, number: int) -> list[FieldText]:
        """Give the paragraphs of one article, ready to be compared."""
        if number not in self._bodies:
            self._bodies[number] = [FieldText(Field.BODY, text) for text in self.body(number)]
        return self._bodies[number]

    def matching(self, expression: Expression, numbers: Sequence[int]) -> set[int]:
        """Give those of ``numbers`` that match with all their words."""
        statement = (
            "SELECT number FROM search_tokens "
            "WHERE number = ANY(:numbers) AND whole @@ CAST(:query AS tsquery)"
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
        query = tsquery(expression)
        if self._estimated(column, query) >= max(_VERY_MANY, 10 * limit):
            return limit
        statement = (
            "SELECT count(*) FROM (SELECT FROM search_tokens "  # noqa: S608
            f"WHERE {column} @@ CAST(:query AS tsquery) LIMIT :limit) AS found"
        )
        rows = self._rows_in_time(statement, {"query": query, "limit": limit})
        return int(rows[0][0]) if rows else 0

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Give how many articles have each of ``words``; words of none are left out."""
        statement = (
            "SELECT word, articles FROM search_word WHERE word = ANY(:words) AND articles > 0"
        )
        return {row[0]: row[1] for row in self._rows(statement, {"words": list(words)})}

    def beginning_with(self, start: str, limit: int) -> list[str]:
        """Give the ``limit`` most common words that begin with ``start``."""
        statement = (
            "SELECT word FROM search_word WHERE word ^@ :start AND articles > 0 "
            "ORDER BY articles DESC, word LIMIT :limit"
        )
        return [row[0] for row in self._rows(statement, {"start": start, "limit": limit})]

    def stories(self, numbers: Sequence[int]) -> dict[int, int]:
        """Give the story of each of ``numbers`` that tells one."""
        column = self._stories
        if column is None or not numbers:
            return {}
        statement = (
            f"SELECT {column.number}, {column.story} FROM {column.table} "  # noqa: S608
            f"WHERE {column.story} IS NOT NULL AND {column.number} = ANY(:numbers)"
        )
        return {row[0]: row[1] for row in self._rows(statement, {"numbers": list(numbers)})}
