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
        codes = {word: tables.common.get(word, 0) for word in around.word_counts}
        for word in around.headline.word_set & codes.keys():
            codes[word] += 10000
        self.word_traits = _word_traits(around, codes)
        self.pair_traits = _pair_traits(around, codes)
        words, pairs = tables.words.get, tables.pairs.get
        self._words = {word: words(trait, 0.0) for word, trait in self.word_traits.items()}
        self._pairs = {pair: pairs(trait, 0.0) for pair, trait in self.pair_traits.items()}

    def expected_words(self, words: frozenset[str]) -> float:
        """Give how many of ``words`` (of this article) are expected in the lead."""
        return sum(map(self._words.__getitem__, words))

    def expected_pairs(self, pairs: frozenset[Pair]) -> float:
        """Give how many of ``pairs`` (of this article) are expected in the lead."""
        return sum(map(self._pairs.__getitem__, pairs))


def _word_traits(around: Surroundings, codes: Mapping[str, int]) -> dict[str, int]:
    """Give the trait of each syllable; ``codes`` has its first and its last digit."""
    counts, traits = around.word_counts, dict[str, int]()
    for at, sentence in zip(around.places, around.sentences, strict=True):
        depth = 10 * _depth(at)
        for word in sentence.word_set:
            if word not in traits:
                count = counts[word]
                most = min(_MOST_WORDS_COUNTED, count)
                traits[word] = codes[word] + 100 * most + depth
    for word in frozenset().union(*(c.word_set for c in around.captions)) & traits.keys():
        traits[word] += 1000
    return traits


def _pair_traits(around: Surroundings, codes: Mapping[str, int]) -> dict[Pair, int]:
    """Give the trait of each pair: the codes of its syllables add up to its own."""
    counts, traits = around.pair_counts, dict[Pair, int]()
    for at, sentence in zip(around.places, around.sentences, strict=True):
        depth = 10 * _depth(at)
        for pair in sentence.pair_set:
            if pair not in traits:
                count = counts[pair]
                most = min(_MOST_PAIRS_COUNTED, count)
                traits[pair] = codes[pair[0]] + codes[pair[1]] + 100 * most + depth
    for pair in around.headline.pair_set & traits.keys():
        traits[pair] += 10000  # its syllables add up to 2; the pair itself makes 3
    for pair in frozenset().union(*(c.pair_set for c in around.captions)) & traits.keys():
        traits[pair] += 1000
    return traits


def _depth(at: int) -> int:
    return _DEPTHS[at] if at < len(_DEPTHS) else _DEEPEST
