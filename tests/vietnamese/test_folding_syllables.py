"""Words of a text, and what a Vietnamese syllable can look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.syllables import (
    exact_words,
    folded_words,
    is_folded_syllable,
    is_syllable,
    words_in,
)


def test_words_know_their_places() -> None:
    """A word's place is that in the text as given, decomposed letters included."""
    text = "TP.HCM: «Hoa\u0300 bi\u0300nh», 8_500 kg!"
    words = list(words_in(text))
    assert [word.folded for word in words] == ["tp", "hcm", "hoa", "binh", "8", "500", "kg"]
    assert text[words[2].start : words[2].end] == "Hoa\u0300"
    assert words[2].exact == "hoà"


@given(st.text(max_size=80))
def test_forms_go_together(text: str) -> None:
    """Every word has one folded and one exact form, in the same order."""
    words = list(words_in(text))
    assert folded_words(text) == [word.folded for word in words]
    assert exact_words(text) == [word.exact for word in words]
    assert all(0 <= word.start < word.end <= len(text) for word in words)


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quốc",
        "giếng",
        "gì",
        "gỡ",
        "yêu",
        "khuya",
        "thuở",
        "ngoằn",
        "xoong",
        "đường",
        "ơ",
    ],
)
def test_syllables_are_known(word: str) -> None:
    """Syllables of the language are told from other letter groups."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tieengs", "zoom", "hanoi", "ngq", "cac", "bạp̣", "đuong"])
def test_other_letter_groups_are_none(word: str) -> None:
    """Foreign words, keys left over, and stops without their tones are no syllables."""
    assert not is_syllable(word)


def test_folded_syllables() -> None:
    """Without diacritics a syllable is one if marks could make it one."""
    assert is_folded_syllable("duong")
    assert is_folded_syllable("viet")
    assert not is_folded_syllable("tieengs")
