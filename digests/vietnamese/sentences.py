"""Sentences: where one ends in Vietnamese news text.

A full stop also stands in "TP. Hà Nội", "PGS.TS. Lê An", "anh N.V.A.", "Q. 1", "1.000 đồng" and
"1. Nội dung"; a sentence may end inside a quotation that goes on. Whoever quotes a sentence must
quote all of it, so nothing is parted inside a quotation or a bracket that closes soon enough.
"""

import re
from collections.abc import Iterator

from digests.vietnamese.syllables import is_syllable

_SPELLED_ABBREVIATIONS = """
    tp t.p tx tt tnhh kp st đc đt đ/c gs pgs ts ths th.s bs bsckii bscki ck cki ckii ks cn
    ls lm nxb vd v.d nsnd nsưt ns nghs tsth dr mr mrs ms jr sr prof gen sgt capt col lt st no vs
    fig vol pp cf etc co ltd inc corp u.s u.k e.g i.e a.m p.m mt ft tw t.ư t.w hđ bch ubnd
    hlv đd dv s.n sn tk khktqs pct ct gđ pgđ gđ đvt sđt fax tel
"""
_ABBREVIATIONS = frozenset(_SPELLED_ABBREVIATIONS.split())
_NEVER_LAST = _ABBREVIATIONS - frozenset({"tnhh", "ubnd", "p.m", "a.m", "tw", "bch", "ct", "đt"})
_SPELLED_OPENERS = """
    theo sau tại trước khi ngày tuy nhưng hiện ông bà anh chị em cô chú bác cơ công sáng chiều tối
    trưa đêm hôm đến từ trong ngoài bên do vì nếu đây đó đồng qua được cũng còn và ở với để lúc
    ngay năm tháng vụ cả các những một hai ba người nạn gia bị cháu họ khoảng nhiều cùng mặc
"""
_OPENERS = frozenset(_SPELLED_OPENERS.split())
_STOP = re.compile(
    r"(?P<mark>[.!?…。]+)(?P<close>[\"”’'»)\]]*)(?P<gap>\s+|(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])|$)"
)
_TOKEN_BEFORE = re.compile(r"[^\s(\[\"“‘«]*$")
_INITIALS = re.compile(r"(?:[A-ZĐƯƠÔÂÊĂÁ][hrg]?\.)*[A-ZĐƯƠÔÂÊĂÁ][hrg]?")
_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[a-zđA-ZĐ]|[IVX]{1,5})")
_FIRST_ENUMERATORS = frozenset("1aAI")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_NEXT_WORDS = re.compile(r"[\"“‘'«(\[–—•\s-]*(?P<first>\w+)(?:\s+(?P<second>\w+))?")
_BULLET = re.compile(r"^\s*(?:[-–—•●▪■◦‣⁃*+►➤→·✓✔]+)\s+")
_BULLET_INSIDE = re.compile(r"\s+[•●▪■◦‣►➤✓✔]\s+")
_PAIRS = {"“": "”", "«": "»", "(": ")", "[": "]"}
_ENCLOSING = re.compile(r"[\"“”«»()\[\]]")
_LONGEST_ENCLOSED = 420
_CLOSING = "\"”’'»)]"


def split_sentences(text: str) -> tuple[str, ...]:
    """Give the sentences of ``text`` in order, without the marks of bullets.

    Every sentence is a part of ``text`` as it stands; lines are never joined. Text without
    punctuation is one sentence a line. Nothing is given for a text without letters or digits.
    """
    return tuple(
        sentence
        for line in text.splitlines()
        for item in _BULLET_INSIDE.split(line)
        for sentence in _sentences_of(_BULLET.sub("", item).strip())
        if any(map(str.isalnum, sentence))
    )


def _sentences_of(line: str) -> Iterator[str]:
    if not _STOP.search(line):
        yield line
        return
    enclosed = _enclosed(line)
    start = 0
    for stop in _STOP.finditer(line):
        cut = stop.end("close")
        if cut >= len(line) or any(a < stop.start() and cut < b for a, b in enclosed):
            continue
        if _ends_sentence(line, start, stop):
            yield line[start:cut].strip()
            start = cut
    rest = line[start:].strip()
    if rest:
        yield rest


