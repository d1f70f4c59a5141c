"""A person's command is never lost between reading and answering, and never handled twice.

python-telegram-bot confirms updates to Telegram by its next poll, right after they went into its
queue: a crash before the handlers got to them would lose them. So our queue takes an update only
when it is written down in the store, and the processor strikes it out when it was handled. What a
crash left is put into the queue at the next start. Writes that come at a time share a transaction.

What one person asks far too fast is left out before all of that: of the bytes of a poll nothing is
made but JSON. Of the message under a pressed button only its place is kept: no handler reads its
words, and python-telegram-bot would build an object of each of its links and buttons.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import BaseUpdateProcessor, ExtBot

from bot.aiohttp_request import AiohttpRequest
from bot.delivery.flood import SERVED, Flood, TooMuch, Verdict, cost_of
from bot.delivery.ledger import surely
from bot.delivery.readable import readable
from digests.errors import StoreError
from digests.store import Store
from digests.store.inbox import LEASE, Inbox, Unhandled

log = structlog.get_logger(__name__)

Json = dict[str, Any]

_PLACE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
_FULL_POLL = 100
"""Updates that one poll brings at most: https://core.telegram.org/bots/api#getupdates"""
_BREATH = 0.05
"""Seconds before the next poll in a flood: fewer polls bring the same, each with more in it."""


class _Judged(NamedTuple):
    """What becomes of an update, and how it is written down."""

    verdict: Verdict
    body: str

    @property
    def is_heard(self) -> bool:
        return self.verdict.wait is not None


