"""Telegram's pace: 429 for what comes too fast, and not one for what keeps to it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.playground import FORUM, READER, ChatWorld, LocalBotApi, PlaygroundSettings, create_app
from bot.playground.pace import PaceKeeper
from bot.playground.refusals import Refused
from bot.playground.settings import Pace
from digests.fetch.client import trusted


def wait_of(keeper: PaceKeeper, chat: int, now: float, **more: bool) -> int:
    """Give the seconds to wait, 0 when the message is taken."""
    try:
        keeper.take(chat, now, count=1, **{"group": False, "paid": False, **more})
    except Refused as refused:
        return int((refused.parameters or {})["retry_after"])
    return 0


def test_one_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    """Whoever waits as told gets through; whoever does not is told again."""
    keeper = PaceKeeper(Pace())
    assert [wait_of(keeper, 5, 0.0) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert wait_of(keeper, 5, 0.5) == 1
    assert wait_of(keeper, 6, 0.5) == 0
    assert [wait_of(keeper, 5, float(second)) for second in range(1, 60)] == [0] * 59


def test_the_bot_has_thirty_a_second() -> None:
    """Over all chats together, a tenth of slack at once; then the whole bot waits."""
    keeper = PaceKeeper(Pace())
    waits = [wait_of(keeper, chat, 0.0) for chat in range(1, 35)]
    assert waits == [0] * 33 + [1]
    assert wait_of(keeper, 99, 0.2) == 1
    steady = [wait_of(keeper, 100 + n, 1.0 + n / 30) for n in range(300)]
    assert steady == [0] * 300


def test_a_group_has_twenty_a_minute() -> None:
    """The wait is until the first of the minute is over."""
    keeper = PaceKeeper(Pace())
    waits = [wait_of(keeper, -1, float(second), group=True) for second in range(21)]
    assert waits == [0] * 20 + [39]
    assert wait_of(keeper, -1, 60.0, group=True) == 0


def test_paid_broadcasts_have_their_own_thousand() -> None:
    """They do not use the free ones."""
    keeper = PaceKeeper(Pace())
    paid = [wait_of(keeper, chat, 0.0, paid=True) for chat in range(1, 1102)]
    assert paid == [0] * 1100 + [1]


@pytest.mark.parametrize("method", ["sendMessage", "sendRichMessage"])
async def test_the_server_enforces_the_pace(method: str) -> None:
    """429 over HTTP with the header and the parameter; nothing was sent."""
    moment = datetime(2019, 7, 8, tzinfo=UTC)
    world = ChatWorld(settings=PlaygroundSettings(), now=lambda: moment)
    body = {"chat_id": READER, "text": "x", "rich_message": {"html": "<p>x</p>"}}
    async with LocalBotApi(create_app(world)) as api, httpx.AsyncClient(verify=trusted()) as client:
        url = f"{api.base_url}{api.token}/{method}"
        answers = [await client.post(url, json=body) for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].json()["description"] == "Too Many Requests: retry after 1"
    assert len(world.messages(READER)) == 5
    moment += timedelta(seconds=1)
    assert wait_of(world.pace, READER, world.seconds()) == 0
    assert world.messages(FORUM) == []
