"""A connection to an SQLite file and its thread, with one hop to the thread for each statement.

aiosqlite sends each call to the thread by itself: cursor, execute, fetch and close are four hops,
and BEGIN three more. On a busy event loop the hops cost more than the statements. Here a statement
takes its transaction's BEGIN along and brings its rows back at once.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import aiosqlite

Result = TypeVar("Result")

_AT_ONCE = 500
"""Rows that come back with their statement; more are fetched when they are asked for."""


class HoppingConnection(aiosqlite.Connection):
    """What SQLAlchemy's aiosqlite dialect takes for a connection of aiosqlite."""

    _beginning: str | None = None
    _begun = False

    def begin(self, statement: str) -> None:
        """Have ``statement`` begin a transaction right before the next one is executed."""
        self._beginning = statement

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``work`` in the thread, inside the transaction that was begun."""
        beginning, self._beginning = self._beginning, None
        self._begun = self._begun or beginning is not None
        done = self._execute(self._work, beginning, work)  # type: ignore[no-untyped-call]
        result: Result = await done
        return result

    def _work(self, beginning: str | None, work: Callable[[sqlite3.Connection], Result]) -> Result:
        if beginning is not None:
            self._conn.execute(beginning)
        return work(self._conn)

    async def cursor(self) -> "HoppingCursor":  # type: ignore[override]
        """Give a cursor; nothing is asked of the thread yet."""
        return HoppingCursor(self)

    async def commit(self) -> None:
        """Commit, where a transaction was begun."""
        if self._ended():
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, where a transaction was begun."""
        if self._ended():
            await super().rollback()

    def _ended(self) -> bool:
        """Give whether there is a transaction to end; what was never executed never began."""
        begun, self._begun, self._beginning = self._begun, False, None
        return begun


class HoppingCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses."""

    def __init__(self, connection: HoppingConnection) -> None:
        """Execute on ``connection``."""
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and fetch its first rows."""
        await self._connection.run(partial(self._executed, statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Execute a statement once for each of ``parameters``."""
        await self._connection.run(partial(self._executed_many, statement, parameters))

    def _executed(
        self, statement: str, parameters: Sequence[Any], connection: sqlite3.Connection
    ) -> None:
        cursor = connection.execute(statement, parameters)
        self._rows = cursor.fetchmany(_AT_ONCE) if cursor.description else []
        self._keep(cursor)
        if len(self._rows) < _AT_ONCE:
            cursor.close()
        else:
            self._cursor = cursor

    def _executed_many(
        self, statement: str, parameters: Sequence[Sequence[Any]], connection: sqlite3.Connection
    ) -> None:
        cursor = connection.executemany(statement, parameters)
        self._keep(cursor)
        cursor.close()

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount

    async def fetchone(self) -> Any:  # noqa: ANN401 - a row of any kind
        """Give the next row, or None."""
        found = await self.fetchmany(1)
        return found[0] if found else None

    async def fetchmany(self, size: int) -> list[Any]:
        """Give at most ``size`` of the next rows."""
        if len(self._rows) < size and self._cursor is not None:
            more = self._cursor.fetchmany
            self._rows += await self._connection.run(lambda _open: more(max(size, _AT_ONCE)))
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    async def fetchall(self) -> list[Any]:
        """Give the rows that are left."""
        if self._cursor is not None:
            more = self._cursor.fetchall
            self._rows += await self._connection.run(lambda _open: more())
        found, self._rows = self._rows, []
        return found

    async def close(self) -> None:
        """Close the cursor, where rows may be left."""
        cursor, self._cursor = self._cursor, None
        if cursor is not None:
            await self._connection.run(lambda _open: cursor.close())


def connect(database: str, **options: Any) -> HoppingConnection:  # noqa: ANN401 - sqlite3's own
    """Give a connection to ``database`` that opens when it is awaited."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(database, **options)
        return opened

    return HoppingConnection(connector, _AT_ONCE)
