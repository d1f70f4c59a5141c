"""The dates that feeds print, in every form that was met.

A date without a zone is Vietnam time (UTC+7, no summer time since 1975).
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

VIETNAM = timezone(timedelta(hours=7))
_MONTHS_A_YEAR = 12
_HOURS_A_DAY = 24
_NOON = 12
_YEARS = range(1980, 2101)
_OLD_CENTURY = 70  # of a year with two digits: 70 and later are of 19..
_MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_VIETNAMESE_MONTHS = {
    name: i
    for i, name in enumerate(
        ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"], start=1
    )
} | {"giêng": 1, "bốn": 4, "bẩy": 7, "mười một": 11, "mười hai": 12, "chạp": 12}
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "ict": 7, "wib": 7, "vn": 7, "sgt": 8, "hkt": 8,
    "jst": 9, "kst": 9, "msk": 3, "cet": 1, "cest": 2, "bst": 1, "eet": 2, "eest": 3, "ist": 5.5,
    "aest": 10, "aedt": 11, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip

_EPOCH = re.compile(r"^(\d{10})(?:\.\d+)?$|^(\d{13})$")
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:t?(\d\d)(\d\d)(\d\d)?)?(?=\D|$)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s,/-]+{_NAME}[\s,/-]+(\d{{4}}|\d{{2}})(?![\d:])"
)
_NAME_DAY = re.compile(rf"\b{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])")
_YEAR = re.compile(r"(?<![\d:+.-])((?:19|20)\d\d)(?!\d)")
_VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})[\s,]*(?:tháng|thg|th)[\s.]*(\d{1,2}|mười một|mười hai|\w+)"
    r"[\s,/-]*(?:năm\s*)?(\d{4})(?!\d)"
)
_MONTH_DAY_VIETNAMESE = re.compile(r"(?:tháng|thg|th)[\s.]*(\d{1,2})\s+(\d{1,2}),\s*(\d{4})(?!\d)")
_TIME = re.compile(
    r"(?<![\d+-])(\d{1,2})(?:\s?[:h]\s?|\s?giờ\s?|g)(\d{2})(?:\s?[:m]\s?(\d{2})|\s?phút)?(?:[.,]\d+)?"
    r"\s*(am|pm|sa|ch|a\.m\.|p\.m\.|sáng|chiều|tối)?(?![a-z\d])"
)
_HOUR = re.compile(
    r"(?<![\d+-])(\d{1,2})\s?(?:h|giờ)?\s?(am|pm|sa|ch)\b|(?<![\d+-])(\d{1,2})\s?(?:h|giờ)(?![a-z\d])"
)
_OFFSET = re.compile(r"(?:gmt|utc)?\s*([+\u2212-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_LATER_HALF = {"pm", "ch", "p.m.", "chiều", "tối"}
_EARLIER_HALF = {"am", "sa", "a.m.", "sáng"}


class Order(Enum):
    """Which number of "11/2/2026" is the day."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


def usual_order(texts: Iterable[str]) -> Order | None:
    """Say in which order a feed prints numbers, from the dates that can be read in one way only."""
    votes = {Order.DAY_FIRST: 0, Order.MONTH_FIRST: 0}
    for text in texts:
        match = _NUMBERS.search(text)
        if match and int(match[1]) > _MONTHS_A_YEAR >= int(match[3]):
            votes[Order.DAY_FIRST] += 1
        elif match and int(match[3]) > _MONTHS_A_YEAR >= int(match[1]):
            votes[Order.MONTH_FIRST] += 1
    if votes[Order.DAY_FIRST] == votes[Order.MONTH_FIRST]:
        return None
    return max(votes, key=lambda order: votes[order])


def read_date(text: str | None, order: Order | None = None) -> datetime | None:
    """Read one printed date as an aware UTC instant, or give ``None`` where there is none.

    ``order`` is what :func:`usual_order` said of the feed. Without it numbers are day-first, but
    month-first where they stand unpadded with slashes before an English AM or PM (as .NET prints).
    """
    if not text:
        return None
    line = unicodedata.normalize("NFC", " ".join(text.split())).lower()[:200]
    epoch = _EPOCH.match(line)
    try:
        if epoch:
            seconds = int(epoch[1]) if epoch[1] else int(epoch[2]) / 1000
            return _sensible(datetime.fromtimestamp(seconds, UTC))
        return _printed(line, order)
    except (ValueError, OverflowError):
        return None


