"""One interface for the ways in which entries come out of an address."""

import zlib

from digests.errors import FeedError
from digests.feeds.json_feed import read_json
from digests.feeds.parsed import ParsedFeed
from digests.feeds.syndication import MAX_BYTES, read_syndication
from digests.model import FeedKind


def unpacked(body: bytes) -> bytes:
    """Give the bytes inside a ``.gz`` file (sitemaps are often kept so); others as they are.

    Raises:
        FeedError: it is packed wrongly.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise FeedError("the file is packed wrongly") from error


def parse(body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
    """Read a feed: RSS 0.9x to 2.0, RDF, Atom or JSON Feed, whole or broken.

    Pure, and blocking for some tens of milliseconds: run it in a thread. ``url`` is where the feed
    was had; relative links are taken from the feed's own home page, else from there. A file has no
    such address: anything that is not http(s) is ignored.

    Raises:
        FeedError: the bytes are no feed, or are built to do harm.
    """
    body = unpacked(body)
    start = body[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")[:1]
    if not body.strip():
        raise FeedError("the answer is empty")
    if start in {b"{", b"["}:
        return read_json(body, url=url, content_type=content_type)
    return read_syndication(body, url=url, content_type=content_type)


def parse_as(
    kind: FeedKind, body: bytes, *, url: str, content_type: str | None = None
) -> ParsedFeed:
    """Read entries out of a feed, a news sitemap, or the links of a section page.

    Raises:
        FeedError: the bytes are not of that kind.
    """
    body = unpacked(body)
    if kind is FeedKind.SITEMAP:
        from digests.feeds.sitemap import read_sitemap  # noqa: PLC0415 - few feeds are sitemaps

        return read_sitemap(body, url=url, content_type=content_type)
    if kind is FeedKind.SECTION_PAGE:
        from digests.feeds.section_page import read_section_page  # noqa: PLC0415 - loads selectolax

        return read_section_page(body, url=url, content_type=content_type)
    return parse(body, url=url, content_type=content_type)
