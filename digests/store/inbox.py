"""What came from a chat network and is not handled yet, so that a crash loses no command.

An update is written down before it is confirmed, and its words are taken out as soon as it was
handled; its number stays for two days, for as long as the network could bring it again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from digests.store import tables
from digests.store.database import Database

_REPEATED_WITHIN = timedelta(days=2)
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

    async def take(self, updates: Sequence[Unhandled], now: datetime) -> set[int]:
        """Write updates down, in one transaction; give the numbers of those that are new."""
        came = {one.number: one.body for one in updates}
        async with self._database.writing() as connection:
            asked = select(_ROW.c.number).where(_ROW.c.number.in_(came))
            new = set(came) - set(await connection.scalars(asked))
            rows = [{"number": number, "body": came[number], "at": now} for number in sorted(new)]
            if rows:
                await connection.execute(insert(_ROW), rows)
            return new

    async def handled(self, numbers: Sequence[int]) -> None:
        """Take the words out of updates that were handled."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(_ROW).where(_ROW.c.number.in_(numbers)).values(body=None)
            )

    async def forget(self, now: datetime) -> None:
        """Forget the numbers that cannot come again; what was never handled stays."""
        old = _ROW.c.at < now - _REPEATED_WITHIN, _ROW.c.body.is_(None)
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(*old))

    async def unhandled(self, now: datetime) -> list[Unhandled]:
        """Give what a crash left of the last two days, in order; what is older is forgotten."""
        async with self._database.writing() as connection:
            old = _ROW.c.at < now - _REPEATED_WITHIN
            await connection.execute(delete(_ROW).where(old))
            asked = select(_ROW.c.number, _ROW.c.body).where(_ROW.c.body.is_not(None))
            rows = await connection.execute(asked.order_by(_ROW.c.number))
            return [Unhandled(row.number, row.body) for row in rows]
