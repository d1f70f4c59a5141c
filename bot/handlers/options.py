"""The choices of a chat that buttons change: their values, and how a button writes them. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from bot.handlers.zones import offset_of
from bot.texts import LANGUAGES, Texts, number, short_moment
from digests.model import Subscriber

HOME_ZONE = "Asia/Ho_Chi_Minh"
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the subscriber's field, the values that buttons offer, buttons in a row."""

    name: str
    values: tuple[object, ...]
    width: int = 3

    @property
    def is_switch(self) -> bool:
        """Whether it is only on or off."""
        return self.values == (False, True)


def _night(begin: int, end: int) -> tuple[time, time]:
    return time(begin), time(end)


OPTIONS = (
    Option("edition_size", (3, 5, 8, 12, 20), 5),
    Option(
        "time_zone",
        (
            HOME_ZONE,
            "Asia/Tokyo",
            "Asia/Seoul",
            "Asia/Taipei",
            "Asia/Singapore",
            "Australia/Sydney",
            "Europe/Moscow",
            "Europe/Warsaw",
            "Europe/Prague",
            "Europe/Berlin",
            "Europe/Paris",
            "Europe/London",
            "America/New_York",
            "America/Chicago",
            "America/Los_Angeles",
        ),
    ),
    Option(
        "quiet",
        (None, _night(21, 6), _night(22, 6), _night(22, 7), _night(23, 6), _night(23, 7)),
        2,
    ),
    Option("daily_limit", (None, 3, 5, 10, 20, 50)),
    Option("silent", (False, True)),
    Option("photos", (False, True)),
    Option("short", (False, True)),
    Option("preview", (False, True)),
    Option("language", tuple(LANGUAGES), 2),
)
BY_NAME = {option.name: option for option in OPTIONS}


def written(value: object) -> str:
    """Give a value as a button's data has it."""
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, tuple):
        return "-".join(edge.strftime("%H:%M") for edge in value)
    return str(value)


def pressed(words: str) -> tuple[Option, object] | None:
    """Give the choice and the value that a button names; ``None`` for what is not offered."""
    name, _colon, text = words.partition(":")
    option = BY_NAME.get(name)
    if option is None:
        return None
    return next(((option, value) for value in option.values if written(value) == text), None)


def shown(name: str, value: object, texts: Texts) -> str:
    """Give a value in words, as plain text."""
    if isinstance(value, bool):
        return texts.choices.yes if value else texts.choices.no
    say = _SAID.get(name)
    return str(value) if say is None else say(value, texts)


def _quiet(value: object, texts: Texts) -> str:
    if not isinstance(value, tuple):
        return texts.choices.never
    begin, end = (edge.strftime("%H:%M") for edge in value)
    return texts.choices.quiet.format(begin=begin, end=end)


def _limit(value: object, texts: Texts) -> str:
    if not isinstance(value, int):
        return texts.choices.any_number
    return texts.choices.limit.format(count=number(texts.dates, value))


def _language(value: object, texts: Texts) -> str:
    return texts.buttons.english if value == "en" else texts.buttons.vietnamese


def _zone(value: object, texts: Texts) -> str:
    return _city(exact_zone(str(value), texts))


def exact_zone(zone: str, texts: Texts) -> str:
    """Give a time zone by the name that says most."""
    return texts.choices.home_zone if zone == HOME_ZONE else offset_of(zone) or zone


_SAID: Mapping[str, Callable[[object, Texts], str]] = {
    "quiet": _quiet,
    "daily_limit": _limit,
    "language": _language,
    "time_zone": _zone,
}


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def muted(reader: Subscriber, now: datetime, texts: Texts) -> str:
    """Give until when nothing is sent, in words."""
    if reader.muted_until is None or reader.muted_until <= now:
        return texts.choices.not_muted
    until = short_moment(texts.dates, reader.muted_until, reader.time_zone)
    return texts.choices.muted.format(moment=until)
