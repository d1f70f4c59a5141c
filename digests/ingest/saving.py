"""Writing polled feeds down, many in one transaction: most polls change nothing but a row."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from digests.model import Feed
from digests.store import Store


@dataclass(slots=True)
class _Batch:
    feeds: list[Feed] = field(default_factory=list)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    written: "asyncio.Task[None] | None" = None


class FeedSaver:
    """Collects feeds for a moment and writes them together.

    A crash loses what was collected: those feeds are polled again when their leases end.
    """

    def __init__(self, store: Store, *, pause: float = 0.05, most: int = 200) -> None:
        """Write ``pause`` seconds after the first feed of a batch, or when there are ``most``."""
        self._store = store
        self._pause = pause
        self._most = most
        self._batch: _Batch | None = None

    async def save(self, feed: Feed) -> None:
        """Write ``feed`` down; it stands in the store when this returns.

        Raises:
            StoreError: the batch could not be written.
        """
        batch = self._batch
        if batch is None or batch.written is None:
            batch = self._batch = _Batch()
            batch.written = asyncio.create_task(self._write(batch))
        batch.feeds.append(feed)
        if len(batch.feeds) >= self._most:
            batch.full.set()
            self._batch = None
        # Whoever stops waiting must not take the others' rows away.
        await asyncio.shield(batch.written)

    async def _write(self, batch: _Batch) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pause):
                await batch.full.wait()
        if self._batch is batch:
            self._batch = None
        await self._store.feeds.save_many(batch.feeds)
