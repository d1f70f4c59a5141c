"""This process among the senders that share a store: which chats are its own, and its share."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

import structlog

from bot.delivery.pace import Pace
from bot.delivery.standby import identity
from digests.errors import StoreError
from digests.store import Store
from digests.store.shards import Holding

log = structlog.get_logger(__name__)

RENEW_EVERY = 2.5
"""Seconds between two signs of life: several fit into a lease."""


class Membership:
    """Keeps a sender known to the others and tells it what it holds.

    Attributes:
        holding: what it may serve now; None while nothing is held.
        dealing: held while chats are dealt out, and by who claims: of what is given up here
            nothing may come into hand meanwhile, or two senders would have it.
    """

    def __init__(
        self, store: Store, pace: Pace, *, now: Callable[[], datetime], resend: bool
    ) -> None:
        """Keep the parts; nothing is held yet."""
        self._store = store
        self._pace = pace
        self._now = now
        self._resend = resend
        self._name = identity()
        self.holding: Holding | None = None
        self.dealing = asyncio.Lock()

    @property
    def sender(self) -> int | None:
        """The number by which deliveries are marked; None while nothing is held."""
        return None if self.holding is None else self.holding.sender

    async def renew(self, busy: Collection[int]) -> None:
        """Give a sign of life; ``busy`` are the shards of which something is in hand."""
        before = self.holding
        holding = await self._store.shards.renew(
            self.sender, self._name, busy, self._now(), resend=self._resend
        )
        self.holding = holding
        self._pace.shared_by(holding.senders)
        if before is None or before.shards != holding.shards:
            log.info("shards_held", shards=len(holding.shards), senders=holding.senders)
        if before is not None and before.sender != holding.sender:
            log.warning("sender_was_forgotten", words="the others took its chats meanwhile")

    async def keep(self, busy: Callable[[], Collection[int]], changed: Callable[[], None]) -> None:
        """Give signs of life until cancelled; ``changed`` is called when other chats are held."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            before = self.holding
            try:
                async with self.dealing:
                    await self.renew(busy())
            except StoreError as error:
                log.warning("no_sign_of_life", reason=str(error))
                continue
            if before is None or self.holding is None or before.shards != self.holding.shards:
                changed()

    async def leave(self) -> None:
        """Give everything up in order."""
        if self.sender is None:
            return
        try:
            await self._store.shards.leave(self.sender)
        except StoreError as error:
            log.warning("shards_not_given_up", reason=str(error))
