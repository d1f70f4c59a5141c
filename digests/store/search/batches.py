"""Articles that come one by one, taken together: what is written in one transaction."""

from collections.abc import AsyncIterable, AsyncIterator

from digests.store.search.documents import SearchDocument

Batch = list[tuple[int, SearchDocument]]


async def in_batches(
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
