"""A real store in either database, a clock that stands still, and a newsroom to fill it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from digests.model import (
    Address,
    Article,
    ChatKind,
    Digest,
    Feed,
    Subscriber,
    Subscription,
    SubscriptionKind,
)
from digests.store import Publication, Published, Store, open_store
from digests.store.leases import Leases

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
EVERYTHING = Subscription(SubscriptionKind.ALL)


@asynccontextmanager
async def at_work(store: Store, lease: str) -> AsyncIterator[None]:
    """Have a program work with a store meanwhile; killed at the end, it leaves its lease behind."""
    leases = Leases(store.database)
    await leases.take(lease, "one")

    async def renew() -> None:
        while True:
            await asyncio.sleep(0.1)
            await leases.take(lease, "one")

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.wait({renewing})


@dataclass
class Newsroom:
    """Writes articles and knows readers."""

    store: Store
    now: datetime = NOON
    feeds: dict[str, Feed] = field(default_factory=dict)

    def article(self, name: str, **words: object) -> Article:
        fields: dict[str, object] = {
            "title": f"Bài số {name}",
            "url": f"https://bao.example/{name}.html",
            "lead": f"Mở đầu của bài {name}.",
            "paragraphs": (f"Đoạn đầu của bài {name}.",),
            "source": "Báo Mới",
        }
        return Article(**{**fields, **words})  # type: ignore[arg-type]

    async def feed(self, source: str = "Báo Mới") -> Feed:
        if source not in self.feeds:
            url = f"https://bao.example/{len(self.feeds)}.rss"
            self.feeds[source] = await self.store.feeds.add(url, source=source, now=self.now)
        return self.feeds[source]

    def publication(self, name: str, feed: Feed, **words: object) -> Publication:
        article = self.article(name, **words)
        digest = Digest(title=article.title, url=article.url, lead=article.lead)
        return Publication(article, digest, feed_id=feed.id, entry_id=f"entry-{name}")

    async def retitle(self, number: int, title: str) -> None:
        """Have an article's publisher change its title."""
        stored = await self.store.articles.get(number)
        article, digest = replace(stored.article, title=title), replace(stored.digest, title=title)
        await self.store.articles.replace(number, article, digest, NOON)

    async def publish(self, name: str, **words: object) -> Published:
        publication = self.publication(name, await self.feed(), **words)
        return await self.store.articles.publish(publication, self.now)

    async def reader(
        self, chat: str, *wishes: Subscription, kind: ChatKind = ChatKind.PRIVATE
    ) -> Subscriber:
        address = Address(self.store.network, chat)
        reader = await self.store.subscribers.meet(address, kind, "An", "vi", self.now)
        for wish in wishes or (EVERYTHING,):
            await self.store.subscribers.follow(reader.id, wish)
        return reader


@pytest.fixture
def url(any_store_url: str) -> str:
    return any_store_url


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await open_store(url, now=lambda: NOON, busy_timeout=0.1)
    yield opened
    await opened.close()


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)
