"""The numbers of some days, for those who look after the program."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryState, SubscriberState
from digests.store import tables
from digests.store.database import Database

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_FAILED = (DeliveryState.REFUSED, DeliveryState.UNCERTAIN, DeliveryState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Vietnam.

    ``readers`` is how many were active at its end, ``None`` where nobody wrote it down;
    ``nothing`` is how many of its searches found nothing.
    """

    date: date
    articles: int = 0
    joined: int = 0
    readers: int | None = None
    sent: int = 0
    failed: int = 0
    searches: int = 0
    nothing: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, oldest first, and what stood out in them.

    ``stories`` are the numbers of stories with how many papers told each; ``words`` are what was
    searched for most with how often, ``missed`` the same of what was not found.
    """

    days: tuple[Day, ...]
    stories: tuple[tuple[int, int], ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    missed: tuple[tuple[str, int], ...] = ()


def day_of(now: datetime) -> date:
    """Give the day in Vietnam."""
    return now.astimezone(VIETNAM).date()


def begins(day: date) -> datetime:
    """Give the instant at which a day begins in Vietnam."""
    return datetime.combine(day, time(0), VIETNAM)


class Days:
    """Numbers by day: of the news, and of the present bot's readers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, count: int, now: datetime, *, top: int = 5) -> Period:
        """Give the last ``count`` days, today among them, with the ``top`` of each list."""
        today = day_of(now)
        dates = [today - timedelta(days=back) for back in range(count - 1, -1, -1)]
        since = begins(dates[0])
        async with self._database.reading() as connection:
            kept = await _kept(connection, dates, readers=self._database.own("readers"))
            network = self._database.network
            kept.setdefault(today, {})["readers"] = await _active(connection, network)
            days = [await _day(connection, network, one, kept.get(one, {})) for one in dates]
            return Period(
                tuple(days),
                stories=await _stories(connection, since, top),
                words=await _words(connection, since, top),
                missed=await _missed(connection, since, top),
            )


async def _kept(
    connection: AsyncConnection, dates: list[date], *, readers: str
) -> dict[date, dict[str, int]]:
    """Give the numbers by day and name; those of the bot's readers stand there as ``readers``."""
    row = tables.daily_numbers.c
    asked = select(row.day, row.name, row.value).where(
        row.day >= dates[0].isoformat(), row.day <= dates[-1].isoformat()
    )
    kept: dict[date, dict[str, int]] = {}
    for day, name, value in await connection.execute(asked):
        if name == readers or name.partition("@")[0] != "readers":
            kept.setdefault(date.fromisoformat(day), {})[name.partition("@")[0]] = int(value)
    return kept


async def _active(connection: AsyncConnection, network: str) -> int:
    reader = tables.subscribers.c
    active = reader.network == network, reader.state == SubscriberState.ACTIVE
    asked = select(func.count()).select_from(tables.subscribers).where(*active)
    return int(await connection.scalar(asked) or 0)


async def _day(connection: AsyncConnection, network: str, day: date, kept: dict[str, int]) -> Day:
    since, until = begins(day), begins(day + timedelta(days=1))
    delivery, reader = tables.deliveries.c, tables.subscribers.c
    by_state = (
        select(delivery.state, func.count())
        .where(
            delivery.network == network,
            delivery.finished_at >= since,
            delivery.finished_at < until,
        )
        .group_by(delivery.state)
    )
    states = {state: int(count) for state, count in await connection.execute(by_state)}
    seen = tables.articles.c.first_seen_at
    articles = select(func.count()).where(seen >= since, seen < until)
    joined = select(func.count()).where(
        reader.network == network, reader.created_at >= since, reader.created_at < until
    )
    return Day(
        day,
        articles=int(await connection.scalar(articles) or 0),
        joined=int(await connection.scalar(joined) or 0),
        readers=kept.get("readers"),
        sent=states.get(DeliveryState.SENT, 0),
        failed=sum(states.get(state, 0) for state in _FAILED),
        searches=kept.get("searches", 0),
        nothing=kept.get("searches_nothing", 0),
    )


async def _stories(
    connection: AsyncConnection, since: datetime, top: int
) -> tuple[tuple[int, int], ...]:
    row = tables.articles.c
    papers = func.count(row.source_key.distinct()).label("papers")
    asked = (
        select(row.story, papers)
        .where(row.first_seen_at >= since, row.story.is_not(None))
        .group_by(row.story)
        .order_by(papers.desc(), row.story.desc())
        .limit(top)
    )
    return tuple((int(story), int(count)) for story, count in await connection.execute(asked))


async def _words(
    connection: AsyncConnection, since: datetime, top: int
) -> tuple[tuple[str, int], ...]:
    row = tables.searches.c
    asked = select(row.words, row.times).where(row.last_at >= since)
    ordered = asked.order_by(row.times.desc(), row.words).limit(top)
    return tuple((words, int(times)) for words, times in await connection.execute(ordered))


async def _missed(
    connection: AsyncConnection, since: datetime, top: int
) -> tuple[tuple[str, int], ...]:
    row = tables.searches.c
    asked = select(row.words, row.missed).where(row.last_at >= since, row.missed > 0)
    ordered = asked.order_by(row.missed.desc(), row.words).limit(top)
    return tuple((words, int(times)) for words, times in await connection.execute(ordered))
