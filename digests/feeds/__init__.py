"""Feed, sitemap or section page bytes to entries; where feeds are; when to ask them again."""

from digests.feeds.links import clean_link
from digests.feeds.parsed import Candidate, ParsedFeed
from digests.feeds.reading import parse, parse_as

__all__ = ["Candidate", "ParsedFeed", "clean_link", "discover", "parse", "parse_as"]


def discover(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Give the addresses that may give the entries of a page; see :mod:`digests.feeds.discovery`.

    Raises:
        FeedError: the bytes are no text at all.
    """
    from digests.feeds.discovery import discover as find  # noqa: PLC0415 - few commands need it

    return find(body, url=url, content_type=content_type)
