"""Publishing an article that is in no feed: see it, correct it, choose where, send or schedule."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from telegram import Message, Update
from telegram.error import TelegramError

from bot.handlers.article_card import ASKED, card, preview, targets, told_to
from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, row_number
from bot.handlers.in_hand import Pressed, is_private, pressed, record, who_acts
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.sources import why_not_read
from bot.handlers.times import hours_ahead, read_moment
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill, safe_url, with_scheme
from bot.messages.outgoing import rows_of
from bot.messages.pictures import kept_by_telegram
from bot.texts import Texts, moment, number
from digests.errors import FetchError, NotThere, PageError
from digests.ingest.desk import PARTS, with_correction, with_photo, without_photo
from digests.store import IN_HAND, Draft, DraftKind, DraftState

log = structlog.get_logger(__name__)

_LONGEST = {"title": 300, "lead": 2000, "caption": 800, "source": 60}
_HOURS = (7, 12, 18)


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("dang", publish_article)
    for name, answer in (
        ("qa", show_card),
        ("qac", ask_part),
        ("qaw", drop_photo),
        ("qat", toggle_target),
        ("qag", publish_now),
        ("qal", show_times),
        ("qah", schedule),
        ("qau", unschedule),
        ("qax", drop),
    ):
        routes.button(name, answer, who=Who.EDITORS)


async def publish_article(update: Update, context: Context) -> None:
    """Answer /dang: an address or a text behind it, or the message that it answers."""
    if not await is_private(update, context):
        return
    answered = update.message.reply_to_message if update.message else None
    said = context.said or (answered.text or answered.caption or "" if answered else "")
    if said:
        await take(update, context, said, answered)
    else:
        await tell(update, context, context.texts.desk.article.usage)


async def take(
    update: Update, context: Context, said: str, pictured: Message | None = None
) -> None:
    """Take what an editor sent in hand and show it, or say what is wrong with it.

    The photo of ``pictured``, if it has one, becomes the picture of the article.
    """
    words, desk = context.texts.desk.article, context.services.desk
    picture = await _picture_of(pictured, context)
    where = {"who": who_acts(update), "chat": str(chat_of(update).id)}
    url = said.strip()
    address = with_scheme(url)
    is_address = " " not in url and "\n" not in url and "." in url and safe_url(address)
    try:
        if is_address:
            await tell(update, context, words.reading)
            draft = await desk.take_address(address, picture=picture, **where)
        else:
            draft = await desk.take_text(said, picture=picture, **where)
    except FetchError as error:
        reason = why_not_read(error, context.texts.sources.reasons)
        await tell(update, context, words.not_reachable, url=cut_words(url, 150), reason=reason)
    except PageError:
        await tell(update, context, words.no_article)
    else:
        if pictured is not None and is_image_file(pictured):
            await tell(update, context, words.photo_as_file)
        await _show(update, context, draft)


async def _picture_of(message: Message | None, context: Context) -> str | None:
    """Give what stands in the archive for the photo of a message, in its largest size.

    Its bytes are kept besides: Telegram gives the photo to no other bot of the store.
    """
    if message is None or not message.photo:
        return None
    photo = message.photo[-1]
    try:
        file = await photo.get_file()
        body = bytes(await file.download_as_bytearray())
        await context.store.given_photos.keep(photo.file_id, body, context.now())
    except TelegramError as error:  # then it is only in the messages of this bot
        log.warning("photo_not_kept", reason=error.message)
    return kept_by_telegram(photo.file_id)


def is_image_file(message: Message) -> bool:
    """Say whether a picture was sent as a file, which Telegram does not send again as a photo."""
    file = message.document
    return file is not None and (file.mime_type or "").startswith("image/")


async def _show(update: Update, context: Context, draft: Draft) -> None:
    """Send the digest as it will look, and the card to work on it by."""
    await say(update, context, preview(draft, context))
    await say(update, context, await card(draft, context))


async def _of_press(update: Update, context: Context, *states: DraftState) -> Pressed | None:
    """Give what was pressed if its draft stands in one of ``states``; else show how it stands."""
    got = await pressed(update, context, DraftKind.ARTICLE)
    if got is not None and got.draft.state not in states:
        if got.draft.state in IN_HAND:  # what came of the others stands there already
            await show(update, context, await card(got.draft, context))
        await toast(update, context, context.texts.desk.article.settled)
        return None
    return got


async def show_card(update: Update, context: Context) -> None:
    """Show the card of a draft as it stands; what was asked for is not waited for any more."""
    if got := await pressed(update, context, DraftKind.ARTICLE):
        await context.store.drafts.ask(got.draft.id, None, context.now())
        await _show_again(update, context, got.draft, row_number(got.rest))


async def _show_again(update: Update, context: Context, draft: Draft, page: int = 0) -> None:
    present = await context.store.drafts.get(draft.id)
    await show(update, context, await card(present, context, page))


async def ask_part(update: Update, context: Context) -> None:
    """Ask the editor to send a part of the article anew."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None or got.rest not in ASKED:
        return
    await context.store.drafts.ask(got.draft.id, got.rest, context.now())
    await say(update, context, _question(got.draft, got.rest, context.texts))


