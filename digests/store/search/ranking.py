"""How well an article answers: the likelihood that a reader who means it types these words.

A reader picks a place in one of the texts and types some words from there; the fewer places a
text has, the likelier each of them. So a phrase in a short headline counts more than in a long
caption. Each further piece from elsewhere, each word with other diacritics than typed, makes the
article less likely. Logarithms are added up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digests.store.search.results import Field
from digests.store.search.texts import FieldText, HeadTexts

_WEIGHTS = {
    Field.TITLE: 1.0,
    Field.LEAD: 1.0,
    Field.CAPTION: 0.7,
    Field.ABOUT: 0.2,
    Field.BODY: 0.2,
}
_CAPTION_WITH_DIACRITICS = 0.1
"""What a caption counts for words with diacritics: so they are typed by those who know the printed
headline or lead; of a picture one remembers what it shows."""
_FURTHER_CAPTION = 0.3
"""What a caption after the first counts: the first picture is the one that is remembered."""
_BODY_LENGTH = 500
_PIECE = -1.0
_OTHER_DIACRITICS = -3.0
_LEFT_BARE = -0.5
_MISSING = -9.0
_SCATTERED = -3.0
_DAY = 86400.0
_FRESH_DAYS = 14.0
_WORDS_UNTOUCHED_BY_TIME = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that are looked for, folded and exact; ``cost`` is what correcting them costs."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    cost: float = 0.0

    @property
    def has_diacritics(self) -> bool:
        """Whether the reader typed any."""
        return self.folded != self.exact

    def part(self, start: int, end: int) -> "Reading":
        """Give words ``start`` to ``end``."""
        return Reading(self.folded[start:end], self.exact[start:end])


@dataclass(frozen=True, slots=True)
class Piece:
    """Words ``start`` to ``end`` of a reading, where the head has them in order (or nowhere)."""

    start: int
    end: int
    found: bool


def score(
    texts: HeadTexts,
    reading: Reading,
    pieces: Sequence[Piece],
    *,
    in_body: bool,
) -> float:
    """Give the logarithm of how likely ``reading`` is for the article, apart from its time.

    Args:
        texts: the article's short texts.
        reading: the words.
        pieces: the words as :func:`cut_into_pieces` cuts them.
        in_body: words that the short texts lack are known to stand in the body.
    """
    total = reading.cost
    for piece in pieces:
        if piece.found:
            total += _piece_likelihood(texts.searched, reading, piece)
        elif in_body:
            total += math.log(_WEIGHTS[Field.BODY] / _BODY_LENGTH)
        else:
            total += _MISSING * (piece.end - piece.start)
    return total + _PIECE * max(0, len(pieces) - 1)


def body_loss(texts: HeadTexts, body: Sequence[FieldText], reading: Reading) -> float:
    """Give what is to be taken from the score of an article whose body was not read for it.

    Pairs of words may all stand in a body without standing in order; diacritics may differ.
    """
    loss = 0.0
    for piece in cut_into_pieces(texts.searched, reading.folded):
        if piece.found:
            continue
        words = reading.part(piece.start, piece.end)
        fits = [fit for field in body if (fit := best_fit(field, words)) is not None]
        loss += max(fits) if fits else _SCATTERED
    return loss


def best_fit(field: FieldText, words: Reading) -> float | None:
    """Give the logarithm of how well diacritics agree where ``words`` stand in order, or None."""
    places = field.places(words.folded)
    if not places or not words.has_diacritics:
        return 0.0 if places else None
    return max(_fit(field, place, words.exact) for place in places)


def freshness(published: int | None, reading_length: int, now: datetime) -> float:
    """Give what the article's age takes away; the shorter the query, the more."""
    weight = max(0.0, 1 - reading_length / _WORDS_UNTOUCHED_BY_TIME)
    if published is None or weight == 0:
        return 0.0
    days = max(0.0, (now.timestamp() - published) / _DAY)
    return -weight * math.log1p(days / _FRESH_DAYS)


def cut_into_pieces(fields: Sequence[FieldText], words: Sequence[str]) -> list[Piece]:
    """Cut ``words`` into the fewest pieces that stand in order in some text."""
    pieces: list[Piece] = []
    at = 0
    while at < len(words):
        end = _longest_end(fields, words, at)
        if end > at:
            pieces.append(Piece(at, end, found=True))
            at = end
            continue
        if pieces and not pieces[-1].found:
            pieces[-1] = Piece(pieces[-1].start, at + 1, found=False)
        else:
            pieces.append(Piece(at, at + 1, found=False))
        at += 1
    return pieces


def _longest_end(fields: Sequence[FieldText], words: Sequence[str], start: int) -> int:
    for end in range(len(words), start, -1):
        needle = f" {' '.join(words[start:end])} "
        if any(needle in field.line for field in fields):
            return end
    return start


def _piece_likelihood(fields: Sequence[FieldText], reading: Reading, piece: Piece) -> float:
    folded = reading.folded[piece.start : piece.end]
    exact = reading.exact[piece.start : piece.end]
    likelihood = 0.0
    before: Field | None = None
    for field in fields:
        weight = _WEIGHTS[field.field]
        if field.field is Field.CAPTION:
            weight = _CAPTION_WITH_DIACRITICS if reading.has_diacritics else weight
            weight *= _FURTHER_CAPTION if before is Field.CAPTION else 1
        before = field.field
        for place in field.places(folded):
            fit = _fit(field, place, exact) if reading.has_diacritics else 0.0
            likelihood += weight * math.exp(fit) / (len(field.folded) - len(folded) + 1)
    return math.log(likelihood)


def _fit(field: FieldText, place: int, typed: Sequence[str]) -> float:
    """Give the logarithm of how well the diacritics agree."""
    fit = 0.0
    for offset, word in enumerate(typed):
        printed = field.exact[place + offset]
        if printed != word:
            fit += _LEFT_BARE if word == field.folded[place + offset] else _OTHER_DIACRITICS
    return fit
