"""Sources and feeds, and whose turn it is to be polled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    Text,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import AlreadyThere, NotThere
from digests.model import Feed, FeedKind, FeedState, Source, SubscriptionKind
from digests.store import tables
from digests.store.database import Database, Turn, number_of
from digests.store.values import feed_in
from digests.vietnamese.folding import fold

_POLLED = (FeedState.ACTIVE, FeedState.DOWN)


def _all_feeds() -> Select[Any]:
    names = (tables.sources.c.name.label("source_name"), tables.sources.c.home.label("source_home"))
    return select(tables.feeds, *names).join(tables.sources)


class FeedUse(NamedTuple):
    """What hangs on a feed: its articles, who follows its source, the source's other feeds."""

    articles: int
    followers: int
    other_feeds: int


class Feeds:
    """The feeds that are polled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        url: str,
        *,
        source: str,
        home: str | None = None,
        section: str | None = None,
        kind: FeedKind = FeedKind.FEED,
        title: str | None = None,
        shared: bool = True,
        now: datetime,
    ) -> Feed:
        """Have ``url`` polled from ``now`` on; sources are joined by name.

        One that is not ``shared`` is for those who follow this feed, and rests when nobody does.

        Raises:
            AlreadyThere: the address is polled already.
        """
        values: dict[str, Any] = {"url": url, "section": section, "kind": str(kind), "title": title}
        values |= {"shared": shared}
        async with self._database.writing() as connection:
            known = await connection.scalar(
                select(tables.feeds.c.id).where(tables.feeds.c.url == url)
            )
            if known is not None:
                raise AlreadyThere(f"{url} is polled already, as feed {known}.")
            added = await connection.execute(
                insert(tables.feeds).values(
                    **values,
                    source_id=await source_id(connection, source, home),
                    state=str(FeedState.ACTIVE),
                    interval=Feed.__dataclass_fields__["interval"].default,
                    next_poll_at=now,
                    failures=0,
                    added_at=now,
                )
            )
            return await _get(connection, number_of(added))

    async def all(self) -> list[Feed]:
        """Give every feed, in the order of their numbers."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_all_feeds().order_by(tables.feeds.c.id))
            return [feed_in(row) for row in rows]

    async def get(self, number: int) -> Feed:
        """Give one feed; raises ``NotThere``."""
        async with self._database.reading() as connection:
            return await _get(connection, number)

    async def remove(self, number: int) -> None:
        """Poll a feed no more; its articles stay, for whom they were. Raises ``NotThere``."""
        row, article = tables.feeds, tables.articles
        own = exists().where(row.c.id == number, row.c.shared.is_(False))
        brought = update(article).where(article.c.feed_id == number, own)
        async with self._database.writing() as connection:
            await connection.execute(brought.values(shared=False))
            gone = await connection.execute(delete(row).where(row.c.id == number))
            if not gone.rowcount:
                raise _no_feed(number)

    async def save(self, feed: Feed) -> None:
        """Write down what a poll changed and give the feed free; see ``save_many``."""
        await self.save_many([feed])

    async def save_many(self, feeds: Sequence[Feed]) -> None:
        """Write down what polls changed, in one transaction, and give the feeds free.

        Whether a feed is polled at all may have been decided meanwhile by an admin: one that was
        paused during its poll stays so. A feed that was removed is no error, and neither is one
        that moved to where another feed is polled already: it keeps its old address.
        """
        if not feeds:
            return
        row = tables.feeds.c
        asked = select(row.id, row.url).where(row.id.in_([feed.id for feed in feeds]))
        async with self._database.writing(Turn.NONE) as connection:
            urls = {known.id: known.url for known in await connection.execute(asked)}
            await connection.execute(_AFTER_POLL, [_after_poll(feed) for feed in feeds])
            for feed in feeds:
                if urls.get(feed.id, feed.url) != feed.url:
                    await _move(connection, feed)

    async def renew(self, number: int, *, lease_until: datetime, until: datetime) -> bool:
        """Make the lease that ends at ``lease_until`` last ``until`` then.

        Gives False when the lease is no longer there: it ended, and somebody else has the feed.
        """
        row = tables.feeds
        mine = row.c.id == number, row.c.lease_until == lease_until
        async with self._database.writing(Turn.NONE) as connection:
            kept = await connection.execute(update(row).where(*mine).values(lease_until=until))
            return bool(kept.rowcount)

    async def claim_due(self, now: datetime, *, limit: int, lease: timedelta) -> list[Feed]:
        """Lease at most ``limit`` feeds whose time has come, the longest due first.

        Nobody else gets them until they are saved or ``lease`` is over.
        """
        row = tables.feeds
        due = (
            select(row.c.id)
            .where(
                row.c.state.in_(_POLLED),
                or_(row.c.next_poll_at.is_(None), row.c.next_poll_at <= now),
                or_(row.c.lease_until.is_(None), row.c.lease_until <= now),
            )
            .order_by(row.c.next_poll_at, row.c.id)
        )
        async with self._database.reading() as connection:
            # Most ticks find nothing: they need not wait for a writer.
            if (await connection.execute(due.limit(1))).first() is None:
                return []
        claimed = due.limit(limit).with_for_update(skip_locked=True)
        async with self._database.writing(Turn.NONE) as connection:
            numbers = list(await connection.scalars(claimed))
            await connection.execute(
                update(row).where(row.c.id.in_(numbers)).values(lease_until=now + lease)
            )
            found = await connection.execute(_all_feeds().where(row.c.id.in_(numbers)))
            by_number = {feed.id: feed_in(feed) for feed in found}
            return [by_number[number] for number in numbers]

    async def set_state(self, number: int, state: FeedState, now: datetime) -> None:
        """Pause a feed or have it polled again, at once. Raises ``NotThere``."""
        row = tables.feeds
        values: dict[str, Any] = {"state": str(state)}
        if state is FeedState.ACTIVE:
            values |= {"next_poll_at": now, "failures": 0, "last_error": None}
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(row).where(row.c.id == number).values(**values)
            )
            if not changed.rowcount:
                raise _no_feed(number)

    async def readdress(self, number: int, url: str, now: datetime) -> Feed:
        """Have a feed polled at another address, at once, as if it were new there.

        Raises:
            AlreadyThere: another feed is polled at ``url``.
            NotThere: there is no such feed.
        """
        row = tables.feeds
        fresh = {"etag": None, "last_modified": None, "body_hash": None, "last_error": None}
        async with self._database.writing() as connection:
            feed = await _get(connection, number)
            known = await connection.scalar(select(row.c.id).where(row.c.url == url))
            if known is not None:
                raise AlreadyThere(f"{url} is polled already, as feed {known}.")
            held = feed.state is FeedState.PAUSED
            state = FeedState.PAUSED if held else FeedState.ACTIVE
            values = {"url": url, "failures": 0, "next_poll_at": now, "state": str(state)}
            await connection.execute(
                update(row).where(row.c.id == number).values(**values, **fresh)
            )
            return await _get(connection, number)

    async def use(self, number: int) -> FeedUse:
        """Give what hangs on a feed; raises ``NotThere``."""
        feed, wish = tables.feeds.c, tables.subscriptions.c
        async with self._database.reading() as connection:
            source = (await _get(connection, number)).source.id
            articles = select(func.count()).where(tables.articles.c.feed_id == number)
            followers = select(func.count()).where(
                wish.kind == SubscriptionKind.SOURCE, wish.value == str(source)
            )
            others = select(func.count()).where(feed.source_id == source, feed.id != number)
            counts = [await connection.scalar(one) for one in (articles, followers, others)]
            return FeedUse(*(int(count or 0) for count in counts))

    async def count_polled(self) -> int:
        """Give how many feeds are polled."""
        polled = select(func.count()).where(tables.feeds.c.state.in_(_POLLED))
        async with self._database.reading() as connection:
            return int(await connection.scalar(polled) or 0)

    async def make_due_within(self, pause: timedelta) -> None:
        """Have no polled feed wait longer than ``pause`` from now."""
        row = tables.feeds
        latest = self._database.now() + pause
        async with self._database.writing() as connection:
            await connection.execute(
                update(row)
                .where(row.c.state.in_(_POLLED), row.c.next_poll_at > latest)
                .values(next_poll_at=latest)
            )

    async def sources(self) -> list[Source]:
        """Give the sources that have a feed, by name."""
        row = tables.sources
        polled = select(row).where(row.c.id.in_(select(tables.feeds.c.source_id)))
        async with self._database.reading() as connection:
            rows = await connection.execute(polled.order_by(row.c.name_key))
            return [Source(source.id, source.name, source.home) for source in rows]


