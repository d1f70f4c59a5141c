"""A newspaper on loopback, a real store, and pipelines between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from digests.fetch import Fetcher, FetchSettings
from digests.ingest import ArticleReader, Ingest, IngestSettings
from digests.model import Address, ChatKind, Feed, Subscription, SubscriptionKind
from digests.store import Store, open_store

SIX = datetime(2026, 11, 24, 6, tzinfo=UTC)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = SIX

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **length: float) -> None:
        self.moment += timedelta(**length)


def rss(names: Sequence[str], host: str = "http://bao.example") -> bytes:
    """Give a feed of these entries, the newest first as papers list them."""
    items = "".join(
        f"<item><title>Bản tin {name}</title><link>{host}/{name}.html</link>"
        f"<guid>{name}</guid><description>Mở đầu của bản tin {name}.</description></item>"
        for name in names
    )
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Báo Sông Hương</title>"
    return f"{head}{items}</channel></rss>".encode()


@dataclass
class Press:
    """A server on every loopback address: each path is a test's own function."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)

    def url(self, path: str, host: int = 1) -> str:
        return f"http://127.0.0.{host}:{self.port}{path}"

    def says(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers=named)

        self.answers[path] = answer

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = self.answers.get(request.path)
        return await answer(request) if answer else web.Response(status=404)


class CountingWorker(ThreadPoolExecutor):
    """The parsing thread, counting the feeds that it was given."""

    def __init__(self) -> None:
        super().__init__(1)
        self.given = 0

    def submit(self, *args: Any, **options: Any) -> Any:
        self.given += 1
        return super().submit(*args, **options)


@dataclass
class Desk:
    """A press, a store and a clock; ``ingest`` builds a pipeline between them."""

    press: Press
    store: Store
    clock: Clock
    fetcher: Fetcher
    parsing: CountingWorker
    told: list[tuple[Feed, Feed]] = field(default_factory=list)

    def ingest(
        self, *, reader: ArticleReader | None = None, store: Store | None = None, **settings: Any
    ) -> Ingest:
        return Ingest(
            store or self.store,
            self.fetcher,
            reader or ArticleReader(self.fetcher, obey_robots=False),
            now=self.clock,
            settings=replace(IngestSettings(), **settings),
            on_health=self._hear,
            worker=self.parsing,
        )

    async def _hear(self, before: Feed, after: Feed) -> None:
        self.told.append((before, after))

    async def feed(self, path: str = "/rss", host: int = 1) -> Feed:
        """Have a path polled."""
        url = self.press.url(path, host)
        return await self.store.feeds.add(url, source="Báo Sông Hương", now=self.clock())

    async def reader(self) -> None:
        """Have somebody follow everything."""
        address = Address("telegram", "7")
        met = await self.store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", self.clock())
        await self.store.subscribers.follow(met.id, Subscription(SubscriptionKind.ALL))

    async def entries(self) -> set[str]:
        """Give the titles in the store."""
        return {found.article.title for found in await self.store.articles.latest(limit=100)}


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    """Serve on every loopback address."""
    served = Press()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", served.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()
    served.port = runner.addresses[0][1]
    yield served
    await runner.cleanup()


@pytest.fixture
def store_url(any_store_url: str) -> str:
    """Give the address of a store with nothing in it."""
    return any_store_url


@pytest.fixture
async def desk(press: Press, store_url: str) -> AsyncIterator[Desk]:
    """Put the parts on one desk."""
    clock = Clock()
    store = await open_store(store_url, now=clock, busy_timeout=0.1)
    settings = FetchSettings(allow_private=True, host_pause=0, timeout=5)
    with CountingWorker() as parsing:
        async with Fetcher(settings, now=clock) as fetcher:
            yield Desk(press, store, clock, fetcher, parsing)
    await store.close()


async def until(holds: Callable[[], bool], within: float = 5.0) -> None:
    """Wait until ``holds`` gives true; fail after ``within`` seconds."""
    deadline = asyncio.get_running_loop().time() + within
    while not holds():
        if asyncio.get_running_loop().time() > deadline:
            pytest.fail(f"it did not come to pass within {within} s")
        await asyncio.sleep(0.01)
