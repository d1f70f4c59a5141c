"""When admins are alarmed, and when it is over. Pure: facts in, names of alarms out.

An alarm begins at one value and ends only at a better one, so that what hovers around the edge is
told once.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.running import Disk

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DELIVERIES, QUEUE, DISK, SILENCE, HELD = "deliveries", "queue", "disk", "silence", "held"

_OLD, _FRESH = timedelta(minutes=10), timedelta(minutes=2)
_FEWEST_FAILED, _BAD_SHARE, _GOOD_SHARE = 5, 0.2, 0.05
_FULL, _ROOMY = 0.05, 0.08
_LEAST_BYTES = 300_000_000
_SILENT = timedelta(hours=6)
_MORNING, _EVENING = time(6), time(22)


@dataclass(frozen=True, slots=True)
class Facts:
    """How things stand.

    Attributes:
        sent, failed: deliveries of the last quarter of an hour.
        oldest_owed_at: since when the longest waiting delivery could have gone out.
        disk: the store's disk, ``None`` when it lies elsewhere.
        last_article_at: when the newest article came in.
        feeds: how many feeds are read.
        started_at: since when the program runs.
        held: deliveries that may or may not have arrived, on which an admin decides.
    """

    now: datetime
    sent: int
    failed: int
    oldest_owed_at: datetime | None
    disk: Disk | None
    last_article_at: datetime | None
    feeds: int
    started_at: datetime
    held: int = 0


def alarmed(facts: Facts, on: AbstractSet[str]) -> frozenset[str]:
    """Give the alarms that are on now; ``on`` are those that were on before."""
    judged = {
        DELIVERIES: _failing(facts, on=DELIVERIES in on),
        QUEUE: _stuck(facts, on=QUEUE in on),
        DISK: _full(facts.disk, on=DISK in on),
        SILENCE: _silent(facts),
        HELD: facts.held > 0,
    }
    return frozenset(name for name, holds in judged.items() if holds)


def _failing(facts: Facts, *, on: bool) -> bool:
    every = facts.sent + facts.failed
    if on:
        return facts.failed > _GOOD_SHARE * every
    return facts.failed >= _FEWEST_FAILED and facts.failed > _BAD_SHARE * every


def _stuck(facts: Facts, *, on: bool) -> bool:
    if facts.oldest_owed_at is None:
        return False
    return facts.now - facts.oldest_owed_at > (_FRESH if on else _OLD)


def _full(disk: Disk | None, *, on: bool) -> bool:
    if disk is None or not disk.total:
        return False
    factor = _ROOMY / _FULL if on else 1
    return disk.free < max(_FULL * disk.total, _LEAST_BYTES) * factor


def silent_since(facts: Facts) -> datetime:
    """Give since when nothing came in; nights and the time before the start do not count."""
    here = facts.now.astimezone(VIETNAM)
    morning = datetime.combine(here.date(), _MORNING, VIETNAM)
    return max(facts.last_article_at or facts.started_at, facts.started_at, morning)


def _silent(facts: Facts) -> bool:
    daytime = _MORNING <= facts.now.astimezone(VIETNAM).time() < _EVENING
    return bool(facts.feeds) and daytime and facts.now - silent_since(facts) > _SILENT
