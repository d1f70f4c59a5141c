"""Choices: one sentence, or two together, that could stand for a lead; and their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from digests.summary.features import Chances, Sentence, Surroundings
from digests.summary.measuring import Numbers, promise
from digests.vietnamese.sentences import is_closed

_BEST_SENTENCES = 6
_LONGEST_PAIR = 75  # syllables

CHOICE_NAMES = (
    "sentences_chosen",
    "best_score",
    "worst_score",
    "mean_score",
    "length",
    "expected_words",
    "expected_pairs",
    "promise_of_words",
    "promise_of_pairs",
    "headline_covered",
    "headline_pairs_covered",
    "first_position",
    "distance",
    "shared_words",
    "sentences",
    "headline_length",
    "first_score",
    "last_score",
    "first_length",
    "last_length",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence that may be chosen: its place in the article and its score."""

    at: int
    sentence: Sentence
    score: float


Choice = tuple[Scored, ...]


def choices_of(scored: Sequence[Scored]) -> Iterator[Choice]:
    """Give the best sentences alone and by twos, in the article's order, best ones first."""
    best = sorted(scored, key=lambda one: (-one.score, one.at))[:_BEST_SENTENCES]
    yield from ((one,) for one in best)
    for first, second in combinations(best, 2):
        pair = (first, second) if first.at < second.at else (second, first)
        if _may_stand_together(*pair):
            yield pair


def _may_stand_together(first: Scored, second: Scored) -> bool:
    """Say whether two sentences are short enough together, and the first one is closed."""
    if len(first.sentence.words) + len(second.sentence.words) > _LONGEST_PAIR:
        return False
    return is_closed(first.sentence.text)


def measure_choice(choice: Choice, around: Surroundings, chances: Chances) -> Numbers:
    """Give the numbers of ``choice``, in the order of ``CHOICE_NAMES``."""
    first, last = choice[0], choice[-1]
    words = first.sentence.word_set | last.sentence.word_set
    pairs = first.sentence.pair_set | last.sentence.pair_set
    length = sum(len(one.sentence.words) for one in choice)
    scores = [one.score for one in choice]
    hits, pair_hits = chances.expected_words(words), chances.expected_pairs(pairs)
    headline = around.headline
    return (
        len(choice),
        max(scores),
        min(scores),
        sum(scores) / len(scores),
        length,
        hits,
        pair_hits,
        promise(hits, 0.0, length),
        promise(0.0, pair_hits, length),
        len(headline.word_set & words) / (len(headline.word_set) or 1),
        len(headline.pair_set & pairs) / (len(headline.pair_set) or 1),
        first.at,
        last.at - first.at,
        _shared(choice),
        len(around.sentences),
        len(headline.words),
        first.score,
        last.score,
        len(first.sentence.words),
        len(last.sentence.words),
    )


def _shared(choice: Choice) -> float:
    if len(choice) == 1:
        return 0.0
    first, last = choice[0].sentence.word_set, choice[-1].sentence.word_set
    return len(first & last) / (min(len(first), len(last)) or 1)
