"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), and lists that look like it."""

import json
import re
from typing import Any

from digests.errors import FeedError
from digests.feeds.charset import decode
from digests.feeds.dates import Order, read_date, usual_order
from digests.feeds.links import absolute, clean_link
from digests.feeds.markup import pictures, plain_text, summary_text
from digests.feeds.parsed import ParsedFeed
from digests.feeds.pictures import Picture, best, is_image
from digests.feeds.syndication import MAX_BYTES, distinct
from digests.feeds.titles import first_words, from_link
from digests.feeds.wellformed import MAX_ENTRIES
from digests.model import Entry
from digests.vietnamese.cleaning import storable

_MAX_DEPTH = 100
_ITEMS = re.compile(r'"items"\s*:\s*\[|^\s*\[')
_NEXT = re.compile(r"\s*,?\s*(?=\{)")


def read_json(body: bytes, *, url: str, content_type: str | None) -> ParsedFeed:
    """Read a JSON Feed; a missing version is forgiven where there is a list of items.

    Raises:
        FeedError: it is no JSON, or JSON without items.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"the feed is larger than {MAX_BYTES // 1024 // 1024} MiB")
    text, warnings = decode(body, content_type)
    feed, faults = _load(text)
    warnings = (*warnings, *faults)
    items = feed.get("items")
    if not isinstance(items, list):
        raise FeedError("this is JSON without a list of items")
    home = absolute(_string(feed.get("home_page_url")), url)
    base = home or absolute(_string(feed.get("feed_url")), url) or url
    if len(items) > MAX_ENTRIES:
        warnings = (*warnings, f"only the first {MAX_ENTRIES} entries are read")
    whole = [item for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    order = usual_order(_string(item.get("date_published")) or "" for item in whole)
    entries = distinct(e for item in whole if (e := _entry(item, base, order)) is not None)
    return ParsedFeed(plain_text(_string(feed.get("title"))), home, entries, None, warnings)


def _load(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    depth = deepest = 0
    for sign in text if text.count("[") + text.count("{") > _MAX_DEPTH else "":
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise FeedError(f"the JSON is nested more than {_MAX_DEPTH} deep")
    faults: tuple[str, ...] = ()
    try:
        feed = json.loads(text.lstrip("\ufeff \r\n\t"), strict=False)
    except (ValueError, RecursionError) as error:
        feed = _whole_items(text)
        if not feed:
            raise FeedError(f"the JSON is broken: {error}") from error
        faults = ("the feed is cut off; what is whole was kept",)
    if isinstance(feed, list):
        return {"items": feed}, faults
    if not isinstance(feed, dict):
        raise FeedError("this is JSON but not a feed")
    return feed, faults


def _whole_items(text: str) -> list[Any]:
    """Give the items before the place where a feed is broken."""
    start = _ITEMS.search(text)
    at = start.end() if start else 0
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    while start and (match := _NEXT.match(text, at)) and len(found) <= MAX_ENTRIES:
        try:
            item, at = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
        found.append(item)
    return found


def _string(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable(str(value)).strip() or None


def _entry(item: dict[str, Any], base: str, order: Order | None) -> Entry | None:
    link = absolute(_string(item.get("url")), base) or absolute(
        _string(item.get("external_url")), base
    )
    link = clean_link(link) if link else None
    content = _string(item.get("content_html")) or _string(item.get("content_text"))
    summary = summary_text(_string(item.get("summary"))) or first_words(
        summary_text(content), 1_000
    )
    title = plain_text(_string(item.get("title"))) or first_words(summary) or from_link(link)
    if title is None:
        return None
    picture = best([*_named(item), *pictures(_string(item.get("content_html")))])
    dates = (item.get("date_published"), item.get("date_modified"))
    return Entry(
        id=_string(item.get("id")) or link or title,
        link=link,
        title=title,
        summary=summary,
        published=next((d for t in dates if (d := read_date(_string(t), order))), None),
        image=absolute(picture.url, link or base) if picture else None,
        authors=_authors(item),
        section=_section(item.get("tags")),
    )


def _named(item: dict[str, Any]) -> list[Picture]:
    found = [(item.get("image"), "content"), (item.get("banner_image"), "item")]
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict):
            url, mime = _string(attachment.get("url")), _string(attachment.get("mime_type"))
            if url and is_image(url, mime):
                found.append((url, "enclosure"))
    return [Picture(url, kind=kind) for value, kind in found if (url := _string(value))]


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    several = item.get("authors")
    people = several if isinstance(several, list) else [item.get("author")]
    names = [
        plain_text(_string(person.get("name") if isinstance(person, dict) else person))
        for person in people
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def _section(tags: object) -> str | None:
    return plain_text(_string(tags[0])) if isinstance(tags, list) and tags else None
