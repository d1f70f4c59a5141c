"""How an index is built anew, whatever database it is in."""

from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Protocol

from digests.store.search.documents import SearchDocument

Batch = list[tuple[int, SearchDocument]]


class Rebuild(Protocol):
    """One rebuild in one database: a second set of tables that takes the place of the first.

    Every method commits what it did, and writes nothing any more when a later rebuild has begun:
    then it raises ``StoreError``.
    """

    async def begin(self) -> None:
        """Make the second set, empty; what is written from now on reaches both."""

    async def write(self, batch: Batch) -> None:
        """Fill the second set, without what was written or taken out meanwhile."""

    async def finish(self) -> None:
        """Put the second set in the place of the first, in its fastest shape."""


async def rebuild(
    work: Rebuild,
    documents: AsyncIterable[tuple[int, SearchDocument]],
    *,
    size: int,
    progress: Callable[[int], None],
) -> None:
    """Index ``documents`` anew, ``size`` in a step, telling ``progress`` how many are done.

    The old index answers until the new one is whole. A rebuild that was broken off leaves the old
    index as it was; of two, the later one goes on.
    """
    await work.begin()
    done = 0
    async for batch in _in_batches(documents, size):
        await work.write(batch)
        done += len(batch)
        progress(done)
    await work.finish()
    progress(done)


async def _in_batches(
    documents: AsyncIterable[tuple[int, SearchDocument]], size: int
) -> AsyncIterator[Batch]:
    """Give ``documents`` in their order, ``size`` at a time; the last batch may be smaller."""
    batch: Batch = []
    async for numbered in documents:
        batch.append(numbered)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
