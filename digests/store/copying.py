"""Everything from one store into another, empty one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import AlreadyThere, StoreError
from digests.store.store import Store, open_store
from digests.store.tables import metadata

_BATCH = 500


async def copy_store(
    from_url: str,
    to_url: str,
    progress: Callable[[int, int], None],
    *,
    now: Callable[[], datetime],
) -> int:
    """Copy all rows into the empty store at ``to_url``; give how many.

    The old store is read in one state, and may be in use. ``progress`` is told how many of how
    many rows are done. The search index is built anew.

    Raises:
        AlreadyThere: the new store is not empty.
        StoreError: the counts differ afterwards, or either store cannot be used.
    """
    old = await open_store(from_url, now=now)
    try:
        new = await open_store(to_url, now=now)
        try:
            return await _copy(old, new, progress)
        finally:
            await new.close()
    finally:
        await old.close()


async def _copy(old: Store, new: Store, progress: Callable[[int, int], None]) -> int:
    async with old.database.reading() as source, new.database.writing() as target:
        for table in metadata.sorted_tables:
            if await _count(target, table):
                raise AlreadyThere(f"{new.database.name} is not empty; copy into a new store.")
        counts = {table: await _count(source, table) for table in metadata.sorted_tables}
        total, done = sum(counts.values()), 0
        for table in metadata.sorted_tables:
            done = await _copy_table(source, target, table, lambda d: progress(d, total), done)
        for table, count in counts.items():
            if await _count(target, table) != count:
                raise StoreError(f"The copy has not all rows of {table.name}.")
    await new.search.rebuild(lambda _done, _total: None)
    return total


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def _copy_table(
    source: AsyncConnection,
    target: AsyncConnection,
    table: Table,
    progress: Callable[[int], None],
    done: int,
) -> int:
    rows = await source.stream(select(table).order_by(*table.primary_key))
    async for batch in rows.mappings().partitions(_BATCH):
        await target.execute(insert(table), [dict(row) for row in batch])
        done += len(batch)
        progress(done)
    return done
