"""A full disk, a locked store, a clock that jumps, a network that loses answers.

Nothing is lost or out of order, and only lost answers repeat anything.
"""

import asyncio
import resource
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from digests.model import DeliveryState
from tests.crash.town import STEADY, Town, town
from tests.stores import held

ARTICLES = 6


@asynccontextmanager
async def at_work(folder: Path, store: str) -> AsyncIterator[tuple[Town, int]]:
    """Give a town in which a burst has just begun, and the number of the program's process."""
    async with town(folder, seed=1, database=store) as place:
        for _article in range(ARTICLES):
            place.publish()
        pid = await place.start()
        await place.until(lambda: place.messages() >= len(STEADY) // 2)
        yield place, pid


async def all_in_the_end(place: Town, pid: int, *, least_repeats: int = 0) -> None:
    """Let the program end its work; every reader has everything in its order."""
    await place.end(pid, signal.SIGTERM)
    await place.settle()
    async with place.store() as store:
        owed = await place.owed(store)
    repeats = 0
    for chat in STEADY:
        seen = place.seen(chat)
        assert list(dict.fromkeys(seen)) == [number for number, _state in owed[chat]]
        assert sorted(set(seen)) == list(range(1, place.printed + 1))
        again = len(seen) - len(set(seen))
        assert again <= place.losses.lost[chat]
        repeats += again
    assert repeats >= least_repeats


@contextmanager
def full_disk(pid: int) -> Iterator[None]:
    """Let the program write no file beyond its first page, as if the disk were full."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def more_lost(place: Town, count: int) -> bool:
    """Say whether so many answers were lost by now."""
    return sum(place.losses.lost.values()) >= count


async def quiet(place: Town) -> None:
    """Wait until no more messages come: what is not on record is not sent."""
    before = -1
    while place.messages() != before:
        before = place.messages()
        await asyncio.sleep(1.0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_a_full_disk_stops_everything_and_loses_nothing(
    tmp_path: Path, any_store_url: str
) -> None:
    """In the middle of a burst nothing can be written; later it can, and nothing came twice."""
    async with at_work(tmp_path, any_store_url) as (place, pid):
        with full_disk(pid):
            await quiet(place)
            place.publish()
            assert place.messages() < len(STEADY) * ARTICLES, "it was over before the disk was full"
        await all_in_the_end(place, pid)


@pytest.mark.timeout(300)
async def test_a_locked_store_is_waited_for(tmp_path: Path, any_store_url: str) -> None:
    """Another program holds it for longer than anybody waits for a lock."""
    async with at_work(tmp_path, any_store_url) as (place, pid):
        with held(any_store_url, timeout=30):
            await asyncio.sleep(6)
            await quiet(place)
        await all_in_the_end(place, pid)


@pytest.mark.timeout(300)
async def test_a_clock_that_jumps_repeats_and_loses_nothing(
    tmp_path: Path, any_store_url: str
) -> None:
    """Three hours ahead, five back, and right again, in the middle of a burst."""
    async with at_work(tmp_path, any_store_url) as (place, pid):
        for hours in (3, -5, 2):
            place.publish()
            place.hands.turn(hours * 3600)
            await asyncio.sleep(0.3)
        place.hands.turn(3 * 3600)
        await all_in_the_end(place, pid)


@pytest.mark.timeout(300)
async def test_a_network_that_drops_half_of_the_answers(tmp_path: Path, any_store_url: str) -> None:
    """Each lost answer may repeat its message once, and stops nothing."""
    async with town(tmp_path, seed=2, database=any_store_url) as place:
        fault = {"fault": "drop_share", "method": "sendmessage", "share": 0.5}
        place.losses.add(fault, place.world.seconds())
        for _article in range(ARTICLES):
            place.publish()
        pid = await place.start()
        for _minute in range(12):
            lost = sum(place.losses.lost.values()) + 1
            place.hands.turn(30)
            await place.until(partial(more_lost, place, lost), seconds=2)
        assert sum(place.losses.lost.values()) >= len(STEADY)
        await all_in_the_end(place, pid, least_repeats=1)
        async with place.store() as store:
            waiting = await store.outbox.waiting()
        assert waiting[DeliveryState.UNCERTAIN] == 0
