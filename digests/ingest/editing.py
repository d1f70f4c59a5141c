"""Making editions: take the hours that have come, choose the stories, owe the delivery."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache

import structlog

from digests.editions import SCALES, NewsDesk, Wishes
from digests.model import EVERY_DAY, EditionKind
from digests.store import EditionSlot, ReaderPast, SlotDecision, Store, next_slot, next_week

log = structlog.get_logger(__name__)

_MOST_NEWS = 60_000
"""Articles that are weighed for an edition: far more than some days bring."""
_FIRST_EDITION_REACHES_BACK = timedelta(hours=24)
_DAILY_REACHES_BACK = timedelta(hours=72)
_WEEK = timedelta(days=7)
_WEEKLY_GRACE = timedelta(hours=24)


class EditionMaker:
    """Makes the editions that are due."""

    def __init__(
        self,
        store: Store,
        *,
        now: Callable[[], datetime],
        grace: timedelta = timedelta(hours=6),
        weekly_grace: timedelta = _WEEKLY_GRACE,
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; an edition more than its grace late does not go out any more."""
        self._store = store
        self._now = now
        self._grace = {EditionKind.DAILY: grace, EditionKind.WEEKLY: weekly_grace}
        self._on_news = on_news

    async def make_due(self, *, batch: int = 500) -> int:
        """Make every edition whose hour has come and give how many have something to tell."""
        return sum([await self._make_kind(kind, batch) for kind in EditionKind])

    async def _make_kind(self, kind: EditionKind, batch: int) -> int:
        now, made = self._now(), 0
        due = await self._store.editions.due(now, batch, kind)
        if not due:
            return 0
        reach = timedelta()
        while due:
            if (needed := self._reach(kind, due)) > reach:
                reach, desk = needed, await self._desk(kind, now, needed)
                choosing = _Choosing(kind, now, self._grace[kind], desk)
            readers = [slot.subscriber.id for slot in due]
            pasts = await self._store.editions.pasts(readers, since=now - reach)
            decisions = [choosing.decide(slot, pasts[slot.subscriber.id]) for slot in due]
            editions = await self._store.editions.settle(decisions, now, newest=desk.newest)
            log.info("editions_made", kind=str(kind), slots=len(due), editions=len(editions))
            made += len(editions)
            self._on_news()
            due = await self._store.editions.due(now, batch, kind)
        return made

    def _reach(self, kind: EditionKind, due: Sequence[EditionSlot]) -> timedelta:
        """Give how far back the news of these slots may lie: a week for who leaves days out."""
        every_day = all(slot.subscriber.days == EVERY_DAY for slot in due)
        if kind is EditionKind.DAILY and every_day:
            return _DAILY_REACHES_BACK
        return _WEEK + self._grace[kind]

    async def _desk(self, kind: EditionKind, now: datetime, reach: timedelta) -> NewsDesk:
        """Read the facts of all news that any reader's edition could tell, once for all of them."""
        news = await self._store.editions.news(since=now - reach, limit=_MOST_NEWS)
        return NewsDesk(news, now=now, scale=SCALES[kind])


class _Choosing:
    """The choices of one round: many readers, one desk, one instant."""

    def __init__(self, kind: EditionKind, now: datetime, grace: timedelta, desk: NewsDesk) -> None:
        self._weekly = kind is EditionKind.WEEKLY
        self._now = now
        self._grace = grace
        self._desk = desk
        self._next_at = lru_cache(maxsize=1024)(self._next)
        self._wishes = lru_cache(maxsize=1024)(Wishes.of)

    def _next(
        self, hours: Sequence[time], time_zone: str, days: Sequence[int], after: datetime
    ) -> datetime:
        if self._weekly:
            return next_week(hours, time_zone, after)
        return next_slot(hours, time_zone, after, days)

    def decide(self, slot: EditionSlot, past: ReaderPast) -> SlotDecision:
        """Give what becomes of a slot.

        Instead of one that is too late comes the first that is not, which may be due already.
        """
        reader = slot.subscriber
        late = self._now - slot.slot_at > self._grace
        after = self._now - self._grace if late else self._now
        next_at = None
        if reader.hours:
            next_at = self._next_at(reader.hours, reader.time_zone, reader.days, after)
        if late:
            log.info("edition_too_late", subscriber=reader.id, slot=slot.slot_at.isoformat())
            return SlotDecision(slot, (), next_at)
        numbers = self._desk.choose(
            self._wishes(past.following),
            after=self._after(slot),
            size=reader.edition_size,
            told=() if self._weekly else past.told,
        )
        return SlotDecision(slot, numbers, next_at)

    def _after(self, slot: EditionSlot) -> int:
        """Give the last article that is no news to the slot's reader any more."""
        if self._weekly:
            return self._desk.last_at(slot.slot_at - _WEEK)
        if slot.last_news is not None:
            return slot.last_news
        return self._desk.last_at(slot.last_at or slot.slot_at - _FIRST_EDITION_REACHES_BACK)
