"""How what people write reaches the bot, as Telegram sees it. For ``diemtin check``."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.logs import without_tokens
from bot.settings import Settings
from bot.surroundings import Check

if TYPE_CHECKING:
    from telegram import WebhookInfo

_RECENT = timedelta(hours=1)
_MANY = 100
"""Updates that wait at Telegram; a bot that runs leaves none waiting for long."""


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
