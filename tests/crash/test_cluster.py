"""Two readers, two senders and two chat processes on one PostgreSQL: the promise of one machine.

Each kind loses a process, the server is restarted as if it had crashed, and the news goes on.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from digests.model import Address, DeliveryState, SubscriberState
from digests.store import tables
from tests.crash.clock import ClockHands
from tests.crash.forked import Forked
from tests.crash.town import ROOT, STEADY, LossBook, Town
from tests.postgres import Server, execute

COMER = 6001
PATIENCE = 90.0
"""Seconds: many times what it takes where nothing else runs."""


@dataclass(kw_only=True)
class Member(Forked):
    """One process of the cluster."""

    role: str


@dataclass
class Cluster(Town):
    """A town whose program is six processes."""

    url: str = ""
    members: list[Member] = field(default_factory=list)
    flights: dict[int, int] = field(default_factory=dict)

    @property
    def database(self) -> str:
        return self.url

    async def begin(self, member: Member) -> None:
        """Start a process of the program."""
        settings = {
            "token": LOCAL_TOKEN,
            "api_url": self.api.url,
            "database_url": self.url,
            "allow_private_addresses": True,
            "host_pause": 0.0,
            "obey_robots": False,
            "first_poll_announces": 50,
        }
        log = self.folder / "log.txt"
        working = _times(log, " working ")
        await member.start(
            {"ahead": 0, "settings": settings, "log": str(log), "roles": [member.role]}
        )
        await self.eventually(lambda: _times(log, " working ") > working)

    async def kill(self, member: Member) -> None:
        """End a process without warning, and note what it had in flight."""
        os.kill(member.pid, signal.SIGKILL)
        assert await member.told() == -signal.SIGKILL
        row, sender = tables.deliveries.c, tables.senders.c
        mine = (
            select(tables.shards.c.number)
            .join(tables.senders, sender.id == tables.shards.c.sender)
            .where(sender.name.contains(f"|{member.pid}|"))
        )
        flying = (
            select(tables.subscribers.c.chat)
            .join(tables.deliveries, row.subscriber_id == tables.subscribers.c.id)
            .where(row.state == DeliveryState.IN_FLIGHT, (row.subscriber_id % 64).in_(mine))
        )
        async with self.store() as store, store.database.reading() as connection:
            for chat in await connection.scalars(flying):
                self.flights[int(chat)] = self.flights.get(int(chat), 0) + 1

    async def news(self, count: int) -> None:
        """Print articles and have the feed read now, whoever had it."""
        for _article in range(count):
            self.publish()
        due = {"lease_until": None, "next_poll_at": self.now() - timedelta(seconds=1)}
        async with self.store() as store, store.database.writing() as connection:
            await connection.execute(update(tables.feeds).values(**due))

    async def everyone_has(self, count: int) -> None:
        """Wait until every steady reader has so many articles."""
        await self.eventually(lambda: all(len(set(self.seen(chat))) >= count for chat in STEADY))

    async def eventually(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                log = (self.folder / "log.txt").read_text()[-3000:]
                pytest.fail(f"{ {chat: self.seen(chat) for chat in STEADY} } {log}")
            await asyncio.sleep(0.05)


def _times(log: Path, words: str) -> int:
    return log.read_text().count(words) if log.exists() else 0


@asynccontextmanager
async def cluster(folder: Path, server: Server) -> AsyncIterator[Cluster]:
    """Give a cluster of two processes a role, all running."""
    execute(server.url("postgres"), "CREATE DATABASE town")
    rooms = [Room(chat, "private", f"Người {chat}") for chat in (*STEADY, COMER)]
    world = ChatWorld(now=lambda: datetime.now(UTC), rooms=rooms)
    losses = LossBook(seed=1)
    world.faults = losses
    made: list[Cluster] = []

    async def paper(request: Request) -> Response:
        return await made[0].answer(request)

    web = create_app(world, extra_routes=[Route("/bao/{path:path}", paper)])
    async with LocalBotApi(web) as api, AsyncExitStack() as stack:
        zygotes = [await _zygote(folder, stack) for _member in range(6)]
        members = [
            Member(zygote, role=role)
            for role, zygote in zip(("read", "send", "chat") * 2, zygotes, strict=True)
        ]
        place = Cluster(
            folder, world, losses, random.Random(1), api, zygotes[0], ClockHands(folder),
            url=server.url("town"), members=members,
        )  # fmt: skip
        made.append(place)
        await place.found()
        for member in members:
            await place.begin(member)
        sign = signal.SIGKILL
        try:
            yield place
            sign = signal.SIGTERM
        finally:
            for member in members:
                with suppress(ProcessLookupError):
                    os.kill(member.pid, sign)
            statuses = [await member.told() for member in members]
        assert statuses == [0] * 6, (folder / "log.txt").read_text()[-3000:]


async def _zygote(folder: Path, stack: AsyncExitStack) -> asyncio.subprocess.Process:
    zygote = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.zygote", str(folder),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip

    async def end() -> None:
        assert zygote.stdin is not None
        zygote.stdin.close()
        await zygote.wait()

    stack.push_async_callback(end)
    return zygote


@pytest.mark.timeout(600)
async def test_any_of_six_processes_and_the_server_may_end(tmp_path: Path) -> None:
    """Every reader has every article once and in order, but for what a killed sender had in flight.

    A person's command is answered although the chat process that stood first is gone.
    """
    with TemporaryDirectory(prefix="diemtin-cluster-") as folder:
        server = Server(Path(folder), settings=("autovacuum=off",))
        server.create()
        server.start()
        try:
            async with cluster(tmp_path, server) as place:
                await _live_through_everything(place, server)
        finally:
            server.stop()


async def _live_through_everything(place: Cluster, server: Server) -> None:
    reader, sender, chat = place.members[:3]
    await place.news(2)
    await place.everyone_has(2)
    for victim in (sender, reader):
        await place.news(3)
        await place.eventually(lambda: sum(len(place.seen(one)) for one in STEADY) % 24 > 4)
        await place.kill(victim)
        await place.everyone_has(place.printed)
        await place.begin(victim)
    await place.kill(chat)
    place.say(COMER, "/start")
    await place.news(3)
    await asyncio.to_thread(server.restart, "immediate")
    await place.news(2)
    await place.everyone_has(place.printed)
    await place.eventually(lambda: len(place.world.messages(COMER)) > 1)
    await place.begin(chat)
    await _check(place)


async def _check(place: Cluster) -> None:
    every = list(range(1, place.printed + 1))
    async with place.store() as store:
        owed = await place.owed(store)
        comer = await store.subscribers.find(Address("telegram", str(COMER)))
    assert comer is not None
    assert comer.state is SubscriberState.ACTIVE
    for chat in STEADY:
        seen = place.seen(chat)
        assert sorted(set(seen)) == every
        firsts = list(dict.fromkeys(seen))
        assert firsts == [number for number, _state in owed[chat]], f"{chat}: out of order"
        places = [firsts.index(number) for number in seen]
        assert all(one <= other for one, other in pairwise(places)), f"{chat}: a late repeat"
        assert len(seen) - len(every) <= place.flights.get(chat, 0), f"{chat}: repeated"
