"""What waits because a chat wants nothing now, and the one round-up that it becomes."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import SINGLE_DIGESTS, DeliveryKind, DeliveryState
from digests.store import tables
from digests.store.database import Database
from digests.store.owing import owe_round_up
from digests.store.publishing import TOLD_IN_ROUND_UP

MOST_STORIES = 60
"""Stories of one round-up of what was held: the newest."""

_ROW = tables.deliveries
_READER = tables.subscribers
_NEWS = (*SINGLE_DIGESTS, DeliveryKind.EDITION)
_COUNTED = (DeliveryState.SENT, DeliveryState.UNCERTAIN)


class Holding:
    """What is held back."""

    def __init__(self, database: Database) -> None:
        """Keep it in ``database``."""
        self._database = database

    async def sent_since(self, subscriber_id: int, since: datetime) -> int:
        """Give how many messages with news were sent to a chat since then."""
        counted = (
            _ROW.c.subscriber_id == subscriber_id,
            _ROW.c.kind.in_(_NEWS),
            _ROW.c.state.in_(_COUNTED),
            _ROW.c.finished_at >= since,
        )
        async with self._database.reading() as connection:
            asked = select(func.count()).select_from(_ROW).where(*counted)
            return int(await connection.scalar(asked) or 0)

    async def hold(self, number: int, subscriber_id: int, until: datetime, reason: str) -> None:
        """Have a claimed delivery wait until then, and with it all that is owed to its chat."""
        owed = _ROW.c.id == number, _ROW.c.state == DeliveryState.OWED
        async with self._database.writing() as connection:
            await connection.execute(
                update(_ROW)
                .where(*owed)
                .values(ready_at=until, lease_until=None, reason=f"held: {reason}")
            )
            await connection.execute(
                update(_READER).where(_READER.c.id == subscriber_id).values(held_until=until)
            )

    async def release(self, number: int, subscriber_id: int, now: datetime) -> bool:
        """Put what was held for a chat into one round-up; give whether ``number`` is told in it.

        A single one stays as it is. The chat waits for nothing afterwards.
        """
        async with self._database.writing() as connection:
            await connection.execute(
                update(_READER).where(_READER.c.id == subscriber_id).values(held_until=None)
            )
            owed = await _owed_news(connection, subscriber_id)
            if len(owed) > 1:
                await _gather(connection, subscriber_id, owed, now)
            return len(owed) > 1 and number in {one.id for one in owed}


async def _owed_news(connection: AsyncConnection, subscriber_id: int) -> Sequence[Row[Any]]:
    asked = select(_ROW.c.id, _ROW.c.kind, _ROW.c.article, _ROW.c.edition).where(
        _ROW.c.subscriber_id == subscriber_id,
        _ROW.c.state == DeliveryState.OWED,
        _ROW.c.kind.in_(_NEWS),
    )
    return (await connection.execute(asked.order_by(_ROW.c.id))).all()


async def _gather(
    connection: AsyncConnection, subscriber_id: int, owed: Sequence[Row[Any]], now: datetime
) -> None:
    stories = await _stories(connection, owed)
    told = dict(islice(stories.items(), MOST_STORIES))
    left_out = len(stories) - len(told) + await _left_out(connection, owed)
    edition = await owe_round_up(
        connection, subscriber_id, list(told.values()), left_out=left_out, now=now
    )
    beyond = {number for story, number in stories.items() if story not in told}
    too_many = [one.id for one in owed if one.article in beyond]
    told_in = [one.id for one in owed if one.article not in beyond]
    await _end(connection, told_in, f"{TOLD_IN_ROUND_UP} {edition}", now)
    await _end(connection, too_many, f"more than round-up {edition} could hold", now)


async def _left_out(connection: AsyncConnection, owed: Sequence[Row[Any]]) -> int:
    """Give how many stories the round-ups that were held had no room for themselves."""
    row = tables.editions.c
    held = [one.edition for one in owed if one.edition is not None]
    asked = select(func.sum(row.left_out)).where(row.id.in_(held))
    return int(await connection.scalar(asked) or 0)


async def _end(
    connection: AsyncConnection, numbers: Sequence[int], reason: str, now: datetime
) -> None:
    ended = {"state": str(DeliveryState.CANCELLED), "finished_at": now, "lease_until": None}
    await connection.execute(
        update(_ROW).where(_ROW.c.id.in_(numbers)).values(**ended, reason=reason)
    )


async def _stories(connection: AsyncConnection, owed: Sequence[Row[Any]]) -> dict[int, int]:
    """Give an article for each story: those of editions first, then the newest.

    An article that tells no story of others stands under its own number, as a negative one.
    """
    row = tables.editions.c
    editions = [one.edition for one in owed if one.edition is not None]
    told = await connection.scalars(
        select(row.numbers).where(row.id.in_(editions)).order_by(row.id.desc())
    )
    numbers = [number for some in told for number in some]
    numbers += sorted((one.article for one in owed if one.article is not None), reverse=True)
    article = tables.articles.c
    asked = select(article.number, article.story).where(article.number.in_(numbers))
    known = {found.number: found.story for found in await connection.execute(asked)}
    stories: dict[int, int] = {}
    for number in numbers:
        if number in known:
            stories.setdefault(known[number] or -number, number)
    return stories


def not_held() -> ColumnElement[bool]:
    """Give whether nothing is held for the chat of a delivery: only then it can grow too old."""
    held = exists().where(_READER.c.id == _ROW.c.subscriber_id, _READER.c.held_until.is_not(None))
    return ~held
