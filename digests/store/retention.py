"""How long things are kept, and taking old articles away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryState
from digests.store import tables
from digests.store.columns import Instant
from digests.store.database import Database, Turn
from digests.store.known import forgotten_address
from digests.store.search import SearchIndex

_BATCH = 100
_LOOKS_BACK = timedelta(days=9)
"""Longer than what the round-up of a week looks back for."""
_REMEMBERED = timedelta(days=400)
"""How long a feed may go on listing what was taken away without its being read anew."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept after they ended, or for articles after they came in.

    ``articles`` and ``searches`` without a length are kept for good.
    """

    deliveries: timedelta
    articles: timedelta | None = None
    searches: timedelta | None = None


async def forget_articles(
    database: Database, index: SearchIndex, before: datetime, now: datetime
) -> int:
    """Take articles away that came in before then, with all that hangs on them; give how many.

    What a reader saved stays, and so does what a delivery or an open round-up tells. A feed that
    still lists one of them does not bring it back. A transaction a batch: no writer waits long.
    """
    before, taken, last = min(before, await _needed_since(database, before)), 0, 0
    async with database.reading() as connection:
        row = tables.articles.c
        asked = select(func.max(row.number)).where(row.first_seen_at < before)
        newest = int(await connection.scalar(asked) or 0)
    while last < newest:
        async with database.writing(Turn.ARCHIVE) as connection:
            old = await _batch(connection, before, last, newest)
            numbers = await _unneeded(connection, old)
            await _remember(connection, numbers, now)
            for number in numbers:
                await index.remove(connection, number)
            gone = tables.articles.c.number.in_(numbers)
            await connection.execute(delete(tables.articles).where(gone))
        taken, last = taken + len(numbers), old[-1] if old else newest
    async with database.writing(Turn.ARCHIVE) as connection:
        long_ago = tables.forgotten.c.at < now - _REMEMBERED
        await connection.execute(delete(tables.forgotten).where(long_ago))
    return taken


async def _needed_since(database: Database, before: datetime) -> datetime:
    """Give since when articles came in that a round-up on its way may tell."""
    made, delivery = tables.editions.c.made_at, tables.deliveries.c
    open_ = delivery.state.in_(
        [DeliveryState.OWED, DeliveryState.IN_FLIGHT, DeliveryState.UNCERTAIN]
    )
    asked = select(func.min(made)).join(tables.deliveries, delivery.edition == tables.editions.c.id)
    async with database.reading() as connection:
        oldest: datetime | None = await connection.scalar(asked.where(open_))
    return before if oldest is None else oldest - _LOOKS_BACK


async def _batch(
    connection: AsyncConnection, before: datetime, last: int, newest: int
) -> list[int]:
    """Give the next old articles that nobody needs, by their numbers, and let nobody have them."""
    row = tables.articles.c
    asked = (
        select(row.number)
        .where(row.number > last, row.number <= newest, row.first_seen_at < before, *_needless())
        .order_by(row.number)
        .limit(_BATCH)
        .with_for_update()
    )
    return list(await connection.scalars(asked))


async def _unneeded(connection: AsyncConnection, numbers: Sequence[int]) -> list[int]:
    """Give those that nobody came to need while they were being locked."""
    row = tables.articles.c
    asked = select(row.number).where(row.number.in_(numbers), *_needless())
    return list(await connection.scalars(asked))


def _needless() -> tuple[ColumnElement[bool], ...]:
    number = tables.articles.c.number
    told, saved = tables.deliveries.c.article, tables.saved.c.article
    return ~exists().where(told == number), ~exists().where(saved == number)


async def _remember(connection: AsyncConnection, numbers: Sequence[int], now: datetime) -> None:
    """Write down by what the articles were known."""
    row, entry, address = tables.forgotten, tables.entries.c, tables.addresses.c
    prefix = literal(forgotten_address(""))
    names = (
        (literal("e:") + cast(entry.feed_id, Text) + ":" + entry.entry_id, entry.article),
        (prefix + address.address_key, address.article),
    )
    for name, article in names:
        known = exists().where(row.c.key == name)
        new = select(name, literal(now, Instant())).where(article.in_(numbers), ~known)
        await connection.execute(insert(row).from_select(["key", "at"], new))
