"""Search an archive of any size in PostgreSQL, and add articles to it."""

import asyncio
import os
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from digests.store import Store, open_store
from digests.store.database import Turn
from digests.store.search import SearchDocument
from tests.bench.bench_search import corpus
from tests.bench.big_archive import fill, questions

_ASKED = 40
_ADDED = 100
_INVENTED = 2_000
_TICKS = os.sysconf("SC_CLK_TCK")


def measure_search(url: str, articles: int) -> None:
    """Fill the empty store at ``url`` with so many articles, search them, and add some more."""
    documents = (corpus() or _invented(_INVENTED))[: max(1_000, articles // 20)]
    start = time.perf_counter()
    fill(url, documents, articles)
    print(
        f"an archive of {articles:,} articles made of {len(documents):,} "
        f"in {time.perf_counter() - start:.0f} s",
        flush=True,
    )
    asyncio.run(ask_and_add(url, documents, articles))


async def ask_and_add(url: str, documents: Sequence[SearchDocument], articles: int) -> None:
    """Print how long searches take by kind, and how long it takes to add one article."""
    now = datetime.now(UTC)
    store = await open_store(url, now=lambda: now, busy_timeout=60)
    every: list[float] = []
    kinds = questions(documents, _ASKED, random.Random(7))
    for query in next(iter(kinds.values())):  # what is asked first finds caches empty
        await store.search.search(query, now=now, size=10)
    cpu = time.process_time()
    for kind, queries in kinds.items():
        times = []
        for query in queries:
            began = time.perf_counter()
            await store.search.search(query, now=now, size=10)
            times.append(1000 * (time.perf_counter() - began))
        every += times
        print(f"search in {articles:,} articles, {kind}: {_spread(times)}")
    cpu = 1000 * (time.process_time() - cpu) / len(every)
    print(f"search in {articles:,} articles, all: {_spread(every)}, client CPU {cpu:.1f} ms each")
    await _add(store, documents, articles)
    await store.close()


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {middle:.0f} ms, p95 {high:.0f} ms, longest {ordered[-1]:.0f} ms"


async def _add(store: Store, documents: Sequence[SearchDocument], articles: int) -> None:
    index, times = store.search._index, []
    async with store.database.reading() as connection:
        raw = await connection.get_raw_connection()
        backend = raw.driver_connection.info.backend_pid  # type: ignore[union-attr]
    client, server = time.process_time(), _worked(backend)
    for number, document in enumerate(documents[:_ADDED], articles + 1):
        began = time.perf_counter()
        async with store.database.writing(Turn.ARCHIVE) as connection:
            await index.add(connection, number, document)
        times.append(1000 * (time.perf_counter() - began))
    client = 1000 * (time.process_time() - client) / len(times)
    server = 1000 * (_worked(backend) - server) / len(times)
    print(
        f"an article added to {articles:,}: {_spread(times)}, "
        f"client CPU {client:.1f} ms, server CPU {server:.1f} ms each"
    )


def _worked(process: int) -> float:
    """Give the seconds of processor time that a process of this machine has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _invented(count: int) -> list[SearchDocument]:
    """Give articles of few different words."""
    chance = random.Random(7)
    words = [f"{a}{b}" for a in "bcdghklmnpqrstvx" for b in ("a", "an", "e", "en", "i", "o", "u")]
    weights = [1 / (place + 1) for place in range(len(words))]

    def some(many: int) -> str:
        return " ".join(chance.choices(words, weights, k=many))

    return [
        SearchDocument(title=some(12), lead=some(35), captions=(some(20),), body=(some(400),))
        for _ in range(count)
    ]
