"""What each answer of the Bot API means for a delivery."""

from datetime import timedelta

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcomes import (
    AlreadySo,
    Gone,
    MarkupRefused,
    Migrated,
    NotSent,
    Outcome,
    PhotoRefused,
    Refused,
    RichRefused,
    TokenLost,
    TooLong,
    Uncertain,
    Wait,
    outcome_of,
)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """Give ``error`` as python-telegram-bot raises it for ``cause``."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Gone),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone),
        (Forbidden("Forbidden: user is deactivated"), Gone),
        (BadRequest("Chat not found"), Gone),
        (BadRequest("Not enough rights to send text messages to the chat"), Gone),
        (BadRequest("TOPIC_CLOSED"), Gone),
        (BadRequest("Message thread not found"), Gone),
        (BadRequest("Need administrator rights in the channel chat"), Gone),
        (BadRequest("Wrong file identifier/HTTP URL specified"), PhotoRefused),
        (BadRequest("Failed to get HTTP URL content"), PhotoRefused),
        (BadRequest("Wrong type of the web page content"), PhotoRefused),
        (BadRequest("PHOTO_INVALID_DIMENSIONS"), PhotoRefused),
        (BadRequest("RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"), PhotoRefused),
        (BadRequest("RICH_MESSAGE_EMAIL_INVALID"), RichRefused),
        (EndPointNotFound("Endpoint sendRichMessage not found"), RichRefused),
        (BadRequest("Can't parse entities: unsupported start tag"), MarkupRefused),
        (BadRequest("Message is not modified: specified new message content"), AlreadySo),
        (BadRequest("Message is too long"), TooLong),
        (InvalidToken("Unauthorized"), TokenLost),
        (NetworkError("Bad Gateway"), Uncertain),
        (caused(TimedOut("Timed out"), aiohttp.ConnectionTimeoutError()), NotSent),
        (caused(TimedOut("Timed out"), aiohttp.SocketTimeoutError()), Uncertain),
        (caused(TimedOut("Timed out"), TimeoutError()), Uncertain),
        (caused(NetworkError("cut"), aiohttp.ServerDisconnectedError()), Uncertain),
        (caused(NetworkError("cut"), aiohttp.ClientOSError()), Uncertain),
        (caused(NetworkError("half"), aiohttp.ClientPayloadError()), Uncertain),
        (TimedOut("Timed out"), Uncertain),
        (BadRequest("Something new"), Refused),
        (BadRequest("Have no write access to the chat"), Gone),
        (BadRequest("Wrong HTTP URL specified"), PhotoRefused),
        (BadRequest("Invalid file HTTP URL specified: URL host is empty"), PhotoRefused),
        (BadRequest("Inline keyboard button URL 'x' is invalid: Wrong HTTP URL"), Refused),
        (NetworkError("Request Entity Too Large"), PhotoRefused),
        (NetworkError("Too Many Requests (429)"), Wait),
        (TelegramError("Invalid server response"), Uncertain),
        (caused(Forbidden("Forbidden (403)"), TelegramError("Invalid server response")), NotSent),
        (caused(BadRequest("(400)"), TelegramError("Invalid server response")), NotSent),
    ],
)
def test_an_answer_has_one_meaning(error: TelegramError, kind: type[Outcome]) -> None:
    """Certain refusals, certain failures and uncertain ends are told apart."""
    assert type(outcome_of(error)) is kind


def test_a_wait_is_as_long_as_telegram_says() -> None:
    """429 comes with seconds."""
    assert outcome_of(RetryAfter(37)) == Wait(RetryAfter(37).message, timedelta(seconds=37))


def test_a_migration_names_the_new_chat() -> None:
    """The subscription moves along."""
    outcome = outcome_of(ChatMigrated(-1009))
    assert isinstance(outcome, Migrated)
    assert outcome.chat == "-1009"
