"""When the next edition of a reader is due."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digests.model import EVERY_DAY, require_aware

_SUNDAY = 6


def next_slot(
    hours: Sequence[time], time_zone: str, after: datetime, days: Collection[int] = EVERY_DAY
) -> datetime:
    """Give the first instant (UTC) after ``after`` at which one of ``hours`` comes in the zone.

    Only on ``days`` of the week, Monday being 0. An hour that the clocks skip in spring comes as
    much later as they are put forward; one that they show twice in autumn counts the first time
    only.

    Raises:
        ValueError: there are no hours or no days, or nobody knows the time zone.
    """
    if not hours or not days:
        raise ValueError("an edition needs at least one hour and one day")
    zone = zone_of(time_zone)
    moment = require_aware(after)
    today = moment.astimezone(zone).date()
    reach = 4 if len(days) == len(EVERY_DAY) else 10
    dates = [today + timedelta(days=ahead) for ahead in range(-1, reach)]
    slots = (
        datetime.combine(date, hour, zone).astimezone(UTC)
        for date in dates
        if date.weekday() in days
        for hour in hours
    )
    return min(slot for slot in slots if slot > moment)


def next_week(hours: Sequence[time], time_zone: str, after: datetime) -> datetime:
    """Give the first instant (UTC) after ``after`` that is Sunday's first of ``hours`` in the zone.

    Raises:
        ValueError: there are no hours, or nobody knows the time zone.
    """
    first, zone = sorted(hours)[:1], zone_of(time_zone)
    slot = next_slot(first, time_zone, after)
    while slot.astimezone(zone).weekday() != _SUNDAY:
        slot = next_slot(first, time_zone, slot)
    return slot


def zone_of(name: str) -> ZoneInfo:
    """Give the time zone called ``name``; ``ValueError`` when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
