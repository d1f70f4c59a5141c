"""RSS 0.9x to 2.0, RDF and Atom: feedparser reads, and what it leaves wrong is put right."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from digests.errors import FeedError
from digests.feeds.charset import decode
from digests.feeds.dates import Order, read_date, usual_order
from digests.feeds.doctype import without_doctype
from digests.feeds.links import absolute, clean_link, is_web
from digests.feeds.markup import plain_text, summary_text
from digests.feeds.parsed import ParsedFeed
from digests.feeds.pictures import best
from digests.feeds.printed import Printed, read_printed
from digests.feeds.repair import repair
from digests.feeds.titles import first_words, from_link
from digests.feeds.wellformed import MAX_ENTRIES, local_name, survey
from digests.model import Entry

_Dict: TypeAlias = Any  # feedparser's dictionaries have no types
MAX_BYTES = 10 * 1024 * 1024
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>\s*")
_PAGE = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+html\b|<html\b|<head\b|<body\b)",
    re.IGNORECASE | re.DOTALL,
)
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_SUMMARY_SIGNS = 1_000
_PERIODS = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}


def sound_xml(body: bytes, content_type: str | None) -> tuple[bytes, tuple[str, ...]]:
    """Give the document of ``body`` as well-formed UTF-8 of bounded size, and what was wrong.

    Raises:
        FeedError: it is no XML document of entries, or one that is built to do harm.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"the feed is larger than {MAX_BYTES // 1024 // 1024} MiB")
    text, warnings = decode(body, content_type)
    if _PAGE.match(text[:5000]):
        raise FeedError("this is an HTML page and not a feed")
    text, entities = without_doctype(text)
    text = _DECLARATION.sub("", text, count=1).lstrip()
    data = text.encode("utf-8")
    found = survey(data)
    if found.fault is None and local_name(found.root or "") in {"item", "entry"}:
        found.fault = "there is no root element"
    if found.fault is not None:
        text, mended = repair(text, entities)
        data = text.encode("utf-8")
        warnings = (*warnings, f"the XML is broken ({found.fault}) and was mended", *mended)
        found = survey(data)
    if found.fault is not None:
        raise FeedError(f"the XML cannot be read: {found.fault}")
    if found.cut is not None:
        at, missing = found.cut
        data = data[:at] + missing.encode("utf-8")
        warnings = (*warnings, f"only the first {min(found.entries, MAX_ENTRIES)} entries are read")
    return data, warnings


def read_syndication(body: bytes, *, url: str, content_type: str | None) -> ParsedFeed:
    """Read an XML feed; :func:`digests.feeds.parse` says what it promises."""
    data, warnings = sound_xml(body, content_type)
    root = re.match(rb"<([\w.:-]+)", data)
    if root is None or local_name(root[1].decode()) not in _FEED_ROOTS:
        raise FeedError(f"the document is <{root[1].decode() if root else '?'}> and not a feed")
    printed, slim = read_printed(data)
    parsed = _feedparser(slim)
    entries = parsed.entries
    if len(printed) != len(entries):
        raise FeedError("the entries of the feed cannot be told apart")
    home = _home(parsed.feed, url)
    order = usual_order(text for item in printed for text in item.dates)
    read = [_entry(e, p, home or url, order) for e, p in zip(entries, printed, strict=True)]
    kept = distinct(entry for entry in read if entry is not None)
    if len(kept) < len(entries):
        warnings = (*warnings, f"{len(entries) - len(kept)} entries are empty or repeated")
    return ParsedFeed(plain_text(parsed.feed.get("title")), home, kept, _ttl(parsed.feed), warnings)


def _feedparser(document: bytes) -> _Dict:
    import feedparser  # noqa: PLC0415 - costs 60 ms, and most commands read no feed

    try:
        return feedparser.parse(
            io.BytesIO(document),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        raise FeedError(f"the feed cannot be read ({type(error).__name__})") from error


def _home(feed: _Dict, url: str) -> str | None:
    """Give the address that relative links are taken from: the feed's own page, else the feed."""
    for link in (feed.get("link"), feed.get("href")):
        if is_web(link):
            return clean_link(str(link))
    return absolute(feed.get("link"), url)


def _entry(entry: _Dict, printed: Printed, base: str, order: Order | None) -> Entry | None:
    link = _link(entry, printed, base)
    summary = _summary(printed)
    title = plain_text(entry.get("title")) or first_words(summary) or from_link(link)
    if title is None:
        return None
    picture = best(printed.pictures)
    return Entry(
        id=printed.id or link or title,
        link=link,
        title=title,
        summary=summary,
        published=_published(printed, order),
        image=absolute(picture.url, link or base) if picture else None,
        authors=_authors(entry),
        section=_section(entry),
    )


def _link(entry: _Dict, printed: Printed, base: str) -> str | None:
    places = [printed.original_link, entry.get("feedburner_origlink"), entry.get("link")]
    places += [
        link.get("href") for link in entry.get("links", []) if link.get("rel") == "alternate"
    ]
    if printed.is_permalink or is_web(printed.id):
        places.append(printed.id)
    for place in places:
        link = absolute(place, base)
        if link is not None:
            return clean_link(link)
    return None


def _summary(printed: Printed) -> str | None:
    for markup in printed.summaries:
        if text := summary_text(markup):
            return text
    whole = next((text for markup in printed.contents if (text := summary_text(markup))), None)
    return first_words(whole, _SUMMARY_SIGNS)


def _published(printed: Printed, order: Order | None) -> datetime | None:
    """Give the first time that can be read; feedparser takes one without a zone for UTC."""
    return next((date for text in printed.dates if (date := read_date(text, order))), None)


def _authors(entry: _Dict) -> tuple[str, ...]:
    names = [plain_text(author.get("name")) for author in entry.get("authors", [])]
    return tuple(dict.fromkeys(name for name in names if name))


def _section(entry: _Dict) -> str | None:
    for tag in entry.get("tags", []):
        name = plain_text(tag.get("label") or tag.get("term"))
        if name and not is_web(name):
            return name
    return None


def _ttl(feed: _Dict) -> float | None:
    """Give the seconds for which the feed wants to be left alone (``ttl``, ``updatePeriod``)."""
    try:
        if feed.get("ttl"):
            return max(float(feed["ttl"]) * 60, 0.0) or None
        period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
        return period / max(float(feed.get("sy_updatefrequency") or 1), 1.0) if period else None
    except ValueError:
        return None


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give each entry once, in order.

    The same entry has the same id and link, or the same link and title. Where several links share
    one id, the id is a mistake of the publisher, and the link stands for it.
    """
    seen: set[tuple[str, str | None]] = set()
    said: set[tuple[str | None, str]] = set()
    kept: list[Entry] = []
    links: defaultdict[str, set[str | None]] = defaultdict(set)
    for entry in entries:
        if (entry.id, entry.link) in seen or (entry.link and (entry.link, entry.title) in said):
            continue
        seen.add((entry.id, entry.link))
        said.add((entry.link, entry.title))
        links[entry.id].add(entry.link)
        kept.append(entry)
    return tuple(_told_apart(entry) if len(links[entry.id]) > 1 else entry for entry in kept)


def _told_apart(entry: Entry) -> Entry:
    return replace(entry, id=entry.link or entry.title)
