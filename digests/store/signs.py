"""The signs of life of a store: since when something is due, and when something last happened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import FeedState
from digests.store import tables
from digests.store.claiming import earliest_ready

_POLLED = (FeedState.ACTIVE, FeedState.DOWN)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is due and what happened; instants are aware UTC, ``None`` where there is none.

    Attributes:
        due_since: the longest due feed that nobody is reading is due since then.
        answered_at: a feed was last read then.
        polled: feeds that are read.
        failing: feeds of those that failed last time.
        owed_since: the delivery that waits longest for the sender is ready since then.
        finished_at: a delivery last came to its outcome then.
    """

    due_since: datetime | None
    answered_at: datetime | None
    polled: int
    failing: int
    owed_since: datetime | None
    finished_at: datetime | None


async def read_signs(connection: AsyncConnection, network: str, now: datetime) -> Signs:
    """Give the signs of life at ``now``; of deliveries those of one bot."""
    feed, delivery = tables.feeds.c, tables.deliveries.c
    free = or_(feed.lease_until.is_(None), feed.lease_until <= now)
    due = case((free, func.coalesce(feed.next_poll_at, feed.added_at)))
    feeds = (
        await connection.execute(
            select(
                func.min(due),
                func.max(feed.last_success_at),
                func.count(),
                func.count(case((feed.failures > 0, 1))),
            ).where(feed.state.in_(_POLLED))
        )
    ).one()
    unclaimed = or_(delivery.lease_until.is_(None), delivery.lease_until <= now)
    owed = earliest_ready(network, delivery.ready_at <= now, unclaimed)
    finished = select(func.max(delivery.finished_at)).where(
        delivery.network == network, delivery.finished_at.is_not(None)
    )
    due_since, answered_at, polled, failing = feeds
    return Signs(
        due_since=due_since if due_since is not None and due_since <= now else None,
        answered_at=answered_at,
        polled=polled,
        failing=failing,
        owed_since=await connection.scalar(owed),
        finished_at=await connection.scalar(finished),
    )
