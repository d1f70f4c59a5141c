"""When nothing is sent, and until when: rules that hold for every reader and every instant."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.holding import Hold, HoldReason, day_begins, day_ends, hold
from digests.model import Address, DeliveryKind, Subscriber

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
NEWS = (DeliveryKind.DIGEST, DeliveryKind.EDITION, DeliveryKind.BREAKING)

instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
quiet = st.tuples(hours, hours).filter(lambda edges: edges[0] != edges[1])


@st.composite
def readers(draw: st.DrawFn) -> Subscriber:
    """Draw a reader with any choices; a pause ends within some days of 2026."""
    return Subscriber(
        1,
        Address("telegram", "1"),
        time_zone=draw(st.sampled_from(ZONES)),
        hours=tuple(sorted(draw(st.sets(hours, min_size=1, max_size=3)))),
        quiet=draw(st.none() | quiet),
        muted_until=draw(st.none() | instants),
        daily_limit=draw(st.none() | st.integers(1, 5)),
    )


@given(reader=readers(), now=instants, sent=st.integers(0, 6), kind=st.sampled_from(DeliveryKind))
def test_nothing_holds_any_more_when_the_hold_ends(
    reader: Subscriber, now: datetime, sent: int, kind: DeliveryKind
) -> None:
    """A hold ends later than now, and then it is not held again: nothing waits for ever."""
    held = hold(reader, kind, now, sent_today=sent)
    if held is None:
        return
    assert held.until > now
    assert hold(reader, kind, held.until) is None


@given(reader=readers(), now=instants, sent=st.integers(0, 6), kind=st.sampled_from(NEWS))
def test_what_goes_now_breaks_no_choice(
    reader: Subscriber, now: datetime, sent: int, kind: DeliveryKind
) -> None:
    """Not in a pause, not above the number, not in the night as the reader's clock shows it."""
    if hold(reader, kind, now, sent_today=sent) is not None:
        return
    assert reader.muted_until is None or reader.muted_until <= now
    assert reader.daily_limit is None or sent < reader.daily_limit
    local = now.astimezone(ZoneInfo(reader.time_zone))
    if reader.quiet is None or shifts(local):
        return
    begin, end = reader.quiet
    minute = local.time()
    night = begin <= minute < end if begin < end else (minute >= begin or minute < end)
    assert not night


def shifts(local: datetime) -> bool:
    """Say whether the clocks are put forward or back within a day of ``local``."""
    day = timedelta(days=1)
    return len({(local + step).utcoffset() for step in (-day, timedelta(), day)}) > 1


@given(reader=readers(), now=instants)
def test_without_choices_nothing_waits(reader: Subscriber, now: datetime) -> None:
    """And an edit of a sent message never does, nor an alarm."""
    plain = Subscriber(1, reader.address, time_zone=reader.time_zone)
    assert all(hold(plain, kind, now, sent_today=99) is None for kind in DeliveryKind)
    assert hold(reader, DeliveryKind.CHANGE, now, sent_today=99) is None
    assert hold(reader, DeliveryKind.ALARM, now, sent_today=99) is None


@given(now=instants, zone=st.sampled_from(ZONES))
def test_a_day_ends_where_the_next_begins(now: datetime, zone: str) -> None:
    """Also where the clocks change."""
    assert day_begins(now, zone) <= now < day_ends(now, zone)
    assert day_begins(day_ends(now, zone), zone) == day_ends(now, zone)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Give an instant by Hà Nội's clock in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(24, 21, 59), None),
        (at(24, 22), at(25, 6, 30)),
        (at(25, 3), at(25, 6, 30)),
        (at(25, 6, 30), None),
    ],
)
def test_the_night_goes_over_midnight(now: datetime, until: datetime | None) -> None:
    """From ten to half past six."""
    reader = Subscriber(1, Address("t", "1"), quiet=(time(22), time(6, 30)))
    held = hold(reader, DeliveryKind.DIGEST, now)
    assert (held.until if held else None) == until


def test_enough_for_today_ends_with_tomorrows_first_hour() -> None:
    """A notice is no news and does not count; a later end of the night counts."""
    reader = Subscriber(1, Address("t", "1"), daily_limit=2, hours=(time(7), time(18)))
    assert hold(reader, DeliveryKind.DIGEST, at(24, 12), sent_today=1) is None
    enough = hold(reader, DeliveryKind.DIGEST, at(24, 12), sent_today=2)
    assert enough == Hold(at(25, 7).astimezone(UTC), HoldReason.ENOUGH)
    assert hold(reader, DeliveryKind.NOTICE, at(24, 12), sent_today=2) is None
    sleeper = Subscriber(1, reader.address, daily_limit=2, quiet=(time(23), time(9)))
    held = hold(sleeper, DeliveryKind.DIGEST, at(24, 12), sent_today=2)
    assert held == Hold(at(25, 9).astimezone(UTC), HoldReason.ENOUGH)


def test_the_hour_that_autumn_shows_twice_ends_the_night_once() -> None:
    """At half past two, when the clocks go back to two at three, the night is over."""
    berlin = ZoneInfo("Europe/Berlin")
    reader = Subscriber(
        1, Address("t", "1"), time_zone="Europe/Berlin", quiet=(time(22), time(2, 30))
    )
    again = datetime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1)
    assert hold(reader, DeliveryKind.DIGEST, again) is None
