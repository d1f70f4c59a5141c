"""What the tables are asked for: tokens joined by *and* and *or*, in no database's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from digests.store.search.tokens import pairs

Choice = Sequence[str]
"""The words that may stand at one place of a query; nearly always just one."""


class Column(StrEnum):
    """The columns of the head table."""

    TITLE = "title"
    LEAD = "lead"
    CAPTION = "caption"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Token:
    """A token that must be there; with ``open_end``, any that begins so."""

    text: str
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Expressions that must all hold; without any, everything fits."""

    parts: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Expressions of which one must hold."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class InColumns:
    """An expression that must hold in some columns of the head table together."""

    columns: tuple[Column, ...]
    part: "Expression"


Expression: TypeAlias = Token | AllOf | AnyOf | InColumns

EVERYTHING = AllOf()


def all_of(parts: Iterable[Expression]) -> Expression:
    """Join expressions that must all hold."""
    flat: list[Expression] = []
    for part in parts:
        flat += part.parts if isinstance(part, AllOf) else (part,)
    different = tuple(dict.fromkeys(flat))
    return different[0] if len(different) == 1 else AllOf(different)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Join expressions of which one must hold; without any, everything fits."""
    different = tuple(dict.fromkeys(parts))
    if not different:
        return EVERYTHING
    return different[0] if len(different) == 1 else AnyOf(different)


def in_order(words: Sequence[str]) -> Expression:
    """Ask for every pair of adjacent words; for a single word, for it alone."""
    return all_of(Token(token) for token in (pairs(words) or words))


def in_order_of_choices(choices: Sequence[Choice]) -> Expression:
    """Ask for every pair that the choices at adjacent places can make."""
    if len(choices) == 1:
        return any_of(Token(word) for word in choices[0])
    return all_of(
        any_of(Token(f"{a}_{b}") for a in first for b in second)
        for first, second in pairwise(choices)
    )


def apart_once(words: Sequence[str]) -> Expression:
    """Ask for two pieces of the words, each in order, wherever the cut is."""
    return any_of(
        all_of((in_order(words[:cut]), in_order(words[cut:]))) for cut in range(1, len(words))
    )


def anywhere(words: Sequence[str]) -> Expression:
    """Ask for all words, wherever they stand."""
    return all_of(Token(word) for word in words)
