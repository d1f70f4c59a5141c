"""Ready articles, many in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.store.publication import ReadyArticle
from digests.store.publishing import links_of, ready_row, search_document
from digests.store.search import SearchIndex
from digests.store.values import address_key
from digests.vietnamese.cleaning import storable


async def import_ready(
    connection: AsyncConnection, index: SearchIndex, batch: Sequence[ReadyArticle], now: datetime
) -> int:
    """Put the articles of ``batch`` that are new into the archive; give how many they are."""
    by_id = {storable(ready.external_id): ready for ready in batch}
    known = await _numbers(connection, list(by_id))
    new = {name: ready for name, ready in by_id.items() if name not in known}
    if not new:
        return 0
    rows = [ready_row(ready.article, now) | {"external_id": name} for name, ready in new.items()]
    await connection.execute(insert(tables.articles), rows)
    numbers = await _numbers(connection, list(new))
    await _learn(connection, [(numbers[name], ready) for name, ready in new.items()])
    documents = [(numbers[name], search_document(ready.article)) for name, ready in new.items()]
    await index.add_many(connection, documents)
    return len(new)


async def _numbers(connection: AsyncConnection, names: Sequence[str]) -> dict[str, int]:
    row = tables.articles.c
    found: dict[str, int] = {}
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        asked = select(row.external_id, row.number).where(row.external_id.in_(some))
        rows = await connection.execute(asked)
        found.update({row.external_id: row.number for row in rows})
    return found


async def _learn(connection: AsyncConnection, numbered: Sequence[tuple[int, ReadyArticle]]) -> None:
    row = tables.addresses
    urls: dict[str, tuple[str, int]] = {}
    for number, ready in numbered:
        for key, url in links_of(ready.article, ()).items():
            urls.setdefault(key, (url, number))
    keys = list(urls)
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        known = await connection.scalars(
            select(row.c.address_key).where(row.c.address_key.in_(some))
        )
        for key in known:
            del urls[key]
    new = [
        {"address_key": address_key(url), "url": url, "article": number, "canonical": True}
        for url, number in urls.values()
    ]
    if new:
        await connection.execute(insert(row), new)
