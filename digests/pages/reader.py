"""A page's bytes to an ``Article``: every part by its own module, put together here."""

# ruff: noqa: PLR0911, PLR2004 - one rule a line; a threshold reads best where it stands, beside what it is a limit of

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from digests.model import Article, Photo
from digests.pages import identity, signals
from digests.pages.blocks import Block
from digests.pages.bylines import find_authors
from digests.pages.dates import find_published
from digests.pages.decoding import decode
from digests.pages.furniture import is_label
from digests.pages.headline import find_headline, key, without_site
from digests.pages.layout import Layout, find_layout
from digests.pages.lead import Lead, LeadHints, find_lead
from digests.pages.photos import Gathered, gather_photos
from digests.pages.pictures import absolute, address_of, is_ornament_address
from digests.pages.refusal import refuse, refuse_early, without_list
from digests.pages.state import drawn_markup
from digests.pages.structured import Facts, read_facts
from digests.pages.tree import Page, parse
from digests.vietnamese.cleaning import clean
from digests.vietnamese.prefixes import is_bare_caption, is_only_credit, split_credit, split_lead
from digests.vietnamese.times import find_moment, parse_time

_LEAST_TEXT, _LONG_LINE, _HEAD = 80, 160, 16
_OPENING = 2
"""Paragraphs among which a lead may stand again."""
_SET_LARGE = ("blockquote", "aside", "q")
_BARE_LABEL = re.compile(
    r"^\W*(?:\d{1,2}\s?[:hg]\s?\d{2}|\d{1,3} (?:phút|giờ|ngày|tuần|tháng) trước|"
    r"(?:viết |đăng )?bởi|by|tác giả|nguồn|cập nhật)\W*$",
    re.IGNORECASE,
)
_DATE_OPENING = re.compile(
    r"(?:ngày )?(?:đăng|cập nhật|xuất bản)\b|(?:thứ|chủ nhật)\b.{0,12}\d|lúc \d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a page before its parts are read."""

    page: Page
    facts: Facts
    brands: tuple[str, ...]
    title: str
    base: str


def read(body: bytes, *, url: str, content_type: str | None = None) -> Article:
    """Read the article of a page.

    Args:
        body: the page as it came, after decompression.
        url: the address it came from; links are resolved against it.
        content_type: the header of that name, for its character set.

    Raises:
        PageError: there is no article, with the reason why.
    """
    markup = decode(body, content_type)
    page = _drawn(parse(markup))
    all_facts = read_facts(page.scripts)
    facts = _own_facts(all_facts, page)
    brands = identity.publishers(page, all_facts, url)
    title, shown = find_headline(page, facts, brands)
    layout = find_layout(page.body, shown)
    if not title or (layout is None and not facts.body):
        raise refuse(markup, page, url)
    base = absolute(page.base, url) or url if page.base else url
    headline = title if shown is not None else without_site(title, brands)
    known = _Known(page, facts, brands, headline, base)
    source = identity.source_name(page, all_facts)
    if layout is None:
        return _from_data(known, source, url)
    article = _assemble(known, without_list(layout), source, url)
    letters = len(article.lead or "") + sum(map(len, article.paragraphs))
    if letters < _LEAST_TEXT and not (article.photos and article.published):
        raise refuse(markup, page, url)
    refused = refuse_early(
        markup, page, url, letters=letters, dated=article.published is not None, title=title
    )
    if refused is not None:
        raise refused
    return article


def _drawn(page: Page) -> Page:
    """Put the article into a page that a script would draw it into."""
    if not page.states:
        return page
    shown = (len(e.text()) for e in page.body.walk() if e.tag == "p")
    markup = drawn_markup(page.states, shown=sum(n for n in shown if n >= _LEAST_TEXT))
    return replace(page, body=parse(markup).body) if markup else page


def _from_data(known: _Known, source: str | None, url: str) -> Article:
    """Make the article of a page that a script would draw: all of it stands in the page's data."""
    page, facts = known.page, known.facts
    descriptions = tuple(clean(d) for d in (facts.description, page.meta("og:description")) if d)
    prefix, lead = split_lead(_stated_lead(descriptions) or facts.body[0], known.brands)
    return Article(
        title=known.title,
        url=identity.canonical_url(page, facts, url),
        lead=lead,
        lead_prefix=prefix,
        lead_is_own=bool(descriptions),
        published=parse_time(facts.published or page.meta("article:published_time")),
        authors=facts.authors,
        photos=_with_stated_photo(Gathered(), known),
        paragraphs=tuple(p for p in facts.body if key(split_lead(p)[1]) != key(lead)),
        section=facts.section,
        source=source,
        language=identity.find_language(page),
    )


def _own_facts(found: tuple[Facts, ...], page: Page) -> Facts:
    """Choose the facts of this page's article out of those of everything on it."""
    titles = [key(text) for text in (page.meta("og:title"), page.title) if text]
    for facts in found:
        own = key(facts.title or "")
        if own and any(
            own == title or title.startswith(own) or own.startswith(title) for title in titles
        ):
            return facts
    articles = [facts for facts in found if facts.title and not facts.type.endswith("CreativeWork")]
    return articles[0] if len(articles) == 1 or (articles and not titles) else Facts()


def _assemble(known: _Known, layout: Layout, source: str | None, url: str) -> Article:
    page, facts, title = known.page, known.facts, known.title
    gathered = gather_photos(
        _picture_row(layout, known), layout.container, title=title, base=known.base
    )
    descriptions = tuple(
        clean(d)
        for d in (page.meta("og:description"), page.meta("description"), facts.description)
        if d
    )
    lead = find_lead(layout, gathered.used, LeadHints(title, descriptions, known.brands))
    used = gathered.used | (lead.blocks if lead else frozenset())
    authors, bylines = find_authors(
        layout, used, _stated_authors(known), title=title, brands=known.brands
    )
    photos = _with_stated_photo(gathered, known)
    return Article(
        title=title,
        url=identity.canonical_url(page, facts, url),
        lead=lead.text if lead else _stated_lead(descriptions),
        lead_prefix=lead.prefix if lead else None,
        lead_is_own=lead.own if lead else True,
        published=find_published(page, facts, layout),
        authors=authors,
        photos=photos,
        paragraphs=_paragraphs(layout, gathered, lead, bylines, known) or _stated_text(known, lead),
        section=identity.find_section(page, facts, layout, title),
        source=source,
        language=identity.find_language(page),
        kind=identity.find_kind(page, facts, layout, title, photos),
    )


def _stated_authors(known: _Known) -> tuple[tuple[str, ...], ...]:
    metas = known.page.metas
    names = ("author", "article:author", "dc.creator")
    return (known.facts.authors, *(tuple(metas.get(name, ())) for name in names))


def _stated_lead(descriptions: tuple[str, ...]) -> str | None:
    return next((text for text in descriptions if text), None)


def _picture_row(layout: Layout, known: _Known) -> list[Block]:
    """Give the blocks in which the article's pictures stand: behind the headline, and the body.

    Above the headline only a figure counts, or the picture that the page states as its own.
    """
    own = key(known.title)
    start = next((i for i, b in enumerate(layout.head) if key(b.text) == own), 0)
    stated = known.page.meta("og:image") or ""
    row = []
    for at, block in enumerate(layout.head):
        around = (block.element, *block.element.ancestors())
        inner = around[: around.index(layout.frame)] if layout.frame in around else around
        if any(signals.has(e, signals.AUTHOR, signals.AUTHOR_PARTS) for e in inner):
            continue
        if block.picture is not None and at < start:
            framed = any(e.tag == "figure" for e in inner)
            if not framed and address_of(block.picture, known.base) != stated:
                continue
        row.append(block)
    return [*row, *layout.body]


def _with_stated_photo(gathered: Gathered, known: _Known) -> tuple[Photo, ...]:
    """Give the photos; where the text has none, the one that the page states for sharing."""
    if gathered.photos:
        return tuple(gathered.photos)
    stated_of_page = known.page.meta("og:image", "og:image:url", "twitter:image")
    for stated in chain((stated_of_page,), known.facts.images, _posters(known.page)):
        address = absolute(stated, known.base) if stated else None
        if address and not is_ornament_address(address):
            return (Photo(address),)
    return ()


def _posters(page: Page) -> Iterator[str]:
    """Give the pictures that stand for films; to look for them takes a while."""
    return (film.get("poster") for film in page.body.walk() if film.tag == "video")


def _paragraphs(
    layout: Layout, gathered: Gathered, lead: Lead | None, bylines: set[Block], known: _Known
) -> tuple[str, ...]:
    said = {key(known.title)}
    if lead is not None:
        said.add(key(lead.text))
    for photo in gathered.photos:
        if photo.caption:
            said.update((key(photo.caption), key(f"{photo.caption} Ảnh: {photo.credit}")))
    taken = gathered.used | bylines | (set(lead.blocks) if lead else set())
    heads = {own[:_HEAD] for own in said}
    found: list[Block] = []
    for block in layout.body:
        if block.picture is not None or block in taken:
            continue
        text = block.text
        # Most paragraphs differ in their first letters from everything said before.
        if key(text[: 4 * _HEAD])[:_HEAD] in heads and (
            key(text) in said or key(split_credit(text)[0]) in said
        ):
            continue
        if len(found) < _OPENING and _is_said_again(text, said, known):
            continue
        if not _is_aside(block, layout):
            found.append(block)
    return tuple(block.text for block in found if not _is_pulled(block, found, layout))


def _is_said_again(text: str, said: set[str], known: _Known) -> bool:
    """Say whether a text is one that was said, with its place before it."""
    end = key(text[-4 * _HEAD :])  # most end otherwise, and a prefix takes long to be told
    ends_so = any(own.endswith(end) or end.endswith(own) for own in said)
    return ends_so and key(split_lead(text, known.brands)[1]) in said


def _is_pulled(block: Block, paragraphs: list[Block], layout: Layout) -> bool:
    """Say whether a quotation only sets large what a paragraph says."""
    around = takewhile(lambda e: e is not layout.container, block.element.ancestors())
    if not any(element.tag in _SET_LARGE for element in (block.element, *around)):
        return False
    own = key(block.text)
    return any(own in key(other.text) for other in paragraphs if other is not block)


def _stated_text(known: _Known, lead: Lead | None) -> tuple[str, ...]:
    """Give the text that the page's data holds, where its markup shows none of it."""
    said = {key(known.title), key(lead.text) if lead else ""}
    return tuple(p for p in known.facts.body if key(p) not in said)


def _is_aside(block: Block, layout: Layout) -> bool:
    """Say whether a block in the body is no part of the text: a pointer, a date line, a credit."""
    text = block.text
    if text in layout.beside or (
        len(text) < _LONG_LINE
        and (not any(map(str.isalnum, text)) or is_only_credit(text) or is_bare_caption(text))
    ):
        return True
    if signals.is_imprint(text) or signals.asks_reader(text):
        return True
    if block.linked > 0.5 and (signals.POINTER.match(text) or block.linked > 0.9):
        return True
    if signals.POINTER.match(text) and (len(text) < 40 or block.linked > 0.3):
        return True
    if _BARE_LABEL.match(text) or (len(text) < _LONG_LINE and is_label(text)):
        return True
    moment = find_moment(text) if len(text) < 80 else None
    if moment is None or not moment.has_clock:
        return False
    return len(text.split()) <= (14 if _DATE_OPENING.match(text) else 8)  # a date line
