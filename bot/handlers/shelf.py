"""What a person saved."""

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, meet_person
from bot.handlers.replies import show, tell
from bot.handlers.routes import Routes
from bot.messages import Button
from bot.messages.lists import list_message
from bot.messages.markup import fill
from bot.texts import number
from digests.keywords import matching
from digests.model import StoredArticle

PAGE = 5
_SEARCHED = 500


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("luu", shelf)
    routes.button("k", turn, who=Who.PERSON)


async def shelf(update: Update, context: Context) -> None:
    """Answer /luu: what was saved; with words, what of it tells of them."""
    person = await meet_person(update, context)
    numbers = await context.store.saved.numbers(person.id)
    if not numbers:
        await tell(update, context, context.texts.reading.shelf_empty)
    elif context.words:
        await _search(update, context, numbers)
    else:
        await _show(update, context, numbers, 0)


async def turn(update: Update, context: Context) -> None:
    """Show another page of what was saved."""
    person = await meet_person(update, context)
    numbers = await context.store.saved.numbers(person.id)
    page = int(context.words) if context.words.isdecimal() else 0
    await _show(update, context, numbers, min(page, max(len(numbers) - 1, 0) // PAGE))


async def _show(update: Update, context: Context, numbers: list[int], page: int) -> None:
    texts = context.texts
    shown = await context.store.articles.get_many(numbers[page * PAGE : (page + 1) * PAGE])
    turning = []
    if page > 0:
        turning.append(Button(texts.buttons.newer, data=f"k:{page - 1}"))
    if (page + 1) * PAGE < len(numbers):
        turning.append(Button(texts.buttons.older, data=f"k:{page + 1}"))
    await _list(update, context, shown, len(numbers), first=page * PAGE + 1, turning=turning)


async def _search(update: Update, context: Context, numbers: list[int]) -> None:
    kept = await context.store.articles.get_many(numbers[:_SEARCHED])
    found = [stored for stored in kept if matching([context.words], stored.article)]
    if not found:
        await tell(update, context, context.texts.reading.shelf_nothing, query=context.words)
        return
    await _list(update, context, found[: 2 * PAGE], len(found), first=1, turning=[])


async def _list(
    update: Update,
    context: Context,
    shown: list[StoredArticle],
    total: int,
    *,
    first: int,
    turning: list[Button],
) -> None:
    texts = context.texts
    heading = fill(texts.reading.shelf, count=number(texts.dates, total))
    rows = (tuple(turning),) if turning else ()
    await show(update, context, list_message(heading, shown, texts, first=first, last_rows=rows))
