"""The headline: what the page shows as one, checked against what it says in its head."""

import re

from digests.pages import signals
from digests.pages.structured import Facts
from digests.pages.tree import Element, Page
from digests.vietnamese.cleaning import clean

_SEPARATOR = re.compile(r"\s+[-–—|»·•]\s+|\s*\|\s*")
_KEY = re.compile(r"[\W_]+")
_SITE_WORDS = re.compile(
    r"báo|tạp chí|online|điện tử|news|tin tức|\.vn|\.com|trang|cổng|đài|thông tấn", re.IGNORECASE
)
_LONGEST = 400


def key(text: str) -> str:
    """Give what two writings of the same words have in common."""
    return _KEY.sub("", text.casefold())


def find_headline(
    page: Page, facts: Facts, brands: tuple[str, ...]
) -> tuple[str | None, Element | None]:
    """Give the headline and the element that shows it, either of them ``None`` if there is none."""
    stated = [
        clean(text)
        for text in (
            facts.title,
            page.meta("og:title", "twitter:title", "title", "headline"),
            page.title,
        )
        if text
    ]
    stated = [text for text in stated if text]
    shown = _shown(page.body)
    keys = [key(text) for text in stated]
    for element, text in shown:
        if _agrees(key(text), keys):
            return text, element
    for element, text in shown:
        if element.tag == "h1" and len(text.split()) >= 4 and not stated:  # noqa: PLR2004 - no logo
            return text, element
    lone = [(element, text) for element, text in shown if element.tag == "h1"]
    if (
        len(lone) == 1
        and len(lone[0][1].split()) >= 4
        and key(lone[0][1]) not in {key(b) for b in brands}
    ):  # noqa: PLR2004
        return lone[0][1], lone[0][0]
    return (without_site(stated[0], brands) if stated else None), None


def _shown(body: Element) -> list[tuple[Element, str]]:
    """Give what looks like a headline: h1 first, then title classes, then lower headings."""
    ranked: list[tuple[int, Element, str]] = []
    for element in body.walk():
        rank = _rank(element)
        if rank is None:
            continue
        text = clean(element.text())
        if 2 < len(text) < _LONGEST:  # noqa: PLR2004
            ranked.append((rank, element, text))
    ranked.sort(key=lambda found: found[0])
    return [(element, text) for _, element, text in ranked]


def _rank(element: Element) -> int | None:
    if element.tag == "h1":
        return 0
    if "headline" in element.words and element.attrs.get("itemprop"):
        return 1
    if element.tag in ("h2", "h3"):
        return 3
    if signals.has(element, signals.TITLE, ("title", "tieude")) and element.tag not in (
        "a",
        "img",
        "body",
        "meta",
    ):
        return 2
    return 4 if element.tag in ("strong", "b", "td", "p") and len(element.children) == 1 else None


def _agrees(shown: str, stated: list[str]) -> bool:
    """Say whether a shown headline is what the head states, perhaps with the site's name behind."""
    if len(shown) < 8:  # noqa: PLR2004 - a name of a section
        return any(shown == other for other in stated)
    return any(
        shown == other
        or (other.startswith(shown) and len(shown) * 3 > len(other))
        or (len(other) > 24 and shown.startswith(other.rstrip("…")))  # noqa: PLR2004 - a cut title
        or (other.endswith(shown) and len(shown) * 2 > len(other))
        for other in stated
    )


def without_site(title: str, brands: tuple[str, ...]) -> str:
    """Take the site's name off the end (or the beginning) of a page's title."""
    brand_keys = {key(brand) for brand in brands if brand}
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if (
            key(tail) in brand_keys
            or (_SITE_WORDS.search(tail) and len(tail.split()) <= 6)
            or "|" in cuts[-1].group()
        ):  # noqa: PLR2004
            title = head
            continue
        if key(title[: cuts[0].start()]) in brand_keys:
            title = title[cuts[0].end() :]
            continue
        return title
