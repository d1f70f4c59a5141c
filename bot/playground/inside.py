"""What the bot has in its store, for the page's panel: the outbox and the feeds, as plain JSON.

====  ============  =============================================================================
GET   /api/queue    how many deliveries stand where: ``state, count``
GET   /api/outbox   the last deliveries, newest first: ``id, kind, state, chat, title, tells, …``
GET   /api/feeds    the feeds: ``id, name, section, url, state, failures, reason, …``
====  ============  =============================================================================

Before the bot has opened its store the lists are empty.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.page_api import is_here
from digests.model import Feed
from digests.store import Store

_LAST = 40
Json = dict[str, Any]
Look = Callable[[Store], Awaitable[list[Json]]]


class Inside:
    """Serves what the bot's store holds; ``store`` is set once it is open."""

    def __init__(self, explain: Callable[[str], str] = str) -> None:
        """Wait for a store; ``explain`` words for readers why a feed could not be read."""
        self.store: Store | None = None
        self._explain = explain

    def routes(self) -> list[Route]:
        """Give the routes of the panel."""
        looks: tuple[tuple[str, Look], ...] = (
            ("/api/queue", _queue),
            ("/api/outbox", _outbox),
            ("/api/feeds", self._feeds),
        )
        return [Route(path, self._answering(look), methods=["GET"]) for path, look in looks]

    def _answering(self, look: Look) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            if not is_here(request):
                return JSONResponse({"error": "only from this machine"}, 403)
            return JSONResponse([] if self.store is None else await look(self.store))

        return answer

    async def _feeds(self, store: Store) -> list[Json]:
        return [_feed(feed, self._explain) for feed in await store.feeds.all()]


async def _queue(store: Store) -> list[Json]:
    counts = await store.lately.counts()
    return [{"state": state, "count": count} for state, count in sorted(counts.items())]


async def _outbox(store: Store) -> list[Json]:
    return [_plain(line._asdict()) for line in await store.lately.deliveries(_LAST)]


def _feed(feed: Feed, explain: Callable[[str], str]) -> Json:
    return _plain(
        {
            "id": feed.id,
            "name": feed.source.name,
            "section": feed.section,
            "url": feed.url,
            "state": str(feed.state),
            "failures": feed.failures,
            "last_error": feed.last_error,
            "reason": feed.last_error and explain(feed.last_error),
            "last_success_at": feed.last_success_at,
            "last_new_at": feed.last_new_at,
            "next_poll_at": feed.next_poll_at,
        }
    )


def _plain(fields: Json) -> Json:
    return {
        name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
        for name, value in fields.items()
    }
