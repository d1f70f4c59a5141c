"""The loop that empties the outbox: claim, send at the pace allowed, write down what came."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.editing import edit_digest
from bot.delivery.outcomes import (
    AlreadySo,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Uncertain,
    Wait,
    outcome_of,
)
from bot.delivery.pace import Pace
from bot.delivery.posting import Posted, post, post_rich
from bot.delivery.rendering import Rendered, render
from digests.model import Address, ChatKind, Delivery, DeliveryKind
from digests.store import Store

log = structlog.get_logger(__name__)

NETWORK = "telegram"


@dataclass(frozen=True, slots=True)
class SenderSettings:
    """How the sender behaves.

    Attributes:
        batch: deliveries claimed at once.
        lease: how long they belong to this process.
        idle: seconds between two looks at an empty outbox.
        retry_pause: the first pause after a failure that is not Telegram's wish; it doubles.
        resend_uncertain: whether private chats get again what may have arrived.
    """

    batch: int = 100
    lease: timedelta = timedelta(minutes=2)
    idle: float = 1.0
    retry_pause: timedelta = timedelta(seconds=5)
    resend_uncertain: bool = True


def retry_pause(attempts: int, first: timedelta) -> timedelta:
    """Give how long to wait after ``attempts`` failures: doubling, at most ten minutes."""
    return min(first * 2 ** min(max(attempts - 1, 0), 10), timedelta(minutes=10))


class Sender:
    """Sends what the outbox owes, one chat after its own order, the chats independent."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        pace: Pace,
        *,
        now: Callable[[], datetime],
        settings: SenderSettings | None = None,
    ) -> None:
        """Keep the parts; nothing is sent yet."""
        self._store = store
        self._bot = bot
        self._pace = pace
        self._now = now
        self._settings = settings or SenderSettings()
        self._news = asyncio.Event()
        self._stopping = False
        self._chats: set[asyncio.Task[None]] = set()
        self._takes_rich = True

    def wake(self) -> None:
        """Say that something may be owed now."""
        self._news.set()

    def stop(self) -> None:
        """Take nothing new; ``run`` ends when what is in flight has ended."""
        self._stopping = True
        self._news.set()

    async def run(self) -> None:
        """Empty the outbox until ``stop`` is called."""
        await self._store.outbox.recover(self._now(), resend=self._settings.resend_uncertain)
        while not self._stopping:
            self._news.clear()
            if not await self._claim() and not self._stopping:
                await self._wait()
        await asyncio.gather(*self._chats)

    async def deliver_all(self) -> None:
        """Send everything that is due now, then end."""
        while await self._claim():
            await asyncio.gather(*self._chats)

    async def _wait(self) -> None:
        waiting: set[asyncio.Task[object]] = {asyncio.create_task(self._news.wait())}
        try:
            await asyncio.wait(
                {*waiting, *self._chats},
                timeout=self._settings.idle,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for task in waiting:
                task.cancel()

    async def _claim(self) -> bool:
        places = self._settings.batch - len(self._chats)
        if places <= 0:
            return False
        claimed = await self._store.outbox.claim(
            self._now(), limit=places, lease=self._settings.lease
        )
        by_chat = sorted(claimed, key=lambda delivery: (delivery.subscriber.id, delivery.id))
        for _chat, group in groupby(by_chat, key=lambda delivery: delivery.subscriber.id):
            task = asyncio.create_task(self._serve(list(group)))
            self._chats.add(task)
            task.add_done_callback(self._chats.discard)
        return bool(claimed)

    async def _serve(self, deliveries: list[Delivery]) -> None:
        for place, delivery in enumerate(deliveries):
            if self._stopping:
                await self._release(deliveries[place:])
                return
            try:
                goes_on = await self._deliver(delivery)
            except Exception as error:
                # A fault of ours must neither lose the delivery nor stop the other chats.
                log.exception("delivery_failed", delivery=delivery.id)
                await self._retry(delivery, type(error).__name__)
                goes_on = False
            if not goes_on:
                await self._release(deliveries[place + 1 :])
                return

    async def _release(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            await self._store.outbox.postpone(delivery.id, delivery.due_at, None)

    async def _deliver(self, delivery: Delivery) -> bool:
        """Send one delivery; give whether the next one of the chat may follow."""
        rendered = await render(self._store, delivery)
        if rendered is None or not rendered.messages:
            await self._store.outbox.refused(delivery.id, "nothing left to send", self._now())
            return True
        await self._pace.turn(delivery.subscriber)
        await self._store.outbox.in_flight([delivery.id], self._now())
        try:
            posted = await self._post(delivery, rendered)
        except TelegramError as error:
            return await self._settle(delivery, outcome_of(error))
        await self._store.outbox.sent(delivery.id, posted.message_id, self._now())
        if rendered.photo_url is not None and posted.photo_ref is not None:
            await self._store.outbox.keep_photo_ref(rendered.photo_url, posted.photo_ref)
        log.info("delivered", delivery=delivery.id, kind=str(delivery.kind))
        return True

    async def _post(self, delivery: Delivery, rendered: Rendered) -> Posted:
        address = delivery.subscriber.address
        if delivery.kind is DeliveryKind.CHANGE and delivery.message_id is not None:
            await edit_digest(
                self._bot, rendered.messages[0], chat=address.chat, message_id=delivery.message_id
            )
            return Posted(delivery.message_id)
        if rendered.rich is not None and self._takes_rich:
            posted = await post_rich(
                self._bot, rendered.rich, chat=address.chat, topic=address.topic
            )
            if posted is not None:
                return posted
            self._takes_rich = False
        return await self._post_plain(address, rendered)

    async def _post_plain(self, address: Address, rendered: Rendered) -> Posted:
        first, *others = rendered.messages
        if rendered.photo_url is not None:
            photo_ref = await self._store.outbox.photo_ref(rendered.photo_url)
            first = replace(first, photo=photo_ref or first.photo)
        posted = await post(self._bot, first, chat=address.chat, topic=address.topic)
        for message in others:
            await post(self._bot, message, chat=address.chat, topic=address.topic)
        return posted

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        now, reason = self._now(), outcome.reason
        log.warning("not_delivered", delivery=delivery.id, why=type(outcome).__name__, words=reason)
        match outcome:
            case AlreadySo():
                await self._store.outbox.sent(delivery.id, delivery.message_id, now)
                return True
            case Gone():
                await self._store.outbox.refused(delivery.id, reason, now)
                await self._store.subscribers.sleep(delivery.subscriber.id, reason, now)
            case Migrated(chat=chat):
                old = delivery.subscriber.address
                await self._store.subscribers.move(old, Address(NETWORK, chat, old.topic))
                await self._store.outbox.postpone(delivery.id, now, reason)
                self.wake()
            case Wait(pause=pause):
                await self._store.outbox.postpone(delivery.id, now + pause, reason)
            case NotSent():
                await self._retry(delivery, reason)
            case Uncertain():
                return await self._uncertain(delivery, reason)
            case _:
                await self._store.outbox.refused(delivery.id, reason, now)
                return True
        return False

    async def _uncertain(self, delivery: Delivery, reason: str) -> bool:
        private = delivery.subscriber.kind is ChatKind.PRIVATE
        if private and self._settings.resend_uncertain:
            await self._retry(delivery, reason)
            return False
        await self._store.outbox.uncertain(delivery.id, reason, self._now())
        return True

    async def _retry(self, delivery: Delivery, reason: str) -> None:
        pause = retry_pause(delivery.attempts, self._settings.retry_pause)
        await self._store.outbox.postpone(delivery.id, self._now() + pause, reason)
