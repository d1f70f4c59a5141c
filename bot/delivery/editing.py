"""Changing a message that was sent: the publisher changed the article."""

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery.calls import call, keyboard_fields
from bot.messages import Outgoing


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
