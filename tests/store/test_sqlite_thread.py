"""A statement is one hop to SQLite's thread; rows, transactions and errors stay what they were."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from digests.errors import StoreError, StoreLocked
from digests.store.database import Database

_MANY = 1234
_COUNT = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
    " SELECT i FROM n"
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A file with one empty table."""
    opened = _open(tmp_path)
    async with opened.writing() as connection:
        await connection.execute(text("CREATE TABLE notes (words TEXT)"))
    yield opened
    await opened.close()


def _open(folder: Path) -> Database:
    url = f"sqlite+aiosqlite:///{folder / 'notes.db'}"
    return Database(url, now=lambda: datetime(2026, 11, 25, tzinfo=UTC), busy_timeout=0.1)


async def _notes(database: Database) -> int:
    async with database.asking() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM notes")) or 0)


async def _write(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO notes VALUES ('b')"))


@pytest.mark.parametrize("many", [1, 499, 500, 501, _MANY])
async def test_every_row_comes_whatever_their_number(database: Database, many: int) -> None:
    async with database.reading() as connection:
        rows = (await connection.scalars(_COUNT.bindparams(many=many))).all()
        streamed = await connection.stream_scalars(_COUNT.bindparams(many=many))
        batches = [len(batch) async for batch in streamed.partitions(300)]
    assert list(rows) == list(range(1, many + 1))
    assert sum(batches) == len(rows)


async def test_a_result_that_is_left_half_read_disturbs_nobody(database: Database) -> None:
    async with database.reading() as connection:
        streamed = await connection.stream_scalars(_COUNT.bindparams(many=_MANY))
        assert await anext(aiter(streamed)) == 1
        await streamed.close()
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO notes VALUES ('a')"))
    assert await _notes(database) == 1


async def test_a_reader_sees_one_state_throughout(database: Database) -> None:
    async with database.reading() as connection:
        first = await connection.scalar(text("SELECT count(*) FROM notes"))
        async with database.writing() as writer:
            await writer.execute(text("INSERT INTO notes VALUES ('a')"))
        again = await connection.scalar(text("SELECT count(*) FROM notes"))
    assert (first, again, await _notes(database)) == (0, 0, 1)


async def test_what_failed_or_was_broken_off_leaves_nothing_and_no_lock(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO notes VALUES ('a')"))
            await connection.execute(text("INSERT INTO nowhere VALUES ('a')"))

    with pytest.raises(StoreError, match="nowhere"):
        await fail()

    async def write() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO notes VALUES ('b')"))
            await connection.execute(_COUNT.bindparams(many=200_000))

    for moment in range(12):
        task = asyncio.create_task(write())
        for _turn in range(moment):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO notes VALUES ('c')"))
    assert await _notes(database) == 1


async def test_a_writer_that_another_process_keeps_out_is_told(
    database: Database, tmp_path: Path
) -> None:
    other = _open(tmp_path)
    async with other.writing() as holder:
        await holder.execute(text("INSERT INTO notes VALUES ('a')"))
        with pytest.raises(StoreLocked):
            await _write(database)
    await other.close()
    await _write(database)
    assert await _notes(database) == 2


async def test_a_transaction_without_a_statement_is_none(database: Database) -> None:
    async with database.writing():
        pass
    async with database.reading():
        pass
    assert await _notes(database) == 0
