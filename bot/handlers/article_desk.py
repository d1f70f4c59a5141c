"""Publishing an article that is in no feed: see it, correct it, choose where, send or schedule."""

from dataclasses import replace
from datetime import timedelta

from telegram import Message, Update

from bot.handlers.commands import Who
from bot.handlers.context import NETWORK, Context, chat_of
from bot.handlers.in_hand import Pressed, is_private, pressed, record, who_acts
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.sources import why_not_read
from bot.handlers.times import hours_ahead, read_moment
from bot.messages import Button, Outgoing, digest_message
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill, safe_url
from bot.messages.outgoing import Rows, rows_of
from bot.messages.pictures import kept_by_telegram
from bot.texts import Texts, moment
from digests.errors import FetchError, NotThere, PageError
from digests.ingest.desk import PARTS, as_stored, with_correction
from digests.model import ChatKind, Subscriber, SubscriberState
from digests.store import IN_HAND, Draft, DraftKind, DraftState

_MOST_CHATS = 12
_LONGEST = {"title": 300, "lead": 2000, "caption": 800, "source": 60}
_HOURS = (7, 12, 18)


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("dang", publish_article)
    for name, answer in (
        ("qa", show_card),
        ("qac", ask_part),
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
    picture = _picture_of(pictured)
    where = {"who": who_acts(update), "chat": str(chat_of(update).id)}
    url = said.strip()
    address = url if "://" in url else f"https://{url}"
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


def _picture_of(message: Message | None) -> str | None:
    """Give what stands in the archive for the photo of a message, in its largest size."""
    return kept_by_telegram(message.photo[-1].file_id) if message and message.photo else None


def is_image_file(message: Message) -> bool:
    """Say whether a picture was sent as a file, which Telegram does not send again as a photo."""
    file = message.document
    return file is not None and (file.mime_type or "").startswith("image/")


async def _show(update: Update, context: Context, draft: Draft) -> None:
    """Send the digest as it will look, and the card to work on it by."""
    await say(update, context, preview(draft, context))
    await say(update, context, await card(draft, context))


def preview(draft: Draft, context: Context) -> Outgoing:
    """Give the digest of a draft exactly as readers will see it, without what needs a number."""
    message = digest_message(as_stored(draft, context.now()), context.texts)
    links = tuple(button for row in message.buttons for button in row if button.url)
    return replace(message, buttons=(links,) if links else ())


async def _targets(context: Context) -> list[Subscriber]:
    """Give the groups and channels that a draft can go to, whatever they follow."""
    every, after = [], 0
    while page := await context.store.subscribers.all(after=after):
        every += [one for one in page if _is_target(one)]
        after = page[-1].id
    return every[:_MOST_CHATS]


def _is_target(reader: Subscriber) -> bool:
    active = reader.state is SubscriberState.ACTIVE and reader.address.network == NETWORK
    return active and reader.kind is not ChatKind.PRIVATE


def _name(reader: Subscriber) -> str:
    topic = f" #{reader.address.topic}" if reader.address.topic else ""
    return cut_words(f"{clean(reader.title) or reader.address.chat}{topic}", 40)


async def card(draft: Draft, context: Context) -> Outgoing:
    """Give the message by which a draft is corrected and sent."""
    texts = context.texts
    words = texts.desk.article
    if draft.state is DraftState.SCHEDULED and draft.due_at is not None:
        when = moment(texts.dates, draft.due_at, context.zone)
        lines = [fill(words.card, number=draft.id), fill(words.scheduled, moment=when)]
        rows = ((Button(words.cancel_time, data=f"qau:{draft.id}"),),)
        return Outgoing("\n".join(lines), buttons=rows)
    if draft.state is not DraftState.OPEN:
        return Outgoing(words.settled)
    targets = await _targets(context)
    return Outgoing(_card_html(draft, targets, texts), buttons=_buttons(draft, targets, texts))


def _card_html(draft: Draft, targets: list[Subscriber], texts: Texts) -> str:
    words, facts = texts.desk.article, draft.facts
    source = facts["digest"].get("source")
    chosen = [words.followers] if facts["everyone"] else []
    chosen += [_name(one) for one in targets if one.id in facts["readers"]]
    lines = [
        fill(words.card, number=draft.id),
        fill(words.source, source=source) if source else words.no_source,
        fill(words.to, where=", ".join(chosen)) if chosen else words.to_nobody,
    ]
    return "\n".join(lines)


def _buttons(draft: Draft, targets: list[Subscriber], texts: Texts) -> Rows:
    words, facts, number = texts.desk.article, draft.facts, draft.id
    labels = (words.title, words.lead, words.caption, words.source_button)
    parts = tuple(
        Button(label, data=f"qac:{number}:{part}")
        for label, part in zip(labels, PARTS, strict=True)
    )
    places = [(words.followers, "e", bool(facts["everyone"]))]
    places += [(_name(one), str(one.id), one.id in facts["readers"]) for one in targets]
    toggles = tuple(
        Button(f"{'✅' if on else '▫️'} {name}", data=f"qat:{number}:{key}:{0 if on else 1}")
        for name, key, on in places
    )
    last = (
        Button(words.send, data=f"qag:{number}"),
        Button(words.later, data=f"qal:{number}"),
        Button(words.drop, data=f"qax:{number}"),
    )
    return (*rows_of(parts, width=2), *rows_of(toggles, width=2), last)


async def _of_press(update: Update, context: Context, *states: DraftState) -> Pressed | None:
    """Give what was pressed if its draft stands in one of ``states``; else show how it stands."""
    got = await pressed(update, context, DraftKind.ARTICLE)
    if got is not None and got.draft.state not in states:
        await show(update, context, await card(got.draft, context))
        await toast(update, context, context.texts.desk.article.settled)
        return None
    return got


async def show_card(update: Update, context: Context) -> None:
    """Show the card of a draft as it stands."""
    if got := await pressed(update, context, DraftKind.ARTICLE):
        await show(update, context, await card(got.draft, context))


async def ask_part(update: Update, context: Context) -> None:
    """Ask the editor to write a part of the article anew."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None or got.rest not in PARTS:
        return
    words = context.texts.desk.article
    await context.store.drafts.ask(got.draft.id, got.rest, context.now())
    said = _present(got.draft, got.rest) or words.empty
    await tell(update, context, words.ask[got.rest], now=cut_words(said, 1000))


def _present(draft: Draft, part: str) -> str:
    digest = draft.facts["digest"]
    said = (digest.get("photo") or {}).get("caption") if part == "caption" else digest.get(part)
    return clean(said)


async def take_answer(update: Update, context: Context, draft: Draft, text: str) -> None:
    """Take a text as the part or the time that was asked for."""
    if draft.awaiting not in PARTS:
        await _schedule_typed(update, context, draft, text)
        return
    words, limit = context.texts.desk.article, _LONGEST[draft.awaiting]
    said = clean(text)
    if len(said) > limit:
        await tell(update, context, words.too_long, limit=limit)
        return
    facts = with_correction(draft.facts, draft.awaiting, said)
    try:
        changed = await context.store.drafts.change(draft.id, context.now(), **facts)
    except NotThere:
        await tell(update, context, words.settled)
    else:
        await _show(update, context, changed)


async def toggle_target(update: Update, context: Context) -> None:
    """Have a draft go to a place, or not: the button says which, so pressed twice is once."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    key, _colon, on = got.rest.partition(":")
    readers = [one for one in got.draft.facts["readers"] if str(one) != key]
    facts: dict[str, object] = {"everyone": on == "1"} if key == "e" else {"readers": readers}
    if key != "e" and on == "1" and key in {str(one.id) for one in await _targets(context)}:
        facts = {"readers": [*readers, int(key)]}
    await context.store.drafts.change(got.draft.id, context.now(), **facts)
    await show(update, context, await card(await _again(context, got.draft), context))


async def _again(context: Context, draft: Draft) -> Draft:
    return await context.store.drafts.get(draft.id)


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
    done = Outgoing(fill(said, moment=when, count=published.deliveries), buttons=((button,),))
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
    await show(update, context, await card(await _again(context, got.draft), context))


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
    await say(update, context, await card(await _again(context, draft), context))


async def unschedule(update: Update, context: Context) -> None:
    """Take the hour of a draft back; it is in hand again."""
    if got := await pressed(update, context, DraftKind.ARTICLE):
        settled = (DraftState.SCHEDULED,), DraftState.OPEN
        await context.store.drafts.settle(got.draft.id, *settled, context.now())
        await show(update, context, await card(await _again(context, got.draft), context))


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
