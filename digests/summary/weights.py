"""The learnt weights: an additive model, a step function for each number.

``weights.json`` beside this module is written by ``tools/learn_summary_weights.py``. Nothing in
it needs more than looking up: a sentence's score is ``base`` plus, for each of its numbers, what
the step adds in which the number lies.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from digests.summary.choices import CHOICE_NAMES
from digests.summary.features import Tables
from digests.summary.measuring import NAMES


@dataclass(frozen=True, slots=True)
class Steps:
    """A step function: ``adds[k]`` from ``starts[k - 1]`` (included) to ``starts[k]``."""

    starts: tuple[float, ...]
    adds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Adds up what each number is worth; the sum is a ROUGE-1, -2 and -L to expect, added."""

    base: float
    steps: tuple[Steps, ...]

    def score(self, numbers: Sequence[float]) -> float:
        """Give the score of one row of numbers, in the order that the scorer was learnt with."""
        worth = [
            steps.adds[bisect_right(steps.starts, number)]
            for steps, number in zip(self.steps, numbers, strict=True)
        ]
        return self.base + sum(worth)


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything learnt: tables of chances, a scorer of sentences, one of whole choices."""

    tables: Tables
    sentence: Scorer
    choice: Scorer


@cache
def load_weights() -> Weights:
    """Read the weights that come with the package; once."""
    text = resources.files("digests.summary").joinpath("weights.json").read_text("utf-8")
    return weights_from(json.loads(text))


def weights_from(stored: Mapping[str, Any]) -> Weights:
    """Give the weights that a decoded ``weights.json`` holds."""
    common = {
        word: int(level) for level, words in stored["common"].items() for word in words.split()
    }
    tables = Tables(common, _chances(stored["words"]), _chances(stored["pairs"]))
    return Weights(
        tables, _scorer(stored["sentence"], NAMES), _scorer(stored["choice"], CHOICE_NAMES)
    )


def _chances(stored: Mapping[str, float]) -> dict[int, float]:
    return {int(trait): chance for trait, chance in stored.items()}


def _scorer(stored: Mapping[str, Any], names: Sequence[str]) -> Scorer:
    parts = (stored["numbers"][name] for name in names)
    steps = tuple(Steps(tuple(part["starts"]), tuple(part["adds"])) for part in parts)
    return Scorer(stored["base"], steps)
