"""A town whose program is several processes, each with its part of the work; any may be killed."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import LOCAL_TOKEN, ChatWorld, LocalBotApi, create_app
from bot.playground.rooms import Room
from bot.roles import Role
from digests.model import FIRST_NETWORK, DeliveryState
from digests.store import Store, tables
from tests.crash.clock import ClockHands
from tests.crash.forked import Forked, lines
from tests.crash.town import STEADY, LossBook, Town

PATIENCE = 90.0
"""Seconds: many times what it takes where nothing else runs."""


@dataclass(kw_only=True)
class Member(Forked):
    """One process of the cluster, and what it does."""

    roles: tuple[Role, ...]
    lives: bool = False


@dataclass
class Cluster(Town):
    """A town whose program is several processes.

    Attributes:
        flights: how many deliveries to a chat were in flight in a process that was killed.
        at_a_time: readers that are owed an article in one transaction.
    """

    members: list[Member] = field(default_factory=list)
    flights: Counter[int] = field(default_factory=Counter)
    at_a_time: int | None = None

    async def begin(self, member: Member) -> None:
        """Start a process of the program."""
        order: dict[str, object] = {"settings": self.settings(), "log": str(self.log)}
        if self.at_a_time is not None:
            order["at_a_time"] = self.at_a_time
        working = self._times(" working ")
        await member.start(order | {"roles": list(member.roles)})
        member.lives = True
        await self.eventually(lambda: self._times(" working ") > working)

    def _times(self, words: str) -> int:
        return self.log.read_text().count(words) if self.log.exists() else 0

    async def kill(self, *members: Member) -> None:
        """End processes without warning, and note what they had in flight."""
        for member in members:
            os.kill(member.pid, signal.SIGKILL)
            member.lives = False
        for member in members:
            assert await member.told() == -signal.SIGKILL
            self.flights.update(await self._had_in_flight(member))

    async def _had_in_flight(self, member: Member) -> list[int]:
        row, sender = tables.deliveries.c, tables.senders.c
        flying = (
            select(tables.subscribers.c.chat)
            .join(tables.deliveries, row.subscriber_id == tables.subscribers.c.id)
            .where(row.state == DeliveryState.IN_FLIGHT, row.network == self.network)
        )
        if set(member.roles) != set(Role):  # it shares the sending with others
            mine = (
                select(tables.shards.c.number)
                .join(tables.senders, sender.id == tables.shards.c.sender)
                .where(sender.name.contains(f"|{member.pid}|"))
            )
            flying = flying.where((row.subscriber_id % 64).in_(mine))
        async with self.store() as store, store.database.reading() as connection:
            return [int(chat) for chat in await connection.scalars(flying)]

    async def news(self, count: int) -> None:
        """Print articles and have the feed read now, whoever had it.

        Who is reading it may end first, and would write down when it is due again; but who was
        killed never ends.
        """
        for _article in range(count):
            self.publish()
        due = {"lease_until": None, "next_poll_at": self.now() - timedelta(seconds=1)}
        async with self.store() as store:
            for _look in range(40):
                if not await _is_being_read(store):
                    break
                await asyncio.sleep(0.05)
            async with store.database.writing() as connection:
                await connection.execute(update(tables.feeds).values(**due))

    async def everyone_has(self, count: int) -> None:
        """Wait until every steady reader has so many articles."""
        await self.eventually(
            lambda: all(len(set(self.seen(chat))) >= count for chat in self.steady)
        )

    async def eventually(
        self, holds: Callable[[], bool] | Callable[[], Awaitable[bool]], *, every: float = 0.05
    ) -> None:
        """Wait until ``holds`` gives true, which is asked ``every`` so many seconds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            result = holds()
            if await result if isinstance(result, Awaitable) else result:
                return
            if time.monotonic() > deadline:
                log = self.log.read_text()[-3000:]
                pytest.fail(f"{ {chat: self.seen(chat) for chat in self.steady} } {log}")
            await asyncio.sleep(every)

    async def check(self) -> None:
        """Hold the chats to the promise: nothing lost, in order, repeated only what was in flight.

        A repeated one comes again before anything later.
        """
        every = list(range(1, self.printed + 1))
        async with self.store() as store:
            owed = await self.owed(store)
        for chat in self.steady:
            seen = self.seen(chat)
            assert sorted(set(seen)) == every
            firsts = list(dict.fromkeys(seen))
            assert firsts == [number for number, _state in owed[chat]], f"{chat}: out of order"
            places = [firsts.index(number) for number in seen]
            assert all(one <= other for one, other in pairwise(places)), f"{chat}: a late repeat"
            assert len(seen) - len(every) <= self.flights[chat], f"{chat}: repeated"


async def _is_being_read(store: Store) -> bool:
    leased = select(tables.feeds.c.id).where(tables.feeds.c.lease_until.is_not(None))
    async with store.database.reading() as connection:
        return (await connection.execute(leased)).first() is not None


@asynccontextmanager
async def cluster(
    folder: Path,
    url: str,
    parts: Sequence[tuple[Role, ...]],
    *,
    steady: tuple[int, ...] = STEADY,
    others: tuple[int, ...] = (),
    at_a_time: int | None = None,
    network: str = FIRST_NETWORK,
    token: str = LOCAL_TOKEN,
) -> AsyncIterator[Cluster]:
    """Give a cluster of a process for each of ``parts``, all running; those that live end in order.

    ``steady`` are its readers, ``others`` are chats that may become some. Several share ``url``
    when each is a bot of its own, by ``network`` and ``token``.
    """
    rooms = [Room(chat, "private", f"Người {chat}") for chat in (*steady, *others)]
    world = ChatWorld(token=token, now=lambda: datetime.now(UTC), rooms=rooms)
    losses = LossBook(seed=1)
    world.faults = losses
    made: list[Cluster] = []

    async def paper(request: Request) -> Response:
        return await made[0].answer(request)

    web = create_app(world, extra_routes=[Route("/bao/{path:path}", paper)])
    async with LocalBotApi(web) as api, lines(folder, len(parts)) as zygotes:
        members = [Member(line, roles=part) for line, part in zip(zygotes, parts, strict=True)]
        place = Cluster(
            folder, world, losses, random.Random(1), api, zygotes[0], ClockHands(folder),
            url, steady=steady, network=network, members=members, at_a_time=at_a_time,
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
            living = [member for member in members if member.lives]
            for member in living:
                with suppress(ProcessLookupError):
                    os.kill(member.pid, sign)
            statuses = [await member.told() for member in living]
        assert not any(statuses), place.log.read_text()[-3000:]
