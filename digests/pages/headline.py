"""The headline: what the page shows as one, checked against what it says in its head."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

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
_PLAIN_TAGS = frozenset({"div", "span", "font", "strong", "b", "p", "td"})


def key(text: str) -> str:
    """Give what two writings of the same words have in common."""
    return _KEY.sub("", text.casefold())


def find_headline(
    page: Page, facts: Facts, brands: tuple[str, ...]
) -> tuple[str | None, Element | None]:
    """Give the headline and the element that shows it, either of them ``None`` if there is none."""
    told = (facts.title, page.meta("og:title", "twitter:title", "title", "headline"))
    stated = [text for text in (clean(text) for text in (*told, page.title) if text) if text]
    keys = [key(text) for text in stated]
    elements = page.body.walk()
    ranked = [[e for e in elements if e.tag == "h1"], *([] for _ in range(4))]
    sites = {key(brand) for brand in brands}
    for element in ranked[0]:
        text = _headline_text(element)
        if text and key(text) not in sites and _agrees(key(text), keys):
            return text, element
    ranked[1:] = _by_rank(elements)[1:]
    for elements in ranked[1:]:
        for element in elements:
            text = _headline_text(element)
            if text and _agrees(key(text), keys):
                return text, element
    chosen = _best_shown(ranked, brands, trusted=bool(told[0] or told[1]))
    if chosen is not None:
        return _headline_text(chosen), chosen
    return (without_site(stated[0], brands) if stated else None), None


def _headline_text(element: Element) -> str | None:
    text = clean(element.text())
    return text if 2 < len(text) < _LONGEST else None


def _by_rank(elements: list[Element]) -> list[list[Element]]:
    """Give what looks like a headline: h1 first, then title classes, then lower headings."""
    ranked: list[list[Element]] = [[] for _ in range(5)]
    for element in elements:
        rank = _rank(element)
        if rank is not None:
            ranked[rank].append(element)
    return ranked


def _best_shown(
    ranked: list[list[Element]], brands: tuple[str, ...], *, trusted: bool
) -> Element | None:
    """Choose a headline that the head does not state: a lone h1, else what is called a title.

    Where the head states a headline for machines (``trusted``), only a lone h1 can overrule it.
    """
    brand_keys = {key(brand) for brand in brands}
    for elements in ranked[:1] if trusted else ranked[:3]:
        fit = [e for e in elements if _is_sentence(e, brand_keys)]
        if fit and (not trusted or len(fit) == 1):
            return fit[0]
    return None


def _is_sentence(element: Element, brand_keys: set[str]) -> bool:
    text = _headline_text(element) or ""
    if len(text.split()) < 4 or key(text) in brand_keys or signals.is_noise_heading(text):
        return False
    return not any(e.tag in ("a", "nav", "footer") for e in (element, *element.ancestors()))


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
    plain = element.tag in _PLAIN_TAGS and len(element.children) == 1 and not element.kids
    return 4 if plain or (element.tag in ("p", "td") and len(element.children) == 1) else None


def _agrees(shown: str, stated: list[str]) -> bool:
    """Say whether a shown headline is what the head states, perhaps with the site's name behind."""
    if len(shown) < 8:
        return any(shown == other for other in stated)
    return any(
        shown == other
        or (other.startswith(shown) and len(shown) * 3 > len(other))
        or (len(other) > 24 and shown.startswith(other.rstrip("…")))
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
        ):
            title = head
            continue
        if key(title[: cuts[0].start()]) in brand_keys:
            title = title[cuts[0].end() :]
            continue
        return title
