"""Which sender serves which chats, where several share one store.

The chats of each bot are dealt out in shards among its own senders. A sender that lives has a row
in ``senders``, renewed every few seconds; when its time is over, whoever looks next deletes the
row, and its shards are free. The number of that row is never used again: it fences off a sender
that was cut off and comes back, for nothing is marked as in flight by a number that is not there
any more. All times are those of the database, so the clocks of the machines need not agree.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Interval,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import recovering, tables
from digests.store.database import Database, Turn

SHARDS = 64
LEASE = timedelta(seconds=15)
"""How long a sender that says nothing is believed to live."""

_SENDER = tables.senders
_SHARD = tables.shards


@dataclass(frozen=True, slots=True)
class Holding:
    """What a sender may serve now.

    Attributes:
        sender: its number, by which it marks what it sends.
        shards: the shards that are its own, without those that it gives up as soon as nothing of
            them is in hand.
        senders: how many of its bot live, this one among them.
    """

    sender: int
    shards: frozenset[int]
    senders: int


def shard_of(subscriber_id: int) -> int:
    """Give the shard of a chat."""
    return subscriber_id % SHARDS


def _scattered(shard: int) -> int:
    """Give an order in which neighbours stand apart: the first chats of a store are neighbours."""
    return shard * 37 % SHARDS


def in_shards(shards: Collection[int]) -> ColumnElement[bool]:
    """Give whether a delivery is for a chat of one of ``shards``, if it is of the same bot."""
    return (tables.deliveries.c.subscriber_id % SHARDS).in_(sorted(shards))


def held_by(sender: int) -> ColumnElement[bool]:
    """Give whether a delivery, claimed by this sender, is for a chat that it still serves."""
    return (tables.deliveries.c.subscriber_id % SHARDS).in_(_numbers_of(sender))


class Shards:
    """The shards, as one sender sees them."""

    def __init__(self, database: Database, *, lease: timedelta = LEASE) -> None:
        """Keep the parts; nothing is held yet."""
        self._database = database
        self._network = database.network
        self._lease = lease

    async def renew(
        self, sender: int | None, name: str, busy: Collection[int], now: datetime, *, resend: bool
    ) -> Holding:
        """Say that a sender lives, and give what it serves from now on.

        The shards are spread evenly over the senders that live: one that has too many gives some
        up, at once those that are not ``busy``, and others once it has done what it has in hand;
        one that has too few takes free ones. What was in flight in those is treated as after a
        crash.

        Args:
            sender: the number that it was given before; None at its first call. One that is not
                known any more gets another number, and nothing of what it had.
            name: how it is called in the table, for people.
            busy: shards of which something is in hand.
            now: the present instant, for what is written down about deliveries.
            resend: see ``Outbox.recover``.
        """
        async with self._database.writing(Turn.SENDERS) as connection:
            number = await self._live(connection, sender, name)
            dead = _SENDER.c.lives_until < func.clock_timestamp()
            await connection.execute(delete(_SENDER).where(dead))
            counted = select(func.count()).where(_SENDER.c.network == self._network)
            living = int(await connection.scalar(counted) or 1)
            mine = set(await connection.scalars(_numbers_of(number)))
            share = -(-SHARDS // living)
            given = sorted(mine - set(busy), key=_scattered)[: max(0, len(mine) - share)]
            kept = sorted(mine - set(given), key=_scattered)
            # Where much is owed all of them are always busy: a newcomer would get none for hours.
            served = kept[max(0, len(kept) - share) :]
            if given:
                await connection.execute(
                    update(_SHARD).where(*self._named(given)).values(sender=None)
                )
            taken = await self._take(connection, number, share - len(mine))
            if taken:
                which = in_shards(taken)
                await recovering.recover(connection, self._network, now, which, resend=resend)
        return Holding(number, frozenset({*served, *taken}), living)

    async def _live(self, connection: AsyncConnection, sender: int | None, name: str) -> int:
        until = func.clock_timestamp() + literal(self._lease, Interval())
        if sender is not None:
            renewed = await connection.execute(
                update(_SENDER).where(_SENDER.c.id == sender).values(lives_until=until)
            )
            if renewed.rowcount:
                return sender
        added = insert(_SENDER).values(network=self._network, name=name, lives_until=until)
        return int((await connection.execute(added.returning(_SENDER.c.id))).scalar_one())

    async def _take(self, connection: AsyncConnection, sender: int, most: int) -> list[int]:
        """Take free shards, at most so many."""
        if most <= 0:
            return []
        own = _SHARD.c.network == self._network
        known = int(await connection.scalar(select(func.count()).where(own)) or 0)
        if known < SHARDS:
            new = [{"network": self._network, "number": n} for n in range(known, SHARDS)]
            await connection.execute(insert(_SHARD), new)
        free = select(_SHARD.c.number).where(own, _SHARD.c.sender.is_(None))
        taken = list(await connection.scalars(free.order_by(_SHARD.c.number).limit(most)))
        if taken:
            mine = update(_SHARD).where(*self._named(taken)).values(sender=sender)
            await connection.execute(mine)
        return taken

    def _named(self, numbers: Collection[int]) -> tuple[ColumnElement[bool], ...]:
        return _SHARD.c.network == self._network, _SHARD.c.number.in_(numbers)

    async def leave(self, sender: int) -> None:
        """End in order: the shards are free at once.

        Not for one of which something is still in flight: its time runs out, as if it had died.
        """
        async with self._database.writing(Turn.SENDERS) as connection:
            await connection.execute(delete(_SENDER).where(_SENDER.c.id == sender))


def _numbers_of(sender: int) -> Select[tuple[int]]:
    return select(_SHARD.c.number).where(_SHARD.c.sender == sender)
