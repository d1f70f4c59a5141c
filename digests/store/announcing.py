"""Announcements: owed a few at a time, so they can be paused, stopped, and overtaken by news."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)

from digests.model import (
    ChatKind,
    DeliveryKind,
    DeliveryState,
    SubscriberState,
    SubscriptionKind,
)
from digests.store import tables
from digests.store.columns import Json
from digests.store.database import Database
from digests.store.drafts import DraftState, settle
from digests.store.publishing import OWED_COLUMNS, owed_now

_ROW = tables.deliveries
_READER = tables.subscribers.alias("reader")
_WISH = tables.subscriptions.c
_BRINGING = [str(kind) for kind in SubscriptionKind if kind.brings]
_GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP)
PARTS = ("all", "private", "groups", "channels", "vi", "en")
"""The parts of the audience that have a name of their own; beside them ``section:…``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is; ``left`` are those that are owed nothing yet."""

    sent: int
    failed: int
    owed: int
    left: int

    @property
    def total(self) -> int:
        """How many it is for."""
        return self.sent + self.failed + self.owed + self.left


def _in_part(reader: FromClause, part: str) -> list[ColumnElement[bool]]:
    kinds: dict[str, tuple[ChatKind, ...]] = {
        "private": (ChatKind.PRIVATE,),
        "groups": _GROUPS,
        "channels": (ChatKind.CHANNEL,),
    }
    if part in kinds:
        return [reader.c.kind.in_([str(kind) for kind in kinds[part]])]
    if part in {"vi", "en"}:
        return [reader.c.language == part]
    kind, _colon, value = part.partition(":")
    return [_follows(reader, _WISH.kind == kind, _WISH.value == value)] if value else []


def _follows(reader: FromClause, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_WISH.subscriber_id == reader.c.id, _WISH.off.is_(False), *which)


def _could_take(reader: FromClause, part: str) -> list[ColumnElement[bool]]:
    """Give that news comes to a place, and that it is of a part.

    A topic that follows nothing was merely looked at.
    """
    active = reader.c.state == SubscriberState.ACTIVE
    used = or_(reader.c.topic == "", _follows(reader, _WISH.kind.in_(_BRINGING)))
    return [active, used, *_in_part(reader, part)]


def _audience(network: str, part: str) -> Select[Any]:
    """Select a bot's places of a part, one a chat: its main one, else the first of its topics."""
    other = tables.subscribers.alias("other")
    goes_before = exists().where(
        *_same_chat(other),
        or_(other.c.topic == "", other.c.id < _READER.c.id),
        *_could_take(other, part),
    )
    place = or_(_READER.c.topic == "", ~goes_before)
    own = _READER.c.network == network
    return select(_READER.c.id).where(own, *_could_take(_READER, part), place)


def _same_chat(other: FromClause) -> list[ColumnElement[bool]]:
    return [other.c.network == _READER.c.network, other.c.chat == _READER.c.chat]


def _not_yet(draft: int) -> ColumnElement[bool]:
    """Give that no place of the chat is owed the announcement, or has it."""
    told = tables.subscribers.alias("told")
    owed = exists().where(_ROW.c.draft == draft, _ROW.c.subscriber_id == told.c.id)
    return ~exists().where(*_same_chat(told), owed)


class Announcements:
    """The deliveries of announcements."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _audience(self, part: str) -> Select[Any]:
        return _audience(self._database.network, part)

    async def audience(self, part: str) -> int:
        """Give how many chats a part of the audience is now."""
        counted = select(func.count()).select_from(self._audience(part).subquery())
        async with self._database.reading() as connection:
            return int(await connection.scalar(counted) or 0)

    async def deal_out(
        self, draft: int, part: str, payload: dict[str, str], now: datetime, *, open_at_most: int
    ) -> int:
        """Owe the announcement to some more of its audience; give how many have none yet.

        No more than ``open_at_most`` are owed at a time; nobody is owed it twice. When it has
        reached everyone its draft is done.
        """
        network = self._database.network
        open_ = _ROW.c.draft == draft, _ROW.c.state.in_(["owed", "in_flight"])
        waiting = self._audience(part).where(_not_yet(draft))
        async with self._database.writing() as connection:
            state = await connection.scalar(
                select(tables.drafts.c.state).where(
                    tables.drafts.c.id == draft, tables.drafts.c.network == network
                )
            )
            if state != DraftState.SENDING:
                return 0
            counted = select(func.count()).select_from(_ROW).where(*open_)
            still_open = int(await connection.scalar(counted) or 0)
            room = max(0, open_at_most - still_open)
            more = waiting.add_columns(
                literal(str(DeliveryKind.NOTICE)),
                literal(payload, Json()),
                literal(draft),
                *owed_now(now, _READER),
            )
            columns = ["subscriber_id", "kind", "payload", "draft", *OWED_COLUMNS]
            dealt = 0
            if room:
                owed = more.order_by(_READER.c.id).limit(room)
                made = await connection.execute(insert(_ROW).from_select(columns, owed))
                dealt = int(made.rowcount)
            left = int(
                await connection.scalar(select(func.count()).select_from(waiting.subquery())) or 0
            )
            if not left and not dealt and not still_open:
                sending = (DraftState.SENDING,)
                await settle(connection, draft, sending, DraftState.DONE, now, network=network)
            return left

    async def hold_back(self, draft: int) -> int:
        """Take back what is owed and not on its way; give how many. They can be dealt out again."""
        owed = _ROW.c.draft == draft, _ROW.c.state == DeliveryState.OWED
        async with self._database.writing() as connection:
            return int((await connection.execute(delete(_ROW).where(*owed))).rowcount)

    async def progress(self, draft: int, part: str) -> Progress:
        """Give how far an announcement is."""
        by_state = (
            select(_ROW.c.state, func.count()).where(_ROW.c.draft == draft).group_by(_ROW.c.state)
        )
        waiting = self._audience(part).where(_not_yet(draft))
        left = select(func.count()).select_from(waiting.subquery())
        async with self._database.reading() as connection:
            states = {state: int(count) for state, count in await connection.execute(by_state)}
            others = int(await connection.scalar(left) or 0)
        sent = states.pop(DeliveryState.SENT, 0)
        owed = states.pop(DeliveryState.OWED, 0) + states.pop(DeliveryState.IN_FLIGHT, 0)
        return Progress(sent=sent, failed=sum(states.values()), owed=owed, left=others)
