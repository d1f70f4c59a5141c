"""What an answer of the Bot API means for a delivery. Pure: an error in, a decision out.

The words of the refusals are Telegram's own; they are documented nowhere but in its answers.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

_GONE = re.compile(
    r"chat not found|user is deactivated|bot was (blocked|kicked)|not enough rights to send"
    r"|have no rights to send|need administrator rights|CHAT_WRITE_FORBIDDEN|PEER_ID_INVALID"
    r"|TOPIC_CLOSED|TOPIC_DELETED|message thread not found|CHAT_RESTRICTED"
    r"|group chat was deactivated"
    r"|bot is not a member|CHAT_SEND_\w+_FORBIDDEN",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"wrong file identifier|failed to get HTTP URL content|wrong type of the web page content"
    r"|PHOTO_\w+|IMAGE_PROCESS_FAILED|WEBPAGE_\w+|wrong remote file|file is too big"
    r"|RICH_MESSAGE_PHOTO_\w+",
    re.IGNORECASE,
)
_RICH = re.compile(r"RICH_MESSAGE_\w+|method not found|^not found", re.IGNORECASE)
_MARKUP = re.compile(r"can't parse entities|ENTITY_\w+|entities too long", re.IGNORECASE)
_EDITED = re.compile(r"message is not modified", re.IGNORECASE)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The root of what can come of one attempt; ``reason`` is Telegram's own wording."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone(Outcome):
    """The chat is closed to us until its people come back."""


@dataclass(frozen=True, slots=True)
class Migrated(Outcome):
    """The group became a supergroup with the identity ``chat``."""

    chat: str


@dataclass(frozen=True, slots=True)
class Wait(Outcome):
    """Telegram wants nothing more for ``pause``."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class PhotoRefused(Outcome):
    """The message would do without its photo."""


@dataclass(frozen=True, slots=True)
class MarkupRefused(Outcome):
    """The message would do as plain text."""


@dataclass(frozen=True, slots=True)
class RichRefused(Outcome):
    """The server or the chat takes no rich messages."""


@dataclass(frozen=True, slots=True)
class AlreadySo(Outcome):
    """An edit found the message as it should be."""


@dataclass(frozen=True, slots=True)
class NotSent(Outcome):
    """Nothing reached Telegram, or Telegram failed: safe to try again."""


@dataclass(frozen=True, slots=True)
class Uncertain(Outcome):
    """The message may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Refused(Outcome):
    """Telegram does not want this message, and would not want it later."""


def outcome_of(error: TelegramError) -> Outcome:
    """Say what ``error`` means for the delivery that met it."""
    reason = error.message
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return Wait(reason, pause if isinstance(pause, timedelta) else timedelta(seconds=pause))
    if isinstance(error, ChatMigrated):
        return Migrated(reason, str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return Gone(reason)
    if isinstance(error, EndPointNotFound):
        return RichRefused(reason)
    if isinstance(error, BadRequest):
        return _of_bad_request(reason)
    if isinstance(error, NetworkError):
        return _of_network_error(error)
    return Refused(reason)


def _of_bad_request(reason: str) -> Outcome:
    table: tuple[tuple[re.Pattern[str], type[Outcome]], ...] = (
        (_EDITED, AlreadySo),
        (_GONE, Gone),
        (_PHOTO, PhotoRefused),
        (_RICH, RichRefused),
        (_MARKUP, MarkupRefused),
    )
    for pattern, kind in table:
        if pattern.search(reason):
            return kind(reason)
    return Refused(reason)


def _of_network_error(error: NetworkError) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, _NOT_SENT):
        return NotSent(error.message)
    if isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError):
        return Uncertain(error.message)
    return NotSent(error.message)
