"""What admins have in hand: an article, an announcement, a feed or a list that waits for a yes.

A button names the row, the row holds everything else; so nothing is lost in a restart, and a press
that comes late or twice finds the state that the first one left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import NotThere
from digests.store import tables
from digests.store.database import Database, number_of

_ROW = tables.drafts


class DraftKind(StrEnum):
    """What a draft becomes."""

    ARTICLE = "article"
    ANNOUNCEMENT = "announcement"
    FEED = "feed"
    FEED_LIST = "feed_list"


class DraftState(StrEnum):
    """Where a draft stands; ``DONE``, ``STOPPED`` and ``DROPPED`` are final."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    DROPPED = "dropped"


IN_HAND = (DraftState.OPEN, DraftState.SCHEDULED)
"""The states of what has not gone out yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing in hand.

    Attributes:
        who: the network's identity of the person who began it.
        chat: where it is worked on.
        facts: what it holds, by the names of its kind.
        awaiting: which of its parts the person was asked to write.
        due_at: when it goes out by itself.
        message: the message that shows how far it is.
    """

    id: int
    kind: DraftKind
    who: str
    chat: str
    state: DraftState
    facts: dict[str, Any]
    awaiting: str | None
    due_at: datetime | None
    message: int | None
    created_at: datetime
    changed_at: datetime


class Drafts:
    """The drafts that editors have in hand at the present bot."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = _ROW.c.network == database.network

    async def begin(
        self, kind: DraftKind, *, who: str, chat: str, facts: Mapping[str, Any], now: datetime
    ) -> Draft:
        """Take something in hand."""
        values = {"kind": str(kind), "who": who, "chat": chat, "state": str(DraftState.OPEN)}
        values["network"] = self._database.network
        async with self._database.writing() as connection:
            added = await connection.execute(
                insert(_ROW).values(**values, facts=dict(facts), created_at=now, changed_at=now)
            )
            return await self._get(connection, number_of(added))

    async def get(self, number: int) -> Draft:
        """Give one draft; raises ``NotThere``."""
        async with self._database.reading() as connection:
            return await self._get(connection, number)

    async def change(self, number: int, now: datetime, **facts: object) -> Draft:
        """Change facts of an open draft.

        Raises:
            NotThere: there is no such draft, or it is not open any more.
        """
        async with self._database.writing() as connection:
            draft = await self._get(connection, number)
            if draft.state is not DraftState.OPEN:
                raise NotThere(f"The draft {number} is not open.")
            values = {"facts": draft.facts | facts, "awaiting": None, "changed_at": now}
            await connection.execute(update(_ROW).where(_ROW.c.id == number).values(**values))
            return await self._get(connection, number)

    async def ask(self, number: int, part: str | None, now: datetime) -> bool:
        """Wait for the person to write ``part``; give whether the draft is open.

        What else was asked of the same person is not waited for any more.
        """
        open_ = self._own, _ROW.c.id == number, _ROW.c.state == DraftState.OPEN
        async with self._database.writing() as connection:
            who = await connection.scalar(select(_ROW.c.who).where(*open_))
            if who is None:
                return False
            forgotten = update(_ROW).where(
                self._own, _ROW.c.who == who, _ROW.c.awaiting.is_not(None)
            )
            await connection.execute(forgotten.values(awaiting=None))
            asked = update(_ROW).where(*open_).values(awaiting=part, changed_at=now)
            await connection.execute(asked)
            return True

    async def awaited(self, who: str, chat: str, since: datetime) -> Draft | None:
        """Give the draft of which this person was asked, in this chat, to write a part."""
        asked = select(_ROW).where(
            self._own,
            _ROW.c.who == who,
            _ROW.c.chat == chat,
            _ROW.c.state == DraftState.OPEN,
            _ROW.c.awaiting.is_not(None),
            _ROW.c.changed_at >= since,
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(asked.order_by(_ROW.c.changed_at.desc()))).first()
            return None if row is None else draft_in(row)

    async def settle(
        self,
        number: int,
        among: tuple[DraftState, ...],
        state: DraftState,
        now: datetime,
        *,
        due_at: datetime | None = None,
    ) -> bool:
        """Bring a draft from one of the states ``among`` to ``state``; give whether it was there.

        Of two presses of one button only the first finds it so.
        """
        async with self._database.writing() as connection:
            network = self._database.network
            return await settle(
                connection, number, among, state, now, network=network, due_at=due_at
            )

    async def show_at(self, number: int, message: int) -> None:
        """Remember the message that shows how far a draft is."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(_ROW).where(self._own, _ROW.c.id == number).values(message=message)
            )

    async def in_state(self, kind: DraftKind, state: DraftState) -> list[Draft]:
        """Give the drafts of a kind that stand in a state, oldest first."""
        standing = _ROW.c.kind == str(kind), _ROW.c.state == str(state)
        asked = select(_ROW).where(self._own, *standing)
        async with self._database.reading() as connection:
            rows = await connection.execute(asked.order_by(_ROW.c.id))
            return [draft_in(row) for row in rows]

    async def of(self, who: str) -> list[Draft]:
        """Give all that a person has or had in hand, oldest first."""
        asked = select(_ROW).where(self._own, _ROW.c.who == who).order_by(_ROW.c.id)
        async with self._database.reading() as connection:
            return [draft_in(row) for row in await connection.execute(asked)]

    async def due(self, now: datetime) -> list[Draft]:
        """Give the scheduled drafts whose time has come."""
        scheduled = _ROW.c.state == DraftState.SCHEDULED, _ROW.c.due_at <= now
        asked = select(_ROW).where(self._own, *scheduled)
        async with self._database.reading() as connection:
            rows = await connection.execute(asked.order_by(_ROW.c.due_at, _ROW.c.id))
            return [draft_in(row) for row in rows]

    async def _get(self, connection: AsyncConnection, number: int) -> Draft:
        asked = select(_ROW).where(self._own, _ROW.c.id == number)
        row = (await connection.execute(asked)).first()
        if row is None:
            raise NotThere(f"There is no draft {number}.")
        return draft_in(row)


async def settle(
    connection: AsyncConnection,
    number: int,
    among: tuple[DraftState, ...],
    state: DraftState,
    now: datetime,
    *,
    network: str,
    due_at: datetime | None = None,
) -> bool:
    """Do the work of ``Drafts.settle`` in the caller's transaction."""
    there = _ROW.c.id == number, _ROW.c.network == network
    found = *there, _ROW.c.state.in_([str(one) for one in among])
    values = {"state": str(state), "awaiting": None, "due_at": due_at, "changed_at": now}
    done = await connection.execute(update(_ROW).where(*found).values(**values))
    return bool(done.rowcount)


def draft_in(row: Row[Any]) -> Draft:
    """Give the draft of a row."""
    return Draft(
        id=row.id,
        kind=DraftKind(row.kind),
        who=row.who,
        chat=row.chat,
        state=DraftState(row.state),
        facts=row.facts,
        awaiting=row.awaiting,
        due_at=row.due_at,
        message=row.message,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
