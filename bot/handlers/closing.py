"""Chats that get nothing and are answered nothing; what single persons may have more or less of."""

from telegram import Update
from telegram.error import TelegramError

from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.in_hand import record, who_acts
from bot.handlers.limits import all_limits, limit_of
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill
from bot.texts import moment, number
from digests.model import Subscriber
from digests.vietnamese.folding import fold

_REASON = "closed by an admin"
_SHOWN = 30
_LONGEST_NAME = 40
_MOST = 1000


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("chan", close)
    routes.command("bochan", open_again)
    routes.command("hanmuc", limit)
    routes.button("qb", close_confirmed, who=Who.ADMINS)
    routes.button("qbo", open_pressed, who=Who.ADMINS)
    routes.button("qbl", show_list, who=Who.ADMINS)


async def _named(update: Update, context: Context, typed: str) -> str | None:
    """Give the chat that an admin named by its number or @name; else say that it is not known."""
    words = context.texts.desk.closing
    if typed.removeprefix("-").isdecimal() and len(typed) <= 20:  # noqa: PLR2004 - 64 bits
        return typed
    if typed.startswith("@"):
        try:
            return str((await context.bot.get_chat(typed)).id)
        except TelegramError:
            pass
    await tell(update, context, words.unknown, typed=cut_words(clean(typed), _LONGEST_NAME))
    return None


async def _readers(context: Context, chat: str) -> list[Subscriber]:
    return await context.store.subscribers.of_chat(chat)


async def _name(context: Context, chat: str) -> str:
    readers = await _readers(context, chat)
    title = next((one.title for one in readers if one.title), None)
    return cut_words(clean(title), _LONGEST_NAME) or context.texts.desk.closing.unnamed


async def close(update: Update, context: Context) -> None:
    """Answer /chan: ask whether a chat shall be closed; without one show those that are."""
    words = context.texts.desk.closing
    if not context.words:
        await show(update, context, await _list(context))
        return
    chat = await _named(update, context, context.words.partition(" ")[0])
    if chat is None:
        return
    if context.services.roles(int(chat)):
        await tell(update, context, words.not_admins)
        return
    question = fill(words.question, name=await _name(context, chat), chat=chat)
    row = (Button(words.close, data=f"qb:{chat}"), Button(words.keep, data="qbl:"))
    await show(update, context, Outgoing(question, buttons=(row,)))


async def _list(context: Context) -> Outgoing:
    texts = context.texts
    words = texts.desk.closing
    closed = await context.store.closed_chats.all(context.store.network)
    if not closed:
        return Outgoing(f"{words.none}\n{words.usage}")
    lines, rows = [fill(words.heading, count=number(texts.dates, len(closed)))], []
    for one in closed[:_SHOWN]:
        name, when = await _name(context, one.chat), moment(texts.dates, one.at, context.zone)
        lines.append(fill(words.line, name=name, chat=one.chat, moment=when))
        label = words.open.format(name=name if name != words.unnamed else one.chat)
        rows.append((Button(label, data=f"qbo:{one.chat}"),))
    return Outgoing("\n".join([*lines, "", words.usage]), buttons=tuple(rows))


async def show_list(update: Update, context: Context) -> None:
    """Show the closed chats."""
    await show(update, context, await _list(context))


async def close_confirmed(update: Update, context: Context) -> None:
    """Close the chat of the button: its subscriptions sleep, what is owed to it is cancelled."""
    words, chat = context.texts.desk.closing, context.words
    if not chat.removeprefix("-").isdecimal() or context.services.roles(int(chat)):
        await toast(update, context, context.texts.trouble.button_old)
        return
    name, address = await _name(context, chat), context.store.address(chat)
    closed = await context.store.closed_chats.close(address, who_acts(update), context.now())
    if closed:
        for reader in await _readers(context, chat):
            await context.store.subscribers.sleep(reader.id, _REASON, context.now())
        await record(update, context, "chat_closed", chat=chat)
    said = words.closed if closed else words.closed_already
    button = Button(words.open.format(name=name), data=f"qbo:{chat}")
    await show(update, context, Outgoing(fill(said, name=name, chat=chat), buttons=((button,),)))


async def open_again(update: Update, context: Context) -> None:
    """Answer /bochan."""
    if not context.words:
        await show(update, context, await _list(context))
    elif chat := await _named(update, context, context.words.partition(" ")[0]):
        await _open(update, context, chat)


async def open_pressed(update: Update, context: Context) -> None:
    """Open the chat of the button again."""
    await _open(update, context, context.words)


async def _open(update: Update, context: Context, chat: str) -> None:
    words, name = context.texts.desk.closing, await _name(context, chat)
    opened = await context.store.closed_chats.open(context.store.address(chat))
    if opened:
        for reader in await _readers(context, chat):
            if reader.pause_reason == _REASON:
                await context.store.subscribers.wake(reader.id, context.now())
        await record(update, context, "chat_opened", chat=chat)
    said = words.opened if opened else words.not_closed
    await show(update, context, Outgoing(fill(said, name=name, chat=chat)))


async def limit(update: Update, context: Context) -> None:
    """Answer /hanmuc: the limits, or one person's changed."""
    words, parts = context.texts.desk.closing, context.words.split()
    which = {word: one for one in all_limits(context) for word in one.words}
    if len(parts) == 1:
        await _tell_limits(update, context, parts[0])
        return
    if len(parts) != 3 or fold(parts[1]) not in which:  # noqa: PLR2004 - chat, limit, number
        usual = {one.name: number(context.texts.dates, one.usual) for one in all_limits(context)}
        await tell(update, context, words.limit_usage, **usual)
        return
    chat = await _named(update, context, parts[0])
    if chat is None:
        return
    if not parts[2].isdecimal() or int(parts[2]) > _MOST:
        await tell(update, context, words.limit_wrong, most=number(context.texts.dates, _MOST))
        return
    chosen, value = which[fold(parts[1])], int(parts[2])
    await context.store.limits.set(context.store.address(chat), chosen.name, value)
    await record(update, context, "limit_set", chat=chat, value=f"{chosen.words[0]} {value}")
    name = await _name(context, chat)
    await tell(
        update,
        context,
        words.limit_set,
        name=name,
        chat=chat,
        what=words.limits[chosen.name],
        value=value,
    )


async def _tell_limits(update: Update, context: Context, typed: str) -> None:
    """Say what one chat may have."""
    chat = await _named(update, context, typed)
    if chat is None:
        return
    address, dates = context.store.address(chat), context.texts.dates
    values = {one.name: await limit_of(context, address, one) for one in all_limits(context)}
    shown = {name: number(dates, value) for name, value in values.items()}
    name = await _name(context, chat)
    await tell(update, context, context.texts.desk.closing.limits_of, name=name, chat=chat, **shown)
