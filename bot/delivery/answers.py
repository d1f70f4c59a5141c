"""The pace of what handlers send: answers to people, which go first."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.outcomes import wait_of
from bot.delivery.pace import Lane, Pace

_LONGEST_WAIT = 60.0
"""Seconds after which an answer interests nobody any more."""
_ATTEMPTS = 3
Result = bool | dict[str, Any] | list[dict[str, Any]]


class AnswerPace(BaseRateLimiter[None]):
    """Counts the calls of handlers in the same pace as the deliveries, before all of those."""

    def __init__(self, pace: Pace) -> None:
        """Share ``pace`` with the sender."""
        self._pace = pace

    def is_busy(self) -> bool:
        """Say whether a message would have to wait behind others."""
        return self._pace.is_busy()

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is kept."""

    async def process_request(  # noqa: PLR0917 - python-telegram-bot's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401 - python-telegram-bot's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make one call of the Bot API when its turn has come; wait out a short 429."""
        del rate_limit_args
        chat = data.get("chat_id")
        if chat is None or not endpoint.lower().startswith(("send", "edit", "copy", "forward")):
            return await callback(*args, **kwargs)
        edits = endpoint.lower().startswith("edit")
        for attempt in range(_ATTEMPTS):
            await self._turn(str(chat), edits=edits)
            try:
                result = await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = wait_of(error).total_seconds()
                self._pace.flooded(str(chat), wait, by_change=edits)
                if wait > _LONGEST_WAIT or attempt == _ATTEMPTS - 1:
                    raise
            else:
                if endpoint != "sendChatAction":
                    self._pace.went(str(chat))
                return result
        raise AssertionError("the last attempt gives or raises")

    async def _turn(self, chat: str, *, edits: bool) -> None:
        group = chat.startswith("-")
        if edits:
            await self._pace.edit_turn(chat, group=group)
        else:
            await self._pace.turn(chat, group=group, lane=Lane.ANSWER)
