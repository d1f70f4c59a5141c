"""A town for crash tests: a newspaper, Telegram, readers that come and go, and a bot that dies."""

import asyncio
import json
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import ChatWorld, LocalBotApi, create_app
from bot.playground.faults import CallFacts, Fault, FaultBook
from bot.playground.rooms import Room
from digests.model import (
    FIRST_NETWORK,
    ChatKind,
    DeliveryState,
    Subscription,
    SubscriptionKind,
    bot_of,
)
from digests.store import Store, open_store, tables
from tests.crash.clock import ClockHands
from tests.crash.forked import ROOT, Zygote
from tests.crash.progress import one_more_life

STEADY = tuple(range(5001, 5009))
COMERS = (6001, 6002, 6003)
SHY = 6009
"""Blocks the bot now and then."""
BETWEEN_LIVES = 8
"""Seconds that pass from one life to the next, for those whose next attempt is due later."""
LONGEST_PAUSE = 600
"""Seconds after which nobody waits for another attempt any more.

With the lives of a world and the time a test may take they stay below the half hour after which
what piled up for a reader becomes one round-up: here everything shall come by itself.
"""
TITLE = re.compile(r"Tin số (\d+):")
STARTS = (*"bcdđghklmnpqrstvx", "ch", "kh", "ng", "nh", "ph", "th", "tr")
ENDS = tuple(
    vowel + last
    for vowel in ("a", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "ươ", "uô", "iê")
    for last in ("", "n", "ng", "m", "t", "p")
)


class LossBook(FaultBook):
    """Counts the answers that were lost: the bot cannot know whether those messages arrived."""

    def __init__(self, *, seed: int) -> None:
        super().__init__(seed=seed)
        self.lost: Counter[int] = Counter()

    def matching(self, facts: CallFacts, now: float) -> list[Fault]:
        hit = super().matching(facts, now)
        if facts.chat is not None and any(one.kind in ("lost_answer", "drop_share") for one in hit):
            self.lost[facts.chat] += 1
        return hit


class Flight(NamedTuple):
    """One attempt that was under way when the program ended."""

    delivery: int
    attempts: int
    chat: int
    article: int


