"""The store: everything that is remembered, behind one object."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import false, func, select

from digests.model import FIRST_NETWORK, Address
from digests.store import pruning, tables
from digests.store.announcing import Announcements
from digests.store.articles import Articles
from digests.store.backing_up import back_up
from digests.store.database import Database
from digests.store.days import Days
from digests.store.drafts import Drafts
from digests.store.fan_out import FanOuts
from digests.store.feeds import Feeds
from digests.store.given_photos import GivenPhotos
from digests.store.history import History
from digests.store.holding import Holding
from digests.store.inbox import Inbox
from digests.store.lately import Lately
from digests.store.moderation import ClosedChats, Limits
from digests.store.named import Named
from digests.store.news import NewsWire
from digests.store.notes import Audit, Meta, Saved
from digests.store.numbers import BotNumbers, Stats, count_bots, count_everything
from digests.store.opening import bring_up, refuse_half_copied, version_of
from digests.store.outbox import Outbox
from digests.store.photo_refs import PhotoRefs
from digests.store.queries import Queries
from digests.store.records import DailyNumbers, Incidents
from digests.store.retention import Retention, forget_articles
from digests.store.round_ups import Editions
from digests.store.search import SearchIndex, SqliteSearch, StoryColumn
from digests.store.searches import Search
from digests.store.shards import Shards
from digests.store.signs import Signs, read_signs
from digests.store.subscribers import Subscribers
from digests.store.topics import Topics

BUSY_TIMEOUT = 5.0
"""Seconds that a writer waits for another process."""


class Store:
    """One open store, a part for each kind of thing in it."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self.database = database
        self._index = index
        self.feeds = Feeds(database)
        self.articles = Articles(database, index)
        self.named = Named(database)
        self.fan_outs = FanOuts(database)
        self.subscribers = Subscribers(database)
        self.topics = Topics(database)
        self.outbox = Outbox(database)
        self.photo_refs = PhotoRefs(database)
        self.given_photos = GivenPhotos(database)
        self.shards = Shards(database)
        self.holding = Holding(database)
        self.history = History(database)
        self.editions = Editions(database)
        self.search = Search(database, index)
        self.queries = Queries(database)
        self.saved = Saved(database)
        self.audit = Audit(database)
        self.meta = Meta(database)
        self.news = NewsWire(database)
        self.drafts = Drafts(database)
        self.announcements = Announcements(database)
        self.closed_chats = ClosedChats(database)
        self.limits = Limits(database)
        self.incidents = Incidents(database)
        self.daily_numbers = DailyNumbers(database)
        self.days = Days(database)
        self.lately = Lately(database)

    @property
    def network(self) -> str:
        """The bot that is spoken for: part of the address of each of its readers."""
        return self.database.network

    def address(self, chat: str | int, topic: str | None = None) -> Address:
        """Give the address of a chat at the bot that is spoken for."""
        return Address(self.network, str(chat), topic)

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work with it at once, on several machines."""
        return not self.database.is_sqlite

    async def stats(self, now: datetime) -> Stats:
        """Give the numbers of the store."""
        async with self.database.reading() as connection:
            version = await version_of(connection)
            return await count_everything(connection, now, version or "")

    async def bots(self) -> tuple[BotNumbers, ...]:
        """Give the bots that anybody ever read at, with their numbers."""
        async with self.database.reading() as connection:
            return await count_bots(connection)

    async def ready(self) -> None:
        """Look whether the store can be reached, and takes writes.

        Raises:
            StoreError: it does not.
        """
        # Locks no row, and is refused where nothing may be written.
        asked = select(tables.meta.c.key).where(false()).with_for_update()
        async with self.database.asking() as connection:
            await connection.execute(asked)

    async def signs(self, now: datetime) -> Signs:
        """Give since when something is due, and when something last happened.

        Raises:
            StoreUnreachable: it cannot be reached, or takes no writes.
        """
        await self.ready()
        async with self.database.reading() as connection:
            return await read_signs(connection, self.network, now)

    async def clock_apart(self, now: datetime) -> timedelta:
        """Give how far ``now`` is from the clock of the store's server; a file has none."""
        if not self.is_shared:
            return timedelta()
        async with self.database.asking() as connection:
            there = await connection.scalar(select(func.clock_timestamp()))
        return abs(now - (there or now))

    async def backup(
        self, path: Path, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> None:
        """Write a consistent copy to the new file ``path``, also while others write.

        ``progress`` is told, in another thread, how many of how many pages are done.

        Raises:
            AlreadyThere: there is such a file.
            StoreError: the copy could not be made.
        """
        await back_up(self.database.url, path, progress)

    async def prune(self, now: datetime, keep: Retention) -> int:
        """Delete what was kept long enough, and what no story needs; give how many rows."""
        await pruning.end_abandoned(self.database, now)
        gone = await pruning.prune(self.database, now - keep.deliveries)
        await Inbox(self.database).forget(now)
        if keep.searches is not None:
            gone += await pruning.prune_searches(self.database, now - keep.searches)
        if keep.articles is not None:
            gone += await forget_articles(self.database, self._index, now - keep.articles, now)
        return gone + await pruning.prune_signatures(self.database, now)

    async def close(self) -> None:
        """Close every connection."""
        await self.news.close()
        await self.database.close()


async def open_store(
    url: str,
    *,
    now: Callable[[], datetime],
    busy_timeout: float = BUSY_TIMEOUT,
    network: str = FIRST_NETWORK,
) -> Store:
    """Open the store at ``url`` and bring its schema up to this program's.

    Args:
        url: ``sqlite+aiosqlite:///FILE``; the file is made when it is not there. Or
            ``postgresql+psycopg://…``; the database must be there, its tables are made.
        now: the clock.
        busy_timeout: seconds to wait for another process that is writing.
        network: the bot to speak for, where several share the store.

    Raises:
        StoreLocked: another process holds it.
        StoreNewer: it was written by a newer program.
        StoreUnreadable: it is no store.
        StoreUnreachable: its server does not answer.
        StoreError: the address is none, or a copy into it was broken off.
    """
    store = await open_half_copied(url, now=now, busy_timeout=busy_timeout, network=network)
    try:
        await refuse_half_copied(store.database)
    except BaseException:
        await store.close()
        raise
    return store


async def open_half_copied(
    url: str,
    *,
    now: Callable[[], datetime],
    busy_timeout: float = BUSY_TIMEOUT,
    network: str = FIRST_NETWORK,
) -> Store:
    """Open a store as :func:`open_store` does, also one that a copy goes on into."""
    database = Database(url, now=now, busy_timeout=busy_timeout, network=network)
    index = _search_index(database)
    try:
        await bring_up(database, index)
    except BaseException:
        await database.close()
        raise
    return Store(database, index)


def _search_index(database: Database) -> SearchIndex:
    stories = StoryColumn("articles", "number", "story")
    if database.is_sqlite:
        return SqliteSearch(stories=stories)
    from digests.store.search.postgres.index import (  # noqa: PLC0415 - most stores are a file
        PostgresSearch,
    )

    return PostgresSearch(stories=stories)
