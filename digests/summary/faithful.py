"""The faithfulness gate: is everything checkable in a rewritten text the article's own?

Pure rules on words. They reject too much rather than too little: what fails falls back to the
extractive digest, which is never wrong.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import StrEnum

from digests.model import Article
from digests.vietnamese.folding import exact_form
from digests.vietnamese.sentences import split_sentences
from digests.vietnamese.syllables import exact_words

_VIETNAM = timezone(timedelta(hours=7))
_LEAST_OWN_WORDS = 0.75
_LEAST_ON_SUBJECT = 0.25
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|‘([^’]{12,})’")
_DATE = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})"
    r"(?:\s?[/-]\s?(?P<year>\d{4}))?(?![\d/])"
    r"|\b(?P<day2>\d{1,2}) tháng (?P<month2>\d{1,2})(?:(?: năm |[/-])(?P<year2>\d{4}))?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\btháng (\d{1,2})(?:\s?[/-]\s?(\d{4})| năm (\d{4}))?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNITS = (
    r"người|nạn nhân|triệu|tỷ|tỉ|nghìn|ngàn|trăm|đồng|đ|usd|đô la|euro|km|m2|ha|kg|tấn|gam|"
    r"mét|tuổi|năm|tháng|ngày|tuần|giờ|phút|giây|h|lần|độ|điểm|bàn|ca|vụ|xe|nhà|phần trăm|"
    r"phòng|tầng|trường|học sinh|tỉnh|thành phố|quốc gia|nước|công ty|chiếc|con|cháu|trẻ"
)
_MEASURED = re.compile(rf"(\d+(?:[.,]\d+)*)\s*(%|(?:{_UNITS})(?!\w))", re.IGNORECASE)
_SPELLED = {"hai": "2", "ba": "3", "bốn": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8"}
_SPELLED |= {"chín": "9", "mười": "10", "trăm": "100", "nghìn": "1000", "triệu": "", "tỷ": ""}
_SPELLED_MEASURED = re.compile(rf"\b({'|'.join(_SPELLED)})\s+({_UNITS})(?!\w)", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|hôm (?:nay|qua|kia)|ngày mai|"
    r"(?:sáng|trưa|chiều|tối|đêm) (?:nay|qua|mai)|"
    r"(?:tuần|tháng|năm) (?:trước|sau|tới|qua|ngoái))\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"(?<!\w)[^\W\d_][\w'’]*(?:[.&-](?=\w)[\w'’]+)*\.?")
_STRANGE = re.compile(r"https?:|www\.|\bt\.me\b|@\w|<\w|```", re.IGNORECASE)
_SPELLED_OPENERS = (
    "Theo Sau Tại Trước Khi Ngày Tuy Nhưng Hiện Ông Bà Anh Chị Em Cơ Công Sáng Chiều Tối Trưa "
    "Đêm Hôm Đến Từ Trong Ngoài Bên Do Vì Nếu Đây Đó Đồng Qua Được Cũng Còn Và Ở Với Để Lúc "
    "Năm Tháng Vụ Cả Các Những Một Người Nạn Gia Bị Họ Khoảng Nhiều Cùng Dù Mặc Đã Có Việc "
    "Liên Dự Lực Nhà Giá Mỗi Hơn Gần Toàn Thêm Chỉ Không Cần Đặc Ngay"
)
_OPENERS = frozenset(map(exact_form, _SPELLED_OPENERS.split()))


class Fault(StrEnum):
    """What a rewritten text has that its article has not."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    OTHER_WORDS = "other_words"
    OTHER_SUBJECT = "other_subject"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first fault found, and the words it was found in."""

    fault: Fault
    words: str


def find_fault(parts: Sequence[str], article: Article) -> Finding | None:
    """Hold rewritten texts against ``article``; ``None`` when nothing in them is foreign.

    Numbers (with their units), dates, names and quotations must stand in the article; most words
    must; the first part must be about what headline and lead are about; links, mentions and
    markup are never right.
    """
    known = _Known.of(article)
    for part in parts:
        fault = next(_faults_of(unicodedata.normalize("NFC", part), known), None)
        if fault is not None:
            return fault
    if parts and known.subject:
        words = exact_words(parts[0])
        shared = sum(word in known.subject for word in words)
        if shared < _LEAST_ON_SUBJECT * len(words):
            return Finding(Fault.OTHER_SUBJECT, parts[0])
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the article says, in the forms that texts are held against."""

    text: str
    words: frozenset[str]
    lower_words: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[tuple[int, ...]]
    measured: frozenset[tuple[str, str]]
    subject: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> "_Known":
        captions = [photo.caption or "" for photo in article.photos]
        credits_ = [photo.credit or "" for photo in article.photos]
        raw = "\n".join(
            (article.title, article.lead or "", *article.paragraphs, *captions, *credits_)
        )
        raw = "\n".join((raw, article.source or "", article.lead_prefix or "", *article.authors))
        raw = unicodedata.normalize("NFC", raw)
        words = exact_words(raw)
        dates = set(_dates(raw))
        if article.published is not None:
            day = article.published.astimezone(_VIETNAM)
            dates |= {(day.day, day.month), (day.day, day.month, day.year)}
            dates |= {(0, day.month), (0, day.month, day.year)}
        return cls(
            text=f" {' '.join(words)} ",
            words=frozenset(words),
            lower_words=frozenset(_lower_words(raw)),
            numbers=frozenset(map(_plain, _NUMBER.findall(raw))),
            dates=frozenset(dates),
            measured=frozenset(_measured(raw)),
            subject=frozenset(exact_words(f"{article.title} {article.lead or ''}")),
        )

    def says(self, words: str) -> bool:
        """Say whether the article has ``words`` in this order, whatever stands between them."""
        return f" {' '.join(exact_words(words))} " in self.text


