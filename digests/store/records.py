"""What is kept of each day, and what went wrong."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, Integer, cast, func, insert, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.store.claiming import OWED, longest_due
from digests.store.columns import upsert
from digests.store.database import Database


class DailyNumbers:
    """Numbers by day (in Vietnam) and name, each bot's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, day: date, **values: int) -> None:
        """Write down how things stand on a day; the last word of it stays."""
        async with self._database.writing() as connection:
            for name, value in values.items():
                own = self._database.own(name)
                await connection.execute(_on_day(connection, day, own, value, value))


async def count_up(connection: AsyncConnection, day: date, name: str, count: int) -> None:
    """Add to a number of a day, in the caller's transaction."""
    more = tables.daily_numbers.c.value + count
    await connection.execute(_on_day(connection, day, name, count, more))


def _on_day(
    connection: AsyncConnection, day: date, name: str, first: int, later: object
) -> Executable:
    """Write a number of a day: ``first``, or ``later`` where there is one already.

    In one statement, for two processes may both be the first of a day.
    """
    row = tables.daily_numbers
    values = {"day": day.isoformat(), "name": name, "value": first}
    return upsert(connection.dialect.name, row, values, {"value": later})


class Incident(NamedTuple):
    """Something that went wrong: what kind, its facts, when, and at which bot.

    What all bots of a store have in common is at none: ``network`` is empty then.
    """

    kind: str
    facts: dict[str, Any]
    at: datetime
    network: str = ""


class Trouble(NamedTuple):
    """Deliveries that ended badly for one reason: how, why, how many, when last."""

    state: str
    reason: str
    times: int
    last_at: datetime


class Incidents:
    """What went wrong, and the signs of it, for people who look after the program."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(
        self, kind: str, facts: Mapping[str, Any], now: datetime, *, network: str = ""
    ) -> None:
        """Write down that something went wrong; ``facts`` hold no text of a person.

        ``network`` is the bot at which it did, where it is no matter of all bots.
        """
        async with self._database.writing() as connection:
            values = {"kind": kind, "facts": dict(facts), "at": now, "network": network}
            await connection.execute(insert(tables.incidents).values(**values))

    async def last(self, limit: int) -> list[Incident]:
        """Give what went wrong at all bots of the store, the last first."""
        row = tables.incidents.c
        every = select(row.kind, row.facts, row.at, row.network)
        asked = every.order_by(row.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [Incident(*found) for found in await connection.execute(asked)]

    async def undelivered(self, since: datetime, limit: int) -> list[Trouble]:
        """Give why deliveries of the bot ended without arriving, the most frequent reason first."""
        row = tables.deliveries.c
        # Written out, not bound: PostgreSQL takes two parameters for two different things.
        reason = func.coalesce(row.reason, literal_column("''"))
        times, last = func.count().label("times"), func.max(row.finished_at).label("last_at")
        asked = (
            select(row.state, reason, times, last)
            .where(
                row.network == self._database.network,
                row.finished_at >= since,
                row.state.in_(["refused", "uncertain", "expired"]),
            )
            .group_by(row.state, reason)
            .order_by(times.desc(), last.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [Trouble(*found) for found in await connection.execute(asked)]

    async def queue(self, now: datetime) -> tuple[datetime | None, int]:
        """Give since when the longest waiting delivery could have gone out, and how many wait.

        Of the bot's own. What a chat's own pause holds back, or hours to come, does not wait yet.
        """
        row, network = tables.deliveries.c, self._database.network
        ready = row.ready_at <= now
        waiting = select(func.count()).where(row.network == network, row.state == OWED, ready)
        async with self._database.reading() as connection:
            oldest = await connection.scalar(longest_due(network, ready))
            return oldest, int(await connection.scalar(waiting) or 0)

    async def last_article_at(self) -> datetime | None:
        """Give when the newest article came in."""
        asked = select(func.max(tables.articles.c.first_seen_at))
        async with self._database.reading() as connection:
            latest: datetime | None = await connection.scalar(asked)
            return latest

    async def refused_since(self, since: datetime) -> tuple[int, int]:
        """Give how many of the bot's deliveries arrived and how many did not, since then.

        Readers who left are nobody's fault: what ended because they did is not counted.
        """
        row, reader = tables.deliveries.c, tables.subscribers.c
        failed = cast(row.state.in_(["refused", "uncertain"]), Integer)
        asked = (
            select(func.count(), func.coalesce(func.sum(failed), 0))
            .join(tables.subscribers, reader.id == row.subscriber_id)
            .where(
                row.network == self._database.network,
                row.finished_at >= since,
                row.state.in_(["sent", "refused", "uncertain"]),
                reader.state == "active",
            )
        )
        async with self._database.reading() as connection:
            every, bad = (await connection.execute(asked)).one()
        return int(every) - int(bad), int(bad)
