"""Admins, help, slips, old buttons, and the chats that come and go."""

import asyncio
from typing import Any

import httpx
import pytest
from telegram.ext import Application

from bot import handlers
from bot.connection import make_application
from bot.handlers.commands import COMMANDS, ROLES, find, nearest
from bot.handlers.context import Services
from bot.playground import CHANNEL, FORUM, READER, LocalBotApi
from bot.settings import Settings
from digests.model import FeedState, SubscriberState
from digests.store import Store

Chat = Any
Clock = Any
ReaderOf = Any


def test_every_command_has_an_answer() -> None:
    """The table of commands and the coroutines hold together; no name means two things."""
    assert set(handlers.routes().commands) == {command.name for command in COMMANDS}
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("typed", "meant"), [("tìm", "tim"), ("TÌM", "tim"), ("Trợgiúp", "trogiup"), ("latest", "moi")]
)
def test_diacritics_and_capitals_do_not_matter(typed: str, meant: str) -> None:
    """A telephone's keyboard writes them by itself."""
    command = find(typed)
    assert command is not None
    assert command.name == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("timm", "tim"), ("theodo", "theodoi"), ("xyzw", None)]
)
def test_a_slip_has_a_nearest_command(typed: str, meant: str | None) -> None:
    """Nothing is guessed where nothing is near."""
    command = nearest(typed)
    assert (command.name if command else None) == meant


async def test_commands_with_a_slip_are_understood_or_answered(chat: Chat) -> None:
    """Also with the bot's own name behind them; decomposed letters count as one."""
    for typed in ("/tìm", "/ti\u0300m", "/tim@diemtin_bot"):
        (answer,) = await chat.ask(typed)
        assert "Bạn muốn tìm gì?" in chat.words(answer)
    (near,) = await chat.ask("/timm")
    assert chat.words(near) == "Tôi không biết lệnh /timm. Ý bạn là /tim?"
    (far,) = await chat.ask("/zzzz")
    assert "Mọi lệnh: /trogiup" in chat.words(far)


async def test_help_lists_what_the_person_may_use(chat: Chat, admin: Chat) -> None:
    """Admins see more; one command is explained with an example."""
    (answer,) = await chat.ask("/help")
    for command in COMMANDS:
        listed = f"/{command.name} " in chat.words(answer)
        assert listed == (command.who not in ROLES), command.name
    (more,) = await admin.ask("/trogiup")
    assert "/trangthai" in chat.words(more)
    (one,) = await chat.ask("/trogiup tìm")
    assert "Ví dụ: /tim nong dan ha giang" in chat.words(one)
    (unknown,) = await chat.ask("/trogiup zzzz")
    assert "Không có lệnh “zzzz”" in chat.words(unknown)


async def test_admins_add_and_remove_feeds(
    admin: Chat, chat: Chat, api: LocalBotApi, store: Store
) -> None:
    """With a preview of what comes, and one question before removing."""
    url = f"{api.url}/bao/song-hong/rss.xml"
    (refused,) = await chat.ask(f"/nguon them {url}")
    assert "chỉ dành cho quản trị viên" in chat.words(refused)
    (offer,) = await admin.ask(f"/nguon thêm {url}")
    assert "Chưa thêm gì cả" in chat.words(offer)
    assert await store.feeds.all() == []
    await admin.press(offer, admin.buttons(offer)["➕ Thêm nguồn này"])
    assert "✅ Đã thêm nguồn 1" in chat.words(await admin.now(offer))
    (again,) = await admin.ask(f"/nguon them {url}")
    assert "đã có rồi" in chat.words(again)
    (listed,) = await chat.ask("/sources")
    assert "1. ✅" in chat.words(listed)
    (paused,) = await admin.ask("/nguon tạm 1")
    assert "⏸ Tạm dừng nguồn 1" in chat.words(paused)
    assert (await store.feeds.get(1)).state is FeedState.PAUSED
    (resumed,) = await admin.ask("/nguon chạy 1")
    assert "🟢 Đọc lại nguồn 1" in chat.words(resumed)
    (question,) = await admin.ask("/nguon xoa 1")
    assert "chỉ dành cho quản trị viên" in await chat.press(question | {"message_id": listed[
        "message_id"]}, "nr:1")  # fmt: skip
    await admin.press(question, "nr:1")
    assert await store.feeds.all() == []
    assert "Không có nguồn số 1" in await admin.press(question, "nr:1")
    assert [act.who for act in await store.audit.last(5)] == [str(admin.id)] * 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/nguon them", "Gõ địa chỉ của nguồn"),
        ("/nguon them ftp://bao.example/rss", "không phải là địa chỉ http"),
        ("/nguon them <b>", "không phải là địa chỉ http"),
        ("/nguon them {api}/bao/khong-co/", "Không đọc được"),
        ("/nguon xoa", "Gõ số của nguồn"),
        ("/nguon xoa 99", "Không có nguồn số 99"),
    ],
)
async def test_wrong_feeds_get_one_clear_sentence(
    admin: Chat, api: LocalBotApi, typed: str, said: str
) -> None:
    """Whatever is wrong with them."""
    (answer,) = await admin.ask(typed.format(api=api.url))
    assert said in admin.words(answer)


