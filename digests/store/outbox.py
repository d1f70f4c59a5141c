"""What is owed to whom, and what came of it.

A delivery is claimed under a lease, marked as in flight right before it is sent, and ends with its
outcome. Only what was in flight in a crash is uncertain.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    func,
    insert,
    select,
    update,
)

from digests.errors import NotThere
from digests.model import (
    SINGLE_DIGESTS,
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from digests.store import catching_up, recovering, tables
from digests.store.arriving import Sent, arrive, mark, note_at_once
from digests.store.claiming import (
    OWED,
    UNCERTAIN,
    WAITING,
    Hands,
    deliveries,
    earliest_ready,
    in_lanes,
    is_any_ready,
    lease_owned,
)
from digests.store.database import Database, Turn, number_of
from digests.store.owing import cancel_owed, new_delivery
from digests.store.shards import held_by

_ROW = tables.deliveries
_READER = tables.subscribers
_OPEN_STATES = (DeliveryState.OWED, DeliveryState.IN_FLIGHT)


class Outbox:
    """The deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._network = database.network
        self._busy = False

    async def claim(
        self, now: datetime, *, limit: int, lease: timedelta, notices: int | None = None
    ) -> list[Delivery]:
        """Lease at most ``limit`` deliveries by kind: alarms first, notices last.

        Within a kind the longest ready come first; of notices there are at most ``notices``. A chat
        gives its earliest open delivery and no other: so the order within a chat is kept whatever
        happens to the first, and one busy chat leaves room for the others. The caller must mark or
        give back what it got before ``lease`` is over; then others get it.
        """
        if not self._busy:  # most looks find nothing: they need not wait for a writer
            async with self._database.reading() as connection:
                if not await is_any_ready(connection, self._network, now):
                    return []
        async with self._database.writing() as connection:
            numbers = await in_lanes(connection, self._network, now, limit, notices)
            self._busy = bool(numbers)
            if not numbers:
                return []
            await connection.execute(
                update(_ROW).where(_ROW.c.id.in_(numbers)).values(lease_until=now + lease)
            )
            return await deliveries(connection, numbers)

    async def claim_of(
        self,
        hands: Hands,
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        notices: int | None = None,
    ) -> list[Delivery]:
        """Give at most ``limit`` deliveries of a sender's own shards; as ``claim``.

        Nobody else gets them while the sender has the shards, whatever becomes of ``lease``: that
        only tells who changes an article meanwhile that they may have been worded already.
        """
        if not hands.holding.shards:
            return []
        async with self._database.driving() as driver:
            until = now + lease
            return await lease_owned(
                driver,
                now,
                until,
                network=self._network,
                limit=limit,
                notices=notices,
                hands=hands,
            )

    async def in_flight(self, ids: Sequence[int], now: datetime) -> list[int]:
        """Mark deliveries as being sent right now and give those that may be.

        One that was cancelled since it was claimed is not among them and must not be sent.
        """
        going = await self.note(ids, [], now)
        return [number for number in ids if number in going]

    async def note(
        self,
        going: Sequence[int],
        arrived: Iterable[Sent],
        now: datetime,
        *,
        sender: int | None = None,
    ) -> set[int]:
        """Mark deliveries as in flight and write down others that arrived, in one transaction.

        Gives those of ``going`` that may be sent: none when ``sender``, of several, is not known
        any more, for then another one has its chats.
        """
        if not self._database.is_sqlite:
            async with self._database.driving() as driver:
                return await note_at_once(driver, going, arrived, now, sender=sender)
        async with self._database.writing(Turn.NONE) as connection:
            await arrive(connection, arrived, now)
            return await mark(connection, going) if going else set()

    async def progress(self, number: int, payload: Mapping[str, str]) -> None:
        """Remember how far a delivery of several messages got."""
        async with self._database.writing(Turn.NONE) as connection:
            await connection.execute(
                update(_ROW).where(_ROW.c.id == number).values(payload=dict(payload))
            )

    async def message_of(self, article: int, subscriber_id: int) -> int | None:
        """Give the network's number of the message in which a reader was sent an article."""
        asked = select(_ROW.c.message_id).where(
            _ROW.c.article == article,
            _ROW.c.subscriber_id == subscriber_id,
            _ROW.c.kind.in_(SINGLE_DIGESTS),
            _ROW.c.message_id.is_not(None),
        )
        async with self._database.reading() as connection:
            number: int | None = await connection.scalar(asked)
            return number

    async def sent(self, number: int, message_id: int | None, now: datetime) -> None:
        """Write down that a delivery arrived."""
        await self.sent_many([Sent(number, message_id)], now)

    async def sent_many(self, arrived: Iterable[Sent], now: datetime) -> None:
        """Write down that deliveries arrived, in one transaction."""
        await self.note([], arrived, now)

    async def refused(
        self, number: int, reason: str, now: datetime, *, sender: int | None = None
    ) -> None:
        """Write down that a delivery will never arrive, in the network's words."""
        await self._end(number, DeliveryState.REFUSED, reason, now, sender)

    async def uncertain(
        self, number: int, reason: str, now: datetime, *, sender: int | None = None
    ) -> None:
        """Write down that nobody knows whether a delivery arrived; a person decides."""
        await self._end(number, DeliveryState.UNCERTAIN, reason, now, sender)

    async def expired(
        self, number: int, reason: str, now: datetime, *, sender: int | None = None
    ) -> None:
        """Write down that a delivery became too old to be sent."""
        await self._end(number, DeliveryState.EXPIRED, reason, now, sender)

    async def _end(
        self, number: int, state: DeliveryState, reason: str, now: datetime, sender: int | None
    ) -> None:
        open_ = _open(number, sender)
        async with self._database.writing(Turn.NONE) as connection:
            await connection.execute(
                update(_ROW).where(*open_).values(**_ended(state, reason, now))
            )

    async def expire(self, before: Mapping[DeliveryKind, datetime], now: datetime) -> int:
        """End what was due before the instant given for its kind; give how many deliveries."""
        async with self._database.writing() as connection:
            return await catching_up.expire(connection, self._network, before, now)

    async def round_up(self, now: datetime, *, older_than: datetime, above: int, size: int) -> int:
        """Owe one edition instead of more than ``above`` digests due before ``older_than``.

        It tells the newest ``size`` of them. Gives how many readers that concerned.
        """
        return await catching_up.round_up(
            self._database, now, older_than=older_than, above=above, size=size
        )

    async def postpone(
        self, number: int, until: datetime, reason: str | None, *, sender: int | None = None
    ) -> None:
        """Give a delivery back, to be claimed from ``until`` on; later ones of its chat wait."""
        open_ = _open(number, sender)
        again = {"state": str(DeliveryState.OWED), "ready_at": until, "lease_until": None}
        if reason is not None:
            again["reason"] = reason
        async with self._database.writing(Turn.NONE) as connection:
            await connection.execute(update(_ROW).where(*open_).values(**again))

    async def held(self, limit: int) -> list[Delivery]:
        """Give the oldest deliveries of which nobody knows whether they arrived."""
        uncertain = _ROW.c.network == self._network, _ROW.c.state == UNCERTAIN
        asked = select(_ROW.c.id).where(*uncertain).order_by(_ROW.c.id).limit(limit)
        async with self._database.reading() as connection:
            return await deliveries(connection, list(await connection.scalars(asked)))

    async def resolve(self, number: int, *, now: datetime, resend: datetime | None) -> None:
        """Decide on an uncertain delivery: owed again from ``resend`` on, or, if None, cancelled.

        Raises:
            NotThere: the delivery is not uncertain.
        """
        if resend is None:
            values = _ended(DeliveryState.CANCELLED, "not sent again", now)
        else:
            # Whoever decides so wants it, however old it is by now.
            again = {"due_at": resend, "ready_at": resend, "finished_at": None}
            values = {"state": str(DeliveryState.OWED), **again}
        uncertain = (
            _ROW.c.id == number,
            _ROW.c.network == self._network,
            _ROW.c.state == UNCERTAIN,
        )
        async with self._database.writing() as connection:
            done = await connection.execute(update(_ROW).where(*uncertain).values(**values))
            if not done.rowcount:
                raise NotThere(f"There is no uncertain delivery {number}.")

    async def cancel_for(self, subscriber_id: int, reason: str, now: datetime) -> int:
        """Cancel what is owed to a subscriber and not in flight; give how many."""
        async with self._database.writing() as connection:
            return await cancel_owed(connection, subscriber_id, reason, now)

    async def owe_notice(
        self, subscriber_id: int, payload: Mapping[str, str], now: datetime
    ) -> int:
        """Owe a message with its own text; give the delivery's number. Raises ``NotThere``."""
        async with self._database.writing() as connection:
            asked = select(_READER.c.id).where(_READER.c.id == subscriber_id)
            if await connection.scalar(asked) is None:
                raise NotThere(f"There is no subscriber {subscriber_id}.")
            row = new_delivery(subscriber_id, DeliveryKind.NOTICE, now)
            added = await connection.execute(insert(_ROW).values(**row, payload=dict(payload)))
            return number_of(added)

    async def owe_alarm(self, subscriber_id: int, html: str, now: datetime) -> None:
        """Owe a message to somebody who looks after the program; it goes before everything."""
        row = new_delivery(subscriber_id, DeliveryKind.ALARM, now)
        async with self._database.writing() as connection:
            await connection.execute(insert(_ROW).values(**row, payload={"html": html}))

    async def get(self, number: int) -> Delivery:
        """Give one delivery; raises ``NotThere``."""
        async with self._database.reading() as connection:
            found = await deliveries(connection, [number])
        if not found:
            raise NotThere(f"There is no delivery {number}.")
        return found[0]

    async def outcome(self, number: int) -> tuple[DeliveryState, str | None]:
        """Give the state of a delivery and the words of its last outcome; raises ``NotThere``."""
        asked = select(_ROW.c.state, _ROW.c.reason).where(_ROW.c.id == number)
        async with self._database.reading() as connection:
            row = (await connection.execute(asked)).first()
        if row is None:
            raise NotThere(f"There is no delivery {number}.")
        return DeliveryState(row.state), row.reason

    async def waiting(self) -> dict[DeliveryState, int]:
        """Give how many deliveries are owed, in flight and uncertain."""
        own = _ROW.c.network == self._network
        counts = [
            select(func.count()).where(own, _ROW.c.state == written).scalar_subquery()
            for written in WAITING.values()
        ]
        async with self._database.reading() as connection:
            found = (await connection.execute(select(*counts))).one()
        return dict(zip(WAITING, map(int, found), strict=True))

    async def next_ready_at(self) -> datetime | None:
        """Give when the next delivery may be claimed, for a sender with nothing to do."""
        async with self._database.reading() as connection:
            return await connection.scalar(earliest_ready(self._network))

    async def recover(self, now: datetime, *, resend: bool = True) -> int:
        """Bring order into what a crash left; give how many deliveries were in flight.

        To be called at the start of the only sender. Leases of the one before end at once. What
        was in flight may have arrived: with ``resend`` it is owed again in private chats, elsewhere
        it is uncertain, since a repeated message is seen by everyone. An edit can be repeated
        anywhere.
        """
        owed = _ROW.c.network == self._network, _ROW.c.state == OWED
        leased = update(_ROW).where(*owed, _ROW.c.lease_until.is_not(None))
        async with self._database.writing() as connection:
            await connection.execute(leased.values(lease_until=None))
            return await recovering.recover(connection, self._network, now, resend=resend)


def _open(number: int, sender: int | None) -> tuple[ColumnElement[bool], ...]:
    """Give which delivery is meant: one that is open, and of a sender of several its own.

    What a sender that was cut off has to say when it comes back is for the one that took over.
    """
    open_ = _ROW.c.id == number, _ROW.c.state.in_(_OPEN_STATES)
    return open_ if sender is None else (*open_, held_by(sender))


def _ended(state: DeliveryState, reason: str | None, now: datetime) -> dict[str, Any]:
    return {"state": str(state), "reason": reason, "finished_at": now, "lease_until": None}
