"""What it costs to find the story of one article with a full window: ``python -m tests.bench``.

The window holds 20,000 reports made from invented words; the floor is the signature alone, which
has to be made whatever the window holds. Promised: at most 5 ms an article.
"""

import random
import time
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from digests.model import Article
from digests.stories import StoryIndex, signature

WINDOW = 20_000
MEASURED = 300
START = datetime(2026, 11, 24, tzinfo=UTC)


def articles(count: int, seed: int) -> list[Article]:
    """Give articles of 300 syllables, drawn as unevenly as those of a language are."""
    rng = random.Random(seed)
    syllables = [f"{a}{b}{c}" for a in "bcdghklmnpqrstvx" for b in "aeiouy" for c in "cmnpt0"]
    weights = [1 / (rank + 3) for rank in range(len(syllables))]

    def words(number: int) -> str:
        return " ".join(rng.choices(syllables, weights, k=number))

    return [
        Article(title=words(12), lead=words(30), paragraphs=tuple(words(65) for _ in range(4)))
        for _article in range(count)
    ]


def main() -> None:
    """Fill the window, then measure."""
    index = StoryIndex()
    for place, article in enumerate(articles(WINDOW, 1)):
        index.assign(signature(article), START + timedelta(seconds=place * 8))
    late = START + timedelta(seconds=WINDOW * 8)
    new = articles(MEASURED, 2)
    begun = time.process_time()
    signatures = [signature(article) for article in new]
    floor = (time.process_time() - begun) / MEASURED * 1000
    begun = time.process_time()
    for made in signatures:
        index.assign(made, late)
    whole = floor + (time.process_time() - begun) / MEASURED * 1000
    table = Table("what", "ms CPU an article", "ratio to the signature", "promised")
    table.add_row("signature", f"{floor:.2f}", "1.0", "")
    table.add_row("signature and story", f"{whole:.2f}", f"{whole / floor:.1f}", "5 ms")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
