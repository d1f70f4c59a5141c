"""The engine: how transactions are begun, who writes when, and how errors are told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import IntEnum
from threading import Thread
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqlalchemy import CursorResult, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digests.errors import StoreError, StoreLocked, StoreUnreachable, StoreUnreadable
from digests.model import FIRST_NETWORK
from digests.store.engines import (
    ALONE,
    READ_ONLY,
    READERS_OF_A_FILE,
    WRITES,
    postgres_engine,
    sqlite_engine,
)

if TYPE_CHECKING:
    from psycopg import AsyncConnection as Driver

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
_NOT_OURS = " (is its folder there, and may this user write in it?)"
_AWAY = {READ_ONLY: "takes no writes now", "53100": "has no room left"}
_REFUSED = "42501"
_NO_RIGHTS = " (its user is to own the database, or the schema its tables are made in)"
_LOCKED_STATES = ("55P03", "40001", "40P01")
"""PostgreSQL: a lock was not had in time, or the transaction lost against another one."""
_UNREACHABLE_CLASSES = ("08", "57P", "53", "28", "3D")
"""PostgreSQL: connections, shutdowns, full servers, refused users, databases that are not there."""


class Turn(IntEnum):
    """Whose turn writers wait for, where many processes may write at once.

    Most transactions read what they write by, so they come one after the other, as in SQLite;
    those of the archive among themselves, so that a new article never waits for a chat nor a chat
    for the article that a million readers are owed; and those of the senders, which must say soon
    that they live. The numbers are those of PostgreSQL's advisory
    locks: every program on one database must use the same.
    """

    STORE = 0x64696D01
    ARCHIVE = 0x64696D02
    SENDERS = 0x64696D03
    NONE = 0
    """A transaction that is right whatever others write at the same time."""


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


@asynccontextmanager
async def driver_of(connection: AsyncConnection) -> AsyncIterator["Driver[Any]"]:
    """Give PostgreSQL's driver behind ``connection``; its errors are told as SQLAlchemy's own."""
    dialect = connection.dialect
    raw = await connection.get_raw_connection()
    driver: Driver[Any] = raw.driver_connection  # type: ignore[assignment]
    try:
        yield driver
    except dialect.loaded_dbapi.Error as error:
        lost = driver.closed or driver.broken or error.sqlstate == READ_ONLY
        if lost:
            await connection.invalidate(error)
        kind = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(
            None, None, error, kind, connection_invalidated=lost, dialect=dialect
        ) from error
    except BaseException as error:  # broken off: nobody knows what it was doing
        await connection.invalidate(error)
        raise


_AT_WORK: ContextVar[bool] = ContextVar("diemtin_at_work", default=False)


@contextmanager
def _at_work() -> Iterator[None]:
    token = _AT_WORK.set(True)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


class Database:
    """One engine with its clock; gives connections inside a transaction.

    Writers of one process wait for each other here, in order, and meet the lock of the file, or of
    their turn, only when another process holds it.

    Attributes:
        network: the bot that this process speaks for, of those that share the store: what is owed
            to readers of others, or in hand at others, it neither sees nor touches.
    """

    def __init__(
        self,
        url: str,
        *,
        now: Callable[[], datetime],
        busy_timeout: float,
        network: str = FIRST_NETWORK,
    ) -> None:
        self.url = url
        self.name = shown(url)
        self.now = now
        self.network = network
        self._threads: WeakSet[Thread] = WeakSet()
        self.engine = _engine(url, self.name, busy_timeout, self._threads)
        options: dict[str, Any] = {WRITES: True}
        if not self.is_sqlite:
            options["isolation_level"] = "READ COMMITTED"  # what it waited for it must see
        self._writer = self.engine.execution_options(**options)
        alone: dict[str, Any] = {ALONE: True}
        if not self.is_sqlite:
            alone["isolation_level"] = "AUTOCOMMIT"
        self._asker = self.engine.execution_options(**alone)
        self._turns = {turn: asyncio.Lock() for turn in Turn}
        self._places = asyncio.Semaphore(READERS_OF_A_FILE)

    def own(self, name: str) -> str:
        """Give the name under which the present bot keeps what each bot has of its own."""
        return name if self.network == FIRST_NETWORK else f"{name}@{self.network}"

    @property
    def dialect(self) -> str:
        """The name of the database: ``sqlite``, ``postgresql``."""
        return self.engine.dialect.name

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is one file, with one writer at a time."""
        return self.dialect == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the store throughout."""
        async with self._place(), self._told(), self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for one statement: no transaction is begun for it, nor ended."""
        async with self._place(), self._told(), self._asker.connect() as connection:
            yield connection

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Wait for a place among the readers of a file; who has one, or writes, needs no other."""
        if not self.is_sqlite or _AT_WORK.get():
            yield
            return
        async with self._places:
            with _at_work():
                yield

    @asynccontextmanager
    async def writing(self, turn: Turn = Turn.STORE) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that is committed at the end, or undone by an error.

        The write lock is taken at the beginning: a transaction that read first and wanted to write
        later could find that another one wrote in between. In SQLite there is one for everything,
        in PostgreSQL one for each ``turn``.
        """
        async with self._waited(turn), self._told(), self._writer.begin() as connection:
            await self._take(connection, turn)
            yield connection

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for one statement, which is a transaction by itself.

        Nobody's turn is waited for, and the database is asked once instead of three times.
        """
        if self.is_sqlite:
            async with self.writing(Turn.NONE) as connection:
                yield connection
            return
        async with self._told(), self._asker.connect() as connection:
            yield connection

    @asynccontextmanager
    async def driving(self) -> AsyncIterator["Driver[Any]"]:
        """Give PostgreSQL's driver itself for one statement, which is a transaction by itself.

        For what is asked thousands of times a second: SQLAlchemy's own work on a statement takes
        more CPU than sending it and reading the answer.
        """
        async with self.at_once() as connection, driver_of(connection) as driver:
            yield driver

    @asynccontextmanager
    async def writing_in_steps(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection to write by, for work that commits after each of its steps itself.

        Between its steps others write, those of this process, too.
        """
        async with self._told(), self._writer.connect() as connection:
            yield connection
            await connection.commit()

    @asynccontextmanager
    async def _waited(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for the writers of this process."""
        if self.is_sqlite:
            turn = Turn.STORE
        if turn is Turn.NONE:
            yield
            return
        async with self._turns[turn]:
            with _at_work():
                yield

    async def _take(self, connection: AsyncConnection, turn: Turn) -> None:
        """Wait for the writers of other processes, where the database does not by itself."""
        if not self.is_sqlite and turn is not Turn.NONE:
            await connection.execute(select(func.pg_advisory_xact_lock(int(turn))))

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
        state = getattr(original, "sqlstate", None)
        kind = self._kind(error, words.lower(), state)
        if kind is StoreLocked:
            return StoreLocked(f"{self.name} is locked: another process is writing to it.")
        if kind is StoreUnreadable:
            hint = (
                _NOT_OURS if any(sign in words for sign in ("unable to open", "readonly")) else ""
            )
            return StoreUnreadable(f"{self.name} cannot be read as a store: {words}{hint}.")
        if kind is StoreUnreachable:
            what = _AWAY.get(state or "", "cannot be reached")
            return StoreUnreachable(f"{self.name} {what}: {words}.")
        hint = _NO_RIGHTS if state == _REFUSED else ""
        return StoreError(f"{self.name} could not do what was asked: {words}{hint}.")

    def _kind(self, error: SQLAlchemyError, words: str, state: str | None) -> type[StoreError]:
        if self.is_sqlite:
            if any(sign in words for sign in _LOCKED):
                return StoreLocked
            return StoreUnreadable if any(sign in words for sign in _UNREADABLE) else StoreError
        if state in _LOCKED_STATES:
            return StoreLocked
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        if lost or (state or "").startswith(_UNREACHABLE_CLASSES):
            return StoreUnreachable
        # What the client itself says of a connection has no state.
        broken = state is None and type(error).__name__ in ("OperationalError", "TimeoutError")
        return StoreUnreachable if broken else StoreError

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
        if parsed.get_backend_name() == "sqlite":
            return sqlite_engine(parsed, busy_timeout=busy_timeout, threads=threads)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            return postgres_engine(parsed, busy_timeout=busy_timeout)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, TypeError, ValueError) as error:
        raise StoreError(f"{name} is not the address of a store that can be used.") from error
    raise StoreError(f"{name} is not the address of a store that can be used.")
