"""Every button that the bot ever shows: pressed twice, a month later, by somebody else.

The walk begins with every command of the table and presses whatever stands under the answers, so a
new button is walked without being listed here.
"""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest

from bot import handlers
from bot.handlers.commands import COMMANDS
from bot.playground import CHANNEL, READER
from bot.texts import texts_for
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any

VI = texts_for("vi")
BUTTONS = handlers.routes().buttons
SECRET = "mật khẩu két sắt"
_OF_A_KIND = 2
"""Buttons of one name that are pressed; more of them differ by a number only."""
_TYPED = (
    *(command.name for command in COMMANDS if command.name not in {"xoa", "dung"}),
    f"theodoi {SECRET}",
    "theodoi -không thích",
    "danhsach",
    "tim lúa",
    "tim ảnh lúa",
    "luu",
    "dang Lúa chín sớm\n\nBà con gặt lúa trước mưa. Vụ này được mùa hơn năm ngoái nhiều lắm.",
    "phat Bản tin thử",
    "nguon 1",
    "start s_baosonghong",
    "dung giá vàng",
    "xoa",
    "dung",
)


class Walk:
    """Presses whatever stands under the bot's messages in one chat."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.pressed: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)
        self._seen: set[str] = set()

    async def go(self) -> None:
        """Press every button that is not known yet, twice, until there is none."""
        while found := await self._new():
            for message, data in found:
                self.pressed[data.lstrip("=0123456789:").partition(":")[0]].append((message, data))
                for _twice in range(2):
                    assert await self.chat.press(message, data) != VI.trouble.failed, data

    async def _new(self) -> list[tuple[dict[str, Any], str]]:
        found = []
        for message in await self.chat.messages():
            for data in self.chat.buttons(message).values():
                name = data.lstrip("=0123456789:").partition(":")[0]
                if data and data not in self._seen and len(self.pressed[name]) < _OF_A_KIND:
                    self._seen.add(data)
                    found.append((message, data))
        return found


@pytest.fixture
async def walk(admin: Chat, publish: Publish, store: Store, clock: Clock) -> Walk:
    """An admin who has tried everything, and pressed whatever came."""
    await store.feeds.add("https://bao.example/rss", source="Báo Sông Hồng", now=clock())
    for place in range(12):
        await publish(f"Lúa chín {place}", lead="Gặt sớm trước mưa. Bà con vui.")
    place_of = {"member": admin.id, "status": "administrator"}
    await admin.page.post(f"/api/chats/{CHANNEL}/members", json=place_of)
    walked = Walk(admin)
    for typed in _TYPED:
        await admin.ask(f"/{typed}")
        await walked.go()
    return walked


async def test_every_button_answers_twice_a_month_later_and_to_somebody_else(
    walk: Walk, chat: Chat, store: Store, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Always a sensible answer; nothing of the one reaches the other."""
    await walk.chat.ask(f"/theodoi {SECRET}")
    (own,) = await chat.ask("/trogiup")
    before = await _everything(store, walk.chat.id)
    every = [one for some in walk.pressed.values() for one in some]
    unmet = sorted(set(BUTTONS) - set(walk.pressed))
    assert len(unmet) < len(BUTTONS) / 2, f"the walk went nowhere: {unmet}"
    every += [(every[0][0], f"{name}:{data}") for name in unmet for data in ("1", "1:1")]
    for _message, data in every:
        assert await chat.press(own, data) != VI.trouble.failed, data
    assert await _everything(store, walk.chat.id) == before
    assert not any(SECRET in str(one) for one in await chat.messages())
    clock.forward(timedelta(days=31))
    for message, data in every:
        said = await walk.chat.press(message, data)
        assert said != VI.trouble.failed, data
    assert "update_failed" not in capsys.readouterr().err


async def _everything(store: Store, chat: int) -> tuple[object, ...]:
    found = []
    for reader in await store.subscribers.of_chat(str(chat)):
        following = await store.subscribers.following(reader.id)
        found.append((reader, following, await store.saved.numbers(reader.id)))
    every = await store.subscribers.all()
    others = [one for one in every if one.address.chat != str(READER)]
    return (*found, others, await store.feeds.all())
