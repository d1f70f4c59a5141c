"""A post office: a real store, the real sender, and the local Bot API over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.connection import make_sending_bot
from bot.delivery import Pace, Sender, SenderSettings, Stars
from bot.playground import LocalBotApi, create_app
from bot.playground.world import ChatWorld
from bot.settings import Settings
from digests.fetch import Fetcher, FetchSettings
from digests.model import (
    Address,
    Article,
    ChatKind,
    DeliveryState,
    Digest,
    Photo,
    Subscriber,
    Subscription,
    SubscriptionKind,
)
from digests.store import Publication, Store, open_store, tables

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
EVERYTHING = Subscription(SubscriptionKind.ALL)


@dataclass
class Clock:
    """A clock that goes when told."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, length: timedelta) -> None:
        self.moment += length


@dataclass
class Office:
    """Everything between the outbox and the chats."""

    store: Store
    world: ChatWorld
    api: LocalBotApi
    bot: Bot
    fetcher: Fetcher
    clock: Clock
    pictures: dict[str, bytes]
    stars: Stars | None = None
    pace: Pace = field(
        default_factory=lambda: Pace(per_second=1000, chat_pause=0.001, group_pause=0.001)
    )

    def sender(self, **settings: object) -> Sender:
        """Give a sender as after a start of the program."""
        return Sender(
            self.store,
            self.bot,
            self.pace,
            now=self.clock,
            settings=SenderSettings(**settings),  # type: ignore[arg-type]
            fetcher=self.fetcher,
            stars=self.stars,
        )

    async def send(self, **settings: object) -> None:
        """Send what is due."""
        await self.sender(**settings).deliver_all()

    async def reader(self, chat: int, kind: ChatKind = ChatKind.PRIVATE) -> Subscriber:
        """Give a reader of everything, whose chat is there."""
        if chat not in self.world.rooms:
            self.world.people.make_chat(str(kind), "An", id=chat)
        return await self.subscriber(chat, kind)

    async def subscriber(
        self, chat: int, kind: ChatKind = ChatKind.PRIVATE, topic: str | None = None
    ) -> Subscriber:
        """Give a reader of everything, whether or not its chat is there."""
        address = Address("telegram", str(chat), topic)
        reader = await self.store.subscribers.meet(address, kind, "An", "vi", self.clock())
        await self.store.subscribers.follow(reader.id, EVERYTHING)
        return reader

    async def publish(
        self, name: str, *, photo: str | None = None, smaller: str | None = None, lead: str = ""
    ) -> int:
        """Publish an article; give its number."""
        feeds = await self.store.feeds.all()
        feed = (
            feeds[0]
            if feeds
            else await self.store.feeds.add("https://b.example/rss", source="Báo", now=NOON)
        )
        shown = Photo(photo, smaller=smaller) if photo else None
        article = Article(
            title=f"Tin {name}",
            url=f"https://b.example/{name}.html",
            lead=lead or f"Mở đầu của tin {name}.",
            photos=(shown,) if shown else (),
        )
        digest = Digest(title=article.title, url=article.url, lead=article.lead, photo=shown)
        publication = Publication(article, digest, feed_id=feed.id, entry_id=name)
        return (await self.store.articles.publish(publication, self.clock())).number

    def fault(self, **fault: object) -> None:
        """Throw a fault in."""
        self.world.faults.add(fault, self.world.seconds())

    def words(self, chat: int) -> list[str]:
        """Give the first lines of what a chat got."""
        got = [one.get("text") or one.get("caption") or "" for one in self.world.messages(chat)]
        return [words.partition("\n")[0] for words in got]

    async def states(self) -> list[DeliveryState]:
        """Give the states of all deliveries, in order."""
        row = tables.deliveries.c
        async with self.store.database.reading() as connection:
            found = await connection.scalars(select(row.state).order_by(row.id))
            return [DeliveryState(state) for state in found]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Office]:
    """Open an office with a store."""
    clock, pictures = Clock(), dict[str, bytes]()

    async def picture(request: Request) -> Response:
        body = pictures.get(request.path_params["name"])
        return Response(body or "không có", 200 if body else 404, media_type="image/jpeg")

    async def for_readers(request: Request) -> Response:
        if not request.headers.get("Referer", "").startswith("https://b.example/"):
            return Response("chỉ cho bạn đọc", 403)
        return await picture(request)

    async def wall(request: Request) -> Response:
        return HTMLResponse("<p>Proxy</p>", int(request.path_params["status"]))

    routes = [
        Route("/anh/{name}", picture),
        Route("/kin/{name}", for_readers),
        Route("/proxy/{status}/{call:path}", wall, methods=["POST"]),
    ]
    web = create_app(ChatWorld(now=clock), extra_routes=routes)
    store = await open_store(url, now=clock, busy_timeout=0.2)
    fetching = FetchSettings(user_agent="test", allow_private=True, host_pause=0)
    async with LocalBotApi(web) as api, Fetcher(fetching) as fetcher:
        settings = Settings(api_url=api.url, _env_file=None)  # type: ignore[call-arg]
        async with make_sending_bot(settings, api.token) as bot:
            yield Office(store, api.world, api, bot, fetcher, clock, pictures)
    await store.close()


@pytest.fixture
async def office(any_store_url: str) -> AsyncIterator[Office]:
    """An office without readers."""
    async with opened(any_store_url) as office:
        yield office


@pytest.fixture
def picture() -> bytes:
    """Give a picture: one of the sample newspaper's."""
    folder = Path(__file__).resolve().parents[2] / "bot" / "playground" / "newspaper" / "pictures"
    return min(folder.glob("*.jpg")).read_bytes()
