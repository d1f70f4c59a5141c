"""Following and dropping sources, sections, keywords and feeds; stopping everything."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from telegram import Update

from bot.handlers import wishes
from bot.handlers.commands import Who
from bot.handlers.context import Context, choices, meet_reader, start_link
from bot.handlers.limits import WISHES, limit_of
from bot.handlers.own_feeds import feed_behind, follow_address, is_address
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.messages.outgoing import Rows, rows_of
from bot.texts import Texts, number
from digests.model import Subscriber, SubscriberState, Subscription, SubscriptionKind

PAGE = 12
LONGEST_BUTTON = 40
_MOST_LETTERS = 1000


def register(routes: Routes) -> None:
    """Add this module's commands and buttons."""
    routes.command("theodoi", follow)
    routes.command("dung", stop)
    routes.button("fm", turn_menu, who=Who.CHAT_ADMINS)
    routes.button("f", toggle_in_menu, who=Who.CHAT_ADMINS)
    routes.button("resume", resume, who=Who.CHAT_ADMINS)


async def follow(update: Update, context: Context) -> None:
    """Answer /theodoi: with words follow them, without show what there is to choose."""
    reader = await meet_reader(update, context)
    if not context.words:
        await show(update, context, await menu(context, reader))
        return
    among = await choices(context)
    parts = wishes.parted(context.said or context.words, among)
    addresses = [part for part in parts if is_address(part)]
    for address in addresses:
        await follow_address(update, context, address)
    answers = Answers()
    for part in parts:
        if part not in addresses:
            answers.add(*await _follow_part(context, reader, part, among))
    if answers or not addresses:
        html = answers.html() or context.texts.own.no_words
        await say(update, context, Outgoing(html))


async def _follow_part(
    context: Context, reader: Subscriber, words: str, among: Sequence[Subscription]
) -> tuple[str, dict[str, object]]:
    """Follow what some words name; give the sentence that says what happened, and what fills it."""
    texts = context.texts.own
    unknown = wishes.unknown_name(words, among)
    if unknown is not None:
        is_source = unknown.kind is SubscriptionKind.SOURCE
        said = texts.unknown_source if is_source else texts.unknown_section
        return said, {"what": unknown.label}
    if not wishes.slug(words):
        return texts.no_words, {}
    wish = wishes.meant(words, among)
    said, values = await take_wish(context, reader, wish)
    taken = {context.texts.follow.followed, texts.followed_only}
    link = wishes.link_words(wish) if said in taken else None
    near = wishes.nearly(words, among) if wish.kind is SubscriptionKind.KEYWORD else None
    if near is not None and said in taken:
        return f"{said}\n{texts.nearly}", {**values, "name": near.label}
    if link is None:
        return said, values
    shared = start_link(context.bot.username, link)
    return f"{said}\n{texts.share_source}", {**values, "link": shared}


@dataclass(slots=True)
class Answers:
    """What came of several wishes: the same sentence is said once, with all that it is about."""

    _said: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._said)

    def add(self, template: str, values: dict[str, object]) -> None:
        """Note a sentence and what fills it."""
        self._said.setdefault(template, []).append(values)

    def html(self) -> str:
        """Give the sentences, a line each."""
        said = self._said.items()
        return "\n".join(fill(template, **_together(template, all_)) for template, all_ in said)


def _together(template: str, values: Sequence[dict[str, object]]) -> dict[str, object]:
    together: dict[str, object] = {}
    for name in values[0]:
        between = "”, “" if f"“{{{name}}}”" in template else ", "
        each = dict.fromkeys(str(one[name]) for one in values)
        together[name] = cut_words(between.join(each), _MOST_LETTERS)
    return together


async def take_wish(
    context: Context, reader: Subscriber, wish: Subscription
) -> tuple[str, dict[str, object]]:
    """Follow ``wish``; give the sentence that says what happened, and what fills it."""
    words, own = context.texts.follow, context.texts.own
    away = wish.kind is SubscriptionKind.EXCLUDED
    said: dict[str, object] = {"what": wishes.label(wish, context.texts), "words": wish.value}
    typed = wish.kind.asks_for_words or away
    if typed and len(wish.value) > wishes.LONGEST_KEYWORD:
        return words.too_long, {**said, "limit": wishes.LONGEST_KEYWORD}
    following = await context.store.subscribers.following(reader.id)
    await wake(context, reader)
    known = next((one for one in following if wishes.alike(one, wish)), None)
    if known is not None and not known.off:
        return own.excluded_already if away else words.followed_already, said
    most = await limit_of(context, reader.address, WISHES)
    if known is None and len(following) >= most:
        return words.too_many, {**said, "limit": number(context.texts.dates, most)}
    ended = wishes.after_choosing(wish, following)
    for one in ended:
        await context.store.subscribers.unfollow(reader.id, one)
    await context.store.subscribers.follow(reader.id, replace(known or wish, off=False))
    if any(one.kind is SubscriptionKind.ALL and not one.off for one in ended):
        return own.followed_only, said
    return own.excluded_done if away else words.followed, said


async def wake(context: Context, reader: Subscriber) -> None:
    """Have news come again to a chat that had stopped it or that was asleep."""
    if reader.state is not SubscriberState.ACTIVE:
        await context.store.subscribers.wake(reader.id, context.now())


