"""What every part of the store does with deliveries, in the caller's transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryKind, DeliveryState
from digests.store import tables


def new_delivery(subscriber_id: int, kind: DeliveryKind, now: datetime) -> dict[str, Any]:
    """Give the columns of a delivery that is owed now."""
    reader = tables.subscribers.c
    network = select(reader.network).where(reader.id == subscriber_id).scalar_subquery()
    return {
        "subscriber_id": subscriber_id,
        "network": network,
        "kind": str(kind),
        "due_at": now,
        "ready_at": now,
        "created_at": now,
        "state": str(DeliveryState.OWED),
        "attempts": 0,
    }


async def cancel_owed(
    connection: AsyncConnection, subscriber_id: int, reason: str, now: datetime
) -> int:
    """Cancel what is owed to a subscriber; what is in flight ends as it ends."""
    row = tables.deliveries
    owed = (row.c.subscriber_id == subscriber_id, row.c.state == DeliveryState.OWED)
    ended = {"state": str(DeliveryState.CANCELLED), "reason": reason, "finished_at": now}
    done = await connection.execute(update(row).where(*owed).values(**ended, lease_until=None))
    return int(done.rowcount)
