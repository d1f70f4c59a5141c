"""Where on a page the article stands: its frame, its body, and what is only beside it."""

import re
from dataclasses import dataclass

from digests.pages import signals
from digests.pages.blocks import HEADINGS, Block, read_blocks
from digests.pages.headline import key
from digests.pages.tree import BLOCKS, Element
from digests.vietnamese.cleaning import clean

_LONG = 60
_SCORED_LEVELS = 3
_PICTURE_LINK = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", re.IGNORECASE)
_FRAME_TAGS = frozenset({"html", "body"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a page.

    ``body`` are the article's blocks in order; ``head`` those between the headline and the body,
    and a few before the headline; ``tail`` those that follow in the same frame. ``frame`` is the
    smallest element around headline and body; ``beside`` the keys of the texts of other articles.
    """

    frame: Element
    container: Element
    head: list[Block]
    body: list[Block]
    tail: list[Block]
    noise: frozenset[Element]
    beside: frozenset[str]


def find_layout(top: Element, title: Element | None) -> Layout | None:
    """Find the article; ``None`` where there is no text that could be one."""
    kept = {title, *title.ancestors()} if title is not None else {top}
    for element in top.walk():
        if "articlebody" in element.words and element.tag != "meta":
            kept.update((element, *element.ancestors()))
    layout = _layout_without(top, title, _find_noise(top, kept))
    if layout is None:
        # Perhaps a class name that means noise elsewhere is the article's own here.
        layout = _layout_without(top, title, _find_noise(top, kept, by_name=False))
    return layout


def _layout_without(top: Element, title: Element | None, noise: set[Element]) -> Layout | None:
    blocks = read_blocks(top, noise)
    container = _find_container(top, blocks, title)
    if container is None:
        return None
    frame = _common(container, title) if title is not None else container
    inside = {block for block in blocks if _within(block.element, container)}
    start = _first_index(blocks, title)
    order = [
        i
        for i, block in enumerate(blocks)
        if block in inside and (start is None or i > start or title is None)
    ]
    if start is not None:
        order = [i for i in order if not _within(blocks[i].element, title)] or order
    if not order:
        return None
    first, last = order[0], order[-1]
    framed = [i for i, block in enumerate(blocks) if _within(block.element, frame)]
    return Layout(
        frame=frame,
        container=container,
        head=[blocks[i] for i in framed if i < first],
        body=[blocks[i] for i in order],
        tail=[blocks[i] for i in framed if i > last][:12],
        noise=frozenset(noise),
        beside=_texts_of(noise),
    )


def _within(element: Element, around: Element | None) -> bool:
    while element is not around:
        if element.parent is None:
            return False
        element = element.parent
    return True


def _first_index(blocks: list[Block], title: Element | None) -> int | None:
    if title is None:
        return None
    found = [
        i
        for i, block in enumerate(blocks)
        if _within(block.element, title) or _within(title, block.element)
    ]
    return found[0] if found else None


def _common(one: Element, other: Element) -> Element:
    around = {one, *one.ancestors()}
    if other in around:
        return other
    return next((element for element in other.ancestors() if element in around), one)


def _find_container(top: Element, blocks: list[Block], title: Element | None) -> Element | None:
    """Find the element that holds most of the text: itself, or as the parent of its paragraphs."""
    marked = [e for e in top.walk() if "articlebody" in e.words and e.tag != "meta"]
    scores: dict[Element, float] = {}
    total = 0.0
    for block in blocks:
        if block.picture is not None or block.linked > 0.5 or block.heading:  # noqa: PLR2004 - mostly links
            continue
        weight = len(block.text) if len(block.text) >= _LONG else len(block.text) / 6
        total += weight
        element: Element | None = block.element
        if element is not None and element.tag == "p":
            element = element.parent
        for level in range(_SCORED_LEVELS):
            if element is None:
                break
            scores[element] = scores.get(element, 0) + weight * (1.0, 0.6, 0.4)[level]
            element = element.parent
    if not scores:
        return None
    for element in marked:
        if scores and sum(len(b.text) for b in blocks if _within(b.element, element)) > 0.4 * total:  # noqa: PLR2004
            return element
    best = max(scores, key=lambda element: scores[element])
    return _climb(best, blocks, title)


def _climb(best: Element, blocks: list[Block], title: Element | None) -> Element:
    """Widen the container while the element around it has much more text and not the headline."""
    inside = _amount(best, blocks)
    while (
        best.parent is not None
        and best.parent.tag not in _FRAME_TAGS
        and best.parent.parent is not None
    ):
        parent = best.parent
        if title is not None and _within(title, parent):
            break
        more = _amount(parent, blocks)
        if more < inside * 1.12 and not (
            best.tag in ("p", "td", "tr", "tbody", "table", "font", "span")
            and best.tag not in ("div",)
        ):
            if not _has_pictures_beside(best, parent, blocks):
                break
        best, inside = parent, more
    return best


def _has_pictures_beside(best: Element, parent: Element, blocks: list[Block]) -> bool:
    return any(
        b.picture is not None and _within(b.element, parent) and not _within(b.element, best)
        for b in blocks
    )


def _amount(element: Element, blocks: list[Block]) -> int:
    return sum(
        len(b.text)
        for b in blocks
        if len(b.text) >= _LONG and b.linked < 0.5 and _within(b.element, element)
    )  # noqa: PLR2004


# --- noise ---------------------------------------------------------------------------------


def _find_noise(top: Element, kept: set[Element], *, by_name: bool = True) -> set[Element]:
    noise: set[Element] = set()
    suspects = _around_linked_pictures(top)
    stack = [top]
    while stack:
        element = stack.pop()
        if element not in kept and (
            (by_name and signals.is_noise_element(element))
            or (element in suspects and _is_teaser(element))
        ):
            noise.add(element)
            continue
        if element.tag in HEADINGS or element.tag in (
            "p",
            "div",
            "strong",
            "b",
            "span",
            "td",
            "li",
        ):
            beside = _after_noise_heading(element, kept)
            if beside:
                noise.update(beside)
                continue
        stack.extend(child for child in element.children if isinstance(child, Element))
    return noise


def _around_linked_pictures(top: Element) -> set[Element]:
    """Give the elements around every picture that links to another page: only they can be teasers."""
    found: set[Element] = set()
    for element in top.walk():
        if element.tag in ("img", "amp-img"):
            link = next((a for a in element.ancestors() if a.tag == "a"), None)
            if link is not None and _leads_away(link):
                for around in link.ancestors():
                    if around in found:
                        break
                    found.add(around)
    return found


def _is_teaser(element: Element) -> bool:
    """Say whether an element shows another article: a linked picture beside a linked headline."""
    if element.tag not in (
        "div",
        "li",
        "article",
        "section",
        "td",
        "table",
        "ul",
        "figure",
        "dl",
        "aside",
    ):
        return False
    linked = plain = 0
    picture = headline = False
    for below in element.walk():
        if below is not element and below.tag == "p" and len(clean(below.text())) > 400:  # noqa: PLR2004 - an article's text
            return False
        if below.tag == "a" and _leads_away(below):
            text = clean(below.text())
            linked += len(text)
            headline = headline or len(text) > 15  # noqa: PLR2004 - a headline, not "xem"
            picture = picture or any(inner.tag in ("img", "amp-img") for inner in below.walk())
        elif below.tag in ("figcaption",):
            return False
    if not (picture and headline):
        return False
    plain = len(clean(element.text())) - linked
    return plain < max(500, linked * 3)


def _leads_away(link: Element) -> bool:
    href = (link.attrs.get("href") or "").strip()
    return (
        bool(href)
        and not href.startswith(("#", "javascript:", "data:"))
        and not _PICTURE_LINK.search(href)
    )


def _after_noise_heading(element: Element, kept: set[Element]) -> list[Element]:
    """Give what a heading such as "Tin liên quan" stands over: its box, or all that follows it."""
    if element in kept or any(isinstance(c, Element) and c.tag in BLOCKS for c in element.children):
        return []
    if (
        not element.children
        or len(element.children) > 4
        or sum(len(c) for c in element.children if isinstance(c, str)) > 90
    ):  # noqa: PLR2004
        return []  # a heading is short and plain
    if not signals.is_noise_heading(clean(element.text())):
        return []
    parent = element.parent
    while parent is not None and parent not in kept and parent.parent is not None:
        siblings = [c for c in parent.children if isinstance(c, Element) or c.strip()]
        if siblings and siblings[0] is not element:
            break
        if len(siblings) > 1:
            return [parent]
        element, parent = parent, parent.parent
    if parent is None:
        return [element]
    place = next(i for i, c in enumerate(parent.children) if c is element)
    following = [
        c for c in parent.children[place + 1 :] if isinstance(c, Element) and c not in kept
    ]
    long_text = sum(len(c.text()) for c in following if c.tag == "p" and len(c.text()) > 120)  # noqa: PLR2004
    return (
        [element, *(c for c in following if c.tag != "p")]
        if long_text > 600
        else [element, *following]
    )  # noqa: PLR2004


def _texts_of(noise: set[Element]) -> frozenset[str]:
    """Give the keys of what other articles are called and told by, beside this one."""
    found = set()
    for element in noise:
        for below in element.walk():
            if below.tag in ("a", "p", "span", "h2", "h3", "h4", "strong"):
                text = clean(below.text())
                if 20 < len(text) < 600:  # noqa: PLR2004 - a headline or a lead
                    found.add(key(text))
    return frozenset(found)
