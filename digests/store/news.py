"""Word between processes that something new is owed, so that idle senders need not look often.

PostgreSQL carries it (LISTEN and NOTIFY). Nothing depends on it: who hears nothing looks by itself.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import func, select

from digests.errors import StoreError
from digests.store.database import Database
from digests.store.engines import client_options

if TYPE_CHECKING:
    from psycopg import AsyncConnection as Driver

log = structlog.get_logger(__name__)

_CHANNEL = "diemtin_news"
_AGAIN_AFTER = 5.0


class NewsWire:
    """Tells other processes on the same store, and hears from them."""

    def __init__(self, database: Database) -> None:
        """Keep the database; in SQLite there is nobody to tell."""
        self._database = database
        self._telling: asyncio.Task[None] | None = None
        self._more = False

    def tell(self) -> None:
        """Say that something may be owed now; it goes out soon, once for many calls."""
        if self._database.is_sqlite:
            return
        self._more = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._more:
            self._more = False
            with suppress(StoreError):
                async with self._database.reading() as connection:
                    await connection.execute(select(func.pg_notify(_CHANNEL, "")))
                    await connection.commit()

    async def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard`` whenever another process has news, until cancelled."""
        if self._database.is_sqlite:
            return
        import psycopg  # noqa: PLC0415 - most stores are a file

        deaf = False
        while True:
            try:
                connection = await self._connect()
                async with connection:
                    await connection.execute(f"LISTEN {_CHANNEL}")
                    if deaf:
                        log.info("news_heard_again")
                    deaf = False
                    async for _notice in connection.notifies():
                        heard()
            except psycopg.Error as error:
                if not deaf:  # once, however long the server is away
                    log.warning("news_not_heard", reason=str(error).partition("\n")[0])
                deaf = True
            await asyncio.sleep(_AGAIN_AFTER)

    async def _connect(self) -> "Driver[Any]":
        """Open a connection of its own, as the engine opens those of the pool."""
        import psycopg  # noqa: PLC0415 - most stores are a file

        engine = self._database.engine
        _arguments, options = engine.dialect.create_connect_args(engine.url)
        given = {**options, **client_options(engine.url, busy_timeout=_AGAIN_AFTER)}
        return await psycopg.AsyncConnection.connect(**given, autocommit=True)

    async def close(self) -> None:
        """Let what is being told go out."""
        if self._telling is not None:
            await self._telling
