"""The one place where everything is built and wired together."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version

import structlog
from apscheduler.triggers.interval import IntervalTrigger
from telegram import Bot
from telegram.ext import Application

from bot.alarms import Alarms
from bot.announcer import desk_jobs
from bot.backups import backup_jobs
from bot.connection import (
    make_application,
    make_membership,
    make_sending_bot,
    make_stars,
    sender_settings,
)
from bot.delivery import Pace, Sender
from bot.delivery.bot_name import BotName
from bot.delivery.inbox import UpdateQueue
from bot.errors import SettingsError
from bot.handlers.context import Services
from bot.lifecycle import Program
from bot.monitoring import Metrics, Monitor, Stall, Watchdog
from bot.monitoring.systemd import Systemd
from bot.pipeline import fetch_settings, make_desk, make_ingest, make_rewriter
from bot.receiving import Webhook, make_webhook
from bot.roles import ALL, Role
from bot.running import Running, disk_of
from bot.schedule import Job, PollTick, fan_out_job, make_scheduler, reading_jobs, retention
from bot.settings import Settings
from bot.surroundings import clock_of_store
from digests.fetch import Fetcher
from digests.ingest import ArticleDesk, EditionMaker, FeedAdder, Ingest
from digests.store import Store, open_store

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
OnNews = Callable[[], None]

_SHORT_COLLECTIONS = (700, 10, 10)
"""Python's own thresholds: a collection that looks through more holds answers up."""

NO_TOKEN = "0:reads-only"  # noqa: S105 - it is none
"""What stands for the token where nobody is asked by it."""

HOW_TO_BEGIN = (
    "There is no token. Talk to @BotFather in Telegram, send /newbot, and set DIEMTIN_TOKEN to the "
    "token it gives; or try the bot without one: diemtin playground"
)


@dataclass(frozen=True, slots=True)
class _Base:
    """What everything else is built on."""

    settings: Settings
    now: Clock
    store: Store
    fetcher: Fetcher
    worker: ThreadPoolExecutor
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class _Telegram:
    """The way to Telegram: who hears, and who sends."""

    application: Application  # type: ignore[type-arg]
    updates: UpdateQueue
    webhook: Webhook | None
    sending_bot: Bot
    sender: Sender


@dataclass(frozen=True, slots=True)
class _Newsroom:
    """What reads, writes and makes round-ups; ``rewriting`` counts while it runs."""

    ingest: Ingest
    desk: ArticleDesk
    editions: EditionMaker
    rewriting: Mapping[str, int]


async def _make_base(stack: AsyncExitStack, settings: Settings, now: Clock) -> _Base:
    store = await open_store(settings.database_url, now=now, network=settings.network)
    stack.push_async_callback(store.close)
    clocks = clock_of_store(await store.clock_apart(now()))
    if not clocks.ok:
        log.warning("clocks_apart", words=clocks.words)
    return _Base(
        settings=settings,
        now=now,
        store=store,
        fetcher=await stack.enter_async_context(Fetcher(fetch_settings(settings))),
        worker=stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="parsing")),
        metrics=Metrics(version("diemtin"), settings.bot),
    )


def _make_telegram(base: _Base, token: str, pace: Pace | None) -> _Telegram:
    settings, store, now, metrics = base.settings, base.store, base.now, base.metrics
    stars = make_stars(settings, store, now=now)
    pace = pace or Pace(purse=stars)
    updates = UpdateQueue(
        store, now=now, on_flood=metrics.flooded, among_others=settings.webhook_url is not None
    )
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
        fetcher=base.fetcher,
        stars=stars,
        membership=make_membership(settings, store, pace, now=now),
        on_sent=metrics.sent,
    )
    webhook = make_webhook(settings, updates, application.bot, on_request=metrics.brought)
    return _Telegram(application, updates, webhook, sending_bot, sender)


def _make_newsroom(base: _Base, alarms: Alarms, on_news: OnNews) -> _Newsroom:
    settings, store, now = base.settings, base.store, base.now
    rewriter = make_rewriter(settings, store, now=now)
    ingest = make_ingest(
        settings,
        store,
        base.fetcher,
        now=now,
        on_news=on_news,
        on_health=alarms.feed_health,
        rewriter=rewriter,
        worker=base.worker,
    )
    return _Newsroom(
        ingest,
        desk=make_desk(settings, store, base.fetcher, now=now, worker=base.worker),
        editions=EditionMaker(store, now=now, grace=settings.edition_grace, on_news=on_news),
        rewriting=rewriter.counts if rewriter is not None else {},
    )


