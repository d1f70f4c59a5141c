"""What goes into the archive, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from digests.model import Article, Digest


class Owe(StrEnum):
    """Who is told of an article at once."""

    EVERYONE = "everyone"
    """Everyone whose subscriptions it answers."""
    NOBODY = "nobody"
    """It is archive, not news."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An article on its way into the archive.

    Attributes:
        article: what the page, or the feed, says.
        digest: its short text.
        links: every address it is known by, beside ``article.url``.
        feed_id: the feed that named it.
        entry_id: the feed's identity of it.
        complete: false when only the feed's words are known and the page should be tried again.
        keywords: the keywords of subscriptions that it answers.
        external_id: its identity in the collection it was imported from.
        story: the story that it tells.
        owe: who is told.
    """

    article: Article
    digest: Digest
    links: tuple[str, ...] = ()
    feed_id: int | None = None
    entry_id: str | None = None
    complete: bool = True
    keywords: frozenset[str] = frozenset()
    external_id: str | None = None
    story: int | None = None
    owe: Owe = Owe.EVERYONE


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a publication: its row, how many deliveries it owes, whether it was known."""

    number: int
    deliveries: int = 0
    known: bool = False


@dataclass(frozen=True, slots=True)
class ReadyArticle:
    """An article of a collection, read and digested; ``external_id`` is its identity there."""

    external_id: str
    article: Article
    digest: Digest
