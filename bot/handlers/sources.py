"""The list of sources for everyone; adding and removing feeds for the bot's admins."""

from collections.abc import Mapping

from telegram import Update

from bot.handlers.commands import ADD_WORDS, PAUSE_WORDS, REMOVE_WORDS, RESUME_WORDS, Who
from bot.handlers.context import Context
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.rights import is_admin
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.markup import clean, fill, safe_url
from bot.texts import Texts, number
from digests.errors import AlreadyThere, FeedError, FetchError, HttpStatusError, NotThere
from digests.ingest import FeedPreview
from digests.model import Feed, FeedState
from digests.vietnamese.folding import fold

_SHOWN_ENTRIES = 5
_LONGEST_LINE = 150


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("nguon", sources)
    routes.button("nr", remove_confirmed, who=Who.ADMINS)


async def sources(update: Update, context: Context) -> None:
    """Answer /nguon, and for admins /nguon them URL, /nguon xoa, tam and chay N."""
    what, _space, rest = context.words.partition(" ")
    what = fold(what)
    if what in ADD_WORDS:
        await _add(update, context, rest.strip())
    elif what in REMOVE_WORDS:
        await _ask_removal(update, context, rest.strip())
    elif what in PAUSE_WORDS:
        await _set_state(update, context, rest.strip(), FeedState.PAUSED)
    elif what in RESUME_WORDS:
        await _set_state(update, context, rest.strip(), FeedState.ACTIVE)
    else:
        feeds = await context.store.feeds.all()
        message = feeds_message(feeds, context.texts, admin=is_admin(update, context))
        await show(update, context, message)


def feeds_message(feeds: list[Feed], texts: Texts, *, admin: bool) -> Outgoing:
    """Give the feeds with their health; what does not fit one message is counted."""
    words = texts.sources
    if not feeds:
        return Outgoing("\n\n".join([words.none, *([words.usage] if admin else [])]))
    lines = [fill(words.heading, count=number(texts.dates, len(feeds)))]
    last = [words.usage] if admin else []
    for place, feed in enumerate(sorted(feeds, key=lambda one: one.id)):
        line = fill(words.feed, number=feed.id, state=_state(feed, texts), name=feed_name(feed))
        left = fill(words.preview_more, count=number(texts.dates, len(feeds) - place))
        if visible_units("\n".join([*lines, line, left, *last])) > TEXT_LIMIT:
            lines.append(left)
            break
        lines.append(line)
    return Outgoing("\n".join([*lines, *last]))


def feed_name(feed: Feed) -> str:
    """Give "Tuổi Trẻ · Thể thao"."""
    parts = [clean(feed.source.name), clean(feed.section)]
    return cut_words(" · ".join(part for part in parts if part), _LONGEST_LINE)


def _state(feed: Feed, texts: Texts) -> str:
    words = texts.sources
    return {
        FeedState.ACTIVE: words.state_active,
        FeedState.PAUSED: words.state_paused,
        FeedState.DOWN: words.state_down,
        FeedState.GONE: words.state_gone,
    }[feed.state]


async def _add(update: Update, context: Context, url: str) -> None:
    words = context.texts.sources
    if not url:
        await tell(update, context, words.add_usage)
        return
    address = url if "://" in url else f"https://{url}"
    shown = cut_words(clean(address), _LONGEST_LINE)
    if safe_url(address) is None or "." not in address:
        await tell(update, context, words.bad_address, url=shown)
        return
    try:
        preview = await context.services.feeds.preview(address)
        feed = await context.services.feeds.take(preview)
    except AlreadyThere:
        await tell(update, context, words.already)
    except FetchError as error:
        reason = why_not_read(error, words.reasons)
        await tell(update, context, words.not_reachable, url=shown, reason=reason)
    except FeedError:
        await tell(update, context, words.no_feed, url=shown)
    else:
        await _record(update, context, f"added feed {feed.id} {feed.url}")
        added = fill(words.added, number=feed.id, name=feed_name(feed))
        await show(update, context, Outgoing(f"{preview_html(preview, context.texts)}\n\n{added}"))


def preview_html(preview: FeedPreview, texts: Texts) -> str:
    """Say what a feed gives: its title and its first entries."""
    words = texts.sources
    count = number(texts.dates, len(preview.entries))
    title = cut_words(clean(preview.title) or preview.url, _LONGEST_LINE)
    lines = [fill(words.preview, title=title, count=count)]
    lines += [
        fill(words.preview_entry, title=cut_words(clean(entry.title), _LONGEST_LINE))
        for entry in preview.entries[:_SHOWN_ENTRIES]
    ]
    more = len(preview.entries) - _SHOWN_ENTRIES
    if more > 0:
        lines.append(fill(words.preview_more, count=number(texts.dates, more)))
    return "\n".join(lines)


async def _chosen(update: Update, context: Context, typed: str) -> Feed | None:
    words, digits = context.texts.sources, typed.lstrip("#")
    if not digits.isdecimal():
        await tell(update, context, words.remove_usage)
        return None
    try:
        return await context.store.feeds.get(int(digits))
    except NotThere:
        await tell(update, context, words.no_such_feed, number=digits)
        return None


async def _set_state(update: Update, context: Context, typed: str, state: FeedState) -> None:
    feed = await _chosen(update, context, typed)
    if feed is None:
        return
    await context.store.feeds.set_state(feed.id, state, context.now())
    await _record(update, context, f"set feed {feed.id} to {state}")
    words = context.texts.sources
    said = words.paused if state is FeedState.PAUSED else words.resumed
    await tell(update, context, said, number=feed.id, name=feed_name(feed))


async def _ask_removal(update: Update, context: Context, typed: str) -> None:
    words = context.texts.sources
    feed = await _chosen(update, context, typed)
    if feed is None:
        return
    name = feed_name(feed)
    text = cut_words(context.texts.buttons.remove.format(name=name), 60)
    button = Button(text, data=f"nr:{feed.id}")
    shown = cut_words(feed.url, _LONGEST_LINE)
    question = fill(words.remove_question, number=feed.id, name=name, url=shown)
    await say(update, context, Outgoing(question, buttons=((button,),)))


async def remove_confirmed(update: Update, context: Context) -> None:
    """Remove the feed that an admin agreed to remove."""
    words = context.texts.sources
    chosen = int(context.words) if context.words.isdecimal() else 0
    try:
        await context.services.feeds.remove(chosen)
    except NotThere:
        await toast(update, context, words.no_such_feed, number=chosen)
        return
    await _record(update, context, f"removed feed {chosen}")
    await show(update, context, Outgoing(fill(words.removed, number=chosen)))


def why_not_read(error: FetchError, reasons: Mapping[str, str]) -> str:
    """Give in a person's words why an address could not be had."""
    known = (kind.__name__ for kind in type(error).__mro__ if kind.__name__ in reasons)
    words = reasons[next(known)]
    status = error.status if isinstance(error, HttpStatusError) else ""
    return words.format(status=status)


async def _record(update: Update, context: Context, what: str) -> None:
    who = str(update.effective_user.id) if update.effective_user else "?"
    await context.store.audit.record(who, what, context.now())
