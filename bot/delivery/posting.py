"""One message to one chat: the call to Telegram, and the simpler form when one is refused."""

from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery.outcomes import MarkupRefused, Outcome, PhotoRefused, RichRefused, outcome_of
from bot.messages import Button, Outgoing

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that arrived; ``photo_ref`` is Telegram's own id of the photo, to send it again."""

    message_id: int
    photo_ref: str | None = None


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Give the buttons as Telegram wants them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.text,
                    url=button.url,
                    callback_data=button.data,
                    switch_inline_query=button.switch_inline,
                )
                for button in row
            ]
            for row in rows
        ]
    )


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def without_markup(html: str) -> str:
    """Give the text of a message without its markup."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


def _where(chat: str, topic: str | None) -> dict[str, Any]:
    return {
        "chat_id": int(chat),
        **({"message_thread_id": int(topic)} if topic is not None else {}),
    }


async def post(
    bot: Bot,
    message: Outgoing,
    *,
    chat: str,
    topic: str | None = None,
    silent: bool = False,
    reply_to: int | None = None,
) -> Posted:
    """Send ``message`` in one of its forms.

    A photo that Telegram refuses is left out, markup that it refuses too; both are certain
    refusals, so nothing arrives twice.

    Raises:
        TelegramError: what the last form met.
    """
    common = {
        **_where(chat, topic),
        "reply_markup": keyboard(message.buttons),
        "disable_notification": silent,
        "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True)
        if reply_to is not None
        else None,
    }
    try:
        return _posted(await _send(bot, message, common, ParseMode.HTML))
    except TelegramError as error:
        outcome = outcome_of(error)
        simpler = _simpler(message, outcome)
        if simpler is None:
            raise
        log.warning("message_form_refused", reason=outcome.reason)
    return await post(bot, simpler, chat=chat, topic=topic, silent=silent, reply_to=reply_to)


def _simpler(message: Outgoing, outcome: Outcome) -> Outgoing | None:
    if isinstance(outcome, PhotoRefused) and message.photo is not None:
        return message.without_photo()
    if isinstance(outcome, MarkupRefused) and message.markup:
        return replace(message, html=without_markup(message.html), markup=False)
    return None


async def _send(bot: Bot, message: Outgoing, common: dict[str, Any], mode: str) -> Message:
    parse_mode = mode if message.markup else None
    if message.photo is not None:
        return await bot.send_photo(
            photo=message.photo, caption=message.html, parse_mode=parse_mode, **common
        )
    return await bot.send_message(
        text=message.html,
        parse_mode=parse_mode,
        link_preview_options=LinkPreviewOptions(is_disabled=not message.preview),
        **common,
    )


def _posted(message: Message) -> Posted:
    photo_ref = message.photo[-1].file_id if message.photo else None
    return Posted(message.message_id, photo_ref)


async def post_rich(
    bot: Bot, html: str, *, chat: str, topic: str | None = None, silent: bool = False
) -> Posted | None:
    """Send a rich message; ``None`` when the server or the chat certainly takes none.

    python-telegram-bot has no typed call for ``sendRichMessage`` (Bot API 10.1) yet.

    Raises:
        TelegramError: anything but a refusal of the rich form.
    """
    try:
        answer = await bot.do_api_request(
            "sendRichMessage",
            api_kwargs={
                **_where(chat, topic),
                "rich_message": {"html": html, "skip_entity_detection": True},
                "disable_notification": silent,
            },
        )
    except TelegramError as error:
        outcome = outcome_of(error)
        if not isinstance(outcome, RichRefused | PhotoRefused):
            raise
        log.warning("rich_message_refused", reason=outcome.reason)
        return None
    return Posted(int(answer["message_id"]))
