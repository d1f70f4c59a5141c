"""Everything from one store into another, of either database; broken off, it goes on where it was.

After each batch the new store remembers in the same transaction how far it got. At the end every
table is read in both stores: counts and checksums must agree.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import AlreadyThere, StoreError, StoreLocked
from digests.store import tables
from digests.store.backing_up import sqlite_path
from digests.store.leases import in_use
from digests.store.opening import HALF_COPIED as _MARK
from digests.store.store import Store, open_half_copied, open_store
from digests.store.tables import metadata

_BATCH = 500
_OF_PROCESSES = (tables.senders, tables.shards)
COPIED = tuple(table for table in metadata.sorted_tables if table not in _OF_PROCESSES)

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""
Showing = Callable[[str], AbstractContextManager[Progress]]
"""Shows the progress of a part of the work, which it is given a word for."""


class Sum(NamedTuple):
    """What a table holds: its rows, and the sum of their checksums in any order."""

    rows: int
    checksum: int


async def copy_store(
    from_url: str, to_url: str, showing: Showing, *, now: Callable[[], datetime]
) -> int:
    """Copy all rows into the empty store at ``to_url``; give how many.

    The old store is read in one state. What is copied is then read again in both, and the search
    index is built anew.

    Raises:
        AlreadyThere: the new store is not empty, and no copy into it was broken off.
        StoreLocked: a program works with the old store; what it sent meanwhile would be sent again.
        StoreError: there is no old store, counts or checksums differ afterwards, or either store
            cannot be used.
    """
    path = sqlite_path(from_url)
    if path is not None and not path.is_file():
        raise StoreError(f"There is no store at {path}.")
    if path is not None and _same_file(path, sqlite_path(to_url)):
        raise AlreadyThere("A store cannot be copied into itself; name a new file.")
    old = await open_store(from_url, now=now)
    try:
        with showing("Looking for a running program"):  # for some seconds, where one was killed
            used = await in_use(old.database)
        if used:
            raise StoreLocked(
                f"A running program works with {old.database.name}: stop it and try again."
            )
        new = await open_half_copied(to_url, now=now)
        try:
            if await _database(old) == await _database(new) is not None:
                raise AlreadyThere("A store cannot be copied into itself; name another database.")
            return await _copy(old, new, showing)
        finally:
            await new.close()
    finally:
        await old.close()


def _same_file(one: Path, other: Path | None) -> bool:
    return other is not None and one.resolve() == other.resolve()


async def _database(store: Store) -> tuple[int, int] | None:
    """Give the cluster and the database of a store in PostgreSQL, whatever its address says."""
    if store.database.is_sqlite:
        return None
    asked = (
        "SELECT system_identifier, (SELECT oid FROM pg_database "
        "WHERE datname = current_database()) FROM pg_control_system()"
    )
    async with store.database.reading() as connection:
        cluster, number = (await connection.exec_driver_sql(asked)).one()
        return int(cluster), int(number)


async def _copy(old: Store, new: Store, showing: Showing) -> int:
    mark = await _mark(new)
    async with old.database.reading() as source:
        if source.dialect.name == "postgresql":  # it waits while the new store is read
            await source.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        counts = {table: await _count(source, table) for table in COPIED}
        with showing("Copying") as progress:
            await _copy_all(source, new, counts, mark, progress)
        await _keep_numbers(source, new)
        with showing("Comparing") as progress:
            await _verify_all(source, new, counts, progress)
    with showing("Indexing") as progress:
        await new.search.rebuild(progress)
    async with new.database.writing() as target:
        if target.dialect.name == "postgresql":
            await target.execute(text("ANALYZE"))  # else it plans blindly until autovacuum comes
        await target.execute(delete(tables.meta).where(tables.meta.c.key == _MARK))
    return sum(counts.values())


async def _copy_all(
    source: AsyncConnection,
    new: Store,
    counts: Mapping[Table, int],
    mark: dict[str, list[Any] | None],
    progress: Progress,
) -> None:
    done, total = 0, sum(counts.values())
    for table in COPIED:
        copied = 0
        async for rows in _copied(source, new, table, mark):
            copied += rows
            progress(done + copied, total)
        done += counts[table]
        progress(done, total)


async def _verify_all(
    source: AsyncConnection, new: Store, counts: Mapping[Table, int], progress: Progress
) -> None:
    done, total = 0, 2 * sum(counts.values())

    def read(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    for table in COPIED:
        await _verify(source, new, table, read)


async def _mark(new: Store) -> dict[str, list[Any] | None]:
    """Give how far each table was copied before; begin a copy into an empty store."""
    async with new.database.writing() as target:
        row = tables.meta
        kept = await target.scalar(select(row.c.value).where(row.c.key == _MARK))
        if kept is not None:
            return dict(json.loads(kept))
        for table in COPIED:
            if await _count(target, table):
                raise AlreadyThere(f"{new.database.name} is not empty; copy into a new store.")
        await target.execute(insert(row).values(key=_MARK, value="{}"))
    return {}


def _which(table: Table) -> ColumnElement[bool]:
    """Give which rows belong to the store, not to the processes that work with it."""
    if table is tables.meta:
        return ~table.c.key.startswith("lease:") & (table.c.key != _MARK)
    return true()


async def _count(connection: AsyncConnection, table: Table) -> int:
    asked = select(func.count()).select_from(table).where(_which(table))
    return int(await connection.scalar(asked) or 0)


async def _copied(
    source: AsyncConnection, new: Store, table: Table, mark: dict[str, list[Any] | None]
) -> AsyncIterator[int]:
    """Copy what is left of a table, a transaction a batch; give the rows of each."""
    key = list(table.primary_key)
    while True:
        last = mark.get(table.name)
        after = true() if last is None else tuple_(*key) > tuple_(*last)
        asked = select(table).where(_which(table), after).order_by(*key).limit(_BATCH)
        rows = [dict(row) for row in (await source.execute(asked)).mappings()]
        if not rows:
            return
        mark[table.name] = [rows[-1][column.name] for column in key]
        async with new.database.writing() as target:
            await target.execute(insert(table), rows)
            kept = update(tables.meta).where(tables.meta.c.key == _MARK)
            await target.execute(kept.values(value=json.dumps(mark)))
        yield len(rows)


async def _verify(
    source: AsyncConnection, new: Store, table: Table, read: Callable[[int], None]
) -> None:
    wanted = await _sum(source, table, read)
    async with new.database.reading() as target:
        found = await _sum(target, table, read)
    if found.rows != wanted.rows:
        raise StoreError(
            f"The copy has {found.rows} rows of {table.name}, not {wanted.rows}: was the old store "
            "written to? Stop what uses it, and copy into a new store."
        )
    if found.checksum != wanted.checksum:
        raise StoreError(
            f"The copy of {table.name} differs from the old store: was that written to? "
            "Stop what uses it, and copy into a new store."
        )


async def _sum(connection: AsyncConnection, table: Table, read: Callable[[int], None]) -> Sum:
    rows, checksum = 0, 0
    found = await connection.stream(select(table).where(_which(table)))
    async for batch in found.mappings().partitions(_BATCH):
        rows += len(batch)
        checksum += sum(checksum_of(dict(row)) for row in batch)
        read(len(batch))
    return Sum(rows, checksum % 2**64)


def checksum_of(row: Mapping[str, Any]) -> int:
    """Give a checksum of a row's values that is the same whatever database they come from."""
    values: Iterable[Any] = (row[name] for name in sorted(row))
    plain = json.dumps([_plain(value) for value in values], ensure_ascii=False)
    digest = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


async def _keep_numbers(source: AsyncConnection, new: Store) -> None:
    """Have the new store give no number again that the old one ever gave."""
    for table in COPIED:
        column = table.autoincrement_column
        if column is None:
            continue
        number = await _last_number(source, table, column.name)
        if number:
            async with new.database.writing() as target:
                await _set_last_number(target, table, column.name, number)


async def _last_number(source: AsyncConnection, table: Table, column: str) -> int:
    names = {"table": table.name, "column": column}
    if source.dialect.name == "sqlite":
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return int(await source.scalar(asked, names) or 0)
    sequence = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column))")
    return int(await source.scalar(sequence, names) or 0)


async def _set_last_number(target: AsyncConnection, table: Table, column: str, number: int) -> None:
    values: dict[str, Any] = {"table": table.name, "column": column, "number": number}
    if target.dialect.name == "postgresql":
        sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :number)")
        await target.execute(sequence, values)
        return
    kept = text("UPDATE sqlite_sequence SET seq = max(seq, :number) WHERE name = :table")
    if not (await target.execute(kept, values)).rowcount:
        await target.execute(
            text("INSERT INTO sqlite_sequence(name, seq) VALUES (:table, :number)"), values
        )
