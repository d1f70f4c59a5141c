"""Who reads, and what they chose."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import NotThere
from digests.model import (
    Address,
    ChatKind,
    DeliveryState,
    Rhythm,
    Subscriber,
    SubscriberState,
    Subscription,
    SubscriptionKind,
)
from digests.store import moving, tables
from digests.store.choices import checked
from digests.store.database import Database, number_of
from digests.store.feeds import rest_unfollowed
from digests.store.lookup import row_at, subscribers_at
from digests.store.owing import cancel_owed
from digests.store.slots import next_slot, next_week
from digests.store.together import Together
from digests.store.topics import forget_topics
from digests.store.values import hours_out, subscriber_in

_ROW, _WISH = tables.subscribers, tables.subscriptions.c
_NUMBERED = select(_ROW).where(_ROW.c.id == bindparam("number"))
_SEVERAL = select(_ROW).where(_ROW.c.id.in_(bindparam("numbers", expanding=True)))
_THIS = update(_ROW).where(_ROW.c.id == bindparam("number"))
_WISHES = (
    select(_WISH.subscriber_id, _WISH.kind, _WISH.value, _WISH.label, _WISH.off)
    .where(_WISH.subscriber_id.in_(bindparam("readers", expanding=True)))
    .order_by(_WISH.kind, _WISH.label, _WISH.value)
)
_WHEN = frozenset({"time_zone", "rhythm", "hours", "days"})
"""The choices that say when editions come."""
_HOLDING = _WHEN | {"quiet", "muted_until", "daily_limit"}
"""The choices that say when nothing comes."""
_TIMING = _HOLDING | {"weekly"}

_Change = tuple[int, tuple[tuple[str, object], ...]]
"""A subscriber's number, and their new choices by name."""


