"""An article that a button or a link names by its number, for the chat that names it.

Anyone can send any number, so what came by a reader's own feed is given to those alone who may read
it. Under breaking news hundreds press at the same time: all that come together are looked up once.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from digests.model import StoredArticle
from digests.store import tables
from digests.store.database import Database
from digests.store.publication import Origin
from digests.store.together import Together
from digests.store.values import stored_article
from digests.store.wishing import of_shared_feed, open_to_chats

_ROW = tables.articles
_THESE = _ROW.c.number.in_(bindparam("numbers", expanding=True))
_SHARED = select(_ROW).where(_THESE, of_shared_feed())
_OWN = select(_ROW).where(_ROW.c.number == bindparam("number"), open_to_chats())
_ORIGINS = (
    select(_ROW.c.number, _ROW.c.source_id, _ROW.c.section_key, tables.feeds.c.shared)
    .select_from(_ROW.outerjoin(tables.feeds))
    .where(_THESE)
)


class Named:
    """The articles of the archive, one by one."""

    def __init__(self, database: Database) -> None:
        """Read from ``database``."""
        self._database = database
        self._shared = Together(self._shared_of)
        self._origins = Together(self._origins_of)

    async def article(self, number: int, chats: Sequence[str]) -> StoredArticle | None:
        """Give an article that one of the bot's ``chats`` may read; ``None`` where it is none."""
        shared = await self._shared.get(number)
        return shared or await self._own(number, chats)

    async def _shared_of(self, numbers: frozenset[int]) -> dict[int, StoredArticle]:
        async with self._database.asking() as connection:
            rows = await connection.execute(_SHARED, {"numbers": sorted(numbers)})
            return {row.number: stored_article(row) for row in rows}

    async def _own(self, number: int, chats: Sequence[str]) -> StoredArticle | None:
        whose = {"number": number, "network": self._database.network, "chats": chats}
        async with self._database.asking() as connection:
            found = (await connection.execute(_OWN, whose)).first()
            return None if found is None else stored_article(found)

    async def origin(self, number: int) -> Origin | None:
        """Give where an article is from; ``None`` when there is no such article."""
        return await self._origins.get(number)

    async def _origins_of(self, numbers: frozenset[int]) -> dict[int, Origin]:
        async with self._database.asking() as connection:
            rows = await connection.execute(_ORIGINS, {"numbers": sorted(numbers)})
            return {
                number: Origin(source, section, shared is not False)
                for number, source, section, shared in rows
            }
