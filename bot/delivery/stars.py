"""The Stars that may be spent in one day on sending faster than Telegram does for nothing.

A message with ``allow_paid_broadcast`` costs a tenth of a Star
(https://core.telegram.org/bots/api#sendmessage). Messages are drawn from the day's allowance in
the store in portions, so a crash may leave a portion unused and never spends more than is allowed.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from digests.store import Store
from digests.store.allowances import Allowances

log = structlog.get_logger(__name__)

MESSAGES_A_STAR = 10
_NAME = "paid_broadcast"
_PORTION = 1000
"""Messages drawn at a time."""
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Stars:
    """A purse that is filled once a day."""

    def __init__(self, store: Store, *, now: Callable[[], datetime], daily: int) -> None:
        """Allow ``daily`` Stars a day; nothing is drawn yet."""
        self._allowances = Allowances(store.database)
        self._name = store.database.own(_NAME)
        self._now = now
        self._daily = daily
        self._day = ""
        self._left = 0
        self._told = ""

    def pay(self) -> bool:
        """Pay for one message; false when nothing is left."""
        if self._left <= 0 or self._day != self._today():
            return False
        self._left -= 1
        return True

    async def draw(self) -> None:
        """Have enough for the next messages, as far as the day's allowance reaches.

        Raises:
            StoreError: nothing could be drawn.
        """
        today = self._today()
        if self._day != today:
            self._day, self._left = today, 0
        if self._left > _PORTION // 2 or self._told == today:
            return
        limit = self._daily * MESSAGES_A_STAR
        drawn = await self._allowances.draw(self._name, today, _PORTION, limit=limit)
        self._left += drawn
        if drawn < _PORTION:
            self._told = today
            log.warning("stars_drawn_up", stars=self._daily, day=today)

    async def give_back(self) -> None:
        """Return what was drawn and not spent. Raises ``StoreError``."""
        left, self._left = self._left, 0
        if left and self._day == self._today():
            await self._allowances.give_back(self._name, self._day, left)

    def _today(self) -> str:
        return self._now().astimezone(_VIETNAM).date().isoformat()
