"""One delivery from its claim to its outcome."""

from asyncio import CancelledError
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.editing import edit_digest
from bot.delivery.keeping import Keeping
from bot.delivery.ledger import Ledger, surely
from bot.delivery.outcomes import (
    AlreadySo,
    EditRefused,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    PaymentRefused,
    TokenLost,
    Uncertain,
    Wait,
    outcome_of,
)
from bot.delivery.pace import Lane, Pace
from bot.delivery.photos import Photos
from bot.delivery.posting import Posted, post
from bot.delivery.prints import Prints
from bot.delivery.rendering import Rendered
from bot.delivery.rich import RichForm
from bot.delivery.settings import SenderSettings, retry_pause
from bot.messages import Outgoing
from digests.errors import StoreError
from digests.model import ChatKind, Delivery, DeliveryKind
from digests.store import Sent, Store

log = structlog.get_logger(__name__)

HELD_UNTIL = "telegram_held_until"
"""The name in the store under which a pause of the whole bot outlives the program."""
_MARGIN = timedelta(seconds=0.5)
"""Telegram gives whole seconds; asked within the last one it refuses again."""
_PATIENCE = 20.0
"""Seconds that a claimed delivery waits in memory for its chat; for longer it is given back."""
_LONG = timedelta(minutes=1)
"""Who waited longer for a turn is asked again whether the message is still wanted."""
_OUR_FAULT = timedelta(minutes=1)
_MOST_FAULTS = 5
"""So often a delivery may break in our own hands before its chat goes on without it."""
_TOKEN_PAUSE = timedelta(minutes=1)
_NO_STARS = timedelta(hours=1)
_LANES = {
    DeliveryKind.BREAKING: Lane.BREAKING,
    DeliveryKind.EDITION: Lane.EDITION,
    DeliveryKind.NOTICE: Lane.ANNOUNCEMENT,
    DeliveryKind.ALARM: Lane.ANSWER,
}


OnSent = Callable[[DeliveryKind, float], None]
"""Hears of what went out: its kind, and the seconds since it was due."""


def unheard(_kind: DeliveryKind, _seconds: float) -> None:
    """Be told, and do nothing about it."""


class _Interrupted(Exception):
    """The program ends between two messages of one delivery."""


