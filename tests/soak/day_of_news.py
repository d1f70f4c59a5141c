"""A day of news for 5,000 readers on a fast clock: memory, files and tables must not grow.

``python -m tests.soak.day_of_news [--hours N] [--haste N] [--readers N]`` or ``make soak``: the
whole program in one process, the local Bot API and a newspaper in another. Most readers want two
round-ups a day, one in twenty-five each article at once; some write to the bot all the time. What
ended is pruned after six hours, so that the tables of one day show what months would.

How many deliveries there are follows the hours of the day: each round-up adds a row for everyone.
So they are not held to their number but to their age: after each clean-up nothing is left that
ended before the six hours. Jobs tick by real seconds, whatever the clock of the day does.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import build, settle
from bot.delivery import Pace
from bot.lifecycle import Program
from bot.logs import configure_logs
from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, PlaygroundSettings, create_app
from bot.playground.rooms import Room
from bot.settings import Settings
from digests.model import Address, ChatKind, DeliveryState, Rhythm, Subscription, SubscriptionKind
from digests.store import Store, tables
from tests.children import begin_child

BEGIN = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
FIRST = 30_000
AT_ONCE = 25
"""One reader in so many wants each article at once."""
AN_ARTICLE_EVERY = timedelta(minutes=4)
SHOWN = 40
LOOKS = 48
GROWTH = 1.10
"""What the last quarter may have more than the second, in memory and files."""
KEEP, CLEANED_EVERY = timedelta(hours=6), timedelta(hours=1)
PATIENCE = 60.0
"""Real seconds that nothing may be read or sent, although it is due."""


class Look(NamedTuple):
    """How things stood at one moment."""

    hour: float
    memory: float
    files: int
    deliveries: int
    editions: int
    updates: int
    waiting: int
    sent: int
    left_over: int


class FastClock:
    """A clock that begins at ``BEGIN`` and goes ``haste`` times as fast, in every process alike."""

    def __init__(self, began: float, haste: float) -> None:
        self._began, self._haste = began, haste

    def seconds_until(self, moment: datetime) -> float:
        """Give the real seconds until this clock shows ``moment``."""
        return (moment - self()).total_seconds() / self._haste

    def __call__(self) -> datetime:
        """Give the present instant."""
        return BEGIN + timedelta(seconds=(time.time() - self._began) * self._haste)


class Paper:
    """A newspaper that prints an article every few minutes of its clock."""

    def __init__(self, clock: FastClock, url: str = "") -> None:
        self._clock, self.url = clock, url

    async def answer(self, request: Request) -> Response:
        """Give the feed, or the page of an article."""
        name = request.path_params["name"]
        if name == "rss.xml":
            return Response(self._feed(), media_type="application/rss+xml")
        number = int(name)
        title, text = f"Tin số {number}: {words(number, 8)}", words(number + 1, 60).capitalize()
        page = (
            f"<html lang='vi'><body><article><h1>{title}</h1><p>{text}.</p></article></body></html>"
        )
        return Response(page, media_type="text/html")

    def _feed(self) -> str:
        newest = (self._clock() - BEGIN) // AN_ARTICLE_EVERY
        items = "".join(
            f"<item><title>Tin số {number}: {words(number, 8)}</title>"
            f"<link>{self.url}/bao/{number}</link>"
            f"<pubDate>{format_datetime(BEGIN + number * AN_ARTICLE_EVERY)}</pubDate></item>"
            for number in range(newest, max(newest - SHOWN, 0), -1)
        )
        return f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"


def words(seed: int, count: int) -> str:
    """Give words that no other article has."""
    chance = random.Random(seed)
    starts, ends = "bcdđghklmnpqrstvx", ("an", "ô", "ing", "ươm", "ai", "en", "uốt", "iệp", "ơ")
    return " ".join(chance.choice(starts) + chance.choice(ends) for _word in range(count))


def serve(channel: Connection, began: float, haste: float, readers: int) -> None:
    """Be Telegram and the newspaper until told to end."""
    asyncio.run(_serve(channel, FastClock(began, haste), readers))


async def _serve(channel: Connection, clock: FastClock, readers: int) -> None:
    paper = Paper(clock)
    rooms = [Room(FIRST + n, "private", f"Người {n}") for n in range(readers)]
    settings = PlaygroundSettings(pace=None, messages_kept=20)
    world = ChatWorld(settings=settings, rooms=rooms)
    web = create_app(world, extra_routes=[Route("/bao/{name}", paper.answer)])
    async with LocalBotApi(web) as api:
        paper.url = api.url
        channel.send(api.url)
        ended = asyncio.create_task(asyncio.to_thread(channel.recv))
        for number in itertools.count():
            if ended.done():
                return
            said = ("/moi", "/danhsach", "/homnay", "/tim bơ")[number % 4]
            world.person_writes(FIRST + number % readers, said)
            await asyncio.sleep(0.5)


async def enter(store: Store, readers: int, url: str, now: datetime) -> None:
    """Have the readers subscribe, and the feed be read."""
    await store.feeds.add(f"{url}/bao/rss.xml", source="Báo Phú Lâm", now=now)
    for number in range(readers):
        address = Address("telegram", str(FIRST + number))
        reader = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", now)
        await store.subscribers.follow(reader.id, Subscription(SubscriptionKind.ALL))
        rhythm = Rhythm.EDITIONS if number % AT_ONCE else Rhythm.AT_ONCE
        await store.subscribers.change(reader.id, rhythm=rhythm)


def held() -> tuple[float, int]:
    """Give the memory of this process in MB, and how many files it has open."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(memory) / 1024, len(list(Path("/proc/self/fd").iterdir()))


