"""Moments that a person names: "18:30", "26/11 7:00". Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"(?:(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?\s+)?"
    r"(?P<hour>\d{1,2})(?:\s*(?:giờ|gio|[:hg.])\s*(?P<minute>\d{2})?)?"
)
_FARTHEST = timedelta(days=366)


def read_moment(words: str, now: datetime, zone: str) -> datetime | None:
    """Give the moment that ``words`` name, in UTC; ``None`` for none, and for one that is over.

    An hour alone is the next one to come; a day without its year is of this year or the next.
    ``@`` and seconds since 1970 are what buttons carry.
    """
    typed = words.strip().lower()
    if typed.startswith("@"):
        seconds = typed[1:]
        at = datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
    else:
        match = _MOMENT.fullmatch(typed)
        at = _next(match, now.astimezone(ZoneInfo(zone))) if match else None
    return at if at is not None and now < at < now + _FARTHEST else None


def _next(match: re.Match[str], here: datetime) -> datetime | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    try:
        at = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if match["day"] is None:
            return (at if at > here else at + timedelta(days=1)).astimezone(UTC)
        at = at.replace(
            year=int(match["year"] or here.year), month=int(match["month"]), day=int(match["day"])
        )
        if at <= here and match["year"] is None:
            at = at.replace(year=at.year + 1)
    except ValueError:
        return None
    return at.astimezone(UTC)


def hours_ahead(now: datetime, zone: str, hours: Iterable[int]) -> list[datetime]:
    """Give the next coming of each hour of the day in ``zone``, soonest first."""
    here = now.astimezone(ZoneInfo(zone))
    ahead = []
    for hour in hours:
        at = here.replace(hour=hour, minute=0, second=0, microsecond=0)
        ahead.append(at if at > here else at + timedelta(days=1))
    return sorted(ahead)
