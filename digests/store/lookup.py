"""Finding subscribers by their addresses: one, or those of many updates that came at a time."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Address, Subscriber
from digests.store import tables
from digests.store.values import subscriber_in

_ROW = tables.subscribers
_ONE = select(_ROW).where(
    _ROW.c.network == bindparam("network"),
    _ROW.c.chat == bindparam("chat"),
    _ROW.c.topic == bindparam("topic"),
)
# Whole columns, not places: that is what every database looks up in its index.
_SOME = select(_ROW).where(
    _ROW.c.network.in_(bindparam("networks", expanding=True)),
    _ROW.c.chat.in_(bindparam("chats", expanding=True)),
    _ROW.c.topic.in_(bindparam("topics", expanding=True)),
)


async def row_at(connection: AsyncConnection, address: Address) -> Row[Any] | None:
    """Give the row of the subscriber at ``address``, or None."""
    place = {"network": address.network, "chat": address.chat, "topic": address.topic or ""}
    return (await connection.execute(_ONE, place)).first()


async def subscribers_at(
    connection: AsyncConnection, addresses: Collection[Address]
) -> dict[Address, Subscriber]:
    """Give the subscribers at ``addresses``; of some there may be none, of others more."""
    if len(addresses) == 1:
        rows = [await row_at(connection, address) for address in addresses]
    else:
        places = {
            "networks": sorted({one.network for one in addresses}),
            "chats": sorted({one.chat for one in addresses}),
            "topics": sorted({one.topic or "" for one in addresses}),
        }
        rows = [*await connection.execute(_SOME, places)]
    found = [subscriber_in(row) for row in rows if row is not None]
    return {subscriber.address: subscriber for subscriber in found}
