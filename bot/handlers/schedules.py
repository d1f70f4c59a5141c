"""What a person means who types hours or a time zone. Pure."""

import re
from dataclasses import dataclass
from datetime import time

from bot.handlers.hours import read_hours
from bot.handlers.weekdays import read_days
from bot.handlers.zones import read_zone
from digests.vietnamese.folding import fold

MOST_HOURS = 6

_AT_ONCE = frozenset({"ngay", "ngay khi co", "ngay khi co tin", "now", "at once", "lien"})
_QUIET = re.compile(r"(?:gio )?(?:yen lang|im lang|quiet)(?: hours)?\s*(?P<hours>.*)")
_TO = re.compile(r"\s*(?:-|–|\bden\b|\bto\b|\btu\b|\bfrom\b)\s*")
_OFF = frozenset({"tat", "khong", "thoi", "off", "none", "no"})
_ZONE = re.compile(r"(?:mui gio|time ?zone|zone|tz)\s+(?:cua )?(?P<zone>\S.*)")
_SHORTEST_ZONE = 3


@dataclass(frozen=True, slots=True)
class AtOnce:
    """News as it comes."""


@dataclass(frozen=True, slots=True)
class AtHours:
    """Round-ups at local times, in order."""

    hours: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class OnDays:
    """Round-ups on some days of the week, Monday being 0; at ``hours`` where they are named."""

    days: tuple[int, ...]
    hours: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class InZone:
    """Another time zone (an IANA name)."""

    zone: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing from the first of two local times to the second; ``None`` for no quiet hours."""

    hours: tuple[time, time] | None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """None of them; ``zone`` says that a time zone was meant, ``quiet`` that quiet hours were."""

    words: str
    zone: bool = False
    quiet: bool = False


Meant = AtOnce | AtHours | OnDays | InZone | Quiet | NotUnderstood


def read_schedule(words: str) -> Meant:
    """Give what ``words`` ask for: "ngay", "6:30 12:00", "7 giờ thứ 2-6", "múi giờ Asia/Tokyo"."""
    typed = fold(words).strip()
    if typed in _AT_ONCE:
        return AtOnce()
    if zone := _ZONE.fullmatch(typed):
        known = read_zone(zone["zone"])
        name = words.strip()[zone.start("zone") :]
        return InZone(known) if known else NotUnderstood(name, zone=True)
    if quiet := _QUIET.fullmatch(typed):
        return _quiet(words, quiet["hours"])
    if hours := read_hours(typed):
        return AtHours(tuple(sorted(set(hours))))
    return _on_days(words) or _in_zone(typed) or NotUnderstood(words)


def _in_zone(typed: str) -> InZone | None:
    zone = read_zone(typed) if len(typed) >= _SHORTEST_ZONE else None
    return InZone(zone) if zone else None


def _on_days(words: str) -> OnDays | None:
    """Read days, with hours before or behind them: "thứ 2-6 lúc 7:00", "6:30 cuối tuần"."""
    if days := read_days(words):
        return OnDays(days)
    parts = words.split()
    for place in reversed(range(1, len(parts))):
        one, other = " ".join(parts[:place]), " ".join(parts[place:])
        for named, timed in ((one, other), (other, one)):
            days, hours = read_days(named.strip(" ,;")), read_hours(timed)
            if days and hours:
                return OnDays(days, tuple(sorted(set(hours))))
    return None


def _quiet(words: str, hours: str) -> Meant:
    if hours.strip() in _OFF:
        return Quiet(None)
    edges = read_hours(_TO.sub(",", hours))
    if edges is None or len(edges) != len({*edges}) or len(edges) != 2:  # noqa: PLR2004 - from, to
        return NotUnderstood(words, quiet=True)
    return Quiet((edges[0], edges[1]))


def toggled(hours: tuple[time, ...], hour: time) -> tuple[time, ...]:
    """Give the hours with ``hour`` put in or taken out; the last one stays."""
    if hour in hours:
        left = tuple(one for one in hours if one != hour)
        return left or hours
    return tuple(sorted({*hours, hour}))


def shown(hours: tuple[time, ...]) -> str:
    """Give "07:00, 18:00"."""
    return ", ".join(hour.strftime("%H:%M") for hour in hours)
