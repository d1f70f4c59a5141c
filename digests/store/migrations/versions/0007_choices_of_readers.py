"""Choices of readers: when nothing comes, how much, how it looks; feeds of their own."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for column in (
        sa.Column("quiet", sa.Text(), nullable=True),
        sa.Column("muted_until", Instant(), nullable=True),
        sa.Column("daily_limit", sa.Integer(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("photos", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("short", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("preview", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("held_until", Instant(), nullable=True),
    ):
        op.add_column("subscribers", column)
    for table, column in (
        (
            "subscriptions",
            sa.Column("off", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        ("feeds", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.true())),
    ):
        op.add_column(table, column)
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "run_by",
        sa.Column("subscriber_id", number, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subscriber_id", "person", name=op.f("pk_run_by")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_run_by_subscriber_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_run_by_person"), "run_by", ["person"])
