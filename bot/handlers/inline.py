"""Searching from any chat: @bot words."""

from collections.abc import Sequence

from telegram import (
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, InlineQueryHandler

from bot.delivery.posting import keyboard
from bot.handlers.commands import Who
from bot.handlers.context import Context, language_of, named_article, row_number, start_link
from bot.handlers.rights import Guarded
from bot.messages import Button, digest_message
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, safe_url
from bot.messages.pictures import telegram_id
from bot.texts import Texts, short_moment, texts_for
from digests.model import StoredArticle

PAGE = 10
_CACHE_SECONDS = 30
_LAST_PAGE = 100


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handler."""
    application.add_handler(InlineQueryHandler(Guarded(answer, Who.ANYONE)))


async def answer(update: Update, context: Context) -> None:
    """Answer an inline query: words are searched, "#12" is one article, nothing is the latest."""
    query = update.inline_query
    if query is None:
        return
    page = min(row_number(query.offset), _LAST_PAGE)
    articles, more = await _found(update, query, context, page)
    texts, bot = texts_for(language_of(update, context)), context.bot.username
    offset = str(page + 1) if more else ""
    plain = [_result(stored, texts, bot) for stored in articles]
    shown = [
        _kept_photo(stored, texts, bot) or one for stored, one in zip(articles, plain, strict=True)
    ]
    if not await _answered(query, shown, offset):  # a picture of another bot, after a new token
        await _answered(query, plain, offset)


async def _answered(query: InlineQuery, results: Sequence[InlineQueryResult], offset: str) -> bool:
    """Answer; give ``False`` when a photo of the results is none that this bot has."""
    try:
        await query.answer(
            results,
            cache_time=_CACHE_SECONDS,
            is_personal=True,  # in the person's language, and perhaps of their own feed
            next_offset=offset,
        )
    except BadRequest as error:
        if "too old" in error.message:  # who typed on has asked anew
            return True
        if any(isinstance(one, InlineQueryResultCachedPhoto) for one in results):
            return False
        raise
    return True


async def _found(
    update: Update, query: InlineQuery, context: Context, page: int
) -> tuple[list[StoredArticle], bool]:
    words = " ".join(query.query.split())
    if not words:
        latest = await context.store.articles.latest(limit=PAGE)
        return latest, False
    if number := row_number(words.removeprefix("#")) if words.startswith("#") else 0:
        article = await named_article(update, context, number)
        return [article] if article else [], False
    found = await context.store.search.search(words, now=context.now(), page=page, size=PAGE)
    articles = await context.store.articles.get_many([hit.number for hit in found.hits])
    return articles, (page + 1) * PAGE < found.total


def _result(stored: StoredArticle, texts: Texts, bot: str) -> InlineQueryResultArticle:
    """Give one result: its photo, headline, source, section and time, and the digest to send."""
    digest = stored.digest
    url, photo = safe_url(digest.url), safe_url(digest.photo.url) if digest.photo else None
    return InlineQueryResultArticle(
        id=str(stored.number),
        title=cut_words(clean(digest.title), 200),
        description=_description(stored, texts),
        input_message_content=InputTextMessageContent(
            digest_message(stored, texts).without_photo().html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_preview(photo, url),
        ),
        reply_markup=_buttons(stored, texts, bot),
        thumbnail_url=photo,
    )


def _kept_photo(
    stored: StoredArticle, texts: Texts, bot: str
) -> InlineQueryResultCachedPhoto | None:
    """Give the result of an article whose picture Telegram has: sent as the photo that it is.

    A result of another kind could not show it, for a thumbnail must have an address
    (https://core.telegram.org/bots/api#inlinequeryresultarticle).
    """
    photo, message = stored.digest.photo, digest_message(stored, texts)
    file = telegram_id(photo.url) if photo else None
    if file is None or message.photo is None:
        return None
    return InlineQueryResultCachedPhoto(
        id=str(stored.number),
        photo_file_id=file,
        title=cut_words(clean(stored.digest.title), 200),
        description=_description(stored, texts),
        caption=message.html,
        parse_mode=ParseMode.HTML,
        reply_markup=_buttons(stored, texts, bot),
    )


def _description(stored: StoredArticle, texts: Texts) -> str:
    digest = stored.digest
    when = short_moment(texts.dates, digest.published) if digest.published else ""
    facts = (clean(digest.source), clean(digest.section), when)
    about = " · ".join(fact for fact in facts if fact)
    return cut_words(f"{about}\n{clean(digest.lead)}", 300)


def _buttons(stored: StoredArticle, texts: Texts, bot: str) -> InlineKeyboardMarkup | None:
    url = safe_url(stored.digest.url)
    reading = (Button(texts.buttons.read_on, url=url),) if url else ()
    here = Button(texts.own.open_here, url=start_link(bot, f"b_{stored.number}"))
    return keyboard(((*reading, here),))


def _preview(photo: str | None, url: str | None) -> LinkPreviewOptions:
    """Have the photo stand above the text, else the preview of the page."""
    if photo is None:
        return LinkPreviewOptions(is_disabled=url is None)
    return LinkPreviewOptions(url=photo, prefer_large_media=True, show_above_text=True)
