"""The handlers as people meet them: a real Application and a real store behind a local Bot API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from bot.connection import make_application, make_sending_bot
from bot.delivery import Pace, Sender
from bot.delivery.flood import Flood, FloodLimits
from bot.delivery.inbox import UpdateQueue
from bot.handlers.context import Services
from bot.pipeline import make_desk
from bot.playground import ADMIN, FORUM, READER, ChatWorld, LocalBotApi, create_app
from bot.playground.newspaper import Newspaper, load_content
from bot.running import Running
from bot.settings import Settings
from digests.fetch import Fetcher, FetchSettings
from digests.fetch.client import trusted
from digests.ingest import FeedAdder
from digests.model import Address, Article, Digest, Subscriber
from digests.store import Publication, Store, open_store

EDITOR = 1002
PRINTED = load_content()
NINE = datetime(2026, 11, 24, 2, tzinfo=UTC)


class Clock:
    """A clock that runs from nine in the morning in Hà Nội."""

    def __init__(self) -> None:
        self._shift = NINE - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def forward(self, length: timedelta) -> None:
        """Let time pass at once."""
        self._shift += length


@dataclass
class Chat:
    """One chat seen from the side of its people, through the page's own JSON."""

    page: httpx.AsyncClient
    id: int
    user: int | None = None

    async def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """Give what the bot wrote, oldest first."""
        answer = await self.page.get(f"/api/chats/{self.id}/messages", params={"after": after})
        return [one for one in answer.json() if one.get("from", {}).get("is_bot")]

    async def say(self, text: str, **more: object) -> int:
        """Write a text; give its number."""
        body = {"text": text, **({"user": self.user} if self.user else {}), **more}
        answer = await self.page.post(f"/api/chats/{self.id}/messages", json=body)
        return int(answer.json()["message_id"])

    async def ask(self, text: str, *, answers: int = 1, **more: object) -> list[dict[str, Any]]:
        """Write a text and give the bot's answers, once there are so many."""
        return await self.answers(await self.say(text, **more), answers, to=text)

    async def answers(self, said: int, count: int, *, to: str = "") -> list[dict[str, Any]]:
        """Give what the bot wrote after a message, once there is so much."""
        for _attempt in range(200):
            got = await self.messages(after=said)
            if len(got) >= count:
                return got
            await asyncio.sleep(0.03)
        pytest.fail(f"{to!r} has {len(got)} of {count} answers: {list(map(self.words, got))}")

    async def press(self, message: dict[str, Any], data: str, **more: object) -> str:
        """Press a button and give the words of its answer."""
        body = {"message_id": message["message_id"], "data": data, **more}
        if self.user and "user" not in body:
            body["user"] = self.user
        answer = (await self.page.post(f"/api/chats/{self.id}/press", json=body)).json()["answer"]
        assert answer is not None, f"{data} was not answered"
        return str(answer.get("text") or "")

    @staticmethod
    def words(message: dict[str, Any]) -> str:
        """Give the text or caption of a message."""
        return str(message.get("text") or message.get("caption") or "")

    @staticmethod
    def buttons(message: dict[str, Any]) -> dict[str, str]:
        """Give the data of a message's buttons by what stands on them."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return {one["text"]: one.get("callback_data", "") for row in rows for one in row}

    async def now(self, message: dict[str, Any]) -> dict[str, Any]:
        """Give a message as it stands at present."""
        every = await self.messages()
        return next(one for one in every if one["message_id"] == message["message_id"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(any_store_url: str, clock: Clock) -> AsyncIterator[Store]:
    opened = await open_store(any_store_url, now=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[LocalBotApi]:
    paper = Newspaper(started_at=clock(), now=clock, content=PRINTED)
    web = create_app(ChatWorld(now=clock), extra_routes=paper.routes(prefix="/bao"))
    async with LocalBotApi(web) as served:
        yield served


@pytest.fixture
def settings(api: LocalBotApi, any_store_url: str) -> Settings:
    return Settings(
        api_url=api.url,
        admins=frozenset({ADMIN}),
        database_url=any_store_url,
        _env_file=None,  # type: ignore[call-arg]
    )


@pytest.fixture
async def bot(
    api: LocalBotApi, settings: Settings, store: Store, clock: Clock
) -> AsyncIterator[Services]:
    """The bot, answering; what it works with."""
    # As in the program: what is said in one chat is answered in its order.
    updates = UpdateQueue(store, now=clock, flood=Flood(FloodLimits(burst=10_000)))
    application = make_application(settings, api.token, updates=updates)
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(
            Fetcher(FetchSettings(user_agent="test", allow_private=True, host_pause=0))
        )
        services = Services(
            store=store,
            fetcher=fetcher,
            now=clock,
            admins=settings.admins,
            feeds=FeedAdder(store, fetcher, now=clock),
            desk=make_desk(settings, store, fetcher, now=clock),
            running=Running(clock(), "0.1.0"),
            editors=frozenset({EDITOR}),
        )
        application.bot_data["services"] = services
        await stack.enter_async_context(application)
        await application.start()
        stack.push_async_callback(application.stop)
        assert application.updater is not None
        await application.updater.start_polling(
            allowed_updates=["message", "channel_post", "callback_query", "inline_query",
                             "my_chat_member"], timeout=5,
        )  # fmt: skip
        stack.push_async_callback(application.updater.stop)
        yield services


@pytest.fixture
async def page(api: LocalBotApi, bot: Services) -> AsyncIterator[httpx.AsyncClient]:
    assert bot.store is not None
    transport = AiohttpTransport(verify=trusted(), trust_env=False)
    async with httpx.AsyncClient(transport=transport, base_url=api.url, timeout=20) as client:
        yield client


@pytest.fixture
def chat(page: httpx.AsyncClient) -> Chat:
    """A reader's private chat."""
    return Chat(page, READER)


