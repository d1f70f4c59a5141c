"""The one place where everything is built and wired together."""

import asyncio
import gc
import signal
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from httpx import Limits, create_ssl_context
from httpx_aiohttp import AiohttpTransport
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import HTTPXRequest

from bot import handlers
from bot.alarms import Alarms
from bot.delivery import AnswerPace, Pace, Sender, SenderSettings
from bot.delivery.inbox import UpdateProcessor, UpdateQueue
from bot.delivery.standby import Leadership
from bot.errors import BotApiUnreachable, BotError, SettingsError, TokenRefused
from bot.handlers.context import Context, Services
from bot.logs import without_tokens
from bot.schedule import PollTick, make_scheduler
from bot.settings import Settings
from digests.fetch import Fetcher, FetchSettings
from digests.ingest import ArticleReader, EditionMaker, FeedAdder, Ingest, IngestSettings
from digests.model import Feed
from digests.store import Store, open_store

if TYPE_CHECKING:
    from digests.summary import Rewriter

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

LAST_WORDS = 10.0
"""Seconds that what is under way has when the program ends."""

AT_ONCE = 64
"""Updates that are handled at the same time at most."""

HOW_TO_BEGIN = (
    "There is no token. Talk to @BotFather in Telegram, send /newbot, and set DIEMTIN_TOKEN to the "
    "token it gives; or try the bot without one: diemtin playground"
)


def user_agent(contact: str) -> str:
    """Give the User-Agent that names the program and a contact address."""
    return f"diemtin/{version('diemtin')} (+{contact})"


def fetch_settings(settings: Settings) -> FetchSettings:
    """Give what the fetcher needs to know of the settings."""
    return FetchSettings(
        user_agent=user_agent(settings.contact),
        timeout=settings.fetch_timeout,
        max_bytes=settings.fetch_max_bytes,
        allow_private=settings.allow_private_addresses,
        host_pause=settings.host_pause,
        proxy=settings.proxy,
    )


def make_rewriter(settings: Settings, *, now: Clock) -> "Rewriter | None":
    """Give the rewriting service of the settings; ``None`` when there is none."""
    if settings.rewrite_url is None or settings.rewrite_model is None:
        return None
    from digests.summary import Rewriter, RewriterSettings  # noqa: PLC0415 - off by default

    key = settings.rewrite_key
    return Rewriter(
        RewriterSettings(
            url=settings.rewrite_url,
            key=key.get_secret_value() if key else None,
            model=settings.rewrite_model,
            daily_budget=settings.rewrite_daily_budget,
        ),
        now=now,
    )


def make_ingest(
    settings: Settings,
    store: Store,
    fetcher: Fetcher,
    *,
    now: Clock,
    on_news: Callable[[], None] = lambda: None,
    on_health: Callable[[Feed, Feed], Awaitable[None]] | None = None,
    rewriter: "Rewriter | None" = None,
    worker: Executor | None = None,
) -> Ingest:
    """Build the pipeline; ``worker`` is the thread in which feeds and pages are parsed."""
    reader = ArticleReader(
        fetcher, obey_robots=settings.obey_robots, rewriter=rewriter, worker=worker
    )
    return Ingest(
        store,
        fetcher,
        reader,
        now=now,
        on_news=on_news,
        on_health=on_health,
        worker=worker,
        settings=IngestSettings(
            concurrency=settings.poll_concurrency,
            first_poll_announces=settings.first_poll_announces,
        ),
    )


def _request(connections: int, read_timeout: float) -> HTTPXRequest:
    """Give python-telegram-bot's HTTP client over aiohttp: a quarter of the CPU for a message."""
    transport = AiohttpTransport(
        verify=_tls(), limits=Limits(max_connections=connections, keepalive_expiry=30.0)
    )
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        pool_timeout=10.0,
        httpx_kwargs={"transport": transport},
    )


@cache
def _tls() -> ssl.SSLContext:
    """Give the certificates to trust; reading them takes longer than everything else here."""
    return create_ssl_context()


def make_application(
    settings: Settings,
    token: str,
    *,
    pace: Pace | None = None,
    updates: UpdateQueue | None = None,
) -> Application:  # type: ignore[type-arg]
    """Build python-telegram-bot's application with our handlers, not yet started.

    Args:
        settings: where the Bot API is.
        token: the bot's.
        pace: what answers share with deliveries; without one they go as they come.
        updates: writes updates down before they are confirmed; without one a crash loses them.
    """
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(AT_ONCE)
        .request(_request(AT_ONCE, 20.0))
        .get_updates_request(_request(2, 40.0))
    )
    if pace is not None:
        builder = builder.rate_limiter(AnswerPace(pace))
    if updates is not None:
        builder = builder.update_queue(updates).concurrent_updates(
            UpdateProcessor(updates, at_once=AT_ONCE)
        )
    application = builder.build()
    handlers.register(application)
    return application


def make_sending_bot(settings: Settings, token: str) -> Bot:
    """Build the bot of the sender: connections of its own, so that answers never wait for them."""
    return Bot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=_request(100, 20.0),
        get_updates_request=_request(1, 20.0),
    )


def sender_settings(settings: Settings) -> SenderSettings:
    """Give what the sender needs to know of the settings."""
    return SenderSettings(
        resend_uncertain=settings.resend_uncertain,
        digest_expires=settings.digest_expires,
        edition_expires=settings.edition_expires,
    )


def _polling_failed(error: TelegramError) -> None:
    """Say what is wrong with polling; python-telegram-bot tries again by itself."""
    if isinstance(error, Conflict):
        log.error(
            "polling_conflict",
            words="Another program polls with this token (409): stop it, or give each its own "
            "token; two processes of this program may share one only with the same store.",
        )
    else:
        log.warning("polling_failed", reason=without_tokens(error.message))


