"""Feeds that a person brings along: by an address, or as a list in a file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, MessageHandler, filters

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, find_reader, meet_reader
from bot.handlers.feed_desk import preview_html
from bot.handlers.feed_lists import outlines_in, take_file
from bot.handlers.limits import OWN_FEEDS, limit_of
from bot.handlers.replies import say, tell
from bot.handlers.rights import Guarded, is_admin
from bot.handlers.sources import feed_name, why_not_read
from bot.messages import Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill, safe_url, with_scheme
from bot.opml import OpmlError, Outline
from bot.texts import number
from digests.errors import AlreadyThere, FeedError, FetchError, NotThere
from digests.ingest import FeedPreview
from digests.model import (
    Feed,
    FeedState,
    Subscriber,
    SubscriberState,
    Subscription,
    SubscriptionKind,
)
from digests.store.values import address_key
from digests.vietnamese.folding import fold

_LARGEST_FILE = 1_000_000
_MOST_OUTLINES = 200
_LONGEST_LINE = 150
_ADDRESS = re.compile(
    r"https?://\S*|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|asia|news|tv|io|co|me|eu|fr|de|uk"
    r"|us|jp|kr|cz|pl|ru|au|ca)(?:[:/]\S*)?",
    re.IGNORECASE,
)
"""With its scheme, or as people say it; endings that are known, for "TP.HCM" is none."""
_LIST = filters.Document.FileExtension("opml") | filters.Document.FileExtension("xml")


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handler: files with lists of feeds."""
    lists = _LIST & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(lists, Guarded(take_list, Who.CHAT_ADMINS)))


def is_address(words: str) -> bool:
    """Say whether words are one web address."""
    return _ADDRESS.fullmatch(words) is not None


def followed_feeds(following: Iterable[Subscription], feeds: Iterable[Feed]) -> list[Feed]:
    """Give the feeds behind what is followed: own ones, those of sources and of sections. Pure."""
    live = {(wish.kind, wish.value) for wish in following if not wish.off}
    return [feed for feed in feeds if _is_behind(feed, live)]


def _is_behind(feed: Feed, live: set[tuple[SubscriptionKind, str]]) -> bool:
    if wishes.same_as(wishes.feed_wish(feed), live):
        return True
    if not feed.shared:
        return False
    wide = [wishes.EVERYTHING, wishes.source_wish(feed)]
    wide += [wishes.section_wish(feed.section)] if feed.section else []
    return any(wishes.same_as(wish, live) for wish in wide)


def feed_behind(address: str, feeds: Iterable[Feed]) -> Feed | None:
    """Give the feed whose own address, or whose paper's home, a person names."""
    known = tuple(feeds)
    url = with_scheme(address)
    homes = (one for one in known if one.source.home and _is_same(one.source.home, url))
    return known_at(url, known) or next(homes, None)


def _is_same(one: str, other: str) -> bool:
    return address_key(one) == address_key(other)


def known_at(url: str, feeds: Iterable[Feed]) -> Feed | None:
    """Give the feed that is polled at an address."""
    key = address_key(url)
    return next((feed for feed in feeds if address_key(feed.url) == key), None)


async def follow_address(update: Update, context: Context, address: str) -> None:
    """Have the news of an address come to the chat, and only to those who added it too."""
    url = with_scheme(address)
    words, shown = context.texts.own, cut_words(clean(url), _LONGEST_LINE)
    reader = await meet_reader(update, context)
    if safe_url(url) is None:
        await tell(update, context, context.texts.sources.bad_address, url=shown)
        return
    known = known_at(url, await context.store.feeds.all())
    if known is not None and known.shared:
        await _follow(context, reader, known)
        await tell(update, context, words.feed_known, name=feed_name(known))
        return
    left, limit = await _places(context, reader)
    if left <= 0:
        said = words.too_many_feeds if limit else words.not_allowed
        await tell(update, context, said, limit=number(context.texts.dates, limit))
        return
    try:
        feed, preview = await _take(context, url)
    except FetchError as error:
        reason = why_not_read(error, context.texts.sources.reasons)
        await tell(update, context, context.texts.sources.not_reachable, url=shown, reason=reason)
    except FeedError:
        await tell(update, context, context.texts.sources.no_feed, url=shown)
    else:
        await _follow(context, reader, feed)
        said = words.feed_known if feed.shared else words.feed_added
        added = fill(said, name=feed_name(feed))
        await say(update, context, Outgoing(f"{preview_html(preview, context.texts)}\n\n{added}"))


