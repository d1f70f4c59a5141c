"""Long queries and questions, of which no article has every word: what in them is telling."""

from math import log

from digests.store.search.candidates import Candidates
from digests.store.search.expressions import in_order
from digests.store.search.ranking import Reading
from digests.store.search.texts import HeadTexts
from digests.store.search.tokens import pairs

_MOST_COUNTED = 500
_SINGLE = 0.4
"""What a word alone tells, compared with a pair as rare."""

Piece = tuple[str, ...]


def telling_pieces(tables: Candidates, reading: Reading) -> dict[Piece, float]:
    """Give the words and adjacent pairs that some article has, with what each tells.

    The rarer a piece is, the more: the logarithm of its rarity, counted up to a limit.
    """
    words = reading.folded
    tellings: dict[Piece, float] = {}
    for at in range(len(words) - 1):
        articles = tables.count_whole(in_order(words[at : at + 2]), _MOST_COUNTED)
        if articles:
            tellings[words[at : at + 2]] = log(2 * _MOST_COUNTED / articles)
    for word, articles in tables.known(sorted(set(words))).items():
        tellings[(word,)] = _SINGLE * log(2 * _MOST_COUNTED / min(articles, _MOST_COUNTED))
    return tellings


def told(texts: HeadTexts, tellings: dict[Piece, float]) -> float:
    """Give how much of what is telling stands in headline, lead and captions."""
    tokens: set[str] = set()
    for field in texts.searched:
        tokens.update(field.folded)
        tokens.update(pairs(field.folded))
    return sum(weight for piece, weight in tellings.items() if "_".join(piece) in tokens)
