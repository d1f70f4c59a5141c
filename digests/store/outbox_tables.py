"""The tables of the outbox: what is owed, who sends it, and what the network keeps of it."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, text

from digests.store.columns import Instant, Json, Words, metadata, number_column, refers

_ONE_DIGEST = text("kind IN ('digest', 'breaking')")
_OPEN = text("state IN ('owed', 'in_flight')")
_OWED = text("state = 'owed'")
_FLYING = text("state = 'in_flight'")
_UNCERTAIN = text("state = 'uncertain'")
_FINISHED = text("finished_at IS NOT NULL")
_OF_ARTICLE = text("article IS NOT NULL")
_OF_EDITION = text("edition IS NOT NULL")
_DRAFTED = text("draft IS NOT NULL")

deliveries = Table(
    "deliveries",
    metadata,
    number_column(),
    refers("subscriber_id", "subscribers.id"),
    Column("network", Words, nullable=False, server_default=""),
    Column("kind", Words, nullable=False),
    refers("article", "articles.number", optional=True),
    refers("edition", "editions.id", optional=True),
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
    Index(
        "ix_deliveries_of_article",
        "article",
        "subscriber_id",
        sqlite_where=_OF_ARTICLE,
        postgresql_where=_OF_ARTICLE,
    ),
    Index("ix_deliveries_open", "subscriber_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(
        "ix_deliveries_lane",
        "network",
        "kind",
        "ready_at",
        "id",
        sqlite_where=_OWED,
        postgresql_where=_OWED,
    ),
    Index(
        "ix_deliveries_finished",
        "network",
        "finished_at",
        sqlite_where=_FINISHED,
        postgresql_where=_FINISHED,
    ),
    Index(
        "ix_deliveries_in_flight",
        "network",
        "id",
        sqlite_where=_FLYING,
        postgresql_where=_FLYING,
    ),
    Index(
        "ix_deliveries_uncertain",
        "network",
        "id",
        sqlite_where=_UNCERTAIN,
        postgresql_where=_UNCERTAIN,
    ),
    Index("ix_deliveries_of_subscriber", "subscriber_id"),
    Index(
        "ix_deliveries_of_edition",
        "edition",
        sqlite_where=_OF_EDITION,
        postgresql_where=_OF_EDITION,
    ),
    sqlite_autoincrement=True,
)

fan_outs = Table(
    "fan_outs",
    metadata,
    number_column(),
    Column("kind", Words, nullable=False),
    refers("article", "articles.number"),
    Column("facts", Json, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reached", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    Column("last", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    Index(None, "article"),
    sqlite_autoincrement=True,
)

senders = Table(
    "senders",
    metadata,
    number_column(),
    Column("network", Words, nullable=False, server_default=""),
    Column("name", Words, nullable=False),
    Column("lives_until", Instant, nullable=False),
    sqlite_autoincrement=True,
)

shards = Table(
    "shards",
    metadata,
    Column("network", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    refers("sender", "senders.id", gone="SET NULL", optional=True),
    Index(None, "sender"),
)

photo_refs = Table(
    "photo_refs",
    metadata,
    Column("network", Words, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("ref", Words, nullable=False),
    Column("used_at", Instant, nullable=False),
    Index(None, "used_at"),
)

given_photos = Table(
    "given_photos",
    metadata,
    Column("ref", Words, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)
