"""From a poll that shows an article to the message in the chat, of an idle bot.

``python -m tests.bench.bench_news [--articles N] [--json]``: the whole program, with one reader,
one paper and the local Bot API beside it in one process. The seconds begin when the paper gives the
feed that shows the article and end when the message stands in the chat; the slowest counts.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime

from sqlalchemy import update
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import build
from bot.lifecycle import Program
from bot.logs import configure_logs
from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from bot.settings import Settings
from digests.model import Address, ChatKind, Rhythm, Subscription, SubscriptionKind
from digests.store import tables

CHAT = 40_000
LIMIT = 2.0
TEXT = "Nông dân xã Phú Lâm gặt sớm bốn trăm héc-ta lúa để tránh đợt mưa lớn sắp tới. " * 3


def _now() -> datetime:
    return datetime.now(UTC)


class Paper:
    """A newspaper that notes when it showed an article first."""

    def __init__(self) -> None:
        self.url, self.printed = "", 0
        self.shown: dict[int, float] = {}

    async def answer(self, request: Request) -> Response:
        """Give the feed, or the page of an article."""
        name = request.path_params["name"]
        if name != "rss.xml":
            page = f"<html lang='vi'><body><article><h1>Tin số {name}</h1><p>{TEXT}</p></article>"
            return Response(f"{page}</body></html>", media_type="text/html")
        items = "".join(
            f"<item><title>Tin số {number}</title><link>{self.url}/bao/{number}</link></item>"
            for number in range(self.printed, 0, -1)
        )
        if self.printed:
            self.shown.setdefault(self.printed, time.perf_counter())
        feed = f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"
        return Response(feed, media_type="application/rss+xml")


async def told(world: ChatWorld, count: int) -> float:
    """Wait for so many messages in the chat; give when the last of them was there."""
    while len(world.messages(CHAT)) < count:  # noqa: ASYNC110 - the chat tells nobody
        await asyncio.sleep(0.005)
    return time.perf_counter()


async def measure(articles: int, folder: str) -> list[float]:
    """Print articles one after the other; give the seconds that each took to the chat."""
    paper = Paper()
    world = ChatWorld(rooms=[Room(CHAT, "private", "An")])
    web = create_app(world, extra_routes=[Route("/bao/{name}", paper.answer)])
    async with LocalBotApi(web) as api:
        paper.url = api.url
        settings = Settings(
            api_url=api.url,
            database_url=f"{folder}/news.db",
            allow_private_addresses=True,
            host_pause=0.0,
            obey_robots=False,
            _env_file=None,  # type: ignore[call-arg]
        )
        stop = asyncio.Event()
        async with build(settings, token=LOCAL_TOKEN, now=_now) as program:
            running = asyncio.create_task(program.run(stop))
            waits = await _print_all(program, paper, world, articles)
            stop.set()
            await running
    return waits


async def _print_all(
    program: Program, paper: Paper, world: ChatWorld, articles: int
) -> list[float]:
    store = program.store
    address = Address("telegram", str(CHAT))
    reader = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", _now())
    await store.subscribers.follow(reader.id, Subscription(SubscriptionKind.ALL))
    await store.subscribers.change(reader.id, rhythm=Rhythm.AT_ONCE)
    await store.feeds.add(f"{paper.url}/bao/rss.xml", source="Báo Phú Lâm", now=_now())
    waits = []
    for number in range(1, articles + 1):
        await asyncio.sleep(1.5)  # an idle bot, and a chat that may be written to again
        paper.printed = number
        async with store.database.writing() as connection:
            await connection.execute(update(tables.feeds).values(next_poll_at=_now()))
        arrived = await told(world, number)
        waits.append(arrived - paper.shown[number])
    return waits


def main() -> int:
    """Print the numbers; give 1 when an article took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    configure_logs()
    with tempfile.TemporaryDirectory() as folder:
        waits = asyncio.run(measure(chosen.articles, folder))
    found = {"slowest_s": max(waits), "median_s": sorted(waits)[len(waits) // 2]}
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:24}{value:10.3f}")
    good = found["slowest_s"] <= LIMIT
    print("within the limits" if good else "OVER THE LIMITS")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
