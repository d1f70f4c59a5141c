"""The engine: how connections are opened, transactions begun, and errors told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Thread
from typing import Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy import Connection, CursorResult, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from digests.errors import StoreError, StoreLocked, StoreUnreadable

_WRITES = "diemtin_writes"
_THREAD_ENDS_WITHIN = 2.0
_LOCKED = ("database is locked", "database table is locked", "database schema is locked")
_UNREADABLE = (
    "file is not a database",
    "malformed",
    "unable to open database file",
    "disk i/o error",
    "file is encrypted",
    "readonly database",
)


def shown(url: str) -> str:
    """Give ``url`` as people may see it: the file's path, or the address without its secrets."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return "the address of the store"
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "the store in memory"
    return parsed.set(query={}).render_as_string(hide_password=True)


def number_of(added: CursorResult[Any]) -> int:
    """Give the number of the row that was just added."""
    key = added.inserted_primary_key
    if key is None:
        raise TypeError("no single row was added")
    return int(key[0])


class Database:
    """One engine with its clock; gives connections inside a transaction.

    Writers of one process wait for each other here, in order, and meet the lock of the file only
    when another process holds it.
    """

    def __init__(self, url: str, *, now: Callable[[], datetime], busy_timeout: float) -> None:
        self.url = url
        self.name = shown(url)
        self.now = now
        self._threads: WeakSet[Thread] = WeakSet()
        self.engine = _engine(url, self.name, busy_timeout, self._threads)
        self._writer = self.engine.execution_options(**{_WRITES: True})
        self._turn = asyncio.Lock()

    @property
    def dialect(self) -> str:
        """The name of the database: ``sqlite``, ``postgresql``."""
        return self.engine.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the store throughout."""
        async with self._told(), self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that is committed at the end, or undone by an error.

        The write lock is taken at the beginning: a transaction that read first and wanted to write
        later could find that another one wrote in between.
        """
        async with self._turn, self._told(), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def writing_in_steps(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection to write by, for work that commits after each of its steps itself."""
        async with self._turn, self._told(), self._writer.connect() as connection:
            yield connection
            await connection.commit()

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self.told(error) from error

    def told(self, error: SQLAlchemyError) -> StoreError:
        """Give the error in our words, one sentence."""
        original = error.orig if isinstance(error, DBAPIError) else error
        words = str(original).partition("\n")[0]
        lowered = words.lower()
        if any(sign in lowered for sign in _LOCKED):
            return StoreLocked(f"{self.name} is locked: another process is writing to it.")
        if any(sign in lowered for sign in _UNREADABLE):
            return StoreUnreadable(f"{self.name} cannot be read as a store: {words}.")
        return StoreError(f"{self.name} could not do what was asked: {words}.")

    async def close(self) -> None:
        """Close every connection, and wait until the threads that served them have ended.

        A connection that failed while it was opened is let go without waiting; its thread would
        then answer to an event loop that is closed already.
        """
        await self.engine.dispose()
        for thread in list(self._threads):
            await asyncio.to_thread(thread.join, _THREAD_ENDS_WITHIN)


def _engine(url: str, name: str, busy_timeout: float, threads: WeakSet[Thread]) -> AsyncEngine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_async_engine(parsed, isolation_level="REPEATABLE READ")
        options = {"timeout": busy_timeout, "async_creator_fn": _remembering(threads)}
        engine = create_async_engine(parsed, connect_args=options)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise StoreError(f"{name} is not the address of a store that can be used.") from error
    _prepare_sqlite(engine)
    return engine


def _remembering(threads: WeakSet[Thread]) -> Callable[..., aiosqlite.Connection]:
    """Give what opens connections and remembers the thread that serves each."""

    def connect(*arguments: Any, **options: Any) -> aiosqlite.Connection:  # noqa: ANN401 - its own
        connection = aiosqlite.connect(*arguments, **options)
        thread = connection._thread  # noqa: SLF001 - aiosqlite does not show it otherwise
        thread.daemon = True
        threads.add(thread)
        return connection

    return connect


def _set_pragmas(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Take transactions out of the driver's hands, as SQLAlchemy's page on SQLite advises."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        try:
            _set_pragmas(connection)
        except BaseException:
            connection.close()  # the pool would let it go without ending its thread
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
