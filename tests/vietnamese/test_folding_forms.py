"""The forms in which words are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.folding import exact_form, fold

SYLLABLES = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậớờởỡợ", max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng, đường, ĐẮK LẮK", "dang, duong, dak lak"),
        ("Nguyễn Ngọc Thuỷ", "nguyen ngoc thuy"),
        ("nghe\u0302\u0301 vie\u0323\u0302t", "nghe viet"),
        ("Łódź, Ørsted", "lodz, orsted"),
        ("漢字 Ωμέγα 7%", "漢字 ωμέγα 7%"),
        ("", ""),
    ],
)
def test_folding_takes_diacritics_away(text: str, folded: str) -> None:
    """Letters lose marks and strokes, in composed and decomposed text; the rest stays."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("qúy", "quý"),
        ("gìơ", "giờ"),
        ("ngừơi", "người"),
        ("cuả", "của"),
        ("Hoà Bình", "HÒA BÌNH"),
    ],
)
def test_tone_placement_does_not_matter(one: str, other: str) -> None:
    """Old, new and mistaken places of the tone mark are one word."""
    assert exact_form(one) == exact_form(other)


@pytest.mark.parametrize(
    "word",
    ["hoà", "của", "mùa", "giá", "gì", "giếng", "quả", "quỳnh", "khuỷu", "ngoài", "thuở", "yến"],
)
def test_standard_spelling_is_kept(word: str) -> None:
    """Words in standard spelling are their own exact form."""
    assert exact_form(word) == word


@pytest.mark.parametrize(("one", "other"), [("bạn", "bán"), ("ban", "bán"), ("đa", "da")])
def test_diacritics_keep_words_apart(one: str, other: str) -> None:
    """The exact form keeps different words different."""
    assert exact_form(one) != exact_form(other)


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    """Both forms are stable."""
    assert fold(fold(text)) == fold(text)
    assert exact_form(exact_form(text)) == exact_form(text)


@given(st.text(alphabet="aàáảãạăâđêôơưừớbcxyz ,.-", max_size=40))
def test_composition_does_not_matter(text: str) -> None:
    """Composed and decomposed letters give the same forms."""
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(text)
    assert exact_form(decomposed) == exact_form(text)


@given(SYLLABLES)
def test_exact_form_only_moves_the_tone(word: str) -> None:
    """Moving the tone never changes the letters below it."""
    assert fold(exact_form(word)) == fold(word)