async def _take(context: Context, url: str) -> tuple[Feed, FeedPreview]:
    """Give the feed at an address, polled from now on; ``FetchError``, ``FeedError``."""
    preview = await context.services.feeds.preview(url)
    try:
        return await context.services.feeds.take(preview, shared=False), preview
    except AlreadyThere:
        known = known_at(preview.url, await context.store.feeds.all())
        if known is None:
            raise NotThere(f"The feed {preview.url} has just gone.") from None
        return known, preview


async def _places(context: Context, reader: Subscriber) -> tuple[int, int]:
    """Give how many own feeds the chat may still add, and how many it may have."""
    allowed = replace(OWN_FEEDS, usual=context.services.own_feeds)
    limit = await limit_of(context, reader.address, allowed)
    shared = {feed.id for feed in await context.store.feeds.all() if feed.shared}
    following = await context.store.subscribers.following(reader.id)
    own = [wish for wish in following if wish.kind is SubscriptionKind.FEED]
    return limit - sum(int(wish.value) not in shared for wish in own), limit


async def _follow(context: Context, reader: Subscriber, feed: Feed) -> None:
    if reader.state is not SubscriberState.ACTIVE:
        await context.store.subscribers.wake(reader.id, context.now())
    await context.store.subscribers.follow(reader.id, wishes.feed_wish(feed))
    if not feed.shared and feed.state is FeedState.PAUSED:  # it rested while nobody followed it
        await context.store.feeds.set_state(feed.id, FeedState.ACTIVE, context.now())


@dataclass(slots=True)
class _Taken:
    """What came of the feeds of a file."""

    followed: int = 0
    beyond: int = 0
    failed: int = 0
    seen: set[int] = field(default_factory=set)


async def take_list(update: Update, context: Context) -> None:
    """Follow the feeds of an OPML file that was sent.

    One that an admin sends is for the bot's own feeds, unless "/theodoi" stands under it.
    """
    message, words = update.effective_message, context.texts.own
    if message is None or message.document is None:
        return
    for_reader = fold(message.caption or "").lstrip().startswith("/theodoi")
    if is_admin(update, context) and not for_reader:
        await take_file(update, context)
        return
    if chat_of(update).type != ChatType.PRIVATE and not for_reader:
        return  # files in a group are mostly meant for people
    await find_reader(update, context)
    if (message.document.file_size or 0) > _LARGEST_FILE:
        await tell(update, context, words.opml_too_large)
        return
    try:
        outlines = await outlines_in(message.document)
    except OpmlError:
        await tell(update, context, words.opml_wrong)
        return
    reader = await meet_reader(update, context)
    left, limit = await _places(context, reader)
    taken = await _take_all(context, reader, outlines[:_MOST_OUTLINES], left)
    await _report(update, context, taken, limit)


async def _take_all(
    context: Context, reader: Subscriber, outlines: Sequence[Outline], left: int
) -> _Taken:
    taken = _Taken()
    feeds = await context.store.feeds.all()
    for outline in outlines:
        feed = known_at(outline.url, feeds)
        if feed is None or not feed.shared:
            if left <= 0:
                taken.beyond += 1
                continue
            try:
                feed, _preview = await _take(context, outline.url)
            except (FetchError, FeedError, NotThere):
                taken.failed += 1
                continue
            left -= not feed.shared
        await _follow(context, reader, feed)
        taken.seen.add(feed.id)
    taken.followed = len(taken.seen)
    return taken


async def _report(update: Update, context: Context, taken: _Taken, limit: int) -> None:
    words, dates = context.texts.own, context.texts.dates
    lines = [fill(words.opml_done, count=number(dates, taken.followed))]
    if taken.beyond:
        count, most = number(dates, taken.beyond), number(dates, limit)
        lines.append(fill(words.opml_over_limit, count=count, limit=most))
    if taken.failed:
        lines.append(fill(words.opml_failed, count=number(dates, taken.failed)))
    await say(update, context, Outgoing("\n".join(lines)))
