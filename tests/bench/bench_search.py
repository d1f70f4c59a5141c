"""Measure the search: quality over the real archive, speed and size over archives of any size.

usage: python -m tests.bench.bench_search [--store sqlite|postgresql] [--articles N] [--queries N]
                                          [--seed N] [--keep FOLDER]

The archive is ``../shared/corpus/articles-train.jsonl.gz`` beside the repository; more articles
than it has are made by putting titles, leads, captions and sentences of different articles
together. Quality is measured with the queries of ``../shared/eval/search_queries.py``, and means
something only over the real archive (``--articles 20000``); beside it stands what no search could
surpass but by luck. Both stores answer the same queries, unless one is named. Times are of the
clock, and of this process's processor alone for a busy machine.
"""

import argparse
import asyncio
import gzip
import json
import random
import runpy
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from digests.store.database import Database
from digests.store.search import SearchDocument, SearchIndex, SqliteSearch, parse_query
from digests.store.search.postgres.index import PostgresSearch
from tests.bench.best_possible import best_possible
from tests.postgres import Server
from tests.stores import STORES

_SHARED = Path(__file__).resolve().parents[3] / "shared"
_CORPUS = _SHARED / "corpus" / "articles-train.jsonl.gz"
_QUERIES = _SHARED / "eval" / "search_queries.py"
_BATCH = 1000
_ADDED_SINGLY = 300
_COMMON = ("viet nam", "công an", "tai nan", "cua", "năm 2018", "nguoi dan ha noi", "trung quoc")


Spent = tuple[float, float]
"""Milliseconds of the clock, and of the processor."""


_Asked = dict[str, str]
"""A query: ``query``, ``want`` (the article it was made from), ``kind``."""


def _real(path: Path) -> Iterator[tuple[str, SearchDocument]]:
    for article in _lines(path):
        yield (
            article["id"],
            SearchDocument(
                title=article["title"],
                lead=article["lead"] or None,
                captions=tuple(article["captions"]),
                body=tuple(article["body"]),
            ),
        )


def corpus() -> list[SearchDocument]:
    """Give the articles of the corpus; none where it is not there."""
    return [document for _, document in _real(_CORPUS)] if _CORPUS.exists() else []


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def _archive(real: list[SearchDocument], count: int, seed: int) -> Iterator[SearchDocument]:
    """Give the real articles, then as many mixed ones as are wanted."""
    yield from real[:count]
    rng = random.Random(seed)
    sentences = [sentence for document in real for sentence in document.body]
    for _ in range(count - len(real)):
        body = rng.choice(real).body
        yield replace(
            rng.choice(real),
            title=rng.choice(real).title,
            captions=rng.choice(real).captions,
            body=tuple(rng.choice(sentences) for _ in body),
        )


def _index_of(engine: AsyncEngine) -> SearchIndex:
    return SqliteSearch() if engine.dialect.name == "sqlite" else PostgresSearch()


def _size(document: SearchDocument) -> int:
    parts = (document.title, document.lead or "", *document.captions, *document.body)
    return sum(len(part.encode()) for part in parts)


async def _build(
    engine: AsyncEngine, documents: Iterator[SearchDocument]
) -> tuple[int, float, float]:
    """Index ``documents``; give the bytes of their texts, the seconds, those of the processor."""
    search = _index_of(engine)
    length = 0
    start, worked = time.perf_counter(), time.process_time()
    async with engine.connect() as connection:
        await search.create(connection)
        await connection.commit()
        batch: list[tuple[int, SearchDocument]] = []
        for number, document in enumerate(documents, 1):
            length += _size(document)
            batch.append((number, document))
            if len(batch) == _BATCH:
                await search.add_many(connection, batch)
                await connection.commit()
                batch = []
        await search.add_many(connection, batch)
        await search.tidy(connection)
        await connection.commit()
    return length, time.perf_counter() - start, time.process_time() - worked


async def _add_singly(engine: AsyncEngine, real: list[SearchDocument], first: int) -> list[Spent]:
    """Give the time of each of some articles, added in a transaction of its own."""
    search = _index_of(engine)
    times: list[Spent] = []
    async with engine.connect() as connection:
        await search.create(connection)
        await connection.commit()
        for number, document in enumerate(real[:_ADDED_SINGLY], first):
            start = _now()
            await search.add(connection, number, document)
            await connection.commit()
            times.append(_since(start))
        for number in range(first, first + _ADDED_SINGLY):
            await search.remove(connection, number)
        await connection.commit()
    return times


def _now() -> Spent:
    return time.perf_counter() * 1000, time.process_time() * 1000


def _since(start: Spent) -> Spent:
    clock, processor = _now()
    return clock - start[0], processor - start[1]


