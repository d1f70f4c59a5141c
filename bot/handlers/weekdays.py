"""Which days of the week a person means: "thứ 2-6", "t7, cn", "weekdays". Pure."""

import re

from digests.model import EVERY_DAY
from digests.vietnamese.folding import fold

_NAMED = {
    "ngay thuong": (0, 1, 2, 3, 4),
    "ngay lam viec": (0, 1, 2, 3, 4),
    "trong tuan": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "cuoi tuan": (5, 6),
    "weekend": (5, 6),
    "weekends": (5, 6),
    "cac ngay trong tuan": EVERY_DAY,
    "tat ca cac ngay": EVERY_DAY,
    "moi ngay": EVERY_DAY,
    "hang ngay": EVERY_DAY,
    "ca tuan": EVERY_DAY,
    "every day": EVERY_DAY,
    "daily": EVERY_DAY,
}
_COUNTED = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(
    r"(?P<vietnamese>(?:thu|t)\s*(?:[2-7](?![\d:hg])|(?:hai|ba|tu|nam|sau|bay)\b))"
    r"|(?P<sunday>chu nhat\b|cn\b)"
    r"|(?P<english>(?:mon|tue|wed|thu(?!\s*\d)|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?\b)"
    r"|(?P<bare>[2-7](?![\d:hg]))"
)
_FIRST = re.compile(r"^(?:chi|only|vao|on|cac|tu|from)\s+(?!ngay\b)")
_TO = re.compile(r"\s*(?:-|–|\bden\b|\btoi\b|\bto\b)\s*")
_AND = re.compile(r"[\s,;]*(?:\bva\b|\band\b)?[\s,;]*")


def read_days(words: str) -> tuple[int, ...] | None:
    """Give the days that ``words`` name, Monday being 0, in order; ``None`` for anything else.

    A number alone is a day only behind one that is called so: "thứ 2, 4, 6".
    """
    rest = fold(words.lower().replace("thứ", "t")).strip()  # "thu" alone is Thursday
    rest = _FIRST.sub("", rest)
    if rest in _NAMED:
        return _NAMED[rest]
    days: list[int] = []
    to = counted = False
    while rest:
        match = _DAY.match(rest)
        if match is None or (match["bare"] and not counted):
            return None
        counted = counted or match["vietnamese"] is not None
        day = _day(match)
        days += _between(days[-1], day) if to else [day]
        rest = rest[match.end() :]
        joint = _TO.match(rest)
        to = joint is not None
        joint = joint or _AND.match(rest)
        rest = rest[joint.end() :] if joint else rest
    return None if to or not days else tuple(sorted({*days}))


def _day(match: re.Match[str]) -> int:
    if match["sunday"]:
        return 6
    if match["english"]:
        return _ENGLISH.index(match["english"][:3])
    name = (match["vietnamese"] or match["bare"]).removeprefix("thu").removeprefix("t").strip()
    return int(name) - 2 if name.isdecimal() else _COUNTED[name]


def _between(first: int, last: int) -> list[int]:
    """Give the days after ``first`` to ``last``; the week goes round."""
    return [(first + ahead) % 7 for ahead in range(1, (last - first) % 7 + 1)]


def toggled_day(days: tuple[int, ...], day: int) -> tuple[int, ...]:
    """Give the days with ``day`` put in or taken out; the last one stays."""
    if day in days:
        return tuple(one for one in days if one != day) or days
    return tuple(sorted({*days, day}))
