"""One message to one chat: the call to Telegram, and the simpler form when one is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery.calls import call, keyboard_fields
from bot.delivery.outcomes import (
    MarkupRefused,
    NoPhotos,
    Outcome,
    PhotoRefused,
    TooLong,
    outcome_of,
)
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words

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


def place_of(chat: str, topic: str | None, *, paid: bool) -> dict[str, Any]:
    """Give the fields of a call that say where a message goes, and whether Stars are paid."""
    return {
        "chat_id": int(chat),
        "message_thread_id": None if topic is None else int(topic),
        "allow_paid_broadcast": True if paid else None,
    }


Upload = Callable[[], Awaitable[bytes | None]]


async def _no_upload() -> bytes | None:
    return None


async def post(
    bot: Bot,
    message: Outgoing,
    *,
    chat: str,
    topic: str | None = None,
    silent: bool = False,
    paid: bool = False,
    reply_to: int | None = None,
    upload: Upload = _no_upload,
    smaller: str | None = None,
) -> Posted:
    """Send ``message`` in the first of its forms that Telegram takes.

    A simpler form follows only after a certain refusal of the one before, so nothing arrives
    twice: never after a time-out or a cut connection. ``smaller`` is the photo's next size and
    ``upload`` gives its bytes, for when its address is refused; ``paid`` spends Stars on it.

    Raises:
        TelegramError: what the last form met.
    """
    common = {
        **place_of(chat, topic, paid=paid),
        "reply_markup": keyboard_fields(message.buttons),
        "disable_notification": silent,
        "reply_parameters": _reply(reply_to),
    }
    form = _Form(message, smaller=smaller)
    while True:
        try:
            return await _send(bot, form, common)
        except TelegramError as error:
            outcome = outcome_of(error)
            simpler = await _simpler(form, outcome, upload)
            if simpler is None:
                raise
            # What our markup or our lengths did wrong is for us to see; photos are the papers'.
            ours = isinstance(outcome, MarkupRefused | TooLong)
            (log.error if ours else log.warning)("message_form_refused", reason=outcome.reason)
            form = simpler


@dataclass(frozen=True, slots=True)
class _Form:
    """A message as it is tried.

    ``smaller`` is the next size of its photo, if it was not tried yet; ``body`` are the photo's
    bytes when we upload it.
    """

    message: Outgoing
    body: bytes | None = None
    smaller: str | None = None


async def _simpler(form: _Form, outcome: Outcome, upload: Upload) -> _Form | None:
    message = form.message
    if isinstance(outcome, PhotoRefused) and message.photo is not None:
        if form.smaller is not None:
            return _Form(replace(message, photo=form.smaller))
        body = None if form.body is not None else await upload()
        return _Form(message, body) if body is not None else _Form(message.without_photo())
    if isinstance(outcome, NoPhotos | TooLong) and message.photo is not None:
        return _Form(message.without_photo())
    if isinstance(outcome, MarkupRefused) and message.markup:
        return _Form(_plain(message), form.body)
    if isinstance(outcome, TooLong) and message.markup:
        return _Form(replace(_plain(message), html=cut_words(without_markup(message.html), 4096)))
    return None


def _plain(message: Outgoing) -> Outgoing:
    text = message.text_html
    return replace(
        message,
        html=without_markup(message.html),
        text_html=None if text is None else without_markup(text),
        markup=False,
    )


def _reply(to: int | None) -> dict[str, Any] | None:
    return None if to is None else {"message_id": to, "allow_sending_without_reply": True}


async def _send(bot: Bot, form: _Form, common: dict[str, Any]) -> Posted:
    message = form.message
    parse_mode = ParseMode.HTML if message.markup else None
    if message.photo is not None:
        photo = message.photo if form.body is None else InputFile(form.body, filename="photo")
        words = {"photo": photo, "caption": message.html}
        return _posted(await call(bot, "sendphoto", {**common, **words, "parse_mode": parse_mode}))
    text = {
        "text": message.html,
        "parse_mode": parse_mode,
        "link_preview_options": {"is_disabled": not message.preview},
    }
    return _posted(await call(bot, "sendmessage", {**common, **text}))


def _posted(message: dict[str, Any]) -> Posted:
    sizes = message.get("photo")
    return Posted(int(message["message_id"]), str(sizes[-1]["file_id"]) if sizes else None)
