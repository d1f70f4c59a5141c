"""Deliveries that go out and messages that arrived, written down many at a time."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery that arrived: its row and the network's own number of the message."""

    id: int
    message_id: int | None


async def mark(connection: AsyncConnection, going: Sequence[int]) -> set[int]:
    """Mark what is still owed as in flight and give that; in SQLite."""
    return set(await connection.scalars(_MARK_IN_SQLITE, {"going": json.dumps(list(going))}))


async def arrive(connection: AsyncConnection, arrived: Iterable[Sent], now: datetime) -> None:
    """Write down that deliveries arrived, in the caller's transaction.

    One statement for all of them: a tenth of the CPU of one for each.
    """
    rows = list(arrived)
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        told = json.dumps([(one.id, one.message_id) for one in rows])
        await connection.execute(_IN_SQLITE, {"now": now, "told": told})
        return
    columns = {"row": [one.id for one in rows], "message": [one.message_id for one in rows]}
    await connection.execute(_IN_POSTGRES, {"now": now, **columns})


_MARK_IN_SQLITE = text(
    """
    UPDATE deliveries SET state = 'in_flight', attempts = attempts + 1
    WHERE id IN (SELECT value FROM json_each(:going)) AND state = 'owed' RETURNING id
    """
)
_INSTANT = bindparam("now", type_=tables.deliveries.c.finished_at.type)
_IN_SQLITE = text(
    """
    UPDATE deliveries SET state = 'sent', reason = NULL, finished_at = :now, lease_until = NULL,
        message_id = arrived.message
    FROM (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS message
        FROM json_each(:told)
    ) AS arrived
    WHERE deliveries.id = arrived.id
    """
).bindparams(_INSTANT)
_IN_POSTGRES = text(
    """
    UPDATE deliveries SET state = 'sent', reason = NULL, finished_at = :now, lease_until = NULL,
        message_id = arrived.message
    FROM unnest(CAST(:row AS bigint[]), CAST(:message AS bigint[])) AS arrived(id, message)
    WHERE deliveries.id = arrived.id
    """
).bindparams(_INSTANT)


async def note_at_once(
    connection: AsyncConnection,
    going: Sequence[int],
    arrived: Iterable[Sent],
    now: datetime,
    *,
    sender: int | None,
) -> set[int]:
    """Mark deliveries as in flight and write down others that arrived; PostgreSQL in one statement.

    Gives those that may be sent: of a sender of several only its own, and none once it counts as
    dead. It counts as living until the statement is through.
    """
    rows = list(arrived)
    columns = {"row": [one.id for one in rows], "message": [one.message_id for one in rows]}
    values = {"now": now, "going": list(going), "sender": sender, **columns}
    return set(await connection.scalars(_NOTED if sender is None else _NOTED_BY, values))


def _noted(whose: str) -> TextClause:
    return text(
        f"""
        WITH living AS MATERIALIZED (
            SELECT id FROM senders WHERE id = CAST(:sender AS bigint) FOR SHARE
        ),
        ended AS ({_IN_POSTGRES.text})
        UPDATE deliveries SET state = 'in_flight', attempts = attempts + 1
        WHERE id = ANY(CAST(:going AS bigint[])) AND state = 'owed' {whose}
        RETURNING id
        """  # noqa: S608 - our own words
    ).bindparams(_INSTANT)


_NOTED = _noted("")
_NOTED_BY = _noted(
    "AND EXISTS (SELECT FROM living) "
    "AND subscriber_id % 64 IN (SELECT number FROM shards WHERE sender = CAST(:sender AS bigint))"
)
