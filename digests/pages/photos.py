"""Photos with their captions and credits, out of the row of blocks.

A caption is looked for where it may stand: in the figure, in the table, in the wrapper around the
picture, in the plain paragraph beneath, and last in the picture's own ``alt`` and ``title``.
"""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from digests.model import Photo
from digests.pages import signals
from digests.pages.blocks import Block
from digests.pages.captions import ALT_TAIL, LONGEST_CREDIT, caption_and_credit, spoken_caption
from digests.pages.headline import key
from digests.pages.pictures import address_of, sides_of, smaller_address
from digests.pages.tree import Element, word_set
from digests.vietnamese.cleaning import clean
from digests.vietnamese.prefixes import is_bare_caption, is_only_credit, split_credit

_LONGEST_CAPTION, _SHORT_CAPTION = 700, 300
_WRAPPER = word_set(
    """
    image images img photo photos picture pic figure media anh hinh thumb thumbnail tplcaption
    imgwrap imagewrap embed slide item gallery swiperslide carousel expnoeditimg
    vcsortableinpreviewmode wpcaption
    """
)
_WRAPPER_PARTS = ("image", "photo", "picture", "figure", "caption")
_SMALL = re.compile(
    r"font-size\s*:\s*(?:1[0-3]px|small|smaller|0?\.[0-9]+r?em|[89]pt|10pt)", re.IGNORECASE
)


@dataclass(slots=True)
class Gathered:
    """The photos found, and the blocks that were captions or credits."""

    photos: list[Photo] = field(default_factory=list)
    used: set[Block] = field(default_factory=set)


def gather_photos(blocks: list[Block], container: Element, *, title: str, base: str) -> Gathered:
    """Give the photos of a row of blocks in order, each address once."""
    found = Gathered()
    places: dict[str, int] = {}
    blocks = _without_doubles(blocks, base)
    counts = _picture_counts(blocks)
    for i, block in enumerate(blocks):
        if block.picture is None:
            continue
        url = address_of(block.picture, base)
        if url is None:
            # A picture that cannot be had still has its caption in its figure, not in the text.
            figure = _in_figure(block.element, container, counts)
            found.used.update(_texts_within(blocks, i, figure, found.used) if figure else ())
            continue
        texts = _caption_blocks(blocks, i, container, found.used, counts)
        found.used.update(texts)
        photo = _photo(block.picture, url, texts, title)
        photo = replace(photo, smaller=smaller_address(block.picture, base, than=url))
        if url in places:
            old = found.photos[places[url]]
            if photo.caption and (not old.caption or (photo.credit and not old.credit)):
                found.photos[places[url]] = photo
            continue
        places[url] = len(found.photos)
        found.photos.append(photo)
    return found


def _without_doubles(blocks: list[Block], base: str) -> list[Block]:
    """Leave out a picture that stands twice in a row: for readers with and without scripts."""
    kept: list[Block] = []
    last: str | None = None
    for block in blocks:
        address = address_of(block.picture, base) if block.picture is not None else None
        if address is not None and address == last:
            continue
        last = address
        kept.append(block)
    return kept


def _picture_counts(blocks: list[Block]) -> dict[Element, int]:
    """Count the pictures below every element that has any."""
    counts: dict[Element, int] = {}
    for block in blocks:
        if block.picture is not None:
            for element in (block.element, *block.element.ancestors()):
                counts[element] = counts.get(element, 0) + 1
    return counts


def _photo(img: Element, url: str, texts: list[Block], title: str) -> Photo:
    caption, credit = caption_and_credit(texts)
    if not caption:
        caption = spoken_caption(img, title)
        if caption and credit is None:
            caption, credit = split_credit(caption)
    width, height = sides_of(img)
    return Photo(url, caption or None, credit or None, width, height)


def _caption_blocks(
    blocks: list[Block], at: int, container: Element, used: set[Block], counts: dict[Element, int]
) -> list[Block]:
    picture = blocks[at]
    for find in (_in_figure, _in_table, _in_wrapper):
        around = find(picture.element, container, counts)
        if around is not None:
            texts = _texts_within(blocks, at, around, used)
            if find is _in_wrapper:
                texts = _like_the_first(texts)
            if texts:
                return _with_following_credit(blocks, at, texts, used)
            if find is _in_figure:
                break
    texts = _beneath(blocks, at, used)
    return _with_following_credit(blocks, at, texts, used) if texts else []


def _like_the_first(texts: list[Block]) -> list[Block]:
    """Give the texts up to the first that is no caption, where the first one looks like one."""
    if not texts or not is_caption_like(texts[0]):
        return texts
    ends = (
        i
        for i, block in enumerate(texts)
        if len(block.text) > LONGEST_CREDIT / 2
        and not is_caption_like(block)
        and not is_only_credit(block.text)
    )
    return texts[: next(ends, len(texts))]


def _in_figure(
    element: Element,
    container: Element,
    counts: dict[Element, int],  # noqa: ARG001 - as its kin
) -> Element | None:
    for around in (element, *element.ancestors()):
        if around is container:
            return None
        if around.tag == "figure" or any(
            isinstance(c, Element) and c.tag == "figcaption" for c in around.children
        ):
            return around
    return None


def _in_table(element: Element, container: Element, counts: dict[Element, int]) -> Element | None:
    """Give the table around a picture that holds only pictures and their captions."""
    for around in (element, *element.ancestors()):
        if around is container:
            return None
        if around.tag == "table":
            return (
                around
                if len(clean(around.text())) <= _LONGEST_CAPTION * counts.get(around, 1)
                else None
            )
    return None


