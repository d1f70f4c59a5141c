# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""When a feed is asked again: learnt from its pace, longer and longer when it fails, never when gone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.feeds.health import (
    DOWN_AFTER,
    MAX_BACK_OFF,
    MAX_INTERVAL,
    MIN_INTERVAL,
    Changed,
    Ended,
    Failed,
    Moved,
    PollOutcome,
    Unchanged,
    came_back,
    next_poll,
    went_down,
)
from digests.model import Feed, FeedState, Source

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FEED = Feed(
    7, Source(1, "Báo"), "https://bao.example/rss", last_success_at=NOW - timedelta(minutes=15)
)


def wait(feed: Feed, now: datetime = NOW) -> float:
    assert feed.next_poll_at is not None
    return (feed.next_poll_at - now).total_seconds()


def after(feed: Feed, *outcomes: PollOutcome) -> Feed:
    """Poll each time when the feed is due."""
    now = NOW
    for outcome in outcomes:
        feed = next_poll(feed, outcome, now)
        now = feed.next_poll_at or now
    return feed


def test_news_shorten_the_interval_and_silence_lengthens_it() -> None:
    """A feed that brings news is asked sooner, one that does not later."""
    assert next_poll(FEED, Changed(1), NOW).interval < FEED.interval
    assert next_poll(FEED, Changed(0), NOW).interval > FEED.interval
    assert next_poll(FEED, Unchanged(), NOW).interval > FEED.interval


def test_a_busy_feed_is_asked_every_five_minutes_and_a_silent_one_every_six_hours() -> None:
    """The interval settles at its ends."""
    assert after(FEED, *[Changed(4)] * 20).interval == MIN_INTERVAL
    assert after(FEED, *[Unchanged()] * 40).interval == MAX_INTERVAL


def test_a_burst_after_a_quiet_night_is_noticed_at_once() -> None:
    """Many entries at once shorten the interval in one step."""
    night = after(FEED, *[Unchanged()] * 40)
    morning = next_poll(night, Changed(80), night.next_poll_at or NOW)
    assert morning.interval == MIN_INTERVAL


def test_the_first_poll_says_nothing_of_the_pace() -> None:
    """What was there before we came is not news."""
    assert (
        next_poll(replace(FEED, last_success_at=None), Changed(50), NOW).interval == FEED.interval
    )


def test_what_the_next_poll_needs_is_kept() -> None:
    """ETag, Last-Modified and the digest of the body are remembered; a title is learnt once."""
    feed = next_poll(FEED, Changed(2, '"a"', "hôm qua", "ab12", "Báo thử"), NOW)
    assert (feed.etag, feed.last_modified, feed.body_hash, feed.title) == (
        '"a"',
        "hôm qua",
        "ab12",
        "Báo thử",
    )
    assert (feed.last_success_at, feed.last_new_at) == (NOW, NOW)
    assert next_poll(feed, Unchanged(), NOW).etag == '"a"'
    assert next_poll(feed, Changed(0, title="Khác"), NOW).title == "Báo thử"


def test_the_publishers_wish_is_honoured_within_six_hours() -> None:
    """Ttl and Cache-Control lengthen the wait, never past the longest interval."""
    assert wait(next_poll(FEED, Changed(1, ttl=7200.0), NOW)) >= 7200
    assert wait(next_poll(FEED, Unchanged(cache_for=7200.0), NOW)) >= 7200
    assert wait(next_poll(FEED, Unchanged(cache_for=31_536_000.0), NOW)) <= MAX_INTERVAL * 1.1


def test_failures_are_asked_less_and_less_often() -> None:
    """Each failure doubles the wait, up to a day."""
    feeds = [after(FEED, *[Failed("hỏng")] * n) for n in range(1, 12)]
    waits = []
    now = NOW
    for feed in feeds:
        waits.append(wait(feed, now))
        now = feed.next_poll_at or now
    assert waits == sorted(waits)
    assert waits[0] >= FEED.interval
    assert waits[-1] <= MAX_BACK_OFF * 1.1
    assert feeds[-1].last_error == "hỏng"
    assert feeds[-1].interval == FEED.interval


