"""Word between processes that something new is owed, so that idle senders need not look often.

PostgreSQL carries it (LISTEN and NOTIFY). Nothing depends on it: who hears nothing looks by itself.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog
from sqlalchemy import func, make_url, select

from digests.errors import StoreError
from digests.store.database import Database

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

        url = make_url(self._database.url).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {_CHANNEL}")
                    async for _notice in connection.notifies():
                        heard()
            except psycopg.Error as error:
                words = str(error).partition("\n")[0]
                log.warning("news_not_heard", reason=words)
            await asyncio.sleep(_AGAIN_AFTER)

    async def close(self) -> None:
        """Let what is being told go out."""
        if self._telling is not None:
            await self._telling
