"""Pressed buttons and inline queries that wait for the bot's answer."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.refusals import QUERY_TOO_OLD, Json, bad_request

FIRST_QUERY = 4_000_000_000_000_001
REMEMBERED = 10_000


@dataclass(slots=True)
class Query:
    """One query: when it was made, and the answer when there is one."""

    id: str
    kind: str
    at: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json | None = None


class Queries:
    """Queries by id; one is good for ``seconds`` of ``clock``."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """Start without queries."""
        self._clock = clock
        self.seconds = seconds
        self._ids = itertools.count(FIRST_QUERY)
        self._open: dict[str, Query] = {}

    def ask(self, kind: str) -> Query:
        """Make a query of a kind (``callback`` or ``inline``)."""
        query = Query(str(next(self._ids)), kind, self._clock())
        self._open[query.id] = query
        if len(self._open) > REMEMBERED:
            del self._open[next(iter(self._open))]
        return query

    def get(self, query_id: str, kind: str) -> Query | None:
        """Give a query that was made, however old."""
        query = self._open.get(query_id)
        return query if query and query.kind == kind else None

    def answer(self, query_id: str, kind: str, answer: Json) -> None:
        """Give a query its answer; a second answer changes nothing.

        Raises:
            Refused: 400 for an unknown query or one that waited too long.
        """
        query = self.get(query_id, kind)
        if query is None or self._clock() - query.at > self.seconds:
            raise bad_request(QUERY_TOO_OLD)
        if query.answer is None:
            query.answer = answer
            query.answered.set()

    async def wait(self, query: Query, seconds: float) -> Json | None:
        """Give the answer, or ``None`` when none came in time."""
        try:
            await asyncio.wait_for(query.answered.wait(), seconds)
        except TimeoutError:
            return None
        return query.answer

    def close(self) -> None:
        """Let nobody wait any longer."""
        for query in self._open.values():
            query.answered.set()
