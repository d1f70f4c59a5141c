"""Chats that admins closed, and what single persons may have more or less of."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update

from digests.model import Address
from digests.store import tables
from digests.store.database import Database

_REMEMBERED_FOR = timedelta(seconds=30)


class ClosedChat(NamedTuple):
    """A chat that gets nothing and is answered nothing: which, by whom, since when."""

    chat: str
    who: str
    at: datetime


class ClosedChats:
    """The chats that admins closed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: frozenset[tuple[str, str]] = frozenset()
        self._known_until: datetime | None = None

    async def close(self, address: Address, who: str, now: datetime) -> bool:
        """Close a chat, all its topics; give whether it was open."""
        row = tables.closed_chats
        async with self._database.writing() as connection:
            if await connection.scalar(select(row.c.chat).where(*_same(address))) is not None:
                return False
            values = {"network": address.network, "chat": address.chat, "who": who, "at": now}
            await connection.execute(insert(row).values(**values))
        self._known_until = None
        return True

    async def open(self, address: Address) -> bool:
        """Open a chat again; give whether it was closed."""
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(tables.closed_chats).where(*_same(address)))
        self._known_until = None
        return bool(gone.rowcount)

    async def among(self, network: str, chats: list[str]) -> bool:
        """Say whether one of ``chats`` is closed.

        Every update asks, and they are few: they are remembered for half a minute, since another
        process may close one, and read anew at once after this one did.
        """
        now = self._database.now()
        if self._known_until is None or now >= self._known_until:
            row = tables.closed_chats.c
            async with self._database.reading() as connection:
                rows = await connection.execute(select(row.network, row.chat))
                self._known = frozenset((found.network, found.chat) for found in rows)
            self._known_until = now + _REMEMBERED_FOR
        return any((network, chat) in self._known for chat in chats)

    async def all(self, network: str) -> list[ClosedChat]:
        """Give the closed chats, the last closed first."""
        row = tables.closed_chats.c
        asked = select(row.chat, row.who, row.at).where(row.network == network)
        async with self._database.reading() as connection:
            rows = await connection.execute(asked.order_by(row.at.desc(), row.chat))
            return [ClosedChat(*found) for found in rows]


def _same(address: Address) -> tuple[ColumnElement[bool], ...]:
    row = tables.closed_chats.c
    return row.network == address.network, row.chat == address.chat


class Limits:
    """What single chats may have more or less of than the others, by the limit's name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, address: Address, name: str, usual: int) -> int:
        """Give a chat's own limit, else ``usual``."""
        row = tables.limits.c
        asked = select(row.value).where(
            row.network == address.network, row.chat == address.chat, row.name == name
        )
        async with self._database.reading() as connection:
            own = await connection.scalar(asked)
            return usual if own is None else int(own)

    async def own(self, address: Address) -> dict[str, int]:
        """Give the limits that a chat has of its own, by their names."""
        row = tables.limits.c
        asked = select(row.name, row.value).where(
            row.network == address.network, row.chat == address.chat
        )
        async with self._database.reading() as connection:
            return dict((await connection.execute(asked)).tuples().all())

    async def set(self, address: Address, name: str, value: int) -> None:
        """Give a chat a limit of its own."""
        row = tables.limits
        same = {"network": address.network, "chat": address.chat, "name": name}
        async with self._database.writing() as connection:
            changed = await connection.execute(update(row).filter_by(**same).values(value=value))
            if not changed.rowcount:
                await connection.execute(insert(row).values(**same, value=value))
