"""Deliveries that go out and messages that arrived, written down many at a time."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables

if TYPE_CHECKING:
    from psycopg import AsyncConnection as Driver


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery that arrived: its row and the network's own number of the message."""

    id: int
    message_id: int | None


async def mark(connection: AsyncConnection, going: Sequence[int]) -> set[int]:
    """Mark what is still owed as in flight and give that; in SQLite."""
    return set(await connection.scalars(_MARK_IN_SQLITE, {"going": json.dumps(list(going))}))


async def arrive(connection: AsyncConnection, arrived: Iterable[Sent], now: datetime) -> None:
    """Write down that deliveries arrived, in the caller's transaction; in SQLite.

    One statement for all of them: a tenth of the CPU of one for each.
    """
    if told := [(one.id, one.message_id) for one in arrived]:
        await connection.execute(_ARRIVED_IN_SQLITE, {"now": now, "told": json.dumps(told)})


_MARK_IN_SQLITE = text(
    """
    UPDATE deliveries SET state = 'in_flight', attempts = attempts + 1
    WHERE id IN (SELECT value FROM json_each(:going)) AND state = 'owed' RETURNING id
    """
)
_ARRIVED_IN_SQLITE = text(
    """
    UPDATE deliveries SET state = 'sent', reason = NULL, finished_at = :now, lease_until = NULL,
        message_id = arrived.message
    FROM (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS message
        FROM json_each(:told)
    ) AS arrived
    WHERE deliveries.id = arrived.id
    """
).bindparams(bindparam("now", type_=tables.deliveries.c.finished_at.type))


async def note_at_once(
    driver: "Driver[Any]",
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
    values = {
        "now": now,
        "going": array(going),
        "sender": sender,
        "row": array(one.id for one in rows),
        "message": array(one.message_id for one in rows),
    }
    answer = await driver.execute(_NOTED if sender is None else _NOTED_BY, values, binary=True)
    return {number for (number,) in await answer.fetchall()}


def array(numbers: Iterable[int | None]) -> str:
    """Give numbers as PostgreSQL reads an array: one text is sent faster than each by itself."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in numbers) + "}"


def _noted(whose: str) -> str:
    return f"""
        WITH living AS MATERIALIZED (
            SELECT id FROM senders WHERE id = CAST(%(sender)s AS bigint) FOR SHARE
        ), ended AS (
            UPDATE deliveries SET state = 'sent', reason = NULL, finished_at = %(now)s,
                lease_until = NULL, message_id = arrived.message
            FROM unnest(CAST(%(row)s AS bigint[]), CAST(%(message)s AS bigint[]))
                AS arrived(id, message)
            WHERE deliveries.id = arrived.id
        )
        UPDATE deliveries SET state = 'in_flight', attempts = attempts + 1
        WHERE id = ANY(CAST(%(going)s AS bigint[])) AND state = 'owed' {whose}
        RETURNING id
    """  # noqa: S608 - our own words


_NOTED = _noted("")
_NOTED_BY = _noted(
    "AND EXISTS (SELECT FROM living) AND subscriber_id %% 64 IN "
    "(SELECT number FROM shards WHERE sender = CAST(%(sender)s AS bigint))"
)
