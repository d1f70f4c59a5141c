"""What admins do with feeds: look at one, add, test, change the address, pause, remove; OPML."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.commands import (
    ADD_WORDS,
    EDIT_WORDS,
    OPML_WORDS,
    PAUSE_WORDS,
    REMOVE_WORDS,
    RESUME_WORDS,
    TEST_WORDS,
    Who,
)
from bot.handlers.context import Context
from bot.handlers.feed_lists import send_opml
from bot.handlers.in_hand import begin, pressed, record
from bot.handlers.replies import say, show, tell, toast
from bot.handlers.routes import Routes
from bot.handlers.sources import feed_name, show_sources, why_not_read
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import clean, fill, safe_url, with_scheme
from bot.messages.outgoing import rows_of
from bot.messages.reasons import why_failed
from bot.texts import Texts, moment, number
from digests.errors import AlreadyThere, FeedError, FetchError, NotThere
from digests.ingest import FeedPreview
from digests.model import Feed, FeedKind, FeedState
from digests.store import Draft, DraftKind, DraftState
from digests.vietnamese.folding import fold

_SHOWN_ENTRIES = 5
_LONGEST_LINE = 150


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("nguon", sources)
    for name, answer in (
        ("qnf", show_feed),
        ("qnt", test_feed),
        ("qns", set_state),
        ("qne", ask_address),
        ("qnr", ask_removal),
        ("nr", remove_confirmed),
        ("qna", add_previewed),
        ("qnx", leave_previewed),
    ):
        routes.button(name, answer, who=Who.ADMINS)


async def sources(update: Update, context: Context) -> None:
    """Answer /nguon, and for admins what stands behind it: them, thu, sua, xoa, tam, chay, opml."""
    what, _space, rest = context.words.partition(" ")
    ways: tuple[tuple[frozenset[str], Callable[[Update, Context, str], Awaitable[None]]], ...] = (
        (ADD_WORDS, _add),
        (TEST_WORDS, _test),
        (EDIT_WORDS, _edit),
        (REMOVE_WORDS, _ask_removal_of),
        (PAUSE_WORDS, _pause),
        (RESUME_WORDS, _resume),
        (OPML_WORDS, send_opml),
    )
    for words, answer in ways:
        if fold(what) in words:
            await answer(update, context, rest.strip())
            return
    await show_sources(update, context)


async def _previewed(update: Update, context: Context, typed: str) -> FeedPreview | None:
    """Give what would come from an address; ``None`` after the person was told why not."""
    words = context.texts.sources
    address = with_scheme(typed)
    shown = cut_words(clean(address), _LONGEST_LINE)
    if safe_url(address) is None or "." not in address:
        await tell(update, context, words.bad_address, url=shown)
        return None
    try:
        return await context.services.feeds.preview(address)
    except FetchError as error:
        reason = why_not_read(error, words.reasons)
        await tell(update, context, words.not_reachable, url=shown, reason=reason)
    except FeedError:
        await tell(update, context, words.no_feed, url=shown)
    return None


async def _add(update: Update, context: Context, url: str) -> None:
    if not url:
        await tell(update, context, context.texts.sources.add_usage)
    elif preview := await _previewed(update, context, url):
        await _offer(update, context, preview)


async def _take(update: Update, context: Context, preview: FeedPreview) -> None:
    words = context.texts.sources
    try:
        feed = await context.services.feeds.take(preview)
    except AlreadyThere:
        await tell(update, context, words.already)
        return
    await record(update, context, "feed_added", number=feed.id, url=feed.url)
    added = fill(words.added, number=feed.id, name=feed_name(feed))
    undo = Button(context.texts.desk.feeds.undo, data=f"qnr:{feed.id}")
    html = added if not preview.entries else f"{preview_html(preview, context.texts)}\n\n{added}"
    await show(update, context, Outgoing(html, buttons=((undo,),)))


def preview_html(preview: FeedPreview, texts: Texts) -> str:
    """Say what a feed gives: its title and its first entries."""
    words = texts.sources
    count = number(texts.dates, len(preview.entries))
    title = cut_words(clean(preview.title) or preview.url, _LONGEST_LINE)
    lines = [fill(words.preview, title=title, count=count)]
    lines += [
        fill(words.preview_entry, title=cut_words(clean(entry.title), _LONGEST_LINE))
        for entry in preview.entries[:_SHOWN_ENTRIES]
    ]
    more = len(preview.entries) - _SHOWN_ENTRIES
    if more > 0:
        lines.append(fill(words.preview_more, count=number(texts.dates, more)))
    return "\n".join(lines)


async def _test(update: Update, context: Context, typed: str) -> None:
    """Read a feed of ours, or an address that is none yet, without any consequence."""
    words, digits = context.texts.desk.feeds, typed.lstrip("#")
    if not typed:
        await tell(update, context, words.test_usage)
    elif digits.isdecimal():
        if feed := await _chosen(update, context, typed):
            await _show_test(update, context, feed.url)
    elif preview := await _previewed(update, context, typed):
        await _offer(update, context, preview)


async def _offer(update: Update, context: Context, preview: FeedPreview) -> None:
    """Show what would come from a feed that is none of ours yet, with buttons to take it or not."""
    words, facts = (
        context.texts.desk.feeds,
        {
            "url": preview.url,
            "kind": str(preview.kind),
            "title": preview.title,
            "home": preview.home,
            "section": preview.section,
        },
    )
    known = {feed.url for feed in await context.store.feeds.all() if feed.shared}
    if preview.url in known:
        await tell(update, context, context.texts.sources.already)
        return
    draft = await begin(update, context, DraftKind.FEED, **facts)
    buttons = (
        Button(words.add_this, data=f"qna:{draft.id}"),
        Button(words.leave_this, data=f"qnx:{draft.id}"),
    )
    html = f"{preview_html(preview, context.texts)}\n\n{words.preview_only}"
    await say(update, context, Outgoing(html, buttons=(buttons,)))


async def leave_previewed(update: Update, context: Context) -> None:
    """Add nothing of what was previewed; what was added meanwhile stays."""
    got = await pressed(update, context, DraftKind.FEED)
    if got is None:
        return
    dropped = (DraftState.OPEN,), DraftState.DROPPED
    left = await context.store.drafts.settle(got.draft.id, *dropped, context.now())
    words = context.texts.desk
    await show(update, context, Outgoing(words.feeds.left if left else words.article.settled))


async def _show_test(update: Update, context: Context, url: str) -> None:
    began = context.now()
    if preview := await _previewed(update, context, url):
        took = (context.now() - began).total_seconds()
        seconds = number(context.texts.dates, round(took, 1))
        said = fill(context.texts.desk.feeds.tested, seconds=seconds)
        await say(update, context, Outgoing(f"{said}\n{preview_html(preview, context.texts)}"))


async def add_previewed(update: Update, context: Context) -> None:
    """Add the feed that was previewed; a second press finds it there."""
    got = await pressed(update, context, DraftKind.FEED)
    if got is None:
        return
    facts = got.draft.facts
    if "url" not in facts or got.draft.state is DraftState.DROPPED:
        await toast(update, context, context.texts.trouble.button_old)
        return
    settled = (DraftState.OPEN,), DraftState.DONE
    await context.store.drafts.settle(got.draft.id, *settled, context.now())
    preview = FeedPreview(
        facts["url"], FeedKind(facts["kind"]), facts["title"], facts["home"], (), facts["section"]
    )
    await _take(update, context, preview)


async def _chosen(update: Update, context: Context, typed: str) -> Feed | None:
    words, digits = context.texts.sources, typed.lstrip("#")
    if not digits.isdecimal() or len(digits) > _LONGEST_NUMBER:
        await tell(update, context, words.remove_usage)
        return None
    try:
        return await context.store.feeds.get(int(digits))
    except NotThere:
        await toast(update, context, words.no_such_feed, number=digits)
        return None


_LONGEST_NUMBER = 15


async def show_feed(update: Update, context: Context) -> None:
    """Show one feed with its health and what can be done with it."""
    if feed := await _chosen(update, context, context.words):
        await show(update, context, await _card(feed, context))


async def _card(feed: Feed, context: Context) -> Outgoing:
    texts = context.texts
    words = texts.desk.feeds
    use = await context.store.feeds.use(feed.id)
    head = fill(
        words.card,
        number=feed.id,
        name=feed_name(feed),
        state=words.state[str(feed.state)],
        url=cut_words(feed.url, 300),
    )
    lines = [head, *_health(feed, context), fill(words.use, **_counts(texts, use._asdict()))]
    paused = feed.state in {FeedState.PAUSED, FeedState.GONE}
    state = Button(words.resume, data=f"qns:{feed.id}:1")
    if not paused:
        state = Button(words.pause, data=f"qns:{feed.id}:0")
    buttons = (
        Button(words.test, data=f"qnt:{feed.id}"),
        state,
        Button(words.edit, data=f"qne:{feed.id}"),
        Button(words.remove, data=f"qnr:{feed.id}"),
    )
    back = (Button(words.back, data="qn:0"),)
    return Outgoing("\n".join(lines), buttons=(*rows_of(buttons, width=2), back))


def _counts(texts: Texts, counts: dict[str, int]) -> dict[str, str]:
    return {name: number(texts.dates, count) for name, count in counts.items()}


def _health(feed: Feed, context: Context) -> list[str]:
    texts = context.texts
    words = texts.desk.feeds
    moments = {
        name: words.never if at is None else moment(texts.dates, at, context.zone)
        for name, at in (("read", feed.last_success_at), ("new", feed.last_new_at))
    }
    lines = [
        fill(words.last_success, moment=moments["read"]),
        fill(words.last_new, moment=moments["new"]),
    ]
    if feed.next_poll_at is not None and feed.state in {FeedState.ACTIVE, FeedState.DOWN}:
        at = moment(texts.dates, feed.next_poll_at, context.zone)
        minutes = number(texts.dates, max(1, round(feed.interval / 60)))
        lines.append(fill(words.next_poll, moment=at, minutes=minutes))
    if feed.failures:
        reason = why_failed(feed.last_error, texts.sources.reasons)
        lines.append(fill(words.failing, failures=feed.failures, reason=reason))
    return lines


async def test_feed(update: Update, context: Context) -> None:
    """Read a feed now, without any consequence."""
    if feed := await _chosen(update, context, context.words):
        await toast(update, context, context.texts.desk.feeds.test_slow)
        await _show_test(update, context, feed.url)


async def _pause(update: Update, context: Context, typed: str) -> None:
    await _set_state(update, context, typed, FeedState.PAUSED)


async def _resume(update: Update, context: Context, typed: str) -> None:
    await _set_state(update, context, typed, FeedState.ACTIVE)


async def _set_state(update: Update, context: Context, typed: str, state: FeedState) -> None:
    if feed := await _chosen(update, context, typed):
        said = await _brought_to(update, context, feed, state)
        await tell(update, context, said, number=feed.id, name=feed_name(feed))


async def _brought_to(update: Update, context: Context, feed: Feed, state: FeedState) -> str:
    paused = state is FeedState.PAUSED
    if feed.state is not state:
        await context.store.feeds.set_state(feed.id, state, context.now())
        await record(update, context, "feed_paused" if paused else "feed_resumed", number=feed.id)
    return context.texts.sources.paused if paused else context.texts.sources.resumed


async def set_state(update: Update, context: Context) -> None:
    """Pause a feed or have it read again; the button says which."""
    typed, _colon, on = context.words.partition(":")
    feed = await _chosen(update, context, typed)
    if feed is None:
        return
    state = FeedState.ACTIVE if on == "1" else FeedState.PAUSED
    await _brought_to(update, context, feed, state)
    await show(update, context, await _card(await context.store.feeds.get(feed.id), context))


async def _edit(update: Update, context: Context, typed: str) -> None:
    which, _space, url = typed.partition(" ")
    if not url.strip():
        await tell(update, context, context.texts.desk.feeds.edit_usage)
    elif feed := await _chosen(update, context, which):
        await _readdress(update, context, feed, url.strip())


async def _readdress(update: Update, context: Context, feed: Feed, url: str) -> None:
    preview = await _previewed(update, context, url)
    if preview is None:
        return
    try:
        moved = await context.store.feeds.readdress(feed.id, preview.url, context.now())
    except AlreadyThere:
        await tell(update, context, context.texts.sources.already)
        return
    await record(update, context, "feed_moved", number=moved.id, url=moved.url)
    said = fill(context.texts.desk.feeds.moved, number=moved.id, url=cut_words(moved.url, 300))
    await say(update, context, Outgoing(f"{preview_html(preview, context.texts)}\n\n{said}"))


async def ask_address(update: Update, context: Context) -> None:
    """Ask for the new address of a feed; what the admin writes next is it."""
    if feed := await _chosen(update, context, context.words):
        draft = await begin(update, context, DraftKind.FEED, feed=feed.id)
        await context.store.drafts.ask(draft.id, "address", context.now())
        asked = context.texts.desk.feeds.ask_address
        await tell(update, context, asked, number=feed.id, name=feed_name(feed))


async def take_answer(update: Update, context: Context, draft: Draft, text: str) -> None:
    """Take a text as the address that was asked for."""
    settled = (DraftState.OPEN,), DraftState.DONE
    if not await context.store.drafts.settle(draft.id, *settled, context.now()):
        return
    if feed := await _chosen(update, context, str(draft.facts["feed"])):
        await _readdress(update, context, feed, text.strip())


async def _ask_removal_of(update: Update, context: Context, typed: str) -> None:
    if feed := await _chosen(update, context, typed):
        await say(update, context, await _removal(feed, context))


async def ask_removal(update: Update, context: Context) -> None:
    """Ask whether a feed shall be removed, with what hangs on it."""
    if feed := await _chosen(update, context, context.words):
        await show(update, context, await _removal(feed, context))


async def _removal(feed: Feed, context: Context) -> Outgoing:
    texts, name = context.texts, feed_name(feed)
    words, use = texts.desk.feeds, await context.store.feeds.use(feed.id)
    counts = _counts(texts, use._asdict())
    lines = [
        fill(
            texts.sources.remove_question,
            number=feed.id,
            name=name,
            url=cut_words(feed.url, _LONGEST_LINE),
        ),
        fill(words.remove_use, articles=counts["articles"], followers=counts["followers"]),
    ]
    if use.other_feeds:
        lines.append(fill(words.remove_others, count=counts["other_feeds"]))
    remove = Button(words.remove, data=f"nr:{feed.id}")
    keep = Button(texts.buttons.keep, data=f"qnf:{feed.id}")
    return Outgoing("\n".join(lines), buttons=((remove,), (keep,)))


async def remove_confirmed(update: Update, context: Context) -> None:
    """Remove the feed that an admin agreed to remove."""
    feed = await _chosen(update, context, context.words)
    if feed is None:
        return
    try:
        await context.services.feeds.remove(feed.id)
    except NotThere:
        await toast(update, context, context.texts.sources.no_such_feed, number=feed.id)
        return
    await record(update, context, "feed_removed", number=feed.id, url=feed.url)
    await show(update, context, Outgoing(fill(context.texts.sources.removed, number=feed.id)))
