"""What a subscriber can choose, and how it is kept."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from digests.model import EVERY_DAY, ChatKind, Rhythm, require_aware
from digests.store.slots import zone_of
from digests.store.values import hours_out, quiet_out


def checked(choices: Mapping[str, object]) -> dict[str, Any]:
    """Give choices by name as they are kept; raises ``ValueError`` for what is none."""
    unknown = sorted(choices.keys() - _READ.keys())
    if unknown:
        raise ValueError(f"a subscriber has no choice called {', '.join(unknown)}")
    return {name: _value(name, value) for name, value in choices.items()}


def _value(name: str, value: object) -> object:
    reading = _READ[name]
    try:
        return reading(value)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{value!r} is no {name.replace('_', ' ')}") from error


def _hours(value: object) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(h, time) for h in value):
        raise TypeError("hours are a sequence of times")
    return hours_out(tuple(value))


def _days(value: object) -> str:
    if not isinstance(value, tuple) or not value or not {*value} <= {*EVERY_DAY}:
        raise TypeError("days are a few of 0 to 6")
    return "".join(str(day) for day in sorted({*value}))


def _size(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError("an edition has at least one story")
    return value


def _yes_or_no(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError("neither yes nor no")
    return value


def _quiet(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, tuple) or not all(isinstance(edge, time) for edge in value):
        raise TypeError("quiet hours are two times")
    begin, end = value
    if begin == end:
        raise ValueError("quiet hours end at another time than they begin")
    return quiet_out((begin, end))


def _muted(value: object) -> datetime | None:
    if value is not None and not isinstance(value, datetime):
        raise TypeError("no instant")
    return None if value is None else require_aware(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither yes nor no")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("not a text")
    return value


_READ: Mapping[str, Callable[[object], object]] = {
    "title": lambda value: None if value is None else _text(value),
    "language": _text,
    "time_zone": lambda value: zone_of(_text(value)).key,
    "rhythm": lambda value: str(Rhythm(_text(value))),
    "hours": _hours,
    "days": _days,
    "edition_size": _size,
    "weekly": _yes_or_no,
    "breaking": _yes_or_no,
    "kind": lambda value: str(ChatKind(_text(value))),
    "quiet": _quiet,
    "muted_until": _muted,
    "daily_limit": lambda value: None if value is None else _size(value),
    "silent": _flag,
    "photos": _flag,
    "short": _flag,
    "preview": _flag,
}
