"""What comes out of an address that gives entries."""

from dataclasses import dataclass

from digests.model import Entry, FeedKind


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries of a feed in its own order, each once.

    ``ttl`` is in seconds: how long the publisher wants to be left alone. ``warnings`` are English
    sentences about what was wrong with the bytes and what was done about it.
    """

    title: str | None
    home: str | None
    entries: tuple[Entry, ...]
    ttl: float | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may give entries.

    ``offered`` is true where the page names it, false for a usual path that may not be there.
    """

    url: str
    kind: FeedKind = FeedKind.FEED
    title: str | None = None
    offered: bool = True
