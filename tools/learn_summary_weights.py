"""Learn what the choice of sentences is weighed with, and write ``weights.json``.

usage: python -m tools.learn_summary_weights ARTICLES.jsonl[.gz] [WEIGHTS.json]

ARTICLES has ``{"title", "lead", "body": [sentences], "captions"}`` a line. Needs nothing but this
repository; twenty thousand articles take some minutes and two gigabytes. There is no chance in
it: the same articles give the same file.

What is learnt, one after the other:

1. how common each syllable is;
2. the chance that a syllable or pair of the text stands in the publisher's lead, by its trait;
3. an additive scorer of sentences: a step function for each number, fitted in turn to what the
   others leave over (backfitting with a small step), towards ROUGE-1 + ROUGE-2 + ROUGE-L;
4. the same for choices of one or two of the best sentences.
"""

import gzip
import json
import sys
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from digests.summary.choices import CHOICE_NAMES, Scored, choices_of, measure_choice
from digests.summary.digesting import sentences_of
from digests.summary.features import Chances, Surroundings, Tables, read_sentence
from digests.summary.measuring import NAMES, Numbers, measure
from digests.summary.weights import Scorer, Steps

DEFAULT_OUTPUT = Path(__file__).resolve().parents[1] / "digests" / "summary" / "weights.json"
LEVELS = ((3, 0.30), (2, 0.08), (1, 0.02))  # how common: level, least share of articles
FEWEST_SEEN, DOUBT = 20, 5.0
BINS, ROUNDS, STEP, STEP_DOUBT = 20, 40, 0.3, 100.0


Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Example:
    """An article with the lead that its publisher wrote."""

    around: Surroundings
    lead: tuple[str, ...]


def read_examples(path: Path) -> list[Example]:
    """Read all articles, as the digest would: sentences split, the first ones only."""
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as lines:
        return [_example(json.loads(line)) for line in lines]


def _example(row: dict[str, Any]) -> Example:
    sentences = sentences_of(row["body"])
    around = Surroundings.of(row["title"], sentences, row["captions"])
    return Example(around, read_sentence(row["lead"]).words)


# --- the measure ----------------------------------------------------------------------------


class Reference:
    """A lead to hold texts against: ROUGE-1, -2 and -L (F1) over syllables, added."""

    def __init__(self, words: Sequence[str]) -> None:
        """Count the lead's syllables and pairs once."""
        self._length = len(words)
        self._words = Counter(words)
        self._pairs = Counter(pairwise(words))
        self._places: dict[str, int] = defaultdict(int)
        for at, word in enumerate(words):
            self._places[word] |= 1 << at

    def rouge(self, words: Sequence[str]) -> float:
        """Give ROUGE-1 + ROUGE-2 + ROUGE-L of ``words``: 0 to 3."""
        total = len(words) + self._length
        if not words or not self._length:
            return 0.0
        one = (Counter(words) & self._words).total() * 2 / total
        both = (Counter(pairwise(words)) & self._pairs).total()
        two = both * 2 / (total - 2) if both else 0.0
        return one + two + self._longest_common(words) * 2 / total

    def _longest_common(self, words: Sequence[str]) -> int:
        """Give the length of the longest common subsequence (bit-parallel, Crochemore 2001)."""
        full = row = (1 << self._length) - 1
        for word in words:
            matched = row & self._places.get(word, 0)
            row = ((row + matched) | (row - matched)) & full
        return self._length - row.bit_count()


# --- chances --------------------------------------------------------------------------------


def count_common(examples: Sequence[Example]) -> dict[str, int]:
    """Give each common syllable its level."""
    seen: Counter[str] = Counter()
    for example in examples:
        seen.update(example.around.word_counts.keys())
    shares = ((word, count / len(examples)) for word, count in sorted(seen.items()))
    levels = ((word, _level(share)) for word, share in shares)
    return {word: level for word, level in levels if level}


def _level(share: float) -> int:
    return next((level for level, least in LEVELS if share >= least), 0)


def count_chances(examples: Sequence[Example], common: dict[str, int]) -> Tables:
    """Count by trait how often syllables and pairs of texts stand in leads."""
    words: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    pairs: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for example in examples:
        chances = Chances(example.around, Tables(common, {}, {}))
        _count(words, chances.word_traits, frozenset(example.lead))
        _count(pairs, chances.pair_traits, frozenset(pairwise(example.lead)))
    return Tables(common, _shares(words), _shares(pairs))


def _count(counts: dict[int, list[int]], traits: dict[Thing, int], lead: frozenset[Thing]) -> None:
    for thing, trait in traits.items():
        count = counts[trait]
        count[0] += thing in lead
        count[1] += 1


def _shares(counts: dict[int, list[int]]) -> dict[int, float]:
    usual = sum(hits for hits, _ in counts.values()) / sum(seen for _, seen in counts.values())
    return {
        trait: round((hits + DOUBT * usual) / (seen + DOUBT), 3)
        for trait, (hits, seen) in sorted(counts.items())
        if seen >= FEWEST_SEEN
    }


# --- the additive model ---------------------------------------------------------------------


class Rows:
    """Numbers column by column, and the target of each row."""

    def __init__(self, width: int) -> None:
        """Start without rows."""
        self.columns = [array("d") for _ in range(width)]
        self.targets = array("d")

    def add(self, numbers: Numbers, target: float) -> None:
        """Add a row."""
        for column, number in zip(self.columns, numbers, strict=True):
            column.append(number)
        self.targets.append(target)


