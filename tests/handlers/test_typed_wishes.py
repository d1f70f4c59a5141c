"""What people type is understood by pure rules."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers import wishes
from bot.handlers.reading import day_of
from bot.handlers.schedules import (
    AtHours,
    AtOnce,
    InZone,
    NotUnderstood,
    OnDays,
    read_schedule,
    toggled,
)
from digests.model import Subscription, SubscriptionKind

AMONG = (
    wishes.EVERYTHING,
    wishes.section_wish("Thể thao"),
    Subscription(SubscriptionKind.SOURCE, "3", "Tuổi Trẻ"),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngay", AtOnce()),
        ("7", AtHours((time(7),))),
        ("6h", AtHours((time(6),))),
        ("7 giờ 30 và 18", AtHours((time(7, 30), time(18)))),
        ("7:00 18:00 7:00", AtHours((time(7), time(18)))),
        ("24:00", AtHours((time(0),))),
        ("múi giờ Asia/Tokyo", InZone("Asia/Tokyo")),
        ("zone ../../etc/passwd", NotUnderstood("../../etc/passwd", zone=True)),
        ("thứ 2-6", OnDays((0, 1, 2, 3, 4))),
        ("T2 đến T6", OnDays((0, 1, 2, 3, 4))),
        ("thứ hai, thứ tư và chủ nhật", OnDays((0, 2, 6))),
        ("thứ 2, 4, 6", OnDays((0, 2, 4))),
        ("thứ 7 - thứ 2", OnDays((0, 5, 6))),
        ("ngày thường", OnDays((0, 1, 2, 3, 4))),
        ("mỗi ngày", OnDays((0, 1, 2, 3, 4, 5, 6))),
        ("mon-fri", OnDays((0, 1, 2, 3, 4))),
        ("Saturday and Sunday", OnDays((5, 6))),
        ("7:00 18h thứ 2-6", OnDays((0, 1, 2, 3, 4), (time(7), time(18)))),
        ("cuối tuần lúc 9 giờ", OnDays((5, 6), (time(9),))),
        ("thứ 2 7:00", OnDays((0,), (time(7),))),
        ("thứ 9", NotUnderstood("thứ 9")),
        ("thứ 2-", NotUnderstood("thứ 2-")),
        ("thứ 2 nhé", NotUnderstood("thứ 2 nhé")),
        ("sáng mai", NotUnderstood("sáng mai")),
        ("7:00 nhé", NotUnderstood("7:00 nhé")),
    ],
)
def test_a_schedule_is_read_as_people_write_it(typed: str, meant: object) -> None:
    """Hours, at once, or a time zone; anything else is said to be none."""
    assert read_schedule(typed) == meant


@given(st.text(max_size=40))
def test_any_words_have_a_meaning_or_none(words: str) -> None:
    """Nothing that is typed is an error."""
    read_schedule(words)
    day_of(words, datetime(2026, 11, 24, tzinfo=UTC), "Asia/Ho_Chi_Minh")
    wish = wishes.meant(words, AMONG)
    assert wishes.named(wishes.token(wish), [wish]) == wish


def test_the_last_hour_stays() -> None:
    """Round-ups have at least one hour."""
    assert toggled((time(7),), time(7)) == (time(7),)
    assert toggled((time(7),), time(6)) == (time(6), time(7))


@pytest.mark.parametrize(
    ("typed", "place"), [("tuoi tre", 2), ("Tuổi Trẻ", 2), ("nguon: tuoitre", 2), ("THE THAO", 1)]
)
def test_names_need_neither_diacritics_nor_spaces(typed: str, place: int) -> None:
    """As people type them on a telephone."""
    assert wishes.meant(typed, AMONG) == AMONG[place]


@pytest.mark.parametrize(
    ("typed", "keyword"),
    [
        ("nguon:tuoitre giá vàng", "nguon:tuoitre giá vàng"),
        ('Báo: "Tuổi Trẻ" giá vàng', 'nguon:"Tuổi Trẻ" giá vàng'),
        ("muc:thethao bóng đá -U23", "chuyenmuc:thethao bóng đá -U23"),
        ("nguon:baola giá vàng", "baola giá vàng"),
        ("giá vàng nguon:tuoitre", "giá vàng nguon:tuoitre"),
    ],
)
def test_words_behind_a_source_are_a_keyword_narrowed_to_it(typed: str, keyword: str) -> None:
    """In either order, as in a search; a source that nobody knows narrows nothing."""
    assert wishes.meant(typed, AMONG) == wishes.keyword_wish(keyword)


def test_a_narrower_choice_ends_the_wider_one() -> None:
    """Keywords stand beside everything."""
    everything, section, source = AMONG
    assert wishes.after_choosing(section, [everything]) == (everything,)
    assert wishes.after_choosing(everything, [section, source]) == (section, source)
    assert wishes.after_choosing(wishes.keyword_wish("vàng"), [everything]) == ()


@pytest.mark.parametrize("words", ["hôm nay", "today", "24/11", "24/11/2026", "24-11-2026"])
def test_days_are_the_readers_days(words: str) -> None:
    """Midnight in Vietnam, not in Greenwich."""
    day = day_of(words, datetime(2026, 11, 24, 20, tzinfo=UTC).replace(hour=2), "Asia/Ho_Chi_Minh")
    assert day == datetime(2026, 11, 23, 17, tzinfo=UTC)