def _question(draft: Draft, part: str, texts: Texts) -> Outgoing:
    words = texts.desk.article
    said = cut_words(_present(draft, part) or words.empty, 1000)
    row = [Button(words.back, data=f"qa:{draft.id}")]
    if part == "photo" and draft.facts["digest"].get("photo"):
        row.insert(0, Button(words.without_photo, data=f"qaw:{draft.id}"))
    return Outgoing(fill(words.ask[part], now=said), buttons=(tuple(row),))


def _present(draft: Draft, part: str) -> str:
    digest = draft.facts["digest"]
    said = (digest.get("photo") or {}).get("caption") if part == "caption" else digest.get(part)
    return clean(said) if isinstance(said, str) else ""


async def take_answer(update: Update, context: Context, draft: Draft, text: str) -> None:
    """Take a text as the part or the time that was asked for."""
    if draft.awaiting == "photo":
        await say(update, context, _question(draft, "photo", context.texts))
        return
    if draft.awaiting not in PARTS:
        await _schedule_typed(update, context, draft, text)
        return
    said = clean(text)
    if await _is_too_long(update, context, draft.awaiting, said):
        return
    await _change(update, context, draft, with_correction(draft.facts, draft.awaiting, said))


async def _is_too_long(update: Update, context: Context, part: str, said: str) -> bool:
    limit = _LONGEST[part]
    if len(said) > limit:
        most = number(context.texts.dates, limit)
        await tell(update, context, context.texts.desk.article.too_long, limit=most)
    return len(said) > limit


async def _change(
    update: Update, context: Context, draft: Draft, facts: Mapping[str, object]
) -> None:
    try:
        changed = await context.store.drafts.change(draft.id, context.now(), **facts)
    except NotThere:
        await tell(update, context, context.texts.desk.article.settled)
    else:
        await _show(update, context, changed)


async def take_photo(update: Update, context: Context, draft: Draft, message: Message) -> None:
    """Take the photo that was asked for, and what is written under it as its caption."""
    picture, caption = await _picture_of(message, context), clean(message.caption)
    if picture is None:
        await tell(update, context, context.texts.desk.article.photo_as_file)
    elif not await _is_too_long(update, context, "caption", caption):
        await _change(update, context, draft, with_photo(draft.facts, picture, caption))


async def drop_photo(update: Update, context: Context) -> None:
    """Have a draft go out without the photo that it shows."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    if not got.draft.facts["digest"].get("photo"):
        await toast(update, context, context.texts.desk.article.no_photo)
        return
    await _change(update, context, got.draft, without_photo(got.draft.facts))


async def toggle_target(update: Update, context: Context) -> None:
    """Have a draft go to a place, or not: the button says which, so pressed twice is once."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    page, _colon, rest = got.rest.partition(":")
    key, _colon, on = rest.partition(":")
    readers = [one for one in got.draft.facts["readers"] if str(one) != key]
    facts: dict[str, object] = {"everyone": on == "1"} if key == "e" else {"readers": readers}
    if key != "e" and on == "1" and key in {str(one.id) for one in await targets(context)}:
        facts = {"readers": [*readers, int(key)]}
    await context.store.drafts.change(got.draft.id, context.now(), **facts)
    await _show_again(update, context, got.draft, row_number(page))


