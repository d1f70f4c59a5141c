"""Reading: the latest news, one article."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from telegram import Update

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, choices, named_article, row_number
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, digest_message
from bot.messages.lists import list_message
from digests.errors import NotThere
from digests.model import Headline, SubscriptionKind
from digests.store import Newest
from digests.store.search import Loosened
from digests.vietnamese.folding import fold
from digests.vietnamese.times import parse_time

PAGE = 5
_LAST_PAGE = 200
"""Older news is found by its day or by searching."""
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?")


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("moi", latest)
    routes.button("m", older, who=Who.ANYONE)
    routes.button("o", open_pressed, who=Who.ANYONE)


async def latest(update: Update, context: Context) -> None:
    """Answer /moi, with a section, a source or a day where one is named."""
    reference = 0
    if context.words:
        reference = await context.store.queries.remember(context.words, context.now())
    await _show_latest(update, context, context.words, reference, 0)


async def older(update: Update, context: Context) -> None:
    """Show another page of the latest news."""
    reference, _colon, page = context.words.partition(":")
    if not (reference.isdecimal() and page.isdecimal()) or int(page) > _LAST_PAGE:
        await toast(update, context, context.texts.trouble.button_old)
        return
    try:
        words = await context.store.queries.recall(int(reference)) if int(reference) else ""
    except NotThere:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await _show_latest(update, context, words, int(reference), int(page))


async def _show_latest(
    update: Update, context: Context, words: str, reference: int, page: int
) -> None:
    found = await _latest(context, words, PAGE * page)
    texts = context.texts
    if not found:
        nothing = texts.reading.latest_nothing if words else texts.reading.latest_none_yet
        await tell(update, context, nothing, what=words)
        return
    turning = []
    if page > 0:
        turning.append(Button(texts.buttons.newer, data=f"m:{reference}:{page - 1}"))
    if len(found) > PAGE:
        turning.append(Button(texts.buttons.older, data=f"m:{reference}:{page + 1}"))
    message = list_message(
        texts.reading.latest,
        found[:PAGE],
        texts,
        first=PAGE * page + 1,
        last_rows=(tuple(turning),) if turning else (),
    )
    await show(update, context, message)


async def _latest(context: Context, words: str, skip: int) -> list[Headline]:
    """Give the articles of a page and one more, after the first ``skip``."""
    articles, limit = context.store.articles, PAGE + 1
    if not words:
        return await articles.headlines(Newest(limit, skip))
    day = day_of(words, context.now(), context.zone)
    if day is not None:
        until = day + timedelta(days=1)
        return await articles.headlines(Newest(limit, skip, since=day, until=until))
    wish = wishes.meant(words, await choices(context))
    if wish.kind is SubscriptionKind.SOURCE:
        return await articles.headlines(Newest(limit, skip, source=wish.label))
    if wish.kind is SubscriptionKind.SECTION:
        return await articles.headlines(Newest(limit, skip, section=wish.label))
    wanted = skip + limit
    page = await context.store.search.search(words, now=context.now(), size=wanted, order="newest")
    if page.loosened is Loosened.SOME_WORDS:
        return []  # what has some of the words only is found by searching
    return await articles.headlines_of([hit.number for hit in page.hits[skip:]])


def day_of(words: str, now: datetime, zone: str) -> datetime | None:
    """Give the beginning of the day that ``words`` name ("hôm qua", "08/07/2019"), aware."""
    home = ZoneInfo(zone)
    today = datetime.combine(now.astimezone(home).date(), time(), home)
    named = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}
    if fold(words) in named:
        return today - timedelta(days=named[fold(words)])
    if not _DAY.fullmatch(words):
        return None
    text = words if words.count("/") + words.count("-") + words.count(".") > 1 else ""
    found = parse_time(text or f"{words}/{today.year}")
    return datetime.combine(found.astimezone(home).date(), time(), home) if found else None


async def open_pressed(update: Update, context: Context) -> None:
    """Open the article that a numbered button names."""
    number = row_number(context.words)
    if not number:
        await toast(update, context, context.texts.trouble.button_old)
        return
    await open_article(update, context, number)


async def open_article(update: Update, context: Context, number: int) -> None:
    """Send an article's digest, with its photo and the other papers that tell its story."""
    stored = await named_article(update, context, number)
    if stored is None:
        await toast(update, context, context.texts.reading.article_gone)
        return
    reports = await context.store.articles.of_story(stored.story) if stored.story else []
    others = [report for report in reports if report.number != number]
    message = digest_message(stored, context.texts, others=others, form=context.form)
    await say(update, context, message)
