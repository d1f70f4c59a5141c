"""The list of what a chat follows, on pages, each turned off and on by its button."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InputFile, Update

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, address_of, meet_reader
from bot.handlers.own_feeds import followed_feeds
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.subscriptions import LONGEST_BUTTON, PAGE, turning
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.messages.outgoing import rows_of
from bot.opml import write_opml
from bot.texts import Texts, number
from digests.model import Subscription
from digests.vietnamese.folding import fold


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("danhsach", list_following)
    routes.button("fl", turn_list, who=Who.ANYONE)
    routes.button("fd", switch_in_list, who=Who.CHAT_ADMINS)
    routes.button("fx", drop_what_is_off, who=Who.CHAT_ADMINS)


async def list_following(update: Update, context: Context) -> None:
    """Answer /danhsach; "/danhsach opml" gives the feeds as a file."""
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    if fold(context.words) == "opml":
        await _send_opml(update, context, following)
        return
    await show(update, context, following_message(following, context.texts))


async def _send_opml(update: Update, context: Context, following: Sequence[Subscription]) -> None:
    words = context.texts.own
    feeds = followed_feeds(following, await context.store.feeds.all())
    if not feeds:
        await tell(update, context, words.opml_nothing)
        return
    address = address_of(update, context)
    await context.bot.send_document(
        int(address.chat),
        InputFile(write_opml(feeds).encode(), filename=words.opml_name),
        caption=words.opml_file,
        message_thread_id=int(address.topic) if address.topic else None,
    )


def following_message(
    following: Sequence[Subscription], texts: Texts, *, page: int = 0
) -> Outgoing:
    """Give what is followed, each with a button that turns it off or on.

    A button says what it will be, so that pressing it twice does no more than once.
    """
    if not following:
        return Outgoing(texts.follow.list_empty)
    page = min(page, (len(following) - 1) // PAGE)
    buttons = tuple(
        Button(_name(wish, texts), data=f"fd:{page}:{wishes.token(wish)}:{int(wish.off)}")
        for wish in following[page * PAGE : (page + 1) * PAGE]
    )
    count = number(texts.dates, len(following))
    rows = (*rows_of(buttons, width=2), *turning(texts, "fl", page, len(following)))
    if any(wish.off for wish in following):
        rows = (*rows, (Button(texts.own.clear_off, data="fx:"),))
    return Outgoing(fill(texts.follow.list_heading, count=count), buttons=rows)


def _name(wish: Subscription, texts: Texts) -> str:
    name = cut_words(wishes.label(wish, texts), LONGEST_BUTTON)
    form = texts.buttons.not_following if wish.off else texts.buttons.following
    return form.format(name=name)


async def turn_list(update: Update, context: Context) -> None:
    """Show another page of what is followed."""
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    page = int(context.words) if context.words.isdecimal() else 0
    await show(update, context, following_message(following, context.texts, page=page))


async def switch_in_list(update: Update, context: Context) -> None:
    """Turn off or on what a button of the list names."""
    page, _colon, rest = context.words.partition(":")
    key, _colon, on = rest.partition(":")
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    wish, words = wishes.named(key, following), context.texts
    if wish is not None:
        await context.store.subscribers.follow(reader.id, replace(wish, off=on != "1"))
    context.words = page
    await turn_list(update, context)
    if wish is None:
        await toast(update, context, words.follow.gone)
        return
    said = words.own.turned_on if on == "1" else words.own.turned_off
    await toast(update, context, said, what=wishes.label(wish, words))


async def drop_what_is_off(update: Update, context: Context) -> None:
    """Forget what was turned off."""
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    off = [wish for wish in following if wish.off]
    for wish in off:
        await context.store.subscribers.unfollow(reader.id, wish)
    context.words = "0"
    await turn_list(update, context)
    count = number(context.texts.dates, len(off))
    await toast(update, context, context.texts.own.cleared, count=count)
