"""Every fault can be thrown in, limited, and taken away."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.playground import CHANNEL, READER, ChatWorld
from bot.playground.faults import KINDS, REFUSALS

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def throw(world: ChatWorld, **fault: object) -> None:
    world.faults.add(fault, world.seconds())


async def test_a_flood_says_how_long_to_wait(
    bot: Bot, world: ChatWorld, pass_by: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 with what is left of it, for that chat only, until it is over."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    throw(world, fault="flood", seconds=30, chat=READER)
    pass_by(10)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(READER, "x")
    assert caught.value.retry_after == timedelta(seconds=20)
    assert await bot.send_message(CHANNEL, "x")
    pass_by(20)
    assert await bot.send_message(READER, "x")


@pytest.mark.parametrize("kind", sorted(set(REFUSALS) - {"conflict"}))
async def test_each_refusal_hits_once_and_is_gone(call: Call, world: ChatWorld, kind: str) -> None:
    """``times`` counts down; nothing was sent in the refused call."""
    throw(world, fault=kind, times=1)
    refused = await call("sendMessage", chat_id=READER, text="x")
    assert refused["description"] == REFUSALS[kind]().description
    assert world.messages(READER) == []
    assert (await call("sendMessage", chat_id=READER, text="x"))["ok"]


async def test_a_cut_does_nothing_and_a_lost_answer_has_done_it(bot: Bot, world: ChatWorld) -> None:
    """Both look the same to the bot; the chat knows the difference."""
    throw(world, fault="cut", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(READER, "chưa gửi")
    assert world.messages(READER) == []
    throw(world, fault="lost_answer", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(READER, "đã gửi")
    assert [one["text"] for one in world.messages(READER)] == ["đã gửi"]


async def test_a_share_of_the_answers_is_lost(bot: Bot, world: ChatWorld) -> None:
    """About half of the calls fail, all of them were done."""
    throw(world, fault="drop_share", share=0.5)
    lost = 0
    for number in range(40):
        try:
            await bot.send_message(READER, str(number))
        except NetworkError:
            lost += 1
    assert 8 <= lost <= 32
    assert len(world.messages(READER)) == 40


async def test_a_broken_server_answers_500(call: Call, world: ChatWorld) -> None:
    """Three times, then it works."""
    throw(world, fault="server_error", times=3)
    codes = [(await call("getMe")).get("error_code") for _ in range(4)]
    assert codes == [500, 500, 500, None]


async def test_a_migrated_chat_lives_on_elsewhere(bot: Bot, world: ChatWorld) -> None:
    """The new chat takes messages, the old one keeps saying where it is."""
    room = world.people.make_chat("group", "Nhóm")
    throw(world, fault="migrate", chat=room.id, times=1)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(room.id, "x")
    assert await bot.send_message(caught.value.new_chat_id, "x")
    with pytest.raises(ChatMigrated):
        await bot.send_message(room.id, "x")


async def test_photos_and_rich_messages_can_be_refused_alone(call: Call, world: ChatWorld) -> None:
    """Text goes through while they do not."""
    throw(world, fault="photo_refused")
    throw(world, fault="no_rich")
    photo = await call("sendPhoto", chat_id=READER, photo="https://a.example/a.jpg")
    rich = await call("sendRichMessage", chat_id=READER, rich_message={"html": "<p>x</p>"})
    assert photo["description"] == "Bad Request: failed to get HTTP URL content"
    assert (rich["error_code"], rich["description"]) == (404, "Not Found: method not found")
    assert (await call("sendMessage", chat_id=READER, text="x"))["ok"]


async def test_only_photos_by_address_are_refused(bot: Bot, world: ChatWorld) -> None:
    """An upload, an id and another address go through, unless the fault says otherwise."""
    throw(world, fault="photo_refused", url="large")
    known = await bot.send_photo(READER, "https://a.example/small.jpg")
    with pytest.raises(BadRequest, match=r"(?i)failed to get http url content"):
        await bot.send_photo(READER, "https://a.example/large.jpg")
    assert await bot.send_photo(READER, known.photo[-1].file_id)
    rich = {"html": '<img src="https://a.example/large.jpg"/>'}
    with pytest.raises(BadRequest, match=r"(?i)rich_message_photo_no_media_found"):
        await bot.do_api_request(
            "sendRichMessage", api_kwargs={"chat_id": READER, "rich_message": rich}
        )
    throw(world, fault="photo_refused", uploads=True)
    with pytest.raises(BadRequest):
        await bot.send_photo(READER, known.photo[-1].file_id)


async def test_any_refusal_can_be_worded(bot: Bot, world: ChatWorld) -> None:
    """``refuse`` gives code and words of one's own."""
    throw(world, fault="refuse", code=403, description="Forbidden: bot was kicked", times=1)
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.send_message(READER, "x")


async def test_faults_over_the_pages_interface(page: httpx.AsyncClient, call: Call) -> None:
    """Throw in, list, take away one, take away all; nonsense is refused with a sentence."""
    first = (await page.post("/api/faults", json={"fault": "flood", "seconds": 30})).json()
    await page.post("/api/faults", json={"fault": "cut", "method": "sendPhoto"})
    listed = (await page.get("/api/faults")).json()
    assert [one["fault"] for one in listed] == ["flood", "cut"]
    assert listed[0]["seconds_left"] == 30
    assert (await page.delete(f"/api/faults/{first['id']}")).json() == {"cleared": 1}
    assert (await page.delete("/api/faults")).json() == {"cleared": 1}
    assert (await call("sendMessage", chat_id=READER, text="x"))["ok"]
    wrong = await page.post("/api/faults", json={"fault": "mưa"})
    assert wrong.status_code == 400
    assert "unknown fault" in wrong.json()["error"]


def test_every_fault_is_documented() -> None:
    """The package's docstring names each kind."""
    import bot.playground as package  # noqa: PLC0415 - the module itself

    documented = package.__doc__ or ""
    assert [kind for kind in sorted(KINDS) if f"\n{kind} " not in documented] == []
