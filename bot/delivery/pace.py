"""How fast messages may go out, as Telegram allows it.

About 30 messages a second for the bot, one a second in one chat, twenty a minute in one group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

from collections import OrderedDict

from aiolimiter import AsyncLimiter

from digests.model import ChatKind, Subscriber

_REMEMBERED_CHATS = 20_000


class Pace:
    """Makes senders wait for their turn: for the whole bot, and for each chat."""

    def __init__(
        self, *, per_second: float = 28.0, chat_pause: float = 1.05, group_pause: float = 3.1
    ) -> None:
        """Set the pace.

        Args:
            per_second: messages a second for the whole bot.
            chat_pause: seconds between two messages to one person or channel.
            group_pause: seconds between two messages to one group.
        """
        self._bot = AsyncLimiter(1, 1 / per_second)
        self._chat_pause = chat_pause
        self._group_pause = group_pause
        self._chats: OrderedDict[str, AsyncLimiter] = OrderedDict()

    async def turn(self, subscriber: Subscriber) -> None:
        """Wait until a message to ``subscriber`` may go out."""
        await self._chat(subscriber).acquire()
        await self._bot.acquire()

    def _chat(self, subscriber: Subscriber) -> AsyncLimiter:
        chat = subscriber.address.chat
        limiter = self._chats.get(chat)
        if limiter is None:
            in_group = subscriber.kind in {ChatKind.GROUP, ChatKind.SUPERGROUP}
            limiter = AsyncLimiter(1, self._group_pause if in_group else self._chat_pause)
            self._chats[chat] = limiter
        self._chats.move_to_end(chat)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return limiter
