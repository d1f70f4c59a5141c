"""Prefixes, credits and bylines as rules on text."""

# ruff: noqa: E501, Q003 - tables of cases; local times are meant

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.prefixes import is_labelled_byline, read_byline, split_credit, split_lead


@pytest.mark.parametrize(
    ("text", "prefix", "rest"),
    [
        ("BHG - Xã họp dân.", "BHG", "Xã họp dân."),
        ("(Dân trí) - Xã họp dân.", "(Dân trí)", "Xã họp dân."),
        ("QĐND Online – Xã họp dân.", "QĐND Online", "Xã họp dân."),
        ("VOV.VN - Xã họp dân.", "VOV.VN", "Xã họp dân."),
        ("(Chinhphu.vn) – Xã họp dân.", "(Chinhphu.vn)", "Xã họp dân."),
        ("Nghệ An- Xã họp dân.", "Nghệ An", "Xã họp dân."),
        ("TTO - \" Xã họp dân\", ông nói.", "TTO", "\" Xã họp dân\", ông nói."),
        ("Báo Mẫu - Xã họp dân.", "Báo Mẫu", "Xã họp dân."),
        ("XHO | Xã họp dân.", "XHO", "Xã họp dân."),
        ("Hà Nội (TTXVN) - Xã họp dân.", "Hà Nội (TTXVN)", "Xã họp dân."),
        ("HUẾ, ngày 26/11 (TTXVN) – Xã họp dân.", "HUẾ, ngày 26/11 (TTXVN)", "Xã họp dân."),
        ("THỪA THIÊN - HUẾ - Xã họp dân.", "THỪA THIÊN - HUẾ", "Xã họp dân."),
        ("➤ BHG - Xã họp dân.", "BHG", "Xã họp dân."),
        ("* Xã họp dân.", None, "Xã họp dân."),
        ("Vàng (SJC) - thứ ai cũng mua - tăng giá.", None, "Vàng (SJC) - thứ ai cũng mua - tăng giá."),
        ("Hà Nội - Hải Phòng là tuyến đường đông xe.", None, "Hà Nội - Hải Phòng là tuyến đường đông xe."),
        ("Mỹ - Trung đàm phán.", None, "Mỹ - Trung đàm phán."),
        ("Covid-19 lan rộng.", None, "Covid-19 lan rộng."),
        ("Ông Páo - chủ tịch xã - nói.", None, "Ông Páo - chủ tịch xã - nói."),
        ("HĐND - UBND huyện họp.", None, "HĐND - UBND huyện họp."),
        ("Xã họp dân.", None, "Xã họp dân."),
    ],
)  # fmt: skip
def test_a_prefix_is_parted_from_its_lead(text: str, prefix: str | None, rest: str) -> None:
    """Papers and place stamps are prefixes; routes, pairs and names of offices are not."""
    assert split_lead(text) == (prefix, rest)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Chợ phiên. Ảnh: An Dương", "Chợ phiên.", "An Dương"),
        ("Chợ phiên (Ảnh: TTXVN).", "Chợ phiên", "TTXVN"),
        ("Chợ phiên - Ảnh: AFP", "Chợ phiên", "AFP"),
        ("Chợ phiên | Ảnh: N.L.", "Chợ phiên", "N.L."),
        ("Chợ phiên. ẢNH: NGỌC DƯƠNG/VOV", "Chợ phiên.", "NGỌC DƯƠNG/VOV"),
        ("Chợ phiên. Ảnh minh họa: Internet", "Chợ phiên.", "Internet"),
        ("Chợ phiên. Ảnh/Video: An Dương", "Chợ phiên.", "An Dương"),
        ("Chợ phiên. Video, ảnh: An Dương", "Chợ phiên.", "An Dương"),
        ("Chợ phiên. Ảnh: © AFP", "Chợ phiên.", "AFP"),
        ("Ảnh: CTV", "", "CTV"),
        ("Bé trai (ảnh do gia đình cung cấp).", "Bé trai (ảnh do gia đình cung cấp).", None),
        ("Hình ảnh: bé trai được cứu", "Hình ảnh: bé trai được cứu", None),
        ("Đồ họa: Tấn Đạt", "Đồ họa: Tấn Đạt", None),
    ],
)
def test_a_credit_is_parted_from_its_caption(text: str, caption: str, credit: str | None) -> None:
    """Every way to write "Ảnh:" gives the bare caption and the name."""
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bài, ảnh: An Dương", ("An Dương",)),
        ("NGUYỄN VĂN A - TRẦN BÌNH", ("Nguyễn Văn A", "Trần Bình")),
        ("Theo TTXVN", ("TTXVN",)),
        ("Phan Long/VOV.VN", ("Phan Long",)),
        ("Tin, ảnh: Lê An; Vũ Bình", ("Lê An", "Vũ Bình")),
        ("Bài: Lê An - Ảnh: Vũ Bình", ("Lê An", "Vũ Bình")),
        ("Lê Minh và Trần Bình", ("Lê Minh", "Trần Bình")),
        ("Minh Anh (tổng hợp)", ("Minh Anh",)),
        ("Chiều nay trời mưa.", ()),
        ("Tổng Biên tập: Người Phụ Trách", ()),
        ("Hà Nội", ()),
    ],
)
def test_a_byline_gives_its_names(text: str, names: tuple[str, ...]) -> None:
    """Labels, outlets, roles and capitals fall away; sentences and imprints are no bylines."""
    assert read_byline(text) == names


def test_a_label_makes_a_byline_sure() -> None:
    """A lone name could be anything; "Bài, ảnh:" could not."""
    assert is_labelled_byline("Bài, ảnh: An Dương")
    assert not is_labelled_byline("An Dương")


@given(st.text(max_size=200))
def test_no_text_is_lost_or_breaks_a_rule(text: str) -> None:
    """The rules only cut; what they give stands in the text."""
    prefix, rest = split_lead(text)
    assert rest in text
    assert prefix is None or prefix in text
    caption, _ = split_credit(text)
    assert caption in text
    assert isinstance(read_byline(text), tuple)
