"""A channel is run from the private chat; who is no admin there runs nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from bot.playground import CHANNEL, FORUM, READER, LocalBotApi
from digests.model import Rhythm, SubscriberState
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any


async def place(page: httpx.AsyncClient, chat: int, status: str, member: int | None = None) -> None:
    """Give a member of a chat (the bot itself where none is named) another status."""
    body = {"status": status, **({"member": member} if member else {})}
    answer = await page.post(f"/api/chats/{chat}/members", json=body)
    assert answer.status_code == 200, answer.text


async def arrived(chat: Chat, words: str) -> dict[str, Any]:
    """Wait for a message that says something."""
    for _attempt in range(200):
        for message in await chat.messages():
            if words in chat.words(message):
                return dict(message)
        await asyncio.sleep(0.03)
    raise AssertionError(f"no message says {words!r}")


async def enter(chat: Chat, page: httpx.AsyncClient) -> dict[str, Any]:
    """Have the bot be let into the channel by the reader, who runs it; open its panel."""
    await place(page, CHANNEL, "administrator", READER)
    await place(page, CHANNEL, "left")
    await place(page, CHANNEL, "administrator")
    (listed,) = await chat.ask(f"/kenh {CHANNEL}")
    return dict(listed)


async def test_a_channel_is_run_by_buttons(
    chat: Chat, page: httpx.AsyncClient, store: Store, reader_of: ReaderOf
) -> None:
    """Its news, its hours, its looks; the private chat's own choices stay as they are."""
    await chat.ask("/start", answers=2)
    panel = await enter(chat, page)
    assert "📣" in chat.words(panel)
    follow = chat.buttons(panel)["Chuyên mục"]
    await chat.press(panel, follow)
    menu = await chat.now(panel)
    await chat.press(menu, chat.buttons(menu)["▫️ Tất cả tin"])
    channel = await reader_of(CHANNEL)
    assert [wish.kind for wish in await store.subscribers.following(channel.id)] == ["all"]
    await chat.press(panel, f"={channel.id}:c:")
    settings = await chat.now(panel)
    await chat.press(settings, chat.buttons(settings)["▫️ Bản ngắn"])
    assert "✅ Bản ngắn" in chat.buttons(await chat.now(panel))
    assert (await reader_of(CHANNEL)).short is True
    assert (await reader_of(READER)).short is False
    await chat.press(panel, f"={channel.id}:cv:language:en")
    assert "Ngôn ngữ: English" in chat.words(await chat.now(panel)), "the person's words stay"
    for turn, state in (("0", SubscriberState.STOPPED), ("1", SubscriberState.ACTIVE)):
        for _twice in range(2):
            await chat.press(panel, f"={channel.id}:ks:{turn}")
            assert (await reader_of(CHANNEL)).state is state


async def test_a_channel_is_run_by_commands(
    chat: Chat, page: httpx.AsyncClient, store: Store, reader_of: ReaderOf
) -> None:
    """Those that make sense there; the buttons of the answers act there too."""
    await enter(chat, page)
    channel = await reader_of(CHANNEL)
    (answer,) = await chat.ask(f"/kenh {channel.id} theodoi giá vàng")
    assert "“giá vàng”" in chat.words(answer)
    (hours,) = await chat.ask(f"/kenh {channel.id} lich 7:00 18:00")
    assert (await reader_of(CHANNEL)).rhythm is Rhythm.EDITIONS
    assert all(data.startswith("=") for data in chat.buttons(hours).values())
    assert [one.value for one in await store.subscribers.following(channel.id)] == ["giá vàng"]
    own = await reader_of(READER)
    assert own is None or await store.subscribers.following(own.id) == []
    (wrong,) = await chat.ask(f"/kenh {channel.id} xoa")
    assert "Với kênh dùng được" in chat.words(wrong)
    for name in ("99999", "kênh lạ"):
        (missing,) = await chat.ask(f"/kenh {name}")
        assert "không tìm thấy" in chat.words(missing)
    (titled,) = await chat.ask("/kenh kenh diem tin")
    assert chat.words(titled).startswith("📣 Kênh Điểm Tin\n")


