"""Searching the archive by command, by plain words in a private chat, and by caption."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegram import Update
from telegram.constants import ChatType

from bot.handlers import wishes
from bot.handlers.commands import COMMANDS, Who, find, open_to, spoken
from bot.handlers.context import Context, chat_of, find_reader, meet_reader
from bot.handlers.help import tell_help
from bot.handlers.links import open_linked
from bot.handlers.pasting import take_from_editor
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.rights import roles_of
from bot.handlers.routes import Routes
from bot.handlers.subscriptions import take_wish
from bot.handlers.wordless import is_more_of_an_album, say_what_is_read
from bot.messages import Button, Outgoing, SearchView, digest_message, search_message
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.texts import Texts
from digests.errors import NotThere
from digests.model import Headline, Photo, StoredArticle
from digests.store.search import Loosened, Looser, SearchPage, parse_query
from digests.vietnamese.folding import fold

PAGE = 5
PHOTOS = 3
LONGEST_QUERY = 1000
_SEARCHES = frozenset({"tim", "anh"})
_LONG_NAME = 6
"""Letters from which on a name is none that begins a question, as "lịch" and "dừng" do."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A search as a keyword ('"giá vàng" "miền bắc" nguon:"tuoitre" -SJC').

    ``without_days`` says that the days of the search are left out, ``unknown`` are filters that
    nobody knows.
    """

    words: str
    without_days: bool
    unknown: tuple[str, ...]


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("tim", search)
    routes.command("anh", photos)
    routes.button("t", turn, who=Who.ANYONE)
    routes.button("tf", follow_search, who=Who.CHAT_ADMINS)
    routes.button("p", more_photos, who=Who.ANYONE)


async def search(update: Update, context: Context) -> None:
    """Answer /tim."""
    if not context.words:
        await _explain(update, context, "tim", context.texts.search.how_to)
        return
    message = update.effective_message
    if message is None or not await open_linked(update, context, message):
        await answer_query(update, context, context.words)


async def _explain(update: Update, context: Context, name: str, template: str) -> None:
    command = next(command for command in COMMANDS if command.name == name)
    await tell(update, context, template, example=command.words(context.texts).example)


async def plain_question(update: Update, context: Context) -> None:
    """Answer words that a person writes to the bot alone: they are searched."""
    message = update.effective_message
    if message is None or chat_of(update).type != ChatType.PRIVATE:
        return
    await find_reader(update, context)
    words = " ".join((message.text or message.caption or "").split())
    if await take_from_editor(update, context, message):
        return
    if not words:
        await say_what_is_read(update, context)
    elif is_more_of_an_album(message, context) or await open_linked(update, context, message):
        return
    elif not wishes.slug(words):
        await _explain(update, context, "tim", context.texts.search.how_to)
    elif not await _command_meant(update, context, words):
        await answer_query(update, context, words)


async def _command_meant(update: Update, context: Context, words: str) -> bool:
    """Answer words that name a command, where no article has all of them; give whether it did.

    "Tìm vàng" is then a search for "vàng", and a call for help is answered.
    """
    named = spoken(words)
    if named is None or named[0] not in open_to(roles_of(update, context)):
        return False
    page = await context.store.search.search(words, now=context.now(), size=1)
    if page.hits and page.loosened is not Loosened.SOME_WORDS:
        return False
    command, rest = named
    if command.name in _SEARCHES and rest:
        context.words = rest
        await (search if command.name == "tim" else photos)(update, context)
    elif command.name == "trogiup":
        if rest and find(rest) is None:
            return False  # "lệnh cấm xe máy" is no call for help
        context.words = rest
        await tell_help(update, context)
    elif _is_surely_a_name(words, rest, found=bool(page.hits)):
        meant = f"/{command.shown(context.texts)} {rest}".strip()
        await tell(update, context, context.texts.own.slash_missing, command=cut_words(meant, 200))
    else:
        return False
    return True


def _is_surely_a_name(words: str, rest: str, *, found: bool) -> bool:
    """Say whether words before ``rest`` name a command: nothing is found, or nobody writes so."""
    name = words[: len(words) - len(rest)].split()
    return len("".join(name)) >= _LONG_NAME and (not found or len(name) == 1)


async def answer_query(update: Update, context: Context, query: str) -> None:
    """Search and answer with the first page."""
    query = query[:LONGEST_QUERY]
    reference = await context.store.queries.remember(query, context.now())
    found = await _show_page(update, context, query, SearchView(reference))
    await context.store.search.count(query, context.now(), found=found)


async def turn(update: Update, context: Context) -> None:
    """Show the page, order or wording that a button names."""
    view = SearchView.read(f"t:{context.words}")
    query = await _recalled(update, context, view.reference if view else 0)
    if view is not None and query is not None:
        await _show_page(update, context, query, view)


async def _recalled(update: Update, context: Context, reference: int) -> str | None:
    try:
        return await context.store.queries.recall(reference)
    except NotThere:
        await toast(update, context, context.texts.search.gone)
        return None


async def _show_page(update: Update, context: Context, query: str, view: SearchView) -> bool:
    """Show a page of what was found; give whether anything was."""
    page = await context.store.search.search(
        query,
        now=context.now(),
        page=view.page,
        size=PAGE,
        order="newest" if view.newest else "relevance",
        literal=view.literal,
    )
    if not page.hits and view.page:  # the archive changed since the button was made
        return await _show_page(update, context, query, replace(view, page=0))
    found = await _found(context, page)
    is_poor = not page.hits or page.loosened == "some_words"
    looser = await _looser(context, query) if is_poor and not view.page else {}
    others = await context.store.search.other_reports(page)
    message = search_message(page, found, context.texts, view, looser, others=others)
    await show(update, context, message)
    return bool(page.hits)


async def _looser(context: Context, query: str) -> dict[int, Looser]:
    """Give what looser queries find, by the number under which each is remembered."""
    found = await context.store.search.looser(query, now=context.now())
    return {
        await context.store.queries.remember(looser.text, context.now()): looser for looser in found
    }


async def _found(context: Context, page: SearchPage) -> dict[int, Headline]:
    told = await context.store.articles.headlines_of([hit.number for hit in page.hits])
    return {headline.number: headline for headline in told}


async def follow_search(update: Update, context: Context) -> None:
    """Make a search an alert: its words become a keyword that the chat is told of at once."""
    reference, _colon, literal = context.words.partition(":")
    query = await _recalled(update, context, int(reference) if reference.isdecimal() else 0)
    if query is None:
        return
    alert, texts = await alert_for(query, context, literal=bool(literal)), context.texts
    if alert is None:
        await toast(update, context, texts.search.not_followable)
        return
    reader = await meet_reader(update, context)
    said, values = await take_wish(context, reader, wishes.alert_wish(alert.words))
    own = {
        texts.follow.followed: texts.search.followed,
        texts.follow.followed_already: texts.search.followed_already,
    }
    if said in own:
        said = " ".join([own[said], *_left_out(alert, texts)])
    filters = ", ".join(alert.unknown)
    await toast(update, context, said, query=alert.words, filters=filters, **values)


def _left_out(alert: Alert, texts: Texts) -> Iterator[str]:
    """Say what of the search says nothing of the news to come."""
    if alert.without_days:
        yield texts.search.followed_without_days
    if alert.unknown:
        yield texts.search.followed_without_filters


async def alert_for(query: str, context: Context, *, literal: bool) -> Alert | None:
    """Give the alert that a query becomes; ``None`` for one without words.

    The words are cut as they stand in what the search finds, slips mended.
    """
    page = await context.store.search.search(query, now=context.now(), literal=literal, size=1)
    if not page.pieces:
        return None
    asked = parse_query(query, now=context.now())
    wanted = [" ".join(words) for words in page.pieces]
    if len(wanted) > 1:
        wanted = [f'"{words}"' for words in wanted]
    words = ["anh:"] if asked.captions_only else []
    words += wanted
    words += [f'nguon:"{name}"' for name in asked.sources]
    words += [f'chuyenmuc:"{name}"' for name in asked.sections]
    words += [f"-{' '.join(phrase)}" for phrase in asked.without]
    has_days = asked.since is not None or asked.until is not None
    without_days = has_days and page.loosened != "day_words"
    return Alert(" ".join(words), without_days=without_days, unknown=page.unknown)


async def photos(update: Update, context: Context) -> None:
    """Answer /anh: photos by their captions."""
    if not context.words:
        await _explain(update, context, "anh", context.texts.search.how_to_photos)
        return
    words = context.words[:LONGEST_QUERY]
    reference = await context.store.queries.remember(words, context.now())
    await _show_photos(update, context, words, reference, 0)


async def more_photos(update: Update, context: Context) -> None:
    """Show the next photos."""
    reference, _colon, page = context.words.partition(":")
    number = int(reference) if reference.isdecimal() else 0
    words = await _recalled(update, context, number)
    if words is not None and page.isdecimal():
        await _show_photos(update, context, words, number, int(page))


async def _show_photos(
    update: Update, context: Context, words: str, reference: int, page: int
) -> None:
    found = await context.store.search.search(
        f"anh: {words}", now=context.now(), page=page, size=PHOTOS
    )
    articles = await context.store.articles.get_many([hit.number for hit in found.hits])
    if not articles:
        await say(update, context, Outgoing(fill(context.texts.search.no_photos, query=words)))
        return
    more = (page + 1) * PHOTOS < found.total
    for place, stored in enumerate(articles, start=1):
        shown = replace(stored, digest=replace(stored.digest, photo=best_photo(stored, words)))
        message = digest_message(shown, context.texts)
        if more and place == len(articles):
            data = f"p:{reference}:{page + 1}"
            button = Button(context.texts.buttons.more_photos, data=data)
            message = replace(message, buttons=(*message.buttons, (button,)))
        await say(update, context, message)


def best_photo(stored: StoredArticle, words: str) -> Photo | None:
    """Give the photo whose caption has most of the words, else the digest's own."""
    wanted = set(fold(words).split())

    def told(photo: Photo) -> int:
        return len(wanted & set(fold(photo.caption or "").split()))

    with_address = [photo for photo in stored.article.photos if photo.url]
    best = max(with_address, key=told, default=None)
    return best if best is not None and told(best) else stored.digest.photo
