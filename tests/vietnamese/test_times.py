"""Dates as Vietnamese sites print them."""

# ruff: noqa: E501, DTZ001, D210 - tables of cases; local times are meant

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.vietnamese.times import VIETNAM, find_moment, parse_time

EXPECTED = datetime(2019, 7, 8, 16, 38, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    [
        "Thứ Hai, 08/07/2019, 16:38 (GMT+7)", "ngày 8/7/2019 - 16:38", "Cập nhật: 16h38, 8/7/2019", "08-07-2019 - 4:38 PM", "Thứ Hai, 16:38, 08/07/2019",
        "2019-07-08 16:38", "2019-07-08T16:38:00+0700", "2019-07-08T09:38:00Z", "2019-07-08T09:38:00.000Z", "Mon, 08 Jul 2019 16:38:00 +0700",
        "16 giờ 38 phút, ngày 8 tháng 7 năm 2019", "8.7.2019 | 16:38", "08/07/2019 04:38:00 CH", "July 8, 2019 4:38 pm", "16:38 | 08/07/2019",
        "Thứ hai, 8 thg 7 2019 16:38", "2019/07/08 16:38", "8/7/19 16:38", "Hà Nội, 16:38 08/07/2019 (UTC+7)", "08 tháng bảy 2019, 4:38 chiều",
        "Đăng lúc 16g38 ngày 08/07/2019", "08/07/2019 16:38 GMT+7", "Thứ Hai,08/07/2019 16:38", "16:38 - 8 Tháng 7, 2019", "08-07-2019, 17:38 (GMT+8)",
    ],
)  # fmt: skip
def test_every_printed_form_is_the_same_instant(text: str) -> None:
    """Day first, clock before or after, with or without a zone."""
    assert parse_time(text) == EXPECTED


def test_a_date_alone_is_midnight_in_vietnam_and_says_so() -> None:
    """ "8 Tháng 7, 2019" has no clock."""
    moment = find_moment("8 Tháng 7, 2019")
    assert moment is not None
    assert (moment.when, moment.has_clock) == (datetime(2019, 7, 7, 17, tzinfo=UTC), False)


def test_month_first_is_read_where_day_first_is_impossible() -> None:
    """7/25/2019 can only be July."""
    assert parse_time("7/25/2019 4:38:00 PM") == EXPECTED + timedelta(days=17)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "2 giờ trước",
        "16:38",
        "Giải nhất 2019",
        "32/13/2019",
        "Tỷ số 3-2",
        "99/99/9999 99:99",
        "IP 8.7.19.2",
    ],
)
def test_what_is_no_date_gives_none(text: str | None) -> None:
    """No clock is read and nothing is guessed."""
    assert parse_time(text) is None


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1)),
    st.sampled_from(
        ["%d/%m/%Y %H:%M", "%H:%M, %d/%m/%Y", "%Y-%m-%dT%H:%M:00+07:00", "ngày %d-%m-%Y lúc %Hh%M"]
    ),
)
def test_what_is_printed_is_read_back(moment: datetime, form: str) -> None:
    """Any minute survives any form."""
    local = moment.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    found = parse_time(local.strftime(form))
    assert found is not None
    assert found.astimezone(VIETNAM).replace(tzinfo=None) == local.replace(tzinfo=None)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Anything gives an aware time or nothing."""
    found = parse_time(text)
    assert found is None or found.tzinfo is UTC
