"""How others are served while a few chats throw commands at the bot.

``python -m tests.bench.bench_hostile [--seconds S] [--rate N] [--json]``: the local Bot API, in a
process of its own, is written to by honest people, each one command after the other's answer. Then
a few hostile ones write ``N`` commands a second (1,000) beside them. Both times it is measured from
the side of the people, from the word to the answer. The floor is the same run without the hostile.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from bot.app import build
from bot.delivery import Pace
from bot.playground import LOCAL_TOKEN, UNPACED, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from bot.settings import Settings
from digests.model import Article, Digest
from digests.store import Publication, Store, open_store
from tests.children import begin_child

HONEST, HOSTILE = range(20_000, 20_020), range(30_000, 30_005)
ARTICLES = 300
SAID = ("/moi", "/tim gặt lúa", "/trogiup", "/danhsach")
LIMIT = 1.0
"""Seconds in which others are served, ninety-nine times in a hundred."""


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds from a word to its answer, and how many hostile words were thrown meanwhile."""

    seconds: list[float]
    thrown: int

    def at(self, share: float) -> float:
        """Give the seconds within which ``share`` of the words were answered."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


def serve(channel: Connection) -> None:
    """Be Telegram and its people until told to end."""
    asyncio.run(_serve(channel))


async def _serve(channel: Connection) -> None:
    rooms = [Room(number, "private", f"Người {number}") for number in (*HONEST, *HOSTILE)]
    world = ChatWorld(token=LOCAL_TOKEN, settings=UNPACED, rooms=rooms)
    async with LocalBotApi(create_app(world)) as api:
        channel.send(api.url)
        while (wish := await asyncio.to_thread(channel.recv)) is not None:
            seconds, rate = wish
            channel.send(await _people(world, seconds, rate))


async def _people(world: ChatWorld, seconds: float, rate: int) -> Served:
    ends = time.perf_counter() + seconds
    found: list[float] = []
    throwing = asyncio.create_task(_throw(world, ends, rate))
    await asyncio.gather(*(_talk(world, number, ends, found) for number in HONEST))
    return Served(found, await throwing)


async def _talk(world: ChatWorld, number: int, ends: float, found: list[float]) -> None:
    messages = world.rooms[number].messages
    turn = number
    while time.perf_counter() < ends:
        await asyncio.sleep(1.1)  # as fast as the bot hears one person for ever
        before, began = len(messages), time.perf_counter()
        world.person_writes(number, SAID[turn % len(SAID)])
        turn += 1
        while len(messages) < before + 2 and time.perf_counter() < began + 30:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        found.append(time.perf_counter() - began)


async def _throw(world: ChatWorld, ends: float, rate: int) -> int:
    thrown, began = 0, time.perf_counter()
    while rate and (now := time.perf_counter()) < ends:
        while thrown < (now - began) * rate:
            world.person_writes(HOSTILE[thrown % len(HOSTILE)], SAID[thrown % len(SAID)])
            thrown += 1
        await asyncio.sleep(0.01)
    return thrown


async def fill(store: Store) -> None:
    """Put an archive into the store."""
    now = datetime.now(UTC)
    for number in range(ARTICLES):
        title = f"Nông dân xã thứ {number} gặt lúa chạy mưa"
        article = Article(title=title, url=f"https://bao.example/{number}", published=now)
        digest = Digest(title=title, url=article.url, lead="Chiều nay hơn ba trăm người ra đồng.")
        await store.articles.publish(Publication(article, digest), now)


async def measure(seconds: float, rate: int) -> tuple[Served, Served, float]:
    """Give the floor, what was measured under attack, and the bot's share of a processor then."""
    telegram, channel = begin_child(serve)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            api_url=await asyncio.to_thread(channel.recv),
            database_url=str(Path(folder) / "tin.db"),
            _env_file=None,  # type: ignore[call-arg]
        )

        def now() -> datetime:
            return datetime.now(UTC)

        store = await open_store(settings.database_url, now=now)
        await fill(store)
        await store.close()
        pace = Pace(per_second=10_000, chat_pause=0.001, group_pause=0.001)
        async with build(settings, token=LOCAL_TOKEN, now=now, pace=pace) as program:
            stop = asyncio.Event()
            running = asyncio.create_task(program.run(stop))
            while not program.application.running:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            floor = await _ask(channel, seconds, 0)
            began, wall = time.process_time(), time.perf_counter()
            attacked = await _ask(channel, seconds, rate)
            share = (time.process_time() - began) / (time.perf_counter() - wall)
            stop.set()
            await running
    channel.send(None)
    await asyncio.to_thread(telegram.join, 10)
    return floor, attacked, share


async def _ask(channel: Connection, seconds: float, rate: int) -> Served:
    channel.send((seconds, rate))
    found: Served = await asyncio.to_thread(channel.recv)
    return found


def main() -> int:
    """Measure, print, and give 1 when others wait for more than a second."""
    parser = argparse.ArgumentParser(description="How others are served during a flood.")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    floor, attacked, share = asyncio.run(measure(given.seconds, given.rate))
    told = {
        "honest_words": len(attacked.seconds),
        "hostile_words_a_second": attacked.thrown / given.seconds,
        "floor_median_s": floor.at(0.5),
        "floor_p99_s": floor.at(0.99),
        "attacked_median_s": attacked.at(0.5),
        "attacked_p99_s": attacked.at(0.99),
        "share_of_a_processor": share,
    }
    if given.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>24}  {value:10.3f}")
        print(f"{'p99, times the floor':>24}  {attacked.at(0.99) / floor.at(0.99):10.2f}")
    return int(attacked.at(0.99) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
