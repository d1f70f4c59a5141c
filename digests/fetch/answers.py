"""What a server answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body that came.

    ``url`` is where it came from after all redirects; ``moved_to`` is where permanent redirects
    lead, ``None`` without one. ``cache_for`` is in seconds, from Cache-Control or Expires.
    """

    url: str
    moved_to: str | None
    status: int
    body: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    cache_for: float | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The body is still the one whose ETag or Last-Modified was sent (status 304)."""

    cache_for: float | None
    url: str | None = None
    moved_to: str | None = None
