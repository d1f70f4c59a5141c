"""Telex and VNI keys that stayed letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.syllables import is_folded_syllable, is_syllable
from digests.vietnamese.typing import undo_typing


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tieengs", "tiếng"),
        ("Vieetj", "việt"),
        ("tiengse", "tiếng"),
        ("dduwowngf", "đường"),
        ("ddeem", "đêm"),
        ("nguwowif", "người"),
        ("nuwocs", "nước"),
        ("hoaf", "hoà"),
        ("giowf", "giờ"),
        ("quyeets", "quyết"),
        ("tiêngs", "tiếng"),
        ("duongf", "duong"),
    ],
)
def test_telex_is_undone(typed: str, meant: str) -> None:
    """Telex keys become the diacritics they stand for, wherever they were pressed."""
    assert undo_typing(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tie61ng", "tiếng"),
        ("Vie65t", "việt"),
        ("ngu7o7i2", "người"),
        ("d9u7o7ng2", "đường"),
        ("mua2", "mùa"),
        ("na8m", "năm"),
    ],
)
def test_vni_is_undone(typed: str, meant: str) -> None:
    """VNI digits become the diacritics they stand for."""
    assert undo_typing(typed) == meant


@pytest.mark.parametrize("word", ["tung", "đường", "covid19", "2026", "google", "", "a b", "漢字"])
def test_other_words_are_left_alone(word: str) -> None:
    """Syllables as they stand, numbers and foreign words are not touched."""
    assert undo_typing(word) is None


@given(st.text(alphabet="aeiouydgnhtcwsfrxj0123456789đêơư", max_size=14))
def test_what_is_meant_is_a_syllable(typed: str) -> None:
    """Whatever was typed, the answer is a Vietnamese syllable or nothing."""
    meant = undo_typing(typed)
    assert meant is None or is_syllable(meant) or is_folded_syllable(meant)
