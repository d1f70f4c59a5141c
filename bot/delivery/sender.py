"""The loop that empties the outbox: claim, have it delivered, come back for more."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from time import monotonic

import structlog
from telegram import Bot

from bot.delivery.delivering import HELD_UNTIL, Deliverer, OnSent, unheard
from bot.delivery.ledger import surely
from bot.delivery.membership import Membership
from bot.delivery.pace import Pace
from bot.delivery.photos import Photos
from bot.delivery.settings import SenderSettings
from bot.delivery.stars import Stars
from digests.errors import StoreError
from digests.fetch import Fetcher
from digests.model import Delivery, DeliveryKind
from digests.store import Store
from digests.store.claiming import Hands
from digests.store.shards import shard_of

log = structlog.get_logger(__name__)

_GATHER = 0.1
"""Seconds between two claims while others are under way: claims in batches are cheaper."""
_ROOM = 4
"""A quarter of the places must be free before the next claim, unless there is news."""
_CATCH_UP_EVERY = 60.0
_AFTER_TROUBLE = 1.0


class Sender:
    """Sends what the outbox owes: each chat in its own order, the chats independent."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        pace: Pace,
        *,
        now: Callable[[], datetime],
        settings: SenderSettings | None = None,
        fetcher: Fetcher | None = None,
        stars: Stars | None = None,
        membership: Membership | None = None,
        on_sent: OnSent = unheard,
    ) -> None:
        """Keep the parts; nothing is sent yet. Without ``fetcher`` no photo is uploaded.

        ``stars`` are what ``pace`` pays with. With ``membership`` it is one of several senders;
        without, the only one. ``on_sent`` hears of each delivery that went out.
        """
        self._stars = stars
        self._store = store
        self._bot = bot
        self._pace = pace
        self._now = now
        self._settings = settings or SenderSettings()
        self._deliverer = Deliverer(
            store,
            bot,
            pace,
            Photos(store, fetcher, now=now),
            now=now,
            settings=self._settings,
            sender=lambda: membership.sender if membership else None,
            on_sent=on_sent,
        )
        self._membership = membership
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._stopping = False
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._shards: Counter[int] = Counter()
        self._announcements: set[int] = set()
        self._caught_up_at: float | None = None

    def wake(self) -> None:
        """Say that something may be owed now."""
        self._news.set()

    def stop(self) -> None:
        """Take nothing new; ``run`` ends when what is in flight has ended."""
        self._stopping = True
        self._deliverer.stopping = True
        self._news.set()

    async def run(self) -> None:
        """Empty the outbox until ``stop`` is called."""
        async with self._taking_part():
            await surely(self._go_on_waiting)
            while not self._stopping:
                self._news.clear()
                claimed = await self._claim_in_peace()
                if not self._stopping:
                    await self._wait(claimed=claimed)
            await self._finish()
            if self._stars is not None:
                await surely(self._stars.give_back)

    @asynccontextmanager
    async def _taking_part(self) -> AsyncIterator[None]:
        """Be the only sender, or one of several, inside."""
        member = self._membership
        if member is None:
            resend = self._settings.resend_uncertain
            await surely(lambda: self._store.outbox.recover(self._now(), resend=resend))
            yield
            return
        await surely(lambda: member.renew(()))
        keeping = asyncio.create_task(member.keep(self._shards.keys, self.wake))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            if not self._deliverer.flying:
                await member.leave()

    async def deliver_all(self) -> None:
        """Send everything that is due now, then end."""
        while await self._claim():
            await asyncio.gather(*self._tasks.values())

    async def _go_on_waiting(self) -> None:
        """Keep to a pause of the whole bot that Telegram wished for before the restart."""
        held = await self._store.meta.get(HELD_UNTIL)
        if held is not None:
            left = (datetime.fromisoformat(held) - self._now()).total_seconds()
            if left > 0:
                log.warning("everything_waits", seconds=round(left))
                self._pace.hold(left)

    async def _finish(self) -> None:
        """Let what is in flight end; what only waited for its turn stays owed."""
        for number, task in self._tasks.items():
            if number not in self._deliverer.flying:
                task.cancel()
        tasks = list(self._tasks.values())
        if tasks:
            _done, late = await asyncio.wait(tasks, timeout=self._settings.last_words)
            for task in late:  # stays marked as in flight, and is uncertain at the next start
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _wait(self, *, claimed: bool) -> None:
        """Wait for room, for news, or until something is due."""
        if not self._has_room():
            self._room.clear()
            await self._first_of(self._settings.idle, self._room, self._news)
            if self._news.is_set():
                return
        elif not claimed:
            self._room.clear()  # a chat that was served may have the next one waiting
            await self._first_of(await self._idle(), self._room, self._news)
            if self._news.is_set():
                return
        if self._tasks:
            await asyncio.sleep(_GATHER)

    def _has_room(self) -> bool:
        return len(self._tasks) <= self._settings.batch - self._settings.batch // _ROOM

    async def _first_of(self, seconds: float, *signs: asyncio.Event) -> None:
        """Wait for one of ``signs``, at most so long."""
        waits = [asyncio.create_task(sign.wait()) for sign in signs]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _idle(self) -> float:
        try:
            next_at = await self._store.outbox.next_ready_at()
        except StoreError:
            return self._settings.idle
        if next_at is None:
            return self._settings.idle
        left = (next_at - self._now()).total_seconds()
        return min(self._settings.idle, left) if left > 0 else self._settings.idle

    async def _claim_in_peace(self) -> bool:
        try:
            await self._catch_up()
            return await self._claim()
        except StoreError as error:
            log.warning("nothing_claimed", reason=str(error))
            await asyncio.sleep(_AFTER_TROUBLE)
            return False

    async def _claim(self) -> bool:
        if self._caught_up_at is None:
            await self._catch_up()
        settings = self._settings
        places = settings.batch - len(self._tasks)
        if places <= 0 or self._pace.everything_held():
            return False
        if self._stars is not None:
            await self._stars.draw()
        announcements = settings.batch - settings.reserve - len(self._announcements)
        dealing = nullcontext() if self._membership is None else self._membership.dealing
        async with dealing:
            claimed = await self._owed(places, max(0, announcements))
            at = monotonic()
            new = [delivery for delivery in claimed if delivery.id not in self._tasks]
            for delivery in new:
                self._begin(delivery, at)
        return bool(new)

    async def _owed(self, limit: int, notices: int) -> list[Delivery]:
        outbox, now, lease = self._store.outbox, self._now(), self._settings.lease
        if self._membership is None:
            return await outbox.claim(now, limit=limit, lease=lease, notices=notices)
        if self._membership.holding is None:
            return []
        hands = Hands(self._membership.holding, frozenset(self._tasks))
        return await outbox.claim_of(hands, now, limit=limit, lease=lease, notices=notices)

    def _begin(self, delivery: Delivery, at: float) -> None:
        task = asyncio.create_task(self._deliverer.deliver(delivery, claimed_at=at))
        self._tasks[delivery.id] = task
        shard = shard_of(delivery.subscriber.id)
        self._shards[shard] += 1
        if delivery.kind is DeliveryKind.NOTICE:
            self._announcements.add(delivery.id)

        def ended(_task: asyncio.Task[None]) -> None:
            self._tasks.pop(delivery.id, None)
            self._shards[shard] -= 1
            self._shards += Counter()  # without those of which nothing is in hand any more
            self._announcements.discard(delivery.id)
            if self._has_room():
                self._room.set()

        task.add_done_callback(ended)

    async def _catch_up(self) -> None:
        """End what became too old, and make one round-up of what piled up in a long silence."""
        moment = asyncio.get_running_loop().time()
        if self._caught_up_at is not None and moment < self._caught_up_at + _CATCH_UP_EVERY:
            return
        self._caught_up_at = moment
        now, settings = self._now(), self._settings
        before = {kind: now - settings.expires(kind) for kind in DeliveryKind}
        if expired := await self._store.outbox.expire(before, now):
            log.info("expired", deliveries=expired)
        made = await self._store.outbox.round_up(
            now,
            older_than=now - settings.round_up_after,
            above=settings.round_up_above,
            size=settings.round_up_size,
        )
        if made:
            log.info("rounded_up", readers=made)
