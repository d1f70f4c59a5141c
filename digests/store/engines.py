"""How connections to each database are opened."""

from collections.abc import Callable
from threading import Thread
from time import monotonic
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from digests.store.sqlite_thread import HoppingConnection, connect

WRITES = "diemtin_writes"
"""The execution option of a connection that will write."""
ALONE = "diemtin_alone"
"""The execution option of a connection for one statement, which needs no transaction."""

_CONNECTS_WITHIN = 10
_MOST_CONNECTIONS = 20
READERS_OF_A_FILE = 8
"""Readers of one SQLite file at the same time; each has a connection and a thread of its own."""
_PAGES_BETWEEN_CHECKPOINTS = 4000
"""Of 4 KiB, SQLite's default being 1,000: an article writes some forty pages, mostly the same ones
again, and only a checkpoint waits for the disk."""
_USED_AT = "diemtin_used_at"
_TRIED_AFTER = 1.0
"""Seconds without use after which a connection is tried before it is used again."""
READ_ONLY = "25006"
"""PostgreSQL's state for a write to a server, or in a session, that takes none."""
_NOTICED_AFTER = 15_000
"""Milliseconds after which either side gives up a connection whose other side is silent."""


def sqlite_engine(url: URL, *, busy_timeout: float, threads: WeakSet[Thread]) -> AsyncEngine:
    """Give an engine for an SQLite file; ``threads`` gets the thread of each connection."""
    options = {"timeout": busy_timeout, "async_creator_fn": _remembering(threads)}
    # A connection beyond the kept ones is opened and closed for each use, and its thread with it.
    engine = create_async_engine(url, connect_args=options, pool_size=READERS_OF_A_FILE + 2)
    _prepare_sqlite(engine)
    return engine


def postgres_engine(url: URL, *, busy_timeout: float) -> AsyncEngine:
    """Give an engine for PostgreSQL.

    A connection that does not work any more is replaced before it is used. A machine that is cut
    off is noticed by both sides soon, so that what it had locked becomes free.
    """
    engine = create_async_engine(
        url,
        isolation_level="REPEATABLE READ",
        execution_options={"preserve_rowcount": True},
        pool_size=_MOST_CONNECTIONS // 2,
        max_overflow=_MOST_CONNECTIONS // 2,
        connect_args=client_options(url, busy_timeout=busy_timeout),
    )
    _try_idle_connections(engine)
    _replace_read_only_connections(engine)
    return engine


def client_options(url: URL, *, busy_timeout: float) -> dict[str, Any]:
    """Give what a connection to PostgreSQL is opened with; what ``url`` says itself stands.

    Time limits that a server has for other programs are not ours: an index takes long to build.
    """
    server = {
        "statement_timeout": 0,
        "lock_timeout": int(busy_timeout * 1000),
        "idle_in_transaction_session_timeout": 4 * _NOTICED_AFTER,
        "tcp_keepalives_idle": 5,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 2,
        "tcp_user_timeout": _NOTICED_AFTER,
        "timezone": "UTC",  # as instants are kept here: none is turned into another zone and back
        "jit": "off",  # it takes longer to compile our short queries than to run them
    }
    client = {
        "application_name": "diemtin",
        "client_encoding": "utf8",
        "connect_timeout": _CONNECTS_WITHIN,
        "keepalives_idle": 5,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": _NOTICED_AFTER,
    }
    given = {name: value for name, value in client.items() if name not in url.query}
    ours = [f"-c {name}={value}" for name, value in server.items()]
    theirs = url.query.get("options", ())  # of two values for one name the later one counts
    return {
        **given,
        "options": " ".join([*ours, *([theirs] if isinstance(theirs, str) else theirs)]),
    }


def _replace_read_only_connections(engine: AsyncEngine) -> None:
    """Have the connections replaced when one of them takes no writes.

    Its server became a replica, or takes none for a while, and a session may stay as it began: by
    a new one the server is found that takes them, and when it does again.
    """

    @event.listens_for(engine.sync_engine, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
            context.is_disconnect = True


def _try_idle_connections(engine: AsyncEngine) -> None:
    """Have a connection tried before its next use, unless it was used a moment ago.

    A pool that tries it each time doubles what a small transaction costs.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def _given_back(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED_AT] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _taken(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
    ) -> None:
        used_at = entry.info.get(_USED_AT)
        if used_at is None or monotonic() - used_at < _TRIED_AFTER:
            return
        dialect = engine.sync_engine.dialect
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another one instead


def _remembering(threads: WeakSet[Thread]) -> Callable[..., HoppingConnection]:
    """Give what opens connections and remembers the thread that serves each."""

    def opened(database: str, **options: Any) -> HoppingConnection:  # noqa: ANN401 - sqlite3's own
        connection = connect(database, **options)
        thread = connection._thread  # noqa: SLF001 - aiosqlite does not show it otherwise
        thread.daemon = True
        threads.add(thread)
        return connection

    return opened


def _set_pragmas(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        f"wal_autocheckpoint={_PAGES_BETWEEN_CHECKPOINTS}",
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
        options = connection.get_execution_options()
        if options.get(ALONE, False):
            return
        driver = connection.connection.driver_connection
        if not isinstance(driver, HoppingConnection):
            raise TypeError("not a connection that was opened here")
        driver.begin("BEGIN IMMEDIATE" if options.get(WRITES, False) else "BEGIN")
