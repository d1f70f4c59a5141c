"""How fast messages may go out, as Telegram allows it.

About 30 messages a second for the bot, one a second in one chat, twenty a minute in one group or
channel (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this), and up
to 1,000 a second that are paid for (``allow_paid_broadcast``). Telegram
publishes no exact numbers, so the pace learns from each 429: down at once, slowly up again.
"""

import asyncio
import heapq
import itertools
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from time import monotonic
from typing import NamedTuple, Protocol

_REMEMBERED_CHATS = 20_000
_MINUTE = 60.0  # seconds
_CATCH_UP = 0.3
"""Seconds that timers may come late without losing their share."""
_ANSWERS_AHEAD = 3
"""Messages by which answers may run ahead of the pace of one chat."""
_PAID_CATCH_UP = 0.1
_FREE_WITHIN = 2.0
"""Seconds: a line that is served for nothing in so short a time is not paid for."""
_BOT_WIDE = 3
"""Different chats that are refused in a row, none served between: then the bot is meant."""
_SLOWEST_SHARE = 0.1
_DOWN, _CHAT_DOWN, _CHAT_SLOWEST = 0.7, 1.5, 4.0
_UP, _CHAT_UP = 0.0005, 0.9


class Lane(IntEnum):
    """Who goes first when not all can: answers to people before everything else."""

    ANSWER = 0
    BREAKING = 1
    EDITION = 2
    DIGEST = 3
    ANNOUNCEMENT = 4


class Purse(Protocol):
    """Pays for messages beyond those that Telegram takes for nothing."""

    def pay(self) -> bool:
        """Pay for one message; false when nothing may be spent."""


class _InLine(NamedTuple):
    lane: Lane
    place: int
    payable: bool
    turn: asyncio.Future[bool]


@dataclass(slots=True)
class _Chat:
    """One chat's own pace: seconds of the pace's clock."""

    next_at: float = 0.0
    held_until: float = 0.0
    slowness: float = 1.0
    sent: deque[float] = field(default_factory=deque)


