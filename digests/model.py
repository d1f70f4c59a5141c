"""The words of the project as frozen values.

All instants are aware ``datetime`` in UTC. All text is NFC without control characters. A field
that nobody gave is ``None`` (or an empty tuple), never an empty string.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum


def require_aware(moment: datetime) -> datetime:
    """Give ``moment`` in UTC; raise ``ValueError`` for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {moment!r}")
    return moment.astimezone(UTC)


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


class ChatKind(StrEnum):
    """Where a subscriber reads."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class SubscriberState(StrEnum):
    """Whether messages go out: wanted, stopped by the reader, or asleep because refused."""

    ACTIVE = "active"
    STOPPED = "stopped"
    PAUSED = "paused"


class Rhythm(StrEnum):
    """When digests come: each at once, as editions at set hours, or not at all."""

    AT_ONCE = "at_once"
    EDITIONS = "editions"


class EditionKind(StrEnum):
    """What an edition rounds up: the news since the last one, or the week."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes, without a word of how: the network's name, the chat, its topic.

    ``chat`` and ``topic`` are the network's own identities as text ("-1001234", "7").
    """

    network: str
    chat: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat with its choices. ``hours`` are local times of editions in ``time_zone``.

    ``weekly`` and ``breaking`` are ``None`` until chosen: the rhythm decides then.

    Attributes:
        quiet: local times from when to when nothing is sent; ``None`` for never.
        muted_until: nothing is sent before.
        daily_limit: messages with news on one local day at most; ``None`` for any number.
        silent: whether messages come without a sound.
        photos: whether digests come with their photos.
        short: whether digests are headline, first sentence and source only.
        preview: whether the link of a digest without photo is shown with its preview.
        held_until: what is owed waits until then and becomes one round-up; ``None`` when nothing
            waits.
    """

    id: int
    address: Address
    kind: ChatKind = ChatKind.PRIVATE
    title: str | None = None
    language: str = "vi"
    time_zone: str = "Asia/Ho_Chi_Minh"
    rhythm: Rhythm = Rhythm.AT_ONCE
    hours: tuple[time, ...] = (time(7), time(18))
    edition_size: int = 8
    state: SubscriberState = SubscriberState.ACTIVE
    pause_reason: str | None = None
    created_at: datetime | None = None
    weekly: bool | None = None
    breaking: bool | None = None
    quiet: tuple[time, time] | None = None
    muted_until: datetime | None = None
    daily_limit: int | None = None
    silent: bool = False
    photos: bool = True
    short: bool = False
    preview: bool = False
    held_until: datetime | None = None

    @property
    def wants_weekly(self) -> bool:
        """Whether the round-up of the week comes; by itself to readers of editions only."""
        return self.rhythm is Rhythm.EDITIONS if self.weekly is None else self.weekly

    @property
    def wants_breaking(self) -> bool:
        """Whether breaking news comes at once; whoever gets all news at once gets it anyway."""
        return self.rhythm is Rhythm.AT_ONCE or self.breaking is not False


class SubscriptionKind(StrEnum):
    """What a subscription follows, or keeps away.

    FEED is one feed that a reader brought along. An ALERT is a keyword that is told at once,
    whatever the reader's rhythm. What EXCLUDED words stand in never comes; what is
    FEWER, a section of a source, comes only when a keyword asks for it or as breaking news.
    """

    ALL = "all"
    SOURCE = "source"
    SECTION = "section"
    KEYWORD = "keyword"
    ALERT = "alert"
    FEED = "feed"
    EXCLUDED = "excluded"
    FEWER = "fewer"

    @property
    def asks_for_words(self) -> bool:
        """Whether it makes news come in which its words stand."""
        return self in {SubscriptionKind.KEYWORD, SubscriptionKind.ALERT}

    @property
    def brings(self) -> bool:
        """Whether it makes news come, and does not keep it away."""
        return self not in {SubscriptionKind.EXCLUDED, SubscriptionKind.FEWER}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One wish of a subscriber.

    ``value`` is the row id of the source or feed as text, the folded section, or the keyword as
    typed; ``""`` for ALL, what ``fewer_of`` gives for FEWER. ``label`` is what a person is shown.
    One that is ``off`` is remembered and has no effect.
    """

    kind: SubscriptionKind
    value: str = ""
    label: str = ""
    off: bool = False


def fewer_of(source: int | str | None, section: str | None) -> str:
    """Give the value of a FEWER wish: the source's row id and the folded section."""
    return f"{'' if source is None else source}:{section or ''}"


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    DIGEST = "digest"
    BREAKING = "breaking"
    EDITION = "edition"
    CHANGE = "change"
    NOTICE = "notice"
    ALARM = "alarm"


SINGLE_DIGESTS = (DeliveryKind.DIGEST, DeliveryKind.BREAKING)
"""The kinds that carry the digest of one article; a reader is owed at most one of an article."""


class DeliveryState(StrEnum):
    """Where a delivery stands; every one ends in one of the last five."""

    OWED = "owed"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one chat: the outbox row.

    ``article`` or ``edition`` name what is sent; NOTICE and ALARM carry their text in ``payload``;
    a CHANGE edits message ``message_id``.
    """

    id: int
    subscriber: Subscriber
    kind: DeliveryKind
    due_at: datetime
    state: DeliveryState = DeliveryState.OWED
    article: int | None = None
    edition: int | None = None
    payload: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The articles of several sources that tell one event, best report first."""

    id: int
    articles: tuple[StoredArticle, ...]


@dataclass(frozen=True, slots=True)
class News:
    """The few facts of an article by which editions choose, light enough for a week of them.

    ``source`` is any identity of the publisher, ``section`` the folded name, ``keywords`` those
    wishes of readers that it answers; ``seen_at`` says when it came in, ``shown_at`` when it was
    published. What came by a ``feed`` that is not ``shared`` is for those who follow the feed.
    """

    number: int
    seen_at: datetime
    shown_at: datetime
    story: int | None = None
    source: int | str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    complete: bool = True
    has_lead: bool = True
    has_photo: bool = True
    feed: int | None = None
    shared: bool = True


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One story of an edition: its best report and the other papers' reports."""

    best: StoredArticle
    others: tuple[StoredArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionSection:
    """A heading of an edition with its items in order of weight."""

    name: str | None
    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A round-up (bản điểm tin): digests chosen for one audience and one hour (``slot``)."""

    slot: datetime
    sections: tuple[EditionSection, ...]
    time_zone: str = "Asia/Ho_Chi_Minh"
    kind: EditionKind = EditionKind.DAILY
