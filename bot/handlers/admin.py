"""What the bot's admins see of the running program."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from telegram import Update

from bot.delivery.delivering import HELD_UNTIL
from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.replies import show
from bot.handlers.routes import Routes
from bot.handlers.sources import feed_name
from bot.messages import Button, Outgoing
from bot.messages.markup import fill
from bot.messages.reasons import why_failed
from bot.messages.sizes import length_of_time, size
from bot.running import Running
from bot.texts import Texts, moment, number, short_moment
from digests.model import DeliveryState, Feed, FeedState, SubscriberState
from digests.store import BotNumbers, Stats

_SHOWN_FAILING = 10
_DAY = timedelta(days=1)


def register(routes: Routes) -> None:
    """Add this module's command and button."""
    routes.command("trangthai", status)
    routes.button("qs", status, who=Who.ADMINS)


async def status(update: Update, context: Context) -> None:
    """Answer /trangthai: what runs, what waits, what fails, and since when.

    Readers and deliveries are those of the present bot; where several share the store, each has a
    line besides.
    """
    now, texts = context.now(), context.texts
    words = texts.desk.running
    stats = await context.store.stats(now)
    own = stats.of(context.store.network)
    lines = [
        fill(texts.status.heading, moment=moment(texts.dates, now, context.zone)),
        _since(context, stats),
        "",
        *_counted(context, stats, own),
        *bots_lines(stats.bots, texts),
        *await _deliveries(context, own),
        _place(context, stats),
        *_jobs(context, context.services.running),
        *await _failing_feeds(context),
    ]
    if counts := context.services.rewriting:
        names = texts.status.rewritings
        shown = ", ".join(f"{names[reason]} {times}" for reason, times in sorted(counts.items()))
        lines.append(fill(texts.status.rewriting, counts=shown))
    buttons = (
        (Button(words.refresh, data="qs:"), Button(words.feeds_button, data="qn:0")),
        (Button(words.numbers, data="qk:7"), Button(words.log, data="ql:")),
    )
    await show(update, context, Outgoing("\n".join(lines), buttons=buttons))


def bots_lines(bots: Sequence[BotNumbers], texts: Texts) -> list[str]:
    """Give a line for each bot of a store that several share; none for the only one. Pure."""
    words, dates = texts.desk.running, texts.dates
    if len(bots) == 1 or not bots:
        return []
    lines = [
        fill(
            words.bot,
            name=bot.name or words.unnamed_bot,
            readers=number(dates, bot.active),
            owed=number(dates, bot.owed),
        )
        for bot in bots
    ]
    return [fill(words.bots, count=number(dates, len(bots))), *lines]


def _since(context: Context, stats: Stats) -> str:
    running, texts = context.services.running, context.texts
    return fill(
        texts.desk.running.since,
        moment=short_moment(texts.dates, running.started_at, context.zone),
        length=length_of_time(context.now() - running.started_at, texts),
        version=running.version,
        schema=stats.schema_version,
    )


def _counted(context: Context, stats: Stats, own: BotNumbers) -> list[str]:
    words, dates = context.texts.desk.running, context.texts.dates

    def shown(count: int) -> str:
        return number(dates, count)

    feeds, readers = stats.feeds, own.subscribers
    return [
        fill(
            words.feeds,
            active=shown(feeds[FeedState.ACTIVE]),
            paused=shown(feeds[FeedState.PAUSED]),
            down=shown(feeds[FeedState.DOWN] + feeds[FeedState.GONE]),
        ),
        fill(words.articles, all=shown(stats.articles), today=shown(stats.articles_today)),
        fill(
            words.readers,
            active=shown(readers[SubscriberState.ACTIVE]),
            stopped=shown(readers[SubscriberState.STOPPED]),
            asleep=shown(readers[SubscriberState.PAUSED]),
        ),
    ]


async def _deliveries(context: Context, own: BotNumbers) -> list[str]:
    texts = context.texts
    words, waiting = texts.desk.running, own.deliveries
    owed, flying = waiting[DeliveryState.OWED], waiting[DeliveryState.IN_FLIGHT]
    lines = [words.queue_empty]
    if owed or flying:
        shown = number(texts.dates, owed), number(texts.dates, flying)
        lines = [fill(words.queue, owed=shown[0], flying=shown[1])]
    if own.oldest_owed_at is not None:
        oldest = short_moment(texts.dates, own.oldest_owed_at, context.zone)
        lines.append(fill(words.queue_oldest, moment=oldest))
    held = await context.store.meta.get(HELD_UNTIL)
    if held is not None and (until := datetime.fromisoformat(held)) > context.now():
        moment_ = short_moment(texts.dates, until, context.zone)
        lines.append(fill(words.held, moment=moment_))
    sent, failed = await context.store.incidents.refused_since(context.now() - _DAY)
    counts = {"sent": number(texts.dates, sent), "failed": number(texts.dates, failed)}
    return [*lines, fill(words.last_day, **counts)]


def _place(context: Context, stats: Stats) -> str:
    texts = context.texts
    words, disk = texts.desk.running, context.services.running.disk()
    line = fill(words.store, size=size(stats.size, texts))
    if disk is None:
        return line
    percent = number(texts.dates, round(100 * disk.free / disk.total))
    return line + fill(words.disk, free=size(disk.free, texts), percent=percent)


def _jobs(context: Context, running: Running) -> list[str]:
    texts = context.texts
    words = texts.desk.running
    failing = [
        fill(
            words.job_failing,
            job=words.jobs.get(name, name),
            since=short_moment(texts.dates, run.failing_since, context.zone),
            reason=run.reason or "?",
        )
        for name, run in running.jobs.items()
        if run.failing_since is not None
    ]
    return failing or [words.jobs_fine]


async def _failing_feeds(context: Context) -> list[str]:
    failing = [feed for feed in await context.store.feeds.all() if feed.failures]
    return [_failing(feed, context) for feed in failing[:_SHOWN_FAILING]]


def _failing(feed: Feed, context: Context) -> str:
    texts = context.texts
    since = texts.desk.feeds.never
    if feed.last_success_at is not None:
        since = short_moment(texts.dates, feed.last_success_at, context.zone)
    return fill(
        texts.desk.running.feeds_failing,
        number=feed.id,
        name=feed_name(feed),
        failures=feed.failures,
        since=since,
        reason=why_failed(feed.last_error, texts.sources.reasons),
    )
