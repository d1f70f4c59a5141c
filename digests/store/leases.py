"""Who may do a thing that only one process may do at a time: a row of ``meta`` under a lease."""

import json
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.store.database import Database

_ROW = tables.meta


class Leases:
    """Named leases; a holder is any text that no other process has."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def take(
        self, name: str, holder: str, now: datetime, length: timedelta, *, gone: str | None = None
    ) -> str | None:
        """Take or renew a lease; give ``None``, or the other one who holds it.

        ``gone`` is a holder that is known to live no more: its lease counts as over.
        """
        key = f"lease:{name}"
        kept = json.dumps({"holder": holder, "until": (now + length).timestamp()})
        async with self._database.writing() as connection:
            other = await _other(connection, key, holder, now)
            if other is not None and other != gone:
                return other
            done = await connection.execute(
                update(_ROW).where(_ROW.c.key == key).values(value=kept)
            )
            if not done.rowcount:
                await connection.execute(insert(_ROW).values(key=key, value=kept))
            return None

    async def give_up(self, name: str, holder: str) -> None:
        """End a lease, if ``holder`` still has it."""
        key = f"lease:{name}"
        async with self._database.writing() as connection:
            value = await connection.scalar(select(_ROW.c.value).where(_ROW.c.key == key))
            if value is not None and json.loads(value)["holder"] == holder:
                await connection.execute(delete(_ROW).where(_ROW.c.key == key))


async def _other(connection: AsyncConnection, key: str, holder: str, now: datetime) -> str | None:
    value = await connection.scalar(select(_ROW.c.value).where(_ROW.c.key == key))
    if value is None:
        return None
    known = json.loads(value)
    over = known["until"] <= now.timestamp()
    return None if over or known["holder"] == holder else str(known["holder"])
