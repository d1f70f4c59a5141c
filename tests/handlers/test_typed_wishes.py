"""What people type is understood by pure rules."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers import wishes
from bot.handlers.pausing import read_pause
from bot.handlers.reading import day_of
from bot.handlers.schedules import (
    AtHours,
    AtOnce,
    InZone,
    NotUnderstood,
    OnDays,
    Quiet,
    read_schedule,
    toggled,
)
from bot.handlers.times import read_moment
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
        ("7:30 sáng", AtHours((time(7, 30),))),
        ("6 giờ sáng, 7 giờ rưỡi tối", AtHours((time(6), time(19, 30)))),
        ("7h kém 15 và 12 giờ đêm", AtHours((time(0), time(6, 45)))),
        ("1 giờ trưa 3h chiều", AtHours((time(13), time(15)))),
        ("7am 7:30pm", AtHours((time(7), time(19, 30)))),
        ("sáng và tối", AtHours((time(7), time(19)))),
        ("19h sáng", NotUnderstood("19h sáng")),
        ("13h tối", NotUnderstood("13h tối")),
        ("7:75", NotUnderstood("7:75")),
        ("yên lặng 10 giờ tối đến 6 giờ sáng", Quiet((time(22), time(6)))),
        ("yên lặng 22:00 22:00", NotUnderstood("yên lặng 22:00 22:00", quiet=True)),
        ("Paris", InZone("Europe/Paris")),
        ("asia/tokyo", InZone("Asia/Tokyo")),
        ("GMT+9", InZone("Etc/GMT-9")),
        ("múi giờ UTC-5", InZone("Etc/GMT+5")),
        ("múi giờ +7", InZone("Asia/Ho_Chi_Minh")),
        ("múi giờ Nhật Bản", InZone("Asia/Tokyo")),
        ("Múi giờ  New York", InZone("America/New_York")),
        ("time zone hanoi", InZone("Asia/Ho_Chi_Minh")),
        ("múi giờ GMT+19", NotUnderstood("GMT+19", zone=True)),
        ("múi giờ Sao Hỏa", NotUnderstood("Sao Hỏa", zone=True)),
        ("từ thứ 2 đến thứ 7 lúc 6h30", OnDays((0, 1, 2, 3, 4, 5), (time(6, 30),))),
        ("8 giờ sáng các ngày trong tuần", OnDays((0, 1, 2, 3, 4, 5, 6), (time(8),))),
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
    read_pause(words, TUESDAY, "Asia/Ho_Chi_Minh")
    day_of(words, datetime(2026, 11, 24, tzinfo=UTC), "Asia/Ho_Chi_Minh")
    wish = wishes.meant(words, AMONG)
    assert wishes.named(wishes.token(wish), [wish]) == wish


TUESDAY = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""Nine in the morning in Vietnam."""


def here(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%d/%m %H:%M")


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("3 ngày", "27/11 09:00"),
        ("trong ba ngày", "27/11 09:00"),
        ("for a week", "01/12 09:00"),
        ("nửa ngày", "24/11 21:00"),
        ("1 giờ rưỡi", "24/11 10:30"),
        ("đến 1 giờ rưỡi", "25/11 01:30"),
        ("năm ngày", "29/11 09:00"),
        ("đến thứ hai", "30/11 07:00"),
        ("tới thứ hai", "30/11 07:00"),
        ("until next Monday", "30/11 07:00"),
        ("đến thứ tư tuần sau", "02/12 07:00"),
        ("đến hết tuần", "30/11 07:00"),
        ("đến tuần tới", "30/11 07:00"),
        ("đến cuối tuần", "28/11 07:00"),
        ("đến thứ ba", "01/12 07:00"),
        ("đến 7h sáng mai", "25/11 07:00"),
        ("đến tối nay", "24/11 19:00"),
        ("đến hết hôm nay", "25/11 07:00"),
        ("đến 30/11", "30/11 07:00"),
        ("đến ngày 1/12 lúc 8 giờ", "01/12 08:00"),
        ("0 ngày", "24/11 09:00"),
        ("thôi", "24/11 09:00"),
        ("3", None),
        ("-3 ngày", None),
        ("1 năm", None),
        ("đến 31/2", None),
        ("đến 30/6", None),
        ("đến khi nào", None),
    ],
)
def test_a_pause_is_so_long_or_until_a_day(typed: str, until: str | None) -> None:
    """Days begin in the morning: nobody wants at midnight what was held."""
    assert here(read_pause(typed, TUESDAY, "Asia/Ho_Chi_Minh")) == until


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("18:30", "24/11 18:30"),
        ("lúc 7 giờ rưỡi tối", "24/11 19:30"),
        ("7h sáng mai", "25/11 07:00"),
        ("mai 7h", "25/11 07:00"),
        ("26.11 7:00", "26/11 07:00"),
        ("26/11, 7 giờ tối", "26/11 19:00"),
        ("thứ ba 18h", "24/11 18:00"),
        ("thứ ba 8h", "01/12 08:00"),
        ("mai", None),
        ("24/11/2026 8:00", None),
        ("@99999999999999", None),
    ],
)
def test_a_moment_is_an_hour_on_some_day(typed: str, moment: str | None) -> None:
    """The next one to come; a day alone is none where an hour is asked for."""
    assert here(read_moment(typed, TUESDAY, "Asia/Ho_Chi_Minh")) == moment


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
