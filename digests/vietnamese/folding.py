"""Folding: the forms in which Vietnamese words are compared.

Three forms, from loose to strict: ``fold`` (what a hurried reader types: no diacritics, đ is d),
``exact_form`` (diacritics kept, tone mark always on the same vowel, so that "hòa" and "hoà" are
one word), and the text itself.
"""

import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_QUALITIES = frozenset("\u0302\u0306\u031b")
_VOWELS = frozenset("aeiouy")
_SECOND_CARRIES = frozenset({"oa", "oe", "uy"})
_LAST_LATIN = 0x024F
_FIRST_VIETNAMESE_EXTRA, _LAST_VIETNAMESE_EXTRA = 0x1E00, 0x1EFF
_STROKED = {"đ": "d", "Đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t"}


def _bare(letter: str) -> str:
    stroked = _STROKED.get(letter)
    if stroked is not None:
        return stroked
    decomposed = unicodedata.normalize("NFD", letter.lower())
    return "".join(_STROKED.get(c, c) for c in decomposed if not unicodedata.combining(c))


def _folding_table() -> dict[int, str]:
    latin = range(ord("A"), _LAST_LATIN + 1)
    extra = range(_FIRST_VIETNAMESE_EXTRA, _LAST_VIETNAMESE_EXTRA + 1)
    marks = dict.fromkeys(range(0x0300, 0x0370), "")
    letters = {code: _bare(chr(code)) for block in (latin, extra) for code in block}
    return {code: bare for code, bare in letters.items() if bare != chr(code)} | marks


_TABLE = _folding_table()


def fold(text: str) -> str:
    """Give ``text`` in lower case without diacritics; đ becomes d.

    Works on composed and decomposed text alike. Letters of other scripts are only lowered.
    """
    if text.isascii():
        return text.lower()
    return text.lower().translate(_TABLE)


def exact_form(text: str) -> str:
    """Give ``text`` composed (NFC), in lower case, each tone mark on its standard vowel.

    The standard is that of the school books since 1984: "hoà", "khoẻ", "thuỷ" (not "hòa").
    Text between the words stays as it is.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    if lowered.isascii():
        return lowered
    return "".join(_place_tone(part) for part in _words_and_gaps(lowered))


def _words_and_gaps(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at].isalpha() != text[at - 1].isalpha():
            parts.append(text[start:at])
            start = at
    return parts


@lru_cache(maxsize=65536)
def _place_tone(word: str) -> str:
    letters, tones = _letters_and_tones(word)
    if len(tones) != 1:
        return word
    carrier = _tone_carrier(letters)
    if carrier is None:
        return word
    letters[carrier] += tones[0]
    return unicodedata.normalize("NFC", "".join(letters))


def _letters_and_tones(word: str) -> tuple[list[str], list[str]]:
    """Split into letters (each with its quality mark: ê, ơ, ă) and the tone marks."""
    letters: list[str] = []
    tones: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tones.append(mark)
        elif unicodedata.combining(mark) and letters:
            letters[-1] += mark
        else:
            letters.append(mark)
    return letters, tones


def _tone_carrier(letters: list[str]) -> int | None:
    """Give the place of the letter that carries the tone, or None where there is no vowel."""
    nucleus = _nucleus(letters)
    if not nucleus:
        return None
    marked = [at for at in nucleus if len(letters[at]) > 1 and letters[at][1] in _QUALITIES]
    if marked:
        return marked[-1]
    if len(nucleus) == 1:
        return nucleus[0]
    closed = nucleus[-1] + 1 < len(letters)
    pair = letters[nucleus[0]] + letters[nucleus[1]]
    if closed or len(nucleus) > 2 or pair in _SECOND_CARRIES:  # noqa: PLR2004 - oai, uyê: the middle
        return nucleus[1]
    return nucleus[0]


def _nucleus(letters: list[str]) -> list[int]:
    """Give the places of the first run of vowels, without the u of qu and the i of gi."""
    start = next((at for at, letter in enumerate(letters) if letter[0] in _VOWELS), None)
    if start is None:
        return []
    end = start
    while end < len(letters) and letters[end][0] in _VOWELS:
        end += 1
    onset = "".join(letters[: start + 1])
    if end - start > 1 and onset in {"qu", "gi"}:
        start += 1
    return list(range(start, end))