def edges_of(column: Sequence[float]) -> tuple[float, ...]:
    """Give where the steps of a number begin: at its quantiles, each once."""
    ordered = sorted(column)
    shares = (0.01, *(k / BINS for k in range(1, BINS)), 0.97, 0.98, 0.99, 0.995)
    cuts = (ordered[int(len(ordered) * share)] for share in shares)
    return tuple(sorted({round(cut, 4) for cut in cuts if cut > ordered[0]}))


def fit(rows: Rows) -> Scorer:
    """Fit a step function to each column, in turn and many times, a little at a time."""
    starts = [edges_of(column) for column in rows.columns]
    binned = [
        bytes(bisect_right(edges, number) for number in column)
        for edges, column in zip(starts, rows.columns, strict=True)
    ]
    base = sum(rows.targets) / len(rows.targets)
    left = [target - base for target in rows.targets]
    adds = [[0.0] * (len(edges) + 1) for edges in starts]
    for _ in range(ROUNDS):
        for bins, sums in zip(binned, adds, strict=True):
            move = _means(bins, left, len(sums))
            left = [rest - move[at] for at, rest in zip(bins, left, strict=True)]
            sums[:] = [old + more for old, more in zip(sums, move, strict=True)]
    steps = (Steps(s, tuple(round(a, 4) for a in add)) for s, add in zip(starts, adds, strict=True))
    return Scorer(round(base, 4), tuple(steps))


def _means(bins: bytes, left: Sequence[float], count: int) -> list[float]:
    sums, sizes = [0.0] * count, [0] * count
    for at, rest in zip(bins, left, strict=True):
        sums[at] += rest
        sizes[at] += 1
    return [STEP * s / (size + STEP_DOUBT) for s, size in zip(sums, sizes, strict=True)]


def sentence_rows(examples: Iterable[Example], tables: Tables) -> Rows:
    """Give a row for each sentence: its numbers and its ROUGE."""
    rows = Rows(len(NAMES))
    for example in examples:
        reference = Reference(example.lead)
        numbers = measure(example.around, Chances(example.around, tables))
        for sentence, row in zip(example.around.sentences, numbers, strict=True):
            rows.add(row, reference.rouge(sentence.words))
    return rows


def choice_rows(examples: Iterable[Example], tables: Tables, scorer: Scorer) -> Rows:
    """Give a row for each choice of one or two of an article's best sentences."""
    rows = Rows(len(CHOICE_NAMES))
    for example in examples:
        for numbers, target in _choices(example, tables, scorer):
            rows.add(numbers, target)
    return rows


def _choices(example: Example, tables: Tables, scorer: Scorer) -> Iterator[tuple[Numbers, float]]:
    reference = Reference(example.lead)
    chances = Chances(example.around, tables)
    rows = measure(example.around, chances)
    scored = [
        Scored(at, sentence, scorer.score(row))
        for at, (sentence, row) in enumerate(zip(example.around.sentences, rows, strict=True))
    ]
    for choice in choices_of(scored):
        words = [word for one in choice for word in one.sentence.words]
        yield measure_choice(choice, example.around, chances), reference.rouge(words)


# --- the file -------------------------------------------------------------------------------


def as_stored(tables: Tables, sentence: Scorer, choice: Scorer) -> dict[str, Any]:
    """Give everything learnt as ``weights.json`` holds it."""
    return {
        "common": {
            str(level): " ".join(w for w, at in tables.common.items() if at == level)
            for level, _ in LEVELS
        },
        "words": {f"{trait:05}": chance for trait, chance in tables.words.items()},
        "pairs": {f"{trait:05}": chance for trait, chance in tables.pairs.items()},
        "sentence": _stored_scorer(sentence, NAMES),
        "choice": _stored_scorer(choice, CHOICE_NAMES),
    }


def _stored_scorer(scorer: Scorer, names: Sequence[str]) -> dict[str, Any]:
    numbers = {
        name: {"starts": steps.starts, "adds": steps.adds}
        for name, steps in zip(names, scorer.steps, strict=True)
    }
    return {"base": scorer.base, "numbers": numbers}


def learn(examples: Sequence[Example], say: Callable[[str], None]) -> dict[str, Any]:
    """Learn everything from ``examples``; ``say`` is told how far it is."""
    say(f"{len(examples)} articles read")
    tables = count_chances(examples, count_common(examples))
    say(f"chances counted: {len(tables.words)} traits of syllables, {len(tables.pairs)} of pairs")
    sentence = fit(sentence_rows(examples, tables))
    say("scorer of sentences fitted")
    choice = fit(choice_rows(examples, tables, sentence))
    say("scorer of choices fitted")
    return as_stored(tables, sentence, choice)


def write(learnt: dict[str, Any], path: Path) -> None:
    """Write what was learnt so that a person can read it: a line a step function."""
    text = json.dumps(learnt, ensure_ascii=False, indent=1)
    path.write_text(_short_lists(text) + "\n", encoding="utf-8")


def _short_lists(text: str) -> str:
    """Put lists of numbers on one line each."""
    parts = text.split("[")
    short = [
        " ".join(inside.split()) + "]" + rest
        for inside, _, rest in (part.partition("]") for part in parts[1:])
    ]
    return "[".join([parts[0], *short])


def main() -> None:
    """Read the articles named first, write the file named second."""
    if len(sys.argv) not in {2, 3}:
        print(__doc__, file=sys.stderr)
        raise SystemExit(2)
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT_OUTPUT  # noqa: PLR2004
    write(learn(read_examples(Path(sys.argv[1])), lambda line: print(line, flush=True)), output)


if __name__ == "__main__":
    main()
