"""The days on which a chat wants round-ups, and how many stories a round-up left out."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    days = sa.Column("days", sa.Text(), nullable=False, server_default="0123456")
    op.add_column("subscribers", days)
    left_out = sa.Column("left_out", sa.Integer(), nullable=False, server_default="0")
    op.add_column("editions", left_out)
