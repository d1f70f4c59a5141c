"""Round-ups on chosen days of the week only; what comes out between is in the next one."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.store import next_slot

Clock = Any
Press = Any

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (0, 1, 2, 3, 4)
_BEGIN, _END = datetime(2010, 1, 1), datetime(2035, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone


async def test_nothing_comes_on_other_days(press: Press, clock: Clock) -> None:
    """The first round-up after them tells what was told on none."""
    reader = await press.reader("1", hours=[time(7)], days=WEEKDAYS, weekly=False)
    assert reader.days == WEEKDAYS
    told: dict[str, list[list[str]]] = {}
    for day in range(8):
        clock.moment = datetime.combine(
            datetime(2026, 11, 24, tzinfo=HANOI).date() + timedelta(days=day), time(6, 30), HANOI
        ).astimezone(UTC)
        await press.publish("Báo Một", f"Bài {day}")
        clock.forward(minutes=31)
        told[clock().astimezone(HANOI).strftime("%a")] = await press.round()
    assert told["Fri"] == [["Bài 3"]]
    assert told["Sat"] == told["Sun"] == []
    assert sorted(told["Mon"][0]) == ["Bài 4", "Bài 5", "Bài 6"]


async def test_another_choice_of_days_counts_at_once(press: Press, clock: Clock) -> None:
    """The slot that is waited for moves to a day that is chosen."""
    reader = await press.reader("1", hours=[time(7)], weekly=False)
    first = next_slot([time(7)], "Asia/Ho_Chi_Minh", clock())
    weekday = first.astimezone(HANOI).weekday()
    await press.store.subscribers.change(reader.id, days=((weekday + 2) % 7,))
    for day in range(2):
        clock.moment = first + timedelta(days=day, minutes=1)
        assert await press.round() == []
    await press.publish("Báo Một", "Bài")
    clock.forward(days=1)
    assert await press.round() == [["Bài"]]


async def test_who_reads_once_a_week_hears_of_the_whole_week(press: Press, clock: Clock) -> None:
    """What came out right after the last round-up is not too old for the next."""
    await press.reader("1", hours=[time(7)], days=(2,), weekly=False)
    clock.moment = next_slot([time(7)], "Asia/Ho_Chi_Minh", clock(), (2,))
    await press.publish("Báo Một", "Bài trước")
    assert await press.round() == [["Bài trước"]]
    clock.forward(minutes=5)
    await press.publish("Báo Hai", "Ngay sau đó")
    clock.forward(days=6, hours=23, minutes=56)
    await press.publish("Báo Ba", "Ngay trước đó")
    assert [sorted(one) for one in await press.round()] == [["Ngay sau đó", "Ngay trước đó"]]


@pytest.mark.parametrize("days", [(), (7,), (-1,), "012", None, [0]])
async def test_days_that_are_none_are_refused(press: Press, days: object) -> None:
    """Nothing is changed."""
    reader = await press.reader("1")
    with pytest.raises(ValueError, match="days"):
        await press.store.subscribers.change(reader.id, days=days)


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    after=st.datetimes(_BEGIN, _END, timezones=st.just(UTC)),
)
def test_a_slot_lies_on_a_chosen_day_within_the_week(days: set[int], after: datetime) -> None:
    """Whatever the day; Hanoi's clocks never change."""
    slot = next_slot([time(7)], "Asia/Ho_Chi_Minh", after, sorted(days))
    assert slot.astimezone(HANOI).weekday() in days
    assert after < slot <= after + timedelta(days=7)
