"""Where on a page the article stands: its frame, its body, and what is only beside it."""

# ruff: noqa: PLR0911, PLR2004 - one rule a line; a threshold reads best where it stands, beside what it is a limit of

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from digests.errors import PageError
from digests.pages import signals
from digests.pages.blocks import HEADINGS, Block, read_blocks
from digests.pages.headline import key
from digests.pages.tree import BLOCKS, Element
from digests.vietnamese.cleaning import clean
from digests.vietnamese.prefixes import read_byline

_LONG, _MUCH_PROSE, _TEXT_BESIDE = 60, 600, 250
# More than any live report has; rules that look around each part stay within their time.
_MOST_BLOCKS, _MOST_PICTURES = 6_000, 400
_SHARES = (1.0, 0.6, 0.4)
_LEVELS, _PARAGRAPHS = 3, 4
_PARTS = frozenset({"p", "td", "tr", "tbody", "font", "span"})
_SIGNING_TAGS = frozenset({"b", "strong", "em", "i"})
_TELLING_TAGS = frozenset({"a", "p", "h2", "h3", "h4"})
_PICTURE_LINK = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a page.

    ``body`` are the article's blocks in order; ``head`` those between the headline and the body,
    and a few before the headline; ``tail`` those that follow in the same frame. ``frame`` is the
    smallest element around headline and body; ``beside`` the texts of other articles.
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
    if len(blocks) > _MOST_BLOCKS or sum(b.picture is not None for b in blocks) > _MOST_PICTURES:
        raise PageError("the page has too many parts for an article", reason="too_large")
    start = _first_index(blocks, title)
    container = _find_container(top, blocks, title)
    if container is not None and start is not None:
        nearer = _before(container, blocks[start + 1 :])
        container = (_find_container(top, nearer, title) if nearer else None) or container
    if container is None:
        return None
    frame = _common(container, title) if title is not None else container
    if _is_only_lead(container, blocks):
        container = frame  # pictures and little else stand under it: a graphic, a film
    inside, around = set(container.walk()), set(frame.walk())
    shown = set(title.walk()) if title is not None else set()
    order = [
        i
        for i, block in enumerate(blocks)
        if block.element in inside and block.element not in shown and (start is None or i > start)
    ]
    if not order:
        return None
    first, last = order[0], order[-1]
    framed = [i for i, block in enumerate(blocks) if block.element in around]
    return Layout(
        frame=frame,
        container=container,
        head=[blocks[i] for i in framed if i < first],
        body=_part_signature([blocks[i] for i in order]),
        tail=[blocks[i] for i in framed if i > last][:12],
        noise=frozenset(noise),
        beside=_texts_of(noise),
    )


def _before(container: Element, blocks: list[Block]) -> list[Block]:
    """Give what stands before the text that was found, where it is a text itself.

    What follows it may be longer: comments, or the next article of a page without end.
    """
    before = list(takewhile(lambda block: not _is_within(block, container), blocks))
    prose = [len(b.text) for b in before if len(b.text) >= _LONG and b.linked < 0.5]
    return before if len(prose) >= _PARAGRAPHS and sum(prose) >= _MUCH_PROSE else []


def _is_within(block: Block, element: Element) -> bool:
    return block.element is element or element in block.element.ancestors()


def _is_only_lead(container: Element, blocks: list[Block]) -> bool:
    """Say whether what holds most of the text is called a lead and is one paragraph."""
    if not signals.has(container, signals.LEAD, signals.LEAD_PARTS):
        return False
    inside = set(container.walk())
    return sum(block.element in inside for block in blocks) == 1


def _part_signature(body: list[Block]) -> list[Block]:
    """Part the names from the last paragraph's end, where only their type sets them off."""
    place = next((i for i in range(len(body) - 1, -1, -1) if body[i].picture is None), None)
    if place is None:
        return body
    last = body[place]
    end = _last_inline(last.element)
    signature = clean(end.text()) if end is not None else ""
    rest = last.text.removesuffix(signature).rstrip()
    if end is None or rest == last.text or len(rest) < _LONG // 2 or rest[-1] not in '.!?…”"':
        return body
    if not read_byline(signature):
        return body
    names = Block(end, signature, bold=1.0, align=last.align)
    return [*body[:place], replace(last, text=rest), names, *body[place + 1 :]]


def _last_inline(element: Element) -> Element | None:
    """Give what a text ends with, if that is set in a type of its own."""
    while True:
        shown = [c for c in element.children if isinstance(c, Element) or c.strip()]
        if not shown or not isinstance(shown[-1], Element):
            return None
        if len(shown) > 1:
            return shown[-1] if shown[-1].tag in _SIGNING_TAGS else None
        element = shown[-1]


def _first_index(blocks: list[Block], title: Element | None) -> int | None:
    """Give the place of the headline among the blocks."""
    if title is None:
        return None
    shown = {*title.walk(), *title.ancestors()}
    own = key(clean(title.text()))
    return next(
        (i for i, block in enumerate(blocks) if block.element in shown and key(block.text) in own),
        None,
    )


def _common(one: Element, other: Element) -> Element:
    around = {one, *one.ancestors()}
    if other in around:
        return other
    return next((element for element in other.ancestors() if element in around), one)


@dataclass(frozen=True, slots=True)
class _Weights:
    """For every element: its letters of running text, its pictures, its score as a container."""

    letters: dict[Element, int]
    pictures: dict[Element, int]
    scores: dict[Element, float]


