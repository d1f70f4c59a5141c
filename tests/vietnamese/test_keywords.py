"""Keywords of readers, and the articles that answer them."""

import unicodedata

import pytest

from digests.keywords import matching
from digests.model import Article, Photo

ARTICLE = Article(
    title="Giá vàng miền Bắc tăng mạnh",
    lead="Bạn hàng xếp hàng từ sáng ở phố Trần Nhân Tông.",
    photos=(Photo(None, "Khách chờ mua vàng", credit="Hoàng Lê"),),
    paragraphs=("Dịch Covid-19 không làm sức mua giảm.",),
    authors=("Vũ Thị Lan",),
    section="Kinh tế",
    source="Báo Hà Giang",
)


@pytest.mark.parametrize(
    ("keyword", "answered"),
    [
        ("giá vàng", True),
        ("gia vang", True),
        ("già vàng", False),
        ("gía vàng", True),
        ("bán hàng", False),
        ("vàng giá", False),
        ('"miền bắc" "giá vàng"', True),
        ('"miền nam" "giá vàng"', False),
        ("giá vàng -miền bắc", False),
        ("giá vàng -miền nam", True),
        ('giá vàng -"miền nam" -phố', False),
        ("covid-19", True),
        ("tăng mạnh bạn hàng", False),
        ("hoàng lê", True),
        ("vu thi lan", True),
        (unicodedata.normalize("NFD", "giá vàng"), True),
        ("-bạc", False),
        ("giá vàng nguon:hagiang", True),
        ("giá vàng nguồn:baohagiang.vn", True),
        ("giá vàng nguon:giadinh", False),
        ("giá vàng nguon:giadinh nguon:hagiang", True),
        ('nguon:"Hà Giang" giá vàng -miền nam', True),
        ('chuyenmuc:"kinh tế" giá vàng', True),
        ("chuyenmuc:thethao giá vàng", False),
        ("anh: mua vàng", True),
        ("anh:mua vàng", True),
        ("ảnh: giá vàng", False),
        ("anh: mua vàng -miền bắc", False),
        ("nguon:hagiang", False),
        ('""', False),
    ],
)
def test_a_keyword_is_words_side_by_side(keyword: str, answered: bool) -> None:
    """Quoted words may stand apart, words after a minus must be nowhere."""
    assert bool(matching([keyword], ARTICLE)) is answered
