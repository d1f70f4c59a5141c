"""Breaking news is a kind of its own; a reader is still owed one digest of an article at most."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_index("uq_deliveries_one_digest", "deliveries")
    single = sa.text("kind IN ('digest', 'breaking')")
    op.create_index(
        "uq_deliveries_one_digest",
        "deliveries",
        ["article", "subscriber_id"],
        unique=True,
        sqlite_where=single,
        postgresql_where=single,
    )
