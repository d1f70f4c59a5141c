"""The numbers of some days, in words and as a chart."""

import asyncio
from collections.abc import Sequence

from telegram import Update

from bot.charts import draw
from bot.handlers.admin import bots_lines
from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of
from bot.handlers.replies import tell
from bot.handlers.routes import Routes
from bot.messages.cutting import cut_words
from bot.messages.lengths import CAPTION_LIMIT, visible_units
from bot.messages.markup import clean, fill
from bot.texts import Texts, number
from digests.store import BotNumbers, Period

_USUAL = 7
_MOST = 90
_LONGEST_TITLE = 90


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("thongke", numbers)
    routes.button("qk", numbers, who=Who.EDITORS)


async def numbers(update: Update, context: Context) -> None:
    """Answer /thongke 7: the numbers of the last days."""
    words = context.texts.desk.numbers
    typed = context.words.partition(" ")[0] or str(_USUAL)
    if not typed.isdecimal() or not 1 <= int(typed[:4]) <= _MOST:
        await tell(update, context, words.usage, most=_MOST)
        return
    period = await context.store.days.last(int(typed), context.now())
    titles = await _titles(context, period)
    picture = await asyncio.to_thread(draw, period, context.texts)
    await context.bot.send_photo(
        chat_of(update).id,
        picture,
        caption=numbers_html(period, titles, context.texts, await context.store.bots()),
        parse_mode="HTML",
    )


async def _titles(context: Context, period: Period) -> dict[int, str]:
    stored = await context.store.articles.get_many([story for story, _papers in period.stories])
    return {one.number: one.digest.title for one in stored}


def numbers_html(
    period: Period, titles: dict[int, str], texts: Texts, bots: Sequence[BotNumbers] = ()
) -> str:
    """Give the numbers as the caption of their chart; what does not fit is left out. Pure.

    Readers and deliveries are those of the present bot; of the others of ``bots`` stand the sums.
    """
    words, days, dates = texts.desk.numbers, period.days, texts.dates

    def total(name: str) -> str:
        return number(dates, sum(getattr(day, name) for day in days))

    lines = [
        fill(
            words.heading,
            count=len(days),
            first=days[0].date.strftime("%d/%m"),
            last=days[-1].date.strftime("%d/%m"),
        ),
        fill(words.readers, readers=number(dates, days[-1].readers or 0), joined=total("joined")),
        fill(words.articles, articles=total("articles")),
        fill(words.sent, sent=total("sent"), failed=total("failed")),
        fill(words.searches, searches=total("searches"), nothing=total("nothing")),
        *bots_lines(bots, texts),
        *_lists(period, titles, texts),
    ]
    while visible_units("\n".join(lines)) > CAPTION_LIMIT:
        lines.pop()
    return "\n".join(lines)


def _lists(period: Period, titles: dict[int, str], texts: Texts) -> list[str]:
    words, dates = texts.desk.numbers, texts.dates
    lines = []
    stories = [(titles[story], papers) for story, papers in period.stories if story in titles]
    if stories:
        lines += ["", words.stories]
        lines += [
            fill(
                words.story,
                title=cut_words(clean(title), _LONGEST_TITLE),
                papers=number(dates, papers),
            )
            for title, papers in stories[:3]
        ]
    for heading, found in ((words.words, period.words), (words.missed, period.missed)):
        if found:
            lines += ["", heading]
            lines += [
                fill(words.word, words=cut_words(clean(said), 50), times=number(dates, times))
                for said, times in found[:3]
            ]
    return lines
