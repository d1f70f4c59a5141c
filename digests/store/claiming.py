"""Which deliveries may go out next."""

import json
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Delivery, DeliveryKind, DeliveryState
from digests.store import tables
from digests.store.arriving import array
from digests.store.columns import Instant, Json, among
from digests.store.shards import Holding
from digests.store.values import delivery_in, subscriber_in

if TYPE_CHECKING:
    from psycopg import AsyncConnection as Driver

_ROW = tables.deliveries
_READER = tables.subscribers
# Written out, not bound: a partial index is taken only where its condition is seen.
OWED: ColumnElement[str] = literal_column("'owed'")
IN_FLIGHT: ColumnElement[str] = literal_column("'in_flight'")
UNCERTAIN: ColumnElement[str] = literal_column("'uncertain'")
WAITING = {
    DeliveryState.OWED: OWED,
    DeliveryState.IN_FLIGHT: IN_FLIGHT,
    DeliveryState.UNCERTAIN: UNCERTAIN,
}
"""The states in which something is still to come of a delivery: each has an index of its own."""
_LANES = (
    DeliveryKind.ALARM,
    DeliveryKind.BREAKING,
    DeliveryKind.EDITION,
    DeliveryKind.DIGEST,
    DeliveryKind.CHANGE,
    DeliveryKind.NOTICE,
)
_FIRST_IN_LANE = 1_000


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose deliveries are asked for: a sender's shards, without what it has in hand already."""

    holding: Holding
    full: frozenset[int] = frozenset()


async def in_lanes(
    connection: AsyncConnection,
    network: str,
    now: datetime,
    limit: int,
    notices: int | None,
) -> list[int]:
    """Give the numbers of at most ``limit`` of a bot's deliveries, by kind, then by their wait."""
    numbers: list[int] = []
    for kind in _LANES:
        room = limit - len(numbers)
        if kind is DeliveryKind.NOTICE and notices is not None:
            room = min(room, notices)
        if room > 0:
            asked = {"network": network, "now": now, "most": room, "kind": str(kind)}
            numbers.extend(await connection.scalars(_READY_OF_KIND, asked))
    return numbers


def _ready() -> Select[Any]:
    """Ask for deliveries that nobody has in hand and that no earlier one of their chat precedes."""
    now = bindparam("now", type_=_ROW.c.ready_at.type)
    earlier = _ROW.alias("earlier")
    waits = exists().where(
        earlier.c.subscriber_id == _ROW.c.subscriber_id,
        earlier.c.id < _ROW.c.id,
        earlier.c.state.in_([OWED, IN_FLIGHT]),
    )
    flies = exists().where(
        earlier.c.subscriber_id == _ROW.c.subscriber_id,
        earlier.c.state.in_([OWED, IN_FLIGHT]),
        earlier.c.state == IN_FLIGHT,
    )
    return select(_ROW.c.id).where(
        _ROW.c.network == bindparam("network", type_=Text),
        _ROW.c.state == OWED,
        _ROW.c.ready_at <= now,
        or_(_ROW.c.lease_until.is_(None), _ROW.c.lease_until <= now),
        ~waits,
        ~flies,
    )


# Built once: putting them together takes longer than asking them.
_READY_OF_KIND = (
    _ready()
    .where(_ROW.c.kind == bindparam("kind", type_=Text))
    .order_by(_ROW.c.ready_at, _ROW.c.id)
    .limit(bindparam("most", type_=Integer))
)
_ANY_READY = select(or_(*(_ready().where(_ROW.c.kind == str(kind)).exists() for kind in _LANES)))


async def is_any_ready(connection: AsyncConnection, network: str, now: datetime) -> bool:
    """Say whether there is anything of a bot to claim."""
    return bool(await connection.scalar(_ANY_READY, {"network": network, "now": now}))


def earliest_ready(network: str, *which: ColumnElement[bool]) -> Select[tuple[datetime | None]]:
    """Ask when the first of a bot's deliveries may go out, of those that are ``which``.

    Lane by lane: each has its beginning in the index.
    """
    own = _ROW.c.network == network, _ROW.c.state == OWED, *which
    firsts = union_all(
        *(
            select(func.min(_ROW.c.ready_at).label("at")).where(_ROW.c.kind == str(kind), *own)
            for kind in _LANES
        )
    ).subquery()
    return select(func.min(firsts.c.at))


def longest_due(network: str, *which: ColumnElement[bool]) -> Select[tuple[datetime | None]]:
    """Ask since when the longest waiting of a bot's deliveries is due, of those that are ``which``.

    Of each kind it is looked for among those that may go out first: what is tried again is ready
    later than it was due, but where thousands wait the first of them wait about as long. So nobody
    reads a million rows to learn of one.
    """
    own = _ROW.c.network == network, _ROW.c.state == OWED, *which
    firsts = union_all(
        *(
            select(
                select(_ROW.c.due_at)
                .where(_ROW.c.kind == str(kind), *own)
                .order_by(_ROW.c.ready_at, _ROW.c.id)
                .limit(_FIRST_IN_LANE)
                .subquery()
                .c.due_at
            )
            for kind in _LANES
        )
    ).subquery()
    return select(func.min(firsts.c.due_at))


