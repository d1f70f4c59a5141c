"""Feeds as OPML 2.0, the form in which feed readers hand their lists on (http://opml.org/spec2.opml)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from bot.errors import BotError
from digests.model import Feed


class OpmlError(BotError):
    """The bytes are not OPML, or name no feed."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file. ``source`` is the group it stands in, else its title or host."""

    url: str
    title: str | None
    source: str
    home: str | None = None
    section: str | None = None


def read_opml(body: bytes) -> list[Outline]:
    """Give the feeds of an OPML file in order; raises ``OpmlError``."""
    try:
        root = ET.fromstring(body)  # noqa: S314 - expat loads no external entities and stops at bombs
    except (ET.ParseError, ValueError, LookupError) as error:
        raise OpmlError(f"This is not an OPML file ({error}).") from error
    body_element = root.find("body")
    if root.tag != "opml" or body_element is None:
        raise OpmlError("This is XML, but not an OPML file.")
    found = list(dict.fromkeys(_outlines(body_element, None)))
    if not found:
        raise OpmlError("This OPML file names no feed.")
    return found


def _outlines(element: ET.Element, group: str | None) -> Iterator[Outline]:
    for child in element.iterfind("outline"):
        title = child.get("text") or child.get("title")
        url = (child.get("xmlUrl") or "").strip()
        if url.startswith(("http://", "https://")):
            host = (urlsplit(url).hostname or url).removeprefix("www.")
            yield Outline(
                url=url,
                title=title,
                source=group or title or host,
                home=child.get("htmlUrl"),
                section=child.get("category"),
            )
        yield from _outlines(child, group or (None if url else title))


def write_opml(feeds: Iterable[Feed]) -> str:
    """Give the feeds as OPML, one group a source."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Điểm Tin"
    body = ET.SubElement(root, "body")
    ordered = sorted(feeds, key=lambda feed: (feed.source.name, feed.id))
    for name, group in groupby(ordered, key=lambda feed: feed.source.name):
        outer = ET.SubElement(body, "outline", text=name)
        for feed in group:
            attributes = {
                "type": "rss",
                "text": feed.title or feed.section or name,
                "xmlUrl": feed.url,
                **({"htmlUrl": feed.source.home} if feed.source.home else {}),
                **({"category": feed.section} if feed.section else {}),
            }
            ET.SubElement(outer, "outline", attributes)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)
