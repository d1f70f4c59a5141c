"""The search index in PostgreSQL: tables in the database of the articles."""

import asyncio
from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import StoreError
from digests.store.database import driver_of
from digests.store.search import rebuilding, searching
from digests.store.search.documents import SearchDocument
from digests.store.search.postgres import checking, schema, writing
from digests.store.search.postgres.candidates import SAVEPOINT, PostgresCandidates
from digests.store.search.postgres.rebuilding import BATCH, PostgresRebuild
from digests.store.search.query import Query
from digests.store.search.results import Order, SearchCheck, SearchPage
from digests.store.search.stories import StoryColumn


class PostgresSearch:
    """:class:`~digests.store.search.index.SearchIndex` for ``postgresql+psycopg`` connections.

    ``stories`` says where the database keeps which articles tell the same event; with it, one
    story is one hit. Who writes must have the turn of the archive.
    """

    def __init__(self, *, stories: StoryColumn | None = None) -> None:
        self._stories = stories

    async def create(self, connection: AsyncConnection) -> None:
        """Make the tables that are missing."""
        await schema.create_tables(connection)

    async def add(self, connection: AsyncConnection, number: int, document: SearchDocument) -> None:
        """Index one article; an article known by ``number`` is replaced."""
        await writing.write(connection, ((number, document),))

    async def add_many(
        self, connection: AsyncConnection, documents: Iterable[tuple[int, SearchDocument]]
    ) -> None:
        """Index many articles at once, cheaper than one by one."""
        await writing.write(connection, documents)

    async def remove(self, connection: AsyncConnection, number: int) -> None:
        """Forget one article; an unknown number is no error."""
        await writing.erase(connection, number)

    async def replace(
        self, connection: AsyncConnection, number: int, document: SearchDocument
    ) -> None:
        """Index one article anew."""
        await writing.write(connection, ((number, document),))

    async def search(
        self,
        connection: AsyncConnection,
        query: Query,
        *,
        now: datetime,
        page: int = 0,
        size: int = 5,
        order: Order = Order.RELEVANCE,
    ) -> SearchPage:
        """Give one page of hits (``page`` counts from 0); every query has an answer.

        Raises:
            StoreError: the tables are not there.
        """
        try:
            await connection.exec_driver_sql(SAVEPOINT)
            async with driver_of(connection) as driver:
                loop = asyncio.get_running_loop()
                candidates = PostgresCandidates(
                    driver, loop=loop, seconds=searching.SECONDS, stories=self._stories
                )
                return await _in_thread(
                    candidates,
                    partial(
                        searching.search,
                        candidates,
                        query,
                        now,
                        page=page,
                        size=size,
                        order=order,
                    ),
                )
        except ProgrammingError as error:
            words = str(error.orig).partition("\n")[0]
            raise StoreError(
                f"the search index could not be used: {words}; diemtin db reindex builds it anew"
            ) from error

    async def rebuild(
        self,
        connection: AsyncConnection,
        documents: AsyncIterable[tuple[int, SearchDocument]],
        progress: Callable[[int], None],
    ) -> None:
        """Index everything anew, telling ``progress`` how many articles are done.

        Articles that are written or removed meanwhile, over any connection, are as they should be
        afterwards. Commits after each batch, so the connection must be in no transaction of the
        caller's.
        """
        work = PostgresRebuild(connection)
        await rebuilding.rebuild(work, documents, size=BATCH, progress=progress)

    async def tidy(self, connection: AsyncConnection) -> None:
        """Bring the index into order after an import: some seconds for 100,000 articles."""
        await schema.settle(connection)

    async def check(self, connection: AsyncConnection, numbers: Sequence[int]) -> SearchCheck:
        """Say quickly whether the index is of this program's version and has ``numbers`` whole."""
        return await checking.check(connection, numbers)


async def _in_thread(
    candidates: PostgresCandidates, search: Callable[[], SearchPage]
) -> SearchPage:
    def work() -> SearchPage:
        candidates.begin()
        return search()

    searched = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(searched)
    except asyncio.CancelledError:
        candidates.stop()  # the connection is the caller's again only when nobody asks by it
        await asyncio.wait([searched])
        raise
