"""Updates wait for the bot: in order, confirmed by offset, for a day, for one poller."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import Conflict

from bot.playground import FORUM, READER, ChatWorld, LocalBotApi, create_app

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


async def test_updates_come_again_until_they_are_confirmed(call: Call, world: ChatWorld) -> None:
    """Only an offset above an update takes it away."""
    for text in ("một", "hai", "ba"):
        world.people.say(READER, text)
    first = (await call("getUpdates", limit=2))["result"]
    assert [one["message"]["text"] for one in first] == ["một", "hai"]
    rest = (await call("getUpdates", offset=first[-1]["update_id"] + 1))["result"]
    assert [one["message"]["text"] for one in rest] == ["ba"]
    assert (await call("getUpdates", offset=-1))["result"] == rest


async def test_a_long_poll_ends_when_something_happens(bot: Bot, world: ChatWorld) -> None:
    """The answer comes with the update, not after the time-out."""
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    world.people.say(READER, "/start s_tuoitre")
    (update,) = await asyncio.wait_for(waiting, 3)
    assert update.message is not None
    assert update.message.parse_entities(["bot_command"]).popitem()[1] == "/start"


async def test_the_second_poller_ends_the_first(bot: Bot, call: Call, world: ChatWorld) -> None:
    """409 goes to the one that waited."""
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    world.people.say(FORUM, "không phải cho bot")
    other = asyncio.create_task(call("getUpdates", timeout=1))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await waiting
    assert (await other)["result"] == []


async def test_updates_are_kept_for_a_day(
    call: Call, world: ChatWorld, pass_by: Callable[[float], None]
) -> None:
    """What nobody fetched is gone after 24 hours."""
    world.people.say(READER, "cũ")
    pass_by(86_401)
    world.people.say(READER, "mới")
    (update,) = (await call("getUpdates"))["result"]
    assert update["message"]["text"] == "mới"


async def test_only_wanted_kinds_are_kept(call: Call, world: ChatWorld) -> None:
    """``allowed_updates`` holds for what happens after it."""
    await call("getUpdates", allowed_updates=["callback_query"])
    world.people.say(READER, "không ai nghe")
    world.people.pressed(READER, 1, "x")
    updates = (await call("getUpdates"))["result"]
    assert [list(one)[1] for one in updates] == ["callback_query"]


async def test_in_groups_the_bot_hears_what_is_meant_for_it(call: Call, world: ChatWorld) -> None:
    """Privacy mode: commands, commands by its name, answers to it."""
    sent = await call("sendMessage", chat_id=FORUM, text="Hỏi đi")
    world.people.say(FORUM, "nói chuyện riêng")
    world.people.say(FORUM, "/tim@bot_khac vàng")
    world.people.say(FORUM, "/tim@diemtin_bot vàng", topic=2)
    world.people.say(FORUM, "ừ", reply_to=sent["result"]["message_id"])
    updates = (await call("getUpdates"))["result"]
    assert [one["message"]["text"] for one in updates] == ["/tim@diemtin_bot vàng", "ừ"]
    assert updates[0]["message"]["message_thread_id"] == 2


async def test_get_updates_and_a_webhook_exclude_each_other(call: Call) -> None:
    """With a webhook, polling is a conflict; without it, polling goes on."""
    assert (await call("setWebhook", url="http://127.0.0.1:9/hook"))["ok"]
    answer = await call("getUpdates")
    assert answer["error_code"] == 409
    assert "use deleteWebhook to delete the webhook first" in answer["description"]
    assert (await call("getWebhookInfo"))["result"]["url"] == "http://127.0.0.1:9/hook"
    refused = await call("setWebhook", url="https://bot.example/hook")
    assert not refused["ok"]
    await call("deleteWebhook")
    assert (await call("getUpdates"))["ok"]


async def test_a_webhook_gets_updates_until_it_takes_them() -> None:
    """In order, with the secret in a header, again after a refusal."""
    heard: list[tuple[str | None, str]] = []
    enough = asyncio.Event()

    async def hook(request: Request) -> Response:
        update = await request.json()
        secret = request.headers.get("x-telegram-bot-api-secret-token")
        heard.append((secret, update["message"]["text"]))
        if len(heard) == 3:
            enough.set()
        return Response(status_code=503 if len(heard) == 1 else 200)

    app = create_app(extra_routes=[Route("/hook", hook, methods=["POST"])])
    async with LocalBotApi(app) as served, Bot(served.token, base_url=served.base_url) as bot:
        await bot.set_webhook(f"{served.url}/hook", secret_token="bí-mật".encode().hex())
        for text in ("một", "hai"):
            served.world.person_writes(READER, text)
        await asyncio.wait_for(enough.wait(), 5)
        info = await bot.get_webhook_info()
    assert [text for _, text in heard] == ["một", "một", "hai"]
    assert {secret for secret, _ in heard} == {"bí-mật".encode().hex()}
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_who_writes_again_has_unblocked_the_bot(call: Call, world: ChatWorld) -> None:
    """The bot learns of it before it gets the text."""
    world.people.place(READER, "kicked")
    world.people.say(READER, "/start")
    updates = (await call("getUpdates"))["result"]
    assert [list(one)[1] for one in updates] == ["my_chat_member", "my_chat_member", "message"]
    assert (await call("sendMessage", chat_id=READER, text="x"))["ok"]


async def test_membership_changes_are_updates(call: Call, world: ChatWorld) -> None:
    """The bot learns that it was let in, made admin, thrown out."""
    world.people.place(FORUM, "administrator", by=1)
    world.people.place(FORUM, "kicked", by=1)
    changes = [one["my_chat_member"] for one in (await call("getUpdates"))["result"]]
    assert [one["new_chat_member"]["status"] for one in changes] == ["administrator", "kicked"]
    assert changes[0]["old_chat_member"]["status"] == "member"


async def test_a_group_that_is_upgraded_sends_the_bot_on(call: Call, world: ChatWorld) -> None:
    """Two service messages, and 400 with the new id for the old one."""
    room = world.people.make_chat("group", "Nhóm nhỏ")
    new = world.people.upgrade(room.id)
    facts = [one["message"] for one in (await call("getUpdates"))["result"]]
    assert facts[0]["migrate_to_chat_id"] == new.id
    assert facts[1]["migrate_from_chat_id"] == room.id
    answer = await call("sendMessage", chat_id=room.id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
