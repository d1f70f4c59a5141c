"""What happens in the chats, told live to every page that listens."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.playground.refusals import Json

WAITING_EVENTS = 1000
KEEP_ALIVE_SECONDS = 15.0


class EventStream:
    """Hands every event to every listener; one that does not read loses the oldest."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: set[asyncio.Queue[Json | None]] = set()

    @property
    def heard(self) -> bool:
        """Whether anybody listens; without a listener no event need be made."""
        return bool(self._listeners)

    def publish(self, event: Json) -> None:
        """Give ``event`` to all listeners."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    def close(self) -> None:
        """End all streams."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def listen(self) -> AsyncIterator[str]:
        """Give server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

        Each is ``data: {JSON}``; a comment keeps the connection alive when nothing happens.
        """
        queue: asyncio.Queue[Json | None] = asyncio.Queue(WAITING_EVENTS)
        self._listeners.add(queue)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
        finally:
            self._listeners.discard(queue)