async def _ask(engine: AsyncEngine, text: str) -> tuple[list[int], Spent]:
    now = datetime.now(UTC)
    start = _now()
    async with engine.connect() as connection:
        query = parse_query(text, now=now)
        page = await _index_of(engine).search(connection, query, now=now, size=10)
    spent = _since(start)
    return [number for hit in page.hits for number in (hit.number, *hit.others)], spent


def _queries(count: int, seed: int) -> list[_Asked]:
    made = subprocess.run(
        [sys.executable, str(_QUERIES), "make", str(_CORPUS), str(count), str(seed)],
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in made.stdout.splitlines()]


async def _measure(engine: AsyncEngine, ids: list[str], asked: list[_Asked]) -> None:
    ranks: defaultdict[str, list[float]] = defaultdict(list)
    times: defaultdict[str, list[Spent]] = defaultdict(list)
    for query in asked:
        numbers, spent = await _ask(engine, query["query"])
        found = [ids[number - 1] for number in numbers if number <= len(ids)]
        want = query["want"]
        ranks[query["kind"]].append(1 / (found.index(want) + 1) if want in found else 0.0)
        times[query["kind"]].append(spent)
    for words in _COMMON * 10:
        times["common"].append((await _ask(engine, words))[1])
    for kind, values in ranks.items():
        print(f"{kind:8} MRR@10 {mean(values):.3f}  {_percentiles(times[kind])}")
    every = [spent for kind in ranks for spent in times[kind]]
    reached = mean(value for values in ranks.values() for value in values)
    print(f"{'all':8} MRR@10 {reached:.3f}  {_percentiles(every)}")
    print(f"{'common':8}               {_percentiles(times['common'])}")


def _percentiles(times: list[Spent]) -> str:
    clock = sorted(spent[0] for spent in times)
    processor = sorted(spent[1] for spent in times)
    high = int(len(times) * 0.95)
    return (
        f"mean {mean(clock):6.2f}  p50 {clock[len(clock) // 2]:6.1f}"
        f"  p95 {clock[high]:6.1f}  max {clock[-1]:6.1f} ms"
        f"  (processor: mean {mean(processor):5.2f}  p95 {processor[high]:5.1f} ms)"
    )


async def _run(arguments: argparse.Namespace, url: str, folder: Path) -> None:
    read = list(_real(_CORPUS))
    ids, real = [name for name, _ in read], [document for _, document in read]
    engine = Database(url, now=lambda: datetime.now(UTC), busy_timeout=30).engine
    built = folder / "built"
    if not built.exists():
        documents = _archive(real, arguments.articles, arguments.seed)
        length, seconds, processor = await _build(engine, documents)
        built.touch()
        size = await _bytes_of(engine)
        print(f"{arguments.articles} articles, {length / 1e6:.0f} MB of text")
        print(f"built in {seconds:.1f} s ({processor:.1f} s of processor time)")
        print(f"{size / 1e6:.0f} MB, {size / length:.2f} of text")
    times = await _add_singly(engine, real, arguments.articles + 1)
    print(f"adding one            {_percentiles(times)}")
    asked = _queries(arguments.queries, arguments.seed)
    await _measure(engine, ids, asked)
    if arguments.articles == len(real):
        fold = runpy.run_path(str(_QUERIES))["fold"]
        for kind, best in best_possible(_lines(_CORPUS), asked, fold).items():
            print(f"{kind:8} at best {best:.3f}")
    await engine.dispose()


async def _bytes_of(engine: AsyncEngine) -> int:
    """Give the bytes of the database."""
    asked = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    async with engine.connect() as connection:
        return int(await connection.scalar(text(asked[engine.dialect.name])) or 0)


@contextmanager
def _served(store: str, folder: Path) -> Iterator[str]:
    """Give the address of a store in ``folder``, which may have been measured before."""
    folder.mkdir(parents=True, exist_ok=True)
    if store == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'bench.db'}"
        return
    server = Server(folder / "server", settings=("max_wal_size=4GB",))
    if not server.folder.exists():
        server.create()
    server.start()
    try:
        yield server.url("postgres")
    finally:
        server.stop("fast")


def main() -> None:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=STORES, help="only this one")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="build in this folder, or measure it again")
    arguments = parser.parse_args()
    if not _CORPUS.exists():
        sys.exit(f"there is no corpus at {_CORPUS}: nothing measured")
    with tempfile.TemporaryDirectory(prefix="diemtin-bench-") as made:
        Path(made).chmod(0o755)  # the server may run as another user
        for store in [arguments.store] if arguments.store else STORES:
            folder = (arguments.keep or Path(made)) / store
            print(f"{store}:")
            with _served(store, folder) as url:
                asyncio.run(_run(arguments, url, folder))


if __name__ == "__main__":
    main()