async def lease_owned(
    driver: "Driver[Any]",
    now: datetime,
    until: datetime,
    *,
    network: str,
    limit: int,
    notices: int | None,
    hands: Hands,
) -> list[Delivery]:
    """Lease deliveries of a sender's own shards ``until`` then, in one statement of PostgreSQL.

    As ``in_lanes`` and ``deliveries`` do together.
    """
    values = {
        "notices": limit if notices is None else min(limit, notices),
        "network": network,
        "now": now,
        "until": until,
        "shards": array(sorted(hands.holding.shards)),
        "full": array(sorted(hands.full)),
        "limit": limit,
    }
    rows = await driver.execute(_LEASE_OWNED, values, binary=True)
    return [_beside_reader(row) for row in await rows.fetchall()]


def _beside_reader(row: Sequence[Any]) -> Delivery:
    """Give the delivery of a row of the driver's own, and its reader beside it."""
    values = list(row)
    for place in _JSON:
        if values[place] is not None:
            values[place] = json.loads(values[place])
    for place in _INSTANTS:
        if values[place] is not None:
            values[place] = values[place].astimezone(UTC)
    reader: Any = _Reader(*values[_OWN:])
    delivery: Any = _Delivery(*values[:_OWN])
    return delivery_in(delivery, subscriber_in(reader))


# What neither value holds would only be read and thrown away.
_ROW_COLUMNS = [
    one
    for one in _ROW.c
    if one.name
    not in {"network", "ready_at", "lease_until", "reason", "created_at", "finished_at", "draft"}
]
_READER_COLUMNS = [
    one
    for one in _READER.c
    if one.name not in {"next_edition_at", "last_edition_at", "next_weekly_at", "last_news"}
]
_Delivery = namedtuple("_Delivery", [one.name for one in _ROW_COLUMNS])  # type: ignore[misc]  # noqa: PYI024
_Reader = namedtuple("_Reader", [one.name for one in _READER_COLUMNS])  # type: ignore[misc]  # noqa: PYI024
_OWN = len(_ROW_COLUMNS)


def _of_type(kind: type) -> list[int]:
    """Give the places of the columns that the driver does not give as they are kept here."""
    columns = [*_ROW_COLUMNS, *_READER_COLUMNS]
    return [place for place, one in enumerate(columns) if isinstance(one.type, kind)]


_JSON, _INSTANTS = _of_type(Json), _of_type(Instant)
_LEASE_OWNED = f"""
    WITH picked AS MATERIALIZED (
        SELECT ready.id, lane.place, ready.ready_at
        FROM unnest(CAST('{{{",".join(_LANES)}}}' AS text[])) WITH ORDINALITY AS lane(kind, place)
        CROSS JOIN LATERAL (
            SELECT id, ready_at FROM deliveries AS owed
            WHERE network = %(network)s AND kind = lane.kind AND state = 'owed'
                AND ready_at <= %(now)s
                AND subscriber_id %% 64 = ANY(CAST(%(shards)s AS bigint[]))
                AND id <> ALL(CAST(%(full)s AS bigint[]))
                AND NOT EXISTS (
                    SELECT FROM deliveries AS earlier
                    WHERE earlier.subscriber_id = owed.subscriber_id
                        AND earlier.state IN ('owed', 'in_flight')
                        AND (earlier.id < owed.id OR earlier.state = 'in_flight')
                )
            ORDER BY ready_at, id
            LIMIT CASE lane.kind WHEN 'notice' THEN %(notices)s ELSE %(limit)s END
        ) AS ready
        ORDER BY lane.place, ready.ready_at, ready.id LIMIT %(limit)s
    ), leased AS (
        UPDATE deliveries SET lease_until = %(until)s FROM picked
        WHERE deliveries.id = picked.id AND deliveries.state = 'owed'
        RETURNING deliveries.*, picked.place
    )
    SELECT {", ".join(f"leased.{one.name}" for one in _ROW_COLUMNS)},
        {", ".join(f"reader.{one.name}" for one in _READER_COLUMNS)}
    FROM leased JOIN subscribers AS reader ON reader.id = leased.subscriber_id
    ORDER BY leased.place, leased.ready_at, leased.id
    """  # noqa: S608 - names of columns
"""What ``_ready`` asks for, lane by lane, leased and with the readers beside it."""


async def deliveries(connection: AsyncConnection, numbers: Sequence[int]) -> list[Delivery]:
    """Give deliveries with their readers, in the order asked."""
    dialect = connection.dialect.name
    rows = await connection.execute(select(_ROW).where(among(dialect, _ROW.c.id, numbers)))
    by_number = {row.id: row for row in rows}
    ids = {row.subscriber_id for row in by_number.values()}
    found = await connection.execute(select(_READER).where(among(dialect, _READER.c.id, ids)))
    readers = {row.id: subscriber_in(row) for row in found}
    return [
        delivery_in(by_number[number], readers[by_number[number].subscriber_id])
        for number in numbers
        if number in by_number
    ]
