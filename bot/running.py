"""What is known of the running program itself: since when, which version, how its jobs fare."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class Disk(NamedTuple):
    """The disk that the store lies on, in bytes."""

    total: int
    free: int


def disk_of(database_url: str) -> Disk | None:
    """Give the disk that an SQLite file lies on; ``None`` for a store on a server."""
    scheme, _colon, path = database_url.partition(":///")
    if not scheme.startswith("sqlite") or not path:
        return None
    try:
        used = shutil.disk_usage(Path(path).resolve().parent)
    except OSError:
        return None
    return Disk(used.total, used.free)


@dataclass(frozen=True, slots=True)
class JobRun:
    """How a job fared: when it ran last, since when it fails in a row, and why."""

    last_at: datetime
    failing_since: datetime | None = None
    reason: str | None = None


def no_disk() -> Disk | None:
    """Give no disk: the store lies on another machine."""
    return None


@dataclass(frozen=True, slots=True)
class Running:
    """The running program. ``jobs`` fills up while it runs; ``disk`` looks anew at each call."""

    started_at: datetime
    version: str
    disk: Callable[[], Disk | None] = no_disk
    jobs: dict[str, JobRun] = field(default_factory=dict)

    def job_ended(self, name: str, now: datetime, reason: str | None = None) -> bool:
        """Write down how a job fared; give whether it is the first failure after a success."""
        before = self.jobs.get(name)
        if reason is None:
            self.jobs[name] = JobRun(now)
            return False
        since = before.failing_since if before else None
        self.jobs[name] = replace(JobRun(now, reason=reason), failing_since=since or now)
        return since is None
