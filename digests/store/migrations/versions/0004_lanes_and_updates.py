"""Deliveries are claimed by kind; updates of a chat network are written down until handled."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    owed = sa.text("state = 'owed'")
    op.create_index(
        "ix_deliveries_lane",
        "deliveries",
        ["kind", "ready_at", "id"],
        sqlite_where=owed,
        postgresql_where=owed,
    )
    op.create_table(
        "updates",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_updates")),
    )
    op.create_index(op.f("ix_updates_at"), "updates", ["at"])
