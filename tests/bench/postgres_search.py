"""Search an archive of any size in PostgreSQL, and add articles to it."""

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from digests.store import Store, open_store
from digests.store.database import Turn
from digests.store.search import SearchDocument
from tests.bench.bench_search import corpus
from tests.bench.big_archive import fill, questions

_ASKED = 40
_ADDED = 100
_INVENTED = 2_000
Spent = tuple[float, float, float]
"""Milliseconds of the clock, of the client's processor time and of the server's."""


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
    backend = await _backend(store)
    every: list[Spent] = []
    kinds = questions(documents, _ASKED, random.Random(7))
    for query in next(iter(kinds.values())):  # what is asked first finds caches empty
        await store.search.search(query, now=now, size=10)
    for kind, queries in kinds.items():
        times: list[Spent] = []
        for query in queries:
            start = _spent(backend)
            await store.search.search(query, now=now, size=10)
            times.append(_since(start, backend))
        every += times
        print(f"search in {articles:,} articles, {kind}: {_spread(times)}")
    print(f"search in {articles:,} articles, all: {_spread(every)}")
    await _add(store, documents, articles, backend)
    await store.close()


async def _backend(store: Store) -> int:
    """Give the server's process behind the connection that the store uses by turns."""
    async with store.database.reading() as connection:
        raw = await connection.get_raw_connection()
        return int(raw.driver_connection.info.backend_pid)  # type: ignore[union-attr]


def _spent(backend: int) -> Spent:
    return 1000 * time.perf_counter(), 1000 * time.process_time(), _worked(backend)


def _since(start: Spent, backend: int) -> Spent:
    clock, client, server = _spent(backend)
    return clock - start[0], client - start[1], server - start[2]


def _worked(process: int) -> float:
    """Give the milliseconds of processor time that a process of this machine has taken."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e6


def _spread(times: list[Spent]) -> str:
    clock = sorted(one[0] for one in times)
    worked = sorted(one[1] + one[2] for one in times)
    middle, high = len(times) // 2, int(len(times) * 0.95)
    return (
        f"p50 {clock[middle]:.0f} ms, p95 {clock[high]:.0f} ms; processor time "
        f"p50 {worked[middle]:.0f} ms, p95 {worked[high]:.0f} ms (client "
        f"{mean(one[1] for one in times):.1f} ms, server {mean(one[2] for one in times):.1f} ms)"
    )


async def _add(
    store: Store, documents: Sequence[SearchDocument], articles: int, backend: int
) -> None:
    index, times = store.search._index, []
    for number, document in enumerate(documents[:_ADDED], articles + 1):
        start = _spent(backend)
        async with store.database.writing(Turn.ARCHIVE) as connection:
            await index.add(connection, number, document)
        times.append(_since(start, backend))
    print(f"an article added to {articles:,}: {_spread(times)}")


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
