"""The numbers of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, Table, func, literal, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryState, FeedState, SubscriberState, bot_of, require_aware
from digests.store import tables
from digests.store.claiming import WAITING, longest_due

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class BotNumbers:
    """How many chats read at one bot, by state, and what becomes of its deliveries, by state.

    ``oldest_owed_at`` is when the longest waiting one was due. Those that ended are very many, and
    counted only where all that there is is counted.
    """

    network: str
    subscribers: Mapping[SubscriberState, int]
    deliveries: Mapping[DeliveryState, int]
    oldest_owed_at: datetime | None = None

    @property
    def name(self) -> str:
        """The name of the bot; empty for the one without."""
        return bot_of(self.network)

    @property
    def active(self) -> int:
        """How many chats get news."""
        return self.subscribers[SubscriberState.ACTIVE]

    @property
    def owed(self) -> int:
        """How many deliveries wait."""
        return self.deliveries[DeliveryState.OWED]


@dataclass(frozen=True, slots=True)
class Stats:
    """What there is; ``bots`` are those that anybody ever read at.

    ``articles_today`` counts from midnight in Vietnam; ``size`` is in bytes.
    """

    feeds: Mapping[FeedState, int]
    articles: int
    articles_today: int
    subscriptions: int
    size: int
    schema_version: str
    bots: tuple[BotNumbers, ...] = ()

    @property
    def subscribers(self) -> Mapping[SubscriberState, int]:
        """How many chats there are at all bots together, by state."""
        return {
            state: sum(bot.subscribers[state] for bot in self.bots) for state in SubscriberState
        }

    @property
    def deliveries(self) -> Mapping[DeliveryState, int]:
        """How many deliveries of all bots are kept, by state."""
        return {state: sum(bot.deliveries[state] for bot in self.bots) for state in DeliveryState}

    @property
    def oldest_owed_at(self) -> datetime | None:
        """When the delivery that waits longest was due, whichever bot's it is."""
        return min((bot.oldest_owed_at for bot in self.bots if bot.oldest_owed_at), default=None)

    def of(self, network: str) -> BotNumbers:
        """Give the numbers of one bot; nobody may have read there yet."""
        known = (bot for bot in self.bots if bot.network == network)
        return next(known, _numbers(network, {}, {}, None))

    def fields(self) -> dict[str, int | str | None]:
        """Give everything by plain names, as JSON takes it."""
        return {
            "feeds": sum(self.feeds.values()),
            **{f"feeds_{state}": count for state, count in self.feeds.items()},
            "articles": self.articles,
            "articles_today": self.articles_today,
            "subscribers": sum(self.subscribers.values()),
            **{f"subscribers_{state}": count for state, count in self.subscribers.items()},
            "subscriptions": self.subscriptions,
            **{str(state): count for state, count in self.deliveries.items()},
            "oldest_owed_at": _shown(self.oldest_owed_at),
            "bytes": self.size,
            "schema_version": self.schema_version,
            **self._by_bot(),
        }

    def _by_bot(self) -> dict[str, int | str | None]:
        """Give the numbers of each bot, where there are several."""
        if len(self.bots) < 2:  # noqa: PLR2004 - those of one are the others' sums
            return {}
        return {
            f"bot_{bot.name or '(no name)'}_{what}": value
            for bot in self.bots
            for what, value in (
                ("subscribers", bot.active),
                ("owed", bot.owed),
                ("oldest_owed_at", _shown(bot.oldest_owed_at)),
            )
        }


def _shown(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


async def count_everything(connection: AsyncConnection, now: datetime, version: str) -> Stats:
    """Give the numbers of the store."""
    local = require_aware(now).astimezone(_VIETNAM)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    seen, state = tables.articles.c.first_seen_at, tables.feeds.c.state
    asked = await connection.execute(select(state, func.count()).group_by(state))
    feeds: dict[str, int] = dict(asked.tuples().all())
    deliveries = await _by_state(connection, _by_bot_and_state(tables.deliveries))
    today = select(func.count()).select_from(tables.articles).where(seen >= midnight)
    return Stats(
        feeds={state: feeds.get(state, 0) for state in FeedState},
        articles=await _rows(connection, tables.articles),
        articles_today=int(await connection.scalar(today) or 0),
        subscriptions=await _rows(connection, tables.subscriptions),
        size=await _size(connection),
        schema_version=version,
        bots=await _bots(connection, deliveries),
    )


async def count_bots(connection: AsyncConnection) -> tuple[BotNumbers, ...]:
    """Give the numbers of each bot that anybody ever read at; of deliveries those that wait."""
    network = tables.deliveries.c.network
    waiting = union_all(
        *(
            select(network, literal(str(state)), func.count())
            .where(tables.deliveries.c.state == written)
            .group_by(network)
            for state, written in WAITING.items()
        )
    )
    return await _bots(connection, await _by_state(connection, waiting))


async def _bots(
    connection: AsyncConnection, deliveries: Mapping[str, Mapping[str, int]]
) -> tuple[BotNumbers, ...]:
    readers = await _by_state(connection, _by_bot_and_state(tables.subscribers))
    since = {network: await connection.scalar(longest_due(network)) for network in readers}
    return tuple(
        _numbers(network, readers[network], deliveries.get(network, {}), since[network])
        for network in sorted(readers)
    )


def _numbers(
    network: str,
    subscribers: Mapping[str, int],
    deliveries: Mapping[str, int],
    oldest: datetime | None,
) -> BotNumbers:
    """Give them with each state there is."""
    return BotNumbers(
        network,
        {state: subscribers.get(state, 0) for state in SubscriberState},
        {state: deliveries.get(state, 0) for state in DeliveryState},
        oldest,
    )


def _by_bot_and_state(table: Table) -> Executable:
    by = table.c.network, table.c.state
    return select(*by, func.count()).group_by(*by)


async def _by_state(connection: AsyncConnection, asked: Executable) -> dict[str, dict[str, int]]:
    """Give the counts by bot, then by state."""
    counted: dict[str, dict[str, int]] = {}
    for network, state, count in await connection.execute(asked):
        counted.setdefault(network, {})[state] = int(count)
    return counted


async def _rows(connection: AsyncConnection, table: Table) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def _size(connection: AsyncConnection) -> int:
    asked = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[connection.dialect.name]
    return int(await connection.scalar(text(asked)) or 0)