def test_admins_are_told_once_when_it_goes_down_and_once_when_it_is_back() -> None:
    """Only the poll that changes the state is worth a word."""
    story: Sequence[PollOutcome] = [Failed("x")] * (DOWN_AFTER + 3) + [Unchanged(), Unchanged()]
    feed, downs, backs = FEED, [], []
    for number, outcome in enumerate(story):
        later = next_poll(feed, outcome, NOW)
        downs += [number] if went_down(feed, later) else []
        backs += [number] if came_back(feed, later) else []
        feed = later
    assert (downs, backs) == ([DOWN_AFTER - 1], [DOWN_AFTER + 3])
    assert (feed.state, feed.failures, feed.last_error) == (FeedState.ACTIVE, 0, None)


def test_a_server_that_names_a_time_is_asked_then() -> None:
    """Retry-After counts where it is later than our own back-off, for a day at most."""
    later = NOW + timedelta(hours=5)
    assert next_poll(FEED, Failed("429", later), NOW).next_poll_at == later
    assert wait(next_poll(FEED, Failed("429", NOW + timedelta(days=400)), NOW)) == MAX_BACK_OFF
    assert wait(next_poll(FEED, Failed("429", NOW + timedelta(seconds=1)), NOW)) >= FEED.interval


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    """410 ends a feed, and it is told."""
    feed = next_poll(FEED, Ended(), NOW)
    assert (feed.state, feed.next_poll_at) == (FeedState.GONE, None)
    assert went_down(FEED, feed)


def test_a_move_changes_the_address_and_nothing_else() -> None:
    """A permanent redirect moves the feed."""
    assert next_poll(FEED, Moved("https://moi.example/rss"), NOW) == replace(
        FEED, url="https://moi.example/rss"
    )


def test_a_paused_feed_stays_paused() -> None:
    """What an admin holds is not let go by a poll."""
    paused = replace(FEED, state=FeedState.PAUSED)
    outcomes: list[PollOutcome] = [Unchanged(), Changed(3), *[Failed("x")] * 5]
    for outcome in outcomes:
        paused = next_poll(paused, outcome, NOW)
    assert paused.state is FeedState.PAUSED


def test_an_instant_without_a_zone_is_refused() -> None:
    """Time comes in aware, and comes out in UTC."""
    with pytest.raises(ValueError, match="time zone"):
        next_poll(FEED, Unchanged(), datetime(2026, 11, 23))  # noqa: DTZ001
    local = NOW.astimezone(timezone(timedelta(hours=7)))
    assert next_poll(FEED, Unchanged(), local) == next_poll(FEED, Unchanged(), NOW)


OUTCOMES = st.one_of(
    st.builds(Unchanged, st.none() | st.floats(0, 1e9)),
    st.builds(
        Changed,
        st.integers(0, 500),
        cache_for=st.none() | st.floats(0, 1e9),
        ttl=st.none() | st.floats(0, 1e9),
    ),
    st.builds(Failed, st.just("x"), st.none() | st.datetimes(timezones=st.just(UTC))),
)


@given(st.integers(1, 10**9), st.lists(OUTCOMES, min_size=1, max_size=30))
def test_whatever_happens_a_feed_is_asked_again_within_bounds(
    number: int, outcomes: list[PollOutcome]
) -> None:
    """Never sooner than five minutes, never later than a day and a little, always some time."""
    feed, now = replace(FEED, id=number), NOW
    for outcome in outcomes:
        feed = next_poll(feed, outcome, now)
        assert MIN_INTERVAL <= feed.interval <= MAX_INTERVAL
        assert MIN_INTERVAL <= wait(feed, now) <= MAX_BACK_OFF * 1.1
        now = feed.next_poll_at or now