def _in_wrapper(element: Element, container: Element, counts: dict[Element, int]) -> Element | None:
    """Give the widest element that is only about this picture and has words."""
    best = None
    for around in (element, *element.ancestors()):
        if (
            around is container
            or around.tag in ("body", "tr", "tbody", "table")
            or counts.get(around, 0) != 1
        ):
            break
        text = clean(around.text())
        if len(text) > (len(clean(best.text())) + LONGEST_CREDIT if best else _LONGEST_CAPTION):
            break
        if text and (
            signals.has(around, _WRAPPER, _WRAPPER_PARTS)
            or _has_caption_child(around)
            or (
                around.tag in ("div", "span", "section", "center", "li")
                and len(text) <= _SHORT_CAPTION
            )
        ):
            best = around
    return best


def _has_caption_child(element: Element) -> bool:
    return any(
        below is not element and signals.has(below, signals.CAPTION, signals.CAPTION_PARTS)
        for below in element.walk()
    )


def _texts_within(blocks: list[Block], at: int, around: Element, used: set[Block]) -> list[Block]:
    """Give the unused texts of ``around`` that belong to the picture: up to the next picture."""
    below = set(around.walk())
    after: list[Block] = []
    for block in blocks[at + 1 :]:
        if block.element not in below:
            break
        if block.picture is not None:
            if after:
                break
            continue
        if block not in used:
            after.append(block)
    if after and not all(is_only_credit(block.text) for block in after):
        return after[:1] if around.tag == "table" and _columns(after) else after
    before = []
    for block in reversed(blocks[:at]):
        if block.element not in below or block.picture is not None:
            break
        if block not in used:
            before.append(block)
    return [*reversed(before), *after]


def _columns(texts: list[Block]) -> bool:
    """Say whether texts stand side by side in cells of one row: each belongs to its own picture."""
    cells = {id(_cell(block.element)) for block in texts}
    rows = {id(_row(block.element)) for block in texts}
    return (
        len(cells) > 1 and len(rows) == 1 and not any(is_only_credit(block.text) for block in texts)
    )


def _cell(element: Element) -> Element | None:
    return next(
        (e for e in (element, *element.ancestors()) if e.tag in ("td", "th", "caption")), None
    )


def _row(element: Element) -> Element | None:
    return next((e for e in (element, *element.ancestors()) if e.tag == "tr"), None)


def _with_following_credit(
    blocks: list[Block], at: int, texts: list[Block], used: set[Block]
) -> list[Block]:
    """Add a block right behind the caption that is only a credit."""
    place = next((i for i in range(at, len(blocks)) if blocks[i] is texts[-1]), None)
    if place is not None and place + 1 < len(blocks):
        following = blocks[place + 1]
        if following.picture is None and following not in used and is_only_credit(following.text):
            return [*texts, following]
    return texts


def _beneath(blocks: list[Block], at: int, used: set[Block]) -> list[Block]:
    """Give the caption that stands as a paragraph under (or as one line with) the picture."""
    following = next((b for b in blocks[at + 1 : at + 4] if b.picture is None), None)
    if following is None or following in used or len(following.text) > _LONGEST_CAPTION // 1.5:
        return []
    picture = blocks[at].picture
    spoken = (
        [key(ALT_TAIL.sub("", clean(picture.get(name)))) for name in ("alt", "title")]
        if picture
        else []
    )
    if (
        _shares_paragraph(blocks, at)
        or is_caption_like(following)
        or _only_under_pictures(following, blocks)
        or (len(following.text) > 15 and key(split_credit(following.text)[0]) in spoken)
    ):
        return [following]
    return []


def _only_under_pictures(following: Block, blocks: list[Block]) -> bool:
    """Say whether a text is of a kind, by its tag and class, that stands under pictures only."""
    element = following.element
    if not element.words or following.heading or len(following.text) > _SHORT_CAPTION // 1.5:
        return False
    before = [
        one.picture is not None
        for one, block in pairwise(blocks)
        if block.picture is None
        and block.element.tag == element.tag
        and block.element.words == element.words
    ]
    # What is called a lead and stands once under a picture is the lead.
    once = len(before) == 1 and signals.has(element, signals.LEAD, signals.LEAD_PARTS)
    return all(before) and not once


def _shares_paragraph(blocks: list[Block], at: int) -> bool:
    """Say whether the text behind a picture is the one line below it in a paragraph of its own."""
    around = blocks[at].element
    texts = [b for b in blocks[at + 1 : at + 4] if b.element is around]
    if around.tag != "p" or len(texts) != 1 or texts[0].picture is not None:
        return False
    broken = any(isinstance(c, Element) and c.tag == "br" for c in around.children)
    return broken and len(texts[0].text) <= _SHORT_CAPTION


def is_caption_like(block: Block) -> bool:
    """Say whether a block looks like a caption: by name, by typography, or by its credit."""
    if block.heading or block.linked > 0.5:
        return False
    for element in (block.element, *_near(block.element)):
        if signals.has(element, signals.CAPTION, signals.CAPTION_PARTS) or (
            "image" in element.words and element.tag == "p"
        ):
            return True
        if _SMALL.search(element.get("style")):
            return True
    if block.align == "center" and block.bold < 0.5:
        return True
    if is_bare_caption(block.text):
        return True
    return block.italic > 0.8 or split_credit(block.text)[1] is not None


def _near(element: Element) -> list[Element]:
    inner = [c for c in element.children if isinstance(c, Element)]
    return inner[:1] + (
        [element.parent]
        if element.parent is not None and len(clean(element.parent.text())) < _LONGEST_CAPTION
        else []
    )
