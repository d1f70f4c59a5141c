"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.sentences import is_whole, split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ("Ngày 5/3, TP. Hà Giang họp báo.", "Lãnh đạo tỉnh chủ trì."),
        ("PGS.TS. Lê An cho biết giá tăng 3,5%.", "Ông nói thêm về quý II."),
        ("Nạn nhân là anh N.V.A. (35 tuổi), ngụ Q.1.", "Anh làm thợ xây."),
        ("Cơ quan chức năng mời bà Lê Thị V. lên làm việc.", "Bà V. vắng mặt."),
        ("Đó là bà Lê Thị V.", "Theo công an, bà đã rời nhà."),
        ("Ông Donald J. Trump phát biểu tối qua.", "Phố Wall đi lên."),
        ("Ông hỏi: “Ai đến? Bao giờ đến?”.", "Không ai đáp."),
        ('"Tốt quá!" bà nói.', "Rồi bà về."),
        ("Vé giá 1.200.000 đồng (khoảng 50 USD. Chưa gồm thuế).", "Vé bán từ thứ hai."),
        ("1. Mở cửa chợ đêm.", "2. Sửa cầu."),
        ("Xã giao ba việc: 1. Mở cửa chợ đêm.", "2. Sửa cầu."),
        ("Đội chủ nhà ghi bàn thứ 3.", "Khán giả đứng cả dậy."),
        ("Gió giật cấp 10...", "Tàu thuyền đã vào bờ."),
        ("Trại nuôi gà, vịt, ngan, v.v.", "Chủ trại rất vui."),
        ("Nhà ở P. Bến Nghé, Q. 1, TP. HCM.", "Ngõ rất hẹp."),
    ],
)
def test_a_text_is_parted_where_its_sentences_end(sentences: tuple[str, ...]) -> None:
    """Abbreviations, initials, numbers and quotations end no sentence."""
    assert split_sentences(" ".join(sentences)) == sentences


def test_bullets_are_sentences_without_their_marks() -> None:
    """A list gives one sentence an item, written in lines or in a row."""
    text = "- Chợ mở lúc 5h\n• Thuyền rời bến lúc 6h. Vé 20.000 đồng.\n* Có cơm trưa"
    assert split_sentences(text) == (
        "Chợ mở lúc 5h",
        "Thuyền rời bến lúc 6h.",
        "Vé 20.000 đồng.",
        "Có cơm trưa",
    )
    assert split_sentences("• Một • Hai • Ba") == ("Một", "Hai", "Ba")


def test_a_forgotten_space_does_not_join_two_sentences() -> None:
    """Where "xảy ra.Theo" is two sentences, a domain or a decimal stays one word."""
    assert split_sentences("Sự việc đã xảy ra.Theo báo VnExpress.net, giá là 3.5 triệu.") == (
        "Sự việc đã xảy ra.",
        "Theo báo VnExpress.net, giá là 3.5 triệu.",
    )


def test_text_without_letters_has_no_sentence() -> None:
    """Rules and ornaments say nothing."""
    assert split_sentences(" --- \n * * * \n … ") == ()


def test_text_without_punctuation_is_one_sentence_a_line() -> None:
    """A poem keeps its lines."""
    assert split_sentences("gió đưa cành trúc\ntiếng chuông Trấn Vũ") == (
        "gió đưa cành trúc",
        "tiếng chuông Trấn Vũ",
    )


@given(st.text(alphabet='aăđốN.V?!…"“”() \n1TPKh,-•', max_size=120))
def test_sentences_are_parts_of_the_text_in_order_and_lose_no_word(text: str) -> None:
    """Whatever the text, every sentence stands in it, and no letter or digit is lost."""
    at = 0
    for sentence in split_sentences(text):
        at = text.index(sentence, at) + len(sentence)
    kept = "".join(filter(str.isalnum, "".join(split_sentences(text))))
    assert kept == "".join(filter(str.isalnum, text))


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Mưa lớn làm sạt lở hai tuyến đường.", True),
        ("“Chúng tôi sẽ sửa xong trước Tết”.", True),
        ("(55 tuổi) đến làm việc.", False),
        ("Công an mời ông Lưu Thế B.", False),
        ("Ông nói: “Chuyện đó thì tôi không biết.", False),
        ("Lịch thi đấu hôm nay", False),
        ("trong khi giá vẫn tăng.", False),
    ],
)
def test_half_a_sentence_is_not_whole(sentence: str, *, whole: bool) -> None:
    """What a digest quotes begins, ends, and closes its quotations."""
    assert is_whole(sentence) is whole
