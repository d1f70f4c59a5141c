"""What stands under a message: buttons, checked as Telegram checks them."""

import re

from bot.playground.ask import Ask
from bot.playground.refusals import Json, bad_request

BUTTONS = 100
DATA_BYTES = 64
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
_FIELDS = ("text", "icon_custom_emoji_id", "style", *_ACTIONS)
_OTHER_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")


def inline_keyboard(given: object) -> Json | None:
    """Give a checked ``InlineKeyboardMarkup``, ``None`` for none or one without buttons.

    Raises:
        Refused: 400 in Telegram's words.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    rows = given.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    checked = [[_button(one) for one in row] for row in rows if row]
    if sum(len(row) for row in checked) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def markup_of(ask: Ask) -> tuple[Json | None, Json]:
    """Give the inline keyboard of a call, and what the page is told of any other keyboard."""
    given = ask.mapping("reply_markup", "reply markup")
    others = {name: given[name] for name in _OTHER_KEYBOARDS if given and name in given}
    return inline_keyboard(given), ({"reply_keyboard": others} if others else {})


def _button(given: object) -> Json:
    prefix = "can't parse inline keyboard button: "
    if not isinstance(given, dict):
        raise bad_request(f"{prefix}expected an Object")
    text = given.get("text")
    if not isinstance(text, str):
        raise bad_request(f'{prefix}Can\'t find field "text"')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID" if text else f"{prefix}Text must be non-empty")
    actions = [name for name in _ACTIONS if name in given]
    if not actions:
        raise bad_request(f"{prefix}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_action(actions[0], given[actions[0]])
    return {name: given[name] for name in _FIELDS if name in given}


def _check_action(action: str, value: object) -> None:
    if action == "callback_data":
        size = len(value.encode()) if isinstance(value, str) else 0
        if not 1 <= size <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        check_button_url(value)
    elif action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= 256:  # noqa: PLR2004 - CopyTextButton
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_button_url(value: object) -> None:
    """Refuse an address that Telegram makes no button of."""
    url = value if isinstance(value, str) else ""
    if re.match(r"(?i)(tg|ton|tonsite|tel|mailto):", url):
        return
    bare = re.sub(r"(?i)^https?://", "", url)
    if not re.fullmatch(r"(?i)[^\s/?#:@.]+(\.[^\s/?#:@.]+)*(:\d+)?([/?#]\S*)?", bare) or (
        "://" in bare.partition("?")[0].partition("/")[0]
    ):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    host = re.split(r"[/?#:]", bare, maxsplit=1)[0]
    # Telegram takes no name without a dot; the sample newspaper lives on this machine, though.
    if "." not in host and host != "localhost":
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
