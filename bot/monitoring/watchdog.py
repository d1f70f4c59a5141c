"""Says so when nothing is read or sent although it should be.

What must not be noticed late by a reader: feeds that are due and that nobody reads, a network that
is gone, deliveries that wait and never leave. :func:`stalls` decides, :class:`Watchdog` tells.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery.delivering import HELD_UNTIL
from bot.messages.markup import fill
from bot.monitoring.metrics import Metrics
from bot.monitoring.systemd import Systemd
from bot.texts import Texts, moment, texts_for
from digests.errors import StoreError, StoreLocked
from digests.store import Store
from digests.store.signs import Signs

log = structlog.get_logger(__name__)


class Stall(StrEnum):
    """What does not happen although it should."""

    NOT_POLLING = "not_polling"
    """Feeds are due, and nobody reads any."""
    NO_ANSWERS = "no_answers"
    """Every feed fails: the network, most likely."""
    NOT_SENDING = "not_sending"
    """Deliveries wait, and none comes to an outcome."""


RESTART_HELPS = frozenset({Stall.NOT_POLLING, Stall.NOT_SENDING})
"""The stalls that make the process unhealthy; a network that is gone is not its fault."""


def stalls(
    signs: Signs, *, started_at: datetime, now: datetime, patience: timedelta
) -> dict[Stall, timedelta]:
    """Give what stalls for longer than ``patience``, and for how long. Pure.

    What was due before the program started counts from its start.
    """
    since = {
        Stall.NOT_POLLING: signs.due_since,
        Stall.NO_ANSWERS: _silent_since(signs, started_at),
        Stall.NOT_SENDING: _latest(signs.owed_since, signs.finished_at),
    }
    lengths = {
        stall: now - max(moment, started_at)
        for stall, moment in since.items()
        if moment is not None
    }
    return {stall: length for stall, length in lengths.items() if length > patience}


def _silent_since(signs: Signs, started_at: datetime) -> datetime | None:
    if not signs.polled or signs.failing < signs.polled:
        return None
    return signs.answered_at or started_at


def _latest(owed_since: datetime | None, finished_at: datetime | None) -> datetime | None:
    if owed_since is None or finished_at is None:
        return owed_since
    return max(owed_since, finished_at)


class Watchdog:
    """Looks once in a while, and tells admins once when something stalls and once when all is well.

    Attributes:
        stalled: what stalls now, and for how long.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        admins: frozenset[int],
        *,
        now: Callable[[], datetime],
        patience: timedelta,
        metrics: Metrics,
        systemd: Systemd | None = None,
        restart_helps: frozenset[Stall] = RESTART_HELPS,
    ) -> None:
        """Keep the parts; admins are told by ``bot`` itself, as the outbox may be what stalls.

        ``restart_helps`` are the stalls of this process's own part of the work: they make it
        unhealthy, the others are only told.
        """
        self._store = store
        self._bot = bot
        self._admins = admins
        self._now = now
        self._patience = patience
        self._metrics = metrics
        self._systemd = systemd or Systemd(None)
        self._restart_helps = restart_helps
        self._started_at = now()
        self._away_since: datetime | None = None
        self._languages: dict[int, str | None] = {}
        self.stalled: Mapping[Stall, timedelta] = {}
        metrics.watched((), list(Stall))

    def begin(self) -> None:
        """Count from now: the process may have stood by for long."""
        self._started_at = self._now()

    @property
    def healthy(self) -> bool:
        """Say whether nothing stalls that a restart would help."""
        return not self._restart_helps & self.stalled.keys()

    async def look(self) -> None:
        """Look at the signs of life, and tell what changed."""
        now = self._now()
        try:
            signs = await self._store.signs(now)
            held = await self._held(now)
            await self._know_languages()
        except StoreError as error:
            await self._store_away(error, now)
            return
        await self._store_back(now)
        found = stalls(signs, started_at=self._started_at, now=now, patience=self._patience)
        if held:
            found.pop(Stall.NOT_SENDING, None)
        before, self.stalled = self.stalled, found
        self._metrics.watched(found.keys(), list(Stall))
        for stall in found.keys() - before.keys():
            minutes = round(found[stall].total_seconds() / 60)
            log.error("stalled", what=str(stall), minutes=minutes)
            await self._tell(partial(stall_html, stall, minutes))
        if before and not found:
            log.info("well_again", was=[str(stall) for stall in before])
            await self._tell(lambda texts: texts.alarms.well_again)
        if self.healthy:
            self._systemd.alive()

    async def backup_failed(self, moment_of: datetime) -> None:
        """Tell admins that the store could not be backed up."""
        with suppress(StoreError):
            await self._know_languages()
        await self._tell(partial(no_backup_html, moment_of))

    async def _store_away(self, error: StoreError, now: datetime) -> None:
        """Say once that the store cannot be had; one that is only busy is waited for."""
        log.warning("watchdog_cannot_look", reason=str(error))
        if isinstance(error, StoreLocked) or self._away_since is not None:
            return
        self._away_since = now
        log.error("store_away", reason=str(error))
        await self._tell(lambda texts: texts.alarms.store_away)

    async def _store_back(self, now: datetime) -> None:
        """Say once that it can be had again."""
        if self._away_since is None:
            return
        minutes = max(1, round((now - self._away_since).total_seconds() / 60))
        self._away_since = None
        log.info("store_back", minutes=minutes)
        await self._tell(lambda texts: fill(texts.alarms.store_back, minutes=minutes))

    async def _know_languages(self) -> None:
        """Remember how admins are spoken to, for when the store cannot be asked."""
        for admin in self._admins:
            reader = await self._store.subscribers.find(self._store.address(admin))
            self._languages[admin] = reader.language if reader else None

    async def _held(self, now: datetime) -> bool:
        """Say whether Telegram itself wants nothing now, as it may for hours."""
        until = await self._store.meta.get(HELD_UNTIL)
        return until is not None and datetime.fromisoformat(until) > now

    async def _tell(self, html: Callable[[Texts], str]) -> None:
        for admin in sorted(self._admins):
            try:
                texts = texts_for(self._languages.get(admin))
                await self._bot.send_message(admin, html(texts), parse_mode=ParseMode.HTML)
            except TelegramError as error:
                log.warning("admin_not_told", admin=admin, error=type(error).__name__)


def no_backup_html(moment_of: datetime, texts: Texts) -> str:
    """Give the sentence that tells admins of a backup that could not be made."""
    shown = moment(texts.dates, moment_of, "Asia/Ho_Chi_Minh")
    return fill(texts.alarms.no_backup, moment=shown)


def stall_html(stall: Stall, minutes: int, texts: Texts) -> str:
    """Give the sentence that tells admins of a stall."""
    words = {
        Stall.NOT_POLLING: texts.alarms.not_polling,
        Stall.NO_ANSWERS: texts.alarms.no_answers,
        Stall.NOT_SENDING: texts.alarms.not_sending,
    }
    return fill(words[stall], minutes=minutes)
