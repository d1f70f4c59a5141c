"""What the faithfulness gate lets through, and what not."""

import pytest

from digests.model import Article
from digests.summary.faithful import Fault, find_fault


@pytest.mark.parametrize(
    "text",
    [
        "Cầu tạm Khe Sơn thông xe ngày 14/9 sau 12 ngày sửa chữa.",
        "Sau 12 ngày, 350 hộ dân ở huyện Mù Sa không còn phải đi vòng 27 km.",
        "Cầu Khe Sơn thông xe trở lại; ông Bảo nói: “chúng tôi phải đổ thêm 600 rọ đá”.",
        "Cầu Khe Sơn thông xe, kinh phí sửa cầu là 3.2 tỉ đồng.",
        "Cầu tạm Khe Sơn thông xe ngày 14 tháng 9 năm 2025.",
    ],
)
def test_what_the_article_says_in_other_words_passes(flood: Article, text: str) -> None:
    """Numbers, dates, names and quotations of the article are right in any order."""
    assert find_fault((text,), flood) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Cầu tạm Khe Sơn thông xe sau 13 ngày sửa chữa.", Fault.NUMBER),
        ("Cầu tạm Khe Sơn thông xe, 350 người không còn phải đi vòng.", Fault.NUMBER),
        ("Cầu tạm Khe Sơn thông xe, hai người bị thương.", Fault.NUMBER),
        ("Kinh phí sửa cầu tạm Khe Sơn là 32 tỷ đồng.", Fault.NUMBER),
        ("Cầu tạm Khe Sơn thông xe ngày 15/9.", Fault.DATE),
        ("Cầu tạm Khe Sơn thông xe ngày 14/9/2024.", Fault.DATE),
        ("Cầu tạm Khe Sơn thông xe hôm qua.", Fault.DATE),
        ("Cầu tạm Khe Sơn ở huyện Mù Sa, Lào Cai thông xe.", Fault.NAME),
        ("Nguyễn Quốc Bảo cho biết cầu tạm Khe Sơn thông xe.", Fault.NAME),
        ("Biden cho biết cầu tạm Khe Sơn thông xe.", Fault.NAME),
        ("Cầu tạm Khe Sơn thông xe, ông Bảo nói: “Chúng tôi rất vui”.", Fault.QUOTATION),
        ('Cầu tạm Khe Sơn thông xe, ông Bảo nói: "Nước rút nhanh".', Fault.QUOTATION),
        ("Cầu tạm Khe Sơn thông xe, xem https://vi.example/qua-tang.", Fault.STRANGE),
        ("Cầu tạm Khe Sơn thông xe, hỏi @quangcao.", Fault.STRANGE),
        (
            "Các mặt hàng khuyến mãi đang hấp dẫn khách, giảm giá sâu tại siêu thị gần bạn.",
            Fault.OTHER_WORDS,
        ),
        ("Học sinh bản Nậm Ty nghỉ học vì nước rút chậm.", Fault.OTHER_SUBJECT),
    ],
)
def test_what_the_article_does_not_say_is_found(flood: Article, text: str, fault: Fault) -> None:
    """Every invented number, date, name and quotation is found, and so is another subject."""
    found = find_fault((text,), flood)
    assert found is not None
    assert found.fault is fault


def test_every_part_is_held_against_the_article(flood: Article) -> None:
    """A fault in the last key point is a fault of the whole."""
    parts = ("Cầu tạm Khe Sơn thông xe.", "Xe trên 5 tấn chưa được qua.", "Vé qua cầu 7 USD.")
    found = find_fault(parts, flood)
    assert found is not None
    assert found.fault is Fault.NUMBER


def test_the_articles_own_sentences_pass(flood: Article) -> None:
    """Copying is always faithful."""
    assert find_fault((flood.lead or "", *flood.paragraphs[:3]), flood) is None
