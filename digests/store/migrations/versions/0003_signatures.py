"""What stories are found by, and what a feed said of an entry when it was last read."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("entries", sa.Column("words", sa.Text(), nullable=True))
    op.create_table(
        "signatures",
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name=op.f("fk_signatures_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_signatures")),
    )
    op.create_index(op.f("ix_signatures_at"), "signatures", ["at"])
    op.create_table(
        "signature_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["signatures.article"],
            name=op.f("fk_signature_keys_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "article", name=op.f("pk_signature_keys")),
    )
    op.create_index(op.f("ix_signature_keys_article"), "signature_keys", ["article"])
