"""What tests make of one slot of a round-up; the program settles many together."""

from collections.abc import Sequence
from datetime import datetime

from digests.store import EditionSlot, SlotDecision, Store


async def settle_slot(
    store: Store,
    slot: EditionSlot,
    numbers: Sequence[int],
    next_at: datetime | None,
    now: datetime,
) -> int | None:
    """Have a slot told ``numbers``; give the edition's number, ``None`` where none was made."""
    made = await store.editions.settle([SlotDecision(slot, tuple(numbers), next_at)], now)
    return made.get(slot.subscriber.id)
