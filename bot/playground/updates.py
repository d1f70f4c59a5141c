"""The updates that wait for the bot, and the one poller who may fetch them."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.playground.refusals import OTHER_POLLER, Json, conflict

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 500_000_001


@dataclass(frozen=True, slots=True)
class _Waiting:
    at: float
    update: Json


class UpdateQueue:
    """Updates in order, kept until they are confirmed or too old.

    Confirmed is every update below the ``offset`` of a later call. Updates of a kind that the last
    poller did not ask for are not kept at all.
    """

    def __init__(self, clock: Callable[[], float], *, kept_seconds: float) -> None:
        """Keep what nobody fetches for ``kept_seconds`` of ``clock``."""
        self._clock = clock
        self.kept_seconds = kept_seconds
        self._waiting: deque[_Waiting] = deque()
        self._next = FIRST_UPDATE
        self._allowed: frozenset[str] | None = None
        self._changed = asyncio.Event()
        self._poller = 0
        self._stopped = 0

    def __len__(self) -> int:
        """Give how many updates wait."""
        self._forget_old()
        return len(self._waiting)

    @property
    def allowed(self) -> list[str]:
        """The kinds asked for, empty for the usual ones."""
        return sorted(self._allowed or ())

    def allow(self, kinds: Collection[str] | None) -> None:
        """Remember which kinds are wanted from now on; ``None`` changes nothing."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def put(self, kind: str, content: Json) -> int | None:
        """Add an update; give its id, or ``None`` when its kind is not wanted."""
        wanted = kind in self._allowed if self._allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update_id = self._next
        self._next += 1
        self._waiting.append(_Waiting(self._clock(), {"update_id": update_id, kind: content}))
        self._wake()
        return update_id

    def clear(self) -> None:
        """Drop everything that waits."""
        self._waiting.clear()

    def stop(self) -> None:
        """End the call that waits, if there is one, with nothing."""
        self._stopped = self._poller
        self._wake()

    async def first(self) -> Json:
        """Give the first update, as soon as there is one."""
        while not self._waiting:
            await self._changed.wait()
        return self._waiting[0].update

    def confirm(self, update_id: int) -> None:
        """Forget an update that was taken, and those before it."""
        self._confirm(update_id + 1)

    async def fetch(self, *, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - Telegram's word
        """Give up to ``limit`` updates from ``offset`` on; wait ``timeout`` seconds for the first.

        A negative ``offset`` counts from the end. The call before this one, if it still waits, ends
        with a conflict.

        Raises:
            Refused: 409 when another call took over meanwhile.
        """
        self._poller += 1
        mine = self._poller
        self._wake()
        self._confirm(offset)
        deadline = asyncio.get_running_loop().time() + timeout
        while not self._waiting:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not await self._wait(left) or self._stopped >= mine:
                break
            if self._poller != mine:
                raise conflict(OTHER_POLLER)
        return [one.update for one in list(self._waiting)[:limit]]

    def _confirm(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        while self._waiting and self._waiting[0].update["update_id"] < offset:
            self._waiting.popleft()

    def _forget_old(self) -> None:
        oldest = self._clock() - self.kept_seconds
        while self._waiting and self._waiting[0].at < oldest:
            self._waiting.popleft()

    async def _wait(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
