"""The built program, and how its parts begin, work together and end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot
from telegram.ext import Application

from bot import handlers
from bot.connection import started
from bot.delivery import Sender
from bot.delivery.bot_name import BotName
from bot.delivery.inbox import UpdateQueue
from bot.delivery.standby import Leadership
from bot.errors import BotError, TakenOver
from bot.monitoring import Monitor, Watchdog
from bot.monitoring.systemd import Systemd
from bot.receiving import LAST_WORDS, Webhook, answering, polling, within
from bot.roles import Role
from bot.schedule import PollTick
from bot.settings import Settings
from digests.fetch import Fetcher
from digests.ingest import EditionMaker, Ingest
from digests.store import Store

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]

_BEAT_EVERY = 30.0
"""Seconds between two signs of life of a process that stands by."""
End = Callable[[BotError], None]
"""Ends the program for a reason that a person should hear."""


def _taken_over(end: End) -> Callable[[], None]:
    words = "This process stood still for long, and another one does its work now; start it anew."
    return lambda: end(TakenOver(words))


@dataclass(frozen=True, slots=True)
class Program:
    """The built program; ``run`` does its work until it is told to stop."""

    settings: Settings
    name: BotName
    store: Store
    fetcher: Fetcher
    ingest: Ingest
    editions: EditionMaker
    sender: Sender
    application: Application  # type: ignore[type-arg]
    sending_bot: Bot
    updates: UpdateQueue
    webhook: Webhook | None
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

        Raises:
            TokenRefused: Telegram does not know the token, or knows it no longer.
            NameTaken: another bot works with the store under the same name.
            TakenOver: this process stood still for so long that another one does its work. Started
                anew, it stands by.
        """
        lost: list[BotError] = []

        def end(error: BotError) -> None:
            lost.append(error)
            stop.set()

        async with self.monitor.serving(self.settings.metrics_host, self.settings.metrics_port):
            if self.store.is_shared:
                await self._together(stop, end)
            else:
                await self._alone(stop, end)
        if lost:
            raise lost[0]

    async def _alone(self, stop: asyncio.Event, end: End) -> None:
        """Do everything; while another process works with the same store, stand by."""
        await self.name.take(stop)
        leadership = Leadership(self.store)
        if not await leadership.wait(stop):
            return
        async with (
            leadership.keeping(_taken_over(end)),
            self.name.keeping(end),
            self._answering(end),
            self._leading(),
            self._sending(stop),
            self._reading(),
        ):
            self.systemd.ready()
            log.info("working", parts=sorted(map(str, self.roles)))
            await stop.wait()
            self._begin_to_end()

    async def _together(self, stop: asyncio.Event, end: End) -> None:
        """Do this process's part of the work, beside others on the same store."""
        async with AsyncExitStack() as stack:
            if self.roles != {Role.READ}:
                await self.name.take(stop)
                if stop.is_set():
                    return
                await stack.enter_async_context(self.name.keeping(end))
            if Role.SEND in self.roles:
                await stack.enter_async_context(started(self.sending_bot, self.settings.api_url))
                await stack.enter_async_context(self._sending(stop))
            if Role.READ in self.roles:
                await stack.enter_async_context(self._reading())
            if self.roles != {Role.CHAT}:
                await stack.enter_async_context(self.monitor.at_work())
            self.systemd.ready()
            log.info("working", parts=sorted(map(str, self.roles)))
            chatting = asyncio.create_task(self._chat(stop, end))
            chatting.add_done_callback(lambda _task: stop.set())
            await stop.wait()
            self._begin_to_end()
            await chatting

    async def _chat(self, stop: asyncio.Event, end: End) -> None:
        """Answer people, and lead once no other process does so with this token.

        What Telegram brings is answered by all; what is fetched, only by the one that leads.
        """
        if Role.CHAT not in self.roles:
            await stop.wait()
            return
        leadership = Leadership(self.store, name="chat")
        async with AsyncExitStack() as stack:
            if self.webhook is not None:
                await stack.enter_async_context(self._answering(end))
            async with self._beating():
                if not await leadership.wait(stop):
                    return
            await stack.enter_async_context(leadership.keeping(_taken_over(end)))
            if self.webhook is None:
                await stack.enter_async_context(self._answering(end))
            await stack.enter_async_context(self._leading())
            await stop.wait()

    @asynccontextmanager
    async def _beating(self) -> AsyncIterator[None]:
        """Tell systemd inside that all is well: the watchdog looks only where a process leads."""

        async def beat() -> None:
            while True:
                self.systemd.alive()
                await asyncio.sleep(_BEAT_EVERY)

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            beating.cancel()

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
            await within(LAST_WORDS, self.poll.finish())

    @asynccontextmanager
    async def _answering(self, end: End) -> AsyncIterator[None]:
        """Answer what people write, fetched or brought."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(answering(self.application, self.settings.api_url))
            if not self.store.is_shared:
                await stack.enter_async_context(self.sending_bot)
            receiving = (
                polling(self.application, self.updates, end)
                if self.webhook is None
                else self.webhook.serving()
            )
            await stack.enter_async_context(receiving)
            if self.roles == {Role.CHAT} or not self.store.is_shared:
                await stack.enter_async_context(self.monitor.at_work())
            yield

    @asynccontextmanager
    async def _leading(self) -> AsyncIterator[None]:
        """Do inside what one process does for a token: its menus, its address, watching."""
        await handlers.announce(self.application)
        async with AsyncExitStack() as stack:
            if self.webhook is not None:
                telling = asyncio.create_task(self.webhook.announce())
                stack.callback(telling.cancel)
            self.watching.start()
            stack.callback(self.watching.shutdown, wait=False)
            yield
