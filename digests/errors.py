"""What can go wrong in the news half, under one root.

::

    DigestsError
    ├── FetchError            an address gave no usable body
    │   ├── AddressRefused    an address that must not be asked (private range, scheme, port)
    │   ├── BodyTooLarge      more bytes than allowed, before or after decompression
    │   ├── FetchTimeout      no answer, or not all of it, in the time allowed
    │   ├── RobotsRefused     robots.txt does not want the page read
    │   └── HttpStatusError   an answer that is not a success
    ├── FeedError             bytes that are not a feed
    ├── PageError             bytes or text that hold no article
    ├── SummaryError          the rewriting service gave nothing usable
    └── StoreError            the database
        ├── StoreLocked       someone else holds it
        ├── StoreUnreachable  its server does not answer, or not to us
        ├── StoreNewer        its schema is newer than this program
        ├── StoreUnreadable   the file is no database, or is damaged
        ├── NotThere          no such row
        └── AlreadyThere      a row that is there already

``str(error)`` is one English sentence fit for a command line: it names what failed and why.
"""

from datetime import datetime


class DigestsError(Exception):
    """The root: everything that the news half raises on purpose."""


class FetchError(DigestsError):
    """An address gave no usable body.

    Attributes:
        url: the address that was asked, without credentials.
        reason: one sentence without the address.
    """

    def __init__(self, url: str, reason: str) -> None:
        """Keep the address and the reason apart, so that callers can word them anew."""
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason


class AddressRefused(FetchError):
    """The address must not be asked: a private range, a scheme or a port that is not allowed."""


class BodyTooLarge(FetchError):
    """The body has more bytes than are allowed."""


class FetchTimeout(FetchError):
    """No answer, or not all of it, came in the time allowed."""


class RobotsRefused(FetchError):
    """The site's robots.txt does not want this page read."""


class HttpStatusError(FetchError):
    """The answer was not a success.

    Attributes:
        status: the HTTP status code.
        retry_at: when the server wants to be asked again (aware UTC), if it said so.
    """

    def __init__(self, url: str, status: int, *, retry_at: datetime | None = None) -> None:
        """Keep the status; 410 and 429 are decided on by number."""
        super().__init__(url, f"the server answered with status {status}")
        self.status = status
        self.retry_at = retry_at


class FeedError(DigestsError):
    """The bytes are not a feed."""


class PageError(DigestsError):
    """The bytes or the text hold no article.

    Attributes:
        reason: a short machine-readable word (``empty``, ``home_page``, ``login``, ``error_page``,
            ``consent``, ``no_article``, ``too_deep``, ``too_large``, ``not_text``).
    """

    def __init__(self, message: str, *, reason: str) -> None:
        """Keep the reason as a word that counters and texts can be keyed by."""
        super().__init__(message)
        self.reason = reason


class SummaryError(DigestsError):
    """The rewriting service gave nothing usable; the extractive digest stands."""


class StoreError(DigestsError):
    """The database could not do what was asked."""


class StoreLocked(StoreError):
    """Another process holds the database."""


class StoreUnreachable(StoreError):
    """The database server does not answer, or ended the connection; trying again may help."""


class StoreNewer(StoreError):
    """The database was written by a newer version of this program."""


class StoreUnreadable(StoreError):
    """The file is not a database of ours, or it is damaged."""


class NotThere(StoreError):
    """There is no such row."""


class AlreadyThere(StoreError):
    """The row is there already."""
