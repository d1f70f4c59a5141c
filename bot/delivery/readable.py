"""Updates that python-telegram-bot can make no object of.

A Bot API server that is older or newer than the library may leave out what the library needs. One
such update would end every poll with an error, and the poll after it would bring it again, for
ever: so it is found out before. What only holds words is always understood, and not tried.
"""

from typing import Any

import structlog
from telegram import Update

log = structlog.get_logger(__name__)

Json = dict[str, Any]

_WORDS = frozenset(
    ("message_id", "date", "chat", "from", "text", "entities", "message_thread_id")
) | {"is_topic_message"}
_KINDS = frozenset(("message", "channel_post", "callback_query"))
_NOT_UNDERSTOOD = (AttributeError, KeyError, TypeError, ValueError)


def readable(update: Json) -> Json:
    """Give the update, or its bare number where nothing can be made of it.

    Raises:
        KeyError: it has no number, so it is none of Telegram's.
    """
    number: int = update["update_id"]
    if _holds_words_only(update):
        return update
    try:
        Update.de_json(dict(update), None)
    except _NOT_UNDERSTOOD as error:
        kinds = sorted(name for name in update if name != "update_id")
        log.warning("update_not_understood", update=number, kinds=kinds, error=type(error).__name__)
        return {"update_id": number}
    return update


def _holds_words_only(update: Json) -> bool:
    return all(
        name in _KINDS and (name == "callback_query" or _WORDS.issuperset(told))
        for name, told in update.items()
        if name != "update_id"
    )
