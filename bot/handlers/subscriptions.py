"""Following and dropping sources, sections and keywords; stopping everything."""

from collections.abc import Sequence

from telegram import Update

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, choices, meet_reader
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts, number
from digests.model import Subscriber, SubscriberState, Subscription, SubscriptionKind

PAGE = 12
_LONGEST_BUTTON = 40


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("theodoi", follow)
    routes.command("danhsach", list_following)
    routes.command("dung", stop)
    routes.button("fm", turn_menu, who=Who.CHAT_ADMINS)
    routes.button("f", toggle_in_menu, who=Who.CHAT_ADMINS)
    routes.button("fl", turn_list, who=Who.ANYONE)
    routes.button("fd", drop_in_list, who=Who.CHAT_ADMINS)
    routes.button("resume", resume, who=Who.CHAT_ADMINS)


async def follow(update: Update, context: Context) -> None:
    """Answer /theodoi: with words follow them, without show what there is to choose."""
    reader = await meet_reader(update, context)
    if not context.words:
        await show(update, context, await menu(context, reader))
        return
    wish = wishes.meant(context.words, await choices(context))
    await tell(update, context, await take_wish(context, reader, wish), **what(wish, context.texts))


def what(wish: Subscription, texts: Texts) -> dict[str, object]:
    """Give what fills the sentences that ``take_wish`` gives."""
    limit = wishes.MOST_WISHES
    if wish.kind is SubscriptionKind.KEYWORD and len(wish.value) > wishes.LONGEST_KEYWORD:
        limit = wishes.LONGEST_KEYWORD
    return {"what": wishes.label(wish, texts), "limit": limit}


async def take_wish(context: Context, reader: Subscriber, wish: Subscription) -> str:
    """Follow ``wish``; give the sentence that says what happened."""
    words = context.texts.follow
    if wish.kind is SubscriptionKind.KEYWORD and len(wish.value) > wishes.LONGEST_KEYWORD:
        return words.too_long
    following = await context.store.subscribers.following(reader.id)
    await wake(context, reader)
    if any(wishes.same(one, wish) for one in following):
        return words.followed_already
    if len(following) >= wishes.MOST_WISHES:
        return words.too_many
    for ended in wishes.after_choosing(wish, following):
        await context.store.subscribers.unfollow(reader.id, ended)
    await context.store.subscribers.follow(reader.id, wish)
    return words.followed


async def wake(context: Context, reader: Subscriber) -> None:
    """Have news come again to a chat that had stopped it or that was asleep."""
    if reader.state is not SubscriberState.ACTIVE:
        await context.store.subscribers.wake(reader.id, context.now())


