"""The last deliveries as people look at them who wonder where one is."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from digests.store import tables
from digests.store.database import Database


class DeliveryLine(NamedTuple):
    """One delivery in a line: what it tells, to which chat, how it stands, and why."""

    id: int
    kind: str
    state: str
    chat: str
    title: str | None
    tells: str | None
    reason: str | None
    attempts: int
    due_at: datetime
    ready_at: datetime
    finished_at: datetime | None


class Lately:
    """Looks at the outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> dict[str, int]:
        """Give how many deliveries stand in each state."""
        state = tables.deliveries.c.state
        async with self._database.reading() as connection:
            rows = await connection.execute(select(state, func.count()).group_by(state))
            return {name: int(count) for name, count in rows}

    async def deliveries(self, limit: int) -> list[DeliveryLine]:
        """Give the last deliveries, the newest first."""
        row, reader, article = tables.deliveries.c, tables.subscribers.c, tables.articles.c
        asked = (
            select(
                row.id,
                row.kind,
                row.state,
                reader.chat,
                reader.title,
                article.digest,
                row.payload,
                row.reason,
                row.attempts,
                row.due_at,
                row.ready_at,
                row.finished_at,
            )
            .join(tables.subscribers, reader.id == row.subscriber_id)
            .outerjoin(tables.articles, article.number == row.article)
            .order_by(row.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(asked)).all()
        return [_line(found) for found in rows]


def _line(row: Row[Any]) -> DeliveryLine:
    told = (row.digest or {}).get("title") or (row.payload or {}).get("html")
    return DeliveryLine(
        id=row.id,
        kind=row.kind,
        state=row.state,
        chat=row.chat,
        title=row.title,
        tells=None if told is None else str(told),
        reason=row.reason,
        attempts=row.attempts,
        due_at=row.due_at,
        ready_at=row.ready_at,
        finished_at=row.finished_at,
    )
