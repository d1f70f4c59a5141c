"""When a feed is asked again, and in which state it is: rules without a clock or a network.

The interval is learnt: it shrinks while a feed brings news and grows while it does not, between
five minutes and six hours. A feed that fails is asked less and less often, and one that is gone
(410) never.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digests.model import Feed, FeedState, require_aware

MIN_INTERVAL = 300.0
MAX_INTERVAL = 6 * 3600.0
MAX_BACK_OFF = 24 * 3600.0
DOWN_AFTER = 3
_NEWS = 0.7
_SILENCE = 1.15
_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304, or the same body again. ``cache_for``: seconds that the server calls it fresh for."""

    cache_for: float | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A new body with ``new_entries`` that were not known; what to ask with next time.

    ``cache_for`` and ``ttl`` are in seconds.
    """

    new_entries: int
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    title: str | None = None
    cache_for: float | None = None
    ttl: float | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A permanent redirect; the outcome of the poll itself is applied after this one."""

    url: str


@dataclass(frozen=True, slots=True)
class Failed:
    """No usable answer; ``retry_at`` is when the server wants to be asked again, if it said so."""

    error: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """410 Gone: the publisher ended the feed."""


PollOutcome = Unchanged | Changed | Moved | Failed | Ended


def next_poll(feed: Feed, outcome: PollOutcome, now: datetime) -> Feed:
    """Give ``feed`` as it stands after a poll at ``now`` (aware) that ended in ``outcome``."""
    now = require_aware(now)
    match outcome:
        case Moved(url):
            return replace(feed, url=url)
        case Ended():
            return replace(
                feed, state=FeedState.GONE, next_poll_at=None, last_error="the feed ended (410)"
            )
        case Failed(error, retry_at):
            return _failed(feed, error, retry_at, now)
        case Unchanged(cache_for):
            return _answered(feed, 0, cache_for, now)
        case Changed():
            learnt = replace(
                feed,
                etag=outcome.etag,
                last_modified=outcome.last_modified,
                body_hash=outcome.body_hash,
                title=feed.title or outcome.title,
            )
            wish = max(outcome.cache_for or 0.0, outcome.ttl or 0.0)
            return _answered(learnt, outcome.new_entries, wish, now)


def went_down(before: Feed, after: Feed) -> bool:
    """Say whether this poll took the feed down or ended it: the moment to tell admins, once."""
    gone = {FeedState.DOWN, FeedState.GONE}
    return after.state in gone and after.state != before.state


def came_back(before: Feed, after: Feed) -> bool:
    """Say whether this poll brought the feed back: the moment to tell admins, once."""
    return before.state is FeedState.DOWN and after.state is FeedState.ACTIVE


def _answered(feed: Feed, news: int, wish: float | None, now: datetime) -> Feed:
    interval = _learnt(feed, news, now)
    wait = max(interval, min(wish or 0.0, MAX_INTERVAL))
    back = feed.state is FeedState.DOWN
    return replace(
        feed,
        state=FeedState.ACTIVE if back else feed.state,
        interval=interval,
        next_poll_at=now + timedelta(seconds=wait * (1 + _SPREAD * _share(feed.id))),
        failures=0,
        last_success_at=now,
        last_new_at=now if news else feed.last_new_at,
        last_error=None,
    )


def _learnt(feed: Feed, news: int, now: datetime) -> float:
    """Give the new interval in seconds.

    The first poll finds only what was there before, and says nothing of the pace. After that the
    interval aims at one entry a poll where many came at once (the morning after a quiet night).
    """
    if feed.last_success_at is None:
        return _within(feed.interval)
    if news == 0:
        return _within(feed.interval * _SILENCE)
    elapsed = max((now - feed.last_success_at).total_seconds(), 0.0)
    return _within(min(feed.interval * _NEWS, elapsed / news))


def _within(interval: float) -> float:
    return min(max(interval, MIN_INTERVAL), MAX_INTERVAL)


def _failed(feed: Feed, error: str, retry_at: datetime | None, now: datetime) -> Feed:
    failures = feed.failures + 1
    wait = min(_within(feed.interval) * 2.0 ** min(failures - 1, 16), MAX_BACK_OFF)
    due = now + timedelta(seconds=wait * (1 + _SPREAD * _share(feed.id)))
    if retry_at is not None:
        due = max(due, min(require_aware(retry_at), now + timedelta(seconds=MAX_BACK_OFF)))
    down = feed.state is FeedState.ACTIVE and failures >= DOWN_AFTER
    return replace(
        feed,
        state=FeedState.DOWN if down else feed.state,
        failures=failures,
        next_poll_at=due,
        last_error=error,
    )


def _share(number: int) -> float:
    """Give a share (0 to 1) that differs from feed to feed, so that polls spread over time."""
    return (number * 2_654_435_761 % 2**32) / 2**32
