"""What many ask of the store at the same time, asked of the database once.

While one question is under way the next ones gather, and then go together: a burst costs few
statements, and who asks alone is answered at once. Nobody is given an answer that was on its way
before they asked: what they wrote themselves they find.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Together(Generic[Key, Answer]):
    """Gathers keys, and has those that came meanwhile looked up by one call."""

    def __init__(self, ask: Callable[[frozenset[Key]], Awaitable[Mapping[Key, Answer]]]) -> None:
        """Keep ``ask``, which gives the answers of several keys; it may leave some out."""
        self._ask = ask
        self._keys: set[Key] = set()
        self._next: asyncio.Task[Mapping[Key, Answer]] | None = None
        self._under_way = asyncio.Lock()

    async def get(self, key: Key) -> Answer | None:
        """Give the answer for ``key``, ``None`` where there is none; raises what ``ask`` does."""
        self._keys.add(key)
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
        answers = await asyncio.shield(self._next)  # who stops waiting stops nobody else
        return answers.get(key)

    async def _asked(self) -> Mapping[Key, Answer]:
        async with self._under_way:
            keys, self._keys, self._next = frozenset(self._keys), set(), None
            return await self._ask(keys)
