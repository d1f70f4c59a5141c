"""The query language of readers: words, "phrases", -without and filters, parsed without errors.

Any text is a query. What cannot be understood as a filter is reported, never searched silently.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digests.vietnamese.folding import fold
from digests.vietnamese.syllables import exact_words

LONGEST_TEXT = 1000
"""Characters of a query that are looked at; the rest is let go."""
MOST_WORDS = 32
"""Words of a query that are searched; the rest is let go."""

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TOKEN = re.compile(
    r"""
    (?P<minus>(?<!\S)[-\u2212\u2013](?=[^\s\-]))?       # -without
    (?:(?P<name>[^\W\d_]{2,20}):(?=[^\s/:]))?  # name:value; not http://, not "Hà Nội: mưa"
    (?: ["\u201c\u201d\u201e\u00ab] (?P<phrase>[^"\u201c\u201d\u201e\u00bb]*) ["\u201c\u201d\u00bb]?
      | (?P<word>[^\s"\u201c\u201d\u201e]+) )
    """,
    re.VERBOSE,
)
_SOURCE = frozenset({"nguon", "bao", "source"})
_SECTION = frozenset({"chuyenmuc", "muc", "section"})
_SINCE = frozenset({"tu", "tungay", "from", "since"})
_UNTIL = frozenset({"den", "denngay", "to", "until"})
_CAPTION = frozenset({"anh", "chuthich", "photo", "caption"})
_CAPTION_ALONE = re.compile(r"(?<!\S)(?:anh|ảnh|photo):(?=\s|$)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(\d{4})")
_DAY_WORDS = re.compile(
    r"(?<!\S)(hôm nay|hom nay|hôm qua|hom qua|tuần này|tuan nay|tuần trước|tuan truoc"
    r"|tháng này|thang nay)(?!\S)",
    re.IGNORECASE,
)
_CENTURY = 2000
_YEARS = (1900, 2200)
_DECEMBER = 12

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for.

    ``text`` is what was typed. ``words`` and the words of ``phrases`` and ``without`` are in exact
    form (lower case, composed, diacritics as typed). ``since`` is inclusive, ``until`` exclusive
    (aware). ``sources`` and ``sections`` are as typed. ``day_words`` is the same query with "hôm
    nay" and the like read as words. ``literal`` asks for the words as typed, uncorrected.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    captions_only: bool = False
    unknown: tuple[str, ...] = ()
    day_words: "Query | None" = None
    literal: bool = False

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for in texts."""
        return bool(self.words or self.phrases)

    @property
    def has_filters(self) -> bool:
        """Whether source, section or day narrow the answer."""
        return bool(self.sources or self.sections or self.since or self.until)

    def as_typed(self) -> "Query":
        """Give the query that is searched without correction."""
        return replace(self, literal=True)


def parse_query(text: str, *, now: datetime) -> Query:
    """Read what a reader typed.

    ``now`` (aware) says which day "hôm nay" and a date without a year mean.
    """
    cleaned = _clean(text)
    found = _DAY_WORDS.search(_without_quotes(cleaned))
    if found is None:
        return _parse(cleaned, now)
    rest = f"{cleaned[: found.start()]} {cleaned[found.end() :]}"
    since, until = _days_of(fold(found.group()), now.astimezone(ZONE).date())
    filtered = _parse(rest, now)
    if filtered.since or filtered.until:
        return _parse(cleaned, now)
    return replace(
        filtered,
        text=cleaned,
        since=_midnight(since),
        until=_midnight(until),
        day_words=_parse(cleaned, now),
    )


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed)
    return " ".join(printable.split())


def _without_quotes(text: str) -> str:
    """Blank out quotations, keeping every place, so that day words inside them are not seen."""
    return re.sub(r'["\u201c][^"\u201d]*["\u201d]?', lambda m: "\u00b7" * len(m.group()), text)


def _parse(text: str, now: datetime) -> Query:
    reading = _Reading(now.astimezone(ZONE).date())
    if _CAPTION_ALONE.search(_without_quotes(text)):
        reading.captions_only = True
        bare = _CAPTION_ALONE.sub(" ", text)
    else:
        bare = text
    for match in _TOKEN.finditer(bare):
        reading.take(match)
    return reading.query(text)


class _Reading:
    """The parts of a query while it is read, token by token."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.words: list[str] = []
        self.phrases: list[Phrase] = []
        self.without: list[Phrase] = []
        self.sources: list[str] = []
        self.sections: list[str] = []
        self.since: datetime | None = None
        self.until: datetime | None = None
        self.captions_only = False
        self.unknown: list[str] = []

    def take(self, match: re.Match[str]) -> None:
        name, phrase, word = match["name"], match["phrase"], match["word"]
        value = word if phrase is None else phrase
        if name:
            self._filter(fold(name), value, match.group(), quoted=phrase)
            return
        forms = tuple(exact_words(value))
        if not forms:
            return
        if match["minus"]:
            self.without.append(forms)
        elif phrase is not None and len(forms) > 1:
            self.phrases.append(forms)
        else:
            self.words.extend(forms)

    def _filter(self, name: str, value: str, typed: str, *, quoted: str | None) -> None:
        if name in _SOURCE:
            self.sources.append(value)
        elif name in _SECTION:
            self.sections.append(value)
        elif name in _SINCE or name in _UNTIL:
            self._date(name, value, typed)
        elif name in _CAPTION:
            self.captions_only = True
            self._caption_words(value, quoted)
        else:
            self.unknown.append(typed)

    def _caption_words(self, value: str, quoted: str | None) -> None:
        forms = tuple(exact_words(value))
        if quoted is not None and len(forms) > 1:
            self.phrases.append(forms)
        else:
            self.words.extend(forms)

    def _date(self, name: str, value: str, typed: str) -> None:
        span = _read_date(value, self.today)
        if span is None:
            self.unknown.append(typed)
        elif name in _SINCE:
            self.since = _midnight(span[0])
        else:
            self.until = _midnight(span[1])

    def query(self, text: str) -> Query:
        return Query(
            text=text,
            words=tuple(self.words[:MOST_WORDS]),
            phrases=tuple(phrase[:MOST_WORDS] for phrase in self.phrases[:MOST_WORDS]),
            without=tuple(phrase[:MOST_WORDS] for phrase in self.without[:MOST_WORDS]),
            sources=tuple(self.sources[:MOST_WORDS]),
            sections=tuple(self.sections[:MOST_WORDS]),
            since=self.since,
            until=self.until,
            captions_only=self.captions_only,
            unknown=tuple(self.unknown),
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def _days_of(words: str, today: date) -> tuple[date, date]:
    """Give first day and the day after the last of what the folded ``words`` mean."""
    one, week = timedelta(days=1), timedelta(days=7)
    monday = today - timedelta(days=today.weekday())
    spans = {
        "hom nay": (today, today + one),
        "hom qua": (today - one, today),
        "tuan nay": (monday, monday + week),
        "tuan truoc": (monday - week, monday),
        "thang nay": (today.replace(day=1), _next_month(today)),
    }
    return spans[words]


def _next_month(day: date) -> date:
    if day.month == _DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def _read_date(value: str, today: date) -> tuple[date, date] | None:
    """Give the first day that ``value`` means, and the day after its last; None for nonsense."""
    try:
        span = _date_span(value, today)
    except (ValueError, OverflowError):
        return None
    return span if span and _YEARS[0] <= span[0].year <= _YEARS[1] else None


def _date_span(value: str, today: date) -> tuple[date, date] | None:
    if match := _YEAR_FIRST.fullmatch(value):
        first = date(int(match[1]), int(match[2]), int(match[3]))
        return first, first + timedelta(days=1)
    if match := _MONTH.fullmatch(value):
        first = date(int(match[2]), int(match[1]), 1)
        return first, _next_month(first)
    if match := _DAY_FIRST.fullmatch(value):
        first = _day_of(int(match[1]), int(match[2]), match[3], today)
        return first, first + timedelta(days=1)
    if match := _YEAR.fullmatch(value):
        return date(int(match[1]), 1, 1), date(int(match[1]) + 1, 1, 1)
    return None


def _day_of(day: int, month: int, year: str | None, today: date) -> date:
    """A date without a year is the latest such day that is not after today."""
    if year is not None:
        return date(int(year) if len(year) > 2 else _CENTURY + int(year), month, day)  # noqa: PLR2004
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)
