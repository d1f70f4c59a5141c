"""The round-up of a day: of today so far, or of one of the days before."""

from datetime import datetime, timedelta
from itertools import chain

from telegram import Update

from bot.delivery.rich import RichForm
from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, address_of, choices
from bot.handlers.reading import day_of
from bot.handlers.replies import say, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing, edition_messages, edition_rich
from digests.editions import NewsDesk, Wishes, arrange
from digests.model import Edition, Subscription, SubscriptionKind

_MOST_NEWS = 20_000
_DAY = timedelta(days=1)
_WRITTEN = "%d/%m/%Y"
_LAST_DAYS = 7
"""Days of which round-ups are made; older news is found by its day or by searching."""


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("homnay", today)
    routes.button("hn", day_pressed, who=Who.ANYONE)


async def today(update: Update, context: Context) -> None:
    """Answer /homnay; behind it a day ("hôm qua", a date), a section or a source."""
    begin = _day(context, context.words)
    only = None
    if begin is None and context.words:
        only = wishes.meant(context.words, await choices(context))
    await _show(update, context, begin or _today(context), only)


async def day_pressed(update: Update, context: Context) -> None:
    """Show the round-up of the day that a button names."""
    begin = _day(context, context.words)
    if begin is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await _show(update, context, begin)


def _today(context: Context) -> datetime:
    begin = day_of("today", context.now(), context.zone)
    if begin is None:
        raise LookupError("every zone has a today")
    return begin


def _day(context: Context, words: str) -> datetime | None:
    """Give the beginning of the day that words name, of the last ones; ``None`` for others."""
    begin, last = day_of(words, context.now(), context.zone), _today(context)
    return begin if begin and last - _LAST_DAYS * _DAY <= begin <= last else None


async def _show(
    update: Update, context: Context, begin: datetime, only: Subscription | None = None
) -> None:
    edition = await _edition(context, begin, only)
    if edition is None and only is not None:
        await tell(update, context, context.texts.reading.latest_nothing, what=context.words)
        return
    if edition is None:
        await _show_nothing(update, context, begin)
        return
    address, texts = address_of(update, context), context.texts
    html = edition_rich(edition, texts, context.form)
    rich = await RichForm(context.bot).send(html, chat=address.chat, topic=address.topic)
    if rich is None:
        for message in edition_messages(edition, texts, context.form):
            await say(update, context, message)


async def _show_nothing(update: Update, context: Context, begin: datetime) -> None:
    """Say that a day has no news yet; what there was on the day before is one press away."""
    words, before = context.texts.reading, begin - _DAY
    if begin != _today(context):
        await tell(update, context, words.day_nothing, day=begin.strftime(_WRITTEN))
        return
    known = await context.store.articles.latest(limit=1, since=before, until=begin)
    button = Button(words.yesterday, data=f"hn:{before.strftime(_WRITTEN)}")
    rows = ((button,),) if known else ()
    await say(update, context, Outgoing(words.today_nothing, buttons=rows))


def _wanted(only: Subscription | None) -> Wishes:
    """Give what is chosen from: a section or source where one is named, else everything."""
    named = {SubscriptionKind.SECTION, SubscriptionKind.SOURCE}
    return Wishes.of([only]) if only and only.kind in named else Wishes(everything=True)


async def _edition(context: Context, begin: datetime, only: Subscription | None) -> Edition | None:
    """Choose from everything that a day told; ``None`` when that is nothing."""
    now, end = context.now(), begin + _DAY
    news = await context.store.editions.news(since=begin, limit=_MOST_NEWS)
    of_day = [one for one in news if begin <= one.shown_at < end]
    desk = NewsDesk(of_day, now=min(now, end))
    size = context.reader.edition_size if context.reader else 8
    chosen = desk.choose(_wanted(only), after=0, size=size)
    reports = {best: [one.number for one in desk.reports(best)] for best in chosen}
    if not chosen:
        return None
    found = await context.store.articles.get_many([*chain.from_iterable(reports.values())])
    stored = {one.number: one for one in found}
    return arrange(
        [stored[best] for best in chosen],
        slot=min(now, end - timedelta(minutes=1)),
        time_zone=context.zone,
        others={
            best: [stored[one] for one in told if one != best] for best, told in reports.items()
        },
    )
