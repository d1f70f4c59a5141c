"""How updates come: fetched from Telegram by one process, or brought by Telegram to several."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot.connection import initialized, polling_failed, token_refused
from bot.delivery.inbox import PollRefused, UpdateQueue
from bot.delivery.readable import readable
from bot.errors import BotError
from bot.listening import listening
from bot.logs import without_tokens
from bot.settings import Settings

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
"""https://core.telegram.org/bots/api#setwebhook"""
LAST_WORDS = 10.0
"""Seconds that what is under way has when the program ends."""
REFUSALS = 8
"""So often in a row, within half a minute, a token is refused before it is believed to be gone."""
_MOST_BYTES = 1_000_000
_MOST_UPDATES = 2**63
"""No update has such a number, nor could it be written down."""
_TAKEN_WITHIN = 25.0
"""Seconds in which an update is written down, or Telegram is told to bring it again."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@asynccontextmanager
async def polling(
    application: Application,  # type: ignore[type-arg]
    updates: UpdateQueue,
    on_lost: Callable[[BotError], None],
) -> AsyncIterator[None]:
    """Fetch updates inside, those first that a crash left; takes a webhook away that is set.

    ``on_lost`` is told when Telegram does not know the token any more, however often it is asked.
    """

    def failed(error: TelegramError) -> None:
        polling_failed(error)
        if isinstance(error, PollRefused) and error.times == REFUSALS:
            on_lost(token_refused())

    await updates.bring_back(application.bot)
    if application.updater is None:
        yield
        return
    await application.updater.start_polling(
        allowed_updates=Update.ALL_TYPES,
        timeout=25,
        bootstrap_retries=-1,
        error_callback=failed,
    )
    try:
        yield
    finally:
        await application.updater.stop()


@asynccontextmanager
async def answering(application: Application, api_url: str) -> AsyncIterator[None]:  # type: ignore[type-arg]
    """Have updates that are queued answered inside; what is under way at the end is finished.

    Raises:
        TokenRefused: Telegram does not know the token.
        BotApiUnreachable: the Bot API at ``api_url`` does not answer.
    """
    async with initialized(application, api_url):
        await application.start()
        try:
            yield
        finally:
            await within(LAST_WORDS, application.stop())


async def within(seconds: float, work: Awaitable[None]) -> None:
    """Let ``work`` end in the time given, else break it off: the next start does it again."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("broken_off", seconds=seconds)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where Telegram brings updates, where this process listens for them, and their secret."""

    url: str
    secret: str
    host: str
    port: int


class Webhook:
    """Takes the updates that Telegram brings; any number of processes may do so for one address.

    Attributes:
        port: where it listens, once it does.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        updates: UpdateQueue,
        bot: Bot,
        *,
        on_request: Callable[[str], None] = lambda _outcome: None,
    ) -> None:
        """Keep the parts; ``on_request`` hears what became of each request, in a word."""
        self._settings = settings
        self._secret = settings.secret.encode()
        self._updates = updates
        self._bot = bot
        self._on_request = on_request
        self.port: int | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen inside, and handle also what a process that died leaves.

        Raises:
            SettingsError: the port is taken, or the host is none of this machine's.
        """
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_post("/{path:.*}", self._answer)  # a proxy may take a part of it away
        host, port = self._settings.host, self._settings.port
        async with AsyncExitStack() as stack:
            self.port = await stack.enter_async_context(
                listening(
                    app,
                    host,
                    port,
                    setting="DIEMTIN_WEBHOOK_PORT",
                    advice="choose another port",
                    last_words=5,
                )
            )
            log.info("webhook_served", host=host, port=self.port)
            watching = asyncio.create_task(self._updates.look_after(self._bot))
            stack.callback(watching.cancel)
            yield

    async def announce(self) -> None:
        """Tell Telegram the address, again until it takes it."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._bot.set_webhook(
                    self._settings.url,
                    secret_token=self._settings.secret,
                    allowed_updates=Update.ALL_TYPES,
                )
            except TelegramError as error:
                log.warning("webhook_not_set", reason=without_tokens(error.message))
            else:
                log.info("webhook_set")
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _answer(self, request: web.Request) -> web.Response:
        status, outcome = await self._take(request)
        self._on_request(outcome)
        return web.Response(status=status)

    async def _take(self, request: web.Request) -> tuple[int, str]:
        """Give the status and in a word what became of the request."""
        told = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(told, self._secret):
            return 403, "forbidden"
        try:
            update = _update_in(await request.json(), self._bot)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            log.warning("webhook_not_understood", error=type(error).__name__)
            return 400, "broken"
        try:
            async with asyncio.timeout(_TAKEN_WITHIN):
                await self._updates.receive([update])
                await self._updates.put(update)
        except TimeoutError:  # the store is away, or there is more than can be handled
            log.warning("webhook_late", update=update.update_id)
            return 503, "late"
        return 200, "taken"


def _update_in(given: Any, bot: Bot) -> Update:  # noqa: ANN401 - whatever came
    """Give the update; one whose number could never be written down is a ``ValueError``."""
    update = Update.de_json(readable(given), bot)
    if not (isinstance(update.update_id, int) and 0 <= update.update_id < _MOST_UPDATES):
        raise ValueError("no number of an update")
    return update


def make_webhook(
    settings: Settings, updates: UpdateQueue, bot: Bot, *, on_request: Callable[[str], None]
) -> Webhook | None:
    """Give what Telegram brings updates to; ``None`` where they are fetched.

    Raises:
        SettingsError: its secret cannot be read.
    """
    secret = settings.secret_of_webhook()
    if settings.webhook_url is None or secret is None:
        return None
    address = WebhookSettings(
        url=settings.webhook_url,
        secret=secret,
        host=settings.webhook_host,
        port=settings.webhook_port,
    )
    return Webhook(address, updates, bot, on_request=on_request)
