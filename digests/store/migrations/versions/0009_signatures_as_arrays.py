"""Signatures are kept as arrays: those kept as JSON, of the last two days, are forgotten."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("DELETE FROM signature_keys")
    op.execute("DELETE FROM signatures")
