"""How handlers answer: a new message, a changed one, a word on the pressed button."""

from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.delivery.answers import AnswerPace
from bot.delivery.editing import edit_buttons, edit_text
from bot.delivery.posting import post
from bot.handlers.context import Context, address_of, chat_of
from bot.handlers.elsewhere import marked
from bot.messages import Outgoing
from bot.messages.lengths import units
from bot.messages.markup import fill
from bot.messages.outgoing import Rows

_TOAST_LIMIT = 200
"""Characters of an answer to a pressed button (answerCallbackQuery)."""


async def say(update: Update, context: Context, message: Outgoing) -> None:
    """Send a new message to where the person is; in a group it answers the person's own."""
    address = address_of(update, context)
    await post(
        context.bot,
        marked(message, context),
        chat=address.chat,
        topic=address.topic,
        reply_to=_question(update),
    )


def _question(update: Update) -> int | None:
    in_group = chat_of(update).type in {ChatType.GROUP, ChatType.SUPERGROUP}
    return update.message.message_id if in_group and update.message else None


async def tell(update: Update, context: Context, template: str, **values: object) -> None:
    """Send one sentence of the texts."""
    await say(update, context, Outgoing(fill(template, **values)))


async def show(update: Update, context: Context, message: Outgoing) -> None:
    """Put ``message`` in the place of the one whose button was pressed; else send it anew."""
    query = update.callback_query
    if query is not None:
        await _answer_if_busy(update, context)
    place = None if query is None else _place(query)
    if place is None or message.photo is not None:
        await say(update, context, message)
        return
    try:
        await edit_text(context.bot, marked(message, context), place)
    except BadRequest as error:  # a message with a photo has no text; the same again is fine
        if "not modified" not in str(error):
            await say(update, context, message)


def _place(query: CallbackQuery) -> dict[str, Any] | None:
    """Give where the pressed message stands; ``None`` where it is too old to be changed."""
    if query.inline_message_id is not None:
        return {"inline_message_id": query.inline_message_id}
    message = query.message
    if not isinstance(message, Message):
        return None
    return {"chat_id": message.chat.id, "message_id": message.message_id}


async def _answer_if_busy(update: Update, context: Context) -> None:
    """Answer a press before its message is changed, where the change has to wait behind others."""
    limiter = context.bot.rate_limiter
    if isinstance(limiter, AnswerPace) and limiter.is_busy():
        await toast(update, context, "")


async def change_buttons(update: Update, context: Context, buttons: Rows) -> None:
    """Change the buttons of the pressed message, where that is still possible."""
    place = None if update.callback_query is None else _place(update.callback_query)
    if place is None:
        return
    try:
        await edit_buttons(context.bot, buttons, place)
    except (BadRequest, Forbidden):
        return


async def toast(update: Update, context: Context, template: str, **values: object) -> None:
    """Answer the pressed button with one sentence; the first answer counts."""
    query = update.callback_query
    if query is None:
        await tell(update, context, template, **values)
        return
    if context.answered:
        return
    context.answered = True
    text = _plain(template, values)
    try:
        await query.answer(text or None, show_alert=units(text) > _TOAST_LIMIT // 3)
    except BadRequest:  # the press is minutes old: nobody waits for the answer any more
        return


def _plain(template: str, values: dict[str, object]) -> str:
    text = template.format(**values)
    for tag in ("<b>", "</b>", "<i>", "</i>", "<code>", "</code>"):
        text = text.replace(tag, "")
    return text[:_TOAST_LIMIT]