@dataclass
class Town:
    """Everything around the program."""

    folder: Path
    world: ChatWorld
    losses: LossBook
    chance: random.Random
    api: LocalBotApi
    zygote: Zygote
    hands: ClockHands
    database: str
    steady: tuple[int, ...] = STEADY
    network: str = FIRST_NETWORK
    printed: int = 0
    feed: bytes = b""
    items: list[str] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)
    flew: Counter[tuple[int, int]] = field(default_factory=Counter)
    left_flying: set["Flight"] = field(default_factory=set)
    kills: int = 0
    log_before: int = 0
    said: Counter[int] = field(default_factory=Counter)

    @property
    def log(self) -> Path:
        """Give the file that every life of the program writes its log to."""
        return self.folder / "log.txt"

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def settings(self) -> dict[str, object]:
        """Give the settings of the program."""
        return {
            "bot": bot_of(self.network) or None,
            "token": self.world.settings.token,
            "api_url": self.api.url,
            "database_url": self.database,
            "allow_private_addresses": True,
            "host_pause": 0.0,
            "obey_robots": False,
            "first_poll_announces": 50,
        }

    def now(self) -> datetime:
        """Give the town's clock, which may jump at any moment."""
        return self.hands.now()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """Look into the store beside the program."""
        opened = await open_store(
            self.database, now=self.now, busy_timeout=20, network=self.network
        )
        try:
            yield opened
        finally:
            await opened.close()

    async def answer(self, request: Request) -> Response:
        """Be the newspaper."""
        path = request.url.path.rpartition("/")[2]
        if path == "rss.xml":
            return Response(self.feed, media_type="application/rss+xml")
        return Response(self.pages[path], media_type="text/html")

    def publish(self) -> None:
        """Print one more article."""
        self.printed += 1
        number, path = self.printed, f"tin-{self.printed}.html"
        # Words that no other article has: two papers that tell one event would be told once.
        title = f"Tin số {number}: {self.words(8)}"
        text = f"{self.words(40).capitalize()}."
        page = (
            f"<html lang='vi'><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
        )
        self.pages[path] = page.encode()
        moment = format_datetime(self.now())
        link = f"{self.api.url}/bao/{path}"
        self.items.insert(
            0, f"<item><title>{title}</title><link>{link}</link><pubDate>{moment}</pubDate></item>"
        )
        items = "".join(self.items)
        self.feed = (
            f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>".encode()
        )

    def words(self, count: int) -> str:
        """Give words that mean nothing."""
        pick = self.chance.choice
        return " ".join(pick(STARTS) + pick(ENDS) for _word in range(count))

    def say(self, chat: int, text: str) -> None:
        """Have a person write to the bot."""
        self.said[chat] += 1
        self.world.person_writes(chat, text)

    async def found(self) -> None:
        """Lay the town out: its feed, its steady readers, and a network that takes its time.

        Of several bots on one store the first has the newspaper.
        """
        slow = {"fault": "slow", "method": "sendmessage", "seconds": 0.03}
        self.losses.add(slow, self.world.seconds())
        every = Subscription(SubscriptionKind.ALL)
        async with self.store() as store:
            if self.network == FIRST_NETWORK:
                feed = f"{self.api.url}/bao/rss.xml"
                await store.feeds.add(feed, source="Báo Phú Lâm", now=self.now())
            for chat in self.steady:
                reader = await store.subscribers.meet(
                    store.address(chat), ChatKind.PRIVATE, "An", "vi", self.now()
                )
                await store.subscribers.follow(reader.id, every)

    async def start(self) -> int:
        """Start the program; give its process number."""
        async with self.store() as store:
            # The feed that was being read at a kill would wait until its lease is over.
            due = {"lease_until": None, "next_poll_at": self.now() - timedelta(seconds=1)}
            async with store.database.writing() as connection:
                await connection.execute(update(tables.feeds).values(**due))
        order = {"settings": self.settings(), "log": str(self.log)}
        self.log_before = self._log_size()
        assert self.zygote.stdin is not None
        self.zygote.stdin.write(json.dumps(order).encode() + b"\n")
        return int(await self._told())

    async def _told(self) -> str:
        assert self.zygote.stdout is not None
        return (await self.zygote.stdout.readline()).decode().strip()

    async def end(self, pid: int, sign: signal.Signals) -> int:
        """Send a signal, wait for the end, and note what was in flight; give the exit status."""
        os.kill(pid, sign)
        status = int(await self._told())
        async with self.store() as store:
            flying = await self._flying(store)
        # A life that ended while it was starting leaves what the one before it left.
        new, self.left_flying = flying - self.left_flying, flying
        for flight in new:
            self.flew[flight.chat, flight.article] += 1
        self.kills += sign is signal.SIGKILL
        if sign is signal.SIGTERM:
            assert not new, "SIGTERM must leave nothing in flight"
            # Before its first line it has begun nothing, and may not even listen to signals yet.
            # Its calls would not tell: one of the life before may be served late.
            listens = self._log_size() > self.log_before
            allowed = (0,) if listens else (0, -signal.SIGTERM)
            assert status in allowed, self.log.read_text()[-2000:]
        return status

    async def _flying(self, store: Store) -> set[Flight]:
        row, reader = tables.deliveries.c, tables.subscribers.c
        asked = (
            select(row.id, row.attempts, reader.chat, row.article)
            .join_from(tables.deliveries, tables.subscribers)
            .where(row.state == DeliveryState.IN_FLIGHT)
        )
        async with store.database.reading() as connection:
            return {
                Flight(number, attempts, int(chat), article)
                for number, attempts, chat, article in await connection.execute(asked)
            }

    def seen(self, chat: int) -> list[int]:
        """Give the numbers of the articles that a reader was sent, in order."""
        texts = (one.get("text") or "" for one in self.world.messages(chat))
        return [int(found[1]) for text in texts if (found := TITLE.match(text))]

    async def owed(self, store: Store) -> dict[int, list[tuple[int, str]]]:
        """Give, for each chat, the titles' numbers and the states of its digests, in order."""
        row, reader, article = tables.deliveries.c, tables.subscribers.c, tables.articles.c
        asked = (
            select(reader.chat, article.article, row.state)
            .join_from(tables.deliveries, tables.subscribers)
            .join(tables.articles, article.number == row.article)
            .where(row.kind == "digest", reader.network == self.network)
            .order_by(row.id)
        )
        owed: dict[int, list[tuple[int, str]]] = {}
        async with store.database.reading() as connection:
            for chat, told, state in await connection.execute(asked):
                found = TITLE.match(told["title"])
                assert found is not None
                owed.setdefault(int(chat), []).append((int(found[1]), state))
        return owed

    def trouble(self) -> None:
        """Throw in what goes wrong between a bot and Telegram."""
        chat, chance = self.chance.choice(STEADY), self.chance.random()
        faults: list[dict[str, Any]] = [
            {"fault": "flood", "chat": chat, "seconds": 2},
            {"fault": "server_error", "method": "sendmessage", "chat": chat, "times": 2},
            {"fault": "cut", "method": "sendmessage", "chat": chat, "times": 1},
            {"fault": "lost_answer", "method": "sendmessage", "chat": chat, "times": 1},
            {"fault": "drop_share", "method": "sendmessage", "chat": chat, "share": 0.5,
             "seconds": 2},
            {"fault": "blocked", "chat": SHY, "times": 1},
            {"fault": "flood", "method": "sendmessage", "times": 5, "seconds": 1},
        ]  # fmt: skip
        if chance < 0.7:
            self.losses.add(self.chance.choice(faults[:-1]), self.world.seconds())
        elif chance < 0.8:
            self.losses.add(faults[-1], self.world.seconds())

    async def live(self, *, sign: signal.Signals) -> None:
        """Have the program live for a moment, with news and people, and end it."""
        for _article in range(self.chance.randint(0, 2)):
            self.publish()
        self.trouble()
        if self.chance.random() < 0.6:
            self.publish()
            messages, more = self.messages, 1
        else:
            messages, more = self.calls, self.chance.randint(0, 20)
        enough = messages() + more
        pid = await self.start()
        await self.until(lambda: messages() >= enough)
        self.say(self.chance.choice(COMERS), self.chance.choice(["/start", "/dung", "/danhsach"]))
        if self.chance.random() < 0.3:
            self.say(SHY, "/start")
        # Mostly soon: a burst to a few readers does not fly for long.
        await asyncio.sleep(0.15 * self.chance.random() ** 2)
        await self.end(pid, sign)
        self.hands.turn(BETWEEN_LIVES)
        one_more_life()

    def messages(self) -> int:
        return sum(room.last_id for room in self.world.rooms.values())

    def calls(self) -> int:
        return self.world.calls

    async def until(self, reached: Callable[[], bool], *, seconds: float = 5) -> None:
        """Wait for a moment in the program's life, however slow the machine is.

        It does not come when everybody who is owed something has to wait.
        """
        for _look in range(int(seconds * 100)):
            if reached():
                return
            await asyncio.sleep(0.01)

    async def settle(self) -> None:
        """Let the program end its work in peace."""
        self.losses.clear()
        self.hands.turn(LONGEST_PAUSE)
        for chat in (*COMERS, SHY):
            self.say(chat, "/start")
        pid = await self.start()
        for _look in range(300):
            await asyncio.sleep(0.2)
            async with self.store() as store:
                waiting = await store.outbox.waiting()
                read = len((await self.owed(store)).get(STEADY[0], ()))
            if read == self.printed and not any(waiting.values()) and not len(self.world.updates):
                break
        await self.end(pid, signal.SIGTERM)


@asynccontextmanager
async def town(folder: Path, *, seed: int, database: str = "") -> AsyncIterator[Town]:
    """Give a town of its own, with the program not yet running.

    ``database`` is the address of its store; without one it is a new file.
    """
    database = database or f"sqlite+aiosqlite:///{folder / 'town.db'}"
    rooms = [Room(chat, "private", f"Người {chat}") for chat in (*STEADY, *COMERS, SHY)]
    made: list[Town] = []

    async def paper(request: Request) -> Response:
        return await made[0].answer(request)

    world = ChatWorld(now=lambda: made[0].now() if made else datetime.now(UTC), rooms=rooms)
    losses = LossBook(seed=seed)
    hands = ClockHands(folder)
    world.faults = losses
    web = create_app(world, extra_routes=[Route("/bao/{path:path}", paper)])
    async with LocalBotApi(web) as api:
        zygote = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.zygote", str(folder),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        chance = random.Random(seed)
        made.append(Town(folder, world, losses, chance, api, zygote, hands, database))
        try:
            await made[0].found()
            yield made[0]
        finally:
            assert zygote.stdin is not None
            zygote.stdin.close()
            await zygote.wait()
