"""Editions: whose hour has come, what could stand in them, and what was made.

An edition is a slot: one row for a subscriber, a kind and an hour. So whoever makes it, and however
often it is tried, it goes out once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Text, insert, literal, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import (
    DeliveryKind,
    EditionKind,
    News,
    Rhythm,
    Subscriber,
    SubscriberState,
    Subscription,
    SubscriptionKind,
)
from digests.store import tables
from digests.store.columns import among
from digests.store.contents import Contents, read_contents
from digests.store.database import Database
from digests.store.publishing import OWED_COLUMNS, owed_now
from digests.store.values import subscriber_in

_READER = tables.subscribers
_NEXT: Mapping[EditionKind, Column[Any]] = {
    EditionKind.DAILY: _READER.c.next_edition_at,
    EditionKind.WEEKLY: _READER.c.next_weekly_at,
}
# As the digest's JSON is written: a quotation mark inside a text would have a stroke before it.
_OWN_LEAD, _LEAD, _PHOTO = '"lead_is_own":true', '"lead":"', '"photo":{'


@dataclass(frozen=True, slots=True)
class EditionSlot:
    """The hour (``slot_at``) at which ``subscriber`` wants an edition.

    ``last_news`` is the newest article that the one before it could tell, ``last_at`` when that was
    made, as far as the store was asked for them.
    """

    subscriber: Subscriber
    slot_at: datetime
    kind: EditionKind = EditionKind.DAILY
    last_at: datetime | None = None
    last_news: int | None = None


@dataclass(frozen=True, slots=True)
class SlotDecision:
    """What becomes of a slot: the articles it tells, heaviest first (none: it passes), the next."""

    slot: EditionSlot
    numbers: tuple[int, ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReaderPast:
    """What a choice for a reader must know: what they follow and which articles they were told."""

    following: tuple[Subscription, ...] = ()
    told: tuple[int, ...] = ()


class Editions:
    """The editions of all subscribers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(
        self, now: datetime, limit: int, kind: EditionKind = EditionKind.DAILY
    ) -> list[EditionSlot]:
        """Give at most ``limit`` slots whose hour has come, the longest due first."""
        column = _NEXT[kind]
        asked = (
            select(_READER)
            .where(column <= now, _READER.c.state == SubscriberState.ACTIVE)
            .order_by(column, _READER.c.id)
            .limit(limit)
        )
        if kind is EditionKind.DAILY:
            asked = asked.where(_READER.c.rhythm == Rhythm.EDITIONS)
        async with self._database.reading() as connection:
            return [
                EditionSlot(
                    subscriber_in(row),
                    getattr(row, column.name),
                    kind,
                    row.last_edition_at,
                    row.last_news,
                )
                for row in await connection.execute(asked)
            ]

    async def settle(
        self, decisions: Sequence[SlotDecision], now: datetime, *, newest: int | None = None
    ) -> dict[int, int]:
        """Write down what becomes of slots, owe the editions and set the next slots, all at once.

        ``newest`` is the newest article that was there to choose from: what comes after it is new
        to the next edition. Gives the numbers of the editions made, by subscriber. A slot that
        somebody else settled, or whose reader chose other hours meanwhile, makes none. The slots
        are of one kind and each of another subscriber.
        """
        async with self._database.writing() as connection:
            return await _settle(connection, decisions, now, newest)

    async def contents(self, numbers: Collection[int]) -> dict[int, Contents]:
        """Give by their numbers what editions tell, as it stands now; what is gone is left out."""
        async with self._database.reading() as connection:
            return await read_contents(connection, numbers)

    async def pasts(
        self, subscriber_ids: Collection[int], *, since: datetime
    ) -> dict[int, ReaderPast]:
        """Give of each subscriber what they follow, and what editions since then told them."""
        wish, made = tables.subscriptions.c, tables.editions.c
        wishes = select(wish.subscriber_id, wish.kind, wish.value).where(
            wish.subscriber_id.in_(subscriber_ids), wish.off.is_(False)
        )
        editions = select(made.subscriber_id, made.numbers).where(
            made.subscriber_id.in_(subscriber_ids),
            made.kind == EditionKind.DAILY,
            made.slot_at > since,
        )
        following: dict[int, list[Subscription]] = {}
        told: dict[int, list[int]] = {}
        async with self._database.reading() as connection:
            for reader, kind, value in await connection.execute(wishes):
                one = Subscription(SubscriptionKind(kind), value)
                following.setdefault(reader, []).append(one)
            for reader, numbers in await connection.execute(editions):
                told.setdefault(reader, []).extend(numbers)
        return {
            reader: ReaderPast(tuple(following.get(reader, ())), tuple(told.get(reader, ())))
            for reader in subscriber_ids
        }

    async def news(self, *, since: datetime, limit: int) -> list[News]:
        """Give the facts of at most ``limit`` articles that came in after ``since``, newest first.

        Imported collections are no news and never among them.
        """
        row = tables.articles.c
        within = row.first_seen_at > since, row.external_id.is_(None)
        digest = type_coerce(row.digest, Text)
        lead = digest.contains(_OWN_LEAD, autoescape=True) & digest.contains(_LEAD, autoescape=True)
        asked = (
            select(
                row.number,
                row.first_seen_at,
                row.shown_at,
                row.story,
                row.source_id,
                row.section_key,
                row.feed_id,
                tables.feeds.c.shared,
                row.complete,
                lead.label("has_lead"),
                digest.contains(_PHOTO, autoescape=True).label("has_photo"),
            )
            .select_from(tables.articles.outerjoin(tables.feeds))
            .where(*within)
            .order_by(row.first_seen_at.desc(), row.number.desc())
            .limit(limit)
        )
        answers = tables.article_keywords.c
        found = (
            select(answers.article, answers.keyword)
            .join(tables.articles, row.number == answers.article)
            .where(*within)
        )
        keywords: dict[int, tuple[str, ...]] = {}
        async with self._database.reading() as connection:
            for number, keyword in await connection.execute(found):
                keywords[number] = (*keywords.get(number, ()), keyword)
            return [
                News(
                    number=one.number,
                    seen_at=one.first_seen_at,
                    shown_at=one.shown_at,
                    story=one.story,
                    source=one.source_id,
                    section=one.section_key,
                    keywords=keywords.get(one.number, ()),
                    complete=one.complete,
                    has_lead=bool(one.has_lead),
                    has_photo=bool(one.has_photo),
                    feed=one.feed_id,
                    shared=one.shared is not False,
                )
                for one in await connection.execute(asked)
            ]


