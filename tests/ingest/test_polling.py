"""Polling keeps what it promises: through HTTP on loopback, into a store in a file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from digests.errors import StoreError, StoreLocked
from digests.fetch import Fetcher, FetchSettings
from digests.ingest import ArticleReader, Reading
from digests.ingest.saving import FeedSaver
from digests.model import Entry, Feed, FeedState
from digests.store import open_store
from tests.ingest.conftest import Desk, rss, until
from tests.stores import held


class BreakingReader(ArticleReader):
    """A reader that breaks at one entry, as a fault of ours would make it."""

    def __init__(self, fetcher: Fetcher, breaks_at: str) -> None:
        super().__init__(fetcher, obey_robots=False)
        self.breaks_at: str | None = breaks_at

    async def read(self, entry: Entry, feed: Feed) -> Reading:
        """Break, or read."""
        if entry.id == self.breaks_at:
            raise ZeroDivisionError("a fault of ours")
        return await super().read(entry, feed)


def held_until(go: asyncio.Event, body: bytes) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Give an answer that comes when ``go`` is set."""

    async def answer(_: web.Request) -> web.Response:
        await go.wait()
        return web.Response(body=body)

    return answer


@asynccontextmanager
async def under_way(work: Awaitable[object], desk: Desk) -> AsyncIterator[asyncio.Event]:
    """Have ``work`` ask /rss, give what lets the answer go, and wait for the work to end."""
    go = asyncio.Event()
    desk.press.answers["/rss"] = held_until(go, rss(["a"]))
    before = len(desk.press.asked)
    task = asyncio.ensure_future(work)
    try:
        await until(lambda: len(desk.press.asked) > before)
        yield go
    finally:
        go.set()
        await task


async def test_what_did_not_change_is_not_parsed(desk: Desk) -> None:
    """A 304 and the same bytes again cost no parse; other bytes cost one."""
    feed = await desk.feed()
    ingest = desk.ingest()
    desk.press.says("/rss", rss(["a"]), ETag='"1"')
    assert [report.outcome for report in await ingest.poll_due()] == ["changed"]
    assert desk.parsing.given == 1
    desk.clock.forward(hours=7)
    desk.press.says("/rss", status=304, ETag='"1"')
    assert [report.outcome for report in await ingest.poll_due()] == ["unchanged"]
    desk.clock.forward(hours=7)
    desk.press.says("/rss", rss(["a"]), ETag='"2"')
    assert [report.outcome for report in await ingest.poll_due()] == ["unchanged"]
    assert desk.parsing.given == 1
    asked = [r.headers.get("If-None-Match") for r in desk.press.asked if r.path == "/rss"]
    assert asked == [None, '"1"', '"1"']
    assert (await desk.store.feeds.get(feed.id)).etag == '"2"'
    desk.clock.forward(hours=7)
    desk.press.says("/rss", rss(["b", "a"]))
    assert [report.new for report in await ingest.poll_due()] == [1]
    assert desk.parsing.given == 2


async def test_a_failing_feed_backs_off_and_admins_hear_of_it_once(desk: Desk) -> None:
    """Each wait is longer than the last; one word when it goes down, one when it is back."""
    feed = await desk.feed()
    ingest = desk.ingest()
    desk.press.says("/rss", status=500)
    waits = []
    for _ in range(6):
        await ingest.poll_due()
        after = await desk.store.feeds.get(feed.id)
        assert after.next_poll_at is not None
        waits.append(after.next_poll_at - desk.clock())
        desk.clock.moment = after.next_poll_at
    assert waits == sorted(set(waits))
    assert after.failures == 6
    assert "500" in str(after.last_error)
    assert [(b.state, a.state) for b, a in desk.told] == [(FeedState.ACTIVE, FeedState.DOWN)]
    desk.press.says("/rss", rss(["a"]))
    for _ in range(3):
        await ingest.poll_due()
        desk.clock.forward(hours=7)
    assert [a.state for _, a in desk.told] == [FeedState.DOWN, FeedState.ACTIVE]
    back = await desk.store.feeds.get(feed.id)
    assert (back.failures, back.last_error) == (0, None)


