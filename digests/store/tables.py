"""The tables. The migrations lead to exactly these; a test holds them together.

States and kinds are the words of the model's enumerations. Rows that others name get numbers that
are never used again.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)

from digests.store.columns import Instant, Json, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number(name: str = "id") -> Column[int]:
    # SQLite numbers rows by itself only in a column that is exactly INTEGER.
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _refers(
    name: str, to: str, *, gone: str = "CASCADE", key: bool = False, optional: bool = False
) -> Column[int]:
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, ForeignKey(to, ondelete=gone), primary_key=key, nullable=optional)


sources = Table(
    "sources",
    metadata,
    _number(),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False, unique=True),
    Column("home", Words),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    _number(),
    _refers("source_id", "sources.id", gone="RESTRICT"),
    Column("url", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("title", Words),
    Column("section", Words),
    Column("state", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Words),
    Column("interval", Float, nullable=False),
    Column("next_poll_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("last_success_at", Instant),
    Column("last_new_at", Instant),
    Column("last_error", Words),
    Column("lease_until", Instant),
    Column("added_at", Instant, nullable=False),
    Column("shared", Boolean, nullable=False, server_default=true()),
    Index(None, "next_poll_at"),
    Index(None, "source_id"),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    _number("number"),
    _refers("feed_id", "feeds.id", gone="SET NULL", optional=True),
    _refers("source_id", "sources.id", gone="SET NULL", optional=True),
    Column("external_id", Words, unique=True),
    Column("section_key", Words),
    Column("source_key", Words),
    Column("story", BigInteger().with_variant(Integer, "sqlite")),
    Column("complete", Boolean, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("changed_at", Instant),
    Column("shown_at", Instant, nullable=False),
    Column("retry_at", Instant),
    Column("retries", Integer, nullable=False),
    Column("article", Json, nullable=False),
    Column("digest", Json, nullable=False),
    Index(None, "shown_at", "number"),
    Index(None, "section_key", "shown_at"),
    Index(None, "source_id", "shown_at"),
    Index(None, "first_seen_at"),
    Index(None, "story"),
    Index(None, "feed_id"),
    Index(None, "retry_at"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    _refers("feed_id", "feeds.id", key=True),
    Column("entry_id", Words, primary_key=True),
    _refers("article", "articles.number"),
    Column("words", Words),
    Index(None, "article"),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("key", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("address_key", Words, primary_key=True),
    Column("url", Words, nullable=False),
    _refers("article", "articles.number"),
    Column("canonical", Boolean, nullable=False),
    Index(None, "article"),
)

signatures = Table(
    "signatures",
    metadata,
    _refers("article", "articles.number", key=True),
    Column("at", Instant, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index(None, "at"),
)

signature_keys = Table(
    "signature_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    _refers("article", "signatures.article", key=True),
    Index(None, "article"),
)

article_keywords = Table(
    "article_keywords",
    metadata,
    Column("keyword", Words, primary_key=True),
    _refers("article", "articles.number", key=True),
    Index(None, "article"),
)

subscribers = Table(
    "subscribers",
    metadata,
    _number(),
    Column("network", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("title", Words),
    Column("language", Words, nullable=False),
    Column("time_zone", Words, nullable=False),
    Column("rhythm", Words, nullable=False),
    Column("hours", Json, nullable=False),
    Column("edition_size", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Column("pause_reason", Words),
    Column("created_at", Instant, nullable=False),
    Column("next_edition_at", Instant),
    Column("last_edition_at", Instant),
    Column("weekly", Boolean),
    Column("breaking", Boolean),
    Column("next_weekly_at", Instant),
    Column("last_news", BigInteger),
    Column("quiet", Words),
    Column("muted_until", Instant),
    Column("daily_limit", Integer),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("photos", Boolean, nullable=False, server_default=true()),
    Column("short", Boolean, nullable=False, server_default=false()),
    Column("preview", Boolean, nullable=False, server_default=false()),
    Column("held_until", Instant),
    UniqueConstraint("network", "chat", "topic"),
    Index(None, "next_edition_at"),
    Index(None, "next_weekly_at"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _refers("subscriber_id", "subscribers.id", key=True),
    Column("kind", Words, primary_key=True),
    Column("value", Words, primary_key=True),
    Column("label", Words, nullable=False),
    Column("off", Boolean, nullable=False, server_default=false()),
    Index(None, "kind", "value", "subscriber_id"),
)

run_by = Table(
    "run_by",
    metadata,
    _refers("subscriber_id", "subscribers.id", key=True),
    Column("person", Words, primary_key=True),
    Index(None, "person"),
)

editions = Table(
    "editions",
    metadata,
    _number(),
    _refers("subscriber_id", "subscribers.id"),
    Column("slot_at", Instant, nullable=False),
    Column("numbers", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("kind", Words, nullable=False, server_default="daily"),
    UniqueConstraint("subscriber_id", "kind", "slot_at"),
    Index(None, "made_at"),
    sqlite_autoincrement=True,
)

_ONE_DIGEST = text("kind IN ('digest', 'breaking')")
_OPEN = text("state IN ('owed', 'in_flight')")
_OWED = text("state = 'owed'")
_FLYING = text("state = 'in_flight'")
_FINISHED = text("finished_at IS NOT NULL")
_DRAFTED = text("draft IS NOT NULL")

deliveries = Table(
    "deliveries",
    metadata,
    _number(),
    _refers("subscriber_id", "subscribers.id"),
    Column("kind", Words, nullable=False),
    _refers("article", "articles.number", optional=True),
    _refers("edition", "editions.id", optional=True),
    Column("payload", Json),
    Column("due_at", Instant, nullable=False),
    Column("ready_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("state", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("reason", Words),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("draft", BigInteger().with_variant(Integer, "sqlite")),
    Index(
        "uq_deliveries_one_announcement",
        "draft",
        "subscriber_id",
        unique=True,
        sqlite_where=_DRAFTED,
        postgresql_where=_DRAFTED,
    ),
    Index(
        "uq_deliveries_one_digest",
        "article",
        "subscriber_id",
        unique=True,
        sqlite_where=_ONE_DIGEST,
        postgresql_where=_ONE_DIGEST,
    ),
    Index("ix_deliveries_of_article", "article"),
    Index("ix_deliveries_open", "subscriber_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_deliveries_ready", "ready_at", "id", sqlite_where=_OWED, postgresql_where=_OWED),
    Index(
        "ix_deliveries_lane",
        "kind",
        "ready_at",
        "id",
        sqlite_where=_OWED,
        postgresql_where=_OWED,
    ),
    Index(
        "ix_deliveries_finished", "finished_at", sqlite_where=_FINISHED, postgresql_where=_FINISHED
    ),
    Index("ix_deliveries_in_flight", "id", sqlite_where=_FLYING, postgresql_where=_FLYING),
    Index("ix_deliveries_of_subscriber", "subscriber_id"),
    Index("ix_deliveries_of_edition", "edition"),
    sqlite_autoincrement=True,
)

senders = Table(
    "senders",
    metadata,
    _number(),
    Column("name", Words, nullable=False),
    Column("lives_until", Instant, nullable=False),
    sqlite_autoincrement=True,
)

shards = Table(
    "shards",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _refers("sender", "senders.id", gone="SET NULL", optional=True),
    Index(None, "sender"),
)

photo_refs = Table(
    "photo_refs",
    metadata,
    Column("url", Words, primary_key=True),
    Column("ref", Words, nullable=False),
)

saved = Table(
    "saved",
    metadata,
    _refers("subscriber_id", "subscribers.id", key=True),
    _refers("article", "articles.number", key=True),
    Column("saved_at", Instant, nullable=False),
    Index(None, "article"),
)

searches = Table(
    "searches",
    metadata,
    Column("words", Words, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("missed", Integer),
    Index(None, "last_at"),
)

queries = Table(
    "queries",
    metadata,
    _number(),
    Column("words", Words, nullable=False, unique=True),
    Column("asked_at", Instant, nullable=False),
    Index(None, "asked_at"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    _number(),
    Column("who", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("facts", Json),
    sqlite_autoincrement=True,
)

drafts = Table(
    "drafts",
    metadata,
    _number(),
    Column("kind", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("facts", Json, nullable=False),
    Column("awaiting", Words),
    Column("due_at", Instant),
    Column("message", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "state", "due_at"),
    Index(None, "who"),
    sqlite_autoincrement=True,
)

closed_chats = Table(
    "closed_chats",
    metadata,
    Column("network", Words, primary_key=True),
    Column("chat", Words, primary_key=True),
    Column("who", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

limits = Table(
    "limits",
    metadata,
    Column("network", Words, primary_key=True),
    Column("chat", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("value", Integer, nullable=False),
)

daily_numbers = Table(
    "daily_numbers",
    metadata,
    Column("day", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    _number(),
    Column("kind", Words, nullable=False),
    Column("facts", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

updates = Table(
    "updates",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("body", Words),
    Column("at", Instant, nullable=False),
    Column("lease_until", Instant),
    Index(None, "at"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
