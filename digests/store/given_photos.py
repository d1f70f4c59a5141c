"""Photos that an editor gave to a bot, for the bots that do not know them by the same identity."""

from datetime import datetime

from sqlalchemy import select

from digests.store import tables
from digests.store.columns import upsert
from digests.store.database import Database

_ROW = tables.given_photos


class GivenPhotos:
    """The bytes of such photos, by what the network keeps them under at the bot that has them."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def keep(self, ref: str, body: bytes, now: datetime) -> None:
        """Keep a photo; again is harmless."""
        values = {"ref": ref, "body": body, "at": now}
        async with self._database.writing() as connection:
            await connection.execute(
                upsert(connection.dialect.name, _ROW, values, {"body": body, "at": now})
            )

    async def get(self, ref: str) -> bytes | None:
        """Give the bytes of a photo, if it is kept still."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(_ROW.c.body).where(_ROW.c.ref == ref))
