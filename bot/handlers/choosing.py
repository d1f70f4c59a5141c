"""The choices of a chat, all on one page: how they stand, and buttons that change them."""

from datetime import datetime

from telegram import Update

from bot.handlers import options
from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_reader
from bot.handlers.options import OPTIONS, Option
from bot.handlers.preferences import change, rhythm_words
from bot.handlers.replies import show, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts
from digests.model import Subscriber


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("caidat", settings)
    routes.button("c", settings, who=Who.CHAT_ADMINS)
    routes.button("co", open_option, who=Who.CHAT_ADMINS)
    routes.button("cv", choose, who=Who.CHAT_ADMINS)


async def settings(update: Update, context: Context) -> None:
    """Show every choice, and buttons that change it."""
    reader = await meet_reader(update, context)
    await show(update, context, settings_message(reader, context.texts, context.now()))


def settings_message(reader: Subscriber, texts: Texts, now: datetime) -> Outgoing:
    """Give the choices of a chat with their buttons."""
    words = texts.choices
    values = {option.name: _value(reader, option, texts) for option in OPTIONS}
    values["rhythm"] = rhythm_words(reader, texts)
    values["muted_until"] = options.muted(reader, now, texts)
    lines = [fill(words.line, name=name, value=values[key]) for key, name in words.names.items()]
    text = "\n".join([texts.settings.heading, *lines])
    return Outgoing(text, buttons=_menu(reader, texts))


def _value(reader: Subscriber, option: Option, texts: Texts) -> str:
    return options.shown(option.name, getattr(reader, option.name), texts)


def _menu(reader: Subscriber, texts: Texts) -> Rows:
    names = texts.choices.names
    switches = tuple(_switch(reader, one, texts) for one in OPTIONS if one.is_switch)
    others = tuple(
        Button(f"{names[one.name]} ›", data=f"co:{one.name}")
        for one in OPTIONS
        if not one.is_switch
    )
    more = (
        Button(f"{names['muted_until']} ›", data="mu:"),
        Button(texts.buttons.schedule, data="l:"),
        Button(texts.buttons.sections, data="fm:m:0"),
    )
    return (*rows_of(switches, width=2), *rows_of((*others, *more), width=2))


def _switch(reader: Subscriber, option: Option, texts: Texts) -> Button:
    """Give the button of what is on or off: it says how it is, and does the other."""
    on = bool(getattr(reader, option.name))
    name = texts.choices.names[option.name]
    return Button(f"{'✅' if on else '▫️'} {name}", data=f"cv:{option.name}:{int(not on)}")


async def open_option(update: Update, context: Context) -> None:
    """Show the values of one choice."""
    option = options.BY_NAME.get(context.words)
    if option is None or option.is_switch:
        await toast(update, context, context.texts.trouble.button_old)
        return
    reader = await meet_reader(update, context)
    await show(update, context, option_message(reader, option, context.texts))


def option_message(reader: Subscriber, option: Option, texts: Texts) -> Outgoing:
    """Give the values of one choice as buttons; the present one has a mark."""
    words, present = texts.choices, getattr(reader, option.name)
    heading = fill(words.line, name=words.names[option.name], value=_value(reader, option, texts))
    buttons = tuple(
        Button(
            ("✅ " if value == present else "") + options.shown(option.name, value, texts),
            data=f"cv:{option.name}:{options.written(value)}",
        )
        for value in option.values
    )
    back = ((Button(words.back, data="c:"),),)
    rows = (*rows_of(buttons, width=option.width), *back)
    return Outgoing(f"{heading}\n{words.explained[option.name]}", buttons=rows)


async def choose(update: Update, context: Context) -> None:
    """Do what a pressed value says; it shows in the same message."""
    found = options.pressed(context.words)
    if found is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    option, value = found
    reader = await change(update, context, **{option.name: value})
    texts = context.texts
    await show(update, context, settings_message(reader, texts, context.now()))
    done = f"{texts.choices.names[option.name]}: {_value(reader, option, texts)}"
    if option.is_switch:
        done = texts.choices.effects[f"{option.name}:{options.written(value)}"]
    await toast(update, context, "{done}", done=done)
