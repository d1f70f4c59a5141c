"""Options that several commands share, and how they open what they need."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from digests.fetch import Fetcher
    from digests.store import Store

Database = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="The store (or DIEMTIN_DATABASE_URL).", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

_Result = TypeVar("_Result")


def utc_now() -> datetime:
    """Give the present instant: the one clock of the command line."""
    return datetime.now(UTC)


def settings_for(database: str | None) -> "Settings":
    """Read the settings and set the logs up by them; raises ``SettingsError``."""
    from bot.logs import configure_logs  # noqa: PLC0415 - pydantic and structlog load slowly
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings(database=database)
    configure_logs(style=settings.log_format, level=settings.log_level, bot=settings.bot)
    return settings


def run(work: Callable[[], Coroutine[None, None, _Result]]) -> _Result:
    """Run asynchronous work to its end."""
    import asyncio  # noqa: PLC0415 - not every command needs a loop

    return asyncio.run(work())


@asynccontextmanager
async def opened_store(settings: "Settings") -> AsyncIterator["Store"]:
    """Give the store of ``settings``, migrated, and close it afterwards."""
    from digests.store import open_store  # noqa: PLC0415 - SQLAlchemy loads slowly

    store = await open_store(settings.database_url, now=utc_now, network=settings.network)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_fetcher(settings: "Settings") -> AsyncIterator["Fetcher"]:
    """Give a fetcher that behaves as ``settings`` say."""
    from bot.pipeline import fetch_settings  # noqa: PLC0415 - the HTTP client loads slowly
    from digests.fetch import Fetcher  # noqa: PLC0415

    async with Fetcher(fetch_settings(settings)) as fetcher:
        yield fetcher