class Subscribers:
    """The readers and their choices."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = _ROW.c.network == database.network
        self._found = Together(self._find)
        self._wishes = Together(self._wishes_of)
        self._changes = Together(self._change)

    async def meet(
        self,
        address: Address,
        kind: ChatKind,
        title: str | None,
        language: str,
        now: datetime,
    ) -> Subscriber:
        """Give the subscriber at ``address``, added when new; its title and kind are kept fresh.

        ``language`` counts for a new one only: it may have been chosen since.
        """
        async with self._database.writing() as connection:
            known = await row_at(connection, address)
            if known is None:
                values = _beginning(address, language, now) | {"kind": str(kind), "title": title}
                added = await connection.execute(insert(_ROW).values(**values))
                return await _get(connection, number_of(added))
            if (known.kind, known.title) != (str(kind), title):
                values = {"kind": str(kind), "title": title}
                await _set(connection, known.id, values)
            return await _get(connection, known.id)

    async def find(self, address: Address) -> Subscriber | None:
        """Give the subscriber at ``address``, or None."""
        return await self._found.get(address)

    async def _find(self, addresses: frozenset[Address]) -> dict[Address, Subscriber]:
        async with self._database.asking() as connection:
            return await subscribers_at(connection, addresses)

    async def anywhere(self, chat: str) -> Subscriber | None:
        """Give who is at ``chat``: at the present bot, else at another one of the store."""
        asked = select(_ROW).where(_ROW.c.chat == chat, _ROW.c.topic == "")
        ordered = asked.order_by(~self._own, _ROW.c.id).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(ordered)).first()
            return None if row is None else subscriber_in(row)

    async def of_chat(self, chat: str) -> list[Subscriber]:
        """Give the subscribers of one chat of the present bot: itself, and its topics."""
        here = self._own, _ROW.c.chat == chat
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_ROW).where(*here).order_by(_ROW.c.id))
            return [subscriber_in(row) for row in rows]

    async def get(self, number: int) -> Subscriber:
        """Give one subscriber of the present bot; raises ``NotThere``."""
        async with self._database.asking() as connection:
            reader = await _get(connection, number)
        if reader.address.network != self._database.network:
            raise _nobody(number)
        return reader

    async def change(self, number: int, **choices: object) -> Subscriber:
        """Change choices.

        Those are: title, language, time_zone, rhythm, hours, days, edition_size, weekly, breaking,
        kind, quiet, muted_until, daily_limit, silent, photos, short, preview.
        The next editions follow the new choices; one that is due right now stays due unless the
        choices are about when it comes.

        Raises:
            NotThere: there is no such subscriber.
            ValueError: a choice that is none, or that cannot be.
        """
        values = checked(choices)
        if not _TIMING & values.keys():
            changed = await self._changes.get((number, tuple(values.items())))
            if changed is None:
                raise _nobody(number)
            return changed
        async with self._database.writing() as connection:
            await _set(connection, number, values)
            if _HOLDING & values.keys():
                await _let_go(connection, number, self._database.now())
            return await _rearrange(connection, number, self._database.now(), values)

    async def _change(self, asked: frozenset[_Change]) -> dict[_Change, Subscriber]:
        """Change what many chose at a time, as far as it has no part in when anything comes."""
        alike: dict[tuple[str, ...], list[dict[str, object]]] = {}
        for number, values in asked:
            new = {f"new_{name}": value for name, value in values}
            alike.setdefault(tuple(name for name, _value in values), []).append(
                {"number": number, **new}
            )
        readers = {"numbers": sorted({number for number, _values in asked})}
        async with self._database.writing() as connection:
            for names, changes in alike.items():
                if names:
                    set_to: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
                    await connection.execute(_THIS.values(set_to), changes)
            found = {
                row.id: subscriber_in(row) for row in await connection.execute(_SEVERAL, readers)
            }
        return {one: found[one[0]] for one in asked if one[0] in found}

    async def follow(self, number: int, wish: Subscription) -> None:
        """Follow something, or remember it as off; again is harmless."""
        row = tables.subscriptions
        async with self._database.writing() as connection:
            await _get(connection, number)
            await connection.execute(delete(row).where(*_same(number, wish)))
            values = asdict(wish) | {"kind": str(wish.kind)}
            await connection.execute(insert(row).values(subscriber_id=number, **values))

    async def unfollow(self, number: int, wish: Subscription) -> bool:
        """Follow something no more; give whether it was followed."""
        async with self._database.writing() as connection:
            gone = await connection.execute(
                delete(tables.subscriptions).where(*_same(number, wish))
            )
            if wish.kind is SubscriptionKind.FEED:
                await rest_unfollowed(connection)
            return bool(gone.rowcount)

    async def following(self, number: int) -> list[Subscription]:
        """Give what a subscriber follows, with what is remembered as off."""
        return list(await self._wishes.get(number) or ())

    async def _wishes_of(self, readers: frozenset[int]) -> dict[int, list[Subscription]]:
        wishes: dict[int, list[Subscription]] = {}
        async with self._database.asking() as connection:
            for reader, kind, *rest in await connection.execute(
                _WISHES, {"readers": sorted(readers)}
            ):
                wishes.setdefault(reader, []).append(Subscription(SubscriptionKind(kind), *rest))
        return wishes

    async def sleep(self, number: int, reason: str, now: datetime) -> None:
        """Send nothing more because the chat refused; what is owed is cancelled."""
        values = {"state": str(SubscriberState.PAUSED), "pause_reason": reason}
        await self._rest(number, values, reason, now)

    async def stop(self, number: int, now: datetime) -> None:
        """Send nothing more because the reader said so; what is owed is cancelled."""
        values = {"state": str(SubscriberState.STOPPED), "pause_reason": None}
        await self._rest(number, values, "stopped by the reader", now)

    async def _rest(
        self, number: int, values: Mapping[str, Any], reason: str, now: datetime
    ) -> None:
        async with self._database.writing() as connection:
            await _set(
                connection,
                number,
                {**values, "next_edition_at": None, "next_weekly_at": None, "held_until": None},
            )
            await cancel_owed(connection, number, reason, now)

    async def wake(self, number: int, now: datetime) -> Subscriber:
        """Send again from now on; what came out meanwhile is not owed."""
        values = {"state": str(SubscriberState.ACTIVE), "pause_reason": None}
        async with self._database.writing() as connection:
            await _set(connection, number, values)
            return await _rearrange(connection, number, now, _WHEN)

    async def move(self, old: Address, new: Address) -> Subscriber:
        """Give the subscriber at ``old`` the address ``new``, with all it chose and is owed.

        One that is at ``new`` already becomes one with it. Raises ``NotThere``.
        """
        async with self._database.writing() as connection:
            mover, there = await row_at(connection, old), await row_at(connection, new)
            if mover is None:
                raise NotThere(f"There is no subscriber in chat {old.chat}.")
            if there is not None and there.id != mover.id:
                await moving.join(connection, there.id, mover.id)
            values = {"network": new.network, "chat": new.chat, "topic": new.topic or ""}
            if mover.kind == ChatKind.GROUP:
                values["kind"] = str(ChatKind.SUPERGROUP)
            await _set(connection, mover.id, values)
            return await _get(connection, mover.id)

    async def forget(self, number: int) -> None:
        """Delete a subscriber with everything that is known of them.

        What admins decided about the chat stays: deleting oneself opens nothing that was closed.
        """
        async with self._database.writing() as connection:
            row = (await connection.execute(select(_ROW).where(_ROW.c.id == number))).first()
            await connection.execute(delete(_ROW).where(_ROW.c.id == number))
            if row is not None:
                await _forget_running(connection, row)
                if not row.topic:
                    await forget_topics(connection, row.network, row.chat)
            await rest_unfollowed(connection)

    async def run_by(self, number: int, person: str) -> None:
        """Remember that a person runs a chat; again is harmless."""
        row = tables.run_by
        values = {"subscriber_id": number, "person": person}
        async with self._database.writing() as connection:
            known = select(row.c.person).filter_by(**values)
            if await connection.scalar(known) is None:
                await connection.execute(insert(row).values(**values))

    async def run(self, person: str) -> list[Subscriber]:
        """Give the chats that a person runs at the present bot, with all their topics."""
        row, other = tables.run_by.c, _ROW.alias()
        same = other.c.network == _ROW.c.network, other.c.chat == _ROW.c.chat
        mine = exists().where(row.subscriber_id == other.c.id, row.person == person, *same)
        asked = select(_ROW).where(self._own, mine).order_by(_ROW.c.title, _ROW.c.id)
        async with self._database.reading() as connection:
            return [subscriber_in(found) for found in await connection.execute(asked)]

    async def count(self) -> int:
        """Give how many subscribers of the present bot are active."""
        asked = select(func.count()).where(self._own, _ROW.c.state == SubscriberState.ACTIVE)
        async with self._database.reading() as connection:
            return int(await connection.scalar(asked) or 0)

    async def all(self, *, after: int = 0, limit: int = 500) -> list[Subscriber]:
        """Give the present bot's subscribers by their numbers, those after number ``after``."""
        asked = select(_ROW).where(self._own, _ROW.c.id > after).order_by(_ROW.c.id).limit(limit)
        async with self._database.reading() as connection:
            return [subscriber_in(row) for row in await connection.execute(asked)]


