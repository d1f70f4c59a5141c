"""What an article is filed under: its address, publisher, section, language and kind."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from urllib.parse import urlsplit

from digests.model import ArticleKind, Photo
from digests.pages import signals
from digests.pages.headline import key
from digests.pages.layout import Layout
from digests.pages.pictures import absolute
from digests.pages.structured import Facts
from digests.pages.tree import Element, Page
from digests.vietnamese.cleaning import clean

_HOME = re.compile(
    r"^(?:trang chủ|home|trang nhất|trang chính|vi|en|rss|e-?magazine)$", re.IGNORECASE
)
_BEHIND_TITLE = re.compile(
    r"[-–|]\s*(?P<name>(?:báo|tạp chí|đài|thông tấn xã|(?:cổng|trang) thông tin) [^-–|]{2,60})$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?:\W+\d.*)?$|^ngày \d", re.IGNORECASE
)
_CRUMB = re.compile(r"\s*(?:»|>>|>|/|›|\||→|&gt;)\s*")
_LONGEST_SECTION = 50
_MANY_PHOTOS = 5
_LIVE_TITLE = re.compile(r"^(?:trực tiếp|tường thuật)\b|\blive\s*:", re.IGNORECASE)
_FRAMES_OF_VIDEO = re.compile(r"youtube|youtu\.be|player|video|vimeo|dailymotion", re.IGNORECASE)


def canonical_url(page: Page, facts: Facts, url: str) -> str:
    """Give the address that the page calls its own, if that can be one article's; else ``url``."""
    for stated in (*page.links.get("canonical", ())[:1], page.meta("og:url"), facts.url):
        address = absolute(stated, url) if stated else None
        if address and not (_is_home(address) and not _is_home(url)):
            return address
    return url


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.path.strip("/").lower() in ("", "index.html", "index.php", "default.aspx")
        and not parts.query
    )


def publishers(page: Page, facts: tuple[Facts, ...], url: str) -> tuple[str, ...]:
    """Give every name by which the page calls its publisher, best first."""
    names = [
        page.meta("og:site_name"),
        *(f.publisher for f in facts),
        page.meta("application-name", "publisher", "dc.publisher", "al:ios:app_name"),
    ]
    names += [e.get("alt") for e in page.body.walk() if e.tag == "img" and _is_logo(e)][:1]
    host = urlsplit(url).netloc.removeprefix("www.").split(":")[0]
    found = [clean(name) for name in names if name and clean(name)]
    return tuple(dict.fromkeys([*found, *([host, host.split(".")[0]] if host else [])]))


def _is_logo(img: Element) -> bool:
    around = (img, *(e for _, e in zip(range(2), img.ancestors(), strict=False)))
    return any("logo" in element.words for element in around)


def source_name(page: Page, facts: tuple[Facts, ...]) -> str | None:
    """Give the publisher's name as the page states it."""
    stated = (
        page.meta("og:site_name"),
        *(f.publisher for f in facts),
        page.meta("publisher", "application-name"),
    )
    named = next((clean(name) for name in stated if name and clean(name)), None)
    if named is not None:
        return named
    behind = _BEHIND_TITLE.search(clean(page.title))
    return behind["name"] if behind else None


def find_section(page: Page, facts: Facts, layout: Layout, title: str) -> str | None:
    """Give the section (chuyên mục) under which the article stands."""
    for stated in (
        facts.section,
        page.meta("article:section", "articlesection", "section", "cxenseparse:category"),
    ):
        if stated and len(clean(stated)) <= _LONGEST_SECTION:
            return clean(stated)
    for element in _section_elements(page.body, layout):
        pieces = [p for p in _crumbs(element) if _names_section(p) and key(p) != key(title)]
        if pieces and len(pieces[-1]) <= _LONGEST_SECTION and len(pieces) <= 6:
            return pieces[-1]
    return None


def _names_section(piece: str) -> bool:
    """Say whether a step of a path may be a section: not the front page, nor a part of a date."""
    letters, digits = sum(map(str.isalpha, piece)), sum(map(str.isdigit, piece))
    return letters > digits and not (_HOME.match(piece) or _DAY.match(piece))


def _section_elements(top: Element, layout: Layout) -> list[Element]:
    """Give the elements before the body that are called breadcrumb, category or path."""
    found = []
    for element in top.walk():
        if element is layout.container:
            break
        if not signals.has(element, signals.SECTION, ("breadcrumb", "catename")) or element.tag in (
            "body",
            "a",
            "img",
            "meta",
        ):
            continue
        if len(clean(element.text())) <= 200:
            found.append(element)
    found.sort(key=lambda e: not any("crumb" in word for word in e.words))
    return found


def _crumbs(element: Element) -> list[str]:
    links = [clean(e.text()) for e in element.walk() if e.tag in ("a", "li")]
    links = [text for text in dict.fromkeys(links) if text]
    return links or [p.strip() for p in _CRUMB.split(clean(element.text()))]


def find_language(page: Page) -> str | None:
    """Give the two letters of the page's language ("vi"), where it states them."""
    stated = (
        page.language or page.meta("og:locale", "language", "content-language", "inlanguage") or ""
    )
    found = re.match(r"[A-Za-z]{2}", stated.strip())
    return found[0].lower() if found else None


def find_kind(
    page: Page, facts: Facts, layout: Layout, title: str, photos: tuple[Photo, ...]
) -> ArticleKind:
    """Say what kind of page it is, by what it states and by what it is made of."""
    letters = sum(len(b.text) for b in layout.body if b.picture is None)
    names = {
        word
        for e in (layout.frame, layout.container, *layout.container.ancestors())
        for word in e.words
    }
    if (
        facts.type.startswith("LiveBlog")
        or not signals.LIVE.isdisjoint(names)
        or _LIVE_TITLE.search(title)
    ):
        return ArticleKind.LIVE
    if _is_video(page, facts, layout, letters):
        return ArticleKind.VIDEO
    if facts.type in ("ImageGallery", "MediaGallery") or _is_photo_story(letters, photos):
        return ArticleKind.PHOTO_STORY
    return ArticleKind.ARTICLE


def _is_video(page: Page, facts: Facts, layout: Layout, letters: int) -> bool:
    if facts.type == "VideoObject" or (page.meta("og:type") or "").startswith("video"):
        return True
    shown = any(
        e.tag in ("video", "amp-video")
        or (e.tag == "iframe" and _FRAMES_OF_VIDEO.search(e.get("src") + e.get("data-src")))
        for e in layout.frame.walk()
        if e not in layout.noise
    )
    return shown and letters < 600


def _is_photo_story(letters: int, photos: tuple[Photo, ...]) -> bool:
    captions = sum(len(p.caption or "") for p in photos)
    return len(photos) >= _MANY_PHOTOS and letters - captions < 160 * len(photos)
