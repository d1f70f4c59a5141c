"""What a handler works with: the services, the chat as a subscriber, its language, the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast

from telegram import Chat, Update
from telegram.ext import CallbackContext, ExtBot

from bot.handlers import wishes
from bot.handlers.commands import ROLES, Who
from bot.messages import Form, form_of
from bot.running import Running
from bot.texts import LANGUAGES, Texts, texts_for
from digests.fetch import Fetcher
from digests.ingest import FeedPreview
from digests.model import Address, ChatKind, Feed, StoredArticle, Subscriber, Subscription
from digests.store import Draft, Published, Store

_LONGEST_NUMBER = 17
"""Digits; what has more is no row of any database."""


class Desk(Protocol):
    """Reads and publishes what editors bring (``digests.ingest.ArticleDesk``)."""

    async def take_text(
        self, text: str, *, who: str, chat: str, picture: str | None = None
    ) -> Draft:
        """Take a copied article in hand; ``PageError``."""

    async def take_address(
        self, url: str, *, who: str, chat: str, picture: str | None = None
    ) -> Draft:
        """Take the article at an address in hand; ``FetchError``, ``PageError``."""

    async def publish(self, draft: Draft) -> Published | None:
        """Publish a draft; ``None`` when it was settled before."""


class FeedAdmin(Protocol):
    """Adds and removes feeds (``digests.ingest.FeedAdder``)."""

    async def preview(self, url: str) -> FeedPreview:
        """Give what would come from an address; ``FetchError``, ``FeedError``."""

    async def take(self, preview: FeedPreview, *, shared: bool = True) -> Feed:
        """Have the previewed feed polled from now on; ``AlreadyThere``."""

    async def remove(self, number: int) -> None:
        """Stop polling a feed; ``NotThere``."""


@dataclass(frozen=True, slots=True)
class Services:
    """What ``bot.app`` builds for the handlers; it stands in ``bot_data["services"]``.

    ``on_news`` is called after something was owed. ``own_feeds`` is how many feeds a person may
    bring along. ``language`` is that of new readers who use none of ours. ``rewriting`` counts
    what came of the rewriting service, by outcome; it changes while it runs.
    """

    store: Store
    fetcher: Fetcher
    now: Callable[[], datetime]
    admins: frozenset[int]
    feeds: FeedAdmin
    desk: Desk
    running: Running
    editors: frozenset[int] = frozenset()
    on_news: Callable[[], None] = lambda: None
    own_feeds: int = 5
    language: str = "vi"
    rewriting: Mapping[str, int] = field(default_factory=dict)

    def roles(self, user: int) -> frozenset[Who]:
        """Give the roles of a person by their id."""
        if user in self.admins:
            return ROLES
        return frozenset({Who.EDITORS}) if user in self.editors else frozenset()


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of one update.

    Attributes:
        words: what stands behind the command, or behind the name of the pressed button.
        said: what stands behind the command with its line breaks.
        reader: the subscriber of the chat, ``None`` while it has none.
        answered: whether the pressed button was answered already.
        elsewhere: the number of the chat that is acted for, where it is not this one.
    """

    words: str = ""
    said: str = ""
    reader: Subscriber | None = None
    language: str | None = None
    answered: bool = False
    elsewhere: int | None = None

    def act_for(self, place: Subscriber) -> None:
        """Act for another chat than the one in which the person writes, in the person's words."""
        if self.reader is not None:
            self.language = self.reader.language
        self.reader, self.elsewhere = place, place.id

    @property
    def services(self) -> Services:
        """Give what ``bot.app`` built."""
        return cast("Services", self.application.bot_data["services"])

    @property
    def store(self) -> Store:
        """Give the store."""
        return self.services.store

    @property
    def texts(self) -> Texts:
        """Give the texts in the chat's language, else in the person's."""
        chats_own = self.reader is not None and self.elsewhere is None
        return texts_for(self.reader.language if self.reader and chats_own else self.language)

    @property
    def form(self) -> Form:
        """Give how much of a digest the chat wants to see."""
        return form_of(self.reader)

    @property
    def zone(self) -> str:
        """Give the chat's time zone."""
        return self.reader.time_zone if self.reader else "Asia/Ho_Chi_Minh"

    def now(self) -> datetime:
        """Give the present instant, aware UTC."""
        return self.services.now()


def language_of(update: Update, context: Context) -> str:
    """Give the language to begin with: the person's, where it is one of ours, else the bot's."""
    code = (update.effective_user.language_code if update.effective_user else None) or ""
    language = code.lower().partition("-")[0]
    return language if language in LANGUAGES else context.services.language


def chat_of(update: Update) -> Chat:
    """Give the chat that an update is about; updates without one never reach those who ask."""
    if update.effective_chat is None:
        raise LookupError("an update without a chat")
    return update.effective_chat


def address_of(update: Update, context: "Context") -> Address:
    """Give the address of the chat, with the forum topic that the message stands in."""
    message = update.effective_message
    topic = getattr(message, "message_thread_id", None)
    in_topic = topic is not None and getattr(message, "is_topic_message", False)
    return context.store.address(chat_of(update).id, str(topic) if in_topic else None)


def row_number(words: str) -> int:
    """Give the row that words name; 0, which no row has, where they name none."""
    named = words.isascii() and words.isdecimal() and len(words) < _LONGEST_NUMBER
    return int(words) if named else 0


def start_link(bot: str, words: str) -> str:
    """Give the link that opens the chat with the bot and says "/start words" there."""
    return f"https://t.me/{bot}?start={words}"


async def named_article(update: Update, context: Context, number: int) -> StoredArticle | None:
    """Give an article by its number, as far as the chat or the person may read it.

    Anyone can send any number: what came by somebody's own feed is theirs.
    """
    chats = {str(one.id) for one in (update.effective_chat, update.effective_user) if one}
    return await context.store.named.article(number, sorted(chats))


async def choices(context: Context) -> tuple[Subscription, ...]:
    """Give everything that can be followed by a button."""
    feeds = [feed for feed in await context.store.feeds.all() if feed.shared]
    return wishes.choices(feeds, await context.store.articles.sections())


async def find_reader(update: Update, context: Context) -> None:
    """Put the chat's subscriber, where there is one, and the person's language into the context."""
    context.language = language_of(update, context)
    if update.effective_chat is not None:
        context.reader = await context.store.subscribers.find(address_of(update, context))


async def meet_reader(update: Update, context: Context) -> Subscriber:
    """Give the chat's subscriber; a chat that is new becomes one."""
    if context.reader is not None:
        return context.reader
    chat = chat_of(update)
    context.reader = await context.store.subscribers.meet(
        address_of(update, context),
        kind=ChatKind(str(chat.type)),
        title=chat.title or chat.full_name,
        language=context.language or language_of(update, context),
        now=context.now(),
    )
    return context.reader


async def meet_person(update: Update, context: Context) -> Subscriber:
    """Give the subscriber of the person who acts, wherever they act: what they save is theirs."""
    user = update.effective_user
    if user is None or str(user.id) == address_of(update, context).chat:
        return await meet_reader(update, context)
    return await context.store.subscribers.meet(
        context.store.address(user.id),
        kind=ChatKind.PRIVATE,
        title=user.full_name,
        language=language_of(update, context),
        now=context.now(),
    )
