"""A copy of the store in a file, taken while the program runs."""

import asyncio
import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy import make_url

from digests.errors import AlreadyThere, StoreError, StoreLocked, StoreUnreadable
from digests.store.opening import HEAD


async def back_up(url: str, target: Path) -> None:
    """Copy the SQLite store at ``url`` to the new file ``target`` and look whether it is whole.

    Raises:
        AlreadyThere: there is such a file; it is not touched.
        StoreError: the copy could not be made; nothing is left of it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreError("Only a store in an SQLite file can be backed up; use pg_dump.")
    await asyncio.to_thread(_back_up, Path(parsed.database), target)


def _back_up(source: Path, target: Path) -> None:
    if target.exists():
        raise AlreadyThere(f"{target} is there already; a backup never overwrites a file.")
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        _copy(source, part)
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


def _copy(source: Path, part: Path) -> None:
    part.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(source)) as original,
        contextlib.closing(sqlite3.connect(part)) as copy,
    ):
        # All pages in one step: it reads one state, and in WAL mode no writer waits for it.
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(part: Path) -> None:
    with contextlib.closing(sqlite3.connect(part)) as copy:
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StoreUnreadable(f"The backup is damaged: {verdict}.")
        version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    if version is None or version[0] != HEAD:
        raise StoreUnreadable("The backup holds no store.")