async def rest_unfollowed(connection: AsyncConnection) -> None:
    """Poll no more the feeds of single readers that nobody follows any more.

    They stay, so that what came by them stays theirs who read it.
    """
    row, wish = tables.feeds, tables.subscriptions.c
    followed = exists().where(
        wish.kind == SubscriptionKind.FEED, wish.value == cast(row.c.id, Text)
    )
    await connection.execute(
        update(row)
        .where(row.c.shared.is_(False), row.c.state != FeedState.PAUSED, ~followed)
        .values(state=str(FeedState.PAUSED))
    )


_POLL_FIELDS = (
    "title",
    "etag",
    "last_modified",
    "body_hash",
    "interval",
    "next_poll_at",
    "failures",
    "last_success_at",
    "last_new_at",
    "last_error",
)


_AFTER_POLL = (
    update(tables.feeds)
    .where(tables.feeds.c.id == bindparam("number"))
    .values(
        {name: bindparam(f"new_{name}") for name in _POLL_FIELDS}
        | {
            "state": case(
                (tables.feeds.c.state == str(FeedState.PAUSED), tables.feeds.c.state),
                else_=bindparam("new_state"),
            ),
            "lease_until": None,
        }
    )
)


def _after_poll(feed: Feed) -> dict[str, Any]:
    values = {f"new_{name}": getattr(feed, name) for name in _POLL_FIELDS}
    return values | {"number": feed.id, "new_state": str(feed.state)}


async def _move(connection: AsyncConnection, feed: Feed) -> None:
    row = tables.feeds
    taken = await connection.scalar(select(row.c.id).where(row.c.url == feed.url))
    if taken is None:
        await connection.execute(update(row).where(row.c.id == feed.id).values(url=feed.url))


async def _get(connection: AsyncConnection, number: int) -> Feed:
    row = (await connection.execute(_all_feeds().where(tables.feeds.c.id == number))).first()
    if row is None:
        raise _no_feed(number)
    return feed_in(row)


def _no_feed(number: int) -> NotThere:
    return NotThere(f"There is no feed {number}.")


async def source_id(connection: AsyncConnection, name: str, home: str | None) -> int:
    """Give the number of the source called ``name``, added when it is new."""
    row = tables.sources
    key = fold(name)
    known = (await connection.execute(select(row).where(row.c.name_key == key))).first()
    if known is None:
        values = {"name": name, "name_key": key, "home": home}
        added = await connection.execute(insert(row).values(**values))
        return number_of(added)
    if home is not None and known.home is None:
        await connection.execute(update(row).where(row.c.id == known.id).values(home=home))
    return int(known.id)