async def test_status_is_for_admins(admin: Chat, chat: Chat) -> None:
    """Numbers in the admin's language."""
    (answer,) = await admin.ask("/trangthai")
    assert "Bài: 0 trong kho" in admin.words(answer)
    (refused,) = await chat.ask("/status")
    assert "chỉ dành cho quản trị viên" in chat.words(refused)


@pytest.mark.parametrize(
    "data",
    ["zz:1", "o:", "o:x", "o:999", "s:999", "t:1:2", "t:99:0:r", "tf:99", "m:x", "m:9:0", "p:9:1",
     "f:m:0:zzz", "fm:m:99", "fd:0:zzz", "fl:9", "cl:xx", "cs:7", "lh:99", "k:99", "nr:1",
     "st:nonsense", "fs:zzz", "x" * 64],
)  # fmt: skip
async def test_a_button_of_long_ago_gets_a_sensible_answer(chat: Chat, data: str) -> None:
    """Also on a message that is gone: never silence, never the words for a failure."""
    (message,) = await chat.ask("/trogiup")
    assert "trục trặc" not in await chat.press(message, data)
    assert "trục trặc" not in await chat.press({"message_id": 99_999}, data)
    assert not any("trục trặc" in chat.words(one) for one in await chat.messages())


async def test_a_group_is_left_in_peace(group: Chat) -> None:
    """Talk, other bots' commands and unknown ones are not answered."""
    for said in ("chào cả nhà", "/tim@other_bot lúa", "/zzzz"):
        await group.say(said)
    (answer,) = await group.ask("/moi")
    assert len(await group.messages()) == 1
    assert answer["reply_to_message"]["text"] == "/moi"


async def test_the_bot_greets_a_group_once_and_sleeps_when_thrown_out(
    page: httpx.AsyncClient, chat: Chat, reader_of: ReaderOf
) -> None:
    """The subscription is kept, with the reason."""
    made = await page.post("/api/chats", json={"type": "supergroup", "title": "Nhóm mới"})
    number = made.json()["id"]
    room = type(chat)(page, number)
    for status in ("left", "member", "administrator"):
        await page.post(f"/api/chats/{number}/members", json={"status": status})
    await eventually(room.messages)
    assert ["Chào cả nhóm" in chat.words(one) for one in await room.messages()] == [True]
    await page.post(f"/api/chats/{number}/members", json={"status": "kicked"})

    async def asleep() -> bool:
        reader = await reader_of(number)
        return reader is not None and reader.state is SubscriberState.PAUSED

    await eventually(asleep)


async def eventually(holds: Any) -> None:
    for _attempt in range(100):
        if await holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come to pass")


async def test_a_channel_is_run_from_its_posts(
    page: httpx.AsyncClient, chat: Chat, reader_of: ReaderOf, store: Store
) -> None:
    """Who may post there is an admin of it."""
    channel = type(chat)(page, CHANNEL)
    await channel.say("/theodoi giá vàng")

    async def followed() -> bool:
        reader = await reader_of(CHANNEL)
        return reader is not None and bool(await store.subscribers.following(reader.id))

    await eventually(followed)


async def test_a_failure_is_one_kind_sentence(
    chat: Chat, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log names the failure, not what was said."""
    await store.close()
    async with store.database.writing() as connection:
        await connection.exec_driver_sql("DROP TABLE queries")
    (answer,) = await chat.ask("/tim chuyện riêng của tôi")
    assert chat.words(answer).startswith("Xin lỗi, tôi vừa gặp trục trặc")
    logged = capsys.readouterr()
    assert "update_failed" in logged.out + logged.err
    assert "chuyện riêng" not in logged.out + logged.err


async def test_menus_and_descriptions_are_told_to_telegram(
    bot: Services, api: LocalBotApi, settings: Settings, page: httpx.AsyncClient
) -> None:
    """By language and by role."""
    application: Application[Any, Any, Any, Any, Any, Any] = make_application(settings, api.token)
    application.bot_data["services"] = bot
    async with application.bot:
        await handlers.announce(application)
    for language, command in (("vi", "tim"), ("en", "search")):
        asked: dict[str, str | int] = {"chat": READER, "language": language, "user": READER}
        menu = (await page.get("/api/commands", params=asked)).json()
        assert command in str(menu)
        assert "trangthai" not in str(menu)
    asked = {"chat": 1, "language": "vi", "user": 1}
    assert "trangthai" in str((await page.get("/api/commands", params=asked)).json())
    assert "dulieu" not in str(
        (await page.get("/api/commands", params={"chat": FORUM, "user": READER})).json()
    )
