"""The bot without a token: our own Bot API, the chat page, the sample newspaper, and the bot."""

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.app import build, stop_on_signals
from bot.messages.reasons import why_failed
from bot.playground import ChatWorld, LocalBotApi, PlaygroundSettings, create_app
from bot.playground.inside import Inside
from bot.playground.newspaper import Newspaper
from bot.playground.rooms import CHANNEL, Member
from bot.settings import DEFAULT_DATABASE, Settings
from bot.texts import VIETNAMESE
from digests.errors import AlreadyThere
from digests.store import Store

log = structlog.get_logger(__name__)

TOKEN = "1000:playground-playground-playground"  # noqa: S105 - opens nothing but our own server
READER_CHAT = 1001
ADMIN_CHAT = 1
BUSY_READER_CHAT = 1002
BUSY_READER = "Bạn đọc bận rộn"
PUBLICATION_PAUSE = timedelta(seconds=45)


def playground_settings(settings: Settings, *, api_url: str, folder: Path) -> Settings:
    """Give the settings of the playground: local server, its admin, and a store of its own.

    A database that was chosen is used; without one the store lives in ``folder``, as long as the
    playground does, like the chats themselves.
    """
    chosen = settings.database_url
    if chosen == DEFAULT_DATABASE:
        chosen = f"sqlite+aiosqlite:///{folder / 'playground.db'}"
    return settings.model_copy(
        update={
            "api_url": api_url,
            "database_url": chosen,
            "admins": settings.admins | {ADMIN_CHAT},
            "allow_private_addresses": True,
            "host_pause": 0.0,
            "webhook_url": None,
        }
    )


async def _subscribe_to_papers(
    store: Store, newspaper: Newspaper, url: str, now: Callable[[], datetime]
) -> None:
    for feed in newspaper.feeds(url):
        try:
            await store.feeds.add(
                feed.url, source=feed.source, home=feed.home, section=feed.section, now=now()
            )
        except AlreadyThere:
            continue


def _let_into_channel(world: ChatWorld) -> None:
    """Have the channel's owner make the bot an admin of it, so that /kenh can run it."""
    world.rooms[CHANNEL].bot = Member("left")
    world.people.place(CHANNEL, "administrator")


def _greet(world: ChatWorld) -> None:
    """Have two readers meet the bot: one who wants all news at once, one whose day is full.

    The second takes the round-ups of the morning and the evening, and so is one of those whom
    breaking news is for.
    """
    world.person_writes(READER_CHAT, "/start")
    world.people.make_chat("private", BUSY_READER, id=BUSY_READER_CHAT)
    for words in ("/theodoi tất cả", "/lich 07:00 18:00"):
        world.person_writes(BUSY_READER_CHAT, words)


async def _keep_fresh(store: Store, stop: asyncio.Event) -> None:
    """Have the sample feeds asked every few seconds: nobody minds, and a newcomer sees news."""
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), timeout=5)
        except TimeoutError:
            await store.feeds.make_due_within(timedelta(seconds=5))


async def run_playground(
    settings: Settings,
    *,
    port: int,
    now: Callable[[], datetime],
    announce: Callable[[str], None],
) -> None:
    """Run the playground until a signal stops it.

    Args:
        settings: the operator's settings; what the playground needs otherwise is changed.
        port: where the chat page is served on 127.0.0.1; 0 takes any free one.
        now: the clock.
        announce: is given a sentence for the person at the terminal.

    Raises:
        PortTaken: something else listens on the port.
        StoreError: the store cannot be opened.
    """
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diemtin-")))
        newspaper = Newspaper(started_at=now(), now=now, pause=PUBLICATION_PAUSE)
        world = ChatWorld(token=TOKEN, now=now)
        _greet(world)
        _let_into_channel(world)
        inside = Inside(lambda error: why_failed(error, VIETNAMESE.sources.reasons))
        extra = [*newspaper.routes(prefix="/bao"), *inside.routes()]
        web = create_app(world, settings=PlaygroundSettings(), extra_routes=extra)
        server = await stack.enter_async_context(LocalBotApi(web, port=port))
        ours = playground_settings(settings, api_url=server.url, folder=folder)
        program = await stack.enter_async_context(build(ours, token=TOKEN, now=now))
        inside.store = program.store
        await _subscribe_to_papers(program.store, newspaper, server.url, now)
        announce(f"The playground is at {server.url} (Ctrl+C ends it).")
        fresh = asyncio.create_task(_keep_fresh(program.store, stop))
        await program.ingest.poll_due()
        await program.run(stop)
        await fresh
