"""The first conversation: who we are, an example, three choices that can all be skipped."""

from datetime import timedelta

from telegram import Update
from telegram.constants import ChatType

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, choices, meet_reader, row_number
from bot.handlers.menus import meet_role
from bot.handlers.reading import open_article
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.rights import may_change
from bot.handlers.routes import Routes
from bot.handlers.subscriptions import menu, take_wish, wake, wizard_row
from bot.messages import Button, Outgoing, digest_message
from bot.messages.markup import fill
from bot.messages.outgoing import Rows
from digests.editions import Wishes
from digests.model import Rhythm, SubscriberState

_OLD_NEWS = {"recent": 3, "recent8": 8}
"""How many articles of the last days the first conversation sends, by its buttons."""
_OLD_NEWS_REACH = timedelta(days=3)
_MOST_NEWS = 5_000


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("start", start)
    routes.button("st", step, who=Who.CHAT_ADMINS)
    routes.button("fs", follow_source, who=Who.CHAT_ADMINS)


async def start(update: Update, context: Context) -> None:
    """Answer /start, in private with the first conversation or what a deep link asks for."""
    if chat_of(update).type != ChatType.PRIVATE:
        await _start_in_group(update, context)
        return
    known = context.reader is not None
    reader = await meet_reader(update, context)
    if not known:
        await meet_role(update, context)
    await wake(context, reader)
    following = await context.store.subscribers.following(reader.id)
    if not any(wish.kind.brings for wish in following):
        await context.store.subscribers.follow(reader.id, wishes.EVERYTHING)
    if context.words and await _linked(update, context):
        return
    if known and following:
        settings = ((Button(context.texts.buttons.settings, data="c:"),),)
        await say(update, context, Outgoing(context.texts.start.welcome_back, buttons=settings))
        return
    await tell(update, context, context.texts.start.welcome)
    latest = await context.store.articles.latest(limit=1)
    if latest:
        await tell(update, context, context.texts.start.example)
        await say(update, context, digest_message(latest[0], context.texts, form=context.form))
    await say(update, context, await menu(context, reader, last_row=wizard_row(context.texts)))


async def _start_in_group(update: Update, context: Context) -> None:
    """Say what can be done here; an admin of the chat brings stopped news back."""
    reader = context.reader
    stopped = reader is not None and reader.state is not SubscriberState.ACTIVE
    if reader is not None and stopped and await may_change(update, context):
        await wake(context, reader)
        await tell(update, context, context.texts.follow.resumed)
        return
    await tell(update, context, context.texts.start.group)


async def _linked(update: Update, context: Context) -> bool:
    """Do what a deep link asks: ``b_12`` opens an article with the other papers' reports.

    ``s_tuoitre`` offers a source and ``m_thethao`` a section; nothing is followed before a press.
    """
    kind, _underscore, value = context.words.partition("_")
    if kind == "b" and row_number(value):
        await open_article(update, context, row_number(value))
        return True
    wish = wishes.linked(kind, value, await choices(context))
    if wish is None:
        await tell(update, context, context.texts.start.link_unknown)
        return False
    text = context.texts.buttons.follow.format(name=wish.label)
    button = Button(text, data=f"fs:{wishes.token(wish)}")
    words = fill(context.texts.start.link_source, name=wish.label)
    await say(update, context, Outgoing(words, buttons=((button,),)))
    return True


async def follow_source(update: Update, context: Context) -> None:
    """Follow what a deep link offered: for the one who presses, nobody else."""
    wish = wishes.named(context.words, await choices(context))
    if wish is None:
        await toast(update, context, context.texts.follow.gone)
        return
    reader = await meet_reader(update, context)
    said, values = await take_wish(context, reader, wish)
    await show(update, context, Outgoing(fill(said, **values)))


async def step(update: Update, context: Context) -> None:
    """Do what a press in the first conversation says, and show the next step."""
    reader = await meet_reader(update, context)
    chosen = context.words
    if chosen in {"once", "editions"}:
        rhythm = Rhythm.AT_ONCE if chosen == "once" else Rhythm.EDITIONS
        await context.store.subscribers.change(reader.id, rhythm=rhythm)
        chosen = "old"
    words = context.texts.start
    if chosen == "rhythm":
        await show(update, context, Outgoing(words.choose_rhythm, buttons=_rhythms(context)))
    elif chosen == "old":
        await show(update, context, Outgoing(words.choose_old, buttons=_old_news(context)))
    else:
        await show(update, context, Outgoing(words.done))
        if count := _OLD_NEWS.get(chosen):
            await _send_recent(update, context, count)


def _rhythms(context: Context) -> Rows:
    words = context.texts.buttons
    return (
        (Button(words.at_once, data="st:once"),),
        (Button(words.editions, data="st:editions"),),
        (Button(words.skip, data="st:old"),),
    )


def _old_news(context: Context) -> Rows:
    words = context.texts.buttons
    old = (
        Button(words.old_news.format(count=count), data=f"st:{name}")
        for name, count in _OLD_NEWS.items()
    )
    return (*old,), (Button(words.only_new, data="st:done"),)


async def _send_recent(update: Update, context: Context, count: int) -> None:
    """Send the newest ``count`` of what was chosen, oldest first."""
    reader = await meet_reader(update, context)
    chosen = Wishes.of(
        one for one in await context.store.subscribers.following(reader.id) if not one.off
    )
    since = context.now() - _OLD_NEWS_REACH
    news = await context.store.editions.news(since=since, limit=_MOST_NEWS)
    wanted = [one.number for one in news if chosen.answered_by(one)][:count]
    found = {one.number: one for one in await context.store.articles.get_many(wanted)}
    if not found:
        await tell(update, context, context.texts.own.no_recent)
    for number in reversed(wanted):
        stored = found[number]
        await say(update, context, digest_message(stored, context.texts, form=context.form))
