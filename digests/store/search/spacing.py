"""Spaces too many or too few: other ways to part the letters of a query into known words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from digests.store.search.candidates import Candidates
from digests.vietnamese.folding import fold
from digests.vietnamese.syllables import is_folded_syllable

_SHORTEST_PART = 2
_LONGEST_PART = 7
"""Letters of a syllable."""
_LONGEST_WORD = 60
_MOST_WAYS = 20
_MOST_PARTED = 5
_MOST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Way:
    """Words (exact) made by taking away or putting in ``spaces`` spaces; ``known`` says how well.

    ``known`` is the sum of the logarithms of how many articles have each changed word.
    """

    words: tuple[str, ...] = ()
    spaces: int = 0
    known: float = 0.0

    def then(self, other: "Way") -> "Way":
        """Give this way with another behind it."""
        return Way(
            (*self.words, *other.words), self.spaces + other.spaces, self.known + other.known
        )


def respaced(tables: Candidates, words: Sequence[str]) -> list[Way]:
    """Give the likeliest ways to part ``words`` (exact) otherwise, all of them into known words.

    Fewer changes come first, and among as many those to more common words.
    """
    known = tables.known(sorted(set(_pieces(words))))
    ways: list[list[Way]] = [[Way()], *([] for _ in words)]
    for at in range(len(words)):
        best = sorted(ways[at], key=_unlikeliness)[:_MOST_WAYS]
        for length, step in _steps(words[at:], known):
            ways[at + length] += [way.then(step) for way in best]
    return [way for way in sorted(ways[-1], key=_unlikeliness) if way.spaces][:_MOST_WAYS]


def _unlikeliness(way: Way) -> tuple[int, float]:
    return way.spaces, -way.known


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        folded = fold(word)[:_LONGEST_WORD]
        yield folded
        for start in range(len(folded)):
            for length in range(_SHORTEST_PART, _LONGEST_PART + 1):
                yield folded[start : start + length]
        for length in range(2, _MOST_JOINED + 1):
            yield fold("".join(words[at : at + length]))


def _steps(words: Sequence[str], known: dict[str, int]) -> Iterator[tuple[int, Way]]:
    """Give what may become of the first of ``words``, with how many of them it takes."""
    first = words[0]
    if fold(first) in known:
        yield 1, Way((first,))
    if not is_folded_syllable(fold(first)):
        for parts in _parted(first, known):
            yield 1, Way(parts, len(parts) - 1, _known(parts, known))
    for length in range(2, min(_MOST_JOINED, len(words)) + 1):
        joined = "".join(words[:length])
        if fold(joined) in known:
            yield length, Way((joined,), length - 1, _known((joined,), known))


def _known(words: Sequence[str], known: dict[str, int]) -> float:
    return sum(log(known[fold(word)]) for word in words)


def _parted(word: str, known: dict[str, int]) -> list[tuple[str, ...]]:
    """Cut what is no syllable into known words: in all ways into two, in the best into more."""
    if len(word) > _LONGEST_WORD:
        return []
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    pairs = [(word[:cut], word[cut:]) for cut in cuts]
    parts: list[tuple[str, ...]] = [p for p in pairs if all(fold(part) in known for part in p)]
    return parts + [best for best in _best_parts(word, known) if len(best) > 2]  # noqa: PLR2004


def _best_parts(word: str, known: dict[str, int]) -> list[tuple[str, ...]]:
    """Cut ``word`` into the fewest known syllables, the common ones."""
    best: list[list[Way]] = [[Way()], *([] for _ in word)]
    for end in range(_SHORTEST_PART, len(word) + 1):
        ways: list[Way] = []
        for start in range(max(0, end - _LONGEST_PART), end - _SHORTEST_PART + 1):
            part = word[start:end]
            if fold(part) in known:
                step = Way((part,), 1, _known((part,), known))
                ways += [before.then(step) for before in best[start]]
        best[end] = sorted(ways, key=_unlikeliness)[:_MOST_PARTED]
    return [way.words for way in best[-1]]
