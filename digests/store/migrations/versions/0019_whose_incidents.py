"""At which bot something went wrong, or was done by an admin, where several share a store."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for table in ("incidents", "audit"):
        network = sa.Column("network", sa.Text(), nullable=False, server_default="")
        op.add_column(table, network)
