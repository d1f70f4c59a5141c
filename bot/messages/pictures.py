"""The picture of an article: at an address, or one that Telegram has already.

The second stands in the archive as an address of a scheme of our own, so that the archive keeps
it like any other. Only here is it understood; whatever needs a link or a web address has none.
"""

import re

from bot.messages.markup import safe_url

_SCHEME = "telegram-file:"
_KEPT = re.compile(rf"{_SCHEME}(?P<file>[\w-]{{1,200}})", re.ASCII)


def kept_by_telegram(file_id: str) -> str:
    """Give what stands in the archive for a picture that Telegram has.

    A ``file_id`` is good for the bot that was given it, and for no other
    (https://core.telegram.org/bots/api#sending-files).
    """
    return f"{_SCHEME}{file_id}"


def telegram_id(url: str | None) -> str | None:
    """Give Telegram's id of a picture that it has, ``None`` for any other."""
    kept = _KEPT.fullmatch(url or "")
    return kept["file"] if kept else None


def sendable(url: str | None) -> str | None:
    """Give what a photo is sent by: its http(s) address or Telegram's id; ``None`` for neither."""
    return telegram_id(url) or safe_url(url)
