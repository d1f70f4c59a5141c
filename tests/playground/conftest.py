"""A local Bot API on loopback, a real bot and a page's client that talk to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.playground import UNPACED, ChatWorld, LocalBotApi, create_app
from digests.fetch.client import trusted


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.moment = datetime(2019, 7, 8, 9, 38, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pass_by(clock: Clock) -> Callable[[float], None]:
    """Let seconds pass on the world's clock."""
    return clock.pass_by


@pytest.fixture
def world(clock: Clock) -> ChatWorld:
    return ChatWorld(settings=UNPACED, now=clock)


@pytest.fixture
async def api(world: ChatWorld) -> AsyncIterator[LocalBotApi]:
    async with LocalBotApi(create_app(world)) as served:
        yield served


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    asking, polling = (HTTPXRequest(httpx_kwargs={"verify": trusted()}) for _ in range(2))
    async with Bot(
        api.token,
        base_url=api.base_url,
        base_file_url=api.base_file_url,
        request=asking,
        get_updates_request=polling,
    ) as made:
        yield made


@pytest.fixture
async def page(api: LocalBotApi) -> AsyncIterator[httpx.AsyncClient]:
    transport = AiohttpTransport(verify=trusted(), trust_env=False)
    async with httpx.AsyncClient(transport=transport, base_url=api.url, timeout=20) as client:
        yield client


@pytest.fixture
def call(api: LocalBotApi, page: httpx.AsyncClient) -> Call:
    """Call a method with JSON and give the whole answer."""

    async def ask(method: str, **values: object) -> dict[str, Any]:
        answer = await page.post(f"/bot{api.token}/{method}", json=values)
        told: dict[str, Any] = answer.json()
        assert answer.status_code == (200 if told["ok"] else told["error_code"])
        return told

    return ask
