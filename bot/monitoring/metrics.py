"""Numbers for Prometheus; ``docs/metrics.md`` says what each means.

What the store knows is read when it is asked for; what passes (requests, polls, updates) is counted
here, by the callbacks that ``bot.app`` gives to those who do it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from prometheus_client import (
    GC_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from digests.ingest import PollReport
from digests.model import FIRST_NETWORK, DeliveryKind, DeliveryState
from digests.store import BotNumbers, Stats
from digests.store.claiming import WAITING

_QUICK = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: the bounds of the histograms of single requests."""
_PATIENT = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 180.0, 600.0, 1800.0, 3600.0, 4 * 3600.0)
"""Seconds: how long something owed may be on its way; an edition for many takes minutes."""


class Metrics:
    """All metrics of one program, in a registry of their own."""

    def __init__(self, version: str, bot: str | None = None) -> None:
        """Make them for a process of ``bot``, by its name; nothing was counted yet."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(GC_COLLECTOR)
        self._about_store()
        self._about_work()
        info = self._gauge("info", "The running version, and the bot served.", "version", "bot")
        info.labels(version, bot or "").set(1)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"diemtin_{name}", words, labels, registry=self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"diemtin_{name}", words, labels, registry=self.registry)

    def _histogram(
        self, name: str, words: str, *labels: str, bounds: Sequence[float] = _QUICK
    ) -> Histogram:
        named = f"diemtin_{name}"
        return Histogram(named, words, labels, registry=self.registry, buckets=bounds)

    def _about_store(self) -> None:
        self._feeds = self._gauge("feeds", "Feeds by state.", "state")
        self._articles = self._gauge("articles", "Articles in the archive.")
        self._today = self._gauge("articles_today", "Articles since midnight in Vietnam.")
        self._subscribers = self._gauge("subscribers", "Subscribers by state.", "bot", "state")
        self._deliveries = self._gauge("deliveries", "Deliveries kept, by state.", "bot", "state")
        self._queue_age = self._gauge(
            "oldest_owed_seconds", "How long the delivery that waits longest has been due.", "bot"
        )
        self._bytes = self._gauge("store_bytes", "Size of the database.")

    def _about_work(self) -> None:
        self._working = self._gauge("working", "1 while this process works, 0 while it stands by.")
        self._stalled = self._gauge("stalled", "1 while the watchdog sees this stall.", "stall")
        self._polls = self._counter("polls", "Polls of feeds by outcome.", "outcome")
        self._news = self._counter("new_articles", "Articles that polls brought.")
        self._backed_up = self._gauge(
            "last_backup_timestamp_seconds", "When the last backup was made (Unix time); 0: never."
        )
        self._requests = self._counter(
            "telegram_requests", "Requests to the Bot API by status.", "method", "status"
        )
        self._request_seconds = self._histogram(
            "telegram_request_seconds", "Seconds that the Bot API takes to answer.", "method"
        )
        self._delivery_seconds = self._histogram(
            "delivery_seconds",
            "Seconds from when a delivery was due to when Telegram had it; without those that a "
            "reader's quiet hours held.",
            "kind",
            bounds=_PATIENT,
        )
        for kind in DeliveryKind:  # so that a rate begins at the first one
            self._delivery_seconds.labels(str(kind))
        self._updates = self._counter("updates", "Updates from people by outcome.", "outcome")
        self._brought = self._counter(
            "webhook_requests", "Requests to the webhook by outcome.", "outcome"
        )
        self._update_seconds = self._histogram(
            "update_seconds", "Seconds from an update's turn to its answer."
        )

    def polled(self, report: PollReport) -> None:
        """Count one poll of a feed."""
        self._polls.labels(report.outcome).inc()
        self._news.inc(report.new)

    def asked_telegram(self, method: str, status: str, seconds: float) -> None:
        """Count one request; ``status`` is the HTTP status, or ``none`` without an answer."""
        self._requests.labels(method, status).inc()
        if method != "getupdates":  # waits for people on purpose
            self._request_seconds.labels(method).observe(seconds)

    def sent(self, kind: DeliveryKind, seconds: float) -> None:
        """Count one delivery that went out, so many seconds after it was due."""
        self._delivery_seconds.labels(str(kind)).observe(max(0.0, seconds))

    def handled(self, seconds: float) -> None:
        """Count one update that was handled."""
        self._updates.labels("handled").inc()
        self._update_seconds.observe(seconds)

    def brought(self, outcome: str) -> None:
        """Count one request to the webhook: ``taken``, ``forbidden``, ``broken`` or ``late``."""
        self._brought.labels(outcome).inc()

    def flooded(self, outcome: str) -> None:
        """Count one update that came too fast: ``slowed`` or ``ignored``."""
        self._updates.labels(outcome).inc()

    def watched(self, stalls: Collection[str], every: Collection[str]) -> None:
        """Show which of ``every`` stall the watchdog sees."""
        for stall in every:
            self._stalled.labels(stall).set(stall in stalls)

    def backed_up(self, moment: datetime) -> None:
        """Show when the last backup was made."""
        self._backed_up.set(moment.timestamp())

    def works(self, working: float) -> None:
        """Show whether this process works (1) or stands by (0)."""
        self._working.set(working)

    def counted(self, stats: Stats, now: datetime) -> None:
        """Show what the store holds."""
        for state, count in stats.feeds.items():
            self._feeds.labels(str(state)).set(count)
        for gauge in (self._subscribers, self._deliveries, self._queue_age):
            gauge.clear()  # of a bot that nobody reads at any more
        for bot in stats.bots or (stats.of(FIRST_NETWORK),):
            self._counted_of(bot, now, DeliveryState)
        self._articles.set(stats.articles)
        self._today.set(stats.articles_today)
        self._bytes.set(stats.size)

    def waiting(self, bots: Iterable[BotNumbers], now: datetime) -> None:
        """Show who reads and what waits; what ended stays as it was counted before."""
        for bot in bots:
            self._counted_of(bot, now, WAITING)

    def _counted_of(self, bot: BotNumbers, now: datetime, states: Iterable[DeliveryState]) -> None:
        for readers, count in bot.subscribers.items():
            self._subscribers.labels(bot.name, str(readers)).set(count)
        for state in states:
            self._deliveries.labels(bot.name, str(state)).set(bot.deliveries[state])
        oldest = bot.oldest_owed_at
        age = (now - oldest).total_seconds() if oldest is not None else 0.0
        self._queue_age.labels(bot.name).set(max(0.0, age))

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)
