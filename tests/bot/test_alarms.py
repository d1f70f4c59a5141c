"""Admins are alarmed once when something is wrong, and told once when it is over."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alarms import Alarms
from bot.conditions import DELIVERIES, DISK, QUEUE, SILENCE, Facts, alarmed
from bot.running import Disk, Running, disk_of
from digests.model import Address, ChatKind
from digests.store import Store, day_of, open_store

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
"""Noon in Vietnam."""
ADMIN = 7
ROOM = Disk(1_000_000_000_000, 500_000_000_000)
WELL = Facts(
    now=NOON,
    sent=100,
    failed=0,
    oldest_owed_at=None,
    disk=ROOM,
    last_article_at=NOON,
    feeds=3,
    started_at=NOON - timedelta(days=1),
)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("facts", "alarms"),
    [
        ({}, set()),
        ({"failed": 4, "sent": 0}, set()),
        ({"failed": 5, "sent": 100}, set()),
        ({"failed": 30}, {DELIVERIES}),
        ({"oldest_owed_at": NOON - 9 * MINUTE}, set()),
        ({"oldest_owed_at": NOON - 11 * MINUTE}, {QUEUE}),
        ({"disk": Disk(1_000_000_000_000, 40_000_000_000)}, {DISK}),
        ({"disk": Disk(10_000_000_000, 290_000_000)}, {DISK}),
        ({"disk": None}, set()),
        ({"last_article_at": NOON - timedelta(hours=5)}, set()),
        ({"now": NOON + timedelta(hours=3), "last_article_at": NOON - 4 * 60 * MINUTE}, {SILENCE}),
        ({"last_article_at": None}, set()),
        ({"last_article_at": NOON - timedelta(days=1), "feeds": 0}, set()),
    ],
)
def test_what_alarms(facts: dict[str, object], alarms: set[str]) -> None:
    """One value on either side of each edge; six hours of silence count by day only."""
    assert alarmed(replace(WELL, **facts), frozenset()) == alarms  # type: ignore[arg-type]


def test_a_night_without_articles_alarms_nobody() -> None:
    """Neither in the night nor in the early morning after it."""
    for hours in range(10, 23):
        now = NOON + timedelta(hours=hours)
        facts = replace(WELL, now=now, last_article_at=NOON + timedelta(hours=9, minutes=30))
        assert SILENCE not in alarmed(facts, frozenset()), hours


@given(
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 3000),
    st.floats(0, 1),
    st.sets(st.sampled_from([DELIVERIES, QUEUE, DISK, SILENCE])),
)
def test_an_alarm_that_is_on_ends_no_sooner_than_it_would_begin(
    sent: int, failed: int, waiting: int, free: float, on: set[str]
) -> None:
    """What would begin an alarm never ends one: around the edge nothing is told twice."""
    facts = replace(
        WELL,
        sent=sent,
        failed=failed,
        oldest_owed_at=NOON - timedelta(seconds=waiting),
        disk=Disk(ROOM.total, int(ROOM.total * free)),
    )
    assert alarmed(facts, frozenset()) <= alarmed(facts, on)


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def store(any_store_url: str, clock: Hands) -> AsyncIterator[Store]:
    opened = await open_store(any_store_url, now=clock)
    yield opened
    await opened.close()


async def told(store: Store, clock: Hands) -> list[str]:
    """Have everything that is owed to admins arrive; give what it says."""
    said = []
    while claimed := await store.outbox.claim(clock(), limit=9, lease=MINUTE):
        await store.outbox.in_flight([one.id for one in claimed], clock())
        for one in claimed:
            await store.outbox.sent(one.id, 1, clock())
        said += [one.payload["html"] for one in claimed if one.kind == "alarm"]
    return said


async def test_an_alarm_comes_once_also_after_a_restart(store: Store, clock: Hands) -> None:
    """And so does its end; admins who never wrote are left out."""
    address = Address("telegram", str(ADMIN))
    await store.subscribers.meet(address, ChatKind.PRIVATE, "Quản trị", "vi", clock())
    disk = [Disk(100_000_000_000, 1_000_000_000)]
    running = Running(clock() - timedelta(days=1), "1", disk=lambda: disk[0])
    for _restart in range(2):
        alarms = Alarms(store, frozenset({ADMIN, 8}), now=clock, running=running)
        await alarms.look()
        await alarms.look()
    assert await told(store, clock) == ["⚠️ Đĩa sắp đầy: còn 1,0 GB (1%)."]
    disk[0] = ROOM
    await alarms.look()
    await alarms.look()
    assert await told(store, clock) == ["✅ Đĩa lại đủ chỗ."]


async def test_a_queue_that_is_stuck_is_told_past_what_waits(store: Store, clock: Hands) -> None:
    """With since when and how many; the alarm itself is claimed before all of them."""
    for chat in (str(ADMIN), "100", "101"):
        address = Address("telegram", chat)
        reader = await store.subscribers.meet(address, ChatKind.PRIVATE, None, "vi", clock())
        if chat != str(ADMIN):
            await store.outbox.owe_notice(reader.id, {"html": "chờ"}, clock())
    clock.now += 12 * MINUTE
    running = Running(NOON, "1")
    await Alarms(store, frozenset({ADMIN}), now=clock, running=running).look()
    (first,) = await store.outbox.claim(clock(), limit=1, lease=MINUTE)
    assert first.payload["html"] == (
        "⚠️ Hàng đợi bị dồn: có tin chờ từ 24/11/2026 12:00, tất cả 2 tin đang chờ."
    )


async def test_each_look_writes_down_how_many_read(store: Store, clock: Hands) -> None:
    """So that the chart knows it tomorrow."""
    address = Address("telegram", "100")
    await store.subscribers.meet(address, ChatKind.PRIVATE, None, "vi", clock())
    alarms = Alarms(store, frozenset(), now=clock, running=Running(NOON, "1"))
    await alarms.look()
    clock.now += timedelta(days=1)
    period = await store.days.last(2, clock())
    assert [day.readers for day in period.days] == [1, 1]
    assert period.days[0].date == day_of(NOON)


def test_a_job_that_fails_on_and_on_is_one_incident() -> None:
    """The first failure after a success counts; its moment stays."""
    running = Running(NOON, "1")
    later = NOON + MINUTE
    assert [
        running.job_ended("poll", NOON, None),
        running.job_ended("poll", NOON, "x"),
        running.job_ended("poll", later, "y"),
        running.job_ended("poll", later, None),
        running.job_ended("poll", later, "z"),
    ] == [False, True, False, False, True]


def test_only_a_store_in_a_file_has_a_disk(tmp_path: Path) -> None:
    """A store on a server has its own watchers."""
    found = disk_of(f"sqlite+aiosqlite:///{tmp_path / 'tin.db'}")
    assert found is not None
    assert 0 <= found.free <= found.total
    assert disk_of("postgresql+psycopg://u@h/db") is None
