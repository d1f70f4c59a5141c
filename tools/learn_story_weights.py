"""Learn which pairs of syllables are common, and how much each measure of likeness counts.

usage: python -m tools.learn_story_weights ARTICLES.jsonl[.gz]

ARTICLES has ``id, title, lead, body [sentences], captions`` a line. Events told twice are made from
single articles: one report has headline, lead and the even sentences, the other a headline made
from a caption or a sentence, and the odd ones. Writes ``common_pairs.tsv`` and ``weights.json``
beside the code. Needs nothing but the project itself.
"""

import gzip
import json
import math
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from digests.model import Article, Photo
from digests.stories import likeness
from digests.stories.signature import _SYLLABLE, Signature, signature, texts_of

HERE = Path(__file__).resolve().parents[1] / "digests" / "stories"
COMMON = 5000
ENOUGH = 8  # sentences
EVENTS = 1000
ROUNDS = 3
START = datetime(2026, 1, 1, tzinfo=UTC)


def rows_of(path: str) -> list[dict[str, list[str] | str]]:
    """Read the articles that are long enough to be told twice."""
    body = Path(path).read_bytes()
    text = (gzip.decompress(body) if path.endswith(".gz") else body).decode()
    return [row for row in map(json.loads, text.splitlines()) if len(row["body"]) >= ENOUGH]


def article(title: str, lead: str, body: Sequence[str], captions: Sequence[str]) -> Article:
    """Give an article of the project's own kind."""
    photos = tuple(Photo(None, caption) for caption in captions)
    return Article(title=title, lead=lead, paragraphs=tuple(body), photos=photos)


def learn_common_pairs(rows: Sequence[dict[str, list[str] | str]]) -> None:
    """Count in how many articles each pair stands, and write the common ones down."""
    counts: Counter[str] = Counter()
    for row in rows:
        whole = article(row["title"], row["lead"], row["body"], row["captions"])  # type: ignore[arg-type]
        pairs: set[str] = set()
        for text in texts_of(whole):
            syllables = _SYLLABLE.findall(unicodedata.normalize("NFC", text).lower())
            pairs |= {" ".join(two) for two in pairwise(syllables)}
        counts.update(pairs)
    lines = ["# pair of syllables\tinverse document frequency"]
    for pair, count in sorted(counts.most_common(COMMON), key=lambda item: (-item[1], item[0])):
        lines.append(f"{pair}\t{math.log(len(rows) / count):.2f}")
    HERE.joinpath("common_pairs.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def told_twice(
    rows: Sequence[dict[str, list[str] | str]], rng: random.Random
) -> Iterator[tuple[int, Signature, datetime]]:
    """Give signatures with their event and time; every other event is told by two papers."""
    for event, row in enumerate(rng.sample(list(rows), EVENTS)):
        at = START + timedelta(minutes=rng.randrange(36 * 60))
        body, captions = list(row["body"]), list(row["captions"])
        title, lead = str(row["title"]), str(row["lead"])
        if event % 2:
            yield event, signature(article(title, lead, body, captions)), at
            continue
        odd = body[1::2]
        yield event, signature(article(title, lead, body[::2], captions[:1])), at
        later = at + timedelta(minutes=rng.randrange(600))
        headline = (captions or odd)[0][:110]
        yield event, signature(article(headline, odd[0], odd[1:], captions[1:2])), later


def examples(
    rows: Sequence[dict[str, list[str] | str]], seed: int
) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Give the measures of pairs that share keys, and whether they tell one event."""
    reports = list(told_twice(rows, random.Random(seed)))
    by_key: dict[int, list[int]] = {}
    for place, (_event, sign, _at) in enumerate(reports):
        for key in sign.keys:
            by_key.setdefault(key, []).append(place)
    for place, (event, sign, at) in enumerate(reports):
        shared: Counter[int] = Counter()
        for key in sign.keys:
            shared.update(other for other in by_key[key] if other < place)
        for other, _count in shared.most_common(10):
            event_there, sign_there, at_there = reports[other]
            yield likeness.measures(sign, sign_there, at - at_there), event == event_there


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small system of linear equations (Gauss-Jordan with pivoting)."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda at: abs(rows[at][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for at in range(size):
            if at != column:
                factor = rows[at][column] / rows[column][column]
                rows[at] = [a - factor * b for a, b in zip(rows[at], rows[column], strict=True)]
    return [rows[at][size] / rows[at][at] for at in range(size)]


def logistic(samples: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Fit a logistic function with Newton's method; the intercept comes first."""
    size = len(samples[0][0]) + 1
    weights = [0.0] * size
    for _step in range(12):
        gradient = [-0.01 * weight for weight in weights]
        hessian = [[0.01 * (i == j) for j in range(size)] for i in range(size)]
        for measured, same in samples:
            vector = (1.0, *measured)
            total = sum(w * x for w, x in zip(weights, vector, strict=True))
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            spread = chance * (1 - chance)
            for i in range(size):
                gradient[i] += (same - chance) * vector[i]
                scaled = spread * vector[i]
                for j in range(size):
                    hessian[i][j] += scaled * vector[j]
        weights = [w + d for w, d in zip(weights, solve(hessian, gradient), strict=True)]
    return weights


def main() -> None:
    """Learn both files from the articles named on the command line."""
    rows = rows_of(sys.argv[1])
    learn_common_pairs(rows)
    samples = [sample for seed in range(ROUNDS) for sample in examples(rows, seed)]
    intercept, *weights = logistic(samples)
    learnt = {
        "intercept": round(intercept, 4),
        "weights": {
            name: round(weight, 4) for name, weight in zip(likeness.MEASURES, weights, strict=True)
        },
    }
    HERE.joinpath("weights.json").write_text(json.dumps(learnt, indent=2) + "\n", "utf-8")
    print(f"{len(samples)} pairs, {sum(same for _measured, same in samples)} of one event")


if __name__ == "__main__":
    main()
