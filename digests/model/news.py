"""What is read: publishers, feeds, articles, digests, stories."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher (nguồn): its name as readers know it, and its home page."""

    id: int
    name: str
    home: str | None = None


class FeedState(StrEnum):
    """Where a feed stands: polled, held by an admin, failing, or gone for good (410)."""

    ACTIVE = "active"
    PAUSED = "paused"
    DOWN = "down"
    GONE = "gone"


class FeedKind(StrEnum):
    """How entries come out of an address; one interface for all of them."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION_PAGE = "section_page"


@dataclass(frozen=True, slots=True)
class Feed:
    """One address that gives entries, with its section, poll state and health.

    ``interval`` is in seconds; ``body_hash`` is the SHA-256 of the last body (hex). One that is not
    ``shared`` was brought along by a reader: its articles come to those who follow this feed only.
    """

    id: int
    source: Source
    url: str
    kind: FeedKind = FeedKind.FEED
    title: str | None = None
    section: str | None = None
    state: FeedState = FeedState.ACTIVE
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    interval: float = 900.0
    next_poll_at: datetime | None = None
    failures: int = 0
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    last_error: str | None = None
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article. ``id`` is the feed's own identity of it, else its link."""

    id: str
    link: str | None
    title: str
    summary: str | None = None
    published: datetime | None = None
    image: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: address, caption (chú thích) and credit (Ảnh: …); sides in pixels where known.

    ``smaller`` is the address of the next smaller size, where the page names one.
    """

    url: str | None
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    smaller: str | None = None


class ArticleKind(StrEnum):
    """What kind of page an article was read from."""

    ARTICLE = "article"
    VIDEO = "video"
    PHOTO_STORY = "photo_story"
    LIVE = "live"
    FEED_ONLY = "feed_only"


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says.

    ``lead`` is the publisher's own opening paragraph without its prefix (``lead_prefix``: "BHG",
    "TTO", "Hà Nội"); when ``lead_is_own`` is false it is the first paragraph instead.
    ``paragraphs`` never repeats the lead or a caption.
    """

    title: str
    url: str | None = None
    lead: str | None = None
    lead_prefix: str | None = None
    lead_is_own: bool = True
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    paragraphs: tuple[str, ...] = ()
    section: str | None = None
    source: str | None = None
    language: str | None = None
    kind: ArticleKind = ArticleKind.ARTICLE


@dataclass(frozen=True, slots=True)
class Digest:
    """The short text of one article; every sentence of it stands in the article.

    ``lead_is_own`` is false when the lead was chosen from the text. ``rewritten`` says that a
    language model worded lead and key points.
    """

    title: str
    url: str | None
    lead: str | None = None
    lead_is_own: bool = True
    key_points: tuple[str, ...] = ()
    photo: Photo | None = None
    source: str | None = None
    section: str | None = None
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list says of an article of the archive; ``number`` is the row's identity."""

    number: int
    title: str
    url: str | None = None
    source: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the archive with its digest.

    ``number`` is the row's identity; ``complete`` is false while only the feed's words are known;
    ``changed_at`` says when the publisher's text was last seen changed.
    """

    number: int
    article: Article
    digest: Digest
    first_seen_at: datetime
    feed_number: int | None = None
    complete: bool = True
    story: int | None = None
    changed_at: datetime | None = None

    @property
    def headline(self) -> Headline:
        """What a list says of it."""
        said = self.digest
        return Headline(self.number, said.title, said.url, said.source, said.published)


@dataclass(frozen=True, slots=True)
class Story:
    """The articles of several sources that tell one event, best report first."""

    id: int
    articles: tuple[StoredArticle, ...]
