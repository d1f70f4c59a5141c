"""What a reader may have meant: other readings of the words, out of the archive's own vocabulary.

Only asked for when no article has the words as typed. A reading is believed only when articles
have it: every one is searched, none is guessed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from digests.store.search.candidates import Candidates
from digests.store.search.expressions import (
    Expression,
    Token,
    all_of,
    any_of,
    in_order,
    in_order_of_choices,
)
from digests.store.search.ranking import Reading
from digests.store.search.spacing import Way, respaced
from digests.store.search.texts import FieldText
from digests.vietnamese.folding import fold
from digests.vietnamese.typing import undo_typing

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST_MEANT = 60
"""Words of the vocabulary that are tried for one word typed, the most common first."""
_MOST_TOGETHER = 12
"""The same, when two adjacent words are doubtful."""
_MOST_WAYS = 3
_MOST_WORDS = 12
"""A longer query of known words is not corrected: enough of it will be right."""

SLIP = -4.0
"""The likelihood (logarithm) of a slip of one letter."""
_UNLIKELY_SLIP = -1.5
"""Of a slip that changes the first letter, in addition."""
_KEYS = -1.0
"""Of left-over Telex or VNI keys, where the word means nothing otherwise."""
_UNFINISHED = -4.5
"""Of a last word that is not finished."""
_SPACE = -2.0
"""Of a space too many or too few."""


@dataclass(frozen=True, slots=True)
class Choices:
    """For each place of the words the words that may stand there, with their costs.

    ``typed`` are the words as typed, in exact form.
    """

    typed: tuple[str, ...]
    at: tuple[dict[str, float], ...]

    def expression(self) -> Expression:
        """Ask for all pairs that the choices can make."""
        return in_order_of_choices([list(words) for words in self.at])

    def anywhere(self) -> Expression:
        """Ask for one of the words of each place, wherever they stand."""
        return all_of(any_of(Token(word) for word in words) for words in self.at)

    def reading_of(self, words: Collection[str]) -> Reading | None:
        """Give the likeliest reading of which all words are among ``words`` (folded)."""
        there = [{word: cost for word, cost in at.items() if word in words} for at in self.at]
        if not all(there):
            return None
        best = tuple(max(at, key=lambda word: at[word]) for at in there)
        cost = sum(at[word] for at, word in zip(self.at, best, strict=True))
        return Reading(best, self._exact(best), cost)

    def readings_in(self, fields: Sequence[FieldText]) -> list[Reading]:
        """Give the readings that stand in order in one of ``fields``."""
        found: list[Reading] = []
        for field in fields:
            last = len(field.folded) - len(self.at)
            found += filter(None, (self._reading_at(field, start) for start in range(last + 1)))
        return found

    def _reading_at(self, field: FieldText, start: int) -> Reading | None:
        cost = 0.0
        for place, words in enumerate(self.at):
            slip = words.get(field.folded[start + place])
            if slip is None:
                return None
            cost += slip
        folded = tuple(field.folded[start : start + len(self.at)])
        return Reading(folded, self._exact(folded), cost)

    def _exact(self, folded: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            typed if fold(typed) == word else word
            for typed, word in zip(self.typed, folded, strict=True)
        )


def other_spellings(tables: Candidates, words: Sequence[str]) -> list[Reading]:
    """Give readings of the words (exact) with keys undone, a space more, or a space less."""
    known = tables.known([fold(word) for word in words])
    readings = list(_undone(words, known))
    readings += [
        Reading(tuple(map(fold, way.words)), way.words, _SPACE * way.spaces)
        for way in respaced(tables, words)
    ]
    return readings


def _undone(words: Sequence[str], known: dict[str, int]) -> Iterator[Reading]:
    meant = [undo_typing(word) for word in words]
    if not any(meant):
        return
    exact = tuple(new or word for new, word in zip(meant, words, strict=True))
    undone = sum(new is not None for new in meant)
    yield Reading(tuple(map(fold, exact)), exact, _KEYS * undone)
    only_unknown = tuple(
        new if new and fold(word) not in known else word
        for new, word in zip(meant, words, strict=True)
    )
    if only_unknown not in (exact, tuple(words)):
        yield Reading(tuple(map(fold, only_unknown)), only_unknown, _KEYS * undone)


def apart(tables: Candidates, typed: Sequence[str]) -> list[Choices]:
    """Give what was meant by words ``typed`` (exact) that need not stand together.

    Only words that no article has are corrected: of the others nothing says that they are wrong.
    """
    words = [fold(word) for word in typed]
    known = tables.known(words)
    wrong = [at for at, word in enumerate(words) if word not in known]
    if not wrong:
        return []
    ways = sorted(respaced(tables, typed), key=lambda way: -_pairs_there(tables, way.words))
    return [
        _choices(tables, typed, wrong, _MOST_TOGETHER),
        *(_spaced(way) for way in ways[:_MOST_WAYS]),
    ]


def _pairs_there(tables: Candidates, words: Sequence[str]) -> int:
    """Count the adjacent pairs that some article has."""
    both = (in_order([fold(word) for word in words[at : at + 2]]) for at in range(len(words) - 1))
    return sum(tables.count_whole(pair, 1) for pair in both)


def _spaced(way: Way) -> Choices:
    cost = _SPACE * way.spaces / len(way.words)
    return Choices(way.words, tuple({fold(word): cost} for word in way.words))


def unfinished(tables: Candidates, typed: Sequence[str]) -> list[Choices]:
    """Give what the words ``typed`` (exact) become when the last of them is completed."""
    words = [fold(word) for word in typed]
    ends = tables.beginning_with(words[-1], _MOST_MEANT)
    at = (*({word: 0.0} for word in words[:-1]), dict.fromkeys(ends, _UNFINISHED))
    return [Choices(tuple(typed), at)] if ends else []


def slips(tables: Candidates, typed: Sequence[str]) -> list[Choices]:
    """Give what was meant by the words ``typed`` (exact) with a slip of one letter in a word.

    A word that no article has must be wrong; where every word is known, a pair that no article
    has must hold the slip; where every pair is known too, it may be anywhere.
    """
    words = [fold(word) for word in typed]
    known = tables.known(words)
    wrong = [at for at, word in enumerate(words) if word not in known]
    if len(wrong) > 1:
        most = _MOST_TOGETHER if len(words) > 1 else _MOST_MEANT
        return [_choices(tables, typed, wrong, most)]
    if not wrong and len(words) > _MOST_WORDS:
        return []
    places = wrong or _suspects(tables, words)
    return [_choices(tables, typed, [at], _MOST_MEANT) for at in places]


def _suspects(tables: Candidates, words: Sequence[str]) -> list[int]:
    if len(words) == 1:
        return []
    missing = [
        at for at in range(len(words) - 1) if not tables.whole(in_order(words[at : at + 2]), 1)
    ]
    everywhere = range(len(words))
    hold_all = [at for at in everywhere if all(gap in (at - 1, at) for gap in missing)]
    return sorted(hold_all, key=lambda at: -len(words[at]))


def _choices(tables: Candidates, typed: Sequence[str], wrong: Sequence[int], most: int) -> Choices:
    at = (
        _meant(tables, fold(word), most) if place in wrong else {fold(word): 0.0}
        for place, word in enumerate(typed)
    )
    return Choices(tuple(typed), tuple(at))


def _meant(tables: Candidates, word: str, most: int) -> dict[str, float]:
    """Give the words of the vocabulary that one slip makes ``word`` of, the common ones."""
    known = tables.known(sorted(one_letter_away(word)))
    common = sorted(known, key=lambda other: -known[other])[:most]
    return {other: slip_cost(word, other) for other in common} or {word: 0.0}


def slip_cost(typed: str, meant: str) -> float:
    """Give the logarithm of the likelihood of typing ``typed`` for ``meant``."""
    same_start = typed[:1] == meant[:1]
    return SLIP if same_start else SLIP + _UNLIKELY_SLIP


def one_letter_away(word: str) -> set[str]:
    """Give all strings that a letter more, less, other, or swapped with the next makes."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = _LETTERS + ("0123456789" if any(letter.isdigit() for letter in word) else "")
    away = {head + tail[1:] for head, tail in cuts if tail}
    away |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    away |= {head + new + tail[1:] for (head, tail), new in product(cuts, letters) if tail}
    away |= {head + new + tail for (head, tail), new in product(cuts, letters)}
    return away - {word, ""}
