"""Who wrote it: names from the byline a reader sees, else from what the page states."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from collections.abc import Iterable

from digests.pages import signals
from digests.pages.blocks import Block
from digests.pages.headline import key
from digests.pages.layout import Layout
from digests.pages.tree import Element
from digests.vietnamese.cleaning import clean
from digests.vietnamese.prefixes import (
    is_labelled_byline,
    looks_like_name,
    read_byline,
    split_names,
)
from digests.vietnamese.times import find_moment

_NOT_NAMES = re.compile(
    r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|hôm nay|tháng .+|"
    r"tác giả|phóng viên|biên tập viên|theo dõi|xem thêm|chia sẻ|admin|administrator|ban "
    r"biên tập|editor|theo|nguồn|bài viết|ctv|toà soạn|tòa soạn|root|webmaster|unknown|liên hệ|"
    r"gmt\+?7?|bình luận|facebook|zalo|twitter|by|bởi|viết bởi|đăng bởi|posted by|"
    r"(?:báo|tạp chí|đài (?:tiếng|phát|truyền)|cổng|trang (?:chủ|nhất|tin)|tin|đọc|xem|in|gửi|"
    r"nghe|chia|cỡ)\b.*)$",
    re.IGNORECASE,
)
_NOT_WRITERS = (
    "ảnh", "clip", "video", "đồ h", "hình", "thiết kế", "trình bày", "kỹ thuật", "infographic",
    "biên tập",
)  # fmt: skip
_CLOCK_WORDS = re.compile(
    r"\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?:\s?(?:AM|PM|SA|CH))?\b|\(?\b(?:GMT|UTC)\s?\+?\s?7\)?|"
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày|lúc|cập nhật)\b:?",
    re.IGNORECASE,
)
_LINE_BREAKS = re.compile(r"\s*[|•·\n]\s*|\s+[-–—]\s*|\s*[-–—]\s+|\s*,\s*$|^\s*,\s*")
_BRACKETED = re.compile(r"^\(.*\)$")
_TAIL_BLOCKS = 5
_MOST_MARKED = 60
_LONGEST_LINE = 300


def find_authors(
    layout: Layout,
    used: set[Block],
    stated: Iterable[tuple[str, ...]],
    *,
    title: str,
    brands: tuple[str, ...],
) -> tuple[tuple[str, ...], set[Block]]:
    """Give the authors and the blocks of the body that are nothing but their byline.

    ``stated`` are the names that the page's data gives, best first.
    """
    lines = _closing_bylines(layout, used, brands)
    consumed = {block for block, _, sure in lines if sure or _is_of_others(block.text)}
    named = _named_elements(layout, used, brands)
    strong = _merge(names for _, names, sure in lines if sure)
    stated_names = next(
        (names for names in (_kept(names, brands) for names in stated) if names), ()
    )
    weak = _merge(names for _, names, sure in lines if not sure)
    if (
        named
        and strong
        and not set(map(key, named)) & set(map(key, strong))
        and set(map(key, stated_names)) & set(map(key, strong))
    ):
        named = strong
    opening = () if named or strong or stated_names else _opening_names(layout, used, title, brands)
    authors = named or strong or stated_names or opening or weak
    if not (named or strong):
        consumed |= {block for block, names, _ in lines if set(names) <= set(authors)}
    return authors, consumed


def _merge(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for group in groups:
        for name in group:
            names.setdefault(key(name), name)
    return tuple(names.values())


def _kept(names: Iterable[str], brands: tuple[str, ...]) -> tuple[str, ...]:
    found: list[tuple[str, ...]] = []
    for name in names:
        if "://" in name or "@" in name:
            continue
        found.append(
            tuple(
                n
                for n in split_names(name, brands)
                if looks_like_name(n) and not _NOT_NAMES.match(n)
            )
        )
    return _merge(found)


def _named_elements(layout: Layout, used: set[Block], brands: tuple[str, ...]) -> tuple[str, ...]:
    """Read the innermost elements that are called author, byline and the like.

    Those of photos are not among them: what is ``used`` is a caption or a credit.
    """
    captions = {block.element for block in used}
    marked = [
        e
        for e in _outside(layout.frame, layout.noise)
        if _is_author_element(e, layout.frame) and captions.isdisjoint(e.walk())
    ][:_MOST_MARKED]
    inner = [e for e in marked if not any(o is not e and e in set(o.ancestors()) for o in marked)]
    names = _merge(_names_in(element, brands) for element in inner)
    if names or not marked:
        return names
    return _merge(_names_in(element, brands) for element in marked)


def _opening_names(
    layout: Layout, used: set[Block], title: str, brands: tuple[str, ...]
) -> tuple[str, ...]:
    """Read names above the body that no class tells: under the headline, or by the date."""
    opening = (b for b in (*layout.head, *layout.body[:3]) if b.picture is None and b not in used)
    blocks = [b for b in opening if len(b.text) < 160]
    after_title = next(
        (i + 1 for i, b in enumerate(blocks) if key(b.text) == key(title)), len(blocks)
    )
    for at, block in enumerate(blocks):
        moment = find_moment(block.text)
        if moment is not None and len(block.text.split()) <= 24:
            near = [block, *blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
        elif at >= after_title:
            near = [block]
        else:
            continue
        names = _merge(_line_names(one, brands) for one in near)
        if names:
            return names
    return ()


def _line_names(block: Block, brands: tuple[str, ...]) -> tuple[str, ...]:
    """Give the full names of a line: those of its pieces, else the whole line's."""
    whole = block.element.tag != "body" and len(block.element.text()) <= _LONGEST_LINE
    pieces = _pieces(block.element) if whole else []
    for candidates in (pieces, [block.text], _around_time(block.text)):
        names = _merge(read_byline(piece.split("|")[0].strip(), brands) for piece in candidates)
        names = tuple(n for n in names if " " in n and not _NOT_NAMES.match(n))
        if names:
            return names
    return ()


