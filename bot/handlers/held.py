"""What may or may not have arrived in a group or channel: an admin says whether it goes again."""

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.in_hand import record
from bot.handlers.places import names_of, title_of
from bot.handlers.replies import show, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill
from bot.texts import moment, number
from digests.errors import NotThere
from digests.model import Delivery, DeliveryKind

_SHOWN = 8
_LONGEST_TITLE = 80
_ALL = "all"
_MOST = 1000


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("treo", show_held)
    routes.button("qh", show_held, who=Who.ADMINS)
    routes.button("qhr", resend, who=Who.ADMINS)
    routes.button("qhd", drop, who=Who.ADMINS)


async def show_held(update: Update, context: Context) -> None:
    """Answer /treo: what nobody knows whether it arrived, with a button for either decision."""
    await show(update, context, await _list(context))


async def _list(context: Context) -> Outgoing:
    texts = context.texts
    words = texts.desk.held
    held = await context.store.outbox.held(_MOST)
    if not held:
        return Outgoing(words.none)
    names = await names_of(context, [one.subscriber for one in held[:_SHOWN]])
    lines, rows = [fill(words.heading, count=number(texts.dates, len(held)))], []
    for place, delivery in enumerate(held[:_SHOWN], 1):
        lines.append(
            fill(
                words.line,
                place=place,
                chat=title_of(delivery.subscriber, texts, names),
                what=await _what(context, delivery),
                moment=moment(texts.dates, delivery.due_at, context.zone),
            )
        )
        rows.append(_buttons(words.resend, words.drop, str(delivery.id), place))
    if len(held) > 1:
        rows.append(_buttons(words.resend_all, words.drop_all, _ALL, len(held)))
    return Outgoing("\n".join(lines), buttons=tuple(rows))


def _buttons(again: str, drop_it: str, which: str, place: int) -> tuple[Button, Button]:
    return (
        Button(again.format(place=place), data=f"qhr:{which}"),
        Button(drop_it.format(place=place), data=f"qhd:{which}"),
    )


async def _what(context: Context, delivery: Delivery) -> str:
    words = context.texts.desk.held
    if delivery.article is not None:
        try:
            stored = await context.store.articles.get(delivery.article)
        except NotThere:
            return words.article
        return cut_words(clean(stored.article.title), _LONGEST_TITLE)
    return words.edition if delivery.kind is DeliveryKind.EDITION else words.notice


async def resend(update: Update, context: Context) -> None:
    """Owe what the button names again, as if it were due now."""
    await _decide(update, context, again=True)


async def drop(update: Update, context: Context) -> None:
    """End what the button names."""
    await _decide(update, context, again=False)


async def _decide(update: Update, context: Context, *, again: bool) -> None:
    now, decided = context.now(), 0
    for delivery in await _named(context):
        try:
            await context.store.outbox.resolve(delivery, now=now, resend=now if again else None)
        except NotThere:
            continue
        decided += 1
        deed = "held_resent" if again else "held_dropped"
        await record(update, context, deed, number=delivery)
    if not decided:
        await toast(update, context, context.texts.desk.held.decided)
    await show(update, context, await _list(context))


async def _named(context: Context) -> list[int]:
    if context.words == _ALL:
        return [delivery.id for delivery in await context.store.outbox.held(_MOST)]
    return [int(context.words)] if context.words.isdecimal() else []