async def menu(
    context: Context, reader: Subscriber, *, page: int = 0, last_row: Rows = ()
) -> Outgoing:
    """Give what can be followed, as buttons that are on or off."""
    among = await choices(context)
    following = await context.store.subscribers.following(reader.id)
    page = min(page, (len(among) - 1) // PAGE)
    wizard = "w" if last_row else "m"
    texts = context.texts
    shown = among[page * PAGE : (page + 1) * PAGE]
    buttons = tuple(
        Button(
            _switch(texts, wish, on=is_followed(wish, following)),
            data=f"f:{wizard}:{page}:{wishes.token(wish)}:{int(not is_followed(wish, following))}",
        )
        for wish in shown
    )
    head = texts.start.choose_sections if last_row else texts.follow.menu
    rows = (*rows_of(buttons, width=2), *turning(texts, f"fm:{wizard}", page, len(among)))
    return Outgoing(head, buttons=(*rows, *last_row))


def is_followed(wish: Subscription, following: Sequence[Subscription]) -> bool:
    """Say whether a wish is among those that count."""
    return any(wishes.same(one, wish) and not one.off for one in following)


def _switch(texts: Texts, wish: Subscription, *, on: bool) -> str:
    name = cut_words(wish.label or wishes.label(wish, texts), LONGEST_BUTTON)
    return (texts.buttons.following if on else texts.buttons.not_following).format(name=name)


def turning(texts: Texts, data: str, page: int, total: int, *, size: int = PAGE) -> Rows:
    """Give the buttons to the pages before and after, as far as there are some."""
    row = []
    if page > 0:
        row.append(Button(texts.buttons.newer, data=f"{data}:{page - 1}"))
    if (page + 1) * size < total:
        row.append(Button(texts.buttons.older, data=f"{data}:{page + 1}"))
    return (tuple(row),) if row else ()


def wizard_row(texts: Texts) -> Rows:
    """Give the last row of the menu while it is the first step of /start."""
    return ((Button(texts.buttons.next_step, data="st:rhythm"),),)


async def turn_menu(update: Update, context: Context) -> None:
    """Show another page of what can be followed."""
    kind, _colon, page = context.words.partition(":")
    reader = await meet_reader(update, context)
    last = wizard_row(context.texts) if kind == "w" else ()
    number_of_page = int(page) if page.isdecimal() else 0
    await show(update, context, await menu(context, reader, page=number_of_page, last_row=last))


async def toggle_in_menu(update: Update, context: Context) -> None:
    """Follow or drop what a button of the menu names."""
    kind, _colon, rest = context.words.partition(":")
    page, _colon, rest = rest.partition(":")
    key, _colon, on = rest.partition(":")
    reader = await meet_reader(update, context)
    among = await choices(context)
    wish = wishes.named(key, among)
    if wish is None:
        await toast(update, context, context.texts.follow.gone)
        return
    following = await context.store.subscribers.following(reader.id)
    if on == "0" or (not on and is_followed(wish, following)):  # an old button turns it over
        await context.store.subscribers.unfollow(reader.id, wish)
        said = context.texts.follow.unfollowed
        values: dict[str, object] = {"what": wishes.label(wish, context.texts)}
    else:
        said, values = await take_wish(context, reader, wish)
        if said == context.texts.own.followed_only:  # the menu shows what it stands in the place of
            said = context.texts.follow.followed
    context.words = f"{kind}:{page}"
    await turn_menu(update, context)
    await toast(update, context, said, **values)


async def stop(update: Update, context: Context) -> None:
    """Answer /dung: with words drop them, without ask whether to stop everything."""
    reader = await meet_reader(update, context)
    words, buttons = context.texts.follow, context.texts.buttons
    if context.words and await _drop(update, context, reader):
        return
    if reader.state is SubscriberState.STOPPED:
        await tell(update, context, words.stopped_already)
        return
    await context.store.subscribers.stop(reader.id, context.now())
    back = ((Button(buttons.resume, data="resume:"),),)
    await say(update, context, Outgoing(words.stopped, buttons=back))


async def _drop(update: Update, context: Context, reader: Subscriber) -> bool:
    """Drop what is named; give ``False`` where everything is meant that nobody chose as such."""
    following = await context.store.subscribers.following(reader.id)
    said, answers = context.said or context.words, Answers()
    whole = wishes.followed(said, following) or _as_listed(said, following, context.texts)
    if whole is None and wishes.is_everything(said):
        return False
    for part in [said] if whole else wishes.parted(said, following):
        wish = wishes.followed(part, following) or _as_listed(part, following, context.texts)
        wish = wish or await _own_feed(context, part, following)
        if wish is None:
            answers.add(context.texts.follow.not_following, {"what": part})
            continue
        await context.store.subscribers.unfollow(reader.id, wish)
        label = wishes.label(wish, context.texts)
        answers.add(context.texts.follow.unfollowed, {"what": label})
    html = answers.html() or context.texts.own.no_words
    await say(update, context, Outgoing(html))
    return True


def _as_listed(words: str, following: Sequence[Subscription], texts: Texts) -> Subscription | None:
    """Give the wish that is typed as /danhsach shows it: "Chuyên mục Thể thao", “giá vàng”."""
    typed = wishes.slug(words)
    named = (one for one in following if wishes.slug(wishes.label(one, texts)) == typed)
    return next(named, None) if typed else None


async def _own_feed(
    context: Context, address: str, following: Sequence[Subscription]
) -> Subscription | None:
    """Give the followed feed whose address is named."""
    if not is_address(address):
        return None
    own = {int(wish.value): wish for wish in following if wish.kind is SubscriptionKind.FEED}
    feeds = [feed for feed in await context.store.feeds.all() if feed.id in own]
    feed = feed_behind(address, feeds)
    return own[feed.id] if feed else None


async def resume(update: Update, context: Context) -> None:
    """Take the stop back."""
    reader = await meet_reader(update, context)
    await wake(context, reader)
    await show(update, context, Outgoing(context.texts.follow.resumed))
