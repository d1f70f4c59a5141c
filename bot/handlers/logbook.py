"""What went wrong lately in plain words, and what admins did."""

from datetime import timedelta
from string import Formatter

from telegram import Update

from bot.handlers.commands import Who
from bot.handlers.context import Context
from bot.handlers.replies import show
from bot.handlers.routes import Routes
from bot.handlers.sources import feed_name
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.markup import clean, fill
from bot.messages.reasons import why_failed
from bot.texts import Texts, moment, number, short_moment
from digests.model import bot_of
from digests.store import Act, Incident, Trouble
from digests.vietnamese.folding import fold

_BACK = timedelta(days=7)
_SHOWN = 10
_PAGE = 12
_LONGEST = 150
_ACT_WORDS = frozenset({"quantri", "quan", "admin", "admins"})


def register(routes: Routes) -> None:
    """Add this module's command and buttons."""
    routes.command("nhatky", logbook)
    routes.button("ql", show_errors, who=Who.ADMINS)
    routes.button("qla", show_acts, who=Who.ADMINS)


async def logbook(update: Update, context: Context) -> None:
    """Answer /nhatky: the last errors, or with "quantri" what admins did."""
    if fold(context.words).partition(" ")[0] in _ACT_WORDS:
        await show(update, context, await _acts(context, 0))
    else:
        await show_errors(update, context)


async def show_errors(update: Update, context: Context) -> None:
    """Show what went wrong lately."""
    texts, now = context.texts, context.now()
    words = texts.desk.logbook
    incidents = await context.store.incidents.last(_SHOWN)
    troubles = await context.store.incidents.undelivered(now - _BACK, _SHOWN)
    failing = [feed for feed in await context.store.feeds.all() if feed.failures]
    parts = [fill(words.heading, moment=moment(texts.dates, now, context.zone))]
    if recent := [one for one in incidents if one.at >= now - _BACK]:
        parts.append(_section(words.incidents, [incident_line(one, context) for one in recent]))
    if troubles:
        lines = [trouble_line(one, context) for one in troubles]
        parts.append(_section(words.undelivered, lines))
    if failing:
        lines = [
            fill(
                words.line,
                moment=f"{feed.id}. {feed_name(feed)}",
                what=why_failed(feed.last_error, texts.sources.reasons),
            )
            for feed in failing[:_SHOWN]
        ]
        parts.append(_section(words.feeds, lines))
    if len(parts) == 1:
        parts.append(words.nothing)
    buttons = ((Button(words.acts_button, data="qla:0"),),)
    await show(update, context, Outgoing(_fitting(parts), buttons=buttons))


def _section(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *lines])


def _fitting(parts: list[str]) -> str:
    kept: list[str] = []
    for line in "\n\n".join(parts).split("\n"):
        if visible_units("\n".join([*kept, line])) > TEXT_LIMIT:
            break
        kept.append(line)
    return "\n".join(kept)


def incident_line(incident: Incident, context: Context) -> str:
    """Give one incident in plain words; a kind that is unknown by its name."""
    texts = context.texts
    words = texts.desk.logbook
    template = words.kinds.get(incident.kind, incident.kind)
    facts = dict(incident.facts)
    if "job" in facts:
        facts["job"] = texts.desk.running.jobs.get(facts["job"], facts["job"])
    when = short_moment(texts.dates, incident.at, context.zone)
    what = _filled(template, facts)
    return fill(words.line, moment=when, what=what) + _at_bot(incident.network, context)


def _at_bot(network: str, context: Context) -> str:
    """Give at which bot something was, where it was at another one of the store."""
    if network in {"", context.store.network}:
        return ""
    texts = context.texts.desk
    name = bot_of(network) or texts.running.unnamed_bot
    return fill(texts.logbook.at_bot, name=name)


def _filled(template: str, facts: dict[str, object]) -> str:
    wanted = {name for _text, name, _spec, _how in Formatter().parse(template) if name}
    shown = {name: cut_words(clean(str(facts.get(name, "?"))), _LONGEST) for name in wanted}
    return template.format(**shown)


def trouble_line(trouble: Trouble, context: Context) -> str:
    """Say in plain words why some deliveries did not arrive."""
    texts = context.texts
    words = texts.desk.logbook
    return fill(
        words.undelivered_line,
        times=number(texts.dates, trouble.times),
        state=words.states.get(trouble.state, trouble.state),
        reason=plain_reason(trouble.reason, texts),
        moment=short_moment(texts.dates, trouble.last_at, context.zone),
    )


def plain_reason(reason: str, texts: Texts) -> str:
    """Give Telegram's or our reason for an outcome in plain words; an unknown one as it is."""
    said = reason.lower()
    reasons = texts.desk.logbook.reasons
    return next((words for sign, words in reasons.items() if sign in said), cut_words(reason, 120))


async def show_acts(update: Update, context: Context) -> None:
    """Show a page of what admins did."""
    page = int(context.words) if context.words.isdecimal() else 0
    await show(update, context, await _acts(context, page))


async def _acts(context: Context, page: int) -> Outgoing:
    words = context.texts.desk.logbook
    acts = await context.store.audit.last(_PAGE + 1, skip=page * _PAGE)
    names = {act.who: await _name_of(context, act.who) for act in acts}
    lines = [act_line(act, names[act.who], context) for act in acts[:_PAGE]]
    turning = []
    if page > 0:
        turning.append(Button(words.later, data=f"qla:{page - 1}"))
    if len(acts) > _PAGE:
        turning.append(Button(words.earlier, data=f"qla:{page + 1}"))
    rows = (*((tuple(turning),) if turning else ()), (Button(words.errors_button, data="ql:"),))
    said = "\n".join([words.acts_heading, *(lines or [words.acts_none])])
    return Outgoing(said, buttons=rows)


async def _name_of(context: Context, who: str) -> str:
    reader = await context.store.subscribers.anywhere(who)
    title = clean(reader.title) if reader else ""
    return f"{title} ({who})" if title else who


def act_line(act: Act, name: str, context: Context) -> str:
    """Say who did what, when; what an older version wrote stands as it was written."""
    texts = context.texts
    words = texts.desk.logbook
    what = act.what
    if act.facts is not None and act.what in words.acts:
        what = _filled(words.acts[act.what], dict(act.facts))
    when = short_moment(texts.dates, act.at, context.zone)
    line = fill(words.act_line, moment=when, who=name, what=cut_words(what, 300))
    return line + _at_bot(act.network, context)