async def publish_now(update: Update, context: Context) -> None:
    """Publish a draft."""
    got = await _of_press(update, context, *IN_HAND)
    if got is None:
        return
    words = context.texts.desk.article
    published = await context.services.desk.publish(got.draft)
    if published is None:
        await toast(update, context, words.settled)
        return
    context.services.on_news()
    title = got.draft.facts["digest"]["title"]
    await record(update, context, "article_published", number=published.number, title=title)
    said = words.published_known if published.known else words.published
    when = moment(context.texts.dates, context.now(), context.zone)
    button = Button(words.open_article, data=f"o:{published.number}")
    count = told_to(words, published)
    done = Outgoing(fill(said, moment=when, count=count), buttons=((button,),))
    await show(update, context, done)


async def show_times(update: Update, context: Context) -> None:
    """Offer some hours; another one can be typed."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    words, number = context.texts.desk.article, got.draft.id
    await context.store.drafts.ask(number, "time", context.now())
    soon = context.now() + timedelta(hours=1)
    hours = [(words.in_an_hour, soon)]
    hours += [
        (at.strftime("%d/%m %H:%M"), at) for at in hours_ahead(context.now(), context.zone, _HOURS)
    ]
    buttons = tuple(
        Button(label, data=f"qah:{number}:{int(at.timestamp())}") for label, at in hours
    )
    back = (Button(words.back, data=f"qa:{number}"),)
    said = f"{fill(words.card, number=number)}\n{words.when}\n{words.ask['time']}"
    await show(update, context, Outgoing(said, buttons=(*rows_of(buttons, width=2), back)))


async def schedule(update: Update, context: Context) -> None:
    """Have a draft come out at the hour of the button."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    at = read_moment(f"@{got.rest}", context.now(), context.zone)
    words = context.texts.desk.article
    if at is None:
        await toast(update, context, context.texts.trouble.button_old)
        return
    drafts = context.store.drafts
    settled = (DraftState.OPEN,), DraftState.SCHEDULED
    if await drafts.settle(got.draft.id, *settled, context.now(), due_at=at):
        await record(update, context, "article_scheduled", number=got.draft.id)
    else:
        await toast(update, context, words.settled)
    await _show_again(update, context, got.draft)


async def _schedule_typed(update: Update, context: Context, draft: Draft, text: str) -> None:
    words = context.texts.desk.article
    at = read_moment(text, context.now(), context.zone)
    if at is None:
        await tell(update, context, words.wrong_time, words=cut_words(clean(text), 60))
        return
    now = context.now()
    settled = (DraftState.OPEN,), DraftState.SCHEDULED
    if await context.store.drafts.settle(draft.id, *settled, now, due_at=at):
        await record(update, context, "article_scheduled", number=draft.id)
    present = await context.store.drafts.get(draft.id)
    await say(update, context, await card(present, context))


async def unschedule(update: Update, context: Context) -> None:
    """Take the hour of a draft back; it is in hand again."""
    if got := await pressed(update, context, DraftKind.ARTICLE):
        settled = (DraftState.SCHEDULED,), DraftState.OPEN
        await context.store.drafts.settle(got.draft.id, *settled, context.now())
        await _show_again(update, context, got.draft)


async def drop(update: Update, context: Context) -> None:
    """Drop a draft that has not gone out."""
    got = await _of_press(update, context, *IN_HAND)
    if got is None:
        return
    words = context.texts.desk.article
    if await context.store.drafts.settle(got.draft.id, IN_HAND, DraftState.DROPPED, context.now()):
        await show(update, context, Outgoing(fill(words.dropped, number=got.draft.id)))
    else:
        await toast(update, context, words.settled)
