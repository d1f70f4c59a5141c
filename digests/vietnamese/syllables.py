"""Syllables: where the words of a text stand, and which letter groups are Vietnamese at all."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from digests.vietnamese.folding import exact_form, fold

_WORD = re.compile(r"\w[\w\u0300-\u036f]*")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_MOST_REMEMBERED = 200_000

_SPELLED_ONSETS = """
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
"""
_SPELLED_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in
    inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe
    oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôp uôt uơ
    up ut uy uya uych uyên uyêt uynh uyt uyu uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt
    ươu ưt ưu y yêm yên yêng yêt yêu
"""
_ONSETS = frozenset(("", *_SPELLED_ONSETS.split()))
_RIMES = frozenset(_SPELLED_RIMES.split())
_CLOSED_BY_STOP = ("c", "ch", "p", "t")
_TONELESS = str.maketrans(
    "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
_STOP_TONES = frozenset("áạắặấậéẹếệíịóọốộớợúụứựýỵ")
_FOLDED_RIMES = frozenset(fold(rime) for rime in _RIMES)
_FOLDED_ONSETS = frozenset(fold(onset) for onset in _ONSETS)


@dataclass(frozen=True, slots=True)
class Word:
    """One written word (in Vietnamese: a syllable) with its place in the text.

    ``start`` and ``end`` count code points of the text as given; ``folded`` is without
    diacritics, ``exact`` with them (see :mod:`digests.vietnamese.folding`).
    """

    start: int
    end: int
    folded: str
    exact: str


class _Remembered(dict[str, str]):
    """A form of each word met so far, made on first sight; forgets all when it grows too large.

    Texts repeat few words often: looking one up costs a tenth of making its form.
    """

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        form = self[word] = self._make(word)
        return form


_FOLDED = _Remembered(fold)
_EXACT = _Remembered(exact_form)


def words_in(text: str) -> Iterator[Word]:
    """Give the words of ``text`` in order: runs of letters and digits."""
    for match in _WORD.finditer(text.replace("_", " ")):
        word = match.group()
        yield Word(match.start(), match.end(), _FOLDED[word], _EXACT[word])


def folded_words(text: str) -> list[str]:
    """Give the folded form of every word of ``text`` in order."""
    return list(map(_FOLDED.__getitem__, _WORD.findall(text.replace("_", " "))))


def exact_words(text: str) -> list[str]:
    """Give the exact form of every word of ``text`` in order."""
    return list(map(_EXACT.__getitem__, _WORD.findall(text.replace("_", " "))))


def both_words(text: str) -> tuple[list[str], list[str]]:
    """Give the folded and the exact forms of the words of ``text``, each in order."""
    words = _WORD.findall(text.replace("_", " "))
    return list(map(_FOLDED.__getitem__, words)), list(map(_EXACT.__getitem__, words))


def cut_at_marks(text: str) -> str:
    """Give a text that has marks apart from their letters with spaces for the marks.

    Many programs take a combining mark for the end of a word, so that what is copied through them
    falls apart ("tại toà" becomes "ta i to a"). Of a text without such marks: the empty text.
    """
    return "" if text.isascii() or not _MARKS.search(text) else _MARKS.sub(" ", text)


def is_syllable(word: str) -> bool:
    """Say whether ``word`` (lower case, composed) is a possible Vietnamese syllable.

    Spelling rules only: a known onset, a known rime, and a tone that the rime allows.
    """
    toneless = word.translate(_TONELESS)
    tones = [letter for letter, bare in zip(word, toneless, strict=True) if letter != bare]
    if len(tones) > 1:
        return False
    rime = _rime_of(toneless, _ONSETS, _RIMES)
    if rime is None:
        return False
    return not rime.endswith(_CLOSED_BY_STOP) or bool(tones and tones[0] in _STOP_TONES)


def is_folded_syllable(word: str) -> bool:
    """Say whether ``word``, typed without diacritics, can stand for a Vietnamese syllable."""
    return _rime_of(word, _FOLDED_ONSETS, _FOLDED_RIMES) is not None


def _rime_of(word: str, onsets: frozenset[str], rimes: frozenset[str]) -> str | None:
    for length in (3, 2, 1, 0):
        if word[:length] in onsets and word[length:] in rimes and len(word) > length:
            return word[length:]
    if word.startswith("gi") and "i" + word[2:] in rimes:  # gì, giêng: one i for onset and rime
        return "i" + word[2:]
    return None
