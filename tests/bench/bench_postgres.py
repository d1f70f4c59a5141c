"""Measure the store in PostgreSQL: outbox, feeds, a story for everyone, search.

usage: python -m tests.bench.bench_postgres [--deliveries N] [--subscribers N] [--articles N]

A server is started out of the wheel that the tests use, with fsync on. Client and server share the
machine. Senders are processes of their own, without a network; CPU is that of the client.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, update

from bot.delivery.membership import RENEW_EVERY
from digests.model import Article, Digest
from digests.store import Owe, Publication, Sent, Store, open_store, tables
from digests.store.claiming import Hands
from digests.store.shards import SHARDS, Holding
from tests.bench.postgres_search import measure_search
from tests.postgres import Server, connect, execute, named

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
_LEASE = timedelta(minutes=10)
_BATCH = 100
_A_CHAT = 5


def _open(url: str) -> Awaitable[Store]:
    return open_store(url, now=lambda: NOW, busy_timeout=60)


def _readers(url: str, count: int) -> None:
    """Have so many people follow everything at once."""
    with connect(url) as connection:
        connection.execute(
            "INSERT INTO subscribers(network, chat, topic, kind, language, time_zone, rhythm, "
            "hours, edition_size, state, created_at) SELECT 'telegram', n::text, '', 'private', "
            "'vi', 'Asia/Ho_Chi_Minh', 'at_once', '[]', 10, 'active', now() "
            "FROM generate_series(1, %s) AS n",
            [count],
        )
        connection.execute(
            "INSERT INTO subscriptions(subscriber_id, kind, value, label) "
            "SELECT id, 'all', '', '' FROM subscribers"
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE subscribers, subscriptions")


async def _sender(url: str, place: int, senders: int) -> None:
    """Be one of several senders until nothing is owed; print what it took."""
    store = await _open(url)
    mine = frozenset(range(place, SHARDS, senders))
    held = await store.shards.renew(None, str(place), (), NOW, resend=True)
    hands = Hands(Holding(held.sender, mine, senders))
    async with store.database.writing() as connection:
        own = tables.shards.c.number.in_(mine)
        await connection.execute(update(tables.shards).where(own).values(sender=held.sender))
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, sent, order = time.process_time(), 0, defaultdict[int, list[int]](list)
    arrived: list[Sent] = []
    owed = await store.outbox.claim_of(hands, NOW, limit=_BATCH, lease=_LEASE)
    while owed or arrived:
        numbers = [one.id for one in owed]
        # As in the bot: the next are claimed while these are marked and the last ones recorded.
        full = replace(hands, full=frozenset(numbers))
        ahead = asyncio.create_task(store.outbox.claim_of(full, NOW, limit=_BATCH, lease=_LEASE))
        going = await store.outbox.note(numbers, arrived, NOW, sender=held.sender)
        arrived = [Sent(number, number) for number in numbers if number in going]
        for one in owed:
            order[one.subscriber.id].append(one.id)
        sent += len(arrived)
        owed = await ahead
    kept = all(numbers == sorted(numbers) for numbers in order.values())
    print(json.dumps({"sent": sent, "cpu": time.process_time() - cpu, "in_order": kept}))
    await store.close()


def _outbox(url: str, count: int) -> None:
    _readers(url, count // _A_CHAT)
    _owe(url)
    floor = _floor(url, count)
    for senders in (1, 2, 4):
        _owe(url)
        _race(url, senders, floor)


def _owe(url: str) -> None:
    """Have everyone owed as many messages, and nothing else."""
    with connect(url) as connection:
        connection.execute("TRUNCATE deliveries, senders, shards CASCADE")
        connection.execute(
            "INSERT INTO shards(network, number) SELECT 'telegram', generate_series(0, 63)"
        )
        connection.execute(
            "INSERT INTO deliveries(subscriber_id, network, kind, due_at, ready_at, created_at, "
            "state, attempts, payload) "
            "SELECT id, network, 'notice', %(now)s, %(now)s, %(now)s, 'owed', 0, "
            "%(text)s FROM subscribers, generate_series(1, %(each)s) AS n ORDER BY n, id",
            {"now": NOW, "each": _A_CHAT, "text": json.dumps({"html": "x" * 300})},
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE deliveries")


@dataclass(frozen=True)
class _Floor:
    """What the writes cost by themselves: deliveries a second, and seconds of client CPU each."""

    rate: float
    cpu: float


_WRITES = (
    "UPDATE deliveries SET lease_until = now() WHERE id = ANY(%s) RETURNING *",
    "UPDATE deliveries SET state = 'in_flight', attempts = 1 WHERE id = ANY(%s) RETURNING id",
    "UPDATE deliveries SET state = 'sent', finished_at = now(), message_id = 1 WHERE id = ANY(%s)",
)


def _floor(url: str, count: int) -> _Floor:
    """Write the same rows as a sender does by the driver alone: nobody asks whose turn it is."""
    with connect(url, autocommit=True) as connection:
        numbers = [number for (number,) in connection.execute("SELECT id FROM deliveries")]
        start, cpu = time.perf_counter(), time.process_time()
        for at in range(0, len(numbers), _BATCH):
            for statement in _WRITES:
                answer = connection.execute(statement, [numbers[at : at + _BATCH]], binary=True)
                if answer.description is not None:
                    answer.fetchall()
        floor = _Floor(count / (time.perf_counter() - start), (time.process_time() - cpu) / count)
    print(
        f"outbox, the writes alone: {floor.rate:8,.0f} deliveries/s, "
        f"client CPU {1000 * floor.cpu:.4f} ms each"
    )
    return floor


def _race(url: str, senders: int, floor: _Floor) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name, "--be-sender", url, str(place), str(senders)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for place in range(senders)
    ]  # fmt: skip
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()
    start = time.perf_counter()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    results = [json.loads(one.communicate()[0]) for one in running]
    seconds = time.perf_counter() - start
    sent, cpu = sum(one["sent"] for one in results), sum(one["cpu"] for one in results)
    order = "in order" if all(one["in_order"] for one in results) else "OUT OF ORDER"
    print(
        f"outbox, {senders} senders: {sent / seconds:8,.0f} deliveries/s "
        f"({sent / seconds / floor.rate:.2f} of the writes alone), "
        f"client CPU {1000 * cpu / sent:.4f} ms each ({cpu / sent / floor.cpu:.1f} times), {order}"
    )


async def _member(url: str) -> None:
    """Be a sender that has nothing to do; print how many shards it serves, each time it asks."""
    store, number = await _open(url), None
    while True:
        held = await store.shards.renew(number, "bench", (), NOW, resend=True)
        number = held.sender
        print(len(held.shards), flush=True)
        await asyncio.sleep(RENEW_EVERY)


def _takeover(url: str) -> None:
    """Kill one of two senders, and wait until the other serves everything."""
    one, other = (
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name, "--be-member", url],
            stdout=subprocess.PIPE, text=True,
        )
        for _sender in range(2)
    )  # fmt: skip
    try:
        for member in (one, other):
            assert member.stdout is not None
            while int(member.stdout.readline()) != SHARDS // 2:
                continue
        one.kill()
        start = time.perf_counter()
        assert other.stdout is not None
        while int(other.stdout.readline()) != SHARDS:
            continue
        print(f"all chats of a killed sender go on after {time.perf_counter() - start:.1f} s")
    finally:
        for member in (one, other):
            member.kill()
            member.wait()


async def _feeds(url: str, count: int = 10_000) -> None:
    store = await _open(url)
    async with store.database.writing() as connection:
        source = {"name": "Báo", "name_key": "bao"}
        await connection.execute(insert(tables.sources).values(**source))
        rows = [
            {
                "source_id": 1, "url": f"https://bao.example/{n}", "kind": "feed",
                "state": "active", "interval": 600.0, "next_poll_at": NOW, "failures": 0,
                "added_at": NOW,
            }
            for n in range(count)
        ]  # fmt: skip
        await connection.execute(insert(tables.feeds), rows)
    start, cpu, claimed = time.perf_counter(), time.process_time(), 0
    while due := await store.feeds.claim_due(NOW, limit=_BATCH, lease=timedelta(minutes=5)):
        later = [replace(feed, next_poll_at=NOW + timedelta(minutes=10)) for feed in due]
        await store.feeds.save_many(later)
        claimed += len(due)
    seconds = time.perf_counter() - start
    print(
        f"feeds claimed and rescheduled: {claimed / seconds:8,.0f}/s, "
        f"client CPU {1000 * (time.process_time() - cpu) / claimed:.3f} ms each"
    )
    await store.close()


async def _everyone(url: str, count: int) -> None:
    """Publish one story that everyone wants, and others while it is owed to them."""
    _readers(url, count)
    floor = _inserts(url, count)
    store = await _open(url)
    start, cpu = time.perf_counter(), time.process_time()
    owed, waited = await _publish(store, "nong")
    turns, others = [waited], []
    while (begun := time.perf_counter()) and (more := await store.fan_outs.go_on()) is not None:
        owed += more
        turns.append(time.perf_counter() - begun)
        if len(turns) % 10 == 0:
            others.append((await _publish(store, f"khac-{len(turns)}", Owe.NOBODY))[1])
    seconds = time.perf_counter() - start
    print(
        f"a story for {owed:,} subscribers: rows written in {seconds:.1f} s "
        f"({owed / seconds / floor:.2f} of the rate of one INSERT by the driver alone), "
        f"client CPU {time.process_time() - cpu:.2f} s, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most\n"
        f"  the longest of its {len(turns)} turns {max(turns):.2f} s, half of them under "
        f"{median(turns):.2f} s; other articles meanwhile: {max(others, default=0):.2f} s at most"
    )
    await store.close()


def _inserts(url: str, count: int, most: int = 100_000) -> float:
    """Give how many rows a second one statement writes, then take them away again."""
    with connect(url, autocommit=True) as connection:
        start = time.perf_counter()
        connection.execute(
            "INSERT INTO deliveries(network, subscriber_id, kind, due_at, ready_at, created_at, "
            "state, attempts) SELECT network, id, 'digest', now(), now(), now(), 'owed', 0 "
            "FROM subscribers ORDER BY id LIMIT %s",
            [most],
        )
        rate = min(count, most) / (time.perf_counter() - start)
        connection.execute("TRUNCATE deliveries CASCADE")
    return rate


async def _publish(store: Store, name: str, owe: Owe = Owe.EVERYONE) -> tuple[int, float]:
    """Publish an article; give how many are owed it and how long it took."""
    article = Article(title=name, url=f"https://bao.example/{name}", lead="Mở đầu.")
    digest = Digest(title=article.title, url=article.url, lead=article.lead)
    start = time.perf_counter()
    published = await store.articles.publish(Publication(article, digest, owe=owe), NOW)
    return published.deliveries, time.perf_counter() - start


def _measure(server: Server, arguments: argparse.Namespace) -> None:
    """Measure each thing in a database of its own."""
    parts: list[tuple[str, Callable[[str], object]]] = [
        ("outbox", lambda url: _outbox(url, arguments.deliveries)),
        ("takeover", _takeover),
        ("feeds", lambda url: asyncio.run(_feeds(url))),
        ("everyone", lambda url: asyncio.run(_everyone(url, arguments.subscribers))),
        ("search", lambda url: measure_search(url, arguments.articles)),
    ]
    for name, measure in parts:
        if arguments.only and name not in arguments.only:
            continue
        execute(server.url("postgres"), f"CREATE DATABASE {name}")
        url = named(server.url("postgres"), name)

        async def make(url: str = url) -> None:
            await (await _open(url)).close()

        asyncio.run(make())
        measure(url)


def main() -> None:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=100_000)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=20_000, help="in the archive searched")
    parser.add_argument(
        "--only", action="append", help="outbox, takeover, feeds, everyone or search"
    )
    parser.add_argument("--be-sender", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--be-member", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.be_member:
        asyncio.run(_member(arguments.be_member))
        return
    if arguments.be_sender:
        url, place, senders = arguments.be_sender
        asyncio.run(_sender(url, int(place), int(senders)))
        return
    with tempfile.TemporaryDirectory(prefix="diemtin-bench-") as folder:
        server = Server(Path(folder), settings=("max_wal_size=4GB",))
        server.create()
        server.start()
        try:
            _measure(server, arguments)
        finally:
            server.stop("fast")


if __name__ == "__main__":
    main()
