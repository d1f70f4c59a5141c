"""A rebuild of the PostgreSQL index; see :mod:`digests.store.search.rebuilding`."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.database import Turn
from digests.store.search.postgres import schema, writing
from digests.store.search.rebuilding import Batch

BATCH = 200
"""Documents between two commits: new articles wait no longer than for these."""
_GATHERED = 4_000
"""Documents whose lexemes go into the indexes at once: those of some 100 MB."""


class PostgresRebuild:
    """:class:`~digests.store.search.rebuilding.Rebuild` by one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._name = uuid4().hex
        self._not_gathered = 0

    async def begin(self) -> None:
        """Make the second set."""
        await self._step(partial(schema.start_next, rebuild=self._name))

    async def write(self, batch: Batch) -> None:
        """Fill it."""

        async def write(connection: AsyncConnection) -> None:
            await schema.hold_next(connection, self._name)
            await writing.write_next(connection, batch)

        await self._step(write)
        self._not_gathered += len(batch)
        if self._not_gathered >= _GATHERED:
            await self._gather()

    async def _gather(self) -> None:
        """Write what was added into the indexes; articles are written meanwhile."""
        await schema.hold_next(self._connection, self._name)
        await schema.gather(self._connection, schema.NEXT)
        await self._connection.commit()
        self._not_gathered = 0

    async def finish(self) -> None:
        """Put it in the place of the first, then count its lexemes."""
        await self._gather()

        async def finish(connection: AsyncConnection) -> None:
            await schema.hold_next(connection, self._name)
            await schema.finish_next(connection)

        await self._step(finish)
        await self._step(schema.settle)

    async def _step(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        """Do a step while nobody else writes articles."""
        turn = select(func.pg_advisory_xact_lock(int(Turn.ARCHIVE)))
        await self._connection.execute(turn)
        await work(self._connection)
        await self._connection.commit()
