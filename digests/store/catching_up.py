"""After a long silence: what is too old ends, what piled up becomes one round-up."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryKind, DeliveryState
from digests.store import tables
from digests.store.database import Database
from digests.store.holding import not_held
from digests.store.owing import owe_round_up
from digests.store.publishing import TOLD_IN_ROUND_UP

_ROW = tables.deliveries
_READERS = 200
"""Readers served in one transaction, so that no other writer waits long."""


async def expire(
    connection: AsyncConnection,
    network: str,
    before: Mapping[DeliveryKind, datetime],
    now: datetime,
) -> int:
    """End what a bot owes and was due before the instant of its kind; give how many.

    What waits because its chat wanted nothing sent does not grow old.
    """
    too_old = [
        and_(_ROW.c.kind == str(kind), _ROW.c.due_at < moment) for kind, moment in before.items()
    ]
    free = or_(_ROW.c.lease_until.is_(None), _ROW.c.lease_until <= now)
    ended = {"state": str(DeliveryState.EXPIRED), "reason": "too old", "finished_at": now}
    done = await connection.execute(
        update(_ROW)
        .where(
            _ROW.c.network == network,
            _ROW.c.state == DeliveryState.OWED,
            or_(*too_old),
            free,
            not_held(),
        )
        .values(**ended, lease_until=None)
    )
    return int(done.rowcount)


async def round_up(
    database: Database, now: datetime, *, older_than: datetime, above: int, size: int
) -> int:
    """Make one edition of the digests that piled up for a reader; give how many readers got one.

    Readers with more than ``above`` single digests due before ``older_than`` get the newest
    ``size`` of them as one edition; the single ones are cancelled with the edition's number.
    """
    piled = (
        _ROW.c.network == database.network,
        _ROW.c.kind == DeliveryKind.DIGEST,
        _ROW.c.state == DeliveryState.OWED,
        _ROW.c.due_at < older_than,
        not_held(),
        or_(_ROW.c.lease_until.is_(None), _ROW.c.lease_until <= now),
    )
    readers = (
        select(_ROW.c.subscriber_id)
        .where(*piled)
        .group_by(_ROW.c.subscriber_id)
        .having(func.count() > above)
        .limit(_READERS)
    )
    async with database.reading() as connection:  # mostly there are none: no writer need wait
        if (await connection.execute(readers.limit(1))).first() is None:
            return 0
    made = 0
    while True:
        async with database.writing() as connection:
            found = list(await connection.scalars(readers))
            for reader in found:
                await _round_up(connection, reader, now, size)
        made += len(found)
        if len(found) < _READERS:
            return made


async def _round_up(connection: AsyncConnection, reader: int, now: datetime, size: int) -> None:
    mine = (
        _ROW.c.subscriber_id == reader,
        _ROW.c.kind == DeliveryKind.DIGEST,
        _ROW.c.state == DeliveryState.OWED,
        or_(_ROW.c.lease_until.is_(None), _ROW.c.lease_until <= now),
    )
    newest = select(_ROW.c.article).where(*mine).order_by(_ROW.c.id.desc()).limit(size)
    numbers = [number for number in await connection.scalars(newest) if number is not None]
    piled = await connection.scalar(select(func.count()).where(*mine)) or 0
    number = await owe_round_up(connection, reader, numbers, left_out=piled - len(numbers), now=now)
    ended = {"state": str(DeliveryState.CANCELLED), "finished_at": now, "lease_until": None}
    await connection.execute(
        update(_ROW).where(*mine).values(**ended, reason=f"{TOLD_IN_ROUND_UP} {number}")
    )
