"""When editions are due, everywhere and around the changes of clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.store import next_slot

ZONES = (
    "Asia/Ho_Chi_Minh",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "UTC",
)
SPAN = timedelta(days=27 * 365)
MOMENTS = st.timedeltas(timedelta(), SPAN).map(lambda d: datetime(2010, 1, 1, tzinfo=UTC) + d)
HOURS = st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1)


@given(hours=HOURS, zone=st.sampled_from(ZONES), after=MOMENTS)
def test_a_slot_is_later_and_shows_a_chosen_hour(
    hours: list[time], zone: str, after: datetime
) -> None:
    """It comes after the moment given, within two days, at an hour of the reader's clock."""
    slot = next_slot(hours, zone, after)
    assert after < slot <= after + timedelta(days=2, hours=2)
    local = slot.astimezone(ZoneInfo(zone))
    skipped = {
        datetime.combine(local.date() - timedelta(days=days), hour, ZoneInfo(zone)).astimezone(UTC)
        for hour in hours
        for days in (-1, 0, 1)
    }
    assert slot in skipped


@given(hours=HOURS, zone=st.sampled_from(ZONES), after=MOMENTS)
def test_nothing_lies_between_a_moment_and_its_slot(
    hours: list[time], zone: str, after: datetime
) -> None:
    """Asking again from any moment before the slot gives the same slot."""
    slot = next_slot(hours, zone, after)
    assert next_slot(hours, zone, after + (slot - after) / 2) == slot
    assert next_slot(hours, zone, slot) > slot


def test_the_usual_hours_in_vietnam() -> None:
    """Seven in the morning in Hanoi is midnight in Greenwich."""
    hours = (time(7), time(18))
    noon = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert next_slot(hours, "Asia/Ho_Chi_Minh", noon) == datetime(2026, 11, 24, 11, tzinfo=UTC)
    evening = datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert next_slot(hours, "Asia/Ho_Chi_Minh", evening) == datetime(2026, 11, 25, 0, tzinfo=UTC)


def test_an_hour_that_is_shown_twice_counts_once() -> None:
    """In Berlin 02:30 came twice on 25 October 2026; the edition goes out at the first."""
    first = next_slot([time(2, 30)], "Europe/Berlin", datetime(2026, 10, 24, 22, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_slot([time(2, 30)], "Europe/Berlin", first) == datetime(
        2026, 10, 26, 1, 30, tzinfo=UTC
    )


def test_an_hour_that_is_skipped_comes_later_that_day() -> None:
    """In Berlin there was no 02:30 on 29 March 2026."""
    slot = next_slot([time(2, 30)], "Europe/Berlin", datetime(2026, 3, 28, 22, tzinfo=UTC))
    assert slot == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_no_hours_and_no_zone_are_told() -> None:
    """Both are mistakes of the caller."""
    noon = datetime(2026, 11, 24, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="at least one hour"):
        next_slot([], "UTC", noon)
    with pytest.raises(ValueError, match="Sao_Hoa"):
        next_slot([time(7)], "Sao_Hoa/Olympus", noon)
