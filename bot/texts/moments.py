"""Moments and numbers as the readers of a language write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.texts.words import DateWords

HOME_ZONE = "Asia/Ho_Chi_Minh"


def _local(instant: datetime, zone: str) -> datetime:
    try:
        return instant.astimezone(ZoneInfo(zone))
    except OverflowError:  # a feed may claim the last day of the year 9999
        return instant


def moment(words: DateWords, instant: datetime, zone: str = HOME_ZONE) -> str:
    """Give weekday, day and time of an aware instant: "Thứ Hai 08/07/2019 16:38"."""
    local = _local(instant, zone)
    return f"{words.weekdays[local.weekday()]} {local.strftime(words.moment)}"


def short_moment(words: DateWords, instant: datetime, zone: str = HOME_ZONE) -> str:
    """Give day and time without the weekday: "08/07/2019 16:38"."""
    return _local(instant, zone).strftime(words.moment)


def number(words: DateWords, value: float) -> str:
    """Give a number with the language's own marks: "1.234" or "1.234,5"."""
    whole, dot, rest = f"{value:,}".partition(".")
    return whole.replace(",", words.thousands) + (words.decimal + rest if dot else "")
