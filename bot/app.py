"""The one place where everything is built and wired together."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from telegram import Bot, Update
from telegram.ext import Application

from bot import handlers
from bot.alarms import Alarms
from bot.announcer import desk_jobs
from bot.connection import (
    initialized,
    make_application,
    make_sending_bot,
    make_stars,
    polling_failed,
    sender_settings,
)
from bot.delivery import Pace, Sender
from bot.delivery.inbox import UpdateQueue
from bot.delivery.standby import Leadership
from bot.errors import SettingsError
from bot.handlers.context import Services
from bot.monitoring import Metrics, Monitor, Watchdog
from bot.monitoring.systemd import Systemd
from bot.pipeline import fetch_settings, make_desk, make_ingest, make_rewriter
from bot.running import Running, disk_of
from bot.schedule import PollTick, make_scheduler
from bot.settings import Settings
from digests.fetch import Fetcher
from digests.ingest import EditionMaker, FeedAdder, Ingest
from digests.store import Store, open_store

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

LAST_WORDS = 10.0
"""Seconds that what is under way has when the program ends."""

HOW_TO_BEGIN = (
    "There is no token. Talk to @BotFather in Telegram, send /newbot, and set DIEMTIN_TOKEN to the "
    "token it gives; or try the bot without one: diemtin playground"
)


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
    watchdog: Watchdog
    monitor: Monitor
    systemd: Systemd
    now: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Do the program's work until ``stop`` is set, then end in order.

        While another process works with the same store, this one stands by. What is in flight at
        the end is finished and written down; nothing new is begun.
        """
        async with self.monitor.serving(self.settings.metrics_host, self.settings.metrics_port):
            leadership = Leadership(self.store)
            if await leadership.wait(stop):
                await self._work(leadership, stop)

    async def _work(self, leadership: Leadership, stop: asyncio.Event) -> None:
        async with leadership.keeping(stop.set), self._chat(), self.monitor.at_work():
            self.systemd.ready()
            sending = asyncio.create_task(self.sender.run())
            stopping = asyncio.create_task(stop.wait())
            self.scheduler.start()
            await self.poll()
            try:
                await asyncio.wait({sending, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self.systemd.stopping()
                self.scheduler.shutdown(wait=False)
                stopping.cancel()
                self.sender.stop()
                await asyncio.gather(sending, _within(LAST_WORDS, self.poll.finish()))

    async def _stop_handling(self) -> None:
        await _within(LAST_WORDS, self.application.stop())

    @asynccontextmanager
    async def _chat(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(initialized(self.application, self.settings.api_url))
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
                    error_callback=polling_failed,
                )
                stack.push_async_callback(self.application.updater.stop)
            yield


async def _within(seconds: float, work: Awaitable[None]) -> None:
    """Let ``work`` end in the time given, else break it off: the next start does it again."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("broken_off", seconds=seconds)


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
        stars = make_stars(settings, store, now=now)
        pace = pace or Pace(purse=stars)
        metrics = Metrics(version("diemtin"))
        updates = UpdateQueue(store, now=now, on_flood=metrics.flooded)
        application = make_application(
            settings,
            token,
            pace=pace,
            updates=updates,
            on_answer=metrics.asked_telegram,
            on_handled=metrics.handled,
        )
        sending_bot = make_sending_bot(settings, token, on_answer=metrics.asked_telegram)
        sender = Sender(
            store,
            sending_bot,
            pace,
            now=now,
            settings=sender_settings(settings),
            fetcher=fetcher,
            stars=stars,
        )
        running = Running(now(), version("diemtin"), disk=partial(disk_of, settings.database_url))
        alarms = Alarms(store, settings.admins, now=now, running=running, on_news=sender.wake)
        desk = make_desk(settings, store, fetcher, now=now, worker=worker)
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
            desk=desk,
            running=running,
            editors=settings.editors,
            on_news=sender.wake,
            own_feeds=settings.own_feeds,
            rewriting=rewriter.counts if rewriter is not None else {},
        )
        poll = PollTick(ingest, on_report=metrics.polled)
        systemd = Systemd(os.environ.get("NOTIFY_SOCKET"))
        watchdog = Watchdog(
            store,
            application.bot,
            settings.admins,
            now=now,
            patience=settings.watchdog_patience,
            metrics=metrics,
            systemd=systemd,
        )
        scheduler = make_scheduler(
            poll=poll,
            ingest=ingest,
            editions=editions,
            store=store,
            now=now,
            keep=settings.keep,
            ended=alarms.job_ended,
            more=[
                ("watchdog", watchdog.look, IntervalTrigger(seconds=30)),
                *desk_jobs(store, application.bot, desk, alarms, now=now, on_news=sender.wake),
            ],
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
            watchdog=watchdog,
            monitor=Monitor(store, metrics, watchdog, now=now),
            systemd=systemd,
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
