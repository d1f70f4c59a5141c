"""Calls of the Bot API with plain values, for all that is sent in numbers.

python-telegram-bot's typed calls build an object of every part of the answer, which takes a third
of the time of a message; of that answer we need the number of the message and of its photo.
"""

from functools import lru_cache
from typing import Any

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken

from bot.messages import Button

_LOST_TOKEN = "unauthorized"  # noqa: S105 - Telegram's word
_OPTIONAL = "richmessage"


async def call(bot: Bot, method: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Call ``method`` and give its answer; fields that are ``None`` are left out.

    Args:
        bot: makes the call, at its pace.
        method: in small letters; Telegram takes it so, and python-telegram-bot does not advise to
            use the typed call.
        fields: what the method takes.

    Raises:
        EndPointNotFound: the server does not know the method.
        TelegramError: anything else.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        answer: dict[str, Any] = await bot.do_api_request(method, api_kwargs=given)
    except EndPointNotFound as error:
        cause = error.__cause__
        # 401 and 404 look alike there; only methods of late can be missing.
        known = not method.endswith(_OPTIONAL)
        if isinstance(cause, InvalidToken) and (known or _LOST_TOKEN in cause.message.lower()):
            raise cause from None
        raise
    return answer


@lru_cache(maxsize=500)
def keyboard_fields(rows: tuple[tuple[Button, ...], ...]) -> dict[str, Any] | None:
    """Give buttons as Telegram's JSON wants them."""
    if not rows:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: Button) -> dict[str, str]:
    fields = {
        "text": button.text,
        "url": button.url,
        "callback_data": button.data,
        "switch_inline_query": button.switch_inline,
    }
    return {name: value for name, value in fields.items() if value is not None}
