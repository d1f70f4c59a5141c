"""A press with a clock that a test moves, and a client that asks it over ASGI."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.playground.newspaper import Newspaper, load_content

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOME = "http://127.0.0.1:8080"
PRINTED = load_content()


@dataclass
class _Clock:
    now: datetime = START


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def newspaper(clock: _Clock) -> Newspaper:
    return Newspaper(START, lambda: clock.now, content=PRINTED)


@pytest.fixture
def forward(clock: _Clock) -> Callable[[float], datetime]:
    """Move the clock by seconds; gives the new time."""

    def move(seconds: float) -> datetime:
        clock.now += timedelta(seconds=seconds)
        return clock.now

    return move


@pytest.fixture
async def client(newspaper: Newspaper) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=newspaper.routes())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as asking:
        yield asking
