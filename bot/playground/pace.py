"""How fast messages may come, and the 429 for those that come faster.

Whoever is too fast waits until the bucket has room again; asked before that time is over, the whole
chat (or the whole bot) is refused with what is left of it, as Telegram does.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from bot.playground.refusals import Refused, too_many
from bot.playground.settings import Pace

# What was sent within the limits may arrive closer together: a tenth more at once for the bot, a
# second less for the minute of a group. Without that, a sender at exactly the pace gets a 429.
SLACK = 1.1
MINUTE = 59.0


@dataclass(slots=True)
class _Bucket:
    """Room for ``size`` messages that fills again at ``rate`` a second."""

    rate: float
    size: float
    level: float
    at: float

    def wait(self, count: int, now: float) -> float:
        """Give the seconds until ``count`` messages have room; 0 takes the room at once."""
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        wanted = min(float(count), self.size)
        return 0.0 if self.level >= wanted else (wanted - self.level) / self.rate

    def take(self, count: int) -> None:
        """Use the room of ``count`` messages."""
        self.level -= min(float(count), self.size)


@dataclass(slots=True)
class _ChatPace:
    bucket: _Bucket
    sent: deque[float] = field(default_factory=deque)
    until: float = 0.0


class PaceKeeper:
    """The buckets of one bot; all times are seconds of the world's clock."""

    def __init__(self, pace: Pace | None) -> None:
        """Enforce ``pace``; ``None`` enforces nothing."""
        self.pace = pace
        self.until = 0.0
        self.refused = 0
        self._chats: dict[int, _ChatPace] = {}
        self._bot: dict[bool, _Bucket] = {}

    def take(
        self,
        chat: int,
        now: float,
        *,
        count: int,
        group: bool,
        paid: bool,
        change: bool = False,
    ) -> None:
        """Take room for ``count`` messages to ``chat``, or for as many changes of messages there.

        The thirty a second of the bot are for messages that people get anew.

        Raises:
            Refused: 429 with the seconds to wait.
        """
        if self.pace is None:
            return
        mine = self._chat(chat, self.pace, now)
        self._still_waiting(mine, now)
        if change:
            self._take_alone(mine, count, now, group=group)
            return
        bot = self._bot_bucket(self.pace, now, paid=paid)
        whole = bot.wait(count, now)
        if whole:
            self.until = now + math.ceil(whole)
            raise self._refuse(whole)
        if not paid:
            self._check_alone(mine, count, now, group=group)
        bot.take(count)
        mine.bucket.take(count)
        mine.sent.extend([now] * count)

    def _take_alone(self, mine: _ChatPace, count: int, now: float, *, group: bool) -> None:
        self._check_alone(mine, count, now, group=group)
        mine.bucket.take(count)
        mine.sent.extend([now] * count)

    def _check_alone(self, mine: _ChatPace, count: int, now: float, *, group: bool) -> None:
        """Refuse what one chat takes no more of."""
        if self.pace is None:
            return
        alone = max(mine.bucket.wait(count, now), _window(mine, self.pace, count, now, group=group))
        if alone:
            mine.until = now + math.ceil(alone)
            raise self._refuse(alone)

    def _still_waiting(self, mine: _ChatPace, now: float) -> None:
        left = max(mine.until, self.until) - now
        if left > 0:
            raise self._refuse(left)

    def _refuse(self, seconds: float) -> Refused:
        self.refused += 1
        return too_many(math.ceil(seconds))

    def _chat(self, chat: int, pace: Pace, now: float) -> _ChatPace:
        if chat not in self._chats:
            size = float(pace.chat_burst)
            self._chats[chat] = _ChatPace(_Bucket(pace.chat_per_second, size, size, now))
        return self._chats[chat]

    def _bot_bucket(self, pace: Pace, now: float, *, paid: bool) -> _Bucket:
        if paid not in self._bot:
            rate = pace.paid_per_second if paid else pace.bot_per_second
            size = rate * SLACK
            self._bot[paid] = _Bucket(rate, size, size, now)
        return self._bot[paid]


def _window(mine: _ChatPace, pace: Pace, count: int, now: float, *, group: bool) -> float:
    """Give the seconds until a group may have ``count`` more within its minute."""
    while mine.sent and mine.sent[0] <= now - MINUTE:
        mine.sent.popleft()
    if not group:
        mine.sent.clear()
    room = pace.group_per_minute - len(mine.sent)
    if not group or room >= count or not mine.sent:
        return 0.0
    last_to_leave = mine.sent[min(len(mine.sent), count - max(room, 0)) - 1]
    return max(last_to_leave + MINUTE - now, 0.001)
