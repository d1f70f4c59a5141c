"""What a person saved."""

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_person, row_number
from bot.handlers.replies import show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.subscriptions import turning
from bot.messages.lists import list_message
from bot.messages.markup import fill
from bot.texts import number
from digests.errors import NotThere
from digests.keywords import matching

PAGE = 5
_SEARCHED = 500


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("luu", shelf)
    routes.button("k", turn, who=Who.PERSON)


async def shelf(update: Update, context: Context) -> None:
    """Answer /luu: what was saved; with words, what of it tells of them."""
    words, reference = context.words, 0
    if words:
        reference = await context.store.queries.remember(words, context.now())
    await _show(update, context, words, reference, 0)


async def turn(update: Update, context: Context) -> None:
    """Show another page of what the presser saved."""
    reference, _colon, page = context.words.rpartition(":")
    words = ""
    if reference:
        try:
            words = await context.store.queries.recall(row_number(reference))
        except NotThere:
            await toast(update, context, context.texts.trouble.button_old)
            return
    await _show(update, context, words, row_number(reference), row_number(page))


async def _show(update: Update, context: Context, words: str, reference: int, page: int) -> None:
    person, texts = await meet_person(update, context), context.texts
    numbers = await context.store.saved.numbers(person.id)
    if not numbers:
        await tell(update, context, texts.reading.shelf_empty)
        return
    if words:
        kept = await context.store.articles.get_many(numbers[:_SEARCHED])
        numbers = [stored.number for stored in kept if matching([words], stored.article)]
    if not numbers:
        await tell(update, context, texts.reading.shelf_nothing, query=words)
        return
    page = min(page, (len(numbers) - 1) // PAGE)
    shown = await context.store.articles.headlines_of(numbers[page * PAGE : (page + 1) * PAGE])
    heading = fill(texts.reading.shelf, count=number(texts.dates, len(numbers)))
    rows = turning(texts, f"k:{reference}" if reference else "k", page, len(numbers), size=PAGE)
    message = list_message(heading, shown, texts, first=page * PAGE + 1, last_rows=rows)
    await show(update, context, message)