async def look(store: Store, clock: FastClock) -> Look:
    """Look how things stand."""
    counted = (tables.deliveries, tables.editions, tables.updates)
    async with store.database.reading() as connection:
        deliveries, editions, updates = [
            int(await connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in counted
        ]
        row = tables.deliveries.c
        sent = await connection.scalar(select(func.count()).where(row.state == DeliveryState.SENT))
        left_over = await _left_over(connection, clock() - KEEP - 2 * CLEANED_EVERY)
    waiting = sum((await store.outbox.waiting()).values())
    hour = (clock() - BEGIN) / timedelta(hours=1)
    memory, files = held()
    counts = (deliveries, editions, updates, waiting, int(sent or 0), left_over)
    return Look(hour, memory, files, *counts)


async def _left_over(connection: AsyncConnection, before: datetime) -> int:
    """Give how many rows should have been cleaned up, and are there."""
    row, edition = tables.deliveries.c, tables.editions.c
    ended = select(func.count()).where(row.finished_at < before)
    needed = exists().where(row.edition == edition.id)
    told = select(func.count()).where(edition.made_at < before, ~needed)
    return sum([int(await connection.scalar(asked) or 0) for asked in (ended, told)])


async def soak(hours: float, haste: float, readers: int, folder: str) -> list[Look]:
    """Run the program for so many hours of its clock; give what was seen."""
    began = time.time()
    clock = FastClock(began, haste)
    process, ours = begin_child(serve, began, haste, readers)
    url: str = await asyncio.to_thread(ours.recv)
    settings = Settings(
        api_url=url,
        database_url=f"{folder}/soak.db",
        allow_private_addresses=True,
        host_pause=0.0,
        obey_robots=False,
        keep=KEEP,
        watchdog_patience=timedelta(seconds=PATIENCE * haste),
        _env_file=None,  # type: ignore[call-arg]
    )
    pace = Pace(per_second=29.5 * haste, chat_pause=1.02 / haste, group_pause=3.1 / haste)
    stop = asyncio.Event()
    async with build(settings, token=LOCAL_TOKEN, now=clock, pace=pace) as program:
        await enter(program.store, readers, url, clock())
        settle()
        seconds = CLEANED_EVERY.total_seconds() / haste
        program.reading.reschedule_job("clean_up", trigger="interval", seconds=seconds)
        looks = await _watch(program, clock, hours, stop)
    ours.send(None)
    await asyncio.to_thread(process.join)
    return looks


async def _watch(
    program: Program, clock: FastClock, hours: float, stop: asyncio.Event
) -> list[Look]:
    running, looks, begin = asyncio.create_task(program.run(stop)), list[Look](), clock()
    console = Console(stderr=True)
    steps = track(range(1, LOOKS + 1), "the day", console=console, disable=not console.is_terminal)
    for place in steps:
        at = begin + timedelta(hours=hours) * place / LOOKS
        await asyncio.sleep(max(0.0, clock.seconds_until(at)))
        looks.append(await look(program.store, clock))
    stop.set()
    await running
    return looks


def grown(looks: list[Look], name: str) -> float:
    """Give how much more there was in the last quarter than in the second, at the most."""
    quarter = len(looks) // 4
    values = [float(getattr(one, name)) for one in looks]
    return max(values[-quarter:]) / max(1.0, *values[quarter : 2 * quarter])


def main() -> int:
    """Show what was seen; give 1 when something grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--haste", type=float, default=144)
    parser.add_argument("--readers", type=int, default=5000)
    chosen = parser.parse_args()
    configure_logs(level="error")
    with tempfile.TemporaryDirectory() as folder:
        looks = asyncio.run(soak(chosen.hours, chosen.haste, chosen.readers, folder))
    table = Table(*Look._fields)
    for one in looks[3::4]:
        table.add_row(*(f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
                        for value in one))  # fmt: skip
    Console(width=110).print(table)
    growth = {name: grown(looks, name) for name in ("memory", "files")}
    left_over = max(one.left_over for one in looks)
    print(", ".join(f"{name} × {times:.2f}" for name, times in growth.items()))
    print(f"{left_over} rows that should have been cleaned up")
    steady = all(times <= GROWTH for times in growth.values()) and not left_over
    print("steady" if steady else "NOT STEADY")
    return int(not steady)


if __name__ == "__main__":
    sys.exit(main())
