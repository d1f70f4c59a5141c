"""How likely two articles tell the same event: a logistic function of a few measures.

The weights in ``weights.json`` are learnt by ``tools/learn_story_weights.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from importlib.resources import files

from digests.stories.signature import Signature, common_pairs, rare_pair


@cache
def _weights() -> tuple[float, tuple[float, ...]]:
    learnt = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    return learnt["intercept"], tuple(learnt["weights"][name] for name in MEASURES)


MEASURES = (
    "cosine",
    "containment",
    "names_share",
    "names_shared",
    "name_syllables_shared",
    "numbers_share",
    "numbers_shared",
    "head_covered_best",
    "head_covered_worst",
    "heads_alike",
    "days_apart",
    "shorter_length",
)


def _coverage(head: Iterable[int], pairs: set[int]) -> float:
    common, rare = common_pairs(), rare_pair()
    total = covered = 0.0
    for pair in head:
        weight = common.get(pair, rare)
        total += weight
        if pair in pairs:
            covered += weight
    return covered / total if total else 0.0


def _share(shared: int, first: int, second: int) -> float:
    return shared / math.sqrt((1 + first) * (1 + second))


def measures(one: Signature, other: Signature, apart: timedelta) -> tuple[float, ...]:
    """Give the measures of a pair of articles in the order of ``MEASURES``."""
    weights = dict(zip(one.terms, one.weights, strict=True))
    dot = sum(
        weights[pair] * weight
        for pair, weight in zip(other.terms, other.weights, strict=True)
        if pair in weights
    )
    norms = [math.hypot(*side.weights) or 1.0 for side in (one, other)]
    names = one.names & other.names
    numbers = one.numbers & other.numbers
    covered = (
        _coverage(one.head, set(other.pairs)),
        _coverage(other.head, set(one.pairs)),
    )
    return (
        dot / (norms[0] * norms[1]),
        dot / min(norms) ** 2,
        _share(len(names), len(one.names), len(other.names)),
        math.log1p(len(names)),
        math.log1p(sum(name.count(" ") for name in names)),
        _share(len(numbers), len(one.numbers), len(other.numbers)),
        math.log1p(len(numbers)),
        max(covered),
        min(covered),
        _coverage(one.head, set(other.head)),
        abs(apart) / timedelta(days=1),
        math.log1p(min(one.length, other.length)),
    )


def likelihood(one: Signature, other: Signature, apart: timedelta) -> float:
    """Give how likely both tell one event, from 0 to 1, ``apart`` lying between them."""
    intercept, weights = _weights()
    total = intercept + sum(
        weight * measure
        for weight, measure in zip(weights, measures(one, other, apart), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))
