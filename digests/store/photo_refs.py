"""What a network keeps the photos under that a bot sent: no other bot can use it."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from digests.store import tables
from digests.store.columns import upsert
from digests.store.database import Database

_ROW = tables.photo_refs
_TOUCHED_AFTER = timedelta(days=1)
"""So much later a use is written down: each one would be a transaction a message."""


class PhotoRefs:
    """The identities that photos have at the network of the present bot."""

    def __init__(self, database: Database) -> None:
        """Keep them in ``database``."""
        self._database = database

    async def get(self, url: str, now: datetime) -> str | None:
        """Give the identity of the photo at ``url``, if it was sent before and is kept still."""
        same = _ROW.c.network == self._database.network, _ROW.c.url == url
        async with self._database.reading() as connection:
            asked = select(_ROW.c.ref, _ROW.c.used_at).where(*same)
            found = (await connection.execute(asked)).first()
        if found is None:
            return None
        if found.used_at < now - _TOUCHED_AFTER:
            async with self._database.writing() as connection:
                await connection.execute(update(_ROW).where(*same).values(used_at=now))
        return str(found.ref)

    async def keep(self, url: str, ref: str, now: datetime) -> None:
        """Remember the identity of the photo at ``url``."""
        values = {"network": self._database.network, "url": url, "ref": ref, "used_at": now}
        later = {"ref": ref, "used_at": now}
        async with self._database.writing() as connection:
            await connection.execute(upsert(connection.dialect.name, _ROW, values, later))
