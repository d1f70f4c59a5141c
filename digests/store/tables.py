"""The tables. The migrations lead to exactly these; a test holds them together.

States and kinds are the words of the model's enumerations. Rows that others name get numbers that
are never used again.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    false,
    true,
)

from digests.store.columns import Instant, Json, Words, metadata, number_column, refers
from digests.store.outbox_tables import (
    deliveries,
    fan_outs,
    given_photos,
    photo_refs,
    senders,
    shards,
)

__all__ = [
    "addresses",
    "article_keywords",
    "articles",
    "audit",
    "closed_chats",
    "daily_numbers",
    "deliveries",
    "drafts",
    "editions",
    "entries",
    "fan_outs",
    "feeds",
    "forgotten",
    "given_photos",
    "incidents",
    "limits",
    "meta",
    "metadata",
    "photo_refs",
    "queries",
    "run_by",
    "saved",
    "searches",
    "senders",
    "shards",
    "signature_keys",
    "signatures",
    "sources",
    "subscribers",
    "subscriptions",
    "topics",
    "updates",
]

sources = Table(
    "sources",
    metadata,
    number_column(),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False, unique=True),
    Column("home", Words),
    sqlite_autoincrement=True,
)

feeds = Table(
    "feeds",
    metadata,
    number_column(),
    refers("source_id", "sources.id", gone="RESTRICT"),
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
    number_column("number"),
    refers("feed_id", "feeds.id", gone="SET NULL", optional=True),
    refers("source_id", "sources.id", gone="SET NULL", optional=True),
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
    Column("shared", Boolean, nullable=False, server_default=true()),
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
    refers("feed_id", "feeds.id", key=True),
    Column("entry_id", Words, primary_key=True),
    refers("article", "articles.number"),
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
    refers("article", "articles.number"),
    Column("canonical", Boolean, nullable=False),
    Index(None, "article"),
)

signatures = Table(
    "signatures",
    metadata,
    refers("article", "articles.number", key=True),
    Column("at", Instant, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index(None, "at"),
)

signature_keys = Table(
    "signature_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    refers("article", "signatures.article", key=True),
    Index(None, "article"),
)

article_keywords = Table(
    "article_keywords",
    metadata,
    Column("keyword", Words, primary_key=True),
    refers("article", "articles.number", key=True),
    Index(None, "article"),
)

subscribers = Table(
    "subscribers",
    metadata,
    number_column(),
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
    Column("days", Words, nullable=False, server_default="0123456"),
    UniqueConstraint("network", "chat", "topic"),
    Index(None, "next_edition_at"),
    Index(None, "next_weekly_at"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    refers("subscriber_id", "subscribers.id", key=True),
    Column("kind", Words, primary_key=True),
    Column("value", Words, primary_key=True),
    Column("label", Words, nullable=False),
    Column("off", Boolean, nullable=False, server_default=false()),
    Index(None, "kind", "value", "subscriber_id"),
)

run_by = Table(
    "run_by",
    metadata,
    refers("subscriber_id", "subscribers.id", key=True),
    Column("person", Words, primary_key=True),
    Index(None, "person"),
)

topics = Table(
    "topics",
    metadata,
    Column("network", Words, primary_key=True),
    Column("chat", Words, primary_key=True),
    Column("topic", Words, primary_key=True),
    Column("name", Words, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    number_column(),
    refers("subscriber_id", "subscribers.id"),
    Column("slot_at", Instant, nullable=False),
    Column("numbers", Json, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("kind", Words, nullable=False, server_default="daily"),
    Column("left_out", Integer, nullable=False, server_default="0"),
    UniqueConstraint("subscriber_id", "kind", "slot_at"),
    Index(None, "made_at"),
    sqlite_autoincrement=True,
)

saved = Table(
    "saved",
    metadata,
    refers("subscriber_id", "subscribers.id", key=True),
    refers("article", "articles.number", key=True),
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
    number_column(),
    Column("words", Words, nullable=False, unique=True),
    Column("asked_at", Instant, nullable=False),
    Index(None, "asked_at"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    number_column(),
    Column("who", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("facts", Json),
    Column("network", Words, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

drafts = Table(
    "drafts",
    metadata,
    number_column(),
    Column("network", Words, nullable=False, server_default=""),
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
    number_column(),
    Column("kind", Words, nullable=False),
    Column("facts", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Column("network", Words, nullable=False, server_default=""),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

updates = Table(
    "updates",
    metadata,
    Column("network", Words, primary_key=True),
    Column("number", BigInteger(), primary_key=True, autoincrement=False),
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
