"""``diemtin check``: is everything set up and reachable, and what to do where it is not."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.logs import without_tokens
from bot.settings import Settings
from bot.surroundings import Check, clock, clock_of_store, look_around
from digests.errors import DigestsError
from digests.store import Stats, Store, open_store, shown

if TYPE_CHECKING:
    from telegram import WebhookInfo

_RECENT = timedelta(hours=1)
_MANY = 100
"""Updates that wait at Telegram; a bot that runs leaves none waiting for long."""


async def run_checks(settings: Settings, *, now: Callable[[], datetime]) -> list[Check]:
    """Look at the token, the Bot API, the admins, the store and its feeds, and the machine."""
    return [
        *await _bot_api(settings, now()),
        *await _clock(settings, now()),
        _admins(settings),
        *await _store(settings, now=now),
        *await asyncio.to_thread(look_around, settings, now()),
    ]


async def _clock(settings: Settings, now: datetime) -> list[Check]:
    import httpx  # noqa: PLC0415 - loads slowly

    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.head(settings.api_url)
    except httpx.HTTPError:
        return []  # said of the token already
    checked = clock(answer.headers.get("date"), now)
    return [checked] if checked is not None else []


def _admins(settings: Settings) -> Check:
    if settings.admins:
        return Check("admins", ok=True, words=f"{len(settings.admins)} admins")
    return Check(
        "admins", ok=False, words="nobody can run the bot: set DIEMTIN_ADMINS to your Telegram id"
    )


async def _bot_api(settings: Settings, now: datetime) -> list[Check]:
    from telegram import Bot  # noqa: PLC0415 - loads slowly
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415

    try:
        token = settings.bot_token()
    except BotError as error:
        return [Check("token", ok=False, words=str(error))]
    if token is None:
        words = "no token: get one from @BotFather and set DIEMTIN_TOKEN"
        return [Check("token", ok=False, words=words)]
    try:
        async with Bot(token, base_url=f"{settings.api_url}/bot") as bot:
            known = Check("token", ok=True, words=f"the bot is @{bot.username}")
            return [known, *look_at_webhook(settings, await bot.get_webhook_info(), now)]
    except InvalidToken:
        return [Check("token", ok=False, words="Telegram does not know the token: copy it again")]
    except TelegramError as error:
        words = f"{settings.api_url} does not answer ({without_tokens(error.message)})"
        return [Check("token", ok=False, words=words)]


async def _name(settings: Settings, store: Store) -> list[Check]:
    """Compare the token with the bot that the store knows by this name; nothing where it is that.

    Two bots under one name would write into each other's chats: the second is refused at its start.
    """
    from bot.delivery.bot_name import BotName  # noqa: PLC0415 - loads telegram

    try:
        token = settings.bot_token()
    except BotError:
        return []  # said of the token already
    other = await BotName(store, token).other() if token is not None else None
    if other is None:
        return []
    words = (
        f"the store knows the bot {other} by the name {settings.bot or '(none)'}: set DIEMTIN_BOT "
        "to another name for one of the two; or stop that bot, and this one takes over its readers"
    )
    return [Check("name", ok=False, words=words)]


def _bots(stats: Stats) -> str:
    """Give whose readers a store has, where several bots share it."""
    if len(stats.bots) == 1 or not stats.bots:
        return ""
    each = ", ".join(f"{bot.name or 'no name'} ({bot.active} readers)" for bot in stats.bots)
    return f", {len(stats.bots)} bots: {each}"


async def _store(settings: Settings, *, now: Callable[[], datetime]) -> list[Check]:
    where = shown(settings.database_url)
    if settings.database_url.startswith("sqlite") and not await asyncio.to_thread(
        Path(where).is_file
    ):
        words = f"{where} is not there yet; it is made at the first start"
        return [Check("store", ok=True, words=words)]
    try:
        store = await open_store(settings.database_url, now=now, network=settings.network)
    except DigestsError as error:
        return [Check("store", ok=False, words=str(error))]
    try:
        name = await _name(settings, store)
        stats = await store.stats(now())
        clocks = [clock_of_store(await store.clock_apart(now()))] if store.is_shared else []
        feeds = await store.feeds.all()
        index = await store.search.check()
    finally:
        await store.close()
    failing = [feed for feed in feeds if feed.failures]
    why = "; ".join(f"{feed.id} ({feed.last_error})" for feed in failing[:3])
    return [
        Check("store", ok=True, words=f"{where}, schema {stats.schema_version}{_bots(stats)}"),
        *clocks,
        *name,
        Check(
            "search",
            ok=index.problem is None,
            words=f"{index.problem}: run diemtin db reindex" if index.problem else "whole",
        ),
        Check(
            "feeds",
            ok=bool(feeds) and not failing,
            words=f"{len(feeds)} feeds, {len(failing)} failing"
            + (f": {why}; try them with diemtin feeds check" if failing else "")
            if feeds
            else "no feed yet: add one with diemtin feeds add URL",
        ),
    ]


def look_at_webhook(settings: Settings, info: "WebhookInfo", now: datetime) -> Iterator[Check]:
    """Compare what Telegram knows of the webhook with the settings; what is wrong, and what to do.

    Addresses are shown without their paths, which some keep secret.
    """
    yield _address(settings, info)
    if settings.webhook_url is not None and info.last_error_date is not None:
        yield _last_error(info, info.last_error_date, now)
    waiting = info.pending_update_count
    words = f"{waiting} wait at Telegram"
    if waiting >= _MANY:
        words += ": nobody takes them; start the bot, or see above why they cannot be brought"
    yield Check("updates", ok=waiting < _MANY, words=words)


def _address(settings: Settings, info: "WebhookInfo") -> Check:
    wanted, there = settings.webhook_url, info.url
    if wanted is None:
        if not there:
            return Check("webhook", ok=True, words="none: what people write is fetched")
        words = (
            f"Telegram brings what people write to {_shown(there)}: another program uses the "
            "token, or DIEMTIN_WEBHOOK_URL was taken away; diemtin run takes that webhook away"
        )
        return Check("webhook", ok=False, words=words)
    try:
        settings.secret_of_webhook()
    except BotError as error:
        return Check("webhook", ok=False, words=str(error))
    if there == wanted:
        return Check("webhook", ok=True, words=f"set to {_shown(wanted)}")
    where = "nowhere" if not there else _shown(there)
    if there and _shown(there) == _shown(wanted):
        where = f"another address at {where}"
    words = (
        f"Telegram brings what people write to {where}, not to DIEMTIN_WEBHOOK_URL: start diemtin "
        "run, which sets it; if it runs, another program uses the token"
    )
    return Check("webhook", ok=False, words=words)


def _shown(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _last_error(info: "WebhookInfo", at: datetime, now: datetime) -> Check:
    """Telegram keeps the last error for good; one that is long past is no fault any more."""
    reason = without_tokens(info.last_error_message or "no reason given")
    words = f"the last failed at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC ({reason})"
    if now - at > _RECENT:
        return Check("webhook requests", ok=True, words=words)
    return Check(
        "webhook requests",
        ok=False,
        words=f"{words}: look at the proxy, its certificate, and whether diemtin run is up",
    )
