"""What a round-up for 10,000 readers costs, each with other choices: ``python -m tests.bench``.

A store of three days' news (6,000 articles of 60 papers, every third event told by several of
them) and readers who follow papers, sections and keywords of their own, all due at 07:00. One tick
of the maker chooses and owes all their editions. Promised: at most 20 s of CPU, and memory that
does not grow with the number of readers: a quarter of them is measured first, in the same process.
The floor is writing as many editions without choosing. Beside it stands what reading and wording
each as a rich message takes, which the sender spreads over the minutes that sending lasts.
"""

import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.delivery import SenderSettings
from bot.delivery.prints import Prints
from digests.ingest import EditionMaker
from digests.model import Article, Digest, Photo
from digests.store import Publication, SlotDecision, Store, open_store, tables
from digests.store.publishing import new_row

SEVEN = datetime(2026, 11, 24, tzinfo=UTC)
ARTICLES, PAPERS, SECTIONS, KEYWORDS = 6_000, 60, 24, 400
READERS = 10_000
CLAIMED = SenderSettings().batch // 4
"""As many as the sender claims at a time while messages go out for nothing."""
PROMISED_SECONDS = 20.0
MOST_GROWTH = 0.15


def _articles(rng: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, ARTICLES + 1):
        seen = SEVEN - timedelta(hours=72) * (1 - number / (ARTICLES + 1))
        paper = rng.randrange(PAPERS)
        words = " ".join(rng.choices(("nước", "lúa", "cầu", "đường", "trường", "chợ"), k=60))
        article = Article(
            f"Bài {number}", f"https://{paper}.example/{number}", lead=words, published=seen,
            source=f"Báo {paper}", section=f"Mục {rng.randrange(SECTIONS)}",
            paragraphs=(words, words, words, words),
        )  # fmt: skip
        photo = Photo("https://a.example/a.jpg", words) if rng.random() < 0.8 else None
        digest = Digest(article.title, article.url, lead=words, photo=photo, source=article.source)
        row = new_row(Publication(article, digest), seen)
        told_before = number > 60 and rng.random() < 0.35
        story = number - rng.randrange(1, 60) if told_before else number
        yield row | {"number": number, "source_id": paper + 1, "story": story}


def _wishes(rng: random.Random, reader: int) -> Iterator[dict[str, Any]]:
    kinds = [("source", str(rng.randrange(PAPERS) + 1)) for _ in range(rng.randrange(1, 5))]
    kinds += [("section", f"muc {rng.randrange(SECTIONS)}") for _ in range(rng.randrange(4))]
    kinds += [("keyword", f"từ {rng.randrange(KEYWORDS)}") for _ in range(rng.randrange(6))]
    if rng.random() < 0.3:
        kinds.append(("all", ""))
    for kind, value in sorted(set(kinds)):
        yield {"subscriber_id": reader, "kind": kind, "value": value, "label": value}


def _reader(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": number, "network": "telegram", "chat": str(number), "topic": "", "kind": "private",
        "language": "vi", "time_zone": "Asia/Ho_Chi_Minh", "rhythm": "editions",
        "hours": ["07:00", "18:00"], "edition_size": rng.choice((3, 5, 8, 12, 20)),
        "state": "active", "created_at": SEVEN, "next_edition_at": SEVEN,
        "last_edition_at": SEVEN - timedelta(hours=rng.randrange(13, 40)),
    }  # fmt: skip


async def _fill(store: Store) -> None:
    rng = random.Random(14)
    async with store.database.writing() as connection:
        papers = [{"id": n + 1, "name": f"Báo {n}", "name_key": f"bao {n}"} for n in range(PAPERS)]
        await connection.execute(insert(tables.sources), papers)
        await connection.execute(insert(tables.articles), list(_articles(rng)))
        answers = {
            (f"từ {rng.randrange(KEYWORDS)}", rng.randrange(ARTICLES) + 1) for _ in range(9000)
        }
        rows = [{"keyword": keyword, "article": number} for keyword, number in sorted(answers)]
        await connection.execute(insert(tables.article_keywords), rows)


