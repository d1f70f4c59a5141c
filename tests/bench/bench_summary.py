"""How good digests are, and what they cost.

``python -m tests.bench.bench_summary [--articles N] [--json]`` over
``../shared/corpus/articles-dev.jsonl.gz``: ROUGE-1, -2 and -L (F1, syllables) of the chosen lead
against the publisher's where that is taken away; how much of the key points stands in the lead
already and in each other; CPU a digest.
"""

import argparse
import gzip
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from digests.model import Article, Photo
from digests.summary import digest, summarise_without_lead
from digests.summary.features import read_sentence

_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "articles-dev.jsonl.gz"
_LEAST_ROUGE = (33.0, 18.5, 25.0)
_MOST_SYLLABLES = 50.0
_MOST_IN_LEAD, _MOST_SHARED, _MOST_MS = 0.10, 0.30, 2.0


@dataclass(frozen=True)
class Result:
    """The numbers of a run; shares from 0 to 1, the largest of all key points."""

    articles: int
    rouge_1: float
    rouge_2: float
    rouge_l: float
    syllables: float
    key_points: float
    most_in_lead: float
    most_shared: float
    digest_ms: float
    without_lead_ms: float

    def is_good(self) -> bool:
        """Say whether every number is what it must be."""
        rouge = (self.rouge_1, self.rouge_2, self.rouge_l)
        enough = all(got >= least for got, least in zip(rouge, _LEAST_ROUGE, strict=True))
        apart = self.most_in_lead <= _MOST_IN_LEAD and self.most_shared <= _MOST_SHARED
        return enough and apart and self.syllables <= _MOST_SYLLABLES and self.digest_ms <= _MOST_MS


def f1(shared: int, got: int, want: int) -> float:
    """Give the F1 of ``shared`` hits among ``got`` and ``want``."""
    return 2 * shared / (got + want) if shared else 0.0


def rouge(got: Sequence[str], want: Sequence[str]) -> tuple[float, float, float]:
    """Give ROUGE-1, -2 and -L of syllables."""
    ones = (Counter(got) & Counter(want)).total()
    twos = (Counter(pairwise(got)) & Counter(pairwise(want))).total()
    longest = _longest_common(got, want)
    sizes = len(got), len(want)
    return f1(ones, *sizes), f1(twos, sizes[0] - 1, sizes[1] - 1), f1(longest, *sizes)


def _longest_common(got: Sequence[str], want: Sequence[str]) -> int:
    row = [0] * (len(want) + 1)
    for word in got:
        diagonal = 0
        for at, other in enumerate(want, 1):
            best = diagonal + 1 if word == other else max(row[at], row[at - 1])
            row[at], diagonal = best, row[at]
    return row[-1]


def article_of(row: dict[str, Any]) -> Article:
    """Give a line of the corpus as an article."""
    photos = tuple(Photo(None, caption) for caption in row["captions"])
    return Article(
        title=row["title"], lead=row["lead"], photos=photos, paragraphs=tuple(row["body"])
    )


def overlap(row: dict[str, Any], points: Sequence[str]) -> tuple[float, float]:
    """Give the largest share of a point's pairs in the lead, and in another point."""
    lead = read_sentence(row["lead"]).pair_set
    pairs = [read_sentence(point).pair_set for point in points]
    in_lead = max((len(point & lead) / len(point) for point in pairs), default=0.0)
    shared = (len(a & b) / min(len(a), len(b)) for a, b in combinations(pairs, 2))
    return in_lead, max(shared, default=0.0)


def measure(rows: Sequence[dict[str, Any]]) -> Result:
    """Digest every article with and without its lead."""
    articles = [article_of(row) for row in rows]
    digest(articles[0])
    start = time.process_time()
    points = [digest(article).key_points for article in articles]
    middle = time.process_time()
    leads = [summarise_without_lead(row["title"], row["body"], row["captions"]) for row in rows]
    end = time.process_time()
    texts = [read_sentence(lead).words for lead in leads]
    scores = [
        rouge(text, read_sentence(row["lead"]).words) for text, row in zip(texts, rows, strict=True)
    ]
    overlaps = [overlap(row, made) for row, made in zip(rows, points, strict=True)]
    one, two, longest = (
        round(100 * statistics.mean(column), 2) for column in zip(*scores, strict=True)
    )
    return Result(
        len(rows),
        one,
        two,
        longest,
        syllables=round(statistics.mean(map(len, texts)), 1),
        key_points=round(statistics.mean(map(len, points)), 2),
        most_in_lead=round(max(in_lead for in_lead, _ in overlaps), 3),
        most_shared=round(max(shared for _, shared in overlaps), 3),
        digest_ms=round(1000 * (middle - start) / len(rows), 2),
        without_lead_ms=round(1000 * (end - middle) / len(rows), 2),
    )


def main() -> None:
    """Print the numbers; exit with 1 where one is not what it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not _CORPUS.exists():
        print(f"{_CORPUS} is not there", file=sys.stderr)
        return
    with gzip.open(_CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(options.articles), strict=False)]
    result = measure(rows)
    numbers = asdict(result)
    shown = [json.dumps(numbers)] if options.json else [f"{k:16} {v}" for k, v in numbers.items()]
    print("\n".join(shown))
    raise SystemExit(not result.is_good())


if __name__ == "__main__":
    main()
