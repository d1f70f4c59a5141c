"""Senders that share one store: who lives, and which chats are whose."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "senders",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lives_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_senders")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shards",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sender", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["sender"], ["senders.id"], name=op.f("fk_shards_sender"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_shards")),
    )
    op.create_index(op.f("ix_shards_sender"), "shards", ["sender"])
    flying = sa.text("state = 'in_flight'")
    op.create_index(
        "ix_deliveries_in_flight",
        "deliveries",
        ["id"],
        sqlite_where=flying,
        postgresql_where=flying,
    )
