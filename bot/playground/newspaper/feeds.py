"""The papers' feeds, each in its paper's format.

RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), JSON Feed 1.1
(https://www.jsonfeed.org/version/1.1/).
"""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from bot.playground.newspaper.content import FeedFormat, Paper, PaperArticle, Section

FEED_SIZE = 20
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True, slots=True)
class Item:
    """An article with what only a request knows: absolute addresses, and its time (aware)."""

    article: PaperArticle
    url: str
    published: datetime
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed: the paper's, or that of one of its sections; newest item first."""

    paper: Paper
    section: Section | None
    home: str
    url: str
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The name that readers see."""
        return (
            self.paper.name if self.section is None else f"{self.section.name} - {self.paper.name}"
        )


def render_feed(page: FeedPage) -> bytes:
    """Give the bytes of a feed in its paper's format."""
    if page.paper.feed is FeedFormat.JSON:
        return json.dumps(_json(page), ensure_ascii=False, indent=1).encode()
    root = _atom(page) if page.paper.feed is FeedFormat.ATOM else _rss(page)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _rss(page: FeedPage) -> ET.Element:
    root = ET.Element(
        "rss", {"version": "2.0", "xmlns:atom": ATOM, "xmlns:dc": DC, "xmlns:media": MEDIA}
    )
    channel = _add(root, "channel")
    _add(channel, "title", page.title)
    _add(channel, "link", page.home)
    _add(channel, "description", page.paper.tagline)
    _add(channel, "language", "vi-VN")
    _add(channel, "ttl", "1")
    _add(channel, "atom:link", href=page.url, rel="self", type="application/rss+xml")
    if page.items:
        _add(channel, "lastBuildDate", format_datetime(page.items[0].published))
    for item in page.items:
        _rss_item(channel, item)
    return root


def _rss_item(channel: ET.Element, item: Item) -> None:
    article = item.article
    row = _add(channel, "item")
    _add(row, "title", article.title)
    _add(row, "link", item.url)
    _add(row, "guid", item.url, isPermaLink="true")
    _add(row, "pubDate", format_datetime(item.published))
    _add(row, "category", article.section.name)
    _add(row, "dc:creator", article.author)
    summary = escape(f"{article.paper.prefix}{article.lead}", quote=False)
    if item.pictures:
        # The way most Vietnamese papers do it: a linked thumbnail before the lead.
        summary = (
            f'<a href="{escape(item.url)}"><img src="{escape(item.pictures[0])}"></a><br>{summary}'
        )
        _add(row, "media:content", url=item.pictures[0], medium="image", type="image/jpeg")
    _add(row, "description", summary)


def _atom(page: FeedPage) -> ET.Element:
    root = ET.Element("feed", {"xmlns": ATOM, "xmlns:media": MEDIA, "xml:lang": "vi"})
    _add(root, "title", page.title)
    _add(root, "subtitle", page.paper.tagline)
    _add(root, "id", page.home if page.section is None else page.url)
    _add(root, "link", href=page.url, rel="self", type="application/atom+xml")
    _add(root, "link", href=page.home, rel="alternate", type="text/html")
    newest = page.items[0].published if page.items else datetime(2000, 1, 1, tzinfo=UTC)
    _add(root, "updated", newest.isoformat())
    for item in page.items:
        _atom_entry(root, item)
    return root


def _atom_entry(root: ET.Element, item: Item) -> None:
    article = item.article
    row = _add(root, "entry")
    _add(row, "title", article.title)
    _add(row, "link", href=item.url, rel="alternate", type="text/html")
    _add(row, "id", f"tag:{article.paper.slug}.example,2026:{article.slug}")
    _add(row, "published", item.published.isoformat())
    _add(row, "updated", item.published.isoformat())
    _add(_add(row, "author"), "name", article.author)
    _add(row, "category", term=article.section.slug, label=article.section.name)
    _add(row, "summary", f"{article.paper.prefix}{article.lead}", type="text")
    if item.pictures:
        _add(row, "media:content", url=item.pictures[0], medium="image", type="image/jpeg")


def _json(page: FeedPage) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "description": page.paper.tagline,
        "home_page_url": page.home,
        "feed_url": page.url,
        "language": "vi-VN",
        "items": [_json_item(item) for item in page.items],
    }


def _json_item(item: Item) -> dict[str, object]:
    article = item.article
    row: dict[str, object] = {
        "id": item.url,
        "url": item.url,
        "title": article.title,
        "summary": f"{article.paper.prefix}{article.lead}",
        "content_text": article.lead,
        "date_published": item.published.isoformat(),
        "authors": [{"name": article.author}],
        "tags": [article.section.name],
    }
    return row | ({"image": item.pictures[0]} if item.pictures else {})
