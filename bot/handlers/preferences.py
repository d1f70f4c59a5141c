"""When news comes to a chat: at once or in round-ups, the hours, the time zone, quiet hours."""

from datetime import time

from telegram import Update

from bot.handlers import options, schedules
from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_reader
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.weekdays import toggled_day
from bot.messages import Button, Outgoing
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts
from digests.model import EVERY_DAY, Rhythm, Subscriber

_HOURS = range(5, 23)
_IN_A_ROW = 4
"""Hours in a row of buttons: on a telephone each is still read whole."""


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("lich", schedule)
    routes.button("l", show_schedule, who=Who.CHAT_ADMINS)
    routes.button("lr", choose_rhythm, who=Who.CHAT_ADMINS)
    routes.button("lh", choose_hour, who=Who.CHAT_ADMINS)
    routes.button("ld", choose_day, who=Who.CHAT_ADMINS)
    routes.button("lw", choose_weekly, who=Who.CHAT_ADMINS)
    routes.button("lb", choose_breaking, who=Who.CHAT_ADMINS)


def _chosen(name: str, *, on: bool) -> str:
    return f"✅ {name}" if on else name


def rhythm_words(reader: Subscriber, texts: Texts) -> str:
    """Say when news comes to a chat."""
    if reader.rhythm is Rhythm.AT_ONCE:
        return texts.settings.rhythm_at_once
    rhythm = texts.settings.rhythm_editions.format(hours=schedules.shown(reader.hours))
    if reader.days == EVERY_DAY:
        return rhythm
    return texts.choices.days.format(rhythm=rhythm, days=_days_words(reader.days, texts))


def _days_words(days: tuple[int, ...], texts: Texts) -> str:
    words = texts.choices
    if days == EVERY_DAY[:5]:
        return words.weekdays
    if days == EVERY_DAY[5:]:
        return words.weekend
    return ", ".join(words.days_short[day] for day in days)


async def change(update: Update, context: Context, **choices: object) -> Subscriber:
    """Change choices of the chat; give how it stands then."""
    reader = await meet_reader(update, context)
    context.reader = await context.store.subscribers.change(reader.id, **choices)
    return context.reader


async def schedule(update: Update, context: Context) -> None:
    """Answer /lich: with words do what they say, and show how it stands."""
    if context.words and not await _typed_schedule(update, context):
        return
    await show_schedule(update, context)


async def _typed_schedule(update: Update, context: Context) -> bool:
    words = context.texts.settings
    match schedules.read_schedule(context.words):
        case schedules.AtOnce():
            await change(update, context, rhythm=Rhythm.AT_ONCE)
        case schedules.InZone(zone):
            await change(update, context, time_zone=zone)
        case schedules.AtHours(hours) | schedules.OnDays(_, hours) if (
            len(hours) > schedules.MOST_HOURS
        ):
            await tell(update, context, words.schedule_too_many, limit=schedules.MOST_HOURS)
            return False
        case schedules.AtHours(hours):
            await change(update, context, rhythm=Rhythm.EDITIONS, hours=hours)
        case schedules.OnDays(days, hours):
            also = {"hours": hours} if hours else {}
            await change(update, context, rhythm=Rhythm.EDITIONS, days=days, **also)
        case schedules.Quiet(hours):
            await change(update, context, quiet=hours)
        case schedules.NotUnderstood(typed, quiet=True):
            await tell(update, context, context.texts.choices.quiet_wrong, words=typed)
            return False
        case schedules.NotUnderstood(typed, zone):
            template = words.schedule_wrong_zone if zone else words.schedule_wrong
            await tell(update, context, template, words=typed)
            return False
    return True


async def show_schedule(update: Update, context: Context) -> None:
    """Show when news comes, with buttons for the rhythm and the hours."""
    reader = await meet_reader(update, context)
    words = context.texts.settings
    zone = options.exact_zone(reader.time_zone, context.texts)
    now = fill(words.schedule_now, value=rhythm_words(reader, context.texts), zone=zone)
    lines = [words.schedule_heading, now, "", fill(words.schedule_weekly, hour=_sunday(reader))]
    if reader.rhythm is Rhythm.EDITIONS:
        lines += [words.schedule_breaking, context.texts.choices.days_hint]
    quiet = options.shown("quiet", reader.quiet, context.texts)
    lines.append(fill(context.texts.choices.quiet_set, value=quiet))
    buttons = _schedule_buttons(reader, context.texts)
    await show(update, context, Outgoing("\n".join(lines), buttons=buttons))


