"""The whole program in a test: the local Bot API, a newspaper on loopback, the bot between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import build
from bot.delivery import Pace
from bot.lifecycle import Program
from bot.playground import READER, ChatWorld, LocalBotApi, create_app
from bot.settings import Settings
from digests.model import Rhythm, Subscriber
from digests.store import Store

TOKENS = {None: "7001:the-first-of-two-bots", "en": "7002:the-other-of-two-bots"}
"""Of two bots on one store, by their names."""
EIGHT_IN_HANOI = datetime(2026, 11, 24, 1, tzinfo=UTC)


class Clock:
    """A clock that runs with real time from the instant it is set to."""

    def __init__(self, moment: datetime = EIGHT_IN_HANOI) -> None:
        self._moment = moment
        self._since = datetime.now(UTC)

    def __call__(self) -> datetime:
        """Give the present instant of this clock."""
        return self._moment + (datetime.now(UTC) - self._since)

    def forward(self, length: timedelta) -> None:
        """Let time pass at once."""
        self._moment += length


@dataclass
class Paper:
    """A newspaper on loopback: a path has a body; ``asked`` counts the requests of each path."""

    bodies: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, path: str, body: str | bytes, content_type: str = "text/html") -> None:
        """Publish ``body`` at ``path``, or change what stands there."""
        raw = body if isinstance(body, bytes) else body.encode()
        self.bodies[path] = (raw, content_type)

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        self.asked.append(request.url.path)
        found = self.bodies.get(request.url.path)
        if found is None:
            return Response("Không tìm thấy", 404)
        return Response(found[0], media_type=found[1])


@dataclass
class Chat:
    """The chat of one person with the bot, seen from the person's side."""

    world: ChatWorld
    number: int = READER

    def say(self, text: str) -> None:
        """Write to the bot."""
        self.world.person_writes(self.number, text)

    def messages(self) -> list[dict[str, Any]]:
        """Give what the bot wrote, oldest first."""
        return [
            message
            for message in self.world.messages(self.number)
            if message.get("from", {}).get("is_bot")
        ]

    def words(self) -> list[str]:
        """Give the text or caption of what the bot wrote."""
        return [message.get("text") or message.get("caption") or "" for message in self.messages()]

    async def answer(self, text: str, *, within: float = 10.0) -> dict[str, Any]:
        """Write to the bot and give its next message."""
        before = len(self.messages())
        self.say(text)
        await until(lambda: len(self.messages()) > before, within=within)
        return self.messages()[before]

    async def press(self, message: dict[str, Any], name: str) -> str:
        """Press the button called ``name`` under a message; give the words it is answered with."""
        rows = message["reply_markup"]["inline_keyboard"]
        (data,) = [key["callback_data"] for row in rows for key in row if key["text"] == name]
        answer = await self.world.people.press(self.number, message["message_id"], data)
        return "" if answer is None else str(answer.get("text", ""))

    async def press_when_there(self, name: str, *, within: float = 20.0) -> None:
        """Press the last button of that name once the bot has written it."""

        def found() -> list[dict[str, Any]]:
            return [one for one in self.messages() if name in str(one.get("reply_markup"))]

        await until(lambda: bool(found()), within=within)
        await self.press(found()[-1], name)


async def until(
    holds: Callable[[], bool] | Callable[[], Awaitable[bool]], *, within: float = 10.0
) -> None:
    """Wait until ``holds`` gives true; fail after ``within`` seconds."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        result = holds()
        if await result if isinstance(result, Awaitable) else result:
            return
        if asyncio.get_running_loop().time() > deadline:
            pytest.fail(f"it did not come to pass within {within} s")
        await asyncio.sleep(0.05)


@dataclass
class House:
    """All parts of one test."""

    paper: Paper
    world: ChatWorld
    clock: Clock
    settings: Settings
    chat: Chat

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Program]:
        """Run the bot; leaving ends it as SIGTERM would."""
        stop = asyncio.Event()
        pace = Pace(per_second=1000, chat_pause=0.001, group_pause=0.001)
        token = self.world.settings.token
        async with build(self.settings, token=token, now=self.clock, pace=pace) as program:
            work = asyncio.create_task(program.run(stop))
            try:
                await until(lambda: program.application.running or work.done())
                yield program
            finally:
                stop.set()
                await work


@pytest.fixture
async def house(any_store_url: str) -> AsyncIterator[House]:
    """A house with an empty store; the bot does not run yet."""
    paper, clock = Paper(), Clock()
    world = ChatWorld(now=clock)
    press = Route("/bao/{path:path}", paper.answer)
    async with LocalBotApi(create_app(world, extra_routes=[press])) as api:
        paper.url = f"{api.url}/bao"
        settings = Settings(
            api_url=api.url,
            database_url=any_store_url,
            admins=frozenset({1}),
            allow_private_addresses=True,
            host_pause=0.0,
            _env_file=None,  # type: ignore[call-arg]
        )
        yield House(paper, world, clock, settings, Chat(world))


@pytest.fixture
async def houses(postgres_url: str) -> AsyncIterator[list[House]]:
    """Give what two bots live in: a Bot API each, one newspaper, one store, one clock."""
    paper, clock = Paper(), Clock()
    async with AsyncExitStack() as stack:
        found = []
        for name, token in TOKENS.items():
            world = ChatWorld(token=token, now=clock)
            press = [Route("/bao/{path:path}", paper.answer)]
            api = await stack.enter_async_context(
                LocalBotApi(create_app(world, extra_routes=press))
            )
            paper.url = paper.url or f"{api.url}/bao"
            settings = Settings(
                bot=name,
                language="en" if name == "en" else "vi",
                api_url=api.url,
                database_url=postgres_url,
                admins=frozenset({READER}),
                allow_private_addresses=True,
                host_pause=0.0,
                _env_file=None,  # type: ignore[call-arg]
            )
            found.append(House(paper, world, clock, settings, Chat(world)))
        yield found


async def follow(house: House, store: Store) -> Subscriber:
    """Have a person whose language no bot speaks follow everything at one bot."""
    house.world.user(READER)["language_code"] = "fr"
    await house.chat.answer("/start")
    reader = await store.subscribers.find(store.address(READER))
    assert reader is not None
    return await store.subscribers.change(reader.id, rhythm=Rhythm.AT_ONCE)


@pytest.fixture
def picture() -> bytes:
    """Give a picture: one of the sample newspaper's."""
    folder = Path(__file__).resolve().parents[2] / "bot" / "playground" / "newspaper" / "pictures"
    return min(folder.glob("*.jpg")).read_bytes()
