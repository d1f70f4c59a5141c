"""The one place that leaves SQLAlchemy: work on the SQLite connection in a single thread hop.

A search is a dozen short statements with some computing between them. Sent one by one, each would
wait for the thread of the connection; sent as one function, they run there together and the event
loop stays free.
"""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import StoreError, StoreLocked
from digests.store.sqlite_thread import HoppingConnection

Result = TypeVar("Result")


async def run_in_thread(
    connection: AsyncConnection,
    work: Callable[[sqlite3.Connection], Result],
) -> Result:
    """Run ``work`` on the driver's connection, inside the transaction of ``connection``.

    Raises:
        StoreLocked: another process is writing to the file.
        StoreError: what else SQLite refused, chained.
    """
    if not connection.in_transaction():
        await connection.begin()  # so that the caller's commit or rollback knows of this work
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if not isinstance(driver, HoppingConnection):
        raise StoreError("the search index needs an open connection")
    try:
        return await driver.run(work)
    except sqlite3.Error as error:
        if "locked" in str(error):
            name = connection.engine.url.database
            raise StoreLocked(f"{name} is locked: another process is writing to it.") from error
        raise StoreError(
            f"the search index could not be used: {error}; diemtin db reindex builds it anew"
        ) from error


async def renew_after_use(connection: AsyncConnection) -> None:
    """Have the driver's connection opened anew before somebody else gets it.

    FTS5 sorts the words of a transaction in a table that grows and never shrinks. After thousands
    of articles at once, one alone takes twice as long, for all of the table is gone through.
    """
    raw = await connection.get_raw_connection()
    raw.invalidate(soft=True)
