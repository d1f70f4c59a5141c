"""The lead (sapo): the publisher's own opening paragraph, found by name, place or typography."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

from dataclasses import dataclass
from itertools import islice

from digests.pages import signals
from digests.pages.blocks import Block
from digests.pages.headline import key
from digests.pages.layout import Layout
from digests.pages.tree import Element
from digests.vietnamese.cleaning import clean
from digests.vietnamese.places import is_place
from digests.vietnamese.prefixes import is_only_credit, read_byline, split_lead
from digests.vietnamese.times import find_moment

_SHORTEST, _LONGEST = 25, 1_600
_PARAGRAPH = 60
_ENDS = '.!?…”"'
_STAMP_TAGS = frozenset({"span", "b", "strong", "em", "i", "label", "a"})
_ABOUT = frozenset({"meta", "entrymeta", "postmeta", "newsmeta", "metadata", "infoline"})


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead with its prefix apart; ``own`` is false where it is only the first paragraph."""

    text: str
    prefix: str | None
    own: bool
    blocks: frozenset[Block]


@dataclass(frozen=True, slots=True)
class LeadHints:
    """What is known of the lead before it is looked for."""

    title: str
    descriptions: tuple[str, ...]
    brands: tuple[str, ...]


def find_lead(layout: Layout, used: set[Block], hints: LeadHints) -> Lead | None:
    """Find the lead among the blocks of ``layout`` that are not ``used`` as captions."""
    candidates = [b for b in (*layout.head, *layout.body) if b not in used and b.picture is None]
    found = _by_name(layout, candidates, hints) or _by_position(layout, candidates, hints)
    return found or _first_paragraph(layout, used, hints)


def _by_name(layout: Layout, candidates: list[Block], hints: LeadHints) -> Lead | None:
    """Find the element that is called a lead and stands where one can stand."""
    seen: dict[Element, list[Block]] = {}
    for block in candidates:
        element = _named(block.element, layout)
        if element is not None:
            seen.setdefault(element, []).append(block)
    whole = sum(len(block.text) for block in layout.body) or 1
    best: tuple[float, Lead] | None = None
    for element, among in seen.items():
        # What only points to other articles stands in the lead's box, but is no part of it.
        blocks = [b for b in among if b.linked < 0.9 and not _is_pointer(b)] or among
        lead = _lead_of(element, blocks, hints)
        told = sum(len(block.text) > _SHORTEST for block in layout.body)
        if lead is None or (len(lead.text) > 0.6 * whole and told > len(blocks) + 2):
            continue
        score = _agreement(lead.text, hints) + _earliness(blocks[0], candidates)
        if best is None or score > best[0]:
            best = (score, lead)
    return best[1] if best else None


def _is_pointer(block: Block) -> bool:
    return block.linked > 0.3 and bool(signals.POINTER.match(block.text))


def _named(element: Element, layout: Layout) -> Element | None:
    """Give the outermost element around a block that is named a lead, below the article's frame."""
    best = None
    for around in (element, *element.ancestors()):
        if around is layout.frame or around is layout.container or around.tag == "body":
            break
        if around.tag in ("figure", "figcaption", "table"):
            return None
        if signals.has(around, signals.LEAD, signals.LEAD_PARTS) and not signals.has(
            around, signals.CAPTION
        ):
            best = around
    return best


def _lead_of(element: Element | None, blocks: list[Block], hints: LeadHints) -> Lead | None:
    texts = [block.text for block in blocks]
    stamp = _stamp(element) if element is not None else None
    text = " ".join(texts)
    prefix: str | None
    if stamp and text.startswith(stamp) and _begins_anew(text[len(stamp) :]):
        prefix, rest = stamp, text[len(stamp) :].lstrip(" -–—:")
        if stamp.startswith("(") or stamp.rstrip(" -–—:") != stamp:
            prefix = stamp.rstrip(" -–—:")
    else:
        prefix, rest = split_lead(text, hints.brands)
    if not _SHORTEST <= len(rest) <= _LONGEST or key(rest) == key(hints.title):
        return None
    if read_byline(rest) or (len(rest) < _PARAGRAPH and find_moment(rest)):
        return None
    return Lead(rest, prefix, own=True, blocks=frozenset(blocks))


def _begins_anew(rest: str) -> bool:
    """Say whether what follows a stamp is a sentence of its own, not the stamp's predicate."""
    rest = rest.lstrip(" -–—:,")
    return len(rest) > _SHORTEST and not rest[0].islower()


