"""When it was published: what the page states for machines, held against what it prints."""

# ruff: noqa: PLR0911, PLR2004 - one rule a line; a threshold reads best where it stands, beside what it is a limit of

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from digests.pages import signals
from digests.pages.blocks import Block
from digests.pages.layout import Layout
from digests.pages.structured import Facts
from digests.pages.tree import Element, Page
from digests.vietnamese.cleaning import clean
from digests.vietnamese.times import Moment, find_moment

_METAS = tuple(
    """
    article:published_time og:article:published_time datepublished pubdate publishdate publish_date
    published_time article:published cxenseparse:recs:publishtime article.published sailthru.date
    dc.date.issued dcterms.created dcterms.date dc.date parsely-pub-date date article_date_original
    og:published_time publication_date
    """.split()  # noqa: SIM905 - a list of names reads best as lines
)
_UPDATED = ("cập nhật", "sửa", "update", "modified")
_LONE_CLOCK = re.compile(
    r"^\W*(?:lúc\s*)?\d{1,2}\s?[:hg]\s?\d{2}(?:\s?(?:AM|PM|SA|CH))?\W*(?:\(?GMT.{0,4})?$",
    re.IGNORECASE,
)
_OFFSET = timedelta(hours=7)
_FOR_SCRIPTS = ("data-time", "data-timestamp", "data-utime", "data-unix", "data-published")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")


def find_published(page: Page, facts: Facts, layout: Layout) -> datetime | None:
    """Give the time of publication as aware UTC."""
    stated = _stated(page, facts, layout)
    printed = _printed(layout)
    if stated is None:
        return printed.when if printed else None
    if printed is None or not printed.has_clock:
        return stated.when
    if not stated.has_clock and abs(printed.when - stated.when) < timedelta(days=1):
        return printed.when
    # A clock of Vietnam that was labelled UTC is seven hours late; what readers see is right.
    if stated.has_zone and stated.when - printed.when == _OFFSET:
        return printed.when
    if stated.has_zone and printed.when - stated.when == _OFFSET:
        return printed.when
    if abs((stated.when - printed.when) - _OFFSET) < timedelta(minutes=1):
        return printed.when
    return stated.when


def _stated(page: Page, facts: Facts, layout: Layout) -> Moment | None:
    candidates: list[Moment] = []
    texts = (
        [page.meta(name) for name in _METAS[:2]]
        + [facts.published]
        + [page.meta(name) for name in _METAS[2:]]
    )
    for text in (*texts, *_time_elements(layout)):
        moment = find_moment(text) if text else None
        if moment is not None:
            if moment.has_clock:
                return moment
            candidates.append(moment)
    return candidates[0] if candidates else None


def _time_elements(layout: Layout) -> Iterable[str]:
    """Give what elements of the article's frame state in ``datetime`` or ``content``."""
    later: list[str] = []
    for element in _seen(layout):
        names = element.words
        value = (
            element.get("datetime")
            or (element.get("content") if names & signals.DATE else "")
            or _for_scripts(element)
            or _title_of_time(element)
        )
        if value and "datemodified" not in names and "modified" not in names:
            updated = "updated" in names or clean(element.text()).casefold().startswith(_UPDATED)
            if not updated:
                yield value
            else:
                later.append(value)
    yield from later


def _for_scripts(element: Element) -> str:
    """Give the time that a script makes "2 giờ trước" of; seconds since 1970 in the form of ISO."""
    value = next((element.get(name) for name in _FOR_SCRIPTS if element.get(name)), "")
    if not _EPOCH.match(value):
        return value
    return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()


def _title_of_time(element: Element) -> str:
    """Give the title of a date: what microformats and old templates put the machine's form in."""
    named = element.tag == "abbr" or signals.has(element, signals.DATE)
    return element.get("title") if named else ""


def _seen(layout: Layout) -> Iterable[Element]:
    head = {block.element for block in (*layout.head, *layout.tail)}
    stack = [layout.frame]
    while stack:
        element = stack.pop()
        if element in layout.noise or (
            element is layout.container and element is not layout.frame and element not in head
        ):
            continue
        yield element
        stack.extend(reversed(element.kids))


def _printed(layout: Layout) -> Moment | None:
    """Give the date line nearest to the article: by name, then by its words, a clock first.

    Above the body the nearest line counts: a site's own clock stands further up.
    """
    found: list[tuple[int, Moment]] = []
    body = [b for b in layout.body if b.picture is None]
    for rank, blocks in ((0, layout.head[::-1]), (2, body[:3]), (3, layout.tail), (4, body[-3:])):
        for at, block in enumerate(blocks):
            moment = _date_line(block)
            if moment is not None and not moment.has_clock:
                moment = _with_neighbour(moment, blocks, at)
            if moment is not None:
                updated = any(word in block.text.casefold() for word in _UPDATED)
                found.append(
                    (rank + 10 * (not moment.has_clock) + 5 * updated - _is_named(block), moment)
                )
        if found and min(rank for rank, _ in found) <= 0:
            break  # a full date line above the body: nothing below is nearer
    return min(found, key=lambda one: one[0])[1] if found else None


def _with_neighbour(moment: Moment, blocks: list[Block], at: int) -> Moment:
    """Join a date to the clock time in the next box, or in the one before it."""
    for place in (at + 1, at - 1):
        if 0 <= place < len(blocks) and _LONE_CLOCK.match(blocks[place].text):
            joined = find_moment(f"{blocks[at].text} {blocks[place].text}")
            if joined is not None and joined.has_clock:
                return joined
    return moment


def _is_named(block: Block) -> int:
    near = [block.element, *[e for _, e in zip(range(2), block.element.ancestors(), strict=False)]]
    return int(
        any(e.tag == "time" or signals.has(e, signals.DATE, signals.DATE_PARTS) for e in near)
    )


def _date_line(block: Block) -> Moment | None:
    """Read a block that is a date line and not a sentence with a date in it."""
    text = block.text
    if block.picture is not None or len(text) > 160:
        return None
    moment = find_moment(text)
    if moment is None:
        return None
    words = len(text.split())
    limit = 14 if moment.has_clock else 9
    return moment if words <= limit or (_is_named(block) and words <= 2 * limit) else None
