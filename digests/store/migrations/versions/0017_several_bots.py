"""Several bots on one store: what is owed, in hand and known at each is its own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0017"
down_revision = "0016"

Made = Sequence[sa.Column[Any] | sa.Constraint]
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FIRST = "telegram"
"""Whose everything was until now."""
INDEXES = {
    "ix_deliveries_ready": (["network", "ready_at", "id"], "state = 'owed'"),
    "ix_deliveries_lane": (["network", "kind", "ready_at", "id"], "state = 'owed'"),
    "ix_deliveries_finished": (["network", "finished_at"], "finished_at IS NOT NULL"),
    "ix_deliveries_in_flight": (["network", "id"], "state = 'in_flight'"),
}


def upgrade() -> None:
    deliveries()
    for table in ("senders", "drafts"):
        op.add_column(table, network(server_default=""))
        op.execute(sa.text(f"UPDATE {table} SET network = '{FIRST}'"))  # noqa: S608 - our words
    shards()
    updates()
    photo_refs()


def network(**options: object) -> sa.Column[str]:
    return sa.Column("network", sa.Text(), nullable=False, **options)  # type: ignore[arg-type]


def deliveries() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="deliveries")
    if op.get_bind().dialect.name == "postgresql":  # without a row being written anew
        op.add_column("deliveries", network(server_default=FIRST))
        op.alter_column("deliveries", "network", server_default="")
    else:
        op.add_column("deliveries", network(server_default=""))
        op.execute(sa.text(f"UPDATE deliveries SET network = '{FIRST}'"))  # noqa: S608 - our words
    op.execute(
        sa.text(
            "UPDATE deliveries SET network = "  # noqa: S608 - our words
            "(SELECT network FROM subscribers WHERE subscribers.id = subscriber_id) "
            "WHERE subscriber_id IN "
            f"(SELECT id FROM subscribers WHERE network <> '{FIRST}')"
        )
    )
    for name, (columns, which) in INDEXES.items():
        where = sa.text(which)
        op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)


def shards() -> None:
    """Who has which is settled anew: what an older program still holds, it may not send."""
    op.drop_table("shards")
    op.create_table(
        "shards",
        network(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sender", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["sender"], ["senders.id"], name=op.f("fk_shards_sender"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("network", "number", name=op.f("pk_shards")),
    )
    op.create_index(op.f("ix_shards_sender"), "shards", ["sender"])


def updates() -> None:
    made: Made = (
        network(),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("network", "number", name=op.f("pk_updates")),
    )
    made_anew("updates", made, ["number", "body", "at", "lease_until"], {"network": FIRST})
    op.create_index(op.f("ix_updates_at"), "updates", ["at"])


def photo_refs() -> None:
    made: Made = (
        network(),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("used_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("network", "url", name=op.f("pk_photo_refs")),
    )
    now = datetime.now(UTC)
    made_anew("photo_refs", made, ["url", "ref"], {"network": FIRST, "used_at": now})
    op.create_index(op.f("ix_photo_refs_used_at"), "photo_refs", ["used_at"])


def made_anew(
    name: str,
    columns: Made,
    kept: Sequence[str],
    given: dict[str, object],
) -> None:
    """Make a table anew under another key, with what it held and what is ``given`` beside that."""
    op.execute(sa.text(f"CREATE TABLE {name}_before AS SELECT * FROM {name}"))  # noqa: S608 - our words
    op.drop_table(name)
    table = op.create_table(name, *columns)
    values = [sa.literal(value, table.c[column].type) for column, value in given.items()]
    before = sa.table(f"{name}_before", *(sa.column(column) for column in kept))
    held = sa.select(*before.c, *values)
    op.execute(table.insert().from_select([*kept, *given], held))
    op.drop_table(f"{name}_before")
