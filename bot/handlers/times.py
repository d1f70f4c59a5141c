"""Moments that a person names: "18:30", "26/11 7:00", "7h sáng mai", "thứ hai". Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.handlers.hours import read_hours
from bot.handlers.weekdays import read_days
from digests.vietnamese.folding import fold

_DATE = re.compile(r"(?:ngay )?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?")
_AHEAD = {
    **dict.fromkeys(("nay", "hom nay", "today"), 0),
    **dict.fromkeys(("mai", "ngay mai", "tomorrow"), 1),
    **dict.fromkeys(("kia", "ngay kia", "mot", "ngay mot"), 2),
}
_COMING_DAYS = {
    **dict.fromkeys(("cuoi tuan", "weekend", "the weekend"), 5),
    **dict.fromkeys(("tuan sau", "tuan den", "sang tuan", "next week"), 0),
    **dict.fromkeys(("het tuan", "het tuan nay", "the end of the week"), 0),
}
"""Names of days by the weekday that they are, Monday being 0."""
_BEFORE = re.compile(r"^(?:(?:luc|vao|den|cho den|until|till|til|to|on|at)\s+)+")
_NEXT = re.compile(r"^next\s+|\s+(?:den|nay|tuan nay)$")
_IN_NEXT_WEEK = re.compile(r"\s+(?:tuan sau|tuan den|next week)$")
_FARTHEST = timedelta(days=366)
_MOST_WORDS = 12


def read_moment(
    words: str, now: datetime, zone: str, *, morning: time | None = None
) -> datetime | None:
    """Give the moment that ``words`` name, in UTC; ``None`` for none, and for one that is over.

    An hour alone is the next one to come; a day without its year is of this year or the next; a
    day alone begins at ``morning``, without which it is no moment. ``@`` and seconds since 1970 are
    what buttons carry.
    """
    told = words.lower().replace("tới", "đến")  # "toi" alone is the evening
    typed = _BEFORE.sub("", fold(told).strip())
    here = now.astimezone(ZoneInfo(zone))
    if typed.startswith("@"):
        at = _instant(typed[1:])
    else:
        at = _hour_alone(typed, here) or _on_a_day(typed, here, morning)
    return at.astimezone(UTC) if at is not None and now < at < now + _FARTHEST else None


def _instant(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
    except (ValueError, OverflowError, OSError):  # of a year that no calendar has
        return None


def _hour_alone(typed: str, here: datetime) -> datetime | None:
    hours = read_hours(typed)
    if not hours or len(hours) > 1:
        return None
    at = _at(here.date(), hours[0], here)
    return at if at > here else at + timedelta(days=1)


def _at(day: date, hour: time, here: datetime) -> datetime:
    return datetime.combine(day, hour, here.tzinfo)


def _on_a_day(typed: str, here: datetime, morning: time | None) -> datetime | None:
    """Read a day with an hour before or behind it: "26/11 7:00", "7h sáng mai", "thứ hai 18h"."""
    parts = typed.split()
    if len(parts) > _MOST_WORDS:
        return None
    if morning is not None and (at := _coming(typed, morning, here)):
        return at
    for place in range(1, len(parts)):
        one, other = " ".join(parts[:place]), " ".join(parts[place:])
        for named, timed in ((one, other), (other, one)):
            hours = read_hours(timed)
            at = _coming(named.strip(" ,"), hours[0], here) if hours and len(hours) == 1 else None
            if at is not None:
                return at
    return None


def _coming(named: str, hour: time, here: datetime) -> datetime | None:
    """Give the hour on the day that is named, the next such day where it is a weekday."""
    if named in _AHEAD:
        return _at(here.date() + timedelta(days=_AHEAD[named]), hour, here)
    if match := _DATE.fullmatch(named):
        return _on_date(match, hour, here)
    in_next_week = _IN_NEXT_WEEK.search(named)
    days = read_days(_IN_NEXT_WEEK.sub("", _NEXT.sub("", named))) or ()
    weekday = _COMING_DAYS.get(named, days[0] if len(days) == 1 else None)
    if weekday is None:
        return None
    ahead = weekday - here.weekday()
    at = _at(here.date() + timedelta(days=ahead + 7 if in_next_week else ahead % 7), hour, here)
    return at if at > here else at + timedelta(days=7)


def _on_date(match: re.Match[str], hour: time, here: datetime) -> datetime | None:
    try:
        day = date(int(match["year"] or here.year), int(match["month"]), int(match["day"]))
        at = _at(day, hour, here)
        return at.replace(year=at.year + 1) if at <= here and not match["year"] else at
    except ValueError:
        return None


def hours_ahead(now: datetime, zone: str, hours: Iterable[int]) -> list[datetime]:
    """Give the next coming of each hour of the day in ``zone``, soonest first."""
    here = now.astimezone(ZoneInfo(zone))
    ahead = []
    for hour in hours:
        at = here.replace(hour=hour, minute=0, second=0, microsecond=0)
        ahead.append(at if at > here else at + timedelta(days=1))
    return sorted(ahead)