def _printed(line: str, order: Order | None) -> datetime | None:
    compact = _COMPACT.match(line)
    if compact:
        numbers = [int(part or 0) for part in compact.groups()]
        rest = line[compact.end() :]
        return _instant(
            (numbers[0], numbers[1], numbers[2]), (numbers[3], numbers[4], numbers[5]), rest
        )
    found = _day(line, order)
    if found is None:
        return None
    day, rest = found
    clock, rest = _clock(rest)
    return _instant(day, clock, rest)


def _instant(day: tuple[int, int, int], clock: tuple[int, int, int], rest: str) -> datetime | None:
    hour, minute, second = clock
    extra = timedelta(days=1) if hour == _HOURS_A_DAY else timedelta()
    moment = (
        datetime(*day, hour % _HOURS_A_DAY, minute, min(second, 59), tzinfo=_zone(rest)) + extra
    )
    return _sensible(moment.astimezone(UTC))


def _sensible(moment: datetime) -> datetime | None:
    """Refuse the years that only a program's mistake prints (0001, 1970, 9999)."""
    return moment if moment.year in _YEARS else None


def _day(line: str, order: Order | None) -> tuple[tuple[int, int, int], str] | None:
    """Give (year, month, day) and the line without them."""
    if match := _YEAR_FIRST.search(line):
        return (int(match[1]), int(match[3]), int(match[4])), _without(line, match)
    if match := _NUMBERS.search(line):
        return _numbers(match, line, order), _without(line, match)
    if match := _DAY_NAME_YEAR.search(line):
        return (_year(match[3]), _MONTHS[match[2]], int(match[1])), _without(line, match)
    if match := _VIETNAMESE.search(line):
        month = int(match[2]) if match[2].isdigit() else _VIETNAMESE_MONTHS.get(match[2], 0)
        return (int(match[3]), month, int(match[1])), _without(line, match)
    if match := _MONTH_DAY_VIETNAMESE.search(line):
        return (int(match[3]), int(match[1]), int(match[2])), _without(line, match)
    return _month_before_day(line)


def _month_before_day(line: str) -> tuple[tuple[int, int, int], str] | None:
    """Read "Nov 23, 2026 07:00" and "Mon Nov 23 07:00:00 2026" (asctime)."""
    match = _NAME_DAY.search(line)
    if match is None:
        return None
    rest = _without(line, match)
    years = list(_YEAR.finditer(rest))
    if not years:
        return None
    year = years[-1]
    return (int(year[1]), _MONTHS[match[1]], int(match[2])), _without(rest, year)


def _numbers(match: re.Match[str], line: str, order: Order | None) -> tuple[int, int, int]:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if first > _MONTHS_A_YEAR or second > _MONTHS_A_YEAR:
        order = Order.DAY_FIRST if first > _MONTHS_A_YEAR else Order.MONTH_FIRST
    elif order is None:
        padded = match[1].startswith("0") or match[3].startswith("0")
        american = match[2] == "/" and not padded and re.search(r"\d\s?[ap]m\b", line)
        order = Order.MONTH_FIRST if american else Order.DAY_FIRST
    return (year, first, second) if order is Order.MONTH_FIRST else (year, second, first)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > len("26"):
        return year
    return year + (1900 if year >= _OLD_CENTURY else 2000)


def _without(line: str, match: re.Match[str]) -> str:
    return line[: match.start()] + " " + line[match.end() :].removeprefix("t")


def _clock(rest: str) -> tuple[tuple[int, int, int], str]:
    """Give (hour, minute, second) and the line without them; midnight where there is none."""
    if match := _TIME.search(rest):
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        half = match[4]
    elif match := _HOUR.search(rest):
        hour, minute, second = int(match[1] or match[3]), 0, 0
        half = match[2]
    else:
        return (0, 0, 0), rest
    if half in _LATER_HALF and hour < _NOON:
        hour += 12
    elif half in _EARLIER_HALF and hour == _NOON:
        hour = 0
    return (hour, minute, second), _without(rest, match)


def _zone(rest: str) -> timezone:
    """Read what is left of the line as a zone: "+0700", "GMT+7", "EST", "Z"; else Vietnam's."""
    if match := _OFFSET.search(rest):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < timedelta(hours=15):
            return timezone(offset if match[1] == "+" else -offset)
    for word in re.findall(r"[a-z]+", rest):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word]))
    return VIETNAM
