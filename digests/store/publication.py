"""What goes into the archive, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from digests.model import Article, Digest
from digests.stories import Signature


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
        signature: what its story is found by; without one it stands alone.
        words: a fingerprint of what the feed said of it, by which changes are seen.
        owe: who is told.
        source: the publisher's name, for an article that no feed named.
        readers: subscribers who are told of it whatever they follow.
    """

    article: Article
    digest: Digest
    links: tuple[str, ...] = ()
    feed_id: int | None = None
    entry_id: str | None = None
    complete: bool = True
    keywords: frozenset[str] = frozenset()
    external_id: str | None = None
    signature: Signature | None = None
    words: str | None = None
    owe: Owe = Owe.EVERYONE
    source: str | None = None
    readers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article is from: the source's row id, the folded section.

    ``shared`` is false for what came by a reader's own feed.
    """

    source: int | None
    section: str | None
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a publication: its row, how many deliveries it owes, whether it was known.

    ``changes`` is how many messages that were sent already are owed another paper's link; with
    ``more`` very many want it, and others than the first will be owed it in a moment.
    """

    number: int
    deliveries: int = 0
    known: bool = False
    changes: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class ReadyArticle:
    """An article of a collection; ``external_id`` is its identity there.

    Its digest is made when somebody opens it: of a whole archive that is a small part.
    """

    external_id: str
    article: Article
