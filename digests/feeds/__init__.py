"""Feed, sitemap or section page bytes to entries; where feeds are; when to ask them again."""

from digests.feeds.links import clean_link
from digests.feeds.parsed import Candidate, ParsedFeed
from digests.model import FeedKind

__all__ = ["Candidate", "ParsedFeed", "clean_link", "discover", "parse", "parse_as"]


def parse(body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
    """Give the entries of a feed; see :mod:`digests.feeds.reading`.

    Raises:
        FeedError: the bytes are no feed.
    """
    from digests.feeds import reading  # noqa: PLC0415 - the store starts without the parsers

    return reading.parse(body, url=url, content_type=content_type)


def parse_as(
    kind: FeedKind, body: bytes, *, url: str, content_type: str | None = None
) -> ParsedFeed:
    """Give the entries of a feed, a sitemap or a section page; see :mod:`digests.feeds.reading`.

    Raises:
        FeedError: the bytes are nothing of that kind.
    """
    from digests.feeds import reading  # noqa: PLC0415 - likewise

    return reading.parse_as(kind, body, url=url, content_type=content_type)


def discover(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Give the addresses that may give the entries of a page; see :mod:`digests.feeds.discovery`.

    Raises:
        FeedError: the bytes are no text at all.
    """
    from digests.feeds.discovery import discover as find  # noqa: PLC0415 - few commands need it

    return find(body, url=url, content_type=content_type)
