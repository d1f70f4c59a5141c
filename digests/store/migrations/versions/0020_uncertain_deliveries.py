"""An index of the few deliveries on which a person decides: alarms look at them every minute."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    which = sa.text("state = 'uncertain'")
    op.create_index(
        "ix_deliveries_uncertain",
        "deliveries",
        ["network", "id"],
        sqlite_where=which,
        postgresql_where=which,
    )
