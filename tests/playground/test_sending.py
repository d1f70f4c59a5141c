"""Messages are taken, measured and refused as Telegram does."""

import io
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PIL import Image
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, Forbidden

from bot.playground import CHANNEL, FORUM, READER, ChatWorld

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def png(width: int = 40, height: int = 30) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(drawn, "PNG")
    return drawn.getvalue()


def keys(rows: list[list[dict[str, str]]]) -> dict[str, Any]:
    return {"text": "x", "reply_markup": {"inline_keyboard": rows}}


async def test_a_text_arrives_with_entities_and_buttons(bot: Bot, world: ChatWorld) -> None:
    """python-telegram-bot sends, the chat holds what was sent."""
    sent = await bot.send_message(READER, "😀 <b>Xin chào</b>", parse_mode="HTML")
    assert sent.parse_entities() == {sent.entities[0]: "Xin chào"}
    assert [one["text"] for one in world.messages(READER)] == ["😀 Xin chào"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 987}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        (keys([[{"text": "A", "callback_data": "đ" * 33}]]), "BUTTON_DATA_INVALID"),
        (
            keys([[{"text": "A"}]]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            keys([[{"text": "A", "url": "không phải"}]]),
            "inline keyboard button URL 'không phải' is invalid: Wrong HTTP URL",
        ),
        (keys([[{"text": "A", "callback_data": "a"}]] * 101), "reply markup is too long"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ],
)
async def test_what_telegram_does_not_take_is_refused(
    call: Call, world: ChatWorld, values: dict[str, Any], words: str
) -> None:
    """The refusal has Telegram's words, and nothing stands in the chat."""
    answer = await call("sendMessage", **{"chat_id": READER, **values})
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert world.messages(READER) == []


async def test_the_limits_themselves_are_taken(call: Call) -> None:
    """4,096 units of text and 1,024 of caption are counted without the markup."""
    text = "<b>" + "😀" * 2048 + "</b>"
    assert (await call("sendMessage", chat_id=READER, text=text, parse_mode="HTML"))["ok"]
    photo = {"chat_id": READER, "photo": "https://a.example/a.jpg", "parse_mode": "HTML"}
    assert (await call("sendPhoto", **photo, caption="<i>" + "đ" * 1024 + "</i>"))["ok"]
    refused = await call("sendPhoto", **photo, caption="đ" * 1025)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_a_photo_goes_on_by_its_file_id(bot: Bot, world: ChatWorld) -> None:
    """An uploaded photo has its sides, is served back, and needs no second upload."""
    first = await bot.send_photo(READER, png(), caption="Ảnh đầu")
    again = await bot.send_photo(CHANNEL, first.photo[-1].file_id)
    assert (first.photo[-1].width, first.photo[-1].height) == (40, 30)
    assert again.photo == first.photo
    file = await bot.get_file(first.photo[-1])
    assert bytes(await file.download_as_bytearray()) == png()
    assert world.messages(READER)[0]["photo_src"] == f"/file/photo/{first.photo[-1].file_id}"


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        ("không-phải-id", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_a_bad_photo_is_refused(bot: Bot, photo: bytes | str, words: str) -> None:
    """What is no photo, or one with impossible sides, is not sent."""
    with pytest.raises(BadRequest) as caught:
        await bot.send_photo(READER, photo)
    assert words.lower() in caught.value.message.lower()


async def test_an_album_is_several_messages_of_one_group(bot: Bot) -> None:
    """Uploads and addresses stand side by side; more than ten are too many."""
    media = [InputMediaPhoto(png(), caption="một"), InputMediaPhoto("https://a.example/2.jpg")]
    sent = await bot.send_media_group(READER, media)
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.caption for one in sent] == ["một", None]
    with pytest.raises(BadRequest, match=r"(?i)too many messages"):
        await bot.send_media_group(READER, [InputMediaPhoto("https://a.example/2.jpg")] * 11)


async def test_a_document_keeps_name_and_bytes(bot: Bot) -> None:
    """A file in UTF-8 and CRLF comes back byte for byte."""
    body = "tên\r\nđường dẫn\r\r\n\x00".encode() + bytes(range(256))
    sent = await bot.send_document(READER, body, filename="nguồn tin.opml", caption="OPML")
    assert sent.document is not None
    assert sent.document.file_name == "nguồn tin.opml"
    file = await bot.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == body


async def test_a_channel_post_is_the_channels(bot: Bot) -> None:
    """In a channel the sender is the chat, by id or by name."""
    sent = await bot.send_message("@kenh_diemtin", "Bản tin")
    assert sent.chat.id == CHANNEL
    assert sent.sender_chat is not None
    assert sent.from_user is None


async def test_topics_of_a_forum(call: Call, world: ChatWorld) -> None:
    """A message stands in its topic; unknown and closed topics refuse it."""
    values = {"chat_id": FORUM, "text": "Bóng đá"}
    sent = await call("sendMessage", **values, message_thread_id=3)
    assert sent["result"]["is_topic_message"]
    world.rooms[FORUM].topics[3].closed = True
    closed = await call("sendMessage", **values, message_thread_id=3)
    unknown = await call("sendMessage", **values, message_thread_id=77)
    assert closed["description"] == "Bad Request: TOPIC_CLOSED"
    assert unknown["description"] == "Bad Request: message thread not found"


async def test_who_blocks_or_throws_out_the_bot_is_not_reached(bot: Bot, world: ChatWorld) -> None:
    """403 in each case, until the bot is let in again."""
    world.people.place(READER, "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(READER, "x")
    world.people.place(READER, "member")
    assert await bot.send_message(READER, "x")
    world.people.place(FORUM, "left")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(FORUM, "x")
    world.people.place(CHANNEL, "member")
    with pytest.raises(BadRequest, match=r"(?i)need administrator rights in the channel chat"):
        await bot.send_message(CHANNEL, "x")


async def test_copies_and_forwards(bot: Bot) -> None:
    """A copy says nothing of its source, a forwarded message does."""
    sent = await bot.send_message(CHANNEL, "Tin gốc")
    copied = await bot.copy_message(READER, CHANNEL, sent.message_id)
    forwarded = await bot.forward_message(READER, CHANNEL, sent.message_id)
    assert copied.message_id
    assert forwarded.text == "Tin gốc"
    assert forwarded.forward_origin is not None


async def test_silent_messages_are_marked_for_the_page(bot: Bot, world: ChatWorld) -> None:
    """Telegram does not tell the bot, but the page shows it."""
    await bot.send_message(READER, "khẽ", disable_notification=True)
    assert world.messages(READER)[0]["silent"]
