"""Which sentences of an article go into its digest."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"\w+")
_MOST_IN_LEAD = 0.10
_MOST_SHARED = 0.30
_MOST_OF_CAPTION = 0.5
_SHORTEST, _LONGEST = 8, 60

Pairs = frozenset[tuple[str, str]]


def pairs_of(text: str) -> Pairs:
    """Give the pairs of neighbouring syllables of ``text``, in lower case."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return frozenset(pairwise(words))


def choose_lead(title: str, sentences: Sequence[str], captions: Sequence[str]) -> str | None:
    """Give the sentence that tells best what the article is about."""
    del title
    for sentence in sentences:
        if is_sound(sentence) and share(pairs_of(sentence), captions) <= _MOST_OF_CAPTION:
            return sentence
    return sentences[0] if sentences else None


def choose_key_points(
    title: str,
    lead: str,
    sentences: Sequence[str],
    captions: Sequence[str],
    authors: Sequence[str],
    *,
    most: int,
) -> tuple[str, ...]:
    """Give at most ``most`` sentences, in the article's order, that add to title and lead."""
    del title, authors
    taken: list[str] = []
    for sentence in sentences:
        pairs = pairs_of(sentence)
        if len(taken) >= most:
            break
        if not is_sound(sentence) or share(pairs, [lead]) > _MOST_IN_LEAD:
            continue
        if share(pairs, captions) > _MOST_OF_CAPTION or share(pairs, taken) > _MOST_SHARED:
            continue
        taken.append(sentence)
    return tuple(taken)


def is_sound(sentence: str) -> bool:
    """Say whether ``sentence`` can stand alone: whole, closed with a stop, of readable length."""
    if not sentence.rstrip("\"”’')]").endswith((".", "!", "…")) or sentence[0].islower():
        return False
    return _SHORTEST <= len(_WORD.findall(sentence)) <= _LONGEST


def share(pairs: Pairs, others: Sequence[str]) -> float:
    """Give the largest share of ``pairs`` that one of ``others`` has too."""
    return (
        max((len(pairs & pairs_of(other)) / len(pairs) for other in others), default=0.0)
        if pairs
        else 1.0
    )
