"""What stands around the program on its machine: files, room, clock, backups. For ``check``."""

import os
import shutil
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from bot.backups import newest
from bot.settings import Settings
from digests.store.backing_up import sqlite_path

_LEAST_ROOM = 500_000_000
_MOST_DRIFT = timedelta(minutes=1)
_BACKUP_OLD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is well, and in words what is or what to do."""

    what: str
    ok: bool
    words: str


def look_around(settings: Settings, now: datetime) -> list[Check]:
    """Look at the files, the room and the backups; blocking for some milliseconds."""
    secrets = (Path(".env"), settings.token_file, settings.webhook_secret_file)
    return [
        *(_readable_by_others(path) for path in secrets if path is not None and path.is_file()),
        _room(sqlite_path(settings.database_url) or Path("x")),
        _backups(settings, now),
    ]


def _readable_by_others(path: Path) -> Check:
    mode = path.stat().st_mode
    # Docker and systemd mount secrets read-only for one service; others on it do not matter.
    mounted = path.is_relative_to("/run")
    if mounted or not mode & (stat.S_IRGRP | stat.S_IROTH):
        return Check("secrets", ok=True, words=f"only you can read {path}")
    return Check(
        "secrets", ok=False, words=f"everyone on this machine can read {path}: chmod 600 {path}"
    )


def _room(path: Path) -> Check:
    folder = path.absolute().parent
    if not folder.is_dir():
        return Check("room", ok=False, words=f"there is no folder {folder}: make it")
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free in {folder}"
    if free < _LEAST_ROOM:
        words += ": make room, the store needs some to grow and to be backed up"
    return Check("room", ok=free >= _LEAST_ROOM, words=words)


def _can_hold_files(folder: Path) -> bool:
    """Say whether files can be written into ``folder``, or it can be made."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _backups(settings: Settings, now: datetime) -> Check:
    folder = settings.backup_folder
    if sqlite_path(settings.database_url) is None:
        return Check("backups", ok=True, words="those of PostgreSQL are yours (pg_dump)")
    if folder is None:
        words = "none are made by night: set DIEMTIN_BACKUP_FOLDER, or run diemtin db backup"
        return Check("backups", ok=True, words=words)
    if not _can_hold_files(folder):
        words = f"nothing can be written into {folder}: make it a folder of the bot's user"
        return Check("backups", ok=False, words=words)
    made = newest(folder)
    if made is None:
        return Check("backups", ok=True, words=f"none in {folder} yet; made every night at 4")
    hours = (now - made).total_seconds() / 3600
    if now - made > _BACKUP_OLD:
        words = f"the newest in {folder} is {hours:.0f} hours old: does the bot run at night?"
        return Check("backups", ok=False, words=words)
    return Check("backups", ok=True, words=f"the newest in {folder} is {hours:.0f} hours old")


def clock(said: str | None, now: datetime) -> Check | None:
    """Hold this machine's clock against a server's ``Date``; ``None`` where it says none."""
    try:
        there = parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
    if there is None or there.tzinfo is None:
        return None
    return _compared("clock", abs(now - there))


def clock_of_store(apart: timedelta) -> Check:
    """Say whether this machine's clock goes with that of the store's server.

    Processes of one store tell each other by these clocks when something is due.
    """
    return _compared("clock of the store", apart)


def _compared(what: str, apart: timedelta) -> Check:
    if apart > _MOST_DRIFT:
        words = f"this machine's clock is {apart.total_seconds():.0f} s off: let it keep time (NTP)"
        return Check(what, ok=False, words=words)
    return Check(what, ok=True, words="right within a minute")
