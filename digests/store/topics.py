"""The topics that chats are divided into, by the names that people see."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Address
from digests.store import tables
from digests.store.columns import upsert
from digests.store.database import Database

_ROW = tables.topics


class Topics:
    """What is known of the topics of chats; none of them need follow anything."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def name(self, address: Address, name: str) -> None:
        """Remember the name that a topic has from now on."""
        await self._keep(address, name, {"name": name})

    async def learn(self, address: Address, name: str) -> None:
        """Remember the name that a topic began with, unless one is known: it may be renamed."""
        await self._keep(address, name, {"name": _ROW.c.name})

    async def _keep(self, address: Address, name: str, later: dict[str, object]) -> None:
        values = {
            "network": address.network,
            "chat": address.chat,
            "topic": address.topic or "",
            "name": name,
        }
        async with self._database.writing() as connection:
            await connection.execute(upsert(connection.dialect.name, _ROW, values, later))

    async def names(self, network: str, chats: Collection[str]) -> dict[Address, str]:
        """Give the names of the topics of some chats."""
        row = _ROW.c
        asked = select(row.chat, row.topic, row.name)
        asked = asked.where(row.network == network, row.chat.in_(chats))
        async with self._database.reading() as connection:
            return {
                Address(network, chat, topic): name
                for chat, topic, name in await connection.execute(asked)
            }


async def forget_topics(connection: AsyncConnection, network: str, chat: str) -> None:
    """Delete what is known of a chat's topics."""
    same = _ROW.c.network == network, _ROW.c.chat == chat
    await connection.execute(delete(_ROW).where(*same))
