"""A person's command is never lost between reading and answering, and never handled twice.

python-telegram-bot confirms updates to Telegram by its next poll, right after they went into its
queue: a crash before the handlers got to them would lose them. So our queue takes an update only
when it is written down in the store, and the processor strikes it out when it was handled. What a
crash left is put into the queue at the next start.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.delivery.flood import SERVED, Flood, TooMuch, Verdict, cost_of
from bot.delivery.ledger import surely
from digests.store import Store
from digests.store.inbox import Inbox

log = structlog.get_logger(__name__)


class UpdateQueue(asyncio.Queue[object]):
    """Python-telegram-bot's queue, with a store before it."""

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        size: int = 1000,
        flood: Flood | None = None,
        on_flood: Callable[[str], None] = lambda _what: None,
    ) -> None:
        """Hold at most ``size`` updates in memory; the poll waits while it is full.

        ``on_flood`` hears of what one person asked too fast: ``slowed`` or ``ignored``.
        """
        super().__init__(size)
        self._inbox = Inbox(store.database)
        self._now = now
        self._flood = flood or Flood()
        self._on_flood = on_flood
        self._waiting: set[asyncio.Task[None]] = set()

    async def put(self, item: object) -> None:
        """Write an update down, then queue it; one that came before is left out.

        What one person asks too fast waits, and what is far too much is dropped before it costs
        anything.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        verdict = self._judge(item)
        if verdict.wait is None:
            self._on_flood("ignored")
            if verdict.begins:
                await super().put(TooMuch(item, self._flood.limits.ignored))
            return
        number, body = item.update_id, item.to_json()
        if not await surely(lambda: self._inbox.take(number, body, self._now())):
            log.info("update_again", update=number)
            return
        if not verdict.wait:
            await super().put(item)
            return
        self._on_flood("slowed")
        later = asyncio.create_task(self._put_later(item, verdict.wait.total_seconds()))
        self._waiting.add(later)
        later.add_done_callback(self._waiting.discard)

    def _judge(self, update: Update) -> Verdict:
        asked = cost_of(update)
        return SERVED if asked is None else self._flood.judge(*asked, self._now())

    async def _put_later(self, update: Update, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await super().put(update)

    async def bring_back(self, bot: Bot) -> None:
        """Queue what was written down and never handled."""
        for left in await self._inbox.unhandled(self._now()):
            update = Update.de_json(json.loads(left.body), bot)
            await super().put(update)

    async def handled(self, number: int) -> None:
        """Strike an update out."""
        await surely(lambda: self._inbox.handled([number]))


class UpdateProcessor(BaseUpdateProcessor):
    """Handles the updates of several chats at a time, and strikes out what was handled."""

    def __init__(
        self,
        queue: UpdateQueue,
        *,
        at_once: int,
        on_handled: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        """Handle at most ``at_once`` updates at the same time; tell the seconds each took."""
        super().__init__(at_once)
        self._on_handled = on_handled
        self._queue = queue
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is kept."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update; its own errors are the error handler's."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat = update.effective_chat.id if update.effective_chat else -update.update_id
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:  # "stop" after "start" must not overtake it
            began = monotonic()
            await coroutine
            self._on_handled(monotonic() - began)
        await self._queue.handled(update.update_id)
