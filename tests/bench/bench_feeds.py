"""What polling and parsing cost, as ratios measured in one run.

``python -m tests.bench.bench_feeds [--feeds N] [--passes N] [--json]``: a server on loopback, in a
process of its own, plays N feeds on as many hosts of 127.0.0.0/8, 95 % of them unchanged. The same
polls are made by a bare aiohttp session (a conditional GET, the body read) and by our Fetcher with
everything around it: guard, turns, limits, parsing in a thread and the health rule.
"""

import argparse
import asyncio
import gc
import hashlib
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from aiohttp import web

from digests.feeds import parse
from digests.feeds.health import Changed, Unchanged, next_poll
from digests.fetch import Fetcher, FetchSettings, NotModified
from digests.model import Feed, Source
from tests.children import begin_child

_AT_ONCE = 20
_UNCHANGED = 0.95
_ETAG = '"so-1"'
_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_LIMIT_RATIO = 5.0
_LIMIT_LAG = 0.050


@dataclass(frozen=True, slots=True)
class Cost:
    """What one pass cost, in seconds.

    ``lag`` is the largest delay of the event loop; ``own_lag`` is the CPU that this process used in
    the longest one: on a machine that others load too, it is the part that is ours.
    """

    cpu: float
    wall: float
    lag: float
    own_lag: float


_ITEM = """<item><title>Bão số {n} hướng vào miền Trung, nhiều tỉnh cho học sinh nghỉ học</title>
<link>https://bao.example/bao-so-{n}-{id}.html?utm_source=rss</link><guid>{id}</guid>
<description><![CDATA[<a href="x"><img src="https://anh.example/{n}.jpg"/></a></br>Sáng nay bão
cách bờ khoảng {n} km, sức gió mạnh nhất cấp 12, dự báo còn mạnh thêm trong ngày.]]></description>
<pubDate>Mon, 23 Nov 2026 07:{minute:02}:00 +0700</pubDate></item>"""


def sample_feed(items: int) -> bytes:
    """Give an RSS feed of ``items`` entries with pictures and escaped markup."""
    entries = "".join(_ITEM.format(n=n, id=10_000 + n, minute=n % 60) for n in range(items))
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Báo</title>"
    return f"{head}{entries}</channel></rss>".encode()


def addresses(count: int, port: int) -> list[str]:
    """Give a URL on a loopback host of its own for each feed."""
    return [
        f"http://127.{1 + n // 62_500}.{n // 250 % 250}.{1 + n % 250}:{port}/rss/{n}"
        for n in range(count)
    ]


def serve(channel: Connection) -> None:
    """Play the feeds: every twentieth has a new body each time."""
    asyncio.run(_serve(channel))


async def _serve(channel: Connection) -> None:
    body = sample_feed(30)

    async def answer(request: web.Request) -> web.Response:
        if int(request.match_info["n"]) % 20 and request.headers.get("If-None-Match") == _ETAG:
            return web.Response(status=304, headers={"ETag": _ETAG})
        return web.Response(
            body=body, headers={"ETag": _ETAG, "Content-Type": "application/rss+xml"}
        )

    app = web.Application()
    app.router.add_get("/rss/{n}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "0.0.0.0", 0, backlog=1024)
    await site.start()
    channel.send(runner.addresses[0][1])
    await asyncio.to_thread(channel.recv)
    await runner.cleanup()


async def _measured(poll: Callable[[str], Awaitable[None]], urls: list[str]) -> Cost:
    """Poll every address, ``_AT_ONCE`` at a time, and say what it cost this process."""
    waiting = iter(urls)

    async def worker() -> None:
        for url in waiting:
            await poll(url)

    return await watched(asyncio.gather(*(worker() for _ in range(_AT_ONCE))))


async def watched(work: Awaitable[object]) -> Cost:
    """Say what ``work`` costs this process, and how it holds up the event loop."""
    lags = [(0.0, 0.0)]
    watch = asyncio.create_task(_watch(lags))
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    await work
    cost = Cost(
        time.process_time() - cpu, time.perf_counter() - wall, *map(max, zip(*lags, strict=True))
    )
    watch.cancel()
    return cost


async def _watch(lags: list[tuple[float, float]]) -> None:
    while True:
        began, worked = time.perf_counter(), time.process_time()
        await asyncio.sleep(0.005)
        lags.append((time.perf_counter() - began - 0.005, time.process_time() - worked))


async def bare_pass(session: aiohttp.ClientSession, urls: list[str]) -> Cost:
    """Make the same polls with aiohttp and nothing else."""

    async def poll(url: str) -> None:
        async with session.get(url, headers={"If-None-Match": _ETAG}) as response:
            await response.read()

    return await _measured(poll, urls)


async def our_pass(
    fetcher: Fetcher, parsing: Executor, feeds: dict[str, Feed], urls: list[str]
) -> Cost:
    """Poll with the fetcher, parse what changed in a thread, and apply the health rule."""
    loop = asyncio.get_running_loop()

    async def poll(url: str) -> None:
        feed = feeds[url]
        answer = await fetcher.get(url, etag=feed.etag, last_modified=feed.last_modified)
        if isinstance(answer, NotModified):
            feeds[url] = next_poll(feed, Unchanged(answer.cache_for), _NOW)
            return
        digest = hashlib.sha256(answer.body).hexdigest()
        if digest == feed.body_hash:
            feeds[url] = next_poll(feed, Unchanged(answer.cache_for), _NOW)
            return
        parsed = await loop.run_in_executor(parsing, partial(parse, answer.body, url=url))
        outcome = Changed(len(parsed.entries), answer.etag, body_hash=digest)
        feeds[url] = next_poll(feed, outcome, _NOW)

    return await _measured(poll, urls)


async def measure(port: int, count: int, passes: int) -> dict[str, object]:
    """Give the numbers of ``passes`` passes, ours and bare in turns."""
    urls = addresses(count, port)
    quiet = [url for n, url in enumerate(urls) if n % 20]
    source = Source(1, "Báo")
    feeds = {u: Feed(n, source, u, etag=_ETAG) for n, u in enumerate(urls)}
    bare: list[Cost] = []
    ours: list[Cost] = []
    whole: list[Cost] = []
    memory: list[int] = []
    settings = FetchSettings(allow_private=True, host_pause=0)
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE * 2)) as session,
        Fetcher(settings) as fetcher,
    ):
        # One thread: several would only take the interpreter from one another, and from the loop.
        parsing = ThreadPoolExecutor(1)
        await our_pass(fetcher, parsing, feeds, urls[:40])
        gc.collect()
        gc.freeze()  # as a long-running program does after its start
        for _ in range(passes):
            bare.append(await bare_pass(session, quiet))
            ours.append(await our_pass(fetcher, parsing, feeds, quiet))
            for url in urls[::20]:
                feeds[url] = replace(feeds[url], body_hash=None)
            whole.append(await our_pass(fetcher, parsing, feeds, urls))
            memory.append(resident())
    return told(bare, ours, whole, memory, len(quiet)) | {"feeds": count, "passes": passes}