async def _get(connection: AsyncConnection, number: int) -> Subscriber:
    row = (await connection.execute(_NUMBERED, {"number": number})).first()
    if row is None:
        raise _nobody(number)
    return subscriber_in(row)


async def _let_go(connection: AsyncConnection, number: int, now: datetime) -> None:
    """Have the sender ask anew of what waits: the choices that held it back have changed."""
    held = _ROW.c.id == number, _ROW.c.held_until > now
    changed = await connection.execute(update(_ROW).where(*held).values(held_until=now))
    if changed.rowcount:
        owed = tables.deliveries
        waiting = owed.c.subscriber_id == number, owed.c.state == DeliveryState.OWED
        await connection.execute(update(owed).where(*waiting).values(ready_at=now))


async def _forget_running(connection: AsyncConnection, person: Row[Any]) -> None:
    run, here = tables.run_by, select(_ROW.c.id).where(_ROW.c.network == person.network)
    mine = (run.c.person == person.chat) & run.c.subscriber_id.in_(here)
    await connection.execute(delete(run).where(mine))


def _nobody(number: int) -> NotThere:
    return NotThere(f"There is no subscriber {number}.")


async def _set(connection: AsyncConnection, number: int, values: Mapping[str, Any]) -> None:
    if not values:
        return
    changed = await connection.execute(update(_ROW).where(_ROW.c.id == number).values(**values))
    if not changed.rowcount:
        raise _nobody(number)


def _beginning(address: Address, language: str, now: datetime) -> dict[str, Any]:
    usual = Subscriber(0, address)
    return {
        "network": address.network,
        "chat": address.chat,
        "topic": address.topic or "",
        "language": language,
        "time_zone": usual.time_zone,
        "rhythm": str(usual.rhythm),
        "hours": hours_out(usual.hours),
        "edition_size": usual.edition_size,
        "state": str(usual.state),
        "created_at": now,
    }


async def _rearrange(
    connection: AsyncConnection, number: int, now: datetime, changed: Collection[str]
) -> Subscriber:
    """Set when the next editions are due, as far as what ``changed`` has a part in it."""
    reader = await _get(connection, number)
    hours, zone = reader.hours, reader.time_zone
    active = reader.state is SubscriberState.ACTIVE and bool(hours)
    values: dict[str, datetime | None] = {}
    if _WHEN & set(changed):
        daily = active and reader.rhythm is Rhythm.EDITIONS
        values["next_edition_at"] = next_slot(hours, zone, now, reader.days) if daily else None
    if (_WHEN | {"weekly"}) & set(changed):
        weekly = active and reader.wants_weekly
        values["next_weekly_at"] = next_week(hours, zone, now) if weekly else None
    await _set(connection, number, values)
    return reader


def _same(number: int, wish: Subscription) -> tuple[Any, ...]:
    row = tables.subscriptions.c
    return row.subscriber_id == number, row.kind == str(wish.kind), row.value == wish.value
