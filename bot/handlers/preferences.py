"""The choices of a chat: language, rhythm, hours, time zone, size of a round-up."""

from datetime import time

from telegram import Update

from bot.handlers import schedules
from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_reader
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import LANGUAGES, Texts
from digests.model import Rhythm, Subscriber

_HOURS = range(5, 23)
_SIZES = (3, 5, 8, 12, 20)


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("caidat", settings)
    routes.command("lich", schedule)
    routes.button("c", settings, who=Who.CHAT_ADMINS)
    routes.button("cl", choose_language, who=Who.CHAT_ADMINS)
    routes.button("cs", choose_size, who=Who.CHAT_ADMINS)
    routes.button("l", show_schedule, who=Who.CHAT_ADMINS)
    routes.button("lr", choose_rhythm, who=Who.CHAT_ADMINS)
    routes.button("lh", choose_hour, who=Who.CHAT_ADMINS)
    routes.button("lw", choose_weekly, who=Who.CHAT_ADMINS)
    routes.button("lb", choose_breaking, who=Who.CHAT_ADMINS)


async def settings(update: Update, context: Context) -> None:
    """Show every choice, and buttons that change it."""
    reader = await meet_reader(update, context)
    await show(update, context, settings_message(reader, context.texts))


def settings_message(reader: Subscriber, texts: Texts) -> Outgoing:
    """Give the choices of a chat with their buttons."""
    words, buttons = texts.settings, texts.buttons
    lines = [
        words.heading,
        fill(words.language, value=_language_name(reader.language, texts)),
        fill(words.rhythm, value=rhythm_words(reader, texts)),
        fill(words.size, value=reader.edition_size),
        fill(words.zone, value=reader.time_zone),
    ]
    languages = tuple(
        Button(_chosen(_language_name(one, texts), on=one == reader.language), data=f"cl:{one}")
        for one in LANGUAGES
    )
    sizes = tuple(
        Button(_chosen(str(size), on=size == reader.edition_size), data=f"cs:{size}")
        for size in _SIZES
    )
    more = (Button(buttons.schedule, data="l:"), Button(buttons.sections, data="fm:m:0"))
    return Outgoing("\n".join(lines), buttons=(languages, sizes, more))


def _language_name(language: str, texts: Texts) -> str:
    return texts.buttons.english if language == "en" else texts.buttons.vietnamese


def _chosen(name: str, *, on: bool) -> str:
    return f"✅ {name}" if on else name


def rhythm_words(reader: Subscriber, texts: Texts) -> str:
    """Say when news comes to a chat."""
    if reader.rhythm is Rhythm.AT_ONCE:
        return texts.settings.rhythm_at_once
    return texts.settings.rhythm_editions.format(hours=schedules.shown(reader.hours))


async def _change(update: Update, context: Context, **choices: object) -> Subscriber:
    reader = await meet_reader(update, context)
    await context.store.subscribers.change(reader.id, **choices)
    context.reader = await context.store.subscribers.get(reader.id)
    return context.reader


async def choose_language(update: Update, context: Context) -> None:
    """Speak another language from now on."""
    if context.words in LANGUAGES:
        await _change(update, context, language=context.words)
    await settings(update, context)
    await toast(update, context, context.texts.settings.changed)


async def choose_size(update: Update, context: Context) -> None:
    """Change how many stories a round-up has."""
    if context.words.isdecimal() and int(context.words) in _SIZES:
        await _change(update, context, edition_size=int(context.words))
    await settings(update, context)
    await toast(update, context, context.texts.settings.changed)


async def schedule(update: Update, context: Context) -> None:
    """Answer /lich: with words do what they say, and show how it stands."""
    if context.words and not await _typed_schedule(update, context):
        return
    await show_schedule(update, context)


async def _typed_schedule(update: Update, context: Context) -> bool:
    words = context.texts.settings
    match schedules.read_schedule(context.words):
        case schedules.AtOnce():
            await _change(update, context, rhythm=Rhythm.AT_ONCE)
        case schedules.InZone(zone):
            await _change(update, context, time_zone=zone)
        case schedules.AtHours(hours) if len(hours) > schedules.MOST_HOURS:
            await tell(update, context, words.schedule_too_many, limit=schedules.MOST_HOURS)
            return False
        case schedules.AtHours(hours):
            await _change(update, context, rhythm=Rhythm.EDITIONS, hours=hours)
        case schedules.NotUnderstood(typed, zone):
            template = words.schedule_wrong_zone if zone else words.schedule_wrong
            await tell(update, context, template, words=typed)
            return False
    return True