async def _settle(
    connection: AsyncConnection,
    decisions: Sequence[SlotDecision],
    now: datetime,
    newest: int | None,
) -> dict[int, int]:
    if not decisions:
        return {}
    kind = decisions[0].slot.kind
    waiting = await _waiting(connection, decisions, kind)
    if not waiting:
        return {}
    by_next: dict[datetime | None, list[int]] = {}
    for one in waiting:  # most readers have their hours in common
        by_next.setdefault(one.next_at, []).append(one.slot.subscriber.id)
    for at, readers in by_next.items():
        named = among(connection.dialect.name, _READER.c.id, readers)
        await connection.execute(update(_READER).where(named).values({_NEXT[kind]: at}))
    told = await _already_made(connection, waiting, kind)
    telling = [
        one
        for one in waiting
        if one.numbers and (one.slot.subscriber.id, one.slot.slot_at) not in told
    ]
    if not telling:
        return {}
    made = await _write(connection, telling, kind, now)
    if kind is EditionKind.DAILY:
        last = {"last_edition_at": now, "last_news": newest}
        await connection.execute(update(_READER).where(_READER.c.id.in_(made)).values(last))
    return made


async def _waiting(
    connection: AsyncConnection, decisions: Sequence[SlotDecision], kind: EditionKind
) -> list[SlotDecision]:
    """Give the decisions whose slot is still to be settled."""
    ids = [one.slot.subscriber.id for one in decisions]
    active = _READER.c.id.in_(ids), _READER.c.state == SubscriberState.ACTIVE
    asked = select(_READER.c.id, _NEXT[kind]).where(*active)
    slots: dict[int, datetime] = dict((await connection.execute(asked)).tuples().all())
    return [one for one in decisions if slots.get(one.slot.subscriber.id) == one.slot.slot_at]


async def _already_made(
    connection: AsyncConnection, decisions: Sequence[SlotDecision], kind: EditionKind
) -> set[tuple[int, datetime]]:
    row = tables.editions.c
    asked = select(row.subscriber_id, row.slot_at).where(
        row.subscriber_id.in_([one.slot.subscriber.id for one in decisions]),
        row.kind == kind,
        row.slot_at.in_({one.slot.slot_at for one in decisions}),
    )
    return {(reader, slot_at) for reader, slot_at in await connection.execute(asked)}


async def _write(
    connection: AsyncConnection, decisions: Sequence[SlotDecision], kind: EditionKind, now: datetime
) -> dict[int, int]:
    row = tables.editions
    editions = [
        {
            "subscriber_id": one.slot.subscriber.id,
            "slot_at": one.slot.slot_at,
            "kind": str(kind),
            "numbers": list(one.numbers),
            "made_at": now,
        }
        for one in decisions
    ]
    added = await connection.execute(insert(row).returning(row.c.subscriber_id, row.c.id), editions)
    made: dict[int, int] = dict(added.tuples().all())
    await _owe(connection, list(made.values()), now)
    return made


async def _owe(connection: AsyncConnection, editions: Sequence[int], now: datetime) -> None:
    """Owe editions to their readers: read from their rows, so that none travels here and back."""
    row, edition = tables.editions.c, literal(str(DeliveryKind.EDITION))
    owed = (
        select(row.subscriber_id, edition, row.id, *owed_now(now))
        .join(_READER, _READER.c.id == row.subscriber_id)
        .where(among(connection.dialect.name, row.id, editions))
        .order_by(row.id)
    )
    columns = ["subscriber_id", "kind", "edition", *OWED_COLUMNS]
    await connection.execute(insert(tables.deliveries).from_select(columns, owed))
