"""What is kept of an article to recognise the event it tells.

The terms are pairs of adjacent syllables: Vietnamese words are mostly such pairs, so no segmenter
is needed. A pair is kept as the CRC-32 of its two syllables; a collision costs nothing but a
grain of precision, for nothing is identified by it.
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from digests.model import Article

KEPT_TERMS = 100
KEYS = 32

_SYLLABLE = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_A_NAME_OF_TWO = 2
_NUMBER = re.compile(r"\d[\d.,:/]*\d")


@dataclass(frozen=True, slots=True)
class Signature:
    """An article reduced to what tells its event from others.

    Attributes:
        pairs: all pairs of syllables, sorted, as CRC-32.
        terms: the weightiest pairs, sorted, with ``weights`` beside them.
        head: the pairs of headline and lead, sorted.
        names: the names in the text, lower-case.
        numbers: the numbers of more than one digit.
        keys: the terms by which candidates are looked up.
        length: how many pairs the text has.
    """

    pairs: array[int]
    terms: array[int]
    weights: array[float]
    head: array[int]
    names: frozenset[str]
    numbers: frozenset[str]
    keys: tuple[int, ...]
    length: int

    def to_bytes(self) -> bytes:
        """Give the signature in the form that is kept beside the article.

        A line of JSON, then the arrays as they lie in memory, low bytes first.
        """
        arrays = self._arrays()
        told = [sorted(self.names), sorted(self.numbers), self.length, [*map(len, arrays)]]
        return json.dumps(told).encode() + b"\n" + b"".join(map(_low_bytes_first, arrays))

    def _arrays(self) -> tuple[array[int] | array[float], ...]:
        return self.pairs, self.terms, self.weights, self.head, array("I", self.keys)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Signature:
        """Give back what ``to_bytes`` made."""
        line, _, rest = kept.partition(b"\n")
        names, numbers, length, sizes = json.loads(line)
        parts: list[array[Any]] = []
        for kind, size in zip("IIfII", sizes, strict=True):
            part: array[Any] = array(kind)
            end = size * part.itemsize
            part.frombytes(rest[:end])
            if sys.byteorder == "big":
                part.byteswap()
            parts.append(part)
            rest = rest[end:]
        pairs, terms, weights, head, keys = parts
        return cls(
            pairs=pairs,
            terms=terms,
            weights=weights,
            head=head,
            names=frozenset(names),
            numbers=frozenset(numbers),
            keys=tuple(keys),
            length=length,
        )


def _low_bytes_first(numbers: array[Any]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


@cache
def common_pairs() -> dict[int, float]:
    """Give the inverse document frequency of the pairs that many articles have, by CRC-32."""
    lines = files(__package__).joinpath("common_pairs.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {_code(pair): float(idf) for pair, idf in rows}


@cache
def rare_pair() -> float:
    """Give the inverse document frequency of all other pairs."""
    return max(common_pairs().values()) + 1.0


def rarity(pair: int) -> float:
    """Give the inverse document frequency of a pair."""
    return common_pairs().get(pair, rare_pair())


def _code(pair: str) -> int:
    return zlib.crc32(pair.encode())


def _pairs(text: str) -> Iterator[int]:
    syllables = _SYLLABLE.findall(text.lower())
    for first, second in pairwise(syllables):
        yield _code(f"{first} {second}")


def names_in(text: str) -> Iterator[str]:
    """Give the runs of capitalised words of a sentence, lower-case.

    A single capitalised word at the beginning is no name: every sentence begins with one.
    """
    run: list[str] = []
    begins_text = False
    for place, token in enumerate((*_TOKEN.findall(text), ".")):
        if token[0].isupper():
            begins_text = begins_text or (not run and place == 0)
            run.append(token)
            continue
        if run and not (begins_text and len(run) == 1):
            yield " ".join(run[begins_text and len(run) > _A_NAME_OF_TWO :]).lower()
        run, begins_text = [], False


def texts_of(article: Article) -> list[str]:
    """Give headline, lead, captions and paragraphs in NFC."""
    captions = (photo.caption for photo in article.photos)
    parts = (article.title, article.lead, *captions, *article.paragraphs)
    return [unicodedata.normalize("NFC", part) for part in parts if part]


def signature(article: Article) -> Signature:
    """Reduce ``article`` to its signature."""
    texts = texts_of(article)
    counts = Counter(pair for text in texts for pair in _pairs(text))
    weights = {pair: (1 + math.log(count)) * rarity(pair) for pair, count in counts.items()}
    heaviest = sorted(weights, key=lambda pair: (-weights[pair], pair))[:KEPT_TERMS]
    terms = sorted(heaviest)
    head = {pair for text in (article.title, article.lead or "") for pair in _pairs(text)}
    return Signature(
        pairs=_sorted(counts),
        terms=array("I", terms),
        weights=array("f", (weights[pair] for pair in terms)),
        head=_sorted(head),
        names=frozenset(name for text in texts for name in names_in(text)),
        numbers=frozenset(number for text in texts for number in _NUMBER.findall(text)),
        keys=tuple(heaviest[:KEYS]),
        length=counts.total(),
    )


def _sorted(pairs: Iterable[int]) -> array[int]:
    return array("I", sorted(pairs))
