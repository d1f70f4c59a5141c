"""An article as people copy it from a page: headline, date line, lead, captions, body, byline."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from dataclasses import dataclass
from datetime import datetime

from digests.errors import PageError
from digests.model import Article, Photo
from digests.pages.furniture import lines_of
from digests.pages.headline import key
from digests.pages.signals import POINTER, is_noise_heading
from digests.vietnamese.prefixes import (
    is_bare_caption,
    is_labelled_byline,
    is_only_credit,
    read_byline,
    split_credit,
    split_lead,
)
from digests.vietnamese.sentences import split_sentences
from digests.vietnamese.times import find_moment

LONGEST_TEXT = 1_000_000
_LONGEST_TITLE, _SHORTEST_LEAD, _LONGEST_CAPTION = 300, 30, 400
_LEAST_TEXT = 60
_HEAD_LINES = 6
_NEWS_OPENING = re.compile(
    r"(?:Ngày|Theo|Sáng|Chiều|Tối|Trưa|Đêm|Rạng sáng|Hôm|Mới đây|Trước đó|Tuy nhiên|Vụ việc|"
    r"Được biết|Hiện|Liên quan|Tại|Trong|Sau|Khi|Cụ thể|Bên cạnh|"
    r"Ngoài ra|Đây|Đó|Như|Cùng|Nếu|Vì|Do|Để|Từ|Với|Đồng thời|Thông tin|Khoảng|Vào|Lúc)\b"
)
_SAYING = re.compile(
    r"\b(?:cho biết|cho hay|chia sẻ|khẳng định|nhấn mạnh|nói rằng|thông tin|tuyên bố)\b"
)


@dataclass(slots=True)
class _Copied:
    """The lines that are still to be understood, and what was understood."""

    lines: list[str]
    title: str = ""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None


def read_text(text: str, *, url: str | None = None) -> Article:
    """Read an article out of copied text.

    Raises:
        PageError: ``empty``, ``too_large`` or ``no_article``.
    """
    if len(text) > LONGEST_TEXT:
        raise PageError(f"the text is too large: {len(text):,} characters", reason="too_large")
    lines, address = lines_of(text)
    if not lines:
        raise PageError("the text is empty", reason="empty")
    copied = _Copied(lines)
    _take_head(copied)
    _take_bylines(copied)
    captions = _take_captions(copied)
    lead, prefix, own = _take_lead(copied)
    if len(lead or "") + sum(map(len, copied.lines)) < _LEAST_TEXT or not copied.title:
        raise PageError("the text holds no article", reason="no_article")
    return Article(
        title=copied.title,
        url=url or address,
        lead=lead,
        lead_prefix=prefix,
        lead_is_own=own,
        published=copied.published,
        authors=copied.authors,
        photos=captions,
        paragraphs=tuple(copied.lines),
        section=copied.section,
        language="vi",
    )


def _take_head(copied: _Copied) -> None:
    """Take headline, date line and section off the top: they stand above the first long line."""
    long_at = next(
        (i for i, line in enumerate(copied.lines) if i and len(line) > 120),
        len(copied.lines),
    )
    head, rest = (
        copied.lines[: min(long_at, _HEAD_LINES)],
        copied.lines[min(long_at, _HEAD_LINES) :],
    )
    dated = next((i for i, line in enumerate(head) if _is_date_line(line)), None)
    if dated is not None:
        moment = find_moment(head[dated])
        copied.published = moment.when if moment else None
    others = [i for i in range(len(head)) if i != dated]
    place = _title_index(head, others, dated)
    if place is None:
        copied.lines = rest
        return
    copied.title = head[place]
    kept = [head[i] for i in others if i > place]
    copied.section = next((head[i] for i in others if i < place and len(head[i]) < 40), None)
    copied.lines = [line for line in kept if key(line) != key(copied.title)] + rest


def _title_index(head: list[str], others: list[int], dated: int | None) -> int | None:
    """Choose the headline: the longest line before the date line, else the first line."""
    before = [i for i in others if (dated is None or i < dated)]
    if dated is not None and before:
        return max(
            before,
            key=lambda i: (
                (min(len(head[i]), _LONGEST_TITLE) > 20, -i)
                if len(head[i]) <= _LONGEST_TITLE
                else (False, -i)
            ),
        )
    return others[0] if others else None


def _is_date_line(line: str) -> bool:
    moment = find_moment(line) if len(line) < 120 else None
    if moment is None:
        return False
    return len(line.split()) <= (16 if moment.has_clock else 8)


def _take_bylines(copied: _Copied) -> None:
    """Take the byline off the end, or the one under the headline, and what is after it."""
    lines = copied.lines
    for i, line in enumerate(lines):
        if i > 2 and is_noise_heading(line):
            del lines[i:]
            break
    while lines and (POINTER.match(lines[-1]) and len(lines[-1]) < 40):
        lines.pop()
    labelled = [
        i
        for i in range(max(0, len(lines) - 4), len(lines))
        if is_labelled_byline(lines[i]) and not is_only_credit(lines[i])
    ]
    if labelled:
        copied.authors = read_byline(lines[labelled[-1]])
        del lines[labelled[-1]]
        return
    if lines and read_byline(lines[-1]):
        copied.authors = read_byline(lines.pop())
        return
    for i, line in enumerate(lines[:2]):
        if read_byline(line) and len(lines) > i + 1:
            copied.authors = read_byline(line)
            del lines[i]
            return


def _take_captions(copied: _Copied) -> tuple[Photo, ...]:
    """Take the captions: lines said twice, lines with a credit, lone lines without an end."""
    lines = copied.lines
    kept: list[str] = []
    photos: list[Photo] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        following = lines[i + 1] if i + 1 < len(lines) else ""
        twice = _same_caption(line, following)
        caption, credit = split_credit(line)
        if not twice and is_only_credit(line) and photos and i and not photos[-1].credit:
            photos[-1] = Photo(None, photos[-1].caption, credit)
        elif (
            twice
            or (kept and is_bare_caption(line))
            or (credit and len(line) <= _LONGEST_CAPTION and kept)
            or _is_lone_caption(lines, i, copied.title)
        ):
            if twice and credit is None:
                caption, credit = split_credit(following)
            if not any(key(caption) == key(photo.caption or "") for photo in photos):
                photos.append(Photo(None, caption or None, credit))
            i += int(twice)
        else:
            kept.append(line)
        i += 1
    said = {key(photo.caption or "") for photo in photos}
    copied.lines = [line for line in kept if key(line) not in said]
    return tuple(photos)


def _same_caption(line: str, following: str) -> bool:
    if not following or len(line) > _LONGEST_CAPTION:
        return False
    one, other = key(split_credit(line)[0]), key(split_credit(following)[0])
    return bool(one) and one == other


def _is_lone_caption(lines: list[str], i: int, title: str) -> bool:
    """Say whether a line said once is a caption: one sentence that no paragraph would be.

    Either it has no end (and is too long for a heading), or it stands right under the lead, where
    a page has its first picture, and says again what headline, lead or a later paragraph say.
    """
    line = lines[i]
    words = line.split()
    if i == 0 or not 4 <= len(words) <= 45 or len(split_sentences(line)) > 1:
        return False
    if not line[0].isupper() or _begins_prose(line):
        return False
    if line[-1] not in ".?!:;…”\"',":
        return len(words) >= 12 and i + 1 < len(lines)
    if i != 1 or line[-1] != "." or i + 1 >= len(lines):
        return False
    own = key(line)
    if any(key(other).startswith(own) for other in lines[i + 1 :]):
        return True
    known = set(f"{title} {lines[0]}".casefold().split())
    shared = sum(word.casefold().strip(".,") in known for word in words)
    return shared * 10 > len(words) * 6


def _begins_prose(line: str) -> bool:
    openings = _NEWS_OPENING.match(line) or POINTER.match(line)
    return openings is not None or _SAYING.search(line) is not None


def _take_lead(copied: _Copied) -> tuple[str | None, str | None, bool]:
    """Take the lead: the first line that is long enough; it is the publisher's own by its prefix.

    A copied text keeps no type, so its first paragraph counts as the lead that a site prints first.
    """
    for i, line in enumerate(copied.lines):
        prefix, rest = split_lead(line)
        if len(rest) >= _SHORTEST_LEAD or prefix:
            del copied.lines[i]
            return rest, prefix, True
    return None, None, True
