"""The built program, and how its parts begin, work together and end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot, Update
from telegram.ext import Application

from bot import handlers
from bot.connection import initialized, polling_failed, started
from bot.delivery import Sender
from bot.delivery.inbox import UpdateQueue
from bot.delivery.standby import Leadership
from bot.monitoring import Monitor, Watchdog
from bot.monitoring.systemd import Systemd
from bot.roles import Role
from bot.schedule import PollTick
from bot.settings import Settings
from digests.fetch import Fetcher
from digests.ingest import EditionMaker, Ingest
from digests.store import Store

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

LAST_WORDS = 10.0
"""Seconds that what is under way has when the program ends."""


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