async def test_who_runs_the_channel_is_asked_with_every_press(
    chat: Chat, page: httpx.AsyncClient, store: Store, reader_of: ReaderOf, clock: Clock
) -> None:
    """An old panel in the hands of who is no admin any more changes nothing."""
    panel = await enter(chat, page)
    channel = await reader_of(CHANNEL)
    await place(page, CHANNEL, "member", READER)
    clock.forward(timedelta(minutes=1))
    for data in ("cv:short:1", "ks:0", "f:m:0:zzz", "fm:m:0", "fx:", "mu:1d", "kp:", "fl:0"):
        assert "Chỉ quản trị viên" in await chat.press(panel, f"={channel.id}:{data}")
    assert (await reader_of(CHANNEL)).state is SubscriberState.ACTIVE
    (refused,) = await chat.ask(f"/kenh {channel.id} theodoi giá vàng")
    assert "không phải quản trị viên" in chat.words(refused)
    assert await store.subscribers.following(channel.id) == []


async def test_a_topic_is_chosen_for_from_outside(
    chat: Chat, page: httpx.AsyncClient, reader_of: ReaderOf, store: Store
) -> None:
    """By the group's number or name and the topic's, or by the link that Telegram gives for it."""
    await place(page, FORUM, "administrator", READER)
    await chat.ask(f"/kenh {FORUM}/3 theodoi giá vàng")
    following = await store.subscribers.following((await reader_of(FORUM, "3")).id)
    assert [wish.label for wish in following] == ["giá vàng"]
    inner = str(FORUM).removeprefix("-100")
    (panel,) = await chat.ask(f"/kenh https://t.me/c/{inner}/2")
    assert "chủ đề 2" in chat.words(panel)
    topic = await reader_of(FORUM, "2")
    await chat.press(panel, f"={topic.id}:cv:short:1")
    assert (await reader_of(FORUM, "2")).short is True
    assert await reader_of(FORUM) is None
    for name in (f"{CHANNEL}/3", f"{FORUM}/x", "https://t.me/c//3", "@/3"):
        (refused,) = await chat.ask(f"/kenh {name} theodoi x")
        assert "không tìm thấy" in chat.words(refused), name
    await place(page, FORUM, "member", READER)


async def test_nobody_acts_for_a_private_chat(chat: Chat, admin: Chat, reader_of: ReaderOf) -> None:
    """Not even for their own by this way: a forged button is an old one."""
    await admin.ask("/theodoi giá vàng")
    (message,) = await chat.ask("/trogiup")
    other = await reader_of(admin.id)
    for data in ("fx:", "mu:1d", "cv:short:1", "xoa:", "ks:0", "k:0", "u:1"):
        assert "đã cũ" in await chat.press(message, f"={other.id}:{data}")
        assert "đã cũ" in await chat.press(message, f"=99999:{data}")
    assert await reader_of(admin.id) == other
    (refused,) = await chat.ask(f"/kenh {other.id} theodoi x")
    assert "không tìm thấy" in chat.words(refused)


async def test_a_group_greets_and_its_topics_sleep_and_wake_with_it(
    group: Chat, admin: Chat, page: httpx.AsyncClient, reader_of: ReaderOf
) -> None:
    """Thrown out, the bot sends to no topic of a forum; what an admin stopped stays so."""
    admins = type(group)(page, FORUM, admin.id)
    await admins.ask("/theodoi giá vàng", topic=3)
    await admins.ask("/theodoi bão", topic=2)
    await admins.ask("/dung", topic=2)
    await place(page, FORUM, "kicked")
    for _attempt in range(200):
        if (await reader_of(FORUM, "3")).state is SubscriberState.PAUSED:
            break
        await asyncio.sleep(0.03)
    asleep = await reader_of(FORUM, "3")
    assert (asleep.state, asleep.pause_reason) == (
        SubscriberState.PAUSED,
        "the bot is kicked there",
    )
    assert (await reader_of(FORUM, "2")).state is SubscriberState.STOPPED
    await place(page, FORUM, "member")
    greeting = await arrived(group, "Chào cả nhóm")
    assert "quản trị viên của nhóm" in group.words(greeting)
    assert (await reader_of(FORUM, "3")).state is SubscriberState.ACTIVE
    assert (await reader_of(FORUM, "2")).state is SubscriberState.STOPPED


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(
    group: Chat, api: LocalBotApi
) -> None:
    """Talk, another bot's commands and what the channel repeats are not."""
    before = len(await group.messages())
    await group.say("giá vàng hôm nay thế nào?")
    await group.say("/luat")
    await group.say("/moi@another_bot")
    channel = {"id": CHANNEL, "type": "channel", "title": "Kênh"}
    api.world.people.say(FORUM, "/moi", is_automatic_forward=True, sender_chat=channel)
    (answer,) = await group.ask("/moi@diemtin_bot")
    assert len(await group.messages()) == before + 1
    assert "Chưa có tin nào" in group.words(answer)


