"""The search index in SQLite (FTS5): tables in the database of the articles."""

import sqlite3
from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search import rebuilding, searching
from digests.store.search.documents import SearchDocument
from digests.store.search.query import Query
from digests.store.search.results import Order, SearchCheck, SearchPage
from digests.store.search.sqlite import checking, schema, writing
from digests.store.search.sqlite.candidates import SqliteCandidates
from digests.store.search.sqlite.rebuilding import BATCH, SqliteRebuild
from digests.store.search.sqlite.thread import renew_after_use, run_in_thread
from digests.store.search.stories import StoryColumn

_MANY = 50
"""Documents in one transaction after which the connection is opened anew."""


class SqliteSearch:
    """:class:`~digests.store.search.index.SearchIndex` for ``sqlite+aiosqlite`` connections.

    ``stories`` says where the database keeps which articles tell the same event; with it, one
    story is one hit.
    """

    def __init__(self, *, stories: StoryColumn | None = None) -> None:
        self._stories = stories

    async def create(self, connection: AsyncConnection) -> None:
        """Make the tables that are missing."""
        await run_in_thread(connection, schema.create_tables)

    async def add(self, connection: AsyncConnection, number: int, document: SearchDocument) -> None:
        """Index one article; an article known by ``number`` is replaced."""
        await self.add_many(connection, ((number, document),))

    async def add_many(
        self,
        connection: AsyncConnection,
        documents: Iterable[tuple[int, SearchDocument]],
    ) -> None:
        """Index many articles at once, cheaper than one by one."""
        numbered = list(documents)
        await run_in_thread(connection, partial(writing.write, documents=numbered))
        if len(numbered) >= _MANY:
            await renew_after_use(connection)

    async def remove(self, connection: AsyncConnection, number: int) -> None:
        """Forget one article; an unknown number is no error."""
        await run_in_thread(connection, partial(writing.erase, number=number))

    async def replace(
        self,
        connection: AsyncConnection,
        number: int,
        document: SearchDocument,
    ) -> None:
        """Index one article anew."""
        await self.add(connection, number, document)

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
        """Give one page of hits (``page`` counts from 0); every query has an answer."""

        def work(database: sqlite3.Connection) -> SearchPage:
            candidates = SqliteCandidates(
                database, seconds=searching.SECONDS, stories=self._stories
            )
            return searching.search(candidates, query, now, page=page, size=size, order=order)

        return await run_in_thread(connection, work)

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
        work = SqliteRebuild(connection)
        await rebuilding.rebuild(work, documents, size=BATCH, progress=progress)

    async def tidy(self, connection: AsyncConnection) -> None:
        """Merge what an import left in pieces: some seconds for 100,000 articles."""
        await run_in_thread(connection, schema.merge_segments)

    async def check(self, connection: AsyncConnection, numbers: Sequence[int]) -> SearchCheck:
        """Say quickly whether the index is of this program's version and has ``numbers`` whole."""
        return await run_in_thread(connection, partial(checking.check, numbers=numbers))
