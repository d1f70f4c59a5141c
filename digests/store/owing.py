"""What every part of the store does with deliveries, in the caller's transaction."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryState
from digests.store import tables


async def cancel_owed(
    connection: AsyncConnection, subscriber_id: int, reason: str, now: datetime
) -> int:
    """Cancel what is owed to a subscriber; what is in flight ends as it ends."""
    row = tables.deliveries
    owed = (row.c.subscriber_id == subscriber_id, row.c.state == DeliveryState.OWED)
    ended = {"state": str(DeliveryState.CANCELLED), "reason": reason, "finished_at": now}
    done = await connection.execute(update(row).where(*owed).values(**ended, lease_until=None))
    return int(done.rowcount)
