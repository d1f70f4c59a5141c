"""What a chat's choices hold back, asked right before a delivery is sent."""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.delivery.ledger import surely
from digests.holding import NEVER_HELD, day_begins, hold, may_hold
from digests.model import Delivery
from digests.store import Store

log = structlog.get_logger(__name__)


class Keeping:
    """Keeps deliveries back, and turns what was kept into one round-up when its time has come."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        """Keep the parts."""
        self._store = store
        self._now = now

    async def keeps(self, delivery: Delivery) -> bool:
        """Give whether a delivery is not to be sent now; what becomes of it is written down."""
        reader = delivery.subscriber
        if delivery.kind in NEVER_HELD:
            return False
        if not may_hold(reader) and reader.held_until is None:
            return False
        now, store = self._now(), self._store.holding
        sent = 0
        if reader.daily_limit is not None:
            sent = await store.sent_since(reader.id, day_begins(now, reader.time_zone))
        held = hold(reader, delivery.kind, now, sent_today=sent)
        if held is not None:
            log.info("held", delivery=delivery.id, reason=str(held.reason))
            await surely(lambda: store.hold(delivery.id, reader.id, held.until, str(held.reason)))
            return True
        if reader.held_until is None:
            return False
        return await store.release(delivery.id, reader.id, now)
