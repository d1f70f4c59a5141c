"""The numbers of the store for those who watch: asked for no more often than it costs little.

Deliveries that ended are as many as months of news for every reader. To count them is to read them
all, in each process, every time that somebody looks.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot.monitoring.metrics import Metrics
from digests.errors import StoreError
from digests.store import Store

log = structlog.get_logger(__name__)

_FRESH = timedelta(seconds=10)
"""How long the numbers are shown again before the store is asked anew."""
_RESTS = 100
"""How many times as long as everything took to be counted it is not counted again."""
_WAITED = 3.0
"""Seconds that whoever looks waits for a count; then there is what was counted before."""


class Counting:
    """Keeps the numbers of the store as fresh as they can be had for a hundredth of its time."""

    def __init__(self, store: Store, metrics: Metrics, *, now: Callable[[], datetime]) -> None:
        """Keep the parts; nothing is counted yet."""
        self._store = store
        self._metrics = metrics
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._asked_at: datetime | None = None
        self._again_at: datetime | None = None

    async def refresh(self) -> None:
        """Count what is old by now: everything if it may be, else who reads and what waits."""
        now = self._now()
        if self._task is None and (self._again_at is None or now > self._again_at):
            self._task = asyncio.create_task(self._count(now))
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=_WAITED)
            if self._task is not None and self._task.done():
                self._task = None
        if self._asked_at is None or now - self._asked_at > _FRESH:
            await self._look(now)

    def stop(self) -> None:
        """Break off what is being counted."""
        if self._task is not None:
            self._task.cancel()

    async def _count(self, now: datetime) -> None:
        began = monotonic()
        try:
            self._metrics.counted(await self._store.stats(now), now)
        except StoreError as error:
            log.warning("metrics_without_store", reason=str(error))
        self._asked_at = now
        took = timedelta(seconds=monotonic() - began)
        self._again_at = now + max(_FRESH, _RESTS * took)

    async def _look(self, now: datetime) -> None:
        self._asked_at = now
        try:
            self._metrics.waiting(await self._store.bots(), now)
        except StoreError as error:
            log.warning("metrics_without_store", reason=str(error))