_LOOK_EVERY = LEASE.total_seconds() / 5
"""Seconds: several looks fit into a lease."""


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
        among_others: bool = False,
    ) -> None:
        """Hold at most ``size`` updates in memory; the poll waits while it is full.

        ``on_flood`` hears of what one person asked too fast: ``slowed`` or ``ignored``. It may be
        ``among_others``, which are brought updates of the same bot: then each has its own in hand.
        """
        super().__init__(size)
        self._inbox = Inbox(store.database)
        self._now = now
        self._flood = flood or Flood()
        self._on_flood = on_flood
        self._lease = LEASE if among_others else None
        self._in_hand: set[int] = set()
        self._waiting: set[asyncio.Task[None]] = set()
        self._judged: dict[int, _Judged] = {}
        self._received: dict[int, Verdict | None] = {}
        self._ended: list[int] = []
        self._striking = asyncio.Lock()
        self.is_flooded = False
        """Whether most of the last poll was not worth hearing, and Telegram had no more."""

    def sift(self, updates: Sequence[Json]) -> list[Json]:
        """Judge what came, and give what is worth making an ``Update`` of.

        Of what is left out the last one's bare number stays where it ends the list: by it
        python-telegram-bot confirms all that came before.
        """
        worth = []
        updates = [readable(_without_words(update)) for update in updates]
        for update in updates:
            judged = self._judge(update)
            if judged.is_heard or judged.verdict.begins:
                worth.append(update)
            elif update is updates[-1]:
                worth.append({"update_id": update["update_id"]})
            else:
                self._on_flood("ignored")
                continue
            self._judged[update["update_id"]] = judged
        self.is_flooded = 2 * len(worth) < len(updates) < _FULL_POLL
        return worth

    async def receive(self, updates: Sequence[Update]) -> None:
        """Write updates down together, before any is queued.

        What one person asks too fast waits, and what is far too much is dropped before it costs
        anything; one that came before is left out.
        """
        came = {update.update_id: self._judgement(update) for update in updates}
        heard = [Unhandled(number, one.body) for number, one in came.items() if one.is_heard]
        new = await surely(lambda: self._take(heard)) if heard else set()
        for number, one in came.items():
            self._received[number] = None if one.is_heard and number not in new else one.verdict

    async def _take(self, heard: Sequence[Unhandled]) -> set[int]:
        """Write down what is new, and among others that this process has it in hand."""
        return await self._inbox.take(heard, self._now(), lease=self._lease)

    async def put(self, item: object) -> None:
        """Queue an update that is written down, or write it down first."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            await self._put_heard(item)
        except asyncio.CancelledError:  # nobody has it in hand now: its lease runs out
            self._in_hand.discard(item.update_id)
            raise

    async def _put_heard(self, item: Update) -> None:
        if item.update_id not in self._received:
            await self.receive([item])
        verdict = self._received.pop(item.update_id)
        if verdict is None:
            log.info("update_again", update=item.update_id)
            return
        if verdict.wait is None:
            self._on_flood("ignored")
            if verdict.begins:
                await super().put(TooMuch(item, self._flood.limits.ignored))
            return
        self._in_hand.add(item.update_id)
        if not verdict.wait:
            await super().put(item)
            return
        self._on_flood("slowed")
        later = asyncio.create_task(self._put_later(item, verdict.wait.total_seconds()))
        self._waiting.add(later)
        later.add_done_callback(self._waiting.discard)

    def _judgement(self, update: Update) -> _Judged:
        if update.update_id in self._judged:
            return self._judged.pop(update.update_id)
        return self._judge(update.to_dict())

    def _judge(self, update: Json) -> _Judged:
        asked = cost_of(update)
        verdict = SERVED if asked is None else self._flood.judge(*asked, self._now())
        body = "" if verdict.wait is None else json.dumps(update, ensure_ascii=False)
        return _Judged(verdict, body)

    async def _put_later(self, update: Update, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await super().put(update)

    async def bring_back(self, bot: Bot) -> None:
        """Queue what was written down and never handled."""
        for left in await surely(lambda: self._inbox.unhandled(self._now())):
            update = Update.de_json(json.loads(left.body), bot)
            await super().put(update)

    async def look_after(self, bot: Bot) -> None:
        """Keep what is in hand, and queue what others left that died, until cancelled."""
        while True:
            try:
                if self._in_hand:
                    await self._inbox.renew(sorted(self._in_hand), self._now())
                for left in await self._inbox.left(self._now()):
                    log.warning("update_taken_over", update=left.number)
                    self._in_hand.add(left.number)
                    await super().put(Update.de_json(json.loads(left.body), bot))
            except StoreError as error:
                log.warning("updates_not_looked_after", reason=str(error))
            await asyncio.sleep(_LOOK_EVERY)

    async def handled(self, number: int) -> None:
        """Strike an update out, with all that ended while others were struck out."""
        self._in_hand.discard(number)
        together = self._ended
        together.append(number)
        async with self._striking:
            if together is self._ended:  # nobody struck these out meanwhile
                self._ended = []
                await surely(lambda: self._inbox.handled(together))


def _without_words(update: Json) -> Json:
    """Give an update that has left of the message under a pressed button where it stands."""
    pressed = update.get("callback_query")
    if pressed and (message := pressed.get("message")):
        pressed["message"] = {name: message[name] for name in _PLACE if name in message}
    return update


class PollRequest(AiohttpRequest):
    """The request of polls: what is not worth being heard is never made into an ``Update``."""

    def __init__(self, queue: UpdateQueue, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Take what ``AiohttpRequest`` takes."""
        super().__init__(*arguments, **options)
        self._queue = queue

    def parse_json_payload(self, payload: bytes) -> Json:  # type: ignore[override] # is called on self
        """Give the answer to a poll, sifted."""
        answer: Json = super().parse_json_payload(payload)
        if isinstance(updates := answer.get("result"), list):
            answer["result"] = self._queue.sift(updates)
        return answer


class PollRefused(TelegramError):
    """Telegram does not know the token, for the ``times``-th time in a row.

    python-telegram-bot would give up polling without a word to anybody; of this it tells.
    """

    def __init__(self, times: int) -> None:
        """Keep how often."""
        super().__init__("Telegram does not know the token")
        self.times = times


class ReceivingBot(ExtBot[None]):
    """The bot that polls: what came is written down before python-telegram-bot queues it.

    One transaction for all that came at a time; the next poll confirms them to Telegram.
    """

    __slots__ = ("_queue", "_refusals")

    def __init__(self, queue: UpdateQueue, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Take what ``ExtBot`` takes."""
        super().__init__(*arguments, **options)
        with self._unfrozen():
            self._queue = queue
            self._refusals = 0

    async def get_updates(self, *arguments: Any, **options: Any) -> tuple[Update, ...]:  # noqa: ANN401
        """Poll, and write down what came."""
        if self._queue.is_flooded:
            await asyncio.sleep(_BREATH)
        try:
            updates = await super().get_updates(*arguments, **options)
        except InvalidToken as error:
            self._refused(self._refusals + 1)
            raise PollRefused(self._refusals) from error
        if self._refusals:
            self._refused(0)
        if updates:
            await self._queue.receive(updates)
        return updates

    def _refused(self, times: int) -> None:
        with self._unfrozen():
            self._refusals = times


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