async def test_a_feed_that_is_gone_is_asked_no_more(desk: Desk) -> None:
    """410 ends it: admins hear once, and nobody asks again."""
    feed = await desk.feed()
    ingest = desk.ingest()
    desk.press.says("/rss", status=410)
    assert [report.outcome for report in await ingest.poll_due()] == ["gone"]
    desk.clock.forward(days=400)
    assert await ingest.poll_due() == []
    assert desk.press.paths() == ["/rss"]
    assert (await desk.store.feeds.get(feed.id)).state is FeedState.GONE
    assert len(desk.told) == 1


@pytest.mark.parametrize("status", [301, 308])
async def test_a_permanent_redirect_moves_the_feed(desk: Desk, status: int) -> None:
    """The next poll asks the new address at once; so it does when the new one says 304."""
    feed = await desk.feed()
    ingest = desk.ingest()
    desk.press.says("/rss", status=status, Location="/moi")
    desk.press.says("/moi", rss(["a"]), ETag='"1"')
    await ingest.poll_due()
    assert (await desk.store.feeds.get(feed.id)).url == desk.press.url("/moi")
    desk.press.says("/moi", status=status, Location="/moi-nua")
    desk.press.says("/moi-nua", status=304)
    desk.clock.forward(hours=7)
    await ingest.poll_due()
    assert (await desk.store.feeds.get(feed.id)).url == desk.press.url("/moi-nua")
    feeds_asked = [path for path in desk.press.paths() if not path.endswith(".html")]
    assert feeds_asked == ["/rss", "/moi", "/moi", "/moi-nua"]


async def test_a_temporary_redirect_moves_nothing(desk: Desk) -> None:
    """302 is followed this once."""
    feed = await desk.feed()
    desk.press.says("/rss", status=302, Location="/tam")
    desk.press.says("/tam", rss(["a"]))
    assert [report.new for report in await desk.ingest().poll_due()] == [1]
    assert (await desk.store.feeds.get(feed.id)).url == feed.url


async def test_two_feeds_that_move_to_one_address_stay_two(desk: Desk) -> None:
    """The second keeps its own address; both go on."""
    first, second = await desk.feed("/mot"), await desk.feed("/hai")
    desk.press.says("/mot", status=301, Location="/rss")
    desk.press.says("/hai", status=301, Location="/rss")
    desk.press.says("/rss", rss(["a"]))
    reports = await desk.ingest().poll_due()
    assert [report.outcome for report in reports] == ["changed", "changed"]
    urls = {(await desk.store.feeds.get(feed.id)).url for feed in (first, second)}
    assert len(urls) == 2
    assert desk.press.url("/rss") in urls


async def test_an_entry_that_breaks_stops_no_other_and_is_seen_again(desk: Desk) -> None:
    """The rest of the feed comes; the next poll asks for everything and finds the one missing."""
    await desk.feed()
    reader = BreakingReader(desk.fetcher, "b")
    ingest = desk.ingest(reader=reader)
    desk.press.says("/rss", rss(["c", "b", "a"]), ETag='"1"')
    assert [report.new for report in await ingest.poll_due()] == [2]
    assert await desk.entries() == {"Bản tin a", "Bản tin c"}
    reader.breaks_at = None
    desk.clock.forward(hours=7)
    assert [report.new for report in await ingest.poll_due()] == [1]
    assert await desk.entries() == {"Bản tin a", "Bản tin b", "Bản tin c"}
    assert "If-None-Match" not in desk.press.asked[-1].headers


async def test_two_pipelines_never_ask_one_feed_at_the_same_time(
    desk: Desk, store_url: str
) -> None:
    """Each feed is asked by one of them, once, although both look for work at once."""
    asked: list[str] = []
    for n in range(12):
        await desk.feed(f"/rss/{n}", host=n + 1)

        async def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            await asyncio.sleep(0.05)
            return web.Response(body=rss([request.path.strip("/").replace("/", "-")]))

        desk.press.answers[f"/rss/{n}"] = answer
    stores = [await open_store(store_url, now=desk.clock, busy_timeout=5) for _ in range(2)]
    try:
        one, two = await asyncio.gather(
            *(desk.ingest(claim=3, store=store).poll_due() for store in stores)
        )
    finally:
        for store in stores:
            await store.close()
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == len(one) + len(two) == 12
    assert {report.outcome for report in (*one, *two)} == {"changed"}


