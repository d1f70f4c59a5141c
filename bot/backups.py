"""Backups on a schedule: one a day into a folder, of which the newest few are kept."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from apscheduler.triggers.cron import CronTrigger

from bot.schedule import VIETNAM, Job
from digests.errors import StoreError
from digests.store import Store
from digests.store.backing_up import sqlite_path

log = structlog.get_logger(__name__)

_NAME = re.compile(r"diemtin-(\d{8}-\d{6})\.db")
_STAMP = "%Y%m%d-%H%M%S"


def name_at(now: datetime) -> str:
    """Give the name of a backup that is made at ``now``; names sort by time."""
    return f"diemtin-{now.astimezone(UTC):{_STAMP}}.db"


def made_at(name: str) -> datetime | None:
    """Give when the backup of this name was made; ``None`` for another file."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def surplus(names: Iterable[str], keep: int) -> list[str]:
    """Give the backups that are too many, the oldest first; other files are none of ours. Pure."""
    ours = sorted(name for name in names if made_at(name) is not None)
    return ours[:-keep] if keep else ours


def newest(folder: Path) -> datetime | None:
    """Give when the newest backup in ``folder`` was made."""
    if not folder.is_dir():
        return None
    made = [moment for path in folder.iterdir() if (moment := made_at(path.name))]
    return max(made, default=None)


class Backups:
    """Makes the backups of one store."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        keep: int,
        now: Callable[[], datetime],
        on_made: Callable[[datetime], None] = lambda _moment: None,
        on_failure: Callable[[datetime], Awaitable[None]] | None = None,
    ) -> None:
        """Keep the parts; ``on_failure`` tells whoever can make room."""
        self._store = store
        self._folder = folder
        self._keep = keep
        self._now = now
        self._on_made = on_made
        self._on_failure = on_failure

    async def make(self) -> Path | None:
        """Make a backup, and take away what is too old; ``None`` when it could not be made."""
        now = self._now()
        path = self._folder / name_at(now)
        try:
            await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
            await self._store.backup(path)
            gone = await asyncio.to_thread(self._rotate)
        except (StoreError, OSError) as error:
            log.error("backup_failed", reason=str(error))  # noqa: TRY400 - the reason says it all
            if self._on_failure is not None:
                await self._on_failure(now)
            return None
        log.info("backup_made", file=path.name, removed=gone)
        self._on_made(now)
        return path

    def _rotate(self) -> int:
        gone = surplus((path.name for path in self._folder.iterdir()), self._keep)
        for name in gone:
            (self._folder / name).unlink(missing_ok=True)
        return len(gone)


def backup_jobs(
    store: Store,
    folder: Path | None,
    *,
    keep: int,
    now: Callable[[], datetime],
    on_made: Callable[[datetime], None],
    on_failure: Callable[[datetime], Awaitable[None]],
) -> list[Job]:
    """Give the nightly backup; nothing without a folder, or where the store is a server's."""
    if folder is None or sqlite_path(store.database.url) is None:
        return []
    if made := newest(folder):
        on_made(made)
    backups = Backups(store, folder, keep=keep, now=now, on_made=on_made, on_failure=on_failure)
    return [("backup", backups.make, CronTrigger(hour=4, timezone=VIETNAM))]
