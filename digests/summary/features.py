"""An article as the scorer sees it: syllables, pairs, and how likely each is to be news.

Words are runs of letters and digits (syllables) in lower case.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_WORD = re.compile(r"\w+")
_LAST_WORD_COUNTED = 120
_DEPTHS = (0, 1, 2, 2, 3, 3, 3)
_DEEPEST = 4
_MOST_WORDS_COUNTED, _MOST_PAIRS_COUNTED = 6, 5
_WHOLE_PAIR = 3
_CAPTION_ITSELF = 0.8

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its syllables and the pairs of neighbours among them, each once."""

    text: str
    words: tuple[str, ...]
    word_set: frozenset[str]
    pair_set: frozenset[Pair]


def read_sentence(text: str) -> Sentence:
    """Give ``text`` with its syllables; those after the 120th do not count."""
    words = tuple(_WORD.findall(unicodedata.normalize("NFC", text).lower())[:_LAST_WORD_COUNTED])
    return Sentence(text, words, frozenset(words), frozenset(pairwise(words)))


@dataclass(frozen=True, slots=True)
class Tables:
    """What was counted in many articles.

    ``common`` gives how common a syllable is (absent: rare; 3: in a third of all articles and
    more); ``words`` and ``pairs`` give the chance that a syllable or pair of the text stands in
    the publisher's lead, by its trait (see :class:`Chances`).
    """

    common: Mapping[str, int]
    words: Mapping[int, float]
    pairs: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An article as its sentences see it.

    The counts say in how many sentences a syllable or pair stands. ``places`` gives how many
    sentences stand before each, captions that slipped into the text not counted; ``repeated``
    says which these are.
    """

    headline: Sentence
    sentences: tuple[Sentence, ...]
    captions: tuple[Sentence, ...]
    word_counts: Mapping[str, int]
    pair_counts: Mapping[Pair, int]
    places: tuple[int, ...]
    repeated: tuple[bool, ...]
    usual_length: float

    @classmethod
    def of(cls, title: str, sentences: Sequence[str], captions: Sequence[str]) -> "Surroundings":
        """Read an article once."""
        read = tuple(map(read_sentence, sentences))
        words: Counter[str] = Counter()
        pairs: Counter[Pair] = Counter()
        for sentence in read:
            words.update(sentence.word_set)
            pairs.update(sentence.pair_set)
        shown = tuple(map(read_sentence, captions))
        repeated = tuple(_is_caption(sentence, shown) for sentence in read)
        usual = sum(len(sentence.words) for sentence in read) / (len(read) or 1)
        places = accumulate((not is_caption for is_caption in repeated), initial=0)
        return cls(
            read_sentence(title), read, shown, words, pairs, tuple(places)[:-1], repeated, usual
        )


def _is_caption(sentence: Sentence, captions: Sequence[Sentence]) -> bool:
    if not sentence.pair_set:
        return False
    most = max((len(sentence.pair_set & caption.pair_set) for caption in captions), default=0)
    return most > _CAPTION_ITSELF * len(sentence.pair_set)


class Chances:
    """How likely each syllable and pair of one article is to stand in its lead.

    A *trait* is a number of five digits. For a syllable: whether it stands in the headline (0, 1);
    in a caption (0, 1); in how many sentences (up to 6); how deep in the article first (0 the
    first sentence … 4 the eighth and later); how common it is (0 … 3). For a pair: 0, 1 or 2 of
    its syllables in the headline, 3 the pair itself; in a caption; in how many sentences (up to
    5); how deep; how common (0 … 6, both syllables added).
    """

    def __init__(self, around: Surroundings, tables: Tables) -> None:
        """Look every syllable and pair up once; what no table knows has no chance."""
        self._around = around
        self._common = tables.common
        self._headline = around.headline
        self._caption_words = frozenset().union(*(c.word_set for c in around.captions))
        self._caption_pairs = frozenset().union(*(c.pair_set for c in around.captions))
        self.word_traits: dict[str, int] = {}
        self.pair_traits: dict[Pair, int] = {}
        for at, sentence in zip(around.places, around.sentences, strict=True):
            depth = _DEPTHS[at] if at < len(_DEPTHS) else _DEEPEST
            for word in sentence.word_set - self.word_traits.keys():
                self.word_traits[word] = self._word_trait(word, depth)
            for pair in sentence.pair_set - self.pair_traits.keys():
                self.pair_traits[pair] = self._pair_trait(pair, depth)
        self._words = {w: tables.words.get(t, 0.0) for w, t in self.word_traits.items()}
        self._pairs = {p: tables.pairs.get(t, 0.0) for p, t in self.pair_traits.items()}

    def _word_trait(self, word: str, depth: int) -> int:
        count = min(self._around.word_counts[word], _MOST_WORDS_COUNTED)
        return (
            10000 * (word in self._headline.word_set)
            + 1000 * (word in self._caption_words)
            + 100 * count
            + 10 * depth
            + self._common.get(word, 0)
        )

    def _pair_trait(self, pair: Pair, depth: int) -> int:
        first, second = pair
        if pair in self._headline.pair_set:
            shared = _WHOLE_PAIR
        else:
            shared = (first in self._headline.word_set) + (second in self._headline.word_set)
        return (
            10000 * shared
            + 1000 * (pair in self._caption_pairs)
            + 100 * min(self._around.pair_counts[pair], _MOST_PAIRS_COUNTED)
            + 10 * depth
            + self._common.get(first, 0)
            + self._common.get(second, 0)
        )

    def expected_words(self, words: frozenset[str]) -> float:
        """Give how many of ``words`` (of this article) are expected in the lead."""
        return sum(map(self._words.__getitem__, words))

    def expected_pairs(self, pairs: frozenset[Pair]) -> float:
        """Give how many of ``pairs`` (of this article) are expected in the lead."""
        return sum(map(self._pairs.__getitem__, pairs))