def told(
    bare: list[Cost], ours: list[Cost], whole: list[Cost], memory: list[int], polls: int
) -> dict[str, object]:
    """Put the numbers under names; costs are those of the least disturbed pass."""
    ratio = min(c.cpu for c in ours) / min(c.cpu for c in bare)
    return {
        "bare_ms": round(min(c.cpu for c in bare) / polls * 1000, 3),
        "ours_ms": round(min(c.cpu for c in ours) / polls * 1000, 3),
        "ratio": round(ratio, 2),
        "polls_a_second": round(polls / min(c.wall for c in ours)),
        "whole_pass_cpu_s": round(min(c.cpu for c in whole), 2),
        "loop_lag_ms": round(max(c.lag for c in [*ours, *whole]) * 1000, 1),
        "loop_lag_own_ms": round(max(c.own_lag for c in [*ours, *whole]) * 1000, 1),
        "loop_lag_bare_ms": round(max(c.lag for c in bare) * 1000, 1),
        "loop_lag_unchanged_ms": round(max(c.lag for c in ours) * 1000, 1),
        "memory_mb": memory,
        "memory_growth_mb": memory[-1] - memory[min(1, len(memory) - 1)],
        "parse_ms_30_items": round(parse_cost(sample_feed(30)) * 1000, 2),
    }


def parse_cost(body: bytes) -> float:
    """Give the CPU seconds of one parse."""
    parse(body, url="https://bao.example/")
    began = time.process_time()
    for _ in range(10):
        parse(body, url="https://bao.example/")
    return (time.process_time() - began) / 10


def resident() -> int:
    """Give the resident memory in MB."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() // 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(
    serve: Callable[[Connection], None],
    measure: Callable[[int, int, int], Coroutine[None, None, dict[str, object]]],
    feeds: int,
    passes: int,
) -> dict[str, object]:
    """Have ``serve`` in a process of its own while ``measure`` asks it (port, feeds, passes)."""
    server, here = begin_child(serve)
    try:
        return asyncio.run(measure(int(here.recv()), feeds, passes))
    finally:
        here.send("stop")
        server.join(5)


def main() -> int:
    """Print the numbers; 1 where one of them is worse than it must be."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--feeds", type=int, default=2000)
    options.add_argument("--passes", type=int, default=3)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    sys.setswitchinterval(0.0005)  # a parsing thread gives way to the loop ten times sooner
    numbers = run(serve, measure, chosen.feeds, chosen.passes)
    if chosen.json:
        sys.stdout.write(json.dumps(numbers) + "\n")
    else:
        sys.stdout.writelines(f"{name:22} {value}\n" for name, value in numbers.items())
    ratio, lag = float(str(numbers["ratio"])), float(str(numbers["loop_lag_own_ms"])) / 1000
    return int(ratio > _LIMIT_RATIO or lag > _LIMIT_LAG)


if __name__ == "__main__":
    sys.exit(main())
