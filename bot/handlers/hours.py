"""Hours of a day as people type them: "7h30", "7 giờ rưỡi tối", "7:30 pm". Pure."""

import re
from datetime import time

from digests.vietnamese.folding import fold

_PARTS = {
    "sang": range(12),
    "trua": range(10, 15),
    "chieu": range(12, 20),
    "toi": range(17, 25),
    "dem": range(20, 29),
    "am": range(12),
    "pm": range(12, 24),
}
"""The hours of a part of the day; those above 24 are of the night after midnight."""
_CALLED = {
    "sang": time(7),
    "morning": time(7),
    "trua": time(12),
    "noon": time(12),
    "chieu": time(17),
    "toi": time(19),
    "evening": time(19),
}
"""When news comes to those who name only a part of the day."""
_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*(?:gio|[:hg.])\s*(?P<minute>\d{2}(?![\d:hg]))?)?"
    r"(?:\s*(?P<half>ruoi)\b|\s*kem\s*(?P<short>\d{1,2})\b)?"
    r"(?:\s*(?P<part>sang|trua|chieu|toi|dem|am|pm)\b)?"
)
_NAMED = re.compile(rf"(?:buoi )?(?P<called>{'|'.join(_CALLED)})\b")
_NOON = 12
_BETWEEN = re.compile(r"[,;]|\bva\b|\band\b|\bluc\b|\bat\b|\bvao\b")


def read_hours(words: str) -> list[time] | None:
    """Give the hours that ``words`` name, side by side or with commas; ``None`` for other words."""
    hours: list[time] = []
    for part in _BETWEEN.split(fold(words)):
        found = _side_by_side(part.strip())
        if found is None:
            return None
        hours += found
    return hours


def _side_by_side(rest: str) -> list[time] | None:
    hours = []
    while rest:
        match = _HOUR.match(rest) or _NAMED.match(rest)
        hour = _time(match) if match else None
        if match is None or hour is None:
            return None
        hours.append(hour)
        rest = rest[match.end() :].strip()
    return hours


def _time(match: re.Match[str]) -> time | None:
    named = match.groupdict()
    if called := named.get("called"):
        return _CALLED[called]
    hour = _of_the_day(int(named["hour"]), named["part"])
    minute, short = int(named["minute"] or 0), int(named["short"] or 0)
    if hour is None or minute > 59 or short > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    minutes = (60 * hour + (30 if named["half"] else minute) - short) % (24 * 60)
    return time(*divmod(minutes, 60))


def _of_the_day(hour: int, part: str | None) -> int | None:
    """Give the hour from 0 to 23; ``None`` where the part of the day has no such hour."""
    if part is None:
        return hour % 24 if hour <= 24 else None  # noqa: PLR2004 - a day's hours
    meant = (hour, 0 if hour == _NOON else hour + _NOON, hour + _NOON, hour + 2 * _NOON)
    return next((one % 24 for one in meant if one in _PARTS[part]), None)
