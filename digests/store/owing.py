"""What every part of the store does with deliveries, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryKind, DeliveryState, EditionKind
from digests.store import tables
from digests.store.database import number_of

_ONE_TICK = timedelta(microseconds=1)


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


async def owe_round_up(
    connection: AsyncConnection,
    subscriber_id: int,
    numbers: Sequence[int],
    *,
    left_out: int,
    now: datetime,
) -> int:
    """Owe an edition of articles that were owed one by one; give its number.

    ``left_out`` is how many stories it has no room for.
    """
    edition = await connection.execute(
        insert(tables.editions).values(
            subscriber_id=subscriber_id,
            slot_at=await _free_slot(connection, subscriber_id, now),
            kind=str(EditionKind.DAILY),
            numbers=list(numbers),
            left_out=left_out,
            made_at=now,
        )
    )
    number = number_of(edition)
    owed = new_delivery(subscriber_id, DeliveryKind.EDITION, now)
    await connection.execute(insert(tables.deliveries).values(**owed, edition=number))
    return number


async def _free_slot(connection: AsyncConnection, subscriber_id: int, now: datetime) -> datetime:
    """Give ``now``, or what follows the last slot when a round-up has just taken this instant."""
    row = tables.editions.c
    mine = row.subscriber_id == subscriber_id, row.kind == EditionKind.DAILY, row.slot_at >= now
    last: datetime | None = await connection.scalar(select(func.max(row.slot_at)).where(*mine))
    return now if last is None else last + _ONE_TICK


async def cancel_owed(
    connection: AsyncConnection, subscriber_id: int, reason: str, now: datetime
) -> int:
    """Cancel what is owed to a subscriber; what is in flight ends as it ends."""
    row = tables.deliveries
    owed = (row.c.subscriber_id == subscriber_id, row.c.state == DeliveryState.OWED)
    ended = {"state": str(DeliveryState.CANCELLED), "reason": reason, "finished_at": now}
    done = await connection.execute(update(row).where(*owed).values(**ended, lease_until=None))
    return int(done.rowcount)
