"""What the bot's admins see of the running program."""

from telegram import Update

from bot.handlers.context import Context
from bot.handlers.replies import show
from bot.handlers.routes import Routes
from bot.handlers.sources import feed_name
from bot.messages import Outgoing
from bot.messages.markup import fill
from bot.messages.reasons import why_failed
from bot.texts import moment, number

_SHOWN_FAILING = 10


def register(routes: Routes) -> None:
    """Add this module's command."""
    routes.command("trangthai", status)


async def status(update: Update, context: Context) -> None:
    """Answer /trangthai: what runs, what waits, what fails."""
    now, texts = context.now(), context.texts
    stats = await context.store.stats(now)
    lines = [fill(texts.status.heading, moment=moment(texts.dates, now, context.zone))]
    for name, value in stats.fields().items():
        shown = number(texts.dates, value) if isinstance(value, int | float) else value
        label = texts.status.names.get(name, name)
        lines.append(fill(texts.status.line, name=label, value="–" if shown is None else shown))
    failing = [feed for feed in await context.store.feeds.all() if feed.failures]
    lines += [
        fill(
            texts.status.feeds_failing,
            number=feed.id,
            name=feed_name(feed),
            failures=feed.failures,
            reason=why_failed(feed.last_error, texts.sources.reasons),
        )
        for feed in failing[:_SHOWN_FAILING]
    ]
    if counts := context.services.rewriting:
        shown_counts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        lines.append(fill(texts.status.rewriting, counts=shown_counts))
    await show(update, context, Outgoing("\n".join(lines)))
