"""The search index keeps words that are counted later.

Its tables are no part of the migrations: it makes those that are missing after each of them.
"""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass
