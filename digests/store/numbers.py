"""The numbers of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Table, case, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryState, FeedState, SubscriberState, require_aware
from digests.store import tables
from digests.store.claiming import OWED

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class BotNumbers:
    """How many chats read at one bot, and how much is owed to them."""

    network: str
    subscribers: int
    owed: int

    @property
    def name(self) -> str:
        """The name of the bot; empty for the one without."""
        return self.network.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Stats:
    """What there is, at all bots together; ``bots`` are those that anybody ever read at.

    ``articles_today`` counts from midnight in Vietnam; ``oldest_owed_at`` is when the longest
    waiting delivery was due; ``size`` is in bytes.
    """

    feeds: Mapping[FeedState, int]
    articles: int
    articles_today: int
    subscribers: Mapping[SubscriberState, int]
    subscriptions: int
    deliveries: Mapping[DeliveryState, int]
    oldest_owed_at: datetime | None
    size: int
    schema_version: str
    bots: tuple[BotNumbers, ...] = ()

    def fields(self) -> dict[str, int | str | None]:
        """Give everything by plain names, as JSON takes it."""
        oldest = self.oldest_owed_at
        return {
            "feeds": sum(self.feeds.values()),
            **{f"feeds_{state}": count for state, count in self.feeds.items()},
            "articles": self.articles,
            "articles_today": self.articles_today,
            "subscribers": sum(self.subscribers.values()),
            **{f"subscribers_{state}": count for state, count in self.subscribers.items()},
            "subscriptions": self.subscriptions,
            **{str(state): count for state, count in self.deliveries.items()},
            "oldest_owed_at": None if oldest is None else oldest.isoformat(timespec="seconds"),
            "bytes": self.size,
            "schema_version": self.schema_version,
            **self._by_bot(),
        }

    def _by_bot(self) -> dict[str, int]:
        """Give the numbers of each bot, where there are several."""
        if len(self.bots) < 2:  # noqa: PLR2004 - those of one are the others' sums
            return {}
        return {
            name: count
            for bot in self.bots
            for name, count in (
                (f"bot_{bot.name or '(no name)'}_subscribers", bot.subscribers),
                (f"bot_{bot.name or '(no name)'}_owed", bot.owed),
            )
        }


async def count_everything(connection: AsyncConnection, now: datetime, version: str) -> Stats:
    """Give the numbers of the store."""
    local = require_aware(now).astimezone(_VIETNAM)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    seen, delivery = tables.articles.c.first_seen_at, tables.deliveries.c
    oldest = select(func.min(delivery.due_at)).where(delivery.state == DeliveryState.OWED)
    feeds = await _by_state(connection, tables.feeds.c.state)
    readers = await _by_state(connection, tables.subscribers.c.state)
    deliveries = await _by_state(connection, delivery.state)
    today = select(func.count()).select_from(tables.articles).where(seen >= midnight)
    return Stats(
        feeds={state: feeds.get(state, 0) for state in FeedState},
        articles=await _rows(connection, tables.articles),
        articles_today=int(await connection.scalar(today) or 0),
        subscribers={state: readers.get(state, 0) for state in SubscriberState},
        subscriptions=await _rows(connection, tables.subscriptions),
        deliveries={state: deliveries.get(state, 0) for state in DeliveryState},
        oldest_owed_at=await connection.scalar(oldest),
        size=await _size(connection),
        schema_version=version,
        bots=await count_bots(connection),
    )


async def count_bots(connection: AsyncConnection) -> tuple[BotNumbers, ...]:
    """Give the active subscribers of each bot, and what is owed to them."""
    reader, delivery = tables.subscribers.c, tables.deliveries.c
    active = case((reader.state == SubscriberState.ACTIVE, 1))
    readers = select(reader.network, func.count(active)).group_by(reader.network)
    waiting = select(delivery.network, func.count()).where(delivery.state == OWED)
    owed = dict((await connection.execute(waiting.group_by(delivery.network))).tuples().all())
    rows = await connection.execute(readers.order_by(reader.network))
    return tuple(BotNumbers(name, int(count), int(owed.get(name, 0))) for name, count in rows)


async def _by_state(connection: AsyncConnection, state: Column[str]) -> dict[str, int]:
    rows = await connection.execute(select(state, func.count()).group_by(state))
    return {name: int(count) for name, count in rows}


async def _rows(connection: AsyncConnection, table: Table) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def _size(connection: AsyncConnection) -> int:
    asked = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[connection.dialect.name]
    return int(await connection.scalar(text(asked)) or 0)
