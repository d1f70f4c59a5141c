"""Articles on their way to very many readers, and indexes that every delivery paid for."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0018"
down_revision = "0017"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fan_outs",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article", NUMBER, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("reached", NUMBER, nullable=False),
        sa.Column("last", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name=op.f("fk_fan_outs_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fan_outs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_fan_outs_article"), "fan_outs", ["article"])
    # What is owed is looked for lane by lane: with this one beside the lanes' own, PostgreSQL read
    # all that is owed for each lane that is empty.
    op.drop_index("ix_deliveries_ready", table_name="deliveries")
    for name, columns in (
        ("ix_deliveries_of_article", ["article", "subscriber_id"]),
        ("ix_deliveries_of_edition", ["edition"]),
    ):
        which = sa.text(f"{columns[0]} IS NOT NULL")
        op.drop_index(name, table_name="deliveries")
        op.create_index(name, "deliveries", columns, sqlite_where=which, postgresql_where=which)
