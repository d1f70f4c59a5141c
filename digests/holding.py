"""When a chat wants nothing sent: quiet hours, a pause, enough for today. Pure.

What is held back is not lost: at the instant given here it goes out as one round-up.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from digests.model import DeliveryKind, Subscriber, require_aware
from digests.store import next_slot
from digests.store.slots import zone_of


class HoldReason(StrEnum):
    """Why nothing is sent."""

    MUTED = "muted"
    QUIET = "quiet"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is sent before ``until`` (UTC); ``reason`` is what holds first."""

    until: datetime
    reason: HoldReason


NEWS = frozenset({DeliveryKind.DIGEST, DeliveryKind.BREAKING, DeliveryKind.EDITION})
"""What counts for "at most N a day", and is gathered into one round-up when it was held."""


NEVER_HELD = frozenset({DeliveryKind.CHANGE, DeliveryKind.ALARM})


def may_hold(reader: Subscriber) -> bool:
    """Give whether the chat made any choice that could hold something back."""
    return bool(reader.quiet or reader.muted_until or reader.daily_limit)


def hold(
    reader: Subscriber, kind: DeliveryKind, now: datetime, *, sent_today: int = 0
) -> Hold | None:
    """Give until when a delivery waits, and why; ``None`` when it may go now.

    At that instant no choice holds it any more. An edit of a message that was sent makes no sound
    and never waits, nor does an alarm for admins; "at most N a day" is about news only.
    ``sent_today`` counts the news that was sent since ``day_begins``.
    """
    if kind in NEVER_HELD:
        return None
    moment, reason = require_aware(now), None
    if kind in NEWS and reader.daily_limit is not None and sent_today >= reader.daily_limit:
        # The rest of the day comes with the first hour of the next one.
        tomorrow = day_ends(now, reader.time_zone)
        first = min(reader.hours, default=time(7))
        moment = next_slot([first], reader.time_zone, tomorrow - timedelta(microseconds=1))
        reason = HoldReason.ENOUGH
    if reader.muted_until is not None and reader.muted_until > moment:
        moment, reason = reader.muted_until, reason or HoldReason.MUTED
    quiet_ends = _quiet_ends(reader, moment)
    if quiet_ends is not None:
        moment, reason = quiet_ends, reason or HoldReason.QUIET
    return None if reason is None else Hold(moment, reason)


def _quiet_ends(reader: Subscriber, moment: datetime) -> datetime | None:
    """Give when the quiet hours end in which ``moment`` lies; ``None`` when it lies in none.

    Told by instants, not by what a clock on the wall shows: in autumn that shows an hour twice.
    """
    if reader.quiet is None:
        return None
    begin, end = reader.quiet
    began = last_slot(begin, reader.time_zone, moment)
    ends = next_slot([end], reader.time_zone, began)
    return ends if moment < ends else None


def last_slot(hour: time, time_zone: str, moment: datetime) -> datetime:
    """Give the last instant (UTC), at or before ``moment``, at which ``hour`` came in the zone."""
    slot = next_slot([hour], time_zone, moment - timedelta(days=3))
    while (following := next_slot([hour], time_zone, slot)) <= moment:
        slot = following
    return slot


def day_begins(now: datetime, time_zone: str) -> datetime:
    """Give the instant (UTC) at which the local day of ``now`` began."""
    zone = zone_of(time_zone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)


def day_ends(now: datetime, time_zone: str) -> datetime:
    """Give the instant (UTC) at which the local day of ``now`` ends."""
    zone = zone_of(time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