def _around_time(text: str) -> list[str]:
    """Give what a line says besides its date: "An Dương - 08/07/2019, 16:38" gives "An Dương"."""
    moment = find_moment(text)
    if moment is None:
        return []
    rest = f"{text[: moment.start]}\n{text[moment.end :]}"
    pieces = (piece.strip(" ,;:-–—") for piece in _LINE_BREAKS.split(_CLOCK_WORDS.sub("\n", rest)))
    return [piece for piece in pieces if piece]


def _outside(top: Element, noise: frozenset[Element]) -> Iterable[Element]:
    stack = [top]
    while stack:
        element = stack.pop()
        if element in noise:
            continue
        yield element
        stack.extend(reversed(element.kids))


def _is_author_element(element: Element, frame: Element) -> bool:
    if element.tag in ("img", "figure", "table", "body", "meta", "time", "h1"):
        return element.tag == "meta" and "author" in element.words
    if not signals.has(element, signals.AUTHOR, signals.AUTHOR_PARTS):
        return False
    for around in (element, *element.ancestors()):
        if around is frame:
            break  # a table around the whole article is its layout
        if around.tag in ("figure", "figcaption", "table") or signals.has(
            around, signals.CAPTION, signals.CAPTION_PARTS
        ):
            return False
    return True


def _names_in(element: Element, brands: tuple[str, ...]) -> tuple[str, ...]:
    if element.tag == "meta":
        return _kept([element.get("content")], brands)
    whole = clean(element.text())
    if not whole or len(whole) > 300:
        return ()
    pieces = _pieces(element)
    links = [e for e in element.walk() if e.tag == "a" and clean(e.text())]
    if len(links) <= 1 and len(pieces) <= 2:
        names = tuple(n for n in read_byline(whole, brands) if not _NOT_NAMES.match(n))
        if names:
            return names
    return _kept(pieces, brands)


def _pieces(element: Element) -> list[str]:
    """Give every text below an element by itself: names side by side have only markup between."""
    found: list[str] = []
    for below in element.walk():
        if below.tag == "time" or signals.has(below, signals.DATE):
            continue
        found.extend(
            text
            for text in (clean(c) for c in below.children if isinstance(c, str))
            if re.search(r"\w", text) and not _BRACKETED.match(text)
        )
    return found


def _closing_bylines(
    layout: Layout, used: set[Block], brands: tuple[str, ...]
) -> list[tuple[Block, tuple[str, ...], bool]]:
    """Give the bylines among the last lines, each with whether it is surely one."""
    texts = [b for b in layout.body if b.picture is None and b not in used and b.linked <= 0.5]
    found = []
    for block in (
        *texts[-_TAIL_BLOCKS:],
        *(b for b in layout.tail[:_TAIL_BLOCKS] if b.picture is None),
    ):
        names = tuple(n for n in read_byline(block.text, brands) if not _NOT_NAMES.match(n))
        if not names or block.text in layout.beside:
            continue
        if block.linked > 0.5 and not is_labelled_byline(block.text):
            continue
        found.append((block, names, _is_sure(block, texts, layout.tail)))
    return found


def _is_of_others(line: str) -> bool:
    """Say whether a labelled line names those who drew, filmed or set the article."""
    return is_labelled_byline(line) and line.lower().startswith(_NOT_WRITERS)


def _is_sure(block: Block, texts: list[Block], tail: list[Block]) -> bool:
    if is_labelled_byline(block.text) and not _is_of_others(block.text):
        return True
    if signals.has(block.element, signals.AUTHOR, signals.AUTHOR_PARTS):
        return True
    plain = [b for b in texts if b is not block and len(b.text) > 60]
    apart = block.align == "right" and not all(b.align == "right" for b in plain)
    return apart or (block.bold > 0.8 and not block.heading and block in (*texts[-2:], *tail[:2]))
