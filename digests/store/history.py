"""What became of a chat's messages, for the chat itself."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from digests.model import SINGLE_DIGESTS, DeliveryKind, DeliveryState
from digests.store import tables
from digests.store.database import Database
from digests.store.together import Together

_ROW = tables.deliveries.c
_ALONE = select(_ROW.subscriber_id, _ROW.article, _ROW.kind).where(
    _ROW.subscriber_id.in_(bindparam("readers", expanding=True)),
    _ROW.article.in_(bindparam("numbers", expanding=True)),
    _ROW.kind.in_(SINGLE_DIGESTS),
)


class Told(NamedTuple):
    """One message of a chat: what it carried, what came of it and when."""

    kind: DeliveryKind
    state: DeliveryState
    article: int | None
    edition: int | None
    owed_at: datetime
    finished_at: datetime | None
    reason: str | None


class History:
    """The deliveries, read by the chat that they are for."""

    def __init__(self, database: Database) -> None:
        """Read from ``database``."""
        self._database = database
        self._kinds = Together(self._kinds_of)

    async def of(self, subscriber_id: int, *, limit: int = 10_000) -> list[Told]:
        """Give at most ``limit`` messages of a chat, the last owed first."""
        columns = (
            _ROW.kind,
            _ROW.state,
            _ROW.article,
            _ROW.edition,
            _ROW.created_at,
            _ROW.finished_at,
            _ROW.reason,
        )
        mine = select(*columns).where(_ROW.subscriber_id == subscriber_id)
        async with self._database.reading() as connection:
            rows = await connection.execute(mine.order_by(_ROW.id.desc()).limit(limit))
            return [
                Told(DeliveryKind(kind), DeliveryState(state), *rest) for kind, state, *rest in rows
            ]

    async def kind_of(self, subscriber_id: int, article: int) -> DeliveryKind | None:
        """Give as what an article was owed to a chat by itself; ``None`` when it never was."""
        return await self._kinds.get((subscriber_id, article))

    async def _kinds_of(
        self, pairs: frozenset[tuple[int, int]]
    ) -> dict[tuple[int, int], DeliveryKind]:
        which = {
            "readers": sorted({reader for reader, _article in pairs}),
            "numbers": sorted({article for _reader, article in pairs}),
        }
        async with self._database.asking() as connection:
            rows = await connection.execute(_ALONE, which)
            return {(reader, article): DeliveryKind(kind) for reader, article, kind in rows}
