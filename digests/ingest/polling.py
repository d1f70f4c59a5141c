"""Polling: take the feeds whose time has come and bring their news into the store."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from digests import feeds
from digests.errors import DigestsError, FeedError, HttpStatusError, NotThere, StoreError
from digests.feeds import health
from digests.fetch import Fetched, Fetcher, NotModified
from digests.ingest.claims import Claims, LeaseLost
from digests.ingest.places import Places
from digests.ingest.reading import ArticleReader, Reading, fingerprint
from digests.ingest.saving import FeedSaver
from digests.keywords import matching
from digests.model import ArticleKind, Entry, Feed, StoredArticle
from digests.store import Owe, Publication, Published, Store

log = structlog.get_logger(__name__)

GONE = 410
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """How polling behaves.

    Attributes:
        lease: how long a claimed feed belongs to this process; made longer where it is needed.
        claim: feeds that are claimed together.
        concurrency: feeds that are read at the same time at most. Answers that come at the same
            instant are worked off in one go, so many places make the event loop lag.
        first_poll_announces: articles of a new feed that subscribers are told of.
    """

    lease: timedelta = timedelta(minutes=5)
    claim: int = 200
    concurrency: int = 20
    first_poll_announces: int = 3


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll brought: ``new`` articles stored, ``deliveries`` owed, ``error`` or none."""

    feed: Feed
    outcome: str
    new: int = 0
    deliveries: int = 0
    error: str | None = None


