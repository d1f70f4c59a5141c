"""The list of sources for everyone; what admins do with feeds stands in ``feed_desk``."""

from collections.abc import Mapping

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.replies import show
from bot.handlers.rights import is_admin
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts, number
from digests.errors import FetchError, HttpStatusError
from digests.model import Feed, FeedState

_LONGEST_LINE = 150
_PAGE = 15


def register(routes: Routes) -> None:
    """Add this module's button; its command belongs to ``feed_desk``, which knows more words."""
    routes.button("qn", turn, who=Who.ANYONE)


async def show_sources(update: Update, context: Context, page: int = 0) -> None:
    """Show the feeds with their health; admins get a button for each."""
    feeds = [feed for feed in await context.store.feeds.all() if feed.shared]
    message = feeds_message(feeds, context.texts, admin=is_admin(update, context), page=page)
    await show(update, context, message)


async def turn(update: Update, context: Context) -> None:
    """Show another page of the feeds."""
    await show_sources(update, context, int(context.words) if context.words.isdecimal() else 0)


def feeds_message(feeds: list[Feed], texts: Texts, *, admin: bool, page: int = 0) -> Outgoing:
    """Give a page (from 0) of the feeds, in the order of their numbers."""
    words = texts.sources
    if not feeds:
        return Outgoing("\n\n".join([words.none, *([words.usage] if admin else [])]))
    pages = (len(feeds) - 1) // _PAGE
    page = min(max(page, 0), pages)
    shown = sorted(feeds, key=lambda one: one.id)[page * _PAGE : (page + 1) * _PAGE]
    lines = [fill(words.heading, count=number(texts.dates, len(feeds)))]
    lines += [
        fill(words.feed, number=feed.id, state=_state(feed, texts), name=feed_name(feed))
        for feed in shown
    ]
    last = ["", texts.desk.feeds.pick, "", words.usage] if admin else []
    rows = _picking(shown) if admin else ()
    return Outgoing("\n".join([*lines, *last]), buttons=(*rows, *_turning(page, pages, texts)))


def _picking(feeds: list[Feed]) -> Rows:
    return rows_of(tuple(Button(str(feed.id), data=f"qnf:{feed.id}") for feed in feeds), width=5)


def _turning(page: int, pages: int, texts: Texts) -> Rows:
    row = []
    if page > 0:
        row.append(Button(texts.buttons.newer, data=f"qn:{page - 1}"))
    if page < pages:
        row.append(Button(texts.buttons.older, data=f"qn:{page + 1}"))
    return (tuple(row),) if row else ()


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


def why_not_read(error: FetchError, reasons: Mapping[str, str]) -> str:
    """Give in a person's words why an address could not be had."""
    known = (kind.__name__ for kind in type(error).__mro__ if kind.__name__ in reasons)
    words = reasons[next(known)]
    status = error.status if isinstance(error, HttpStatusError) else ""
    return words.format(status=status)
