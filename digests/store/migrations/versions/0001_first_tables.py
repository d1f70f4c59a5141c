"""The first tables."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant, Json

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "photo_refs",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_photo_refs")),
    )
    op.create_table(
        "searches",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_searches")),
    )
    op.create_table(
        "sources",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name_key", name=op.f("uq_sources_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscribers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("hours", Json(), nullable=False),
        sa.Column("edition_size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pause_reason", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("next_edition_at", Instant(), nullable=True),
        sa.Column("last_edition_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint(
            "network", "chat", "topic", name=op.f("uq_subscribers_network_chat_topic")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_subscribers_next_edition_at"), "subscribers", ["next_edition_at"], unique=False
    )
    op.create_table(
        "editions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("slot_at", Instant(), nullable=False),
        sa.Column("numbers", Json(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_editions_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint(
            "subscriber_id", "slot_at", name=op.f("uq_editions_subscriber_id_slot_at")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_editions_made_at"), "editions", ["made_at"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("source_id", NUMBER, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("interval", sa.Float(), nullable=False),
        sa.Column("next_poll_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_success_at", Instant(), nullable=True),
        sa.Column("last_new_at", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_feeds_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_feeds_url")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_feeds_next_poll_at"), "feeds", ["next_poll_at"], unique=False)
    op.create_index(op.f("ix_feeds_source_id"), "feeds", ["source_id"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_subscriptions_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "kind", "value", name=op.f("pk_subscriptions")),
    )
    op.create_index(
        op.f("ix_subscriptions_kind_value_subscriber_id"),
        "subscriptions",
        ["kind", "value", "subscriber_id"],
        unique=False,
    )
    op.create_table(
        "articles",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("feed_id", NUMBER, nullable=True),
        sa.Column("source_id", NUMBER, nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("section_key", sa.Text(), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("story", NUMBER, nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.Column("shown_at", Instant(), nullable=False),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("article", Json(), nullable=False),
        sa.Column("digest", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_articles_feed_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_articles_source_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_articles")),
        sa.UniqueConstraint("external_id", name=op.f("uq_articles_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_articles_feed_id"), "articles", ["feed_id"], unique=False)
    op.create_index(op.f("ix_articles_first_seen_at"), "articles", ["first_seen_at"], unique=False)
    op.create_index(op.f("ix_articles_retry_at"), "articles", ["retry_at"], unique=False)
    op.create_index(
        op.f("ix_articles_section_key_shown_at"),
        "articles",
        ["section_key", "shown_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_articles_shown_at_number"), "articles", ["shown_at", "number"], unique=False
    )
    op.create_index(
        op.f("ix_articles_source_id_shown_at"), "articles", ["source_id", "shown_at"], unique=False
    )
    op.create_index(op.f("ix_articles_story"), "articles", ["story"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("canonical", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name=op.f("fk_addresses_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("address_key", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_article"), "addresses", ["article"], unique=False)
    op.create_table(
        "article_keywords",
        sa.Column("keyword", sa.Text(), nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name=op.f("fk_article_keywords_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("keyword", "article", name=op.f("pk_article_keywords")),
    )
    op.create_index(
        op.f("ix_article_keywords_article"), "article_keywords", ["article"], unique=False
    )
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article", NUMBER, nullable=True),
        sa.Column("edition", NUMBER, nullable=True),
        sa.Column("payload", Json(), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("ready_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name=op.f("fk_deliveries_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edition"], ["editions.id"], name=op.f("fk_deliveries_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_deliveries_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_finished",
        "deliveries",
        ["finished_at"],
        unique=False,
        sqlite_where=sa.text("finished_at IS NOT NULL"),
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )
    op.create_index("ix_deliveries_of_article", "deliveries", ["article"], unique=False)
    op.create_index("ix_deliveries_of_edition", "deliveries", ["edition"], unique=False)
    op.create_index("ix_deliveries_of_subscriber", "deliveries", ["subscriber_id"], unique=False)
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["subscriber_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('owed', 'in_flight')"),
        postgresql_where=sa.text("state IN ('owed', 'in_flight')"),
    )
    op.create_index(
        "ix_deliveries_ready",
        "deliveries",
        ["ready_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'owed'"),
        postgresql_where=sa.text("state = 'owed'"),
    )
    op.create_index(
        "uq_deliveries_one_digest",
        "deliveries",
        ["article", "subscriber_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'digest'"),
        postgresql_where=sa.text("kind = 'digest'"),
    )
    op.create_table(
        "entries",
        sa.Column("feed_id", NUMBER, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name=op.f("fk_entries_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_entries_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "entry_id", name=op.f("pk_entries")),
    )
    op.create_index(op.f("ix_entries_article"), "entries", ["article"], unique=False)
    op.create_table(
        "saved",
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name=op.f("fk_saved_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_saved_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "article", name=op.f("pk_saved")),
    )
    op.create_index(op.f("ix_saved_article"), "saved", ["article"], unique=False)