class Pace:
    """Makes senders wait for their turn: for the whole bot, and for each chat."""

    def __init__(
        self,
        *,
        per_second: float = 29.5,
        chat_pause: float = 1.02,
        group_pause: float = 3.1,
        paid_per_second: float = 980.0,
        purse: Purse | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Set the pace.

        Args:
            per_second: messages a second for the whole bot.
            chat_pause: seconds between two messages to one person.
            group_pause: seconds between two messages to one group or channel.
            paid_per_second: messages a second that are paid for.
            purse: pays for them; without one nothing is paid.
            clock: seconds that never go back.
        """
        self._alone = per_second
        self._full = per_second
        self._rate = per_second
        self._chat_pause = chat_pause
        self._group_pause = group_pause
        self._a_minute = int(_MINUTE / group_pause) + 1
        self._clock = clock
        self._chats: OrderedDict[str, _Chat] = OrderedDict()
        self._held_until = 0.0
        self._next_at = 0.0
        self._paid_per_second = paid_per_second
        self._purse = purse
        self._next_paid_at = 0.0
        self._line: list[_InLine] = []
        self._places = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._refused: set[str] = set()
        self._changes_count = False

    @property
    def rate(self) -> float:
        """Messages a second that the whole bot allows itself now."""
        return self._rate

    def shared_by(self, senders: int) -> None:
        """Keep to an even share of what the whole bot may send, while ``senders`` work for it."""
        share = self._alone / senders
        self._rate *= share / self._full
        self._full = share

    def held(self, chat: str) -> float:
        """Give for how many seconds Telegram wants nothing in ``chat``; 0 when it takes more."""
        mine = self._chats.get(chat)
        until = max(self._held_until, mine.held_until if mine else 0.0)
        return max(0.0, until - self._clock())

    def is_busy(self) -> bool:
        """Say whether somebody waits for the whole bot's turn already."""
        return bool(self._line)

    def everything_held(self) -> bool:
        """Say whether Telegram wants nothing from the whole bot now."""
        return self._held_until > self._clock()

    async def turn(self, chat: str, *, group: bool, lane: Lane, payable: bool = False) -> bool:
        """Wait until a message to ``chat`` may go out, count it, and give whether it is paid for.

        Only what is ``payable`` and would have to wait long is paid for. What was paid for keeps
        its turn where another message to the chat went out meanwhile.
        """
        mine = self._chat(chat)
        pause = self._group_pause if group else self._chat_pause
        paid = False
        while True:
            wait = self._chat_wait(mine, pause, lane, group=group)
            if paid:
                wait = max(wait, self._held_until - self._clock())
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            if paid:
                break
            paid = await self._bot_turn(lane, payable=payable)
            if not paid and self._chat_wait(mine, pause, lane, group=group) <= 0:
                break
        self._count(mine, pause, group=group)
        return paid

    async def edit_turn(self, chat: str, *, group: bool) -> None:
        """Wait until an answer to ``chat`` may change a message there, and count it.

        Telegram's thirty a second are for new messages: whoever presses a button does not wait for
        a hundred others who do. Should Telegram count changes too, they stand in line like all.
        """
        if self._changes_count:
            await self.turn(chat, group=group, lane=Lane.ANSWER)
            return
        mine = self._chat(chat)
        pause = self._group_pause if group else self._chat_pause
        while True:
            if (wait := self._edit_wait(mine, pause, group=group)) <= 0:
                break
            await asyncio.sleep(wait)
        self._count(mine, pause, group=group)

    def _edit_wait(self, mine: _Chat, pause: float, *, group: bool) -> float:
        everyone = self._held_until - self._clock()
        return max(everyone, self._chat_wait(mine, pause, Lane.ANSWER, group=group))

    def _count(self, mine: _Chat, pause: float, *, group: bool) -> None:
        now = self._clock()
        mine.next_at = max(mine.next_at, now) + pause * mine.slowness
        if group:
            mine.sent.append(now)

    def pay_nothing(self, seconds: float) -> None:
        """Have nothing paid for ``seconds``: Telegram does not take our Stars."""
        self._next_paid_at = self._clock() + seconds

    def hold(self, seconds: float) -> None:
        """Let nothing out for ``seconds``."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    def went(self, chat: str) -> None:
        """Learn that Telegram took a message: the pace comes up again, slowly."""
        self._refused.clear()
        self._rate = min(self._full, self._rate + self._full * _UP)
        mine = self._chats.get(chat)
        if mine is not None and mine.slowness > 1:
            mine.slowness = max(1.0, mine.slowness * _CHAT_UP)

    def flooded(self, chat: str, seconds: float, *, by_change: bool = False) -> bool:
        """Learn of a 429 with ``retry_after``; give whether the whole bot has to wait.

        Telegram does not say whom it means: one chat that is refused waits alone, but when
        several are refused one after the other and none is served, it is the bot.
        """
        mine = self._chat(chat)
        mine.held_until = max(mine.held_until, self._clock() + seconds)
        mine.slowness = min(_CHAT_SLOWEST, mine.slowness * _CHAT_DOWN)
        self._refused.add(chat)
        if len(self._refused) < _BOT_WIDE:
            return False
        if self._held_until <= self._clock():
            self._rate = max(self._full * _SLOWEST_SHARE, self._rate * _DOWN)
        self._changes_count = self._changes_count or by_change
        self.hold(seconds)
        return True

    def _chat(self, chat: str) -> _Chat:
        mine = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return mine

    def _chat_wait(self, mine: _Chat, pause: float, lane: Lane, *, group: bool) -> float:
        now = self._clock()
        if lane is not Lane.ANSWER:
            wait = mine.next_at - now
        else:
            wait = 0.0 if group else mine.next_at - now - pause * _ANSWERS_AHEAD
        if group:
            wait = max(wait, self._window(mine, now))
        return max(wait, mine.held_until - now)

    def _window(self, mine: _Chat, now: float) -> float:
        """Give the seconds until a group has room within its minute."""
        while mine.sent and mine.sent[0] <= now - _MINUTE:
            mine.sent.popleft()
        if len(mine.sent) < self._a_minute:
            return 0.0
        return mine.sent[len(mine.sent) - self._a_minute] + _MINUTE - now

    async def _bot_turn(self, lane: Lane, *, payable: bool) -> bool:
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._line, _InLine(lane, next(self._places), payable, turn))
        self._let_go()
        return await turn

    def _let_go(self) -> None:
        """Give turns as far as the pace allows, and come back for the rest."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._line:
            if self._line[0].turn.done():  # who was cancelled takes nobody's share
                heapq.heappop(self._line)
                continue
            now = self._clock()
            free_at = max(self._next_at, self._held_until)
            if free_at <= now:
                heapq.heappop(self._line).turn.set_result(False)
                self._next_at = max(self._next_at, now - _CATCH_UP) + 1 / self._rate
                continue
            at = self._paid_turn(free_at, now)
            if at > now:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(at - now, self._let_go)
                return

    def _paid_turn(self, free_at: float, now: float) -> float:
        """Give the first of the line a turn that is paid for, or when to look again."""
        long = len(self._line) > _FREE_WITHIN * self._rate
        if self._purse is None or not self._line[0].payable or not long:
            return free_at
        paid_at = max(self._next_paid_at, self._held_until)
        if paid_at > now:
            return min(paid_at, free_at)
        if not self._purse.pay():
            return free_at
        heapq.heappop(self._line).turn.set_result(True)
        rate = self._paid_per_second * self._rate / self._full
        self._next_paid_at = max(self._next_paid_at, now - _PAID_CATCH_UP) + 1 / rate
        return now