async def name_topic(page: httpx.AsyncClient, name: str, **which: int) -> None:
    """Open a topic of the forum, or rename one, as a person does."""
    answer = await page.post(f"/api/chats/{FORUM}/topics", json={"name": name, **which})
    assert answer.status_code == 200, answer.text


async def panel_with(chat: Chat, button: str) -> dict[str, Any]:
    """Open the panel of the forum, once it has a button: the bot is told of topics by the way."""
    for _attempt in range(100):
        (panel,) = await chat.ask(f"/kenh {FORUM}")
        if button in chat.buttons(panel):
            return dict(panel)
        await asyncio.sleep(0.03)
    raise AssertionError(f"no button {button!r} but {list(chat.buttons(panel))}")


async def test_a_section_goes_to_its_topic_by_buttons_alone(
    chat: Chat, admin: Chat, page: httpx.AsyncClient, store: Store, reader_of: ReaderOf
) -> None:
    """One that was just opened, one in which something was said; the group's own news stay."""
    await place(page, FORUM, "administrator", READER)
    await name_topic(page, "Nông nghiệp")
    await type(admin)(page, FORUM, admin.id).ask("/trogiup", topic=3)
    panel = await panel_with(chat, "Chủ đề: Nông nghiệp")
    buttons = chat.buttons(panel)
    assert "Chủ đề: Thể thao" in buttons
    assert await reader_of(FORUM, "3") is None, "a topic that is only known follows nothing"
    await chat.press(panel, buttons["Chủ đề: Thể thao"])
    topic = await chat.now(panel)
    assert "Nhóm đọc báo · chủ đề Thể thao" in chat.words(topic)
    assert not any(name.startswith("Chủ đề:") for name in chat.buttons(topic))
    await chat.press(topic, chat.buttons(topic)["Chuyên mục"])
    menu = await chat.now(panel)
    await chat.press(menu, chat.buttons(menu)["▫️ Tất cả tin"])
    there = await reader_of(FORUM, "3")
    assert [one.kind for one in await store.subscribers.following(there.id)] == ["all"]
    assert await store.subscribers.following((await reader_of(FORUM)).id) == []
    (listed,) = await chat.ask("/kenh")
    assert "📣 Nhóm đọc báo · chủ đề Thể thao" in chat.buttons(listed)


async def test_a_renamed_topic_has_its_new_name(
    chat: Chat, admin: Chat, page: httpx.AsyncClient
) -> None:
    """Also after a command in it, which tells only the name that it began with."""
    await place(page, FORUM, "administrator", READER)
    await name_topic(page, "Bóng đá", id=3)
    await type(admin)(page, FORUM, admin.id).ask("/trogiup", topic=3)
    panel = await panel_with(chat, "Chủ đề: Bóng đá")
    assert "Chủ đề: Thể thao" not in chat.buttons(panel)


async def test_topics_of_others_are_out_of_reach(
    chat: Chat, page: httpx.AsyncClient, reader_of: ReaderOf, store: Store, clock: Clock
) -> None:
    """One that nobody met, words that are none, and every one for who is no admin any more."""
    await place(page, FORUM, "administrator", READER)
    await name_topic(page, "Nông nghiệp")
    panel = await panel_with(chat, "Chủ đề: Nông nghiệp")
    data = chat.buttons(panel)["Chủ đề: Nông nghiệp"]
    number = data.rpartition(":")[2]
    for forged in ("kt:99", "kt:", "kt:x", "kt:-1"):
        mark = data.partition(":")[0]
        assert "đã cũ" in await chat.press(panel, f"{mark}:{forged}")
    assert "đã cũ" in await chat.press(panel, f"kt:{number}"), "in the private chat itself"
    await place(page, FORUM, "member", READER)
    clock.forward(timedelta(minutes=1))
    assert "Chỉ quản trị viên" in await chat.press(panel, data)
    assert await reader_of(FORUM, number) is None
    group = await reader_of(FORUM)
    await store.subscribers.forget(group.id)
    assert await store.topics.names("telegram", [str(FORUM)]) == {}
