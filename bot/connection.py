"""The chat half of the program: python-telegram-bot as we use it, and what its failures mean."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot import handlers
from bot.aiohttp_request import AiohttpRequest, OnAnswer
from bot.delivery import AnswerPace, Pace, SenderSettings, Stars
from bot.delivery.inbox import PollRequest, ReceivingBot, UpdateProcessor, UpdateQueue
from bot.delivery.membership import Membership
from bot.errors import BotApiUnreachable, BotError, TokenRefused
from bot.handlers.context import Context
from bot.logs import without_tokens
from bot.settings import Settings
from digests.fetch.client import trusted
from digests.store import Store

log = structlog.get_logger(__name__)

_BATCH, _PAID_BATCH = 200, 800
"""Deliveries in hand at 30 messages a second, and at 1,000 that are paid for."""

_POLL = 40.0
"""Seconds that an answer to a poll may take; it is asked to take 25 where nothing comes."""

AT_ONCE = 64
"""Updates that are handled at the same time at most."""


def _untold(_method: str, _status: str, _seconds: float) -> None:
    return


def _request(connections: int, read_timeout: float, on_answer: OnAnswer) -> AiohttpRequest:
    return AiohttpRequest(connections, read_timeout, tls=trusted(), on_answer=on_answer)


def make_application(
    settings: Settings,
    token: str,
    *,
    pace: Pace | None = None,
    updates: UpdateQueue | None = None,
    on_answer: OnAnswer = _untold,
    on_handled: Callable[[float], None] = lambda _seconds: None,
) -> Application:  # type: ignore[type-arg]
    """Build python-telegram-bot's application with our handlers, not yet started.

    Args:
        settings: where the Bot API is.
        token: the bot's.
        pace: what answers share with deliveries; without one they go as they come.
        updates: writes updates down before they are confirmed; without one a crash loses them.
        on_answer: hears of each request: method, status, seconds.
        on_handled: hears of each handled update: seconds.
    """
    options: dict[str, Any] = {
        "token": token,
        "base_url": f"{settings.api_url}/bot",
        "base_file_url": f"{settings.api_url}/file/bot",
        "request": _request(AT_ONCE, 20.0, on_answer),
        "rate_limiter": None if pace is None else AnswerPace(pace),
    }
    if updates is None:
        bot = ExtBot(get_updates_request=_request(2, _POLL, on_answer), **options)
    else:
        polls = PollRequest(updates, 2, _POLL, tls=trusted(), on_answer=on_answer)
        bot = ReceivingBot(updates, get_updates_request=polls, **options)
    builder = ApplicationBuilder().bot(bot).context_types(ContextTypes(context=Context))
    builder = builder.concurrent_updates(AT_ONCE)
    if updates is not None:
        builder = builder.update_queue(updates).concurrent_updates(
            UpdateProcessor(updates, at_once=AT_ONCE, on_handled=on_handled)
        )
    application = builder.build()
    handlers.register(application)
    return application


def make_sending_bot(settings: Settings, token: str, *, on_answer: OnAnswer = _untold) -> Bot:
    """Build the bot of the sender: connections of its own, so that answers never wait for them."""
    return Bot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=_request(256, 20.0, on_answer),
        get_updates_request=_request(1, 20.0, on_answer),
    )


def sender_settings(settings: Settings) -> SenderSettings:
    """Give what the sender needs to know of the settings."""
    return SenderSettings(
        batch=_PAID_BATCH if settings.allow_paid_broadcast else _BATCH,
        resend_uncertain=settings.resend_uncertain,
        digest_expires=settings.digest_expires,
        breaking_expires=settings.breaking_expires,
        edition_expires=settings.edition_expires,
    )


def make_stars(settings: Settings, store: Store, *, now: Callable[[], datetime]) -> Stars | None:
    """Give what paid broadcasts are paid with; ``None`` when nothing may be paid."""
    if not settings.allow_paid_broadcast:
        return None
    return Stars(store, now=now, daily=settings.paid_broadcast_stars)


def polling_failed(error: TelegramError) -> None:
    """Say what is wrong with polling; python-telegram-bot tries again by itself."""
    if isinstance(error, Conflict):
        log.error(
            "polling_conflict",
            words="Another program polls with this token (409): stop it, or give each its own "
            "token; two processes of this program may share one only with the same store.",
        )
    else:
        log.warning("polling_failed", reason=without_tokens(error.message))


def token_refused() -> TokenRefused:
    """Give what is said of a token that Telegram does not know, or knows no longer."""
    return TokenRefused(
        "Telegram does not know this token; copy it again from @BotFather into DIEMTIN_TOKEN."
    )


def _not_started(error: TelegramError, api_url: str) -> BotError:
    words = without_tokens(error.message)
    if isinstance(error, InvalidToken):
        return token_refused()
    if isinstance(error, NetworkError):
        return BotApiUnreachable(
            f"The Bot API at {api_url} does not answer ({words}); "
            "check the network and DIEMTIN_API_URL."
        )
    return BotApiUnreachable(f"The Bot API at {api_url} answered: {words}")


@asynccontextmanager
async def initialized(
    application: Application,  # type: ignore[type-arg]
    api_url: str,
) -> AsyncIterator[None]:
    """Have ``application`` initialized inside, and shut down afterwards.

    Raises:
        TokenRefused: Telegram does not know the token.
        BotApiUnreachable: the Bot API at ``api_url`` does not answer.
    """
    try:
        await application.initialize()
    except TelegramError as error:
        await application.bot.shutdown()
        raise _not_started(error, api_url) from error
    try:
        yield
    finally:
        await application.shutdown()


@asynccontextmanager
async def started(bot: Bot, api_url: str) -> AsyncIterator[None]:
    """Have a bot without an application ready inside; raises as ``initialized`` does."""
    try:
        await bot.initialize()
    except TelegramError as error:
        await bot.shutdown()
        raise _not_started(error, api_url) from error
    try:
        yield
    finally:
        await bot.shutdown()


def make_membership(
    settings: Settings, store: Store, pace: Pace, *, now: Callable[[], datetime]
) -> Membership | None:
    """Give this sender's place among several; ``None`` where the store has only one."""
    if not store.is_shared:
        return None
    return Membership(store, pace, now=now, resend=settings.resend_uncertain)
