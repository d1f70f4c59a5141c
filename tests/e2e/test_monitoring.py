"""Operators see what runs, and hear of it when nothing is read or sent although it should be."""

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import make_url
from telegram import Bot

from bot.app import build
from bot.delivery.standby import Leadership
from bot.errors import SettingsError
from bot.lifecycle import Program
from bot.monitoring import Metrics, Monitor, Stall, Watchdog
from bot.monitoring.watchdog import stalls
from bot.playground import ADMIN, LOCAL_TOKEN
from digests.fetch.client import trusted
from digests.model import Address, ChatKind, Rhythm
from digests.store import Sent, Store, open_store
from digests.store.signs import Signs
from tests import postgres
from tests.deploy.test_deploy_files import health_command
from tests.e2e.conftest import Chat, House, until
from tests.e2e.papers import RICE, publish
from tests.e2e.test_whole_path import add_feed, follow_everything, of_article

PATIENCE = timedelta(minutes=15)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
QUIET = Signs(None, None, 0, 0, None, None)


def values(text: str) -> dict[str, float]:
    """Give a scrape as Prometheus reads it: name and labels to value."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}"] = float(sample.value)
    return found


async def ask(program: Program, path: str) -> httpx.Response:
    url = f"http://127.0.0.1:{program.monitor.port}{path}"
    async with httpx.AsyncClient(verify=trusted(), trust_env=False) as client:
        return await client.get(url)


async def test_what_the_program_does_can_be_scraped(house: House) -> None:
    """Feeds, articles, deliveries, requests, updates and memory; ready while it works."""
    house.settings = house.settings.model_copy(update={"metrics_port": 0})
    url = publish(house, [RICE])
    async with house.running() as program:
        await follow_everything(house, program, Rhythm.AT_ONCE)
        await add_feed(house, program, url)
        await until(lambda: bool(of_article(house, RICE)), within=15)
        await until(lambda: program.monitor.working)

        async def written_down() -> bool:
            return not (await program.store.signs(house.clock())).owed_since

        await until(written_down)
        scraped = await ask(program, "/metrics")
        assert (await ask(program, "/healthz")).status_code == 200
        ready = await ask(program, "/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (200, True)
        assert (await ask(program, "/")).status_code == 404
    assert scraped.headers["content-type"].startswith("text/plain")
    found = values(scraped.text)
    assert found["diemtin_feeds{state=active}"] == 1
    assert found["diemtin_articles{}"] == 1
    assert found["diemtin_polls_total{outcome=changed}"] == 1
    assert found["diemtin_new_articles_total{}"] == 1
    assert found["diemtin_updates_total{outcome=handled}"] >= 1
    assert found["diemtin_telegram_requests_total{method=sendmessage,status=200}"] >= 1
    assert found["diemtin_delivery_seconds_count{kind=digest}"] == 1
    assert found["diemtin_delivery_seconds_count{kind=edition}"] == 0
    assert found["diemtin_working{}"] == 1
    assert found["diemtin_stalled{stall=not_sending}"] == 0
    assert found["process_resident_memory_bytes{}"] > 1e6
    with pytest.raises(httpx.ConnectError):
        await ask(program, "/healthz")


async def test_without_a_port_nothing_listens(house: House) -> None:
    """Which is the default."""
    async with house.running() as program:
        assert program.monitor.port is None


async def test_a_taken_port_is_one_sentence(house: House) -> None:
    """Named by its setting, before anything runs."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        house.settings = house.settings.model_copy(update={"metrics_port": port})
        with pytest.raises(SettingsError, match="DIEMTIN_METRICS_PORT"):
            async with house.running():
                pass


