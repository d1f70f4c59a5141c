"""What it costs to find the story of one article with a full window: ``python -m tests.bench``.

The window holds 20,000 reports made from invented words, once in memory (``diemtin stories``) and
once in a store (the bot); the floor is the signature alone, which has to be made whatever the
window holds. Promised: at most 5 ms of CPU an article, its signature, its story and what is kept
of it taken together.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from digests.model import Article, Digest
from digests.store import Publication, Store, open_store, tables
from digests.store.publishing import new_row
from digests.store.storytelling import assign_story
from digests.stories import Signature, StoryIndex, signature

WINDOW = 20_000
MEASURED = 300
PROMISED_MS = 5.0
START = datetime(2026, 11, 24, tzinfo=UTC)
NEWEST = START + timedelta(seconds=WINDOW * 8)


def articles(count: int, seed: int) -> Iterator[Article]:
    """Give articles of 300 syllables, drawn as unevenly as those of a language are."""
    rng = random.Random(seed)
    syllables = [f"{a}{b}{c}" for a in "bcdghklmnpqrstvx" for b in "aeiouy" for c in "cmnpt0"]
    weights = [1 / (rank + 3) for rank in range(len(syllables))]

    def words(number: int) -> str:
        return " ".join(rng.choices(syllables, weights, k=number))

    for _article in range(count):
        yield Article(
            title=words(12), lead=words(30), paragraphs=tuple(words(65) for _ in range(4))
        )


def in_memory(window: Sequence[Signature], new: Sequence[Signature]) -> float:
    """Give the ms of CPU that assigning one of ``new`` takes in memory."""
    index = StoryIndex()
    for place, made in enumerate(window):
        index.assign(made, START + timedelta(seconds=place * 8))
    begun = time.process_time()
    for made in new:
        index.assign(made, NEWEST)
    return (time.process_time() - begun) / len(new) * 1000


async def in_store(window: Sequence[Signature], new: Sequence[Signature], folder: Path) -> float:
    """Give the ms of CPU that finding the story of one of ``new`` and keeping it takes there."""
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'stories.db'}", now=lambda: NEWEST)
    await _fill(store, window, len(new))
    begun = time.process_time()
    for number, made in enumerate(new, WINDOW + 1):
        async with store.database.writing() as connection:
            await assign_story(connection, number, made, NEWEST)
    spent = (time.process_time() - begun) / len(new) * 1000
    await store.close()
    return spent


async def _fill(store: Store, window: Sequence[Signature], more: int) -> None:
    row = new_row(Publication(Article("Bài"), Digest("Bài", None)), START)
    rows = ({**row, "number": number, "story": number} for number in range(1, WINDOW + more + 1))
    async with store.database.writing() as connection:
        while some := list(islice(rows, 1000)):
            await connection.execute(insert(tables.articles), some)
        for number, made in enumerate(window, 1):
            await assign_story(connection, number, made, START + timedelta(seconds=number * 8))


def main() -> None:
    """Fill the windows, measure, show the table; exit with 1 where a promise is broken."""
    window = [signature(article) for article in articles(WINDOW, 1)]
    new = list(articles(MEASURED, 2))
    begun = time.process_time()
    signatures = [signature(article) for article in new]
    floor = (time.process_time() - begun) / MEASURED * 1000
    with tempfile.TemporaryDirectory() as folder:
        stored = asyncio.run(in_store(window, signatures, Path(folder)))
    rows = {"in memory": floor + in_memory(window, signatures), "in the store": floor + stored}
    table = Table("what", "ms CPU an article", "ratio to the signature", "promised")
    table.add_row("signature", f"{floor:.2f}", "1.0", "")
    for what, spent in rows.items():
        promised = f"{PROMISED_MS:.0f} ms"
        table.add_row(f"and story, {what}", f"{spent:.2f}", f"{spent / floor:.1f}", promised)
    Console(width=100).print(table)
    raise SystemExit(max(rows.values()) > PROMISED_MS)


if __name__ == "__main__":
    main()
