"""What admins are told without asking, each thing once."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.conditions import DELIVERIES, DISK, HELD, QUEUE, SILENCE, Facts, alarmed, silent_since
from bot.messages.markup import fill
from bot.messages.reasons import why_failed
from bot.messages.sizes import size
from bot.running import Running
from bot.texts import Texts, number, short_moment, texts_for
from digests.feeds.health import came_back, went_down
from digests.model import DeliveryState, Feed, FeedState, Subscriber
from digests.store import Store, day_of

ALARMS_ON = "alarms_on"
"""The name in the store under which the alarms that are on outlive the program."""
_DELIVERIES_OF = timedelta(minutes=15)

Wording = Callable[[Texts, str], str]
"""Gives a message (HTML) in a language and a time zone."""


def feed_alarm(before: Feed, after: Feed, texts: Texts) -> str | None:
    """Give what admins should hear of a poll, as HTML; ``None`` when there is nothing new."""
    name = after.title or after.source.name
    if went_down(before, after):
        words = texts.alarms.feed_down
        if after.state is FeedState.GONE:
            words = texts.alarms.feed_gone
        reason = why_failed(after.last_error, texts.sources.reasons)
        return fill(words, number=str(after.id), name=name, reason=reason, url=after.url)
    if came_back(before, after):
        return fill(texts.alarms.feed_back, number=str(after.id), name=name)
    return None


def alarm_html(name: str, facts: Facts, waiting: int, texts: Texts, zone: str) -> str:
    """Give the message that begins an alarm. Pure."""
    dates = texts.dates
    values: dict[str, object] = {}
    if name == DELIVERIES:
        values = {"failed": facts.failed, "all": facts.failed + facts.sent}
        values = {key: number(dates, int(str(count))) for key, count in values.items()}
    elif name == QUEUE and facts.oldest_owed_at is not None:
        moment = short_moment(dates, facts.oldest_owed_at, zone)
        values = {"moment": moment, "owed": number(dates, waiting)}
    elif name == DISK and facts.disk is not None:
        percent = number(dates, round(100 * facts.disk.free / facts.disk.total))
        values = {"free": size(facts.disk.free, texts), "percent": percent}
    elif name == HELD:
        values = {"count": number(dates, facts.held)}
    elif name == SILENCE:
        values = {"moment": short_moment(dates, silent_since(facts), zone)}
    return fill(texts.desk.alarms.raised[name], **values)


def _cleared(name: str, texts: Texts, _zone: str) -> str:
    return texts.desk.alarms.cleared[name]


class Alarms:
    """Owes the admins a message; those who never wrote to the bot cannot be reached."""

    def __init__(
        self,
        store: Store,
        admins: frozenset[int],
        *,
        now: Callable[[], datetime],
        running: Running,
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; ``on_news`` is called after a message was owed."""
        self._store = store
        self._admins = admins
        self._now = now
        self._running = running
        self._on_news = on_news

    async def feed_health(self, before: Feed, after: Feed) -> None:
        """Tell the admins that a feed went down, ended or is back.

        Who reads may be no bot of its own: then an admin hears of it from one that knows them.
        """
        if not after.shared:
            return
        if went_down(before, after):
            facts = {"number": after.id, "name": after.title or after.source.name}
            await self._store.incidents.record("feed", facts, self._now())
        find = self._store.subscribers.anywhere
        readers = [await find(str(admin)) for admin in sorted(self._admins)]
        await self._tell(lambda texts, _zone: feed_alarm(before, after, texts) or "", readers)

    async def job_ended(self, name: str, reason: str | None, *, network: str = "") -> None:
        """Write down how a job fared; for /nhatky when it failed after it had gone well.

        ``network`` is the bot whose job it is, where it is none for all bots of the store.
        """
        if self._running.job_ended(name, self._now(), reason):
            facts = {"job": name, "reason": reason}
            await self._store.incidents.record("job", facts, self._now(), network=network)

    async def look(self) -> None:
        """Look how things stand; tell what began, and what is over, once each."""
        now = self._now()
        facts, waiting = await self._facts(now)
        kept = json.loads(await self._store.meta.get(ALARMS_ON) or "[]")
        before = frozenset(kept)
        after = alarmed(facts, before)
        if after != before:
            # Written down first: a crash between the two loses an alarm, but repeats none.
            await self._store.meta.set(ALARMS_ON, json.dumps(sorted(after)))
        admins = await self._own_admins() if after != before else []
        for name in sorted(after - before):
            await self._tell(partial(alarm_html, name, facts, waiting), admins)
        for name in sorted(before - after):
            await self._tell(partial(_cleared, name), admins)
        readers = await self._store.subscribers.count()
        await self._store.daily_numbers.set(day_of(now), readers=readers)

    async def _facts(self, now: datetime) -> tuple[Facts, int]:
        sent, failed = await self._store.incidents.refused_since(now - _DELIVERIES_OF)
        oldest, waiting = await self._store.incidents.queue(now)
        states = await self._store.outbox.waiting()
        facts = Facts(
            now=now,
            sent=sent,
            failed=failed,
            oldest_owed_at=oldest,
            disk=self._running.disk(),
            last_article_at=await self._store.incidents.last_article_at(),
            feeds=await self._store.feeds.count_polled(),
            started_at=self._running.started_at,
            held=states[DeliveryState.UNCERTAIN],
        )
        return facts, waiting

    async def _own_admins(self) -> list[Subscriber | None]:
        find, address = self._store.subscribers.find, self._store.address
        return [await find(address(admin)) for admin in sorted(self._admins)]

    async def _tell(self, wording: Wording, readers: Sequence[Subscriber | None]) -> None:
        for reader in readers:
            html = wording(texts_for(reader.language), reader.time_zone) if reader else ""
            if reader is not None and html:
                await self._store.outbox.owe_alarm(reader.id, html, self._now())
                self._on_news()