async def test_the_first_poll_announces_only_the_newest(desk: Desk) -> None:
    """Of seven old articles the newest is news, the rest is archive."""
    await desk.reader()
    await desk.feed()
    ingest = desk.ingest(first_poll_announces=1)
    desk.press.says("/rss", rss(list("gfedcba")))
    assert [(r.new, r.deliveries) for r in await ingest.poll_due()] == [(7, 1)]
    owed = await desk.store.outbox.claim(desk.clock(), limit=10, lease=timedelta(minutes=1))
    titles = [
        (await desk.store.articles.get(one.article)).article.title
        for one in owed
        if one.article is not None
    ]
    assert titles == ["Bản tin g"]


async def test_a_slow_host_holds_nobody_up(desk: Desk) -> None:
    """Twenty feeds of one silent host take one place of two; the others are polled meanwhile."""
    go = asyncio.Event()
    for n in range(20):
        await desk.feed(f"/cham/{n}", host=1)
        desk.press.answers[f"/cham/{n}"] = held_until(go, rss([f"cham-{n}"]))
    for n in range(8):
        await desk.feed(f"/nhanh/{n}", host=2 + n)
        desk.press.says(f"/nhanh/{n}", rss([f"nhanh-{n}"]))
    polling = asyncio.create_task(desk.ingest(concurrency=2).poll_due())
    try:
        quick = {f"/nhanh/{n}" for n in range(8)}
        await until(lambda: quick <= set(desk.press.paths()))
        assert not go.is_set()
        assert sum(path.startswith("/cham") for path in desk.press.paths()) == 1
    finally:
        go.set()
        reports = await polling
    assert len(reports) == 28


PAGE = """<html><head><title>Bản tin a</title></head><body><article><h1>Bản tin a</h1>
<p>Sáng nay, người dân hai bên sông bắt đầu gieo mạ sau nhiều ngày chờ nước lũ rút hẳn.</p>
<p>Các hợp tác xã cho biết giống lúa đã đủ, chỉ còn thiếu máy cày ở những xã xa trung tâm.</p>
<p>Tỉnh dự kiến hoàn thành việc gieo mạ trước cuối tháng này, sớm hơn năm ngoái mười ngày.</p>
</article></body></html>""".encode()


async def test_a_site_that_cannot_say_what_may_be_read_is_read_later(desk: Desk) -> None:
    """Its robots.txt fails for a while: the article is on the feed's words until then, not ever."""
    desk.press.says("/rss", rss(["a"], host=desk.press.url("")))
    desk.press.says("/robots.txt", status=503)
    desk.press.says("/a.html", PAGE)
    ingest = desk.ingest(reader=ArticleReader(desk.fetcher))
    await ingest.poll(await desk.feed())
    assert "/a.html" not in desk.press.paths()
    desk.press.says("/robots.txt", status=404)
    desk.clock.forward(hours=1)
    async with Fetcher(FetchSettings(allow_private=True, host_pause=0), now=desk.clock) as fresh:
        again = desk.ingest(reader=ArticleReader(fresh))
        assert await again.retry_incomplete() == 1
    (found,) = await desk.store.articles.latest(limit=1)
    assert "gieo mạ" in " ".join((await desk.store.articles.get(found.number)).article.paragraphs)


async def test_a_feed_that_an_admin_paused_during_its_poll_stays_so(desk: Desk) -> None:
    """Whatever the poll found, the word of the admin stands."""
    feed = await desk.feed()
    ingest = desk.ingest()
    async with under_way(ingest.poll_due(), desk) as go:
        await desk.store.feeds.set_state(feed.id, FeedState.PAUSED, desk.clock())
        go.set()
    after = await desk.store.feeds.get(feed.id)
    assert after.state is FeedState.PAUSED
    assert after.last_success_at == desk.clock()
    desk.clock.forward(days=2)
    assert await ingest.poll_due() == []