async def _enter(store: Store, numbers: range) -> None:
    rng = random.Random(numbers.start)
    async with store.database.writing() as connection:
        await connection.execute(insert(tables.subscribers), [_reader(rng, n) for n in numbers])
        wishes = [wish for number in numbers for wish in _wishes(rng, number)]
        await connection.execute(insert(tables.subscriptions), wishes)
        past = [
            {"subscriber_id": reader, "slot_at": SEVEN - timedelta(hours=13 * back),
             "kind": "daily", "made_at": SEVEN,
             "numbers": [rng.randrange(ARTICLES) + 1 for _ in range(8)]}
            for reader in numbers for back in range(1, 5)
        ]  # fmt: skip
        await connection.execute(insert(tables.editions), past)


async def _only_written(store: Store) -> float:
    """Give the seconds of CPU that writing editions takes by itself."""
    begun = time.process_time()
    while due := await store.editions.due(SEVEN, 500):
        decisions = [
            SlotDecision(slot, tuple(range(1, 9)), SEVEN + timedelta(hours=11)) for slot in due
        ]
        await store.editions.settle(decisions, SEVEN)
    return time.process_time() - begun


@dataclass(frozen=True)
class Round:
    """One hour's editions: how many, seconds of CPU to choose and to word them, peak memory."""

    editions: int
    choosing: float
    wording: float
    peak_mb: float


async def _made(store: Store) -> Round:
    """Have one tick make the editions that are due, then word each as the sender would."""
    maker = EditionMaker(store, now=lambda: SEVEN + timedelta(seconds=5))
    begun = time.process_time()
    made = await maker.make_due()
    chosen = time.process_time()
    worded = await _worded(store)
    spent = time.process_time() - chosen
    if worded != made:
        raise SystemExit(f"{made} editions were made, {worded} could be worded")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Round(made, chosen - begun, spent, peak)


async def _worded(store: Store) -> int:
    worded, later, prints = 0, SEVEN + timedelta(minutes=1), Prints(store)
    while owed := await store.outbox.claim(later, limit=CLAIMED, lease=timedelta(hours=1)):
        begun = time.monotonic()
        made = await asyncio.gather(*(prints.of(delivery, since=begun) for delivery in owed))
        worded += sum(rendered is not None and bool(rendered.rich) for rendered in made)
    return worded


async def _measure(folder: Path) -> tuple[float, Round, Round]:
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'readers.db'}", now=lambda: SEVEN)
    await _fill(store)
    quarter = READERS // 4
    await _enter(store, range(1, quarter + 1))
    few = await _made(store)
    for begin in range(quarter + 1, quarter + READERS + 1, 2500):
        await _enter(store, range(begin, begin + 2500))
    many = await _made(store)
    begin = quarter + READERS + 1
    await _enter(store, range(begin, begin + quarter))
    floor = await _only_written(store) * 4
    await store.close()
    return floor, few, many


def main() -> None:
    """Fill a store, make the editions, show the table; exit with 1 where a promise is broken."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as folder:
        floor, few, many = asyncio.run(_measure(Path(folder)))
    table = Table("editions", "s CPU choosing", "ratio to the floor", "s CPU wording", "peak MB")
    table.add_row(f"{READERS:,} written only", f"{floor:.1f}", "1.0", "", "")
    for one in (few, many):
        ratio = one.choosing * READERS / one.editions / floor
        table.add_row(
            f"{one.editions:,}", f"{one.choosing:.1f}", f"{ratio:.1f}", f"{one.wording:.1f}",
            f"{one.peak_mb:.0f}",
        )  # fmt: skip
    growth = many.peak_mb / few.peak_mb - 1
    console = Console(width=100)
    console.print(table)
    console.print(
        f"promised: {PROMISED_SECONDS:.0f} s for both, at most {MOST_GROWTH:.0%} memory more"
    )
    spent = many.choosing + many.wording
    raise SystemExit(spent > PROMISED_SECONDS or growth > MOST_GROWTH)


if __name__ == "__main__":
    main()
