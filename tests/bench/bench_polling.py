"""What a poll costs with everything included, as ratios measured in one run.

``python -m tests.bench.bench_polling [--feeds N] [--passes N] [--json]``: the feeds of
``bench_feeds`` are polled by the whole pipeline out of a store: claimed, asked, written down again.
Each pass begins with all unchanged ones, whose CPU is held against a bare aiohttp session's that
asks the same hosts; then every feed is due once more, and one in twenty brings a new article, whose
page is fetched, read, digested and published. Lag of the event loop and memory are those of the
second kind. The share of a core is that of so many feeds which are polled every five minutes.
"""

import argparse
import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
import structlog
from aiohttp import web

from digests.fetch import Fetcher, FetchSettings
from digests.ingest import ArticleReader, Ingest
from digests.model import Feed
from digests.store import Store, open_store
from tests.bench.bench_feeds import Cost, addresses, bare_pass, resident, run, watched
from tests.pages.layouts import LAYOUTS
from tests.pages.stories import STORIES

_ETAG = '"so-1"'
_START = datetime(2026, 11, 23, tzinfo=UTC)
_LIMIT_RATIO, _LIMIT_LAG_MS, _LIMIT_SHARE, _LIMIT_MB = 5.0, 50.0, 0.10, 250
_FEEDS, _MINUTES = 6_000, 5
_CHANGING = 20

_ITEM = """<item><title>Bão số {n} hướng vào miền Trung: bản tin {n}</title>
<link>{base}/bai/{feed}-{n}.html</link><guid>{feed}-{n}</guid><description>Sáng nay bão cách bờ
khoảng {n} km.</description><pubDate>Mon, 23 Nov 2026 07:00:00 +0700</pubDate></item>"""


def serve(channel: Connection) -> None:
    """Play the feeds: every twentieth has one new item each time it is asked."""
    asyncio.run(_serve(channel))


async def _serve(channel: Connection) -> None:
    pages = [render(STORIES[1]).body for render in LAYOUTS.values()]
    asked: dict[int, int] = {}

    async def feed(request: web.Request) -> web.Response:
        number = int(request.match_info["n"])
        if number % _CHANGING:
            return web.Response(status=304, headers={"ETag": _ETAG})
        last = asked[number] = asked.get(number, 0) + 1
        base = f"http://{request.host}"
        items = "".join(
            _ITEM.format(n=n, feed=number, base=base) for n in range(last, max(last - 30, 0), -1)
        )
        body = f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml")

    async def page(request: web.Request) -> web.Response:
        number = hash(request.path) % len(pages)
        return web.Response(body=pages[number], content_type="text/html")

    app = web.Application()
    app.router.add_get("/rss/{n}", feed)
    app.router.add_get("/bai/{name}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()
    channel.send(runner.addresses[0][1])
    await asyncio.to_thread(channel.recv)
    await runner.cleanup()


class _Clock:
    """A clock that is moved on by hand, so that feeds become due."""

    def __init__(self) -> None:
        self.time = _START

    def __call__(self) -> datetime:
        return self.time

    def forward(self) -> None:
        self.time += timedelta(hours=8)


async def _fill(store: Store, urls: Sequence[str]) -> list[Feed]:
    for url in urls:
        await store.feeds.add(url, source="Báo", now=_START)
    feeds = [
        replace(feed, etag=_ETAG, last_success_at=_START, next_poll_at=_START)
        for feed in await store.feeds.all()
    ]
    await store.feeds.save_many(feeds)
    return feeds


async def _pass(ingest: Ingest) -> Cost:
    """Poll everything that is due."""

    async def poll() -> None:
        await ingest.poll_due()

    return await watched(poll())


async def measure(port: int, count: int, passes: int) -> dict[str, object]:
    """Give the numbers of ``passes`` passes, ours and bare in turns."""
    urls = addresses(count, port)
    quiet = [url for n, url in enumerate(urls) if n % _CHANGING]
    clock = _Clock()
    bare: list[Cost] = []
    ours: list[Cost] = []
    whole: list[Cost] = []
    memory: list[int] = []
    settings = FetchSettings(allow_private=True, host_pause=0, obey_robots=False)
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite+aiosqlite:///{Path(folder) / 'tin.db'}", now=clock)
        feeds = await _fill(store, urls)
        changing = {feed.id for feed in feeds if feed.url not in set(quiet)}
        async with Fetcher(settings) as fetcher:
            worker = ThreadPoolExecutor(1)
            reader = ArticleReader(fetcher, obey_robots=False, worker=worker)
            ingest = Ingest(store, fetcher, reader, now=clock, worker=worker)
            await _pass(ingest)
            gc.collect()
            gc.freeze()  # as the program does after its start
            for _ in range(passes):
                async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=40)) as one:
                    bare.append(await bare_pass(one, quiet))
                clock.forward()
                resting = [f for f in await store.feeds.all() if f.id in changing]
                later = [replace(f, next_poll_at=clock() + timedelta(minutes=1)) for f in resting]
                await store.feeds.save_many(later)
                ours.append(await _pass(ingest))
                clock.forward()
                whole.append(await _pass(ingest))
                memory.append(resident())
            worker.shutdown()
        await store.close()
    return told(bare, ours, whole, memory, polls=len(quiet), feeds=count)


def told(
    bare: list[Cost],
    ours: list[Cost],
    whole: list[Cost],
    memory: list[int],
    *,
    polls: int,
    feeds: int,
) -> dict[str, object]:
    """Put the numbers under names; costs are those of the least disturbed pass."""
    own = min(cost.cpu for cost in ours) / polls
    least = min(cost.cpu for cost in bare) / polls
    share = min(cost.cpu for cost in whole) / feeds * _FEEDS / (60 * _MINUTES)
    return {
        "feeds": feeds,
        "passes": len(ours),
        "bare_ms": round(least * 1000, 3),
        "ours_ms": round(own * 1000, 3),
        "ratio": round(own / least, 2),
        "whole_pass_cpu_s": round(min(cost.cpu for cost in whole), 2),
        "loop_lag_ms": round(max(cost.lag for cost in [*ours, *whole]) * 1000, 1),
        "loop_lag_own_ms": round(max(cost.own_lag for cost in [*ours, *whole]) * 1000, 1),
        "memory_mb": memory,
        "memory_growth_mb": memory[-1] - memory[min(1, len(memory) - 1)],
        "core_share_6000_feeds": round(share, 3),
    }


def main() -> int:
    """Print the numbers; 1 where one of them is worse than it must be."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--feeds", type=int, default=2000)
    options.add_argument("--passes", type=int, default=10)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    sys.setswitchinterval(0.0005)  # as the program does
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    began = time.perf_counter()
    numbers = run(serve, measure, chosen.feeds, chosen.passes)
    numbers["seconds"] = round(time.perf_counter() - began)
    if chosen.json:
        sys.stdout.write(json.dumps(numbers) + "\n")
    else:
        sys.stdout.writelines(f"{name:22} {value}\n" for name, value in numbers.items())
    too_much = (
        float(str(numbers["ratio"])) > _LIMIT_RATIO,
        float(str(numbers["loop_lag_own_ms"])) > _LIMIT_LAG_MS,
        float(str(numbers["core_share_6000_feeds"])) > _LIMIT_SHARE,
        max(numbers["memory_mb"]) > _LIMIT_MB,  # type: ignore[call-overload]
    )
    return int(any(too_much))


if __name__ == "__main__":
    sys.exit(main())
