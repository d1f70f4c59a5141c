"""Who may do a thing that only one process may do at a time: a row of ``meta`` under a lease.

Each renewal changes the row. Whether a lease is over is for those who watch the row to say, by
their own clocks: comparing the times of two machines, or of one whose clock was set, would not do.
"""

import asyncio
import json
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, insert, select, update

from digests.store import tables
from digests.store.database import Database, Turn

_ROW = tables.meta
_WATCHED = 20.0
"""Seconds after which a lease that was not renewed is that of a program that is no more."""
_LOOKED_AT_EVERY = 0.25


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it stands: its holder, and how often that one renewed it."""

    holder: str
    renewals: int


class Leases:
    """Named leases; a holder is any text that no other process has."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def take(self, name: str, holder: str, *, over: Held | None = None) -> Held | None:
        """Take or renew a lease; give ``None``, or how the other one who has it holds it.

        ``over`` is a lease that the caller knows to be over; renewed meanwhile, it stands.
        """
        key = f"lease:{name}"
        async with self._database.writing(Turn.SENDERS) as connection:
            value = await connection.scalar(select(_ROW.c.value).where(_ROW.c.key == key))
            held = None if value is None else _held(value)
            if held is not None and held.holder != holder and held != over:
                return held
            renewals = held.renewals + 1 if held is not None and held.holder == holder else 0
            kept = json.dumps({"holder": holder, "renewals": renewals})
            if value is None:
                await connection.execute(insert(_ROW).values(key=key, value=kept))
            else:
                await connection.execute(update(_ROW).where(_ROW.c.key == key).values(value=kept))
            return None

    async def get(self, name: str) -> Held | None:
        """Give how a lease is held, if it is."""
        async with self._database.reading() as connection:
            asked = select(_ROW.c.value).where(_ROW.c.key == f"lease:{name}")
            value = await connection.scalar(asked)
        return None if value is None else _held(value)

    async def give_up(self, name: str, holder: str) -> None:
        """End a lease, if ``holder`` still has it."""
        key = f"lease:{name}"
        async with self._database.writing(Turn.SENDERS) as connection:
            value = await connection.scalar(select(_ROW.c.value).where(_ROW.c.key == key))
            if value is not None and _held(value).holder == holder:
                await connection.execute(delete(_ROW).where(_ROW.c.key == key))


async def in_use(database: Database) -> bool:
    """Say whether a program works with a store: one that answers, or sends.

    Leases that a program left behind when it was killed are watched until they count as over.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + _WATCHED
    first = await _seen(database)
    while first and clock() < until:
        await asyncio.sleep(_LOOKED_AT_EVERY)
        now = await _seen(database)
        if first - now and now - first:  # renewed; one that was given up is only gone
            return True
        first &= now
    return bool(not database.is_sqlite and await _senders_live(database))


async def _seen(database: Database) -> set[tuple[str, str]]:
    asked = select(_ROW.c.key, _ROW.c.value).where(_ROW.c.key.startswith("lease:"))
    async with database.asking() as connection:
        return {(key, value) for key, value in await connection.execute(asked)}


async def _senders_live(database: Database) -> bool:
    living = exists().where(tables.senders.c.lives_until > func.clock_timestamp())
    async with database.asking() as connection:
        return bool(await connection.scalar(select(living)))


def _held(value: str) -> Held:
    known = json.loads(value)
    return Held(str(known["holder"]), int(known.get("renewals", 0)))