def _make_services(base: _Base, newsroom: _Newsroom, running: Running, on_news: OnNews) -> Services:
    return Services(
        store=base.store,
        fetcher=base.fetcher,
        now=base.now,
        admins=base.settings.admins,
        feeds=FeedAdder(base.store, base.fetcher, now=base.now),
        desk=newsroom.desk,
        running=running,
        editors=base.settings.editors,
        on_news=on_news,
        own_feeds=base.settings.own_feeds,
        language=base.settings.language,
        rewriting=newsroom.rewriting,
    )


def _make_watchdog(base: _Base, bot: Bot, systemd: Systemd, roles: frozenset[Role]) -> Watchdog:
    stalls = ((Role.READ, Stall.NOT_POLLING), (Role.SEND, Stall.NOT_SENDING))
    return Watchdog(
        base.store,
        bot,
        base.settings.admins,
        now=base.now,
        patience=base.settings.watchdog_patience,
        metrics=base.metrics,
        systemd=systemd,
        restart_helps=frozenset(stall for role, stall in stalls if role in roles),
    )


def _reading(
    base: _Base, newsroom: _Newsroom, poll: PollTick, systemd: Systemd, roles: frozenset[Role]
) -> list[Job]:
    jobs = reading_jobs(
        poll=poll,
        ingest=newsroom.ingest,
        editions=newsroom.editions,
        store=base.store,
        now=base.now,
        keep=retention(base.settings),
    )
    if Role.CHAT not in roles:  # the watchdog says so where there is one
        jobs.append(("alive", systemd.beat, IntervalTrigger(seconds=30)))
    return jobs


def _watching(
    base: _Base,
    bot: Bot,
    *,
    newsroom: _Newsroom,
    watchdog: Watchdog,
    alarms: Alarms,
    on_news: OnNews,
    roles: frozenset[Role],
) -> list[Job]:
    backups = backup_jobs(
        base.store,
        base.settings.backup_folder,
        keep=base.settings.backup_keep,
        now=base.now,
        on_made=base.metrics.backed_up,
        on_failure=watchdog.backup_failed,
    )
    desk_work = desk_jobs(base.store, bot, newsroom.desk, alarms, now=base.now, on_news=on_news)
    look = ("watchdog", watchdog.look, IntervalTrigger(seconds=30))
    jobs: list[Job] = [look, *backups, *desk_work]
    if Role.READ not in roles:  # what an editor publishes waits for no reader
        jobs.append(fan_out_job(newsroom.ingest))
    return jobs


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
        base = await _make_base(stack, settings, now)
        telegram = _make_telegram(base, token, pace)

        def on_news() -> None:
            telegram.sender.wake()
            base.store.news.tell()

        running = Running(now(), version("diemtin"), disk=partial(disk_of, settings.database_url))
        alarms = Alarms(base.store, settings.admins, now=now, running=running, on_news=on_news)
        newsroom = _make_newsroom(base, alarms, on_news)
        bot = telegram.application.bot
        telegram.application.bot_data["services"] = _make_services(base, newsroom, running, on_news)
        poll = PollTick(newsroom.ingest, on_report=base.metrics.polled)
        systemd = Systemd(os.environ.get("NOTIFY_SOCKET"))
        watchdog = _make_watchdog(base, bot, systemd, roles)
        reading = _reading(base, newsroom, poll, systemd, roles)
        watching = _watching(
            base,
            bot,
            newsroom=newsroom,
            watchdog=watchdog,
            alarms=alarms,
            on_news=on_news,
            roles=roles,
        )
        yield Program(
            settings=settings,
            name=BotName(base.store, token),
            store=base.store,
            fetcher=base.fetcher,
            ingest=newsroom.ingest,
            editions=newsroom.editions,
            sender=telegram.sender,
            application=telegram.application,
            sending_bot=telegram.sending_bot,
            updates=telegram.updates,
            webhook=telegram.webhook,
            poll=poll,
            reading=make_scheduler(reading, ended=alarms.job_ended),
            watching=make_scheduler(
                watching, ended=partial(alarms.job_ended, network=settings.network)
            ),
            roles=roles,
            watchdog=watchdog,
            monitor=Monitor(base.store, base.metrics, watchdog, now=now),
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
    gc.set_threshold(*_SHORT_COLLECTIONS)
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
        NameTaken: another bot works with the store under the same name.
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