def _stamp(element: Element) -> str | None:
    """Give what an element of its own says before the lead: a place, a paper."""
    for below in element.walk():
        if below is element or below.tag not in _STAMP_TAGS:
            continue
        text = clean(below.text())
        if 1 < len(text) <= 40 and (
            signals.has(below, signals.PLACE, ("location",)) or is_place(text)
        ):
            return text
    return None


def _agreement(text: str, hints: LeadHints) -> float:
    """Say how far a text is what the page's description says (1: the same, 0: something else)."""
    own = key(text)
    for description in hints.descriptions:
        stated = key(split_lead(description, hints.brands)[1].rstrip(".… "))
        if len(stated) > 20 and (own.startswith(stated[:60]) or stated.startswith(own[:60])):
            return 1.0
    return 0.0


def _earliness(block: Block, candidates: list[Block]) -> float:
    return 0.5 / (1 + candidates.index(block))


def _by_position(layout: Layout, candidates: list[Block], hints: LeadHints) -> Lead | None:
    """Find a lead that no name tells: by a prefix, the description, bold type or its own place."""
    opening = list(islice((b for b in candidates if _is_prose(b, layout, hints)), 4))
    inside = set(layout.body)
    for place, block in enumerate(opening):
        lead = _lead_of(
            block.element if block.element is not layout.container else None, [block], hints
        )
        if lead is None:
            continue
        before_body = block not in inside
        short = len(lead.text) < _PARAGRAPH and block.bold < 0.85 and not lead.prefix
        if before_body and short and not _agreement(lead.text, hints):
            continue
        if (
            before_body
            and not _agreement(lead.text, hints)
            and not _near_body(block, layout, hints)
        ):
            continue
        if lead.prefix or _agreement(lead.text, hints) or before_body:
            return lead
        if place == 0 and _set_apart(block, opening[1:4]):
            return lead
    return None


def _near_body(block: Block, layout: Layout, hints: LeadHints) -> bool:
    """Say whether a text before the body stands behind the headline, not in the page's head."""
    place = next((i for i, b in enumerate(layout.head) if key(b.text) == key(hints.title)), None)
    return place is not None and layout.head.index(block) > place


def _is_prose(block: Block, layout: Layout, hints: LeadHints) -> bool:
    text = block.text
    if len(text) < _SHORTEST or block.linked > 0.6 or is_only_credit(text):
        return False
    if key(text) == key(hints.title) or text in layout.beside:
        return False
    if len(text) < 2 * _PARAGRAPH and (_is_dated_line(text) or read_byline(text)):
        return False
    if signals.is_imprint(text) or _is_about_article(block, layout):
        return False
    if len(text) >= _PARAGRAPH and block.linked == 0 and text[-1] in _ENDS:
        return True  # "Video quay cảnh …" begins a sentence, not a pointer
    return not signals.POINTER.match(text) or len(text) > 2 * _PARAGRAPH


def _is_dated_line(text: str) -> bool:
    """Say whether a text is a date line: short, with a date, and no sentence."""
    moment = find_moment(text)
    if moment is None or len(text.split()) > 20:
        return False
    return len(text) < _PARAGRAPH or moment.has_clock or text[-1] not in _ENDS


def _is_about_article(block: Block, layout: Layout) -> bool:
    """Say whether a block stands where date, author or section are told."""
    for element in (block.element, *block.element.ancestors()):
        if element in (layout.frame, layout.container):
            return False
        if len(element.text()) < 3 * _PARAGRAPH and signals.has(
            element, signals.DATE | signals.AUTHOR | signals.SECTION | _ABOUT
        ):
            return True
    return False


def _set_apart(block: Block, following: list[Block]) -> bool:
    """Say whether the first paragraph is set in a type of its own."""
    rest = [b for b in following if len(b.text) >= _PARAGRAPH]
    if block.bold > 0.85:
        return not rest or any(b.bold < 0.5 for b in rest)
    if block.heading and len(block.text) >= _PARAGRAPH:
        return True
    return (
        block.italic > 0.85 and len(block.text) >= _PARAGRAPH and any(b.italic < 0.5 for b in rest)
    )


def _first_paragraph(layout: Layout, used: set[Block], hints: LeadHints) -> Lead | None:
    for block in layout.body:
        if (
            block.picture is None
            and block not in used
            and len(block.text) >= _PARAGRAPH
            and _is_prose(block, layout, hints)
        ):
            return Lead(block.text, None, own=False, blocks=frozenset([block]))
    return None
