"""Sitemaps (https://www.sitemaps.org/protocol.html) with Google's news and image extensions."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from digests.errors import FeedError
from digests.feeds.dates import read_date
from digests.feeds.links import absolute, clean_link
from digests.feeds.markup import plain_text
from digests.feeds.parsed import Candidate, ParsedFeed
from digests.feeds.pictures import Picture, best
from digests.feeds.syndication import distinct, sound_xml
from digests.feeds.titles import from_link
from digests.feeds.wellformed import local_name, tree
from digests.model import Entry, FeedKind

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_NEWS = re.compile(r"(?i)news|tin-?tuc|bai-?viet|article|post|latest|moi")


def read_sitemap(body: bytes, *, url: str, content_type: str | None) -> ParsedFeed:
    """Read a sitemap's pages as entries, newest first where it gives times.

    A page without a news title is named by its address; its own title is read from the page.

    Raises:
        FeedError: it is no sitemap, or an index of sitemaps (:func:`sitemaps_in` names those).
    """
    root, warnings = _root(body, content_type)
    if _local(root) != "urlset":
        raise FeedError("this is an index of sitemaps; one of those it names is wanted")
    read = [_entry(element, url) for element in root if _local(element) == "url"]
    entries = [entry for entry in read if entry is not None]
    entries.sort(key=lambda entry: entry.published or _EARLIEST, reverse=True)
    return ParsedFeed(None, absolute("/", url), distinct(entries), None, warnings)


def sitemaps_in(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Give the sitemaps that an index names: those for news first, then the latest.

    Raises:
        FeedError: it is no index of sitemaps.
    """
    root, _ = _root(body, content_type)
    if _local(root) != "sitemapindex":
        raise FeedError("this is no index of sitemaps")
    found = []
    for element in root:
        link = absolute(_text(element, "loc"), url)
        if link:
            changed = read_date(_text(element, "lastmod")) or _EARLIEST
            found.append((bool(_NEWS.search(link)), changed, link))
    found.sort(key=lambda one: one[:2], reverse=True)
    return tuple(Candidate(link, FeedKind.SITEMAP) for _, _, link in found)


def _root(body: bytes, content_type: str | None) -> tuple[ET.Element, tuple[str, ...]]:
    if not body.strip():
        raise FeedError("the answer is empty")
    data, warnings = sound_xml(body, content_type)
    root = tree(data)
    if _local(root) not in {"urlset", "sitemapindex"}:
        raise FeedError(f"the document is <{_local(root)}> and not a sitemap")
    return root, warnings


def _local(element: ET.Element) -> str:
    tag = element.tag
    return local_name(tag.rpartition("}")[2]) if isinstance(tag, str) else ""


def _text(element: ET.Element, *names: str) -> str | None:
    """Give the first text under one of ``names``, in the order of the names."""
    for name in names:
        for child in element.iter():
            if _local(child) == name and child.text and child.text.strip():
                return child.text.strip()
    return None


def _entry(element: ET.Element, base: str) -> Entry | None:
    own = next((c.text for c in element if _local(c) == "loc" and c.text), None)
    link = absolute(own, base)
    link = clean_link(link) if link else None
    news = next((c for c in element if _local(c) == "news"), None)
    title = plain_text(_text(news, "title")) if news is not None else None
    title = title or from_link(link)
    if link is None or title is None:
        return None
    images = [c for c in element if _local(c) == "image"]
    picture = best(Picture(u, kind="content") for c in images if (u := _text(c, "loc")))
    return Entry(
        id=link,
        link=link,
        title=title,
        published=read_date(_text(element, "publication_date", "lastmod")),
        image=absolute(picture.url, link) if picture else None,
    )
