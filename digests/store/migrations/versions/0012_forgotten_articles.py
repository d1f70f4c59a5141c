"""By what articles were known that are kept no longer, so that no feed brings them back."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_forgotten")),
    )
    op.create_index(op.f("ix_forgotten_at"), "forgotten", ["at"])
    op.create_index(op.f("ix_searches_last_at"), "searches", ["last_at"])
    op.create_index(op.f("ix_queries_asked_at"), "queries", ["asked_at"])
