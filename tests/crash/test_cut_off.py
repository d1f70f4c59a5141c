"""Two hosts with addresses of their own on one PostgreSQL; one is cut off and comes back."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import func, select

from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from digests.model import (
    Address,
    Article,
    ChatKind,
    DeliveryState,
    Digest,
    Subscription,
    SubscriptionKind,
)
from digests.store import Publication, Store, open_store, tables
from tests.crash.forked import ROOT, Forked
from tests.crash.hosts import Host, NoHosts, hosts, relay
from tests.postgres import Server, execute

CHATS = tuple(range(7001, 7025))
PATIENCE = 60.0


@dataclass(kw_only=True)
class Machine(Forked):
    """A host with a sender on it."""

    host: Host


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Country:
    """The machines, what they share, and the chats that they send to."""

    store: Store
    world: ChatWorld
    machines: list[Machine]
    log: Path
    published: int = 0

    async def publish(self) -> None:
        """Owe one more article to everybody."""
        self.published += 1
        url = f"https://bao.example/{self.published}"
        article = Article(title=f"Tin {self.published}", url=url, lead="Mở đầu.")
        digest = Digest(title=article.title, url=url, lead=article.lead)
        await self.store.articles.publish(Publication(article, digest), now())
        self.store.news.tell()

    def seen(self, chat: int) -> list[str]:
        """Give the headlines that a chat got, in order."""
        return [(one.get("text") or "").partition("\n")[0] for one in self.world.messages(chat)]

    async def count(self, *states: DeliveryState, machine: Machine | None = None) -> int:
        """Give how many deliveries are so, of a machine's own chats or of all."""
        row, sender = tables.deliveries.c, tables.senders.c
        asked = select(func.count()).where(row.state.in_(states))
        if machine is not None:
            mine = (
                select(tables.shards.c.number)
                .join(tables.senders, sender.id == tables.shards.c.sender)
                .where(sender.name.contains(f"|{machine.pid}|"))
            )
            asked = asked.where((row.subscriber_id % 64).in_(mine))
        async with self.store.database.reading() as connection:
            return int(await connection.scalar(asked) or 0)

    async def uncertain(self) -> dict[int, set[str]]:
        """Give the headlines of which nobody knows whether they arrived, by chat."""
        row, reader = tables.deliveries.c, tables.subscribers.c
        asked = (
            select(reader.chat, row.article)
            .join(tables.deliveries, row.subscriber_id == reader.id)
            .where(row.state == DeliveryState.UNCERTAIN)
        )
        found: dict[int, set[str]] = {}
        async with self.store.database.reading() as connection:
            for chat, article in await connection.execute(asked):
                found.setdefault(int(chat), set()).add(f"Tin {article}")
        return found

    async def shares(self) -> list[int]:
        """Give how many shards each machine serves."""
        sender = tables.senders.c
        async with self.store.database.reading() as connection:
            asked = select(sender.name).join(tables.shards, tables.shards.c.sender == sender.id)
            names = list(await connection.scalars(asked))
        return [sum(f"|{one.pid}|" in name for name in names) for one in self.machines]

    async def eventually(self, holds: Callable[[], Awaitable[bool]]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not await holds():
            if time.monotonic() > deadline:
                pytest.fail(said(self.log))
            await asyncio.sleep(0.05)


def said(log: Path) -> str:
    """Give the last words of the machines."""
    return log.read_text()[-3000:] if log.exists() else "nothing was logged"


def let_in(server: Server, places: list[Host]) -> None:
    """Have the server take connections from the hosts."""
    with (server.data / "pg_hba.conf").open("a") as rules:
        for host in places:
            rules.write(f"host all all {host.its}/32 trust\n")


@asynccontextmanager
async def country(folder: Path, server: Server, places: list[Host]) -> AsyncIterator[Country]:
    """Give two machines at work."""
    execute(server.url("postgres"), "CREATE DATABASE land")
    rooms = [Room(chat, "private", f"Người {chat}") for chat in CHATS]
    world = ChatWorld(now=now, rooms=rooms)
    world.faults.add({"fault": "slow", "method": "sendmessage", "seconds": 0.4}, world.seconds())
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(LocalBotApi(create_app(world)))
        store = await open_store(server.url("land"), now=now)
        stack.push_async_callback(store.close)
        for chat in CHATS:
            address = Address("telegram", str(chat))
            met = await store.subscribers.meet(address, ChatKind.PRIVATE, "An", "vi", now())
            await store.subscribers.follow(met.id, Subscription(SubscriptionKind.ALL))
        port, log = int(api.url.rpartition(":")[2]), folder / "log.txt"
        machines = [await _machine(host, folder, port, stack) for host in places]
        made = Country(store, world, machines, log)
        for machine in machines:
            await machine.start(_order(machine.host, api.url, server.port, log))
        sign = signal.SIGKILL
        try:
            yield made
            sign = signal.SIGTERM
        finally:
            for machine in machines:
                with suppress(ProcessLookupError):
                    os.kill(machine.pid, sign)
            statuses = [await machine.told() for machine in machines]
        assert statuses == [0] * len(machines), said(log)


def _order(host: Host, api_url: str, port: int, log: Path) -> dict[str, object]:
    settings = {
        "token": LOCAL_TOKEN,
        "api_url": api_url,
        "database_url": f"postgresql+psycopg://diemtin@{host.ours}:{port}/land",
        "resend_uncertain": False,
    }
    return {"ahead": 0, "settings": settings, "log": str(log), "roles": ["send"]}


async def _machine(host: Host, folder: Path, port: int, stack: AsyncExitStack) -> Machine:
    """Give a host that finds the Bot API on its own loopback, by way of its cable."""
    ours = await relay((host.ours, 0), ("127.0.0.1", port))
    stack.callback(ours.close)
    there = str(ours.sockets[0].getsockname()[1])
    relaying = await _run(stack, host, "tests.crash.hosts", str(port), host.ours, there)
    assert relaying.stdout is not None
    await relaying.stdout.readline()
    return Machine(await _run(stack, host, "tests.crash.zygote", str(folder)), host=host)


async def _run(stack: AsyncExitStack, host: Host, *words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *host.command(sys.executable, "-m", *words), stdin=pipe, stdout=pipe, cwd=ROOT
    )

    async def end() -> None:
        process.kill()
        await process.wait()

    stack.push_async_callback(end)
    return process


@pytest.mark.timeout(180)
async def test_a_host_that_is_cut_off_at_work_sends_nothing_twice(tmp_path: Path) -> None:
    """Its chats go on elsewhere; coming back it gets chats anew, and everyone has everything once.

    What it had in flight when the cable was pulled is uncertain, and nothing else is.
    """
    with TemporaryDirectory(prefix="diemtin-hosts-") as folder:
        try:
            with hosts(2) as places:
                server = Server(Path(folder), host=",".join(one.ours for one in places))
                server.create()
                let_in(server, places)
                server.start()
                try:
                    async with country(tmp_path, server, places) as land:
                        await _cut_off_and_back(land)
                finally:
                    server.stop()
        except NoHosts as error:
            pytest.skip(f"hosts of their own cannot be made here: {error}")


async def _cut_off_and_back(land: Country) -> None:
    cut, _other = land.machines

    async def both_work() -> bool:
        return await land.shares() == [32, 32]

    async def cut_is_at_work() -> bool:
        return await land.count(DeliveryState.IN_FLIGHT, machine=cut) > 0

    async def other_has_all() -> bool:
        return (await land.shares())[1] == 64

    async def all_ended() -> bool:
        return not await land.count(DeliveryState.OWED, DeliveryState.IN_FLIGHT)

    await land.eventually(both_work)
    for _article in range(3):
        await land.publish()
    await land.eventually(cut_is_at_work)
    cut.host.cut()
    flying = await land.count(DeliveryState.IN_FLIGHT, machine=cut)
    await land.eventually(other_has_all)
    await land.eventually(all_ended)
    under_way = await land.uncertain()
    cut.host.plug()
    await land.publish()
    await land.eventually(both_work)
    await land.publish()
    await land.eventually(all_ended)
    assert sum(map(len, under_way.values())) <= flying
    await _check(land, under_way)


async def _check(land: Country, under_way: dict[int, set[str]]) -> None:
    """Hold the chats to what was published.

    A request that was under way may still arrive when the cable is in again, after what came
    later; the outcome is then on record.
    """
    for chat, titles in (await land.uncertain()).items():
        assert titles <= under_way.get(chat, set())
    every = [f"Tin {number}" for number in range(1, land.published + 1)]
    for chat in CHATS:
        seen, open_ = land.seen(chat), under_way.get(chat, set())
        assert max(Counter(seen).values(), default=1) == 1, f"{chat}: {seen}"
        sure = [one for one in seen if one not in open_]
        assert sure == [one for one in every if one not in open_], f"{chat}: {seen}"
