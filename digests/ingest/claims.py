"""Which feeds this process may poll: leases in the store, so that two processes never share one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from digests.errors import DigestsError
from digests.model import Feed
from digests.store import Store

_MOST_HELD = 500


class LeaseLost(DigestsError):
    """The lease of a feed ended, and somebody else has the feed now."""


class Claims:
    """The feeds that this process holds, each until its lease ends or it is released."""

    def __init__(
        self, store: Store, *, now: Callable[[], datetime], lease: timedelta, batch: int
    ) -> None:
        """Claim ``batch`` feeds at a time for the length of ``lease``."""
        self._store = store
        self._now = now
        self._lease = lease
        self._batch = batch
        self._ends: dict[int, datetime] = {}

    async def take(self) -> list[Feed]:
        """Lease feeds that are due, and give those that this process does not hold yet.

        A feed that still waits here for its turn when its lease ends comes up again: it is leased
        anew and goes on waiting. Gives none while many are held.
        """
        if len(self._ends) >= _MOST_HELD:
            return []
        now = self._now()
        due = await self._store.feeds.claim_due(now, limit=self._batch, lease=self._lease)
        new = [feed for feed in due if feed.id not in self._ends]
        self._ends.update((feed.id, now + self._lease) for feed in due)
        return new

    async def keep(self, feed: Feed) -> None:
        """See to it that ``feed`` is still this process's, making its lease longer where needed.

        A feed that was never claimed (an admin has it read now) is nobody else's either.

        Raises:
            LeaseLost: somebody else has it.
        """
        ends, now = self._ends.get(feed.id), self._now()
        if ends is None or ends - now > self._lease / 2:
            return
        until = now + self._lease
        if not await self._store.feeds.renew(feed.id, lease_until=ends, until=until):
            raise LeaseLost(f"{feed.url} is polled by another process")
        self._ends[feed.id] = until

    def release(self, feed: Feed) -> None:
        """Forget ``feed``: its poll has ended."""
        self._ends.pop(feed.id, None)
