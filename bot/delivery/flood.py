"""One person who floods the bot: slowed first, then ignored for a while, never a load on others.

A bucket for each person (the generic cell rate algorithm, ITU-T I.371): a burst is served at once,
what goes on faster than it leaks waits, and who has too much waiting is not heard for a while. All
of it is decided in memory, before anything is written down, so a flood costs next to nothing.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Update

_REMEMBERED = 50_000
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What one person may ask.

    ``burst`` updates are served at once, one more each ``pause``; ``waiting`` updates wait for
    their turn at most, then the person is ignored for ``ignored``.
    """

    burst: int = 20
    pause: timedelta = timedelta(seconds=1)
    waiting: int = 10
    ignored: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an update: served after ``wait``, or not at all (``None``).

    ``begins`` says that the person is ignored from now on; it is true once each time.
    """

    wait: timedelta | None
    begins: bool = False


SERVED = Verdict(_NOTHING)
_IGNORED = Verdict(None)


@dataclass(slots=True)
class _Person:
    empty_at: datetime
    ignored_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Somebody is ignored from now on: ``update`` is the one that was too much."""

    update: Update
    length: timedelta


class Flood:
    """Who asks how much."""

    def __init__(self, limits: FloodLimits | None = None) -> None:
        """Keep to ``limits``; nobody is known yet."""
        self.limits = limits or FloodLimits()
        self._people: OrderedDict[int, _Person] = OrderedDict()

    def judge(self, person: int, cost: float, now: datetime) -> Verdict:
        """Say what becomes of something that ``person`` asks and that costs ``cost`` updates."""
        limits = self.limits
        known = self._people.setdefault(person, _Person(now))
        self._people.move_to_end(person)
        if len(self._people) > _REMEMBERED:
            self._people.popitem(last=False)
        if known.ignored_until is not None:
            if now < known.ignored_until:
                return _IGNORED
            known.ignored_until, known.empty_at = None, now
        wait = max(_NOTHING, max(known.empty_at, now) - now - (limits.burst - 1) * limits.pause)
        if wait > limits.waiting * limits.pause:
            known.ignored_until = now + limits.ignored
            return Verdict(None, begins=True)
        known.empty_at = max(known.empty_at, now) + cost * limits.pause
        return Verdict(wait)


def cost_of(update: Mapping[str, Any]) -> tuple[int, float] | None:
    """Give who asks and how many updates that counts for; ``None`` for what nobody asks.

    ``update`` is Telegram's own object, of which nothing was made yet: a flood is not worth it.
    What the network itself tells (who came, who left, a group that moved) is always heard. A press
    is half a question, and an inline query, which comes with every few letters, a quarter.
    """
    for kind, cost in _ASKED.items():
        if asked := update.get(kind):
            sender = asked.get("from") or asked.get("chat")
            told = sender is None or "migrate_to_chat_id" in asked
            return None if told else (sender["id"], cost)
    return None


_ASKED = {"callback_query": 0.5, "inline_query": 0.25, "message": 1.0, "channel_post": 1.0}
