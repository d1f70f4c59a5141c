"""Queries that buttons refer to by number."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "queries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queries")),
        sa.UniqueConstraint("words", name=op.f("uq_queries_words")),
        sqlite_autoincrement=True,
    )
