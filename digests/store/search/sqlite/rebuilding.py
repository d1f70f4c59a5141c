"""A rebuild of the SQLite index; see :mod:`digests.store.search.rebuilding`."""

import sqlite3
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.rebuilding import Batch
from digests.store.search.sqlite import schema, writing
from digests.store.search.sqlite.thread import Result, renew_after_use, run_in_thread

BATCH = 500
"""Documents between two commits: about a third of a second."""
_MERGED_AT_ONCE = 2000
"""Pages between two commits while what a rebuild left in pieces is merged."""


class SqliteRebuild:
    """:class:`~digests.store.search.rebuilding.Rebuild` by one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._name = uuid4().hex

    async def begin(self) -> None:
        """Make the second set."""
        await self._commit(partial(schema.start_next, rebuild=self._name))

    async def write(self, batch: Batch) -> None:
        """Fill it."""

        def write(database: sqlite3.Connection) -> None:
            schema.hold_next(database, self._name)
            writing.write_next(database, batch)

        await self._commit(write)

    async def finish(self) -> None:
        """Put it in the place of the first, then merge its pieces a few at a time."""

        def finish(database: sqlite3.Connection) -> None:
            schema.hold_next(database, self._name)
            schema.finish_next(database)

        await self._commit(finish)
        pages = -_MERGED_AT_ONCE
        while await self._commit(partial(schema.merge_more, pages=pages)):
            pages = _MERGED_AT_ONCE
        await renew_after_use(self._connection)

    async def _commit(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        result = await run_in_thread(self._connection, work)
        await self._connection.commit()
        return result