async def test_systemd_hears_when_the_program_is_up_and_when_it_ends(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As its protocol wants it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        said: list[bytes] = []
        loop = asyncio.get_running_loop()

        async def listen(words: bytes) -> None:
            while words not in said:
                said.append(await asyncio.wait_for(loop.sock_recv(manager, 100), 10))

        async with house.running() as program:
            await listen(b"READY=1")
            await program.watchdog.look()
            await listen(b"WATCHDOG=1")
        await listen(b"STOPPING=1")


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_a_process_that_stands_by_is_alive_for_systemd(
    house: House, any_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one answers people; nobody starts this one anew for its silence."""
    other, stop = await open_store(any_store_url, now=house.clock), asyncio.Event()
    assert await Leadership(other, name="chat").wait(stop)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        loop, said = asyncio.get_running_loop(), set[bytes]()
        async with build(house.settings, token=LOCAL_TOKEN, now=house.clock) as program:
            work = asyncio.create_task(program.run(stop))
            while said != {b"READY=1", b"WATCHDOG=1"}:
                said.add(await asyncio.wait_for(loop.sock_recv(manager, 100), 30))
            assert not program.application.running
            stop.set()
            await work
    await other.close()


async def image_says(port: int | None) -> int:
    """Give what the image's health check ends with, asked at ``port``."""
    env = os.environ | {"DIEMTIN_METRICS_PORT": str(port)}
    asked = await asyncio.create_subprocess_exec(
        sys.executable, *health_command()[1:], env=env, stderr=asyncio.subprocess.DEVNULL
    )
    return await asked.wait()


async def watched(house: House, bot: Bot, store: Store) -> tuple[Watchdog, Monitor]:
    metrics = Metrics("test")
    watchdog = Watchdog(
        store, bot, frozenset({ADMIN}), now=house.clock, patience=PATIENCE, metrics=metrics
    )
    return watchdog, Monitor(store, metrics, watchdog, now=house.clock)


async def test_admins_are_told_once_when_nothing_is_sent_and_once_when_it_is(house: House) -> None:
    """And the health check fails meanwhile; a wait that Telegram asked for is no stall."""
    store = await open_store(house.settings.database_url, now=house.clock)
    reader = await store.subscribers.meet(
        Address("telegram", "77"), kind=ChatKind.PRIVATE, title="An", language="vi", now=NOON
    )
    async with Bot(LOCAL_TOKEN, base_url=f"{house.settings.api_url}/bot") as bot:
        watchdog, monitor = await watched(house, bot, store)
        owed = await store.outbox.owe_notice(reader.id, {"html": "tin"}, house.clock())
        admin = type(house.chat)(house.world, ADMIN)
        await watchdog.look()
        assert (watchdog.healthy, admin.words()) == (True, [])
        house.clock.forward(timedelta(minutes=20))
        until_later = (house.clock() + timedelta(minutes=1)).isoformat()
        await store.meta.set("telegram_held_until", until_later)
        await watchdog.look()
        assert watchdog.healthy
        house.clock.forward(timedelta(minutes=2))
        async with (
            monitor.serving("127.0.0.1", 0),
            httpx.AsyncClient(verify=trusted(), trust_env=False) as client,
        ):
            for _look in range(3):
                await watchdog.look()
            answer = await client.get(f"http://127.0.0.1:{monitor.port}/healthz")
            assert answer.status_code == 503
            assert await image_says(monitor.port) == 1
            assert answer.json()["stalled"]["not_sending"] >= 20 * 60
            scraped = await client.get(f"http://127.0.0.1:{monitor.port}/metrics")
            assert values(scraped.text)["diemtin_oldest_owed_seconds{bot=}"] >= 20 * 60
            await store.outbox.in_flight([owed], house.clock())
            await store.outbox.sent_many([Sent(owed, 1)], house.clock())
            await watchdog.look()
            answer = await client.get(f"http://127.0.0.1:{monitor.port}/healthz")
            assert answer.status_code == 200
            assert await image_says(monitor.port) == 0
    await store.close()
    assert admin.words() == [
        "⚠️ Tin chờ gửi đã 22 phút mà không gửi đi được.",
        "🟢 Mọi việc đã chạy lại bình thường.",
    ]


async def test_feeds_that_nobody_reads_are_noticed(house: House) -> None:
    """Also when the admin cannot be reached: the health check says so all the same."""
    store = await open_store(house.settings.database_url, now=house.clock)
    await store.feeds.add("https://bao.example/rss", source="Báo", now=house.clock())
    bot = Bot(LOCAL_TOKEN, base_url="http://127.0.0.1:9/bot")
    watchdog, _monitor = await watched(house, bot, store)
    house.clock.forward(timedelta(minutes=16))
    await watchdog.look()
    assert set(watchdog.stalled) == {Stall.NOT_POLLING}
    assert not watchdog.healthy
    only_chats = Watchdog(
        store,
        bot,
        frozenset(),
        now=house.clock,
        patience=timedelta(0),
        metrics=Metrics("test"),
        restart_helps=frozenset(),
    )
    house.clock.forward(timedelta(minutes=1))
    await only_chats.look()
    assert set(only_chats.stalled) == {Stall.NOT_POLLING}
    assert only_chats.healthy  # others read: to start this one anew would help nobody
    await bot.shutdown()
    await store.close()


def test_all_feeds_failing_is_told_but_no_reason_to_restart() -> None:
    """The network is gone, not the program."""
    signs = Signs(None, NOON, polled=3, failing=3, owed_since=None, finished_at=None)
    found = stalls(signs, started_at=NOON, now=NOON + timedelta(hours=1), patience=PATIENCE)
    assert found == {Stall.NO_ANSWERS: timedelta(hours=1)}
    some = Signs(None, NOON, polled=3, failing=2, owed_since=None, finished_at=None)
    assert not stalls(some, started_at=NOON, now=NOON + timedelta(hours=1), patience=PATIENCE)


instants = st.none() | st.timedeltas(timedelta(), timedelta(days=4)).map(lambda ago: NOON - ago)


@given(instants, instants, instants, instants, st.integers(0, 14))
def test_a_program_that_has_just_started_has_stalled_nothing(
    due: datetime | None,
    answered: datetime | None,
    owed: datetime | None,
    finished: datetime | None,
    minutes: int,
) -> None:
    """However long the machine was down before."""
    signs = Signs(due, answered, 1, 1, owed, finished)
    now = NOON + timedelta(minutes=minutes)
    assert stalls(signs, started_at=NOON, now=now, patience=PATIENCE) == {}
    assert stalls(QUIET, started_at=NOON, now=NOON + timedelta(days=9), patience=PATIENCE) == {}


@pytest.mark.parametrize("any_store_url", ["postgresql"], indirect=True)
async def test_admins_hear_once_that_the_store_is_away_and_once_that_it_is_back(
    house: House, any_store_url: str
) -> None:
    """In their language, although the store cannot be asked for it; what is owed goes out then."""
    house.settings = house.settings.model_copy(update={"admins": frozenset({ADMIN})})
    admin = type(house.chat)(house.world, ADMIN)
    async with house.running() as program:
        met = await program.store.subscribers.meet(
            Address("telegram", str(ADMIN)), ChatKind.PRIVATE, "An", "en", house.clock()
        )
        await program.watchdog.look()
        await program.store.outbox.owe_notice(met.id, {"html": "before"}, house.clock())
        await until(lambda: admin.words() == ["before"], within=20)
        with away(any_store_url):
            for _look in range(3):
                await program.watchdog.look()
            (said,) = admin.words()[1:]
            assert said.startswith(
                "⚠️ I cannot reach the database, or cannot write to it. Nothing is lost:"
            )
        house.clock.forward(timedelta(minutes=3))
        await until(lambda: _told(program, admin, 3), within=20)
        assert admin.words()[2:] == ["🟢 The database is back after 3 min."]
        await program.store.outbox.owe_notice(met.id, {"html": "after"}, house.clock())
        await until(lambda: admin.words()[3:] == ["after"], within=20)


async def _told(program: Program, chat: Chat, count: int) -> bool:
    await program.watchdog.look()
    return len(chat.words()) == count


@contextmanager
def away(url: str) -> Iterator[None]:
    """Have a database be gone meanwhile, and everybody who was connected to it."""
    name = make_url(url).database
    server = postgres.named(url, "postgres")
    for statement in (
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
    ):
        postgres.execute(server, statement)
    try:
        yield
    finally:
        postgres.execute(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
