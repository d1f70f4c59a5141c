"""How much of something may be used in one day: a counter in ``meta`` that many may draw from."""

import json

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.store.database import Database

_ROW = tables.meta


class Allowances:
    """Named counters that begin anew each day."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def draw(self, name: str, day: str, wanted: int, *, limit: int) -> int:
        """Take ``wanted`` of the day's ``limit``, or what is left of it; give how much."""
        async with self._database.writing() as connection:
            used = await _used(connection, name, day)
            drawn = max(0, min(wanted, limit - used))
            if drawn:
                await _keep(connection, name, day, used + drawn)
            return drawn

    async def give_back(self, name: str, day: str, unused: int) -> None:
        """Return what was drawn that day and not used."""
        async with self._database.writing() as connection:
            used = await _used(connection, name, day)
            await _keep(connection, name, day, max(0, used - unused))

    async def used(self, name: str, day: str) -> int:
        """Give how much was drawn that day."""
        async with self._database.reading() as connection:
            return await _used(connection, name, day)


async def _used(connection: AsyncConnection, name: str, day: str) -> int:
    value = await connection.scalar(select(_ROW.c.value).where(_ROW.c.key == f"allowance:{name}"))
    known = {} if value is None else json.loads(value)
    return int(known.get("used", 0)) if known.get("day") == day else 0


async def _keep(connection: AsyncConnection, name: str, day: str, used: int) -> None:
    key, value = f"allowance:{name}", json.dumps({"day": day, "used": used})
    kept = await connection.execute(update(_ROW).where(_ROW.c.key == key).values(value=value))
    if not kept.rowcount:
        await connection.execute(insert(_ROW).values(key=key, value=value))
