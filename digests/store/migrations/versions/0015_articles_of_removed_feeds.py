"""Whether an article is for everyone, also when the feed that brought it is there no more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    shared: sa.Column[bool] = sa.Column(
        "shared", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("articles", shared)
