"""Announcements to many: see it, choose for whom, agree, watch it go out, pause it, stop it."""

import re

from telegram import Message, Update

from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.in_hand import Pressed, begin, is_private, pressed, record
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.lengths import CAPTION_LIMIT, DATA_LIMIT, TEXT_LIMIT, visible_units
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts, number
from digests.store import PARTS, Draft, DraftKind, DraftState, Progress
from digests.vietnamese.folding import fold

_COMMAND = re.compile(r"\s*/\w+(?:@\w+)?\s*")
_BAR = 12
_MOST_SECTIONS = 20
_GOING = (DraftState.SENDING, DraftState.PAUSED)


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("phat", announce)
    for name, answer in (
        ("qp", show_card),
        ("qpt", choose_part),
        ("qpv", show_sections),
        ("qpc", ask_once_more),
        ("qpg", go),
        ("qpp", pause),
        ("qpr", resume),
        ("qps", stop),
        ("qpx", drop),
    ):
        routes.button(name, answer, who=Who.ADMINS)


async def announce(update: Update, context: Context) -> None:
    """Answer /phat: the words behind it, or the message that it answers."""
    words = context.texts.desk.announcement
    if not await is_private(update, context):
        return
    facts = _content(update.message) if update.message else {}
    if not facts:
        await tell(update, context, words.usage)
        return
    limit = CAPTION_LIMIT if "photo" in facts else TEXT_LIMIT
    if visible_units(facts["html"]) > limit:
        await tell(update, context, words.too_long, limit=number(context.texts.dates, limit))
        return
    draft = await begin(update, context, DraftKind.ANNOUNCEMENT, **facts, part="all")
    await say(update, context, Outgoing(facts["html"], photo=facts.get("photo")))
    await say(update, context, await card(draft, context))


def _content(message: Message) -> dict[str, str]:
    """Give what is announced, with the markup it was written in; nothing for an empty command."""
    own = _COMMAND.sub("", message.text_html or "", count=1)
    if own.strip():
        return {"html": own}
    answered = message.reply_to_message
    if answered is None:
        return {}
    html = answered.text_html if answered.text else answered.caption_html
    photo = {"photo": answered.photo[-1].file_id} if answered.photo else {}
    return {"html": html or "", **photo} if html or photo else {}


def part_name(part: str, names: dict[str, str], texts: Texts) -> str:
    """Give the name of a part of the audience; ``names`` are those of sections by their keys."""
    words = texts.desk.announcement
    if part in PARTS:
        return words.parts[part]
    key = part.partition(":")[2]
    return words.section.format(name=names.get(key, key))


async def _sections(context: Context) -> dict[str, str]:
    return {fold(name): name for name in await context.store.articles.sections()}


async def card(draft: Draft, context: Context) -> Outgoing:
    """Give the message by which an announcement is sent; how far it is once it goes out."""
    texts, part = context.texts, draft.facts["part"]
    words = texts.desk.announcement
    name = part_name(part, await _sections(context), texts)
    if draft.state is not DraftState.OPEN:
        progress = await context.store.announcements.progress(draft.id, part)
        return progress_message(draft, progress, name, texts)
    count = await context.store.announcements.audience(part)
    shown = number(texts.dates, count)
    html = fill(words.card, number=draft.id, part=name, count=shown)
    parts = tuple(
        Button(f"{'✅' if one == part else '▫️'} {words.parts[one]}", data=f"qpt:{draft.id}:{one}")
        for one in PARTS
    )
    last = (
        Button(words.go_on.format(count=shown), data=f"qpc:{draft.id}"),
        Button(words.drop, data=f"qpx:{draft.id}"),
    )
    by_section = (Button(words.sections, data=f"qpv:{draft.id}"),)
    return Outgoing(html, buttons=(*rows_of(parts, width=2), by_section, last))


def progress_message(draft: Draft, progress: Progress, name: str, texts: Texts) -> Outgoing:
    """Give how far an announcement is, with its bar and what can be done with it. Pure."""
    words = texts.desk.announcement
    if draft.state is DraftState.DROPPED:
        return Outgoing(fill(words.dropped, number=draft.id))
    heads = {
        DraftState.SENDING: words.sending,
        DraftState.PAUSED: words.paused,
        DraftState.STOPPED: words.stopped,
    }
    html = "\n".join(
        [
            fill(heads.get(draft.state, words.done), number=draft.id, part=name),
            fill(words.counts, **_counts(progress, texts)),
        ]
    )
    return Outgoing(html, buttons=_going_buttons(draft, texts))


def _counts(progress: Progress, texts: Texts) -> dict[str, str]:
    over, total = progress.sent + progress.failed, progress.total
    share = over / total if total else 1.0
    full = int(share * _BAR)
    counts = {
        "sent": progress.sent,
        "failed": progress.failed,
        "left": progress.owed + progress.left,
        "percent": int(share * 100),
    }
    shown = {name: number(texts.dates, count) for name, count in counts.items()}
    return {"bar": "▓" * full + "░" * (_BAR - full), **shown}


