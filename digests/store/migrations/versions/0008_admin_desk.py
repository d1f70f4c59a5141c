"""What admins have in hand, chats they closed, numbers by day, and what went wrong."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant, Json

revision = "0008"
down_revision = "0007"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DRAFTED = sa.text("draft IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("awaiting", sa.Text(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drafts_state_due_at"), "drafts", ["state", "due_at"])
    op.create_index(op.f("ix_drafts_who"), "drafts", ["who"])
    op.create_table(
        "closed_chats",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("network", "chat", name=op.f("pk_closed_chats")),
    )
    op.create_table(
        "limits",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "chat", "name", name=op.f("pk_limits")),
    )
    op.create_table(
        "daily_numbers",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "name", name=op.f("pk_daily_numbers")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_incidents_at"), "incidents", ["at"])
    op.add_column("audit", sa.Column("facts", Json(), nullable=True))
    op.add_column("searches", sa.Column("missed", sa.Integer(), nullable=True))
    op.add_column("deliveries", sa.Column("draft", _NUMBER, nullable=True))
    op.create_index(
        "uq_deliveries_one_announcement",
        "deliveries",
        ["draft", "subscriber_id"],
        unique=True,
        sqlite_where=_DRAFTED,
        postgresql_where=_DRAFTED,
    )
