"""How a draft of an article looks: the digest as readers will see it, and the card below it."""

from dataclasses import replace

from bot.handlers.context import Context
from bot.handlers.places import Names, names_of, title_of
from bot.handlers.subscriptions import turning
from bot.messages import Button, Outgoing, digest_message
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts, moment
from bot.texts.desk import ArticleDeskWords
from digests.ingest.desk import as_stored
from digests.model import ChatKind, Subscriber, SubscriberState
from digests.store import Draft, DraftState, Published

ASKED = ("title", "lead", "photo", "caption", "source")
"""What an editor can send anew."""
_PLACES = 12
"""Places on a page of the card."""
_NARROW = 22
"""Characters of names that stand two in a row."""


def preview(draft: Draft, context: Context) -> Outgoing:
    """Give the digest of a draft exactly as readers will see it, without what needs a number."""
    message = digest_message(as_stored(draft, context.now()), context.texts)
    links = tuple(button for row in message.buttons for button in row if button.url)
    return replace(message, buttons=(links,) if links else ())


def told_to(words: ArticleDeskWords, published: Published) -> str:
    """Give how many places get what was published: of very many, more than the first."""
    count = str(published.deliveries)
    return words.more_than.format(count=count) if published.more else count


async def targets(context: Context) -> list[Subscriber]:
    """Give the groups and channels that a draft can go to, whatever they follow."""
    every, after = [], 0
    while page := await context.store.subscribers.all(after=after):
        every += [one for one in page if _is_target(one)]
        after = page[-1].id
    return every


def _is_target(reader: Subscriber) -> bool:
    return reader.state is SubscriberState.ACTIVE and reader.kind is not ChatKind.PRIVATE


async def card(draft: Draft, context: Context, page: int = 0) -> Outgoing:
    """Give the message by which a draft is corrected and sent; ``page`` of where it can go."""
    texts = context.texts
    words = texts.desk.article
    if draft.state is DraftState.SCHEDULED and draft.due_at is not None:
        when = moment(texts.dates, draft.due_at, context.zone)
        lines = [fill(words.card, number=draft.id), fill(words.scheduled, moment=when)]
        rows = ((Button(words.cancel_time, data=f"qau:{draft.id}"),),)
        return Outgoing("\n".join(lines), buttons=rows)
    if draft.state is not DraftState.OPEN:
        return Outgoing(words.settled)
    places = await targets(context)
    names = await names_of(context, places)
    html = _card_html(draft, places, texts, names)
    return Outgoing(html, buttons=_buttons(draft, places, page, texts, names))


def _card_html(draft: Draft, places: list[Subscriber], texts: Texts, names: Names) -> str:
    words, facts = texts.desk.article, draft.facts
    source = facts["digest"].get("source")
    chosen = [words.followers] if facts["everyone"] else []
    chosen += [title_of(one, texts, names) for one in places if one.id in facts["readers"]]
    lines = [
        fill(words.card, number=draft.id),
        fill(words.source, source=source) if source else words.no_source,
        fill(words.to, where=", ".join(chosen)) if chosen else words.to_nobody,
    ]
    return "\n".join(lines)


def _buttons(draft: Draft, places: list[Subscriber], page: int, texts: Texts, names: Names) -> Rows:
    words, number = texts.desk.article, draft.id
    labels = (words.title, words.lead, words.photo, words.caption, words.source_button)
    parts = tuple(
        Button(label, data=f"qac:{number}:{part}")
        for label, part in zip(labels, ASKED, strict=True)
    )
    last = (
        Button(words.send, data=f"qag:{number}"),
        Button(words.later, data=f"qal:{number}"),
        Button(words.drop, data=f"qax:{number}"),
    )
    page = min(page, max(0, len(places) - 1) // _PLACES)
    shown = places[page * _PLACES : (page + 1) * _PLACES]
    toggles = _toggles(draft, shown, page, texts, names)
    pages = turning(texts, f"qa:{number}", page, len(places), size=_PLACES)
    return (*rows_of(parts, width=2), *toggles, *pages, last)


def _toggles(draft: Draft, shown: list[Subscriber], page: int, texts: Texts, names: Names) -> Rows:
    """Give a button for each place; it says which way it goes, so pressed twice is once."""
    facts = draft.facts
    places = [(texts.desk.article.followers, "e", bool(facts["everyone"]))]
    places += [
        (title_of(one, texts, names), str(one.id), one.id in facts["readers"]) for one in shown
    ]
    buttons = tuple(
        Button(f"{'✅' if on else '▫️'} {name}", data=f"qat:{draft.id}:{page}:{key}:{int(not on)}")
        for name, key, on in places
    )
    narrow = all(len(name) <= _NARROW for name, _key, _on in places)
    return rows_of(buttons, width=2 if narrow else 1)