async def show_schedule(update: Update, context: Context) -> None:
    """Show when news comes, with buttons for the rhythm and the hours."""
    reader = await meet_reader(update, context)
    words = context.texts.settings
    now = fill(words.schedule_now, value=rhythm_words(reader, context.texts), zone=reader.time_zone)
    lines = [words.schedule_heading, now, "", fill(words.schedule_weekly, hour=_sunday(reader))]
    if reader.rhythm is Rhythm.EDITIONS:
        lines.append(words.schedule_breaking)
    buttons = _schedule_buttons(reader, context.texts)
    await show(update, context, Outgoing("\n".join(lines), buttons=buttons))


def _sunday(reader: Subscriber) -> str:
    """Give the hour at which the round-up of the week comes."""
    return schedules.shown(reader.hours[:1])


def _schedule_buttons(reader: Subscriber, texts: Texts) -> Rows:
    at_once = reader.rhythm is Rhythm.AT_ONCE
    first = (Button(_chosen(texts.buttons.at_once, on=at_once), data="lr:once"),)
    hours = tuple(
        Button(
            _chosen(f"{hour}:00", on=not at_once and time(hour) in reader.hours), data=f"lh:{hour}"
        )
        for hour in _HOURS
    )
    more = (Button(texts.buttons.settings, data="c:"),)
    return (first, *rows_of(hours, width=6), _extras(reader, texts), more)


def _extras(reader: Subscriber, texts: Texts) -> tuple[Button, ...]:
    """Give the choices beside the rhythm; what is pressed says what it will be.

    Who gets all news at once gets breaking news anyway, so it is no choice of theirs.
    """
    weekly = _toggle(texts.buttons.weekly, "lw", on=reader.wants_weekly)
    if reader.rhythm is Rhythm.AT_ONCE:
        return (weekly,)
    return weekly, _toggle(texts.buttons.breaking, "lb", on=reader.wants_breaking)


def _toggle(name: str, data: str, *, on: bool) -> Button:
    return Button(f"{'✅' if on else '▫️'} {name}", data=f"{data}:{0 if on else 1}")


async def choose_rhythm(update: Update, context: Context) -> None:
    """Have news as it comes, or in round-ups."""
    rhythm = Rhythm.AT_ONCE if context.words == "once" else Rhythm.EDITIONS
    await _change(update, context, rhythm=rhythm)
    await show_schedule(update, context)
    await toast(update, context, context.texts.settings.changed)


async def choose_hour(update: Update, context: Context) -> None:
    """Put an hour into the round-ups, or take it out."""
    reader = await meet_reader(update, context)
    hour = int(context.words) if context.words.isdecimal() else -1
    if hour not in _HOURS:
        await toast(update, context, context.texts.trouble.button_old)
        return
    chosen: tuple[time, ...] = (time(hour),)
    if reader.rhythm is Rhythm.EDITIONS:
        chosen = schedules.toggled(reader.hours, time(hour))
    if len(chosen) > schedules.MOST_HOURS:
        limit = schedules.MOST_HOURS
        await toast(update, context, context.texts.settings.schedule_too_many, limit=limit)
        return
    await _change(update, context, rhythm=Rhythm.EDITIONS, hours=chosen)
    await show_schedule(update, context)
    await toast(update, context, context.texts.settings.changed)


async def choose_weekly(update: Update, context: Context) -> None:
    """Have the round-up of the week, or not."""
    await _choose_extra(update, context, "weekly")


async def choose_breaking(update: Update, context: Context) -> None:
    """Have breaking news at once, or not."""
    await _choose_extra(update, context, "breaking")


async def _choose_extra(update: Update, context: Context, name: str) -> None:
    if context.words not in {"0", "1"}:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await _change(update, context, **{name: context.words == "1"})
    await show_schedule(update, context)
    await toast(update, context, context.texts.settings.changed)
