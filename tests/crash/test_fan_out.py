"""Killed while very many are being owed an article, the program still owes it to each of them.

Here a reader a transaction is owed it, as if one were ten thousand.
"""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.roles import Role
from digests.store import Store, tables
from tests.crash.cluster import Cluster, Member, cluster

READERS = tuple(range(7001, 7049))
KILLS = 3
"""So many in the middle of one."""
TRIES = 12


async def reached(store: Store) -> int | None:
    """Give how far the oldest of those under way came; ``None`` when there is none."""
    row = tables.fan_outs.c
    async with store.database.reading() as connection:
        return await connection.scalar(select(row.reached).order_by(row.id).limit(1))


async def all_are_owed(place: Cluster, store: Store) -> bool:
    """Say whether each reader is owed, or was sent, all that was printed."""
    counted = select(func.count()).select_from(tables.deliveries)
    async with store.database.reading() as connection:
        return await connection.scalar(counted) == place.printed * len(READERS)


async def kill_on_the_way(place: Cluster, store: Store, *members: Member) -> bool:
    """Have news, and kill processes while it is being owed; say whether some were not owed it.

    They may be through before anybody looks, or before the signal comes to them.
    """
    mark = place.chance.randrange(2, len(READERS) // 2)

    async def far_enough() -> bool:
        came = await reached(store)
        return await all_are_owed(place, store) if came is None else came >= mark

    await place.news(1)
    await place.eventually(far_enough, every=0.002)
    await place.kill(*members)
    return await reached(store) is not None


async def as_published(place: Cluster) -> None:
    """Hold the chats to the promise; here all that is published is owed to all, in that order."""
    await place.everyone_has(place.printed)
    await place.check()
    for chat in place.steady:
        assert list(dict.fromkeys(place.seen(chat))) == list(range(1, place.printed + 1))


@pytest.mark.timeout(300)
async def test_one_process_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    """As often as it is killed, with news in between."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'town.db'}"
    async with (
        cluster(tmp_path, url, [tuple(Role)], steady=READERS, at_a_time=1) as place,
        place.store() as store,
    ):
        (program,) = place.members
        hits = 0
        for _try in range(TRIES):
            hits += await kill_on_the_way(place, store, program)
            await place.begin(program)
            if hits == KILLS:
                break
        assert hits == KILLS
        await as_published(place)


@pytest.mark.timeout(300)
async def test_another_process_goes_on(tmp_path: Path, postgres_url: str) -> None:
    """The other reader, and without any the process that answers people, until one comes back."""
    parts = [(Role.READ,), (Role.READ,), (Role.SEND,), (Role.CHAT,)]
    async with (
        cluster(tmp_path, postgres_url, parts, steady=READERS, at_a_time=1) as place,
        place.store() as store,
    ):
        one, other, *_rest = place.members
        for victims in ((one,), (one, other)):
            for _try in range(TRIES):
                hit = await kill_on_the_way(place, store, *victims)
                if hit:
                    await place.everyone_has(place.printed)
                for victim in victims:
                    await place.begin(victim)
                if hit:
                    break
            assert hit
        await as_published(place)
