"""Making editions: take the hours that have come, choose the stories, owe the delivery."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from digests import editions
from digests.model import Subscription, SubscriptionKind
from digests.store import EditionSlot, Store, next_slot

log = structlog.get_logger(__name__)

_CANDIDATES = 200
_FIRST_EDITION_REACHES_BACK = timedelta(hours=24)


class EditionMaker:
    """Makes the editions that are due."""

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        grace: timedelta = timedelta(hours=6),
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; an edition more than ``grace`` late does not go out any more."""
        self._store = store
        self._now = now
        self._grace = grace
        self._on_news = on_news

    async def make_due(self, *, batch: int = 200) -> int:
        """Make every edition whose hour has come and give how many have something to tell."""
        made = 0
        while due := await self._store.editions.due(self._now(), batch):
            for slot in due:
                made += await self._make(slot)
            self._on_news()
        return made

    async def _make(self, slot: EditionSlot) -> bool:
        now, reader = self._now(), slot.subscriber
        next_at = next_slot(reader.hours, reader.time_zone, now)
        if now - slot.slot_at > self._grace:
            log.info("edition_too_late", subscriber=reader.id, slot=slot.slot_at.isoformat())
            await self._store.editions.skip(slot, next_at)
            return False
        numbers = await self._chosen(slot, now)
        if not numbers:
            await self._store.editions.skip(slot, next_at)
            return False
        await self._store.editions.make(slot, numbers, next_at, now)
        log.info("edition_made", subscriber=reader.id, stories=len(numbers))
        return True

    async def _chosen(self, slot: EditionSlot, now: datetime) -> list[int]:
        reader = slot.subscriber
        since = await self._store.editions.last_edition_at(reader.id)
        articles = await self._store.editions.candidates(
            reader.id,
            since=since or slot.slot_at - _FIRST_EDITION_REACHES_BACK,
            until=now,
            limit=_CANDIDATES,
        )
        following = await self._store.subscribers.following(reader.id)
        chosen = editions.choose(
            articles, size=reader.edition_size, now=now, preferred=_sources(following)
        )
        return [candidate.best.number for candidate in chosen]


def _sources(following: list[Subscription]) -> frozenset[str]:
    return frozenset(
        wish.label for wish in following if wish.kind is SubscriptionKind.SOURCE and wish.label
    )