def _weigh(blocks: list[Block]) -> _Weights:
    weights = _Weights({}, {}, {})
    for block in blocks:
        if block.picture is not None:
            for element in (block.element, *block.element.ancestors()):
                weights.pictures[element] = weights.pictures.get(element, 0) + 1
            continue
        if block.linked > 0.5:
            continue
        if len(block.text) >= _LONG:
            for element in (block.element, *block.element.ancestors()):
                weights.letters[element] = weights.letters.get(element, 0) + len(block.text)
        if not block.heading:
            _score(weights.scores, block)
    return weights


def _score(scores: dict[Element, float], block: Block) -> None:
    """Give a text's weight to the elements just around it, the nearest most."""
    weight = len(block.text) if len(block.text) >= _LONG else len(block.text) / 6
    element: Element | None = block.element
    if element is not None and element.tag == "p":
        element = element.parent
    for share in _SHARES:
        if element is None:
            return
        scores[element] = scores.get(element, 0) + weight * share
        element = element.parent


def _find_container(top: Element, blocks: list[Block], title: Element | None) -> Element | None:
    """Find the element that holds most of the text: itself, or as the parent of its paragraphs."""
    weights = _weigh(blocks)
    if not weights.scores:
        return None
    total = weights.letters.get(top, 0)
    for element in top.walk():
        if (
            "articlebody" in element.words
            and element.tag != "meta"
            and weights.letters.get(element, 0) > 0.4 * total
        ):
            return element
    best = max(weights.scores, key=lambda element: weights.scores[element])
    return _climb(best, weights, set(title.ancestors()) if title is not None else set())


def _climb(best: Element, weights: _Weights, above_title: set[Element]) -> Element:
    """Widen the container while an element around it has much more text, and not the headline."""
    while True:
        wider = _wider(best, weights, above_title)
        if wider is None:
            return best
        best = wider


def _wider(best: Element, weights: _Weights, above_title: set[Element]) -> Element | None:
    letters, pictures = weights.letters.get(best, 0), weights.pictures.get(best, 0)
    for level, around in enumerate(best.ancestors()):
        if around in above_title or around.parent is None or level > _LEVELS:
            return None
        if weights.letters.get(around, 0) > letters * 1.12 or best.tag in _PARTS:
            return around
        if level <= 1 and weights.pictures.get(around, 0) > pictures:
            return around
    return None


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
        stack.extend(element.kids)
    return noise


def _around_linked_pictures(top: Element) -> set[Element]:
    """Give what stands around linked pictures: nothing else can be a teaser."""
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
        if below is not element and below.tag == "p" and len(clean(below.text())) > 400:
            return False
        if below.tag == "a" and _leads_away(below):
            text = clean(below.text())
            linked += len(text)
            headline = headline or len(text) > 15
            picture = picture or any(inner.tag in ("img", "amp-img") for inner in below.walk())
        elif below.tag == "figcaption":
            return False
    if not (picture and headline) or _is_around_teaser(element):
        return False
    plain = len(clean(element.text())) - linked
    return plain < max(500, linked * 3)


def _is_around_teaser(element: Element) -> bool:
    """Say whether an element holds running text beside a smaller one that is the teaser."""
    whole = inner = element
    while True:
        within = next((kid for kid in inner.kids if _shows_other(kid)), None)
        if within is None:
            break
        inner = within
    return inner is not whole and len(clean(whole.text())) - len(clean(inner.text())) > _TEXT_BESIDE


def _shows_other(element: Element) -> bool:
    links = [below for below in element.walk() if below.tag == "a" and _leads_away(below)]
    return any(len(clean(a.text())) > 15 for a in links) and any(
        inner.tag in ("img", "amp-img") for a in links for inner in a.walk()
    )


def _leads_away(link: Element) -> bool:
    href = (link.attrs.get("href") or "").strip()
    return (
        bool(href)
        and not href.startswith(("#", "javascript:", "data:"))
        and not _PICTURE_LINK.search(href)
    )


def _after_noise_heading(element: Element, kept: set[Element]) -> list[Element]:
    """Give what a heading such as "Tin liên quan" stands over: its box, or all that follows it."""
    if element in kept or any(c.tag in BLOCKS for c in element.kids):
        return []
    if (
        not element.children
        or len(element.children) > 4
        or sum(len(c) for c in element.children if isinstance(c, str)) > 90
    ):
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
    if signals.is_lone_label(clean(element.text())):
        return [element]
    prose = [c for c in following if _is_prose(c)]
    if sum(len(c.text()) for c in prose) > _MUCH_PROSE:
        return [element, *(c for c in following if c not in prose and c.tag != "p")]
    return [element, *following]


def _is_prose(element: Element) -> bool:
    """Say whether an element is running text: long, hardly linked, and no comment."""
    text = element.text()
    if len(text) < 2 * _LONG or signals.is_noise_element(element):
        return False
    linked = sum(len(below.text()) for below in element.walk() if below.tag == "a")
    return linked * 3 < len(text)


def _texts_of(noise: set[Element]) -> frozenset[str]:
    """Give what other articles are called and told by, beside this one."""
    found = set()
    for element in noise:
        for below in element.walk():
            if below.tag in _TELLING_TAGS:
                text = clean(below.text())
                if 20 < len(text) < 600:
                    found.add(text)
    return frozenset(found)
