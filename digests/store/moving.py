"""Two subscribers that turn out to be one chat."""

from sqlalchemy import Table, and_, delete, exists, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import SINGLE_DIGESTS
from digests.store import tables


async def join(connection: AsyncConnection, gone: int, stays: int) -> None:
    """Give ``stays`` what ``gone`` follows, saved and is owed, and delete ``gone``.

    What both have, ``stays`` keeps.
    """
    for table, same in (
        (tables.subscriptions, ("kind", "value")),
        (tables.saved, ("article",)),
        (tables.run_by, ("person",)),
        (tables.editions, ("kind", "slot_at")),
    ):
        await _hand_over(connection, table, same, gone, stays)
    await _hand_over_deliveries(connection, gone, stays)
    row = tables.subscribers
    await connection.execute(delete(row).where(row.c.id == gone))


async def _hand_over(
    connection: AsyncConnection, table: Table, same: tuple[str, ...], gone: int, stays: int
) -> None:
    own = table.alias()
    has = exists().where(
        own.c.subscriber_id == stays, *(own.c[name] == table.c[name] for name in same)
    )
    await connection.execute(
        update(table).where(table.c.subscriber_id == gone, ~has).values(subscriber_id=stays)
    )


async def _hand_over_deliveries(connection: AsyncConnection, gone: int, stays: int) -> None:
    row = tables.deliveries
    own = row.alias()
    has = exists().where(
        own.c.subscriber_id == stays,
        own.c.article == row.c.article,
        own.c.kind.in_(SINGLE_DIGESTS),
    )
    twice = and_(row.c.kind.in_(SINGLE_DIGESTS), has)
    await connection.execute(
        update(row).where(row.c.subscriber_id == gone, ~twice).values(subscriber_id=stays)
    )
