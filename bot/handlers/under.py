"""The buttons under a digest: save it, fewer like it, why it came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import Update

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import (
    Context,
    address_of,
    meet_person,
    meet_reader,
    named_article,
    row_number,
)
from bot.handlers.replies import change_buttons, toast
from bot.handlers.routes import Routes
from bot.messages import digest_buttons
from bot.messages.markup import clean
from bot.texts import Texts
from digests.keywords import matching
from digests.model import (
    Article,
    DeliveryKind,
    StoredArticle,
    Subscription,
    SubscriptionKind,
    fewer_of,
)
from digests.store import Origin


def register(routes: Routes) -> None:
    """Add this module's buttons."""
    routes.button("s", save, who=Who.ANYONE)
    routes.button("u", unsave, who=Who.ANYONE)
    routes.button("b", fewer, who=Who.CHAT_ADMINS)
    routes.button("bu", as_before, who=Who.CHAT_ADMINS)
    routes.button("y", why, who=Who.ANYONE)


async def save(update: Update, context: Context) -> None:
    """Save an article for the person who pressed."""
    await _keep(update, context, saved=True)


async def unsave(update: Update, context: Context) -> None:
    """Save an article no longer."""
    await _keep(update, context, saved=False)


async def _named(update: Update, context: Context) -> StoredArticle | None:
    """Give the article that a button names, or say that it is gone."""
    found = await named_article(update, context, row_number(context.words))
    if found is None:
        await toast(update, context, context.texts.reading.article_gone)
    return found


async def _keep(update: Update, context: Context, *, saved: bool) -> None:
    stored, words = await _named(update, context), context.texts.reading
    if stored is None:
        return
    person = await meet_person(update, context)
    if saved:
        await context.store.saved.save(person.id, stored.number, context.now())
    else:
        await context.store.saved.unsave(person.id, stored.number)
    if person.address == address_of(update, context):  # in a group the buttons are everybody's
        await _show_state(update, context, stored, saved=saved)
    await toast(update, context, words.saved if saved else words.unsaved)


async def _show_state(
    update: Update, context: Context, stored: StoredArticle, *, saved: bool
) -> None:
    """Have the buttons say how things stand for the chat."""
    if update.callback_query is None or context.reader is None:
        return
    reader = context.reader
    wish = await _fewer_wish(context, stored)
    following = [] if wish is None else await context.store.subscribers.following(reader.id)
    fewer = wish is not None and _is_on(wish, following)
    buttons = digest_buttons(stored, context.texts, saved=saved, fewer=fewer)
    await change_buttons(update, context, buttons)


def _is_on(wish: Subscription, following: Iterable[Subscription]) -> bool:
    return any(wishes.same(one, wish) and not one.off for one in following)


async def _fewer_wish(context: Context, stored: StoredArticle) -> Subscription | None:
    """Give the wish for fewer like an article; ``None`` when nobody knows where it is from."""
    origin = await context.store.named.origin(stored.number)
    if origin is None or origin.source is None:
        return None
    label = like(stored.article, context.texts)
    return Subscription(SubscriptionKind.FEWER, fewer_of(origin.source, origin.section), label)


def like(article: Article, texts: Texts) -> str:
    """Give "Thể thao từ Dân trí": what an article is an example of."""
    source, section = clean(article.source) or "?", clean(article.section)
    if not section:
        return texts.under.like_source.format(source=source)
    return texts.under.like.format(section=section, source=source)


async def fewer(update: Update, context: Context) -> None:
    """Send fewer of an article's section from its source."""
    await _fewer(update, context, on=True)


async def as_before(update: Update, context: Context) -> None:
    """Take back the wish for fewer."""
    await _fewer(update, context, on=False)


async def _fewer(update: Update, context: Context, *, on: bool) -> None:
    stored = await _named(update, context)
    if stored is None:
        return
    reader, words = await meet_reader(update, context), context.texts.under
    wish = await _fewer_wish(context, stored)
    if wish is None:
        await toast(update, context, words.fewer_unknown)
        return
    if on:
        await context.store.subscribers.follow(reader.id, wish)
    else:
        await context.store.subscribers.unfollow(reader.id, wish)
    saved = await context.store.saved.has(reader.id, stored.number)
    await _show_state(update, context, stored, saved=saved)
    await toast(update, context, words.fewer_done if on else words.fewer_over, what=wish.label)


async def why(update: Update, context: Context) -> None:
    """Say which wishes of the chat brought an article."""
    stored = await _named(update, context)
    if stored is None:
        return
    following: Sequence[Subscription] = ()
    kind = None
    if context.reader is not None:
        following = await context.store.subscribers.following(context.reader.id)
        kind = await context.store.history.kind_of(context.reader.id, stored.number)
    origin = await context.store.named.origin(stored.number) or Origin(None, None)
    answered = reasons_of(following, stored, origin)
    await toast(update, context, "{because}", because=_because(answered, kind, context.texts))


@dataclass(frozen=True, slots=True)
class Reasons:
    """The wishes that an article answers, and the one that asks for fewer of its like."""

    wishes: tuple[Subscription, ...]
    fewer: Subscription | None = None


def reasons_of(following: Iterable[Subscription], stored: StoredArticle, origin: Origin) -> Reasons:
    """Give which wishes an article answers, and which keeps its like away. Pure."""
    live = [wish for wish in following if not wish.off]
    keywords = [wish.value for wish in live if wish.kind.asks_for_words]
    found = matching(keywords, stored.article)
    facts: set[tuple[SubscriptionKind, str]] = {
        (SubscriptionKind.ALL, ""),
        (SubscriptionKind.SOURCE, str(origin.source)),
        (SubscriptionKind.SECTION, origin.section or "\0"),
        (SubscriptionKind.FEED, str(stored.feed_number)),
        *((kind, word) for kind in SubscriptionKind if kind.asks_for_words for word in found),
    }
    if not origin.shared:
        facts = {(SubscriptionKind.FEED, str(stored.feed_number))}
    away = (SubscriptionKind.FEWER, fewer_of(origin.source, origin.section))
    return Reasons(
        tuple(wish for wish in live if (wish.kind, wish.value) in facts),
        next((wish for wish in live if (wish.kind, wish.value) == away), None),
    )


def _because(reasons: Reasons, kind: DeliveryKind | None, texts: Texts) -> str:
    words, said = texts.under, []
    if kind is DeliveryKind.BREAKING:
        said.append(words.because_breaking)
    if reasons.wishes:
        named = ", ".join(wishes.label(wish, texts) for wish in reasons.wishes)
        said.append(words.because.format(wishes=named))
    if not said:
        said.append(words.because_opened)
    if reasons.fewer is not None:
        said.append(words.kept_away.format(what=reasons.fewer.label))
    return " ".join(said)