def oldest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Give the entries in the order in which readers should be told of them.

    Feeds list the newest first, so entries without a time go by their place in the feed.
    """
    oldest_last = list(reversed(entries))
    return sorted(oldest_last, key=lambda entry: entry.published or _LONG_AGO)


def owed_on_poll(place: int, total: int, *, first_poll: bool, announces: int) -> Owe:
    """Say who is told of the article at ``place`` (from 0, oldest first) of ``total`` new ones.

    On the first poll of a feed only the newest ``announces`` are news; the rest is archive.
    """
    if first_poll and place < total - announces:
        return Owe.NOBODY
    return Owe.EVERYONE


class Ingest:
    """The pipeline around one store and one fetcher."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        reader: ArticleReader,
        *,
        now: Callable[[], datetime],
        settings: IngestSettings | None = None,
        on_news: Callable[[], None] = lambda: None,
        on_health: Callable[[Feed, Feed], Awaitable[None]] | None = None,
        worker: Executor | None = None,
    ) -> None:
        """Keep the parts.

        ``on_news`` is called after deliveries were owed, ``on_health`` with the feed before and
        after a poll that changed its state. Feeds are parsed in ``worker``, by default the event
        loop's own threads; one thread is best, for several take the interpreter from the loop.
        """
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._now = now
        self._settings = settings or IngestSettings()
        self._on_news = on_news
        self._on_health = on_health
        self._worker = worker
        self._places = Places(self._settings.concurrency)
        self._saver = FeedSaver(store)
        self._claims = Claims(
            store, now=now, lease=self._settings.lease, batch=self._settings.claim
        )

    async def poll_due(self) -> list[PollReport]:
        """Poll every feed whose time has come and give what came of each."""
        reports: list[PollReport] = []
        polls: set[asyncio.Task[PollReport]] = set()
        while (due := await self.claim()) or polls:
            polls |= {asyncio.create_task(self.poll(feed)) for feed in due}
            if not due:
                done, polls = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
                reports += [poll.result() for poll in done]
        return reports

    async def claim(self) -> list[Feed]:
        """Lease feeds that are due; none when this process holds many already."""
        return await self._claims.take()

    async def poll(self, feed: Feed) -> PollReport:
        """Poll one feed that this process has claimed; never raises for what is wrong with it.

        What the store could not take is not the feed's fault: its row stays as it was, and it is
        polled again when its lease ends.
        """
        try:
            async with self._places.place(feed.url):
                await self._claims.keep(feed)
                report = await self._polled(feed)
            await self._save(feed, report.feed)
        except LeaseLost:
            return PollReport(feed, "left")
        except StoreError as error:
            log.warning("poll_not_stored", feed=feed.id, reason=str(error))
            return PollReport(feed, "failed", error=str(error))
        finally:
            self._claims.release(feed)
        return report

    async def owe_the_rest(self) -> int:
        """Owe articles to those behind the first of very many readers; give how many they were."""
        owed = 0
        while (more := await self._store.fan_outs.go_on()) is not None:
            owed += more
            self._on_news()
        if owed:
            log.info("fanned_out", deliveries=owed)
        return owed

    async def retry_incomplete(self, *, limit: int = 20) -> int:
        """Ask again for pages that could not be had and give how many are whole now."""
        whole = 0
        for waiting in await self._store.articles.incomplete(self._now(), limit):
            whole += await self._retry(waiting)
        return whole

    async def _retry(self, waiting: StoredArticle) -> bool:
        if waiting.feed_number is None or waiting.article.url is None:
            return False
        try:
            feed = await self._store.feeds.get(waiting.feed_number)
        except NotThere:
            return False
        words = waiting.article
        entry = Entry(
            id=str(words.url),
            link=words.url,
            title=words.title,
            summary=words.lead,
            published=words.published,
            image=words.photos[0].url if words.photos else None,
            authors=words.authors,
        )
        reading = await self._reader.read(entry, feed)
        if reading.article.kind is ArticleKind.FEED_ONLY:
            return False
        await self._store.articles.replace(
            waiting.number, reading.article, reading.digest, self._now()
        )
        return True

    async def _polled(self, feed: Feed) -> PollReport:
        """Ask the feed and bring its news; give it as it stands then, not yet written down."""
        try:
            return await self._asked(feed)
        except (LeaseLost, StoreError):
            raise
        except DigestsError as error:
            return self._failed(feed, error)
        except Exception as error:  # one bad feed never stops the others
            log.exception("poll_broke_off", feed=feed.id)
            return self._failed(feed, FeedError(f"reading it broke off ({type(error).__name__})"))

    async def _asked(self, feed: Feed) -> PollReport:
        answer = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        here = feed
        if answer.moved_to is not None:
            here = health.next_poll(feed, health.Moved(answer.moved_to), self._now())
        if isinstance(answer, NotModified):
            return self._unchanged(here, cache_for=answer.cache_for)
        body_hash = hashlib.sha256(answer.body).hexdigest()
        if body_hash == feed.body_hash:
            asked = replace(here, etag=answer.etag, last_modified=answer.last_modified)
            return self._unchanged(asked, cache_for=answer.cache_for)
        parsed = await self._parsed(feed, answer)
        for warning in parsed.warnings:
            log.info("feed_warning", feed=feed.id, warning=warning)
        brought = await self._bring(feed, parsed.entries)
        return self._changed(here, answer, parsed, brought)

    async def _parsed(self, feed: Feed, answer: Fetched) -> feeds.ParsedFeed:
        parse = partial(
            feeds.parse_as, feed.kind, answer.body, url=answer.url, content_type=answer.content_type
        )
        return await asyncio.get_running_loop().run_in_executor(self._worker, parse)

    def _changed(
        self, feed: Feed, answer: Fetched, parsed: feeds.ParsedFeed, brought: "_Brought"
    ) -> PollReport:
        whole = not brought.failed
        outcome = health.Changed(
            new_entries=brought.new,
            # After a failure the next poll must see the same body as new, or the entry is lost.
            etag=answer.etag if whole else None,
            last_modified=answer.last_modified if whole else None,
            body_hash=hashlib.sha256(answer.body).hexdigest() if whole else None,
            title=parsed.title,
            ttl=parsed.ttl,
            cache_for=answer.cache_for,
        )
        after = health.next_poll(feed, outcome, self._now())
        log.info("feed_polled", feed=feed.id, new=brought.new, deliveries=brought.deliveries)
        return PollReport(after, "changed", new=brought.new, deliveries=brought.deliveries)

    def _unchanged(self, feed: Feed, *, cache_for: float | None) -> PollReport:
        outcome = health.Unchanged(cache_for=cache_for)
        return PollReport(health.next_poll(feed, outcome, self._now()), "unchanged")

    def _failed(self, feed: Feed, error: DigestsError) -> PollReport:
        gone = isinstance(error, HttpStatusError) and error.status == GONE
        retry_at = error.retry_at if isinstance(error, HttpStatusError) else None
        outcome = health.Ended() if gone else health.Failed(str(error), retry_at)
        after = health.next_poll(feed, outcome, self._now())
        log.warning("feed_failed", feed=feed.id, failures=after.failures, reason=str(error))
        return PollReport(after, "gone" if gone else "failed", error=str(error))

    async def _save(self, before: Feed, after: Feed) -> None:
        await self._saver.save(after)
        if self._on_health is not None and before.state is not after.state:
            await self._on_health(before, after)

    async def _bring(self, feed: Feed, entries: Sequence[Entry]) -> "_Brought":
        unknown = oldest_first(await self._store.articles.unknown(feed.id, entries))
        first_poll = feed.last_success_at is None
        brought = _Brought()
        for place, entry in enumerate(unknown):
            await self._claims.keep(feed)
            owe = owed_on_poll(
                place,
                len(unknown),
                first_poll=first_poll,
                announces=self._settings.first_poll_announces,
            )
            brought = await self._bring_one(feed, entry, owe, brought)
        return await self._follow_changes(feed, entries, brought)

    async def _follow_changes(
        self, feed: Feed, entries: Sequence[Entry], brought: "_Brought"
    ) -> "_Brought":
        """Read again what the publisher worded anew: its message is edited, not sent again."""
        said = {entry.id: fingerprint(entry) for entry in entries}
        by_id = {entry.id: entry for entry in entries}
        for entry_id, stored in await self._store.articles.reworded(feed.id, said):
            await self._claims.keep(feed)
            try:
                await self._follow_change(feed, by_id[entry_id], stored)
            except StoreError:
                raise
            except Exception:  # one bad article never stops the others
                log.exception("entry_failed", feed=feed.id, entry=entry_id)
                brought = replace(brought, failed=brought.failed + 1)
        return brought

    async def _follow_change(self, feed: Feed, entry: Entry, stored: StoredArticle) -> None:
        reading = await self._reader.read(entry, feed)
        if reading.complete and await self._store.articles.replace(
            stored.number, reading.article, reading.digest, self._now()
        ):
            log.info("article_changed", feed=feed.id, article=stored.number)
            self._on_news()
        await self._store.articles.heard(feed.id, entry.id, fingerprint(entry))

    async def _bring_one(
        self, feed: Feed, entry: Entry, owe: Owe, brought: "_Brought"
    ) -> "_Brought":
        try:
            published = await self._publish(feed, entry, await self._reader.read(entry, feed), owe)
        except StoreError:
            raise
        except Exception:  # one bad article never stops the others
            log.exception("entry_failed", feed=feed.id, entry=entry.id)
            return replace(brought, failed=brought.failed + 1)
        if published.deliveries or published.changes:
            self._on_news()
        return replace(
            brought,
            new=brought.new + (not published.known),
            deliveries=brought.deliveries + published.deliveries,
        )

    async def _publish(self, feed: Feed, entry: Entry, reading: Reading, owe: Owe) -> Published:
        wanted = await self._store.articles.keywords()
        publication = Publication(
            article=reading.article,
            digest=reading.digest,
            links=reading.links,
            feed_id=feed.id,
            entry_id=entry.id,
            complete=reading.complete,
            keywords=matching(wanted, reading.article),
            signature=reading.signature,
            words=fingerprint(entry),
            owe=owe,
        )
        return await self._store.articles.publish(publication, self._now())


@dataclass(frozen=True, slots=True)
class _Brought:
    new: int = 0
    deliveries: int = 0
    failed: int = 0
