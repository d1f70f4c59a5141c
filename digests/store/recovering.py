"""What becomes of deliveries that were in flight when their sender ended."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, literal, literal_column, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import ChatKind, DeliveryKind, DeliveryState
from digests.store import tables

_ROW = tables.deliveries
_READER = tables.subscribers
_CRASHED = "the program ended while this was being sent"


async def recover(
    connection: AsyncConnection,
    network: str,
    now: datetime,
    which: ColumnElement[bool] | None = None,
    *,
    resend: bool,
) -> int:
    """End the leases and flights of ``which`` deliveries of a bot (None: all); give how many flew.

    See ``Outbox.recover``.
    """
    which = true() if which is None else which
    private = select(_READER.c.id).where(_READER.c.kind == ChatKind.PRIVATE)
    edit = _ROW.c.kind == DeliveryKind.CHANGE
    again = or_(edit, _ROW.c.subscriber_id.in_(private)) if resend else edit
    owed, uncertain = literal(str(DeliveryState.OWED)), literal(str(DeliveryState.UNCERTAIN))
    instant = _ROW.c.finished_at.type
    values = {
        "state": case((again, owed), else_=uncertain),
        "finished_at": case((again, literal(None, instant)), else_=literal(now, instant)),
        "reason": _CRASHED,
        "lease_until": None,
    }
    # Written out, not bound: a partial index is taken only where its condition is seen.
    flying = _ROW.c.network == network, _ROW.c.state == literal_column("'in_flight'")
    flew = await connection.execute(update(_ROW).where(*flying, which).values(**values))
    return int(flew.rowcount)