async def test_a_feed_that_an_admin_resumed_during_its_poll_is_not_ended_by_it(
    desk: Desk,
) -> None:
    """A feed that is removed during its poll is no error."""
    feed = await desk.feed()
    polling = desk.ingest().poll_due()
    async with under_way(polling, desk):
        await desk.store.feeds.remove(feed.id)
    assert await desk.store.feeds.all() == []


async def test_who_lost_the_lease_leaves_the_feed_alone(desk: Desk, store_url: str) -> None:
    """A process that slept too long changes nothing of what its successor wrote."""
    feed = await desk.feed()
    slow = desk.ingest()
    (claimed,) = await slow.claim()
    desk.clock.forward(minutes=6)
    other = await open_store(store_url, now=desk.clock, busy_timeout=5)
    try:
        desk.press.says("/rss", rss(["a"]), ETag='"moi"')
        assert [r.outcome for r in await desk.ingest(store=other).poll_due()] == ["changed"]
    finally:
        await other.close()
    written = await desk.store.feeds.get(feed.id)
    asked = len(desk.press.asked)
    assert (await slow.poll(claimed)).outcome == "left"
    assert len(desk.press.asked) == asked
    assert await desk.store.feeds.get(feed.id) == written


async def test_a_lease_lost_while_waiting_for_the_answer_leaves_the_feed_alone(
    desk: Desk, store_url: str
) -> None:
    """Also an answer that came too late to be this process's own is put away."""
    feed = await desk.feed()
    slow = desk.ingest()
    other = await open_store(store_url, now=desk.clock, busy_timeout=5)
    try:
        async with under_way(slow.poll_due(), desk) as go:
            desk.clock.forward(minutes=6)
            taken = await other.feeds.claim_due(desk.clock(), limit=1, lease=timedelta(minutes=5))
            assert [one.id for one in taken] == [feed.id]
            go.set()
        assert await desk.store.feeds.get(feed.id) == taken[0]
        assert await other.feeds.claim_due(desk.clock(), limit=1, lease=timedelta(1)) == []
    finally:
        await other.close()


async def test_a_store_that_fails_is_told_to_every_poll_that_waits(
    desk: Desk, store_url: str
) -> None:
    """Each waiting poll gets the error, none hangs, and the next batch is written."""
    found = [await desk.feed(f"/rss/{n}") for n in range(5)]
    saver = FeedSaver(desk.store, pause=0.01)
    with held(store_url):
        saves = (saver.save(replace(feed, failures=1)) for feed in found)
        told = await asyncio.gather(*saves, return_exceptions=True)
    assert [type(error) for error in told] == [StoreLocked] * 5
    assert all(isinstance(error, StoreError) for error in told)
    await asyncio.gather(*(saver.save(replace(feed, failures=2)) for feed in found))
    assert {feed.failures for feed in await desk.store.feeds.all()} == {2}


async def test_a_full_batch_is_written_at_once(desk: Desk) -> None:
    """Nobody waits for the pause when there is enough to write."""
    found = [await desk.feed(f"/rss/{n}") for n in range(4)]
    saver = FeedSaver(desk.store, pause=60, most=4)
    async with asyncio.timeout(5):
        await asyncio.gather(*(saver.save(replace(feed, failures=3)) for feed in found))
    assert {feed.failures for feed in await desk.store.feeds.all()} == {3}


async def test_a_poll_that_is_broken_off_takes_no_other_row_along(desk: Desk) -> None:
    """Whoever stops waiting leaves the batch to the others."""
    one, two = await desk.feed("/mot"), await desk.feed("/hai")
    saver = FeedSaver(desk.store, pause=0.05)
    impatient = asyncio.create_task(saver.save(replace(one, failures=4)))
    patient = asyncio.create_task(saver.save(replace(two, failures=4)))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert {feed.failures for feed in await desk.store.feeds.all()} == {4}
