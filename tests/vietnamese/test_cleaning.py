"""Text comes out in NFC, on one line, with nothing invisible in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.cleaning import clean, clean_lines, clean_or_none


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("Ti\u1ec3u\u00a0 thuy\u00eat", "Tiểu thuyêt"),
        (unicodedata.normalize("NFD", "Thượng Sơn đổi mới"), "Thượng Sơn đổi mới"),
        ("vie\u0302\u0323t nam", "việt nam"),
        ("Ha\u0300 No\u0302\u0323i", "Hà Nội"),
        ("T&amp;amp;C &amp;quot;h&#7885;c&amp;quot;", 'T&C "học"'),
        ("ki\u00adnh\u200b t\u1ebf\ufeff", "kinh tế"),
        ("\u00d0\u00e0 N\u1eb5ng", "Đà Nẵng"),
        ("một\n\n hai\t ba\x00", "một hai ba"),
        ("👨\u200d👩\u200d👧 gia\u200d đình", "👨\u200d👩\u200d👧 gia đình"),
    ],
)
def test_text_is_cleaned(dirty: str, tidy: str) -> None:
    """Decomposed letters, doubled entities, soft hyphens, the Icelandic eth."""
    assert clean(dirty) == tidy


def test_nothing_is_none_and_lines_stay_lines() -> None:
    """An empty text is no text; empty lines part paragraphs."""
    assert clean_or_none(" \u200b ") is None
    assert clean_lines("a  b\n\n c") == ["a b", "", "c"]


@given(st.text(max_size=100))
def test_cleaning_is_idempotent_and_in_nfc(text: str) -> None:
    """What is clean stays as it is."""
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    if "&" not in once:
        assert clean(once) == once
