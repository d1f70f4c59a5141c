"""The interface behind which each database keeps its own search index."""

from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.documents import SearchDocument
from digests.store.search.query import Query
from digests.store.search.results import Order, SearchCheck, SearchPage


class SearchIndex(Protocol):
    """A search index that lives in the database of the articles.

    Every method works inside the transaction of the connection that it is given, except
    ``rebuild``, which commits after each batch.
    """

    async def create(self, connection: AsyncConnection) -> None:
        """Make the tables that are missing."""

    async def add(self, connection: AsyncConnection, number: int, document: SearchDocument) -> None:
        """Index one article; an article known by ``number`` is replaced."""

    async def add_many(
        self,
        connection: AsyncConnection,
        documents: Iterable[tuple[int, SearchDocument]],
    ) -> None:
        """Index many articles at once, cheaper than one by one."""

    async def remove(self, connection: AsyncConnection, number: int) -> None:
        """Forget one article; an unknown number is no error."""

    async def replace(
        self,
        connection: AsyncConnection,
        number: int,
        document: SearchDocument,
    ) -> None:
        """Index one article anew."""

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

    async def rebuild(
        self,
        connection: AsyncConnection,
        documents: AsyncIterable[tuple[int, SearchDocument]],
        progress: Callable[[int], None],
    ) -> None:
        """Index everything anew, telling ``progress`` how many articles are done."""

    async def tidy(self, connection: AsyncConnection) -> None:
        """Put the index in its fastest shape after many articles were added."""

    async def check(self, connection: AsyncConnection, numbers: Sequence[int]) -> SearchCheck:
        """Say quickly whether the index is of this program's version and has ``numbers`` whole."""