@pytest.fixture
def group(page: httpx.AsyncClient) -> Chat:
    """A group, written to by a member who is no admin of it."""
    return Chat(page, FORUM, READER)


@pytest.fixture
def admin(page: httpx.AsyncClient) -> Chat:
    """The private chat of one of the bot's admins."""
    return Chat(page, ADMIN)


Publish = Callable[..., Any]


@pytest.fixture
def publish(store: Store, clock: Clock) -> Publish:
    """Put an article into the archive; give its number."""

    async def put(title: str, **fields: Any) -> int:
        slug = "".join(filter(str.isalnum, title.lower()))
        found = Article(
            title=title,
            url=fields.pop("url", f"https://bao.example/{slug}"),
            published=fields.pop("published", clock()),
            **{"source": "Báo Sông Hồng", "section": "Thời sự", **fields},
        )
        made = Digest(
            title=found.title,
            url=found.url,
            lead=found.lead,
            photo=found.photos[0] if found.photos else None,
            source=found.source,
            section=found.section,
            published=found.published,
        )
        return int((await store.articles.publish(Publication(found, made), clock())).number)

    return put


@pytest.fixture
def reader_of(store: Store) -> Callable[[int], Any]:
    """Give the subscriber of a chat."""

    async def find(chat: int, topic: str | None = None) -> Subscriber | None:
        return await store.subscribers.find(Address("telegram", str(chat), topic))

    return find


Deliver = Callable[[], Any]


@pytest.fixture
async def deliver(
    bot: Services, api: LocalBotApi, settings: Settings, store: Store, clock: Clock
) -> AsyncIterator[Deliver]:
    """Send everything that is owed and due now."""
    assert bot.store is store
    pace = Pace(per_second=1000, chat_pause=0.001, group_pause=0.001)
    async with make_sending_bot(settings, api.token) as sending:
        yield Sender(store, sending, pace, now=clock).deliver_all