@dataclass(frozen=True, slots=True)
class Program:
    """The built program; ``run`` does its work until it is told to stop."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    ingest: Ingest
    editions: EditionMaker
    sender: Sender
    application: Application  # type: ignore[type-arg]
    sending_bot: Bot
    updates: UpdateQueue
    poll: PollTick
    scheduler: AsyncIOScheduler
    now: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Do the program's work until ``stop`` is set, then end in order.

        While another process works with the same store, this one stands by. What is in flight at
        the end is finished and written down; nothing new is begun.
        """
        leadership = Leadership(self.store, now=self.now)
        if not await leadership.wait(stop):
            return
        async with leadership.keeping(stop.set), self._chat():
            sending = asyncio.create_task(self.sender.run())
            stopping = asyncio.create_task(stop.wait())
            self.scheduler.start()
            await self.poll()
            try:
                await asyncio.wait({sending, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self.scheduler.shutdown(wait=False)
                stopping.cancel()
                self.sender.stop()
                await asyncio.gather(sending, _within(LAST_WORDS, self.poll.finish()))

    async def _stop_handling(self) -> None:
        await _within(LAST_WORDS, self.application.stop())

    @asynccontextmanager
    async def _chat(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_initialized(self.application, self.settings.api_url))
            await stack.enter_async_context(self.sending_bot)
            await handlers.announce(self.application)
            await self.updates.bring_back(self.application.bot)
            await self.application.start()
            stack.push_async_callback(self._stop_handling)
            if self.application.updater is not None:
                await self.application.updater.start_polling(
                    allowed_updates=Update.ALL_TYPES,
                    timeout=25,
                    bootstrap_retries=-1,
                    error_callback=_polling_failed,
                )
                stack.push_async_callback(self.application.updater.stop)
            yield


async def _within(seconds: float, work: Awaitable[None]) -> None:
    """Let ``work`` end in the time given, else break it off: the next start does it again."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("broken_off", seconds=seconds)


def _not_started(error: TelegramError, api_url: str) -> BotError:
    words = without_tokens(error.message)
    if isinstance(error, InvalidToken):
        return TokenRefused(
            "Telegram does not know this token; copy it again from @BotFather into DIEMTIN_TOKEN."
        )
    if isinstance(error, NetworkError):
        return BotApiUnreachable(
            f"The Bot API at {api_url} does not answer ({words}); "
            "check the network and DIEMTIN_API_URL."
        )
    return BotApiUnreachable(f"The Bot API at {api_url} answered: {words}")


@asynccontextmanager
async def _initialized(application: Application, api_url: str) -> AsyncIterator[None]:  # type: ignore[type-arg]
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
async def build(
    settings: Settings, *, token: str, now: Clock, pace: Pace | None = None
) -> AsyncIterator[Program]:
    """Build the whole program from its settings, in order, and close it in the opposite one."""
    async with AsyncExitStack() as stack:
        store = await open_store(settings.database_url, now=now)
        stack.push_async_callback(store.close)
        fetcher = await stack.enter_async_context(Fetcher(fetch_settings(settings)))
        worker = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="parsing"))
        pace = pace or Pace()
        updates = UpdateQueue(store, now=now)
        application = make_application(settings, token, pace=pace, updates=updates)
        sending_bot = make_sending_bot(settings, token)
        sender = Sender(
            store,
            sending_bot,
            pace,
            now=now,
            settings=sender_settings(settings),
            fetcher=fetcher,
        )
        alarms = Alarms(store, settings.admins, now=now, on_news=sender.wake)
        rewriter = make_rewriter(settings, now=now)
        ingest = make_ingest(
            settings,
            store,
            fetcher,
            now=now,
            on_news=sender.wake,
            on_health=alarms.feed_health,
            rewriter=rewriter,
            worker=worker,
        )
        editions = EditionMaker(store, now=now, grace=settings.edition_grace, on_news=sender.wake)
        application.bot_data["services"] = Services(
            store=store,
            fetcher=fetcher,
            now=now,
            admins=settings.admins,
            feeds=FeedAdder(store, fetcher, now=now),
            rewriting=rewriter.counts if rewriter is not None else {},
        )
        poll = PollTick(ingest)
        scheduler = make_scheduler(
            poll=poll, ingest=ingest, editions=editions, store=store, now=now, keep=settings.keep
        )
        yield Program(
            settings=settings,
            store=store,
            fetcher=fetcher,
            ingest=ingest,
            editions=editions,
            sender=sender,
            application=application,
            sending_bot=sending_bot,
            updates=updates,
            poll=poll,
            scheduler=scheduler,
            now=now,
        )


def settle() -> None:
    """Have the started program run evenly, however much it holds and parses.

    What was loaded stays, so the collector need not look through it again; and a thread that parses
    gives way to the event loop after half a millisecond, ten times sooner than usual.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.0005)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Have SIGTERM and SIGINT set ``stop``."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)


async def run_bot(settings: Settings, *, now: Clock, pace: Pace | None = None) -> None:
    """Run the bot until a signal stops it, at Telegram's pace unless another is given.

    Raises:
        SettingsError: there is no token.
        TokenRefused: Telegram does not know the token.
        BotApiUnreachable: the Bot API does not answer.
        StoreError: the store cannot be opened.
    """
    token = settings.bot_token()
    if token is None:
        raise SettingsError(HOW_TO_BEGIN)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with build(settings, token=token, now=now, pace=pace) as program:
        settle()
        await program.run(stop)
    log.info("stopped")
