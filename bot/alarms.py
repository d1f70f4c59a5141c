"""What admins are told without asking, each thing once."""

from collections.abc import Callable
from datetime import datetime

from bot.messages.markup import fill
from bot.messages.reasons import why_failed
from bot.texts import Texts, texts_for
from digests.feeds.health import came_back, went_down
from digests.model import Address, Feed, FeedState
from digests.store import Store

NETWORK = "telegram"


def feed_alarm(before: Feed, after: Feed, texts: Texts) -> str | None:
    """Give what admins should hear of a poll, as HTML; ``None`` when there is nothing new."""
    name = after.title or after.source.name
    if went_down(before, after):
        words = texts.alarms.feed_down
        if after.state is FeedState.GONE:
            words = texts.alarms.feed_gone
        reason = why_failed(after.last_error, texts.sources.reasons)
        return fill(words, number=str(after.id), name=name, reason=reason, url=after.url)
    if came_back(before, after):
        return fill(texts.alarms.feed_back, number=str(after.id), name=name)
    return None


class Alarms:
    """Owes the admins a message; those who never wrote to the bot cannot be reached."""

    def __init__(
        self,
        store: Store,
        admins: frozenset[int],
        *,
        now: Callable[[], datetime],
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; ``on_news`` is called after a message was owed."""
        self._store = store
        self._admins = admins
        self._now = now
        self._on_news = on_news

    async def feed_health(self, before: Feed, after: Feed) -> None:
        """Tell the admins that a feed went down, ended or is back."""
        for admin in sorted(self._admins):
            reader = await self._store.subscribers.find(Address(NETWORK, str(admin)))
            if reader is None:
                continue
            html = feed_alarm(before, after, texts_for(reader.language))
            if html is not None:
                await self._store.outbox.owe_notice(reader.id, {"html": html}, self._now())
                self._on_news()
