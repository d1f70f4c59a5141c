"""Nothing for a while: what comes meanwhile is one round-up afterwards."""

import re
from datetime import datetime, time, timedelta

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_reader
from bot.handlers.preferences import change
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.times import read_moment
from bot.messages import Button, Outgoing
from bot.messages.markup import fill
from bot.messages.outgoing import rows_of
from bot.texts import Texts, moment
from digests.model import Rhythm, Subscriber
from digests.vietnamese.folding import fold

LONGEST = timedelta(days=90)
MORNING = time(7)
_COUNTED = {
    **dict.fromkeys(("nua", "half a"), 0.5),
    **dict.fromkeys(("mot", "one", "a", "an"), 1),
    **dict.fromkeys(("hai", "two"), 2),
    **dict.fromkeys(("ba", "three"), 3),
    **dict.fromkeys(("bon", "four"), 4),
    **dict.fromkeys(("nam", "five"), 5),
    **dict.fromkeys(("sau", "six"), 6),
    **dict.fromkeys(("bay", "seven"), 7),
    **dict.fromkeys(("tam", "eight"), 8),
    **dict.fromkeys(("chin", "nine"), 9),
    **dict.fromkeys(("muoi", "ten"), 10),
}
_THE_REST = re.compile(
    r"(?:(?:cho )?den |until |till )?(?:het )?(?:(?:ngay )?hom nay|dem nay|today|tonight)|ca ngay"
)
_OVER = frozenset({"thoi", "tat", "huy", "0", "off", "stop", "end"})
_LENGTH = re.compile(rf"(?:trong |for )?(\d{{1,4}}|{'|'.join(_COUNTED)})\s*([a-z]+)(\s+ruoi)?")
_UNITS = {
    **dict.fromkeys(("phut", "p", "m", "min", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("gio", "g", "h", "tieng", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("ngay", "n", "d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("tuan", "t", "w", "week", "weeks"), timedelta(weeks=1)),
    **dict.fromkeys(("thang", "month", "months"), timedelta(days=30)),
}


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("tamdung", pause)
    routes.button("mu", pause_pressed, who=Who.CHAT_ADMINS)


def read_length(words: str) -> timedelta | None:
    """Give the length that ``words`` name ("3 ngày", "2h", "thôi" is none at all); else ``None``.

    Longer than 90 days is no pause any more.
    """
    text = fold(words).strip()
    if text in _OVER:
        return timedelta()
    match = _LENGTH.fullmatch(text)
    if match is None or match[2] not in _UNITS:
        return None
    count = _COUNTED.get(match[1]) or int(match[1])
    count += 0.5 if match[3] else 0
    length = count * _UNITS[match[2]]
    return length if length <= LONGEST else None


def read_pause(words: str, now: datetime, zone: str, *, morning: time = MORNING) -> datetime | None:
    """Give until when ``words`` ask for silence ("3 ngày", "đến thứ hai"); ``now`` for none of it.

    A day begins at ``morning``: nobody wants what was held at midnight. ``None`` for other words
    and for longer than 90 days.
    """
    length = read_length(words)
    if length is not None:
        return now + length
    if words.strip().isdecimal():
        return None  # hours, days? Nobody knows
    named = "tomorrow" if _THE_REST.fullmatch(fold(words).strip()) else words
    until = read_moment(named, now, zone, morning=morning)
    return until if until is not None and until <= now + LONGEST else None


async def pause(update: Update, context: Context) -> None:
    """Answer /tamdung: with words pause for so long, without ask for how long."""
    if not context.words:
        await _ask(update, context)
        return
    until = await _until(update, context)
    if until is None:
        await tell(update, context, context.texts.choices.mute_wrong, words=context.words)
        return
    await _pause(update, context, until)


async def pause_pressed(update: Update, context: Context) -> None:
    """Pause for as long as a button says; one without words asks."""
    if not context.words:
        await _ask(update, context)
        return
    until = await _until(update, context)
    if until is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await _pause(update, context, until)


async def _until(update: Update, context: Context) -> datetime | None:
    """Give until when; mornings begin at the first hour at which the chat gets round-ups."""
    reader = await meet_reader(update, context)
    of_editions = reader.rhythm is Rhythm.EDITIONS and reader.hours
    morning = min(reader.hours) if of_editions else MORNING
    return read_pause(context.words, context.now(), context.zone, morning=morning)


async def _ask(update: Update, context: Context) -> None:
    reader = await meet_reader(update, context)
    await show(update, context, pause_message(reader, context.texts, context.now()))


async def _pause(update: Update, context: Context, until: datetime) -> None:
    now = context.now()
    reader = await change(update, context, muted_until=until if until > now else None)
    await show(update, context, pause_message(reader, context.texts, now, done=True))


def pause_message(
    reader: Subscriber, texts: Texts, now: datetime, *, done: bool = False
) -> Outgoing:
    """Give how a pause stands, with buttons; ``done`` says that it was just changed."""
    words = texts.choices
    paused = reader.muted_until is not None and reader.muted_until > now
    if reader.muted_until is not None and paused:
        until = moment(texts.dates, reader.muted_until, reader.time_zone)
        over = ((Button(words.unmute, data="mu:0"),),)
        return Outgoing(fill(words.mute_set, moment=until), buttons=over)
    lengths = tuple(Button(name, data=f"mu:{key}") for key, name in words.lengths.items())
    back = (Button(words.back, data="c:"),)
    head = words.mute_over if done else words.mute_question
    return Outgoing(head, buttons=(*rows_of(lengths, width=3), back))