def _going_buttons(draft: Draft, texts: Texts) -> Rows:
    words = texts.desk.announcement
    if draft.state not in _GOING:
        return ()
    first = Button(words.pause, data=f"qpp:{draft.id}")
    if draft.state is DraftState.PAUSED:
        first = Button(words.resume, data=f"qpr:{draft.id}")
    return ((first, Button(words.stop, data=f"qps:{draft.id}")),)


async def _of_press(update: Update, context: Context, *states: DraftState) -> Pressed | None:
    """Give what was pressed if it stands in one of ``states``; else show how it stands."""
    got = await pressed(update, context, DraftKind.ANNOUNCEMENT)
    if got is not None and got.draft.state not in states:
        await _show_again(update, context, got.draft)
        await toast(update, context, context.texts.desk.announcement.settled)
        return None
    return got


async def _show_again(update: Update, context: Context, draft: Draft) -> None:
    present = await context.store.drafts.get(draft.id)
    await show(update, context, await card(present, context))


async def show_card(update: Update, context: Context) -> None:
    """Show an announcement as it stands."""
    if got := await pressed(update, context, DraftKind.ANNOUNCEMENT):
        await _show_again(update, context, got.draft)


async def choose_part(update: Update, context: Context) -> None:
    """Have an announcement go to a part of the audience."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    part = got.rest
    if part not in PARTS and part.partition(":")[2] not in await _sections(context):
        await toast(update, context, context.texts.follow.gone)
        return
    await context.store.drafts.change(got.draft.id, context.now(), part=part)
    await _show_again(update, context, got.draft)


async def show_sections(update: Update, context: Context) -> None:
    """Offer those who follow a section."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    words, number_ = context.texts.desk.announcement, got.draft.id
    buttons = []
    for key, name in list((await _sections(context)).items())[:_MOST_SECTIONS]:
        data = f"qpt:{number_}:section:{key}"
        if len(data.encode()) <= DATA_LIMIT:
            buttons.append(Button(cut_words(name, 40), data=data))
    back = (Button(words.back, data=f"qp:{number_}"),)
    html = (await card(got.draft, context)).html
    await show(update, context, Outgoing(html, buttons=(*rows_of(tuple(buttons), width=2), back)))


async def ask_once_more(update: Update, context: Context) -> None:
    """Ask, with the number of chats, whether it shall really go out."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    words, part = context.texts.desk.announcement, got.draft.facts["part"]
    count = await context.store.announcements.audience(part)
    if not count:
        await toast(update, context, words.nobody)
        return
    name = part_name(part, await _sections(context), context.texts)
    shown = number(context.texts.dates, count)
    html = fill(words.sure, number=got.draft.id, count=shown, part=name)
    row = (
        Button(words.send, data=f"qpg:{got.draft.id}"),
        Button(words.back, data=f"qp:{got.draft.id}"),
    )
    await show(update, context, Outgoing(html, buttons=(row,)))


async def go(update: Update, context: Context) -> None:
    """Begin to send an announcement; a second press begins nothing."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    await _remember_message(update, context, got.draft)
    settled = (DraftState.OPEN,), DraftState.SENDING
    if await context.store.drafts.settle(got.draft.id, *settled, context.now()):
        count = await context.store.announcements.audience(got.draft.facts["part"])
        await record(update, context, "announcement_begun", number=got.draft.id, count=count)
    await _show_again(update, context, got.draft)


async def _remember_message(update: Update, context: Context, draft: Draft) -> None:
    query = update.callback_query
    if query is not None and query.message is not None:
        await context.store.drafts.show_at(draft.id, query.message.message_id)


async def pause(update: Update, context: Context) -> None:
    """Hold an announcement; what is on its way arrives, everything else waits."""
    await _bring_to(update, context, (DraftState.SENDING,), DraftState.PAUSED, "paused")


async def resume(update: Update, context: Context) -> None:
    """Go on with an announcement that was paused."""
    await _bring_to(update, context, (DraftState.PAUSED,), DraftState.SENDING, "resumed")


async def stop(update: Update, context: Context) -> None:
    """End an announcement for good; who has it keeps it."""
    await _bring_to(update, context, _GOING, DraftState.STOPPED, "stopped")


async def _bring_to(
    update: Update,
    context: Context,
    among: tuple[DraftState, ...],
    state: DraftState,
    deed: str,
) -> None:
    got = await _of_press(update, context, *among)
    if got is None:
        return
    if await context.store.drafts.settle(got.draft.id, among, state, context.now()):
        if state is not DraftState.SENDING:
            await context.store.announcements.hold_back(got.draft.id)
        await record(update, context, f"announcement_{deed}", number=got.draft.id)
    await _show_again(update, context, got.draft)


async def drop(update: Update, context: Context) -> None:
    """Drop an announcement that was not sent."""
    got = await _of_press(update, context, DraftState.OPEN)
    if got is None:
        return
    settled = (DraftState.OPEN,), DraftState.DROPPED
    await context.store.drafts.settle(got.draft.id, *settled, context.now())
    await _show_again(update, context, got.draft)
