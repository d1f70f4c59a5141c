"""Sizes and lengths of time as people write them. Pure."""

from datetime import timedelta

from bot.texts import Texts, number

_STEP = 1000
_UNITS = ("B", "kB", "MB", "GB", "TB")


def size(count: int, texts: Texts) -> str:
    """Give bytes with a unit of the metric system: "12,3 MB"."""
    value = float(count)
    for unit in _UNITS:
        if value < _STEP or unit == _UNITS[-1]:
            break
        value /= _STEP
    shown = round(value) if unit == _UNITS[0] or value >= _STEP / 10 else round(value, 1)
    return f"{number(texts.dates, shown)} {unit}"


def length_of_time(length: timedelta, texts: Texts) -> str:
    """Give a length of time in its two largest units: "3 ngày 4 giờ"."""
    words = texts.desk.running
    minutes = max(0, int(length.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return words.days.format(days=days, hours=hours)
    if hours:
        return words.hours.format(hours=hours, minutes=minutes)
    return words.minutes.format(minutes=minutes)
