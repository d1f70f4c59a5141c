"""The round-up of the week beside those of the day, and who wants breaking news at once."""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant, Json
from digests.store.slots import next_week

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("subscribers", sa.Column("weekly", sa.Boolean(), nullable=True))
    op.add_column("subscribers", sa.Column("breaking", sa.Boolean(), nullable=True))
    op.add_column("subscribers", sa.Column("next_weekly_at", Instant(), nullable=True))
    op.add_column("subscribers", sa.Column("last_news", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_subscribers_next_weekly_at"), "subscribers", ["next_weekly_at"])
    _name_the_kinds()
    _set_the_first_weeks()


def _name_the_kinds() -> None:
    """Have the kind of an edition be part of what makes its slot one.

    SQLite can only write the table anew for that. Dropping the old one would delete the deliveries
    that name its rows, so they forget their editions until the new one is there.
    """
    op.execute(
        "CREATE TEMPORARY TABLE named AS "
        "SELECT id, edition FROM deliveries WHERE edition IS NOT NULL"
    )
    op.execute("UPDATE deliveries SET edition = NULL WHERE edition IS NOT NULL")
    # "daily" stands only for the rows that are there; who writes new ones says the kind.
    kind = sa.Column("kind", sa.Text(), nullable=False, server_default="daily")
    with op.batch_alter_table("editions", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(kind)
        table.drop_constraint("uq_editions_subscriber_id_slot_at", type_="unique")
        table.create_unique_constraint(
            "uq_editions_subscriber_id_kind_slot_at", ["subscriber_id", "kind", "slot_at"]
        )
    op.execute(
        "UPDATE deliveries SET edition = (SELECT named.edition FROM named "
        "WHERE named.id = deliveries.id) WHERE id IN (SELECT id FROM named)"
    )
    op.execute("DROP TABLE named")


def _set_the_first_weeks() -> None:
    """Give every reader of editions the first Sunday to come."""
    readers = sa.table(
        "subscribers",
        sa.column("id", sa.BigInteger()),
        sa.column("rhythm", sa.Text()),
        sa.column("state", sa.Text()),
        sa.column("hours", Json()),
        sa.column("time_zone", sa.Text()),
        sa.column("next_weekly_at", Instant()),
    )
    wanted = readers.c.rhythm == "editions", readers.c.state == "active"
    connection, now = op.get_bind(), datetime.now(UTC)
    asked = sa.select(readers.c.id, readers.c.hours, readers.c.time_zone).where(*wanted)
    for number, hours, zone in connection.execute(asked).all():
        if hours:
            next_at = next_week([time.fromisoformat(hour) for hour in hours], zone, now)
            one = readers.update().where(readers.c.id == number)
            connection.execute(one.values(next_weekly_at=next_at))
