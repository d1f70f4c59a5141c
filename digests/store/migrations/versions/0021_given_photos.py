"""Photos that editors gave to one bot: the others of a store cannot have them from the network."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "given_photos",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_given_photos")),
    )
    op.create_index(op.f("ix_given_photos_at"), "given_photos", ["at"])
