"""When something was published, in every form that Vietnamese sites print.

A time without a zone is Vietnam's (``Asia/Ho_Chi_Minh``); a date is day first unless that is
impossible. Nothing here reads a clock: "2 giờ trước" is therefore no time.
"""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_LONGEST = 400
_EARLIEST_YEAR, _LATEST_YEAR = 1945, 2100

_ZONE = r"(?P<zone>Z\b|(?:GMT|UTC)?\s*[+-]\s*\d{1,2}(?::?\d{2})?\b|GMT\b|UTC\b)"
_ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{1,2}(?!\d))?)?",
)
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})\s?(?P<sep>[/.\-–])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|"
    r"\d{2})(?![\d/])"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)")
_WORDED = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s*(?:tháng|thg\.?|th\.?|[,-])\s*(?P<m>\d{1,2}|[a-zà-ỹ]+(?:\s(?:một|"
    r"hai))?)"
    r"\s*(?:,|năm|/|-|\s)\s*(?:năm\s*)?(?P<y>\d{4})",
    re.IGNORECASE,
)
_MONTH_WORD_FIRST = re.compile(
    r"tháng\s+(?P<m>\d{1,2}|[a-zà-ỹ]+(?:\s(?:một|hai))?)\s+(?P<d>\d{1,2})\s*,\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+)?"
    r"\b(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<y>\d{4})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d/.,+-])(?<!GMT )(?P<hour>\d{1,2})\s?(?:(?P<mark>:)|h(?:\b|(?=\d))|giờ|"
    r"g(?=\s?\d{2}\b))\s?(?P<minute>\d{2})?(?!\d)"
    r"(?:\s?(?:phút|[:]\s?(?P<second>\d{2}(?!\d))))?\s*(?P<half>[ap]\.?m\b\.?|sa\b|ch\b|sáng\b|"
    r"trưa\b|chiều\b|tối\b)?",
    re.IGNORECASE,
)
_ZONE_AFTER = re.compile(
    r"\(?\s*(?:GMT|UTC)\s*(?P<sign>[+-])?\s*(?P<hours>\d{1,2})?(?::?(?P<minutes>\d{2}))?|"
    r"[+-]\d{2}:?\d{2}\b|\bZ\b"
)
_ENGLISH_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH_WORDS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_AFTERNOON_WORDS = ("p", "ch", "tối")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as it was printed.

    ``when`` is aware UTC; ``has_clock`` is false when only a date was printed (``when`` is then
    midnight in Vietnam); ``has_zone`` is true when the zone was printed too. ``start`` and ``end``
    are the offsets of the date in the text.
    """

    when: datetime
    has_clock: bool
    has_zone: bool
    start: int
    end: int


def parse_time(text: str | None) -> datetime | None:
    """Give the first point in time that ``text`` holds as aware UTC, or ``None``."""
    moment = find_moment(text)
    return moment.when if moment else None


def find_moment(text: str | None) -> Moment | None:
    """Find the first date of ``text`` with the time of day that stands beside it."""
    if not text or len(text) < 6:
        return None
    text = unicodedata.normalize("NFC", text[:_LONGEST])
    return _machine_moment(text) or _printed_moment(text)


def _machine_moment(text: str) -> Moment | None:
    """Read ISO 8601 and its sloppy kin, then the form of e-mail and feeds (RFC 2822)."""
    found = _ISO.search(text)
    if found:
        day = _date(found["y"], found["m"], found["d"])
        if day is None:
            return None
        clock = _time(found["hour"], found["minute"], found["second"])
        if clock is None:
            return _printed_moment_of(text, day, found.span())
        return _moment(day, clock, _offset(found["zone"]), found.span())
    if re.match(r"\s*[A-Za-z]{3},\s*\d{1,2}\s+[A-Za-z]{3}", text):
        return _mail_moment(text)
    return None


def _mail_moment(text: str) -> Moment | None:
    try:
        parsed = parsedate_to_datetime(text.strip())
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if not _EARLIEST_YEAR <= parsed.year <= _LATEST_YEAR:
        return None
    has_zone = parsed.tzinfo is not None
    aware = parsed if has_zone else parsed.replace(tzinfo=VIETNAM)
    return Moment(aware.astimezone(UTC), has_clock=True, has_zone=has_zone, start=0, end=len(text))


def _printed_moment(text: str) -> Moment | None:
    for pattern, read in (
        (_NUMERIC, _numeric_date),
        (_MONTH_WORD_FIRST, _worded_date),
        (_WORDED, _worded_date),
        (_YEAR_FIRST, _year_first_date),
        (_ENGLISH, _english_date),
    ):
        for found in pattern.finditer(text):
            day = read(found)
            if day is not None:
                return _printed_moment_of(text, day, found.span())
    return None


def _printed_moment_of(text: str, day: date, span: tuple[int, int]) -> Moment | None:
    """Join a date to the clock time beside it: after it if there is one, else before it."""
    after = _CLOCK.search(text, span[1], span[1] + 40)
    found = after if after and _is_clock(after) else _last_clock_before(text, span[0])
    clock = _clock_time(found) if found else None
    zone = _printed_zone(text, max(span[1], found.end() if found else 0))
    return _moment(day, clock, zone, span)


def _is_clock(found: re.Match[str]) -> bool:
    return _clock_time(found) is not None


def _last_clock_before(text: str, end: int) -> re.Match[str] | None:
    last = None
    for found in _CLOCK.finditer(text, max(0, end - 60), end):
        if _is_clock(found):
            last = found
    return last


def _clock_time(found: re.Match[str]) -> time | None:
    if found["mark"] and not found["minute"]:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    noon = 12
    if half.startswith(_AFTERNOON_WORDS) or half in ("chiều", "trưa"):
        # "11 giờ trưa" is before noon, "1 giờ trưa" after it.
        early = half == "trưa" and hour >= noon - 2
        hour = hour + noon if hour < noon and not early else hour
    elif half.startswith(("a", "sa")) and hour == noon:
        hour = 0
    return _time(str(hour), found["minute"] or "0", found["second"])


def _printed_zone(text: str, start: int) -> timezone | None:
    found = _ZONE_AFTER.search(text, start, start + 30)
    return _offset(found.group(0)) if found else None


def _numeric_date(found: re.Match[str]) -> date | None:
    first, second, year = int(found["a"]), int(found["b"]), found["y"]
    if len(year) == 2:
        if found["sep"] == ".":
            return None
        year = f"20{year}"
    return _date(year, second, first) or _date(year, first, second)


def _worded_date(found: re.Match[str]) -> date | None:
    word = found["m"].lower()
    month = int(word) if word.isdigit() else _MONTH_WORDS.get(word)
    return _date(found["y"], month, found["d"]) if month else None


def _year_first_date(found: re.Match[str]) -> date | None:
    return _date(found["y"], found["m"], found["d"])


def _english_date(found: re.Match[str]) -> date | None:
    day = found["d2"] or found["d1"]
    month = _ENGLISH_MONTHS.index(found["mon"].lower()) + 1
    return _date(found["y"], month, day) if day else None


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _EARLIEST_YEAR <= found.year <= _LATEST_YEAR else None


def _time(hour: str | None, minute: str | None, second: str | None) -> time | None:
    if hour is None or minute is None:
        return None
    try:
        return time(
            int(hour) % 24 if int(hour) <= 24 else 99,
            int(minute),
            min(int(second or 0), 59),
        )
    except ValueError:
        return None


def _offset(zone: str | None) -> timezone | None:
    """Read "+07:00", "GMT+7", "UTC", "Z"; ``None`` where no zone is named."""
    if not zone:
        return None
    digits = re.search(r"([+-])?\s*(\d{1,2}):?(\d{2})?", zone)
    if not digits:
        return UTC
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if digits[1] == "-" else minutes))


def _moment(day: date, clock: time | None, zone: timezone | None, span: tuple[int, int]) -> Moment:
    # A zone says nothing about a date that stands alone.
    where = zone if zone is not None and clock is not None else VIETNAM
    local = datetime.combine(day, clock or time(), tzinfo=where)
    return Moment(
        local.astimezone(UTC),
        has_clock=clock is not None,
        has_zone=zone is not None and clock is not None,
        start=span[0],
        end=span[1],
    )
