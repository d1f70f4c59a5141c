"""Updates that several processes are brought: until when each stays with the one that has it."""

import sqlalchemy as sa
from alembic import op

from digests.store.columns import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("updates", sa.Column("lease_until", Instant(), nullable=True))