async def menu(
    context: Context, reader: Subscriber, *, page: int = 0, last_row: Rows = ()
) -> Outgoing:
    """Give what can be followed, as buttons that are on or off."""
    among = await choices(context)
    following = await context.store.subscribers.following(reader.id)
    page = min(page, (len(among) - 1) // PAGE)
    wizard = "w" if last_row else "m"
    texts = context.texts
    shown = among[page * PAGE : (page + 1) * PAGE]
    buttons = tuple(
        Button(
            _switch(texts, wish, on=any(wishes.same(wish, one) for one in following)),
            data=f"f:{wizard}:{page}:{wishes.token(wish)}",
        )
        for wish in shown
    )
    head = texts.start.choose_sections if last_row else texts.follow.menu
    rows = (*rows_of(buttons, width=2), *_turning(texts, f"fm:{wizard}", page, len(among)))
    return Outgoing(head, buttons=(*rows, *last_row))


def _switch(texts: Texts, wish: Subscription, *, on: bool) -> str:
    name = cut_words(wish.label or wishes.label(wish, texts), _LONGEST_BUTTON)
    return (texts.buttons.following if on else texts.buttons.not_following).format(name=name)


def _turning(texts: Texts, data: str, page: int, total: int) -> Rows:
    row = []
    if page > 0:
        row.append(Button(texts.buttons.newer, data=f"{data}:{page - 1}"))
    if (page + 1) * PAGE < total:
        row.append(Button(texts.buttons.older, data=f"{data}:{page + 1}"))
    return (tuple(row),) if row else ()


def wizard_row(texts: Texts) -> Rows:
    """Give the last row of the menu while it is the first step of /start."""
    return ((Button(texts.buttons.next_step, data="st:rhythm"),),)


async def turn_menu(update: Update, context: Context) -> None:
    """Show another page of what can be followed."""
    kind, _colon, page = context.words.partition(":")
    reader = await meet_reader(update, context)
    last = wizard_row(context.texts) if kind == "w" else ()
    number_of_page = int(page) if page.isdecimal() else 0
    await show(update, context, await menu(context, reader, page=number_of_page, last_row=last))


async def toggle_in_menu(update: Update, context: Context) -> None:
    """Follow or drop what a button of the menu names."""
    kind, _colon, rest = context.words.partition(":")
    page, _colon, key = rest.partition(":")
    reader = await meet_reader(update, context)
    among = await choices(context)
    wish = wishes.named(key, among)
    if wish is None:
        await toast(update, context, context.texts.follow.gone)
        return
    following = await context.store.subscribers.following(reader.id)
    if any(wishes.same(one, wish) for one in following):
        await context.store.subscribers.unfollow(reader.id, wish)
        said = context.texts.follow.unfollowed
    else:
        said = await take_wish(context, reader, wish)
    context.words = f"{kind}:{page}"
    await turn_menu(update, context)
    await toast(update, context, said, **what(wish, context.texts))


async def list_following(update: Update, context: Context) -> None:
    """Answer /danhsach."""
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    await show(update, context, following_message(following, context.texts))


def following_message(
    following: Sequence[Subscription], texts: Texts, *, page: int = 0
) -> Outgoing:
    """Give what is followed, each with a button that drops it."""
    if not following:
        return Outgoing(texts.follow.list_empty)
    page = min(page, (len(following) - 1) // PAGE)
    buttons = tuple(
        Button(
            texts.buttons.following.format(
                name=cut_words(wishes.label(wish, texts), _LONGEST_BUTTON)
            ),
            data=f"fd:{page}:{wishes.token(wish)}",
        )
        for wish in following[page * PAGE : (page + 1) * PAGE]
    )
    count = number(texts.dates, len(following))
    rows = (*rows_of(buttons, width=2), *_turning(texts, "fl", page, len(following)))
    return Outgoing(fill(texts.follow.list_heading, count=count), buttons=rows)


async def turn_list(update: Update, context: Context) -> None:
    """Show another page of what is followed."""
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    page = int(context.words) if context.words.isdecimal() else 0
    await show(update, context, following_message(following, context.texts, page=page))


async def drop_in_list(update: Update, context: Context) -> None:
    """Drop what a button of the list names."""
    page, _colon, key = context.words.partition(":")
    reader = await meet_reader(update, context)
    following = await context.store.subscribers.following(reader.id)
    wish = wishes.named(key, following)
    words, named = context.texts.follow, ""
    if wish is not None:
        await context.store.subscribers.unfollow(reader.id, wish)
        named = wishes.label(wish, context.texts)
    context.words = page
    await turn_list(update, context)
    await toast(update, context, words.unfollowed if wish else words.gone, what=named)


async def stop(update: Update, context: Context) -> None:
    """Answer /dung: with words drop them, without ask whether to stop everything."""
    reader = await meet_reader(update, context)
    words, buttons = context.texts.follow, context.texts.buttons
    if context.words:
        following = await context.store.subscribers.following(reader.id)
        wish = wishes.followed(context.words, following)
        if wish is None:
            await tell(update, context, words.not_following, what=context.words)
            return
        await context.store.subscribers.unfollow(reader.id, wish)
        await tell(update, context, words.unfollowed, what=wishes.label(wish, context.texts))
        return
    if reader.state is SubscriberState.STOPPED:
        await tell(update, context, words.stopped_already)
        return
    await context.store.subscribers.stop(reader.id, context.now())
    back = ((Button(buttons.resume, data="resume:"),),)
    await say(update, context, Outgoing(words.stopped, buttons=back))


async def resume(update: Update, context: Context) -> None:
    """Take the stop back."""
    reader = await meet_reader(update, context)
    await wake(context, reader)
    await show(update, context, Outgoing(context.texts.follow.resumed))
