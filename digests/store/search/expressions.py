"""FTS5 expressions. Every token is quoted, so that no text can be syntax."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from digests.store.search.tokens import pairs

Choice = Sequence[str]
"""The words that may stand at one place of a query; nearly always just one."""


def quoted(token: str) -> str:
    """Give ``token`` as an FTS5 string."""
    return '"' + token.replace('"', '""') + '"'


def beginning(token: str) -> str:
    """Give an expression for every token that begins with ``token``."""
    return f"{quoted(token)}*"


def all_of(parts: Iterable[str]) -> str:
    """Join expressions that must all hold; without any, the empty text."""
    return " AND ".join(_bracketed(parts))


def any_of(parts: Iterable[str]) -> str:
    """Join expressions of which one must hold."""
    return " OR ".join(_bracketed(parts))


def _bracketed(parts: Iterable[str]) -> list[str]:
    return [part if part.count(" ") == 0 else f"({part})" for part in dict.fromkeys(parts) if part]


def in_order(words: Sequence[str]) -> str:
    """Ask for every pair of adjacent words; for a single word, for it alone."""
    return all_of(quoted(token) for token in (pairs(words) or words))


def in_order_of_choices(choices: Sequence[Choice]) -> str:
    """Ask for every pair that the choices at adjacent places can make."""
    if len(choices) == 1:
        return any_of(quoted(word) for word in choices[0])
    return all_of(
        any_of(quoted(f"{a}_{b}") for a in first for b in second)
        for first, second in pairwise(choices)
    )


def apart_once(words: Sequence[str]) -> str:
    """Ask for two pieces of the words, each in order, wherever the cut is."""
    return any_of(
        all_of((in_order(words[:cut]), in_order(words[cut:]))) for cut in range(1, len(words))
    )


def anywhere(words: Sequence[str]) -> str:
    """Ask for all words, wherever they stand."""
    return all_of(quoted(word) for word in words)


def in_columns(columns: str, expression: str) -> str:
    """Ask for ``expression`` in some columns of the head table only."""
    return f"{{{columns}}} : ({expression})"
