"""The page's JSON: chats, messages, presses, inline questions, events; only from this machine."""

import asyncio
import json

import httpx
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent

from bot.playground import CHANNEL, FORUM, READER, LocalBotApi


async def test_the_chats_at_the_start(page: httpx.AsyncClient) -> None:
    """A reader, an admin, a forum with topics, a channel."""
    chats = (await page.get("/api/chats")).json()
    assert {(one["id"], one["type"]) for one in chats} == {
        (READER, "private"),
        (1, "private"),
        (FORUM, "supergroup"),
        (CHANNEL, "channel"),
    }
    assert all(one["title"] for one in chats)
    assert chats[2]["topics"][0] == {"id": 2, "name": "Thời sự", "closed": False}


async def test_a_person_writes_and_the_bot_answers(page: httpx.AsyncClient, bot: Bot) -> None:
    """What both wrote stands in order, a photo with its addresses."""
    written = await page.post(f"/api/chats/{READER}/messages", json={"text": "/tim giá vàng"})
    assert written.status_code == 201
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/tim giá vàng"
    await bot.send_photo(READER, "https://a.example/a.jpg", caption="Vàng")
    messages = (await page.get(f"/api/chats/{READER}/messages")).json()
    assert [one.get("text") or one["caption"] for one in messages] == ["/tim giá vàng", "Vàng"]
    assert messages[1]["photo_url"] == "https://a.example/a.jpg"
    drawn = await page.get(messages[1]["photo_src"])
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    newer = await page.get(f"/api/chats/{READER}/messages?after=1&limit=5")
    assert [one["message_id"] for one in newer.json()] == [2]


async def test_a_press_waits_for_its_answer(page: httpx.AsyncClient, bot: Bot) -> None:
    """The answer of the bot is the answer of the press."""
    sent = await bot.send_message(READER, "x")
    press = asyncio.create_task(
        page.post(
            f"/api/chats/{READER}/press", json={"message_id": sent.message_id, "data": "luu:1"}
        )
    )
    (update,) = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("luu:1", READER)
    await query.answer("Đã lưu", show_alert=True)
    answer = (await press).json()["answer"]
    assert (answer["text"], answer["show_alert"]) == ("Đã lưu", True)


async def test_a_press_on_a_message_that_is_gone(page: httpx.AsyncClient, bot: Bot) -> None:
    """The bot is told of the place, without the message."""
    press = asyncio.create_task(
        page.post(f"/api/chats/{READER}/press", json={"message_id": 55, "data": "x", "user": 9})
    )
    (update,) = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    assert query.from_user.id == 9
    await query.answer()
    assert (await press).json()["answer"]["text"] is None


async def test_an_inline_question_and_its_result_in_a_chat(
    page: httpx.AsyncClient, bot: Bot
) -> None:
    """Results come to the page; the one chosen stands in the chat."""
    asked = asyncio.create_task(page.post("/api/inline", json={"query": "vàng"}))
    (update,) = await bot.get_updates(timeout=5)
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>Giá vàng</b>", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("1", "Giá vàng", content)])
    given = (await asked).json()
    assert [one["title"] for one in given["results"]] == ["Giá vàng"]
    chosen = {"query_id": given["query_id"], "result_id": "1"}
    sent = (await page.post(f"/api/chats/{FORUM}/choose", json=chosen)).json()
    assert (sent["text"], sent["via_bot"]["username"]) == ("Giá vàng", "diemtin_bot")


async def test_files_of_people_reach_the_bot(page: httpx.AsyncClient, bot: Bot) -> None:
    """A document sent as a form or as JSON can be fetched by the bot."""
    form = {"document": ("nguồn.opml", b"<opml/>", "text/xml")}
    await page.post(f"/api/chats/{READER}/messages", files=form, data={"caption": "đây"})
    described = {"document": {"file_name": "b.opml", "content": "<opml/>"}}
    await page.post(f"/api/chats/{READER}/messages", json=described)
    for update in await bot.get_updates():
        assert update.message is not None
        assert update.message.document is not None
        file = await bot.get_file(update.message.document)
        assert bytes(await file.download_as_bytearray()) == b"<opml/>"


async def test_menus_by_scope_and_language(page: httpx.AsyncClient, bot: Bot) -> None:
    """A person sees the menu of the closest scope, in their language."""
    await bot.set_my_commands([("tim", "Tìm tin")])
    await bot.set_my_commands([("tim", "Search")], language_code="en")
    await bot.set_my_commands(
        [("nguon", "Nguồn tin")], scope={"type": "chat", "chat_id": 1}  # type: ignore[arg-type]
    )  # fmt: skip
    seen = {
        (chat, code): (await page.get(f"/api/commands?chat={chat}&language={code}")).json()
        for chat, code in ((READER, "vi"), (READER, "en"), (1, "vi"))
    }
    words = {place: menu[0]["description"] for place, menu in seen.items()}
    assert words == {(READER, "vi"): "Tìm tin", (READER, "en"): "Search", (1, "vi"): "Nguồn tin"}


async def test_events_tell_what_happens(page: httpx.AsyncClient, bot: Bot) -> None:
    """New, edited and deleted messages and typing arrive live."""
    told: list[tuple[str, int]] = []
    async with page.stream("GET", "/api/events") as events:
        lines = events.aiter_lines()
        await anext(lines)
        sent = await bot.send_message(READER, "một")
        await bot.edit_message_text("hai", READER, sent.message_id)
        await bot.send_chat_action(READER, "typing")
        await bot.delete_message(READER, sent.message_id)
        async for line in lines:
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                told.append((event["kind"], event["chat"]))
            if len(told) == 4:
                break
    assert told == [(kind, READER) for kind in ("new", "edited", "typing", "deleted")]


async def test_new_chats_and_their_people(page: httpx.AsyncClient, bot: Bot) -> None:
    """A group is made without the bot, the bot is let in, made admin, and asks who is who."""
    made = {"type": "supergroup", "title": "Lớp 12A", "topics": ["Tin"], "member": False}
    chat = (await page.post("/api/chats", json=made)).json()["id"]
    for status in ("member", "administrator"):
        await page.post(f"/api/chats/{chat}/members", json={"status": status, "by": 1})
    updates = await bot.get_updates()
    assert [one.my_chat_member.new_chat_member.status for one in updates if one.my_chat_member] == [
        "member",
        "administrator",
    ]
    admins = {one.user.id for one in await bot.get_chat_administrators(chat)}
    assert admins == {1, bot.id}
    assert (await bot.get_chat_member(chat, READER)).status == "member"


async def test_the_interface_is_for_this_machine_only(
    page: httpx.AsyncClient, api: LocalBotApi
) -> None:
    """Another host name (DNS rebinding) or a page from elsewhere is refused."""
    rebound = await page.get("/api/chats", headers={"host": f"evil.example:{api.port}"})
    foreign = await page.post(
        "/api/faults", json={"fault": "cut"}, headers={"origin": "https://evil.example"}
    )
    assert (rebound.status_code, foreign.status_code) == (403, 403)
    own = await page.get("/api/chats", headers={"origin": api.url})
    assert own.status_code == 200


async def test_nonsense_is_answered_with_a_sentence(page: httpx.AsyncClient) -> None:
    """Unknown chats are 404, wrong bodies 400."""
    assert (await page.get("/api/chats/77/messages")).status_code == 404
    for body in ('{"text": 1}', "[", "[]", '{"text": "x", "user": "y"}'):
        answer = await page.post(f"/api/chats/{READER}/messages", content=body)
        assert answer.status_code == 400
        assert answer.json()["error"]