def _sunday(reader: Subscriber) -> str:
    """Give the hour at which the round-up of the week comes."""
    return schedules.shown(reader.hours[:1])


def _schedule_buttons(reader: Subscriber, texts: Texts) -> Rows:
    at_once = reader.rhythm is Rhythm.AT_ONCE
    first = (Button(_chosen(texts.buttons.at_once, on=at_once), data="lr:once"),)
    chosen = set() if at_once else set(reader.hours)
    hours = tuple(_choice(f"{hour}:00", f"lh:{hour}", on=time(hour) in chosen) for hour in _HOURS)
    more = (
        Button(f"{texts.choices.names['quiet']} ›", data="co:quiet"),
        Button(texts.buttons.settings, data="c:"),
    )
    days = () if at_once else rows_of(_days(reader, texts), width=_IN_A_ROW)
    return (first, *rows_of(hours, width=_IN_A_ROW), *days, _extras(reader, texts), more)


def _days(reader: Subscriber, texts: Texts) -> tuple[Button, ...]:
    return tuple(
        _choice(name, f"ld:{day}", on=day in reader.days)
        for day, name in enumerate(texts.choices.days_short)
    )


def _extras(reader: Subscriber, texts: Texts) -> tuple[Button, ...]:
    """Give the choices beside the rhythm; what is pressed says what it will be.

    Who gets all news at once gets breaking news anyway, so it is no choice of theirs.
    """
    weekly = _toggle(texts.buttons.weekly, "lw", on=reader.wants_weekly)
    if reader.rhythm is Rhythm.AT_ONCE:
        return (weekly,)
    return weekly, _toggle(texts.buttons.breaking, "lb", on=reader.wants_breaking)


def _choice(name: str, data: str, *, on: bool) -> Button:
    """Give the button of one of many; it says what it will be, so pressed twice is once."""
    return Button(_chosen(name, on=on), data=f"{data}:{int(not on)}")


def _toggle(name: str, data: str, *, on: bool) -> Button:
    return Button(f"{'✅' if on else '▫️'} {name}", data=f"{data}:{0 if on else 1}")


async def choose_rhythm(update: Update, context: Context) -> None:
    """Have news as it comes, or in round-ups."""
    rhythm = Rhythm.AT_ONCE if context.words == "once" else Rhythm.EDITIONS
    await _changed(update, context, rhythm=rhythm)


async def choose_hour(update: Update, context: Context) -> None:
    """Put an hour into the round-ups, or take it out; the button says which."""
    reader = await meet_reader(update, context)
    typed, _colon, on = context.words.partition(":")
    hour = int(typed) if typed.isdecimal() else -1
    if hour not in _HOURS:
        await toast(update, context, context.texts.trouble.button_old)
        return
    present = reader.hours if reader.rhythm is Rhythm.EDITIONS else ()
    chosen = present
    if _is_a_change(on, has=time(hour) in present):
        chosen = schedules.toggled(present, time(hour))
        if chosen == present:
            await toast(update, context, context.texts.choices.last_hour)
            return
    if len(chosen) > schedules.MOST_HOURS:
        limit = schedules.MOST_HOURS
        await toast(update, context, context.texts.settings.schedule_too_many, limit=limit)
        return
    await _changed(update, context, rhythm=Rhythm.EDITIONS, hours=chosen)


def _is_a_change(on: str, *, has: bool) -> bool:
    """Say whether a button changes what a choice has; an old one says nothing and turns it over."""
    return on not in {"0", "1"} or (on == "1") is not has


async def _changed(update: Update, context: Context, **choices: object) -> None:
    await change(update, context, **choices)
    await show_schedule(update, context)
    await toast(update, context, context.texts.settings.changed)


async def choose_day(update: Update, context: Context) -> None:
    """Have round-ups on a day of the week, or not; the button says which."""
    reader = await meet_reader(update, context)
    typed, _colon, on = context.words.partition(":")
    if typed not in set(map(str, EVERY_DAY)):
        await toast(update, context, context.texts.trouble.button_old)
        return
    days = reader.days
    if _is_a_change(on, has=int(typed) in days):
        days = toggled_day(days, int(typed))
        if days == reader.days:
            await toast(update, context, context.texts.choices.last_day)
            return
    await _changed(update, context, rhythm=Rhythm.EDITIONS, days=days)


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
    await _changed(update, context, **{name: context.words == "1"})
