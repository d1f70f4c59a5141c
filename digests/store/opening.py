"""Bringing a database to the schema of this program."""

import contextlib

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import AlreadyThere, StoreError, StoreNewer, StoreUnreadable
from digests.store import tables
from digests.store.backing_up import back_up, sqlite_path
from digests.store.database import Database
from digests.store.search import SearchIndex

HEAD = "0021"
"""The newest migration; a test holds it to the folder of migrations."""


HALF_COPIED = "copying"
"""The value in a store that a copy is being made into, which says how far it got."""


async def refuse_half_copied(database: Database) -> None:
    """Raise ``StoreError`` if not everything is there yet that is copied into a store."""
    row = tables.meta.c
    async with database.asking() as connection:
        if await connection.scalar(select(row.key).where(row.key == HALF_COPIED)) is not None:
            raise StoreError(
                f"A copy into {database.name} is under way or was broken off: run diemtin db copy "
                "once more, it goes on where it was."
            )


async def version_of(connection: AsyncConnection) -> str | None:
    """Give the schema's version; None for a database without tables of ours."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


async def bring_up(database: Database, index: SearchIndex) -> None:
    """Migrate the database if it is older than this program.

    Raises:
        StoreNewer: it was written by a newer program.
        StoreUnreadable: it holds tables of something else.
        StoreError: it cannot keep Vietnamese texts.
    """
    async with database.reading() as connection:
        version = await version_of(connection)
        if version == HEAD:
            return
        if version is not None:
            await _check(connection, database, version)
    if version is not None:
        await _keep_as_it_was(database, version)
    async with database.writing() as connection:
        version = await version_of(connection)  # another process may have been first
        if version == HEAD:
            return
        await _check(connection, database, version)
        await connection.run_sync(_migrate)
        await index.create(connection)


async def _check(connection: AsyncConnection, database: Database, version: str | None) -> None:
    if version is None:
        await _check_encoding(connection, database)
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        if set(names) - {"alembic_version"}:
            raise StoreUnreadable(f"{database.name} is the database of another program.")
        return
    from digests.store.migrations import revisions  # noqa: PLC0415 - loads Alembic

    if version not in revisions():
        raise StoreNewer(
            f"{database.name} was written by a newer version of Điểm Tin "
            f"(schema {version}, this program knows {HEAD}): update the program."
        )


async def _check_encoding(connection: AsyncConnection, database: Database) -> None:
    if database.is_sqlite:
        return
    encoding = await connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise StoreError(
            f"{database.name} keeps its texts as {encoding}, which has no room for Vietnamese: "
            "make another one, createdb -T template0 -E UTF8 NAME."
        )


async def _keep_as_it_was(database: Database, version: str) -> None:
    """Copy an SQLite file beside itself before it is migrated; the way back, should one be wanted.

    On PostgreSQL a migration is one transaction; its backups are its operator's.
    """
    path = sqlite_path(database.url)
    if path is None:
        return
    kept = path.with_name(f"{path.name}.schema-{version}-{database.now():%Y%m%d-%H%M%S}")
    with contextlib.suppress(AlreadyThere):  # another process is migrating it too
        await back_up(database.url, kept)


def _migrate(connection: Connection) -> None:
    from digests.store.migrations import upgrade  # noqa: PLC0415 - loads Alembic

    upgrade(connection)
