"""A copy of the store in a file, taken while the program runs, and put back where it is wanted."""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, text

from digests.errors import AlreadyThere, StoreError, StoreLocked, StoreNewer, StoreUnreadable
from digests.store.database import Database
from digests.store.leases import in_use

Progress = Callable[[int, int], None]
"""Is told how many of how many pages are done."""

_PAGES_A_STEP = 2000
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PATIENCE = 20
"""Steps that may be refused in a row, a quarter of a second each."""
_SCHEMA = "SELECT version_num FROM alembic_version"


def sqlite_path(url: str) -> Path | None:
    """Give the file of an SQLite store; ``None`` for a store elsewhere."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _untold(_done: int, _total: int) -> None:
    return


async def back_up(url: str, target: Path, progress: Progress = _untold) -> None:
    """Copy the SQLite store at ``url`` to the new file ``target`` and look whether it is whole.

    Raises:
        AlreadyThere: there is such a file; it is not touched.
        StoreError: the copy could not be made; nothing is left of it.
    """
    source = sqlite_path(url)
    if source is None:
        raise StoreError("Only a store in an SQLite file can be backed up; use pg_dump.")
    await asyncio.to_thread(_back_up, source, target, progress)


async def restore(
    backup: Path,
    url: str,
    *,
    overwrite: bool,
    now: datetime,
    progress: Progress = _untold,
) -> Path | None:
    """Put the store that ``backup`` holds in the place of the one at ``url``.

    With ``overwrite`` the one before is kept beside it; its name is given.

    Raises:
        AlreadyThere: there is a store and ``overwrite`` is not given; it is not touched.
        StoreLocked: a running program holds it.
        StoreUnreadable: ``backup`` holds no whole store.
        StoreError: it cannot be written.
    """
    target = sqlite_path(url)
    if target is None:
        raise StoreError("Only a store in an SQLite file can be restored; use pg_restore.")
    kept = target.with_name(f"{target.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    if await asyncio.to_thread(_is_store_there, backup, target, overwrite=overwrite):
        await _refuse_while_held(url, now)
        await asyncio.to_thread(_replace, target, kept, backup, progress)
        return kept
    return await asyncio.to_thread(_put, target, kept, backup, progress)


def _is_store_there(backup: Path, target: Path, *, overwrite: bool) -> bool:
    """Look at both files; give whether there is a whole store that somebody may work with."""
    if not backup.is_file():
        what = "is no file" if backup.exists() else "is not there"
        raise StoreError(f"{backup} {what}: it is to be a backup made by diemtin db backup.")
    _refuse_newer(backup)
    if not target.exists():
        return False
    if not overwrite:
        raise AlreadyThere(f"{target} is there already; --force puts the backup in its place.")
    try:
        _check(target)
    except StoreUnreadable:
        return False
    return True


def _put(target: Path, kept: Path, backup: Path, progress: Progress) -> Path | None:
    """Put the backup where no store is; what else is there is moved aside, and its name given."""
    there = target.exists()
    if there:
        _move_aside(target, kept)
    _back_up(backup, target, progress)
    return kept if there else None


def _replace(target: Path, kept: Path, backup: Path, progress: Progress) -> None:
    """Put the backup into a store, which is kept as it was."""
    _back_up(target, kept, _untold)
    with _told(target):  # a transaction of the file itself: all of the backup, or all as it was
        _copy(backup, target, progress)


def _refuse_newer(backup: Path) -> None:
    from digests.store.migrations import revisions  # noqa: PLC0415 - loads Alembic

    version = _check(backup)
    if version not in revisions():
        raise StoreNewer(
            f"{backup} was written by a newer version of Điểm Tin (schema {version}): "
            "update the program."
        )


async def _refuse_while_held(url: str, now: datetime) -> None:
    """Refuse while a program works with the store, or writes to it."""
    database = Database(url, now=lambda: now, busy_timeout=1.0)
    try:
        async with database.writing() as connection:
            await connection.execute(text("SELECT 1"))  # the lock comes with the first statement
        if await in_use(database):
            raise StoreLocked(f"A running program works with {database.name}: stop it first.")
    finally:
        await database.close()


def _move_aside(target: Path, kept: Path) -> None:
    """Give a damaged file another name, with what belongs to it."""
    for ending in ("", "-wal", "-shm"):
        part = target.with_name(target.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        kind = StoreLocked if "locked" in str(error) else StoreError
        raise kind(f"{target} cannot be written now: {error}.") from error


def _back_up(source: Path, target: Path, progress: Progress) -> None:
    if target.exists():
        raise AlreadyThere(f"{target} is there already; a backup never overwrites a file.")
    if not source.is_file():
        raise StoreError(f"There is no store at {source}.")
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        part.unlink(missing_ok=True)
        _copy(source, part, progress)
        _leave_wal(part)
        _check(part)
        os.link(part, target)  # unlike a rename, this fails when the file came up meanwhile
    except FileExistsError as error:
        raise AlreadyThere(
            f"{target} is there already; a backup never overwrites a file."
        ) from error
    except sqlite3.Error as error:
        kind = StoreLocked if "locked" in str(error) else StoreError
        raise kind(f"The backup {target} could not be written: {error}.") from error
    except OSError as error:
        words = error.strerror or str(error)
        raise StoreError(f"The backup {target} could not be written: {words}.") from error
    finally:
        for name in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            name.unlink(missing_ok=True)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    refused = 0

    def step(status: int, left: int, total: int) -> None:
        nonlocal refused
        refused = refused + 1 if status in _BUSY else 0
        if refused > _PATIENCE:  # Python would try for ever
            raise sqlite3.OperationalError("the database is locked")
        progress(total - left, total)

    with (
        contextlib.closing(sqlite3.connect(source, isolation_level=None)) as original,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        # Within one reading transaction all steps see one state, and no writer waits for them.
        original.execute("BEGIN")
        original.execute("SELECT count(*) FROM sqlite_master").fetchone()
        original.backup(copy, pages=_PAGES_A_STEP, progress=step)


def _leave_wal(part: Path) -> None:
    with contextlib.closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(path: Path) -> str:
    """Give the schema of the whole store in ``path``, else ``StoreUnreadable``."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as copy:
            verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            version = copy.execute(_SCHEMA).fetchone() if verdict == "ok" else None
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise StoreLocked(f"{path} is locked: another process is writing to it.") from error
        raise StoreUnreadable(f"{path} holds no store: {error}.") from error
    if verdict != "ok":
        raise StoreUnreadable(f"{path} is damaged: {verdict}.")
    if version is None:
        raise StoreUnreadable(f"{path} holds no store.")
    return str(version[0])
