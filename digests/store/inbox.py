"""What came from a chat network and is not handled yet, so that a crash loses no command.

An update is written down before it is confirmed, and its words are taken out as soon as it was
handled; its number stays for two days, for as long as the network could bring it again. Where
several processes are brought updates, each of them is under a lease of the process that has it in
hand: when that one dies, another one gets it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Interval, delete, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.store.columns import Instant
from digests.store.database import Database

LEASE = timedelta(seconds=30)
"""How long an update stays with a process that says nothing."""
_REPEATED_WITHIN = timedelta(days=2)
_MOST_AT_ONCE = 100
_ROW = tables.updates


class Unhandled(NamedTuple):
    """An update that was written down: its number and its JSON."""

    number: int
    body: str


class Inbox:
    """The updates."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database
        self._network = database.network

    async def take(
        self, updates: Sequence[Unhandled], now: datetime, *, lease: timedelta | None = None
    ) -> set[int]:
        """Write updates down, in one transaction; give the numbers of those that are new.

        With a ``lease`` they are this process's until it is over, and longer where it is renewed.
        """
        came = {one.number: one.body for one in updates}
        async with self._database.writing() as connection:
            asked = select(_ROW.c.number).where(*self._named(came))
            new = set(came) - set(await connection.scalars(asked))
            rows = [
                {"network": self._network, "number": number, "body": came[number], "at": now}
                for number in sorted(new)
            ]
            if rows:
                await connection.execute(insert(_ROW), rows)
            if rows and lease is not None:
                await self._lease(connection, new, now, lease)
            return new

    async def renew(self, numbers: Sequence[int], now: datetime, lease: timedelta = LEASE) -> None:
        """Say that updates are still in hand."""
        async with self._database.writing() as connection:
            await self._lease(connection, set(numbers), now, lease)

    async def left(self, now: datetime, lease: timedelta = LEASE) -> list[Unhandled]:
        """Take what processes that died left, and what was written down without a lease."""
        over = or_(_ROW.c.lease_until.is_(None), _ROW.c.lease_until < _present(self._database, now))
        asked = select(_ROW.c.number, _ROW.c.body).where(*self._unhandled(), over)
        asked = asked.order_by(_ROW.c.number).limit(_MOST_AT_ONCE)
        async with self._database.reading() as connection:
            if (await connection.execute(asked)).first() is None:
                return []
        async with self._database.writing() as connection:
            rows = [Unhandled(row.number, row.body) for row in await connection.execute(asked)]
            await self._lease(connection, {row.number for row in rows}, now, lease)
            return rows

    async def handled(self, numbers: Sequence[int]) -> None:
        """Take the words out of updates that were handled."""
        async with self._database.writing() as connection:
            await connection.execute(update(_ROW).where(*self._named(numbers)).values(body=None))

    async def forget(self, now: datetime) -> None:
        """Forget the numbers that cannot come again; what was never handled stays."""
        old = _ROW.c.at < now - _REPEATED_WITHIN, _ROW.c.body.is_(None)
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(*old))

    async def unhandled(self, now: datetime) -> list[Unhandled]:
        """Give what a crash left of the last two days, in order; what is older is forgotten."""
        async with self._database.writing() as connection:
            old = _ROW.c.network == self._network, _ROW.c.at < now - _REPEATED_WITHIN
            await connection.execute(delete(_ROW).where(*old))
            asked = select(_ROW.c.number, _ROW.c.body).where(*self._unhandled())
            rows = await connection.execute(asked.order_by(_ROW.c.number))
            return [Unhandled(row.number, row.body) for row in rows]

    def _named(self, numbers: Collection[int]) -> tuple[ColumnElement[bool], ...]:
        """Give which updates of this bot are meant: others' may have the same numbers."""
        return _ROW.c.network == self._network, _ROW.c.number.in_(numbers)

    def _unhandled(self) -> tuple[ColumnElement[bool], ...]:
        return _ROW.c.network == self._network, _ROW.c.body.is_not(None)

    async def _lease(
        self, connection: AsyncConnection, numbers: set[int], now: datetime, lease: timedelta
    ) -> None:
        until: Any = now + lease
        if not self._database.is_sqlite:
            until = func.clock_timestamp() + literal(lease, Interval())
        which = *self._named(numbers), _ROW.c.body.is_not(None)
        await connection.execute(update(_ROW).where(*which).values(lease_until=until))


def _present(database: Database, now: datetime) -> ColumnElement[datetime]:
    """Give the present instant: by the server's clock, where machines with their own share it."""
    return literal(now, Instant()) if database.is_sqlite else func.clock_timestamp()