def _lower_words(text: str) -> list[str]:
    """Give the words that are written in lower case, in their exact form."""
    return [exact_form(word) for word in re.findall(r"\w+", text) if word.islower()]


def _faults_of(text: str, known: _Known) -> Iterator[Finding]:
    if _STRANGE.search(text):
        yield Finding(Fault.STRANGE, text)
    for quoted in _QUOTED.finditer(text):
        words = next(filter(None, quoted.groups()), "")
        if not known.says(words):
            yield Finding(Fault.QUOTATION, words)
    yield from _date_faults(text, known)
    for number in _NUMBER.findall(_DATE.sub(" ", text)):
        if _plain(number) not in known.numbers:
            yield Finding(Fault.NUMBER, number)
    for number, unit in _measured(_DATE.sub(" ", text)):
        if (number, unit) not in known.measured:
            yield Finding(Fault.NUMBER, f"{number} {unit}")
    for name in _foreign_names(text, known):
        yield Finding(Fault.NAME, name)
    words_ = exact_words(text)
    if sum(word in known.words for word in words_) < _LEAST_OWN_WORDS * len(words_):
        yield Finding(Fault.OTHER_WORDS, text)


def _date_faults(text: str, known: _Known) -> Iterator[Finding]:
    for date in _dates(text):
        if date not in known.dates:
            yield Finding(Fault.DATE, "/".join(map(str, date)))
    for when in _WHEN.findall(text):
        if not known.says(when):
            yield Finding(Fault.DATE, when)


def _dates(text: str) -> Iterator[tuple[int, ...]]:
    """Give (day, month), (day, month, year) and (0, month[, year]) as written in ``text``."""
    for found in _DATE.finditer(text):
        day, month = found["day"] or found["day2"], found["month"] or found["month2"]
        year = found["year"] or found["year2"]
        yield int(day), int(month)
        yield 0, int(month)
        if year:
            yield int(day), int(month), int(year)
    for found in _MONTH.finditer(text):
        yield 0, int(found[1])
        if found[2] or found[3]:
            yield 0, int(found[1]), int(found[2] or found[3])


def _plain(number: str) -> str:
    """Give "1.800" as "1800", "03" as "3" and "3,50" as "3.5"."""
    groups = re.split(r"[.,]", number)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):  # noqa: PLR2004
        return "".join(groups).lstrip("0") or "0"
    whole = groups[0].lstrip("0") or "0"
    rest = ".".join(groups[1:]).rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _measured(text: str) -> Iterator[tuple[str, str]]:
    """Give every number that stands before a unit: digits, and small numbers in words."""
    for number, unit in _MEASURED.findall(text):
        yield _plain(number), _same_unit(unit)
    for word, unit in _SPELLED_MEASURED.findall(text):
        yield _SPELLED[word.lower()] or word.lower(), _same_unit(unit)


def _same_unit(unit: str) -> str:
    lowered = unit.lower()
    return {"tỉ": "tỷ", "ngàn": "nghìn", "phần trăm": "%", "đ": "đồng", "h": "giờ"}.get(
        lowered, lowered
    )


def _foreign_names(text: str, known: _Known) -> Iterator[str]:
    for sentence in split_sentences(text) or (text,):
        start = re.match(r"\W*", sentence)
        first = start.end() if start else 0
        for at, name in _capital_runs(sentence):
            if known.says(name) or (at == first and _may_open(name, known)):
                continue
            yield name


def _capital_runs(sentence: str) -> Iterator[tuple[int, str]]:
    """Give the runs of words with capitals, with where they begin: "Nguyễn Văn An", "TP.HCM"."""
    start = end = -1
    for word in _NAME_WORD.finditer(sentence):
        if not word.group()[0].isupper():
            continue
        if start >= 0 and sentence[end : word.start()] == " ":
            end = word.end()
            continue
        if start >= 0:
            yield start, sentence[start:end]
        start, end = word.span()
    if start >= 0:
        yield start, sentence[start:end]


def _may_open(name: str, known: _Known) -> bool:
    """Say whether only the sentence's beginning made the first word a capital one."""
    first, _, rest = name.partition(" ")
    word = exact_form(first)
    return (word in _OPENERS or word in known.lower_words) and (not rest or known.says(rest))