class Deliverer:
    """Sends single deliveries and writes down what came of them."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        pace: Pace,
        photos: Photos,
        *,
        now: Callable[[], datetime],
        settings: SenderSettings,
        sender: Callable[[], int | None] = lambda: None,
        on_sent: OnSent = unheard,
    ) -> None:
        """Keep the parts; ``sender`` gives this sender's number among several."""
        self._store = store
        self._bot = bot
        self._on_sent = on_sent
        self._pace = pace
        self._photos = photos
        self._now = now
        self._settings = settings
        self._sender = sender
        self._ledger = Ledger(store, now=now, sender=sender)
        self._prints = Prints(store)
        self._keeping = Keeping(store, now=now)
        self._rich = RichForm(bot)
        self._paid: set[int] = set()
        self._broken: Counter[int] = Counter()
        self.stopping = False
        self.flying: set[int] = set()

    async def deliver(self, delivery: Delivery, *, claimed_at: float | None = None) -> None:
        """Bring one delivery to its outcome, or give it back for later.

        ``claimed_at`` is the instant (``monotonic``) of its claim, now where none is given.
        """
        try:
            await self._deliver(delivery, monotonic() if claimed_at is None else claimed_at)
        except StoreError as error:
            log.warning("not_begun", delivery=delivery.id, reason=str(error))
            await self._postpone(delivery, self._now(), None)
        except Exception as error:
            # A fault of ours, before anything was sent: it must not stop the other chats.
            log.exception("delivery_failed", delivery=delivery.id)
            await self._broke(delivery, f"a fault of ours: {type(error).__name__}")
        else:
            self._broken.pop(delivery.id, None)
        finally:
            self.flying.discard(delivery.id)
            self._paid.discard(delivery.id)

    async def _broke(self, delivery: Delivery, reason: str) -> None:
        """Try again soon, but not for ever: what comes later for the chat waits behind it."""
        self._broken[delivery.id] += 1
        if self._broken[delivery.id] < _MOST_FAULTS:
            await self._postpone(delivery, self._now() + _OUR_FAULT, None)
            return
        await self._refuse(delivery, reason)

    async def _wanted(self, delivery: Delivery) -> bool:
        """Give whether a delivery may go now; what else becomes of it is written down."""
        now = self._now()
        if await self._keeping.keeps(delivery):
            return False
        waited = delivery.subscriber.held_until is not None
        if waited or delivery.due_at + self._settings.expires(delivery.kind) >= now:
            return True
        self._broken.pop(delivery.id, None)
        await surely(
            lambda: self._store.outbox.expired(delivery.id, "too old", now, sender=self._sender())
        )
        return False

    async def _deliver(self, delivery: Delivery, claimed_at: float) -> None:
        now, address = self._now(), delivery.subscriber.address
        if not await self._wanted(delivery):
            return
        held = self._pace.held(address.chat)
        if held > _PATIENCE:
            await self._postpone(delivery, now + timedelta(seconds=held), None)
            return
        rendered = await self._prints.of(delivery, since=claimed_at)
        if rendered is None or not rendered.messages:
            await self._refuse(delivery, "nothing left to send")
            return
        async with self._with_photo(rendered) as ready:
            await self._turn(delivery)
            while self._ledger.stalled:  # all whose turns came meanwhile would go out at once
                await self._ledger.through()
                await self._turn(delivery)
            if self._now() - now > _LONG and not await self._wanted(delivery):
                return
            self.flying.add(delivery.id)
            if await self._ledger.going(delivery.id):
                await self._send(delivery, ready)

    async def _turn(self, delivery: Delivery) -> None:
        reader = delivery.subscriber
        self._paid.discard(delivery.id)
        paid = await self._pace.turn(
            reader.address.chat,
            group=reader.kind is not ChatKind.PRIVATE,
            lane=_LANES.get(delivery.kind, Lane.DIGEST),
            payable=delivery.kind is not DeliveryKind.CHANGE,  # edits cannot be paid for
        )
        if paid:
            self._paid.add(delivery.id)

    @asynccontextmanager
    async def _with_photo(self, rendered: Rendered) -> AsyncIterator[Rendered]:
        if rendered.photo_url is None:
            yield rendered
            return
        async with self._photos.bringing(rendered.photo_url) as photo:
            first, *others = rendered.messages
            first = first.without_photo() if photo is None else replace(first, photo=photo)
            yield replace(rendered, messages=(first, *others))

    async def _send(self, delivery: Delivery, rendered: Rendered) -> None:
        """Send what is marked as in flight; every way out of here is written down."""
        self._broken.pop(delivery.id, None)
        try:
            message_id = await self._messages(delivery, rendered)
        except TelegramError as error:
            await self._settle(delivery, outcome_of(error))
        except _Interrupted:
            await self._postpone(delivery, self._now(), None)
        except Exception as error:
            log.exception("delivery_broke", delivery=delivery.id)
            await self._settle(delivery, Uncertain(f"a fault of ours: {type(error).__name__}"))
        else:
            self._pace.went(delivery.subscriber.address.chat)
            if delivery.subscriber.held_until is None:  # else the reader wanted it to wait
                self._on_sent(delivery.kind, (self._now() - delivery.due_at).total_seconds())
            await self._ledger.sent(Sent(delivery.id, message_id))
            log.info("delivered", delivery=delivery.id, kind=str(delivery.kind))

    async def _messages(self, delivery: Delivery, rendered: Rendered) -> int | None:
        """Send all messages of a delivery; give the number of the first."""
        address = delivery.subscriber.address
        if delivery.kind is DeliveryKind.CHANGE:
            return await self._edit(delivery, rendered.messages[0])
        if rendered.rich is not None and "parts" not in delivery.payload:
            posted = await self._rich.send(
                rendered.rich,
                chat=address.chat,
                topic=address.topic,
                silent=delivery.subscriber.silent,
                paid=delivery.id in self._paid,
            )
            if posted is not None:
                return posted.message_id
        return await self._parts(delivery, rendered)

    async def _edit(self, delivery: Delivery, message: Outgoing) -> int | None:
        """Change the message of a digest; one that never arrived has none."""
        number, reader = delivery.message_id, delivery.subscriber
        if number is None and delivery.article is not None:
            number = await self._store.outbox.message_of(delivery.article, reader.id)
        if number is not None:
            await edit_digest(self._bot, message, chat=reader.address.chat, message_id=number)
        return number

    async def _parts(self, delivery: Delivery, rendered: Rendered) -> int | None:
        """Send the plain messages from where an earlier attempt got to."""
        begin = int(delivery.payload.get("parts", "0"))
        first = delivery.payload.get("first")
        for place in range(begin, len(rendered.messages)):
            if place > begin:
                if self.stopping:
                    raise _Interrupted
                await self._next_turn(delivery)
            posted = await self._part(delivery, rendered, place)
            first = first or str(posted.message_id)
            if place + 1 < len(rendered.messages):
                got = {**delivery.payload, "parts": str(place + 1), "first": first}
                await surely(lambda got=got: self._store.outbox.progress(delivery.id, got))  # type: ignore[misc]
        return None if first is None else int(first)

    async def _next_turn(self, delivery: Delivery) -> None:
        """Wait for the turn of a part; broken off here, nothing of the delivery is in the air."""
        try:
            await self._turn(delivery)
        except CancelledError:
            raise _Interrupted from None

    async def _part(self, delivery: Delivery, rendered: Rendered, place: int) -> Posted:
        reader, message, url = delivery.subscriber, rendered.messages[place], rendered.photo_url
        send = partial(
            post,
            self._bot,
            message,
            chat=reader.address.chat,
            topic=reader.address.topic,
            silent=reader.silent,
            paid=delivery.id in self._paid,
        )
        if url is None or place > 0:
            return await send()
        asked = False

        async def upload() -> bytes | None:
            nonlocal asked
            asked = True
            return await self._photos.upload(url, page=message.links_to)

        posted = await send(upload=upload, smaller=rendered.smaller_photo)
        if posted.photo_ref is not None:
            await self._photos.keep(url, posted.photo_ref)
        elif asked:
            self._photos.forget(url)
        return posted

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        now, reason = self._now(), outcome.reason
        log.warning("not_delivered", delivery=delivery.id, why=type(outcome).__name__, words=reason)
        match outcome:
            case AlreadySo():
                await self._ledger.sent(Sent(delivery.id, delivery.message_id))
            case Gone():
                await self._refuse(delivery, reason)
                await surely(
                    lambda: self._store.subscribers.sleep(delivery.subscriber.id, reason, now)
                )
            case Migrated(chat=chat):
                old = delivery.subscriber.address
                new = self._store.address(chat, old.topic)
                await surely(lambda: self._store.subscribers.move(old, new))
                await self._postpone(delivery, now, reason)
            case Wait(pause=pause):
                await self._flooded(delivery, reason, pause)
            case TokenLost():
                log.error("token_lost", reason=reason)
                self._pace.hold(_TOKEN_PAUSE.total_seconds())
                await self._postpone(delivery, now + _TOKEN_PAUSE, reason)
            case PaymentRefused() if delivery.id in self._paid:
                log.error("stars_refused", reason=reason)
                self._pace.pay_nothing(_NO_STARS.total_seconds())
                await self._postpone(delivery, now, reason)
            case NotSent():
                await self._retry(delivery, reason)
            case Uncertain():
                await self._uncertain(delivery, reason)
            case EditRefused():
                await self._refuse(delivery, reason)
            case _:
                log.error("message_refused", delivery=delivery.id, reason=reason)
                await self._refuse(delivery, reason)

    async def _flooded(self, delivery: Delivery, reason: str, pause: timedelta) -> None:
        until = self._now() + pause + _MARGIN
        seconds = (pause + _MARGIN).total_seconds()
        if self._pace.flooded(delivery.subscriber.address.chat, seconds):
            log.warning("everything_waits", seconds=seconds)
            await surely(lambda: self._store.meta.set(HELD_UNTIL, until.isoformat()))
        await self._postpone(delivery, until, reason)

    async def _uncertain(self, delivery: Delivery, reason: str) -> None:
        """Try again where a repeated message harms little; an edit can be repeated anywhere."""
        private = delivery.subscriber.kind is ChatKind.PRIVATE and self._settings.resend_uncertain
        if private or delivery.kind is DeliveryKind.CHANGE:
            await self._retry(delivery, reason)
            return
        now = self._now()
        await surely(
            lambda: self._store.outbox.uncertain(delivery.id, reason, now, sender=self._sender())
        )

    async def _refuse(self, delivery: Delivery, reason: str) -> None:
        self._broken.pop(delivery.id, None)
        now = self._now()
        await surely(
            lambda: self._store.outbox.refused(delivery.id, reason, now, sender=self._sender())
        )

    async def _retry(self, delivery: Delivery, reason: str) -> None:
        pause = retry_pause(delivery.attempts + 1, self._settings.retry_pause)
        await self._postpone(delivery, self._now() + pause, reason)

    async def _postpone(self, delivery: Delivery, until: datetime, reason: str | None) -> None:
        await surely(
            lambda: self._store.outbox.postpone(delivery.id, until, reason, sender=self._sender())
        )
