"""What a process does of the program's work, where several share one PostgreSQL store."""

from collections.abc import Collection
from enum import StrEnum

from bot.errors import SettingsError


class Role(StrEnum):
    """A part of the work; a process without a choice has them all."""

    READ = "read"
    """Reads what is due, makes digests and editions, cleans up. Any number of processes."""
    SEND = "send"
    """Sends what is owed. Any number of processes: each has its own chats."""
    CHAT = "chat"
    """Answers people. One process a token; others stand by."""


ALL = frozenset(Role)


def roles_of(only: Collection[str], database_url: str) -> frozenset[Role]:
    """Give the roles that an operator named; none named are all.

    Raises:
        SettingsError: a word that is no role, or a store that cannot be shared so.
    """
    if not only:
        return ALL
    words = ", ".join(Role)
    unknown = sorted(set(only) - set(Role))
    if unknown:
        raise SettingsError(f"--only {unknown[0]}: the parts of the work are {words}.")
    if database_url.startswith("sqlite"):
        raise SettingsError(
            "--only divides the work over several processes, which needs a store in PostgreSQL: "
            "set DIEMTIN_DATABASE_URL to postgresql+psycopg://…"
        )
    return frozenset(Role(word) for word in only)
