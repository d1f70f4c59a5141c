"""What an answer of the Bot API means for a delivery. Pure: an error in, a decision out.

``TABLE`` holds every refusal that is known by its words, and ``docs/delivery.md`` shows it. The
words are Telegram's own; they are documented nowhere but in its answers. What has no words of its
own (a flood, a cut connection) is told apart by the kind of the error.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

# Without a connection nothing can have arrived; after it everything may have.
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_UNREAD = ". Parsing the server response"
"""Behind these words python-telegram-bot shows a body that is no JSON, whole."""
_TOO_FAST = "too many requests"
_PAUSE = timedelta(seconds=5)
"""How long a flood lasts whose answer does not say."""
_TOO_LARGE = "entity too large"
"""The status 413 comes from servers before Telegram's: they take no file of this size."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The root of what can come of one attempt; ``reason`` is Telegram's own wording."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone(Outcome):
    """The chat is closed to us until its people come back: the subscriber sleeps."""


@dataclass(frozen=True, slots=True)
class Migrated(Outcome):
    """The group became a supergroup with the identity ``chat``: the subscription moves along."""

    chat: str


@dataclass(frozen=True, slots=True)
class Wait(Outcome):
    """Telegram wants nothing more for ``pause``."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class PhotoRefused(Outcome):
    """This photo is not taken in this way: uploaded by us, at last left out."""


@dataclass(frozen=True, slots=True)
class NoPhotos(Outcome):
    """The chat takes no photos at all: the message goes without one."""


@dataclass(frozen=True, slots=True)
class MarkupRefused(Outcome):
    """The message goes as plain text, and we hear of our mistake."""


@dataclass(frozen=True, slots=True)
class TooLong(Outcome):
    """The message goes without its photo, where there is more room; at last it is cut."""


@dataclass(frozen=True, slots=True)
class RichRefused(Outcome):
    """The server or the chat takes no rich messages: the plain ones go."""


@dataclass(frozen=True, slots=True)
class AlreadySo(Outcome):
    """An edit found the message as it should be."""


@dataclass(frozen=True, slots=True)
class EditRefused(Outcome):
    """The message cannot be edited any more; nobody needs to hear of it."""


@dataclass(frozen=True, slots=True)
class NotSent(Outcome):
    """Nothing reached Telegram: safe to try again."""


@dataclass(frozen=True, slots=True)
class TokenLost(Outcome):
    """Telegram does not know our token any more: everything waits for the operator."""


@dataclass(frozen=True, slots=True)
class PaymentRefused(Outcome):
    """Telegram does not take our Stars: the message goes out for nothing, when its turn comes."""


@dataclass(frozen=True, slots=True)
class Uncertain(Outcome):
    """The message may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """Telegram does not want this message, and would not want it later."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a refusal known by its ``words`` (a pattern) and what it means."""

    words: str
    kind: type[Outcome]


# The first row that fits is taken.
TABLE: tuple[Row, ...] = (
    Row("message is not modified", AlreadySo),
    Row("message to edit not found", EditRefused),
    Row("message can't be edited", EditRefused),
    Row("MESSAGE_ID_INVALID", EditRefused),
    Row("not enough rights to send photos", NoPhotos),
    Row("CHAT_SEND_(PHOTOS|MEDIA)_FORBIDDEN", NoPhotos),
    Row("chat not found", Gone),
    Row("user is deactivated", Gone),
    Row("group chat was deactivated", Gone),
    Row("bot was (blocked|kicked)", Gone),
    Row("bot is not a member", Gone),
    Row("not enough rights to (send|post)", Gone),
    Row("have no rights to send", Gone),
    Row("have no (write )?access to the chat", Gone),
    Row("need administrator rights", Gone),
    Row("CHAT_ADMIN_REQUIRED", Gone),
    Row("CHANNEL_PRIVATE", Gone),
    Row("USER_BANNED_IN_CHANNEL", Gone),
    Row("CHAT_WRITE_FORBIDDEN", Gone),
    Row("CHAT_RESTRICTED", Gone),
    Row(r"CHAT_(GUEST_)?SEND_(\w+_)?FORBIDDEN", Gone),
    Row("PEER_ID_INVALID", Gone),
    Row("TOPIC_CLOSED", Gone),
    Row("TOPIC_DELETED", Gone),
    Row("message thread not found", Gone),
    Row("wrong file identifier", PhotoRefused),
    Row("wrong remote file", PhotoRefused),
    Row("(wrong|invalid file) HTTP URL specified", PhotoRefused),
    Row("can't upload file by URL", PhotoRefused),
    Row("failed to get HTTP URL content", PhotoRefused),
    Row("wrong type of the web page content", PhotoRefused),
    Row("file is too big", PhotoRefused),
    Row("IMAGE_PROCESS_FAILED", PhotoRefused),
    Row("MEDIA_(EMPTY|INVALID)", PhotoRefused),
    Row(r"WEBPAGE_\w+", PhotoRefused),
    Row(r"(RICH_MESSAGE_)?PHOTO_\w+", PhotoRefused),
    Row(r"RICH_MESSAGE_\w+", RichRefused),
    Row("method not found", RichRefused),
    Row("BALANCE_TOO_LOW|PAYMENT_UNSUPPORTED|not enough (Telegram )?Stars", PaymentRefused),
    Row("can't parse entities", MarkupRefused),
    Row(r"ENTITY_\w+", MarkupRefused),
    Row("entities too long", MarkupRefused),
    Row("BUTTON_DATA_INVALID|BUTTON_URL_INVALID|wrong HTTP URL", Refused),
    Row("(message|caption|text) is too long", TooLong),
    Row("MEDIA_CAPTION_TOO_LONG|MESSAGE_TOO_LONG", TooLong),
)
_PATTERNS = tuple((re.compile(row.words, re.IGNORECASE), row.kind) for row in TABLE)


def outcome_of(error: TelegramError) -> Outcome:
    """Say what ``error`` means for the delivery that met it."""
    reason = error.message.partition(_UNREAD)[0]
    match error:
        case RetryAfter():
            outcome: Outcome = Wait(reason, wait_of(error))
        case ChatMigrated():
            outcome = Migrated(reason, str(error.new_chat_id))
        case Forbidden() | BadRequest() if _is_not_telegram(error):
            outcome = NotSent(reason)
        case Forbidden():
            outcome = Gone(reason)
        case EndPointNotFound():
            outcome = RichRefused(reason)
        case InvalidToken():
            outcome = TokenLost(reason)
        case BadRequest():
            outcome = _of_bad_request(reason)
        case NetworkError():
            outcome = _of_network_error(error, reason)
        case _:  # an answer that nobody can read: what was sent may have arrived all the same
            outcome = Uncertain(reason)
    return outcome


def _is_not_telegram(error: TelegramError) -> bool:
    """Say whether a refusal is no JSON: then a proxy or firewall let nothing through."""
    return type(error.__cause__) is TelegramError


def wait_of(error: RetryAfter) -> timedelta:
    """Give how long Telegram wants nothing more."""
    pause = error.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)


def _of_bad_request(reason: str) -> Outcome:
    for pattern, kind in _PATTERNS:
        if pattern.search(reason):
            return kind(reason)
    return Refused(reason)


def _of_network_error(error: NetworkError, reason: str) -> Outcome:
    """Tell what certainly did not arrive from what may have: 5xx, time-outs, cut connections."""
    if _TOO_FAST in reason.lower():
        return Wait(reason, _PAUSE)
    if _TOO_LARGE in reason.lower():
        return PhotoRefused(reason)
    return NotSent(reason) if isinstance(error.__cause__, _NOT_SENT) else Uncertain(reason)
