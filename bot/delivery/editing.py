"""Changing a message that was sent: the publisher changed the article, or a button was pressed."""

from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery.calls import call, keyboard_fields
from bot.messages import Outgoing
from bot.messages.outgoing import Rows


async def edit_digest(bot: Bot, message: Outgoing, *, chat: str, message_id: int) -> None:
    """Put the present wording into a message: into the caption of a photo, else into the text.

    Whether the message that was sent has a photo is Telegram's to say: the photo may have been
    refused then, so the caption is tried first and the text when there is none.

    Raises:
        TelegramError: the message cannot be edited (any more).
    """
    common = {
        "chat_id": int(chat),
        "message_id": message_id,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard_fields(message.buttons),
    }
    try:
        await call(bot, "editmessagecaption", {**common, "caption": message.html})
    except BadRequest as error:
        if "no caption in the message" not in error.message:
            raise
        plain = message.without_photo()
        text = {
            "text": plain.html,
            "link_preview_options": {"is_disabled": not plain.preview},
        }
        await call(bot, "editmessagetext", {**common, **text})


async def edit_text(bot: Bot, message: Outgoing, place: dict[str, Any]) -> None:
    """Put ``message`` in the place of another one's text and buttons.

    Args:
        bot: makes the call.
        message: one without a photo.
        place: ``chat_id`` and ``message_id``, or ``inline_message_id``.

    Raises:
        TelegramError: the message cannot be edited, or is the same already.
    """
    text = {
        "text": message.html,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard_fields(message.buttons),
        "link_preview_options": {"is_disabled": not message.preview},
    }
    await call(bot, "editmessagetext", {**place, **text})


async def edit_buttons(bot: Bot, buttons: Rows, place: dict[str, Any]) -> None:
    """Change the buttons of a message at ``place``, as ``edit_text`` does its text.

    Raises:
        TelegramError: the message cannot be edited, or has these buttons already.
    """
    markup = {"reply_markup": keyboard_fields(buttons)}
    await call(bot, "editmessagereplymarkup", {**place, **markup})
