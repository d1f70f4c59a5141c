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
from bot.backups import backup_jobs
from bot.connection import (
    initialized,
    make_application,
    make_membership,
    make_sending_bot,
    make_stars,
    polling_failed,
    sender_settings,
    started,
)
from bot.delivery import Pace, Sender
from bot.delivery.inbox import UpdateQueue
from bot.delivery.standby import Leadership
from bot.errors import SettingsError
from bot.handlers.context import Services
from bot.monitoring import Metrics, Monitor, Stall, Watchdog
from bot.monitoring.systemd import Systemd
from bot.pipeline import fetch_settings, make_desk, make_ingest, make_rewriter
from bot.roles import ALL, Role
from bot.running import Running, disk_of
from bot.schedule import PollTick, make_scheduler, reading_jobs
from bot.settings import Settings
from digests.fetch import Fetcher
from digests.ingest import EditionMaker, FeedAdder, Ingest
from digests.store import Store, open_store

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

LAST_WORDS = 10.0
"""Seconds that what is under way has when the program ends."""

NO_TOKEN = "0:reads-only"  # noqa: S105 - it is none
"""What stands for the token where nobody is asked by it."""

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
    reading: AsyncIOScheduler
    watching: AsyncIOScheduler
    roles: frozenset[Role]
    watchdog: Watchdog
    monitor: Monitor
    systemd: Systemd
    now: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Do the program's work until ``stop`` is set, then end in order.

        What is in flight at the end is finished and written down; nothing new is begun.
        """
        async with self.monitor.serving(self.settings.metrics_host, self.settings.metrics_port):
            if self.store.is_shared:
                await self._together(stop)
            else:
                await self._alone(stop)

    async def _alone(self, stop: asyncio.Event) -> None:
        """Do everything; while another process works with the same store, stand by."""
        leadership = Leadership(self.store)
        if not await leadership.wait(stop):
            return
        async with (
            leadership.keeping(stop.set),
            self._chatting(),
            self.monitor.at_work(),
            self._sending(stop),
            self._reading(),
        ):
            self.systemd.ready()
            log.info("working", parts=sorted(map(str, self.roles)))
            await stop.wait()
            self._begin_to_end()

    async def _together(self, stop: asyncio.Event) -> None:
        """Do this process's part of the work, beside others on the same store."""
        async with AsyncExitStack() as stack:
            if Role.SEND in self.roles:
                await stack.enter_async_context(started(self.sending_bot, self.settings.api_url))
                await stack.enter_async_context(self._sending(stop))
            if Role.READ in self.roles:
                await stack.enter_async_context(self._reading())
            if self.roles != {Role.CHAT}:
                await stack.enter_async_context(self.monitor.at_work())
            self.systemd.ready()
            log.info("working", parts=sorted(map(str, self.roles)))
            chatting = asyncio.create_task(self._chat_when_free(stop))
            chatting.add_done_callback(lambda _task: stop.set())
            await stop.wait()
            self._begin_to_end()
            await chatting

    async def _chat_when_free(self, stop: asyncio.Event) -> None:
        """Answer people, once no other process does so with this token."""
        leadership = Leadership(self.store, name="chat")
        if Role.CHAT not in self.roles:
            await stop.wait()
        elif await leadership.wait(stop):
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(leadership.keeping(stop.set))
                await stack.enter_async_context(self._chatting())
                if self.roles == {Role.CHAT}:
                    await stack.enter_async_context(self.monitor.at_work())
                await stop.wait()

    def _begin_to_end(self) -> None:
        self.systemd.stopping()
        self.sender.stop()

    @asynccontextmanager
    async def _sending(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """Empty the outbox meanwhile; a sender that breaks ends the program."""
        hearing = asyncio.create_task(self.store.news.listen(self.sender.wake))
        sending = asyncio.create_task(self.sender.run())
        sending.add_done_callback(lambda _task: stop.set())
        try:
            yield
        finally:
            hearing.cancel()
            self.sender.stop()
            await sending

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[None]:
        self.reading.start()
        await self.poll()
        try:
            yield
        finally:
            self.reading.shutdown(wait=False)
            await _within(LAST_WORDS, self.poll.finish())

    async def _stop_handling(self) -> None:
        await _within(LAST_WORDS, self.application.stop())

    @asynccontextmanager
    async def _chatting(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(initialized(self.application, self.settings.api_url))
            if not self.store.is_shared:
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
            self.watching.start()
            stack.callback(self.watching.shutdown, wait=False)
            yield


async def _within(seconds: float, work: Awaitable[None]) -> None:
    """Let ``work`` end in the time given, else break it off: the next start does it again."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("broken_off", seconds=seconds)


def _watchdog(
    settings: Settings,
    store: Store,
    bot: Bot,
    metrics: Metrics,
    systemd: Systemd,
    *,
    roles: frozenset[Role],
    now: Clock,
) -> Watchdog:
    stalls = ((Role.READ, Stall.NOT_POLLING), (Role.SEND, Stall.NOT_SENDING))
    return Watchdog(
        store,
        bot,
        settings.admins,
        now=now,
        patience=settings.watchdog_patience,
        metrics=metrics,
        systemd=systemd,
        restart_helps=frozenset(stall for role, stall in stalls if role in roles),
    )


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    token: str,
    now: Clock,
    pace: Pace | None = None,
    roles: frozenset[Role] = ALL,
) -> AsyncIterator[Program]:
    """Build the whole program from its settings, in order, and close it in the opposite one.

    ``roles`` are what it will do of the work, where the store is shared.
    """
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
            membership=make_membership(settings, store, pace, now=now),
        )

        def on_news() -> None:
            sender.wake()
            store.news.tell()

        running = Running(now(), version("diemtin"), disk=partial(disk_of, settings.database_url))
        alarms = Alarms(store, settings.admins, now=now, running=running, on_news=on_news)
        desk = make_desk(settings, store, fetcher, now=now, worker=worker)
        rewriter = make_rewriter(settings, now=now)
        ingest = make_ingest(
            settings,
            store,
            fetcher,
            now=now,
            on_news=on_news,
            on_health=alarms.feed_health,
            rewriter=rewriter,
            worker=worker,
        )
        editions = EditionMaker(store, now=now, grace=settings.edition_grace, on_news=on_news)
        application.bot_data["services"] = Services(
            store=store,
            fetcher=fetcher,
            now=now,
            admins=settings.admins,
            feeds=FeedAdder(store, fetcher, now=now),
            desk=desk,
            running=running,
            editors=settings.editors,
            on_news=on_news,
            own_feeds=settings.own_feeds,
            rewriting=rewriter.counts if rewriter is not None else {},
        )
        poll = PollTick(ingest, on_report=metrics.polled)
        systemd = Systemd(os.environ.get("NOTIFY_SOCKET"))
        watchdog = _watchdog(
            settings, store, application.bot, metrics, systemd, roles=roles, now=now
        )
        reading = reading_jobs(
            poll=poll, ingest=ingest, editions=editions, store=store, now=now, keep=settings.keep
        )
        if Role.CHAT not in roles:  # the watchdog says so where there is one
            reading.append(("alive", systemd.beat, IntervalTrigger(seconds=30)))
        backups = backup_jobs(
            store,
            settings.backup_folder,
            keep=settings.backup_keep,
            now=now,
            on_made=metrics.backed_up,
            on_failure=watchdog.backup_failed,
        )
        look = ("watchdog", watchdog.look, IntervalTrigger(seconds=30))
        desk_work = desk_jobs(store, application.bot, desk, alarms, now=now, on_news=on_news)
        watching = (look, *backups, *desk_work)
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
            reading=make_scheduler(reading, ended=alarms.job_ended),
            watching=make_scheduler(watching, ended=alarms.job_ended),
            roles=roles,
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


async def run_bot(
    settings: Settings, *, now: Clock, pace: Pace | None = None, roles: frozenset[Role] = ALL
) -> None:
    """Run the bot until a signal stops it, at Telegram's pace unless another is given.

    ``roles`` are what this process does of the work; who only reads needs no token.

    Raises:
        SettingsError: there is no token.
        TokenRefused: Telegram does not know the token.
        BotApiUnreachable: the Bot API does not answer.
        StoreError: the store cannot be opened.
    """
    token = settings.bot_token() or (NO_TOKEN if roles == {Role.READ} else None)
    if token is None:
        raise SettingsError(HOW_TO_BEGIN)
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with build(settings, token=token, now=now, pace=pace, roles=roles) as program:
        settle()
        await program.run(stop)
    log.info("stopped")
