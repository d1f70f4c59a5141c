"""Editions: whose hour has come, what could stand in them, and what was made.

An edition is a slot: one row for a subscriber and an hour. So whoever makes it, and however often
it is tried, it goes out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import NotThere
from digests.model import (
    DeliveryKind,
    Rhythm,
    StoredArticle,
    Subscriber,
    SubscriberState,
    SubscriptionKind,
)
from digests.store import tables
from digests.store.database import Database, number_of
from digests.store.outbox import new_delivery
from digests.store.values import stored_article, subscriber_in

_READER = tables.subscribers


@dataclass(frozen=True, slots=True)
class EditionSlot:
    """The hour (``slot_at``) at which ``subscriber`` wants an edition."""

    subscriber: Subscriber
    slot_at: datetime


class Editions:
    """The editions of all subscribers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> list[EditionSlot]:
        """Give at most ``limit`` slots whose hour has come, the longest due first."""
        asked = (
            select(_READER)
            .where(
                _READER.c.next_edition_at <= now,
                _READER.c.state == SubscriberState.ACTIVE,
                _READER.c.rhythm == Rhythm.EDITIONS,
            )
            .order_by(_READER.c.next_edition_at, _READER.c.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(asked)
            return [EditionSlot(subscriber_in(row), row.next_edition_at) for row in rows]

    async def make(
        self, slot: EditionSlot, numbers: Sequence[int], next_at: datetime | None, now: datetime
    ) -> int | None:
        """Write down an edition, owe its delivery and set the next slot, in one transaction.

        Gives the edition's number; None when somebody else made it, or the reader chose other
        hours meanwhile.
        """
        reader = slot.subscriber.id
        async with self._database.writing() as connection:
            if not await _pass(connection, slot, next_at):
                return None
            row = tables.editions
            made = and_(row.c.subscriber_id == reader, row.c.slot_at == slot.slot_at)
            if await connection.scalar(select(row.c.id).where(made)) is not None:
                return None
            values = {"slot_at": slot.slot_at, "numbers": list(numbers), "made_at": now}
            added = await connection.execute(insert(row).values(subscriber_id=reader, **values))
            number = number_of(added)
            owed = new_delivery(reader, DeliveryKind.EDITION, now)
            await connection.execute(insert(tables.deliveries).values(**owed, edition=number))
            await connection.execute(
                update(_READER).where(_READER.c.id == reader).values(last_edition_at=now)
            )
            return number

    async def skip(self, slot: EditionSlot, next_at: datetime | None) -> None:
        """Let a slot pass without an edition."""
        async with self._database.writing() as connection:
            await _pass(connection, slot, next_at)

    async def get(self, number: int) -> tuple[EditionSlot, tuple[int, ...]]:
        """Give the slot of an edition and the numbers of its articles; raises ``NotThere``."""
        row = tables.editions
        asked = select(_READER, row.c.slot_at, row.c.numbers).join(row).where(row.c.id == number)
        async with self._database.reading() as connection:
            found = (await connection.execute(asked)).first()
        if found is None:
            raise NotThere(f"There is no edition {number}.")
        return EditionSlot(subscriber_in(found), found.slot_at), tuple(found.numbers)

    async def last_edition_at(self, subscriber_id: int) -> datetime | None:
        """Give when the subscriber's last edition was made."""
        asked = select(_READER.c.last_edition_at).where(_READER.c.id == subscriber_id)
        async with self._database.reading() as connection:
            return await connection.scalar(asked)

    async def candidates(
        self, subscriber_id: int, *, since: datetime, until: datetime, limit: int
    ) -> list[StoredArticle]:
        """Give the articles that a subscriber follows, seen after ``since``, newest first.

        Imported collections are no news and never among them.
        """
        row = tables.articles
        async with self._database.reading() as connection:
            wanted = await _wanted(connection, subscriber_id)
            if wanted is None:
                return []
            asked = (
                select(row)
                .where(
                    row.c.first_seen_at > since,
                    row.c.first_seen_at <= until,
                    row.c.external_id.is_(None),
                    wanted,
                )
                .order_by(row.c.first_seen_at.desc(), row.c.number.desc())
                .limit(limit)
            )
            return [stored_article(found) for found in await connection.execute(asked)]


async def _pass(connection: AsyncConnection, slot: EditionSlot, next_at: datetime | None) -> bool:
    """Set the next slot; give whether ``slot`` was still to be made."""
    still = and_(
        _READER.c.id == slot.subscriber.id,
        _READER.c.next_edition_at == slot.slot_at,
        _READER.c.state == SubscriberState.ACTIVE,
    )
    passed = await connection.execute(update(_READER).where(still).values(next_edition_at=next_at))
    return bool(passed.rowcount)


async def _wanted(connection: AsyncConnection, subscriber_id: int) -> ColumnElement[bool] | None:
    wish, row = tables.subscriptions.c, tables.articles.c
    asked = select(wish.kind, wish.value).where(wish.subscriber_id == subscriber_id)
    values: dict[str, list[str]] = {}
    for kind, value in await connection.execute(asked):
        values.setdefault(kind, []).append(value)
    if not values:
        return None
    if SubscriptionKind.ALL in values:
        return true()
    ways: list[ColumnElement[bool]] = []
    numbers = [int(value) for value in values.get(SubscriptionKind.SOURCE, ()) if value.isdigit()]
    ways.append(row.source_id.in_(numbers))
    ways.append(row.section_key.in_(values.get(SubscriptionKind.SECTION, [])))
    ways.append(_has_keyword(values.get(SubscriptionKind.KEYWORD, [])))
    return or_(*ways)


def _has_keyword(keywords: Sequence[str]) -> Any:  # noqa: ANN401 - SQLAlchemy's Exists
    found = tables.article_keywords.c
    return exists().where(found.article == tables.articles.c.number, found.keyword.in_(keywords))