def _enclosed(line: str) -> list[tuple[int, int]]:
    """Give the stretches of quotations and brackets that close within reach."""
    found: list[tuple[int, int]] = []
    straight: int | None = None
    open_at: list[tuple[str, int]] = []
    for mark in _ENCLOSING.finditer(line):
        at, letter = mark.start(), mark.group()
        if letter == '"':
            if straight is not None:
                found.append((straight, at + 1))
            straight = at if straight is None else None
        elif letter in _PAIRS:
            open_at.append((_PAIRS[letter], at))
        elif open_at and letter == open_at[-1][0]:
            found.append((open_at.pop()[1], at + 1))
    return [(a, b) for a, b in found if b - a <= _LONGEST_ENCLOSED]


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    following = _NEXT_WORDS.match(line, stop.end())
    if following is None or following["first"][0].islower():
        return False
    if not stop["gap"] and not _is_missing_space(line, stop, following):
        return False
    if stop["mark"] != "." or stop["close"]:
        return True
    token = _TOKEN_BEFORE.search(line, start, stop.start())
    before = token.group() if token else ""
    if _enumerates(line[start : stop.start() - len(before)].rstrip(), before):
        return False
    if _INITIALS.fullmatch(before) and before.lower() not in _NEVER_LAST:
        return _name_ends(line, stop, following)
    last_part = before.lower().rsplit(".", 1)[-1]
    return before.lower() not in _NEVER_LAST and (
        last_part == before.lower() or last_part not in _NEVER_LAST
    )


def _enumerates(head: str, token: str) -> bool:
    """Say whether ``token`` numbers an item: "2. Đeo găng", "các bước: 1. Rửa tay"."""
    if head:
        return head.endswith((":", ";")) and token in _FIRST_ENUMERATORS
    return bool(_ENUMERATOR.fullmatch(token))


def _is_missing_space(line: str, stop: re.Match[str], following: re.Match[str]) -> bool:
    """Say whether two words grew together at a full stop: "xảy ra.Theo"."""
    last = _LAST_WORD.search(line, 0, stop.start())
    if last is None or len(last.group()) < 2 or not last.group().islower():  # noqa: PLR2004
        return False
    return is_syllable(last.group()) and is_syllable(following["first"].lower())


def _name_ends(line: str, stop: re.Match[str], following: re.Match[str]) -> bool:
    """Say whether a sentence ends after initials: "bà Lê Thị V. Theo", not "Donald J. Trump"."""
    if line[stop.end() : stop.end() + 1] in "([":
        return False
    first, second = following["first"], following["second"]
    if not is_syllable(first.lower()):
        return False
    return first.lower() in _OPENERS or (len(first) > 1 and bool(second) and second.islower())


def is_whole(sentence: str) -> bool:
    """Say whether ``sentence`` stands alone as written: begun, ended, brackets and quotes closed.

    "(55 tuổi) đến làm việc", "ông Lưu Thế B." (the rest follows in brackets) and half a quotation
    are not whole.
    """
    if not is_closed(sentence) or not _begins(sentence):
        return False
    if sentence.count('"') % 2 or any(
        sentence.count(a) != sentence.count(b) for a, b in _PAIRS.items()
    ):
        return False
    bare = sentence.rstrip(_CLOSING)
    token = _TOKEN_BEFORE.search(bare, 0, len(bare) - 1)
    last = token.group() if token else ""
    return not (_INITIALS.fullmatch(last) or last.lower() in _NEVER_LAST)


def is_closed(sentence: str) -> bool:
    """Say whether ``sentence`` ends with a mark that ends sentences, quotes and brackets aside."""
    return sentence.rstrip(_CLOSING).endswith((".", "!", "?", "…"))


def _begins(sentence: str) -> bool:
    first = sentence.lstrip("\"“‘«'[")[:1]
    return first.isupper() or first.isdigit()
