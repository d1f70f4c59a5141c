"""Edits, deletions, pins: what is there already, changed as Telegram lets it be changed."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from bot.playground import READER, ChatWorld

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Lưu", callback_data="luu:1")]])


async def test_an_edited_text_takes_the_place_of_the_old(bot: Bot, world: ChatWorld) -> None:
    """The edit has a date; buttons that are not sent again are gone."""
    sent = await bot.send_message(READER, "cũ", reply_markup=KEYS)
    await bot.edit_message_text("mới", READER, sent.message_id)
    (shown,) = world.messages(READER)
    assert shown["text"] == "mới"
    assert shown["edit_date"]
    assert "reply_markup" not in shown


async def test_an_edit_that_changes_nothing_is_refused(call: Call) -> None:
    """The same text and the same buttons are no modification, even in other markup."""
    sent = await call("sendMessage", chat_id=READER, text="<b>x</b>", parse_mode="HTML")
    again = {"chat_id": READER, "message_id": sent["result"]["message_id"]}
    answer = await call("editMessageText", **again, text="<strong>x</strong>", parse_mode="HTML")
    assert answer["description"].startswith("Bad Request: message is not modified: specified new")


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        (
            "editMessageText",
            {"message_id": 1, "text": "x"},
            "there is no text in the message to edit",
        ),
        ("editMessageText", {"message_id": 3, "text": "x"}, "message can't be edited"),
        (
            "editMessageCaption",
            {"message_id": 2, "caption": "x"},
            "there is no caption in the message to edit",
        ),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
    ],
)
async def test_what_cannot_be_changed(
    call: Call, world: ChatWorld, method: str, values: dict[str, Any], words: str
) -> None:
    """A photo has no text, a text no caption, a person's message is the person's."""
    await call("sendPhoto", chat_id=READER, photo="https://a.example/a.jpg", caption="Chú thích")
    await call("sendMessage", chat_id=READER, text="Bài")
    world.people.say(READER, "tôi viết")
    answer = await call(method, chat_id=READER, **values)
    assert answer["description"] == f"Bad Request: {words}"


async def test_caption_picture_and_buttons_change(bot: Bot, world: ChatWorld) -> None:
    """Each of the three edits leaves the rest as it was."""
    sent = await bot.send_photo(READER, "https://a.example/1.jpg", caption="một")
    await bot.edit_message_caption(READER, sent.message_id, caption="hai", reply_markup=KEYS)
    await bot.edit_message_media(
        InputMediaPhoto("https://a.example/2.jpg", caption="ba"), READER, sent.message_id
    )
    await bot.edit_message_reply_markup(READER, sent.message_id, reply_markup=KEYS)
    (shown,) = world.messages(READER)
    assert (shown["caption"], shown["photo_url"]) == ("ba", "https://a.example/2.jpg")
    assert shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "luu:1"


async def test_own_messages_can_be_deleted_for_two_days(
    call: Call, world: ChatWorld, pass_by: Callable[[float], None]
) -> None:
    """After 48 hours a private message stays."""
    for text in ("một", "hai"):
        await call("sendMessage", chat_id=READER, text=text)
    assert (await call("deleteMessage", chat_id=READER, message_id=1))["ok"]
    pass_by(48 * 3600 + 1)
    late = await call("deleteMessage", chat_id=READER, message_id=2)
    assert late["description"] == "Bad Request: message can't be deleted"
    assert [one["text"] for one in world.messages(READER)] == ["hai"]


async def test_a_pinned_message_is_told_by_get_chat(bot: Bot) -> None:
    """The newest pin stands in the chat's own description."""
    sent = await bot.send_message(READER, "ghim tôi")
    await bot.pin_chat_message(READER, sent.message_id)
    pinned = (await bot.get_chat(READER)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await bot.unpin_all_chat_messages(READER)
    assert (await bot.get_chat(READER)).pinned_message is None


async def test_the_bot_cannot_pin_where_it_is_no_admin(bot: Bot) -> None:
    """In a group a right is needed."""
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to manage pinned messages"):
        await bot.pin_chat_message(-1001000000001, 1)
