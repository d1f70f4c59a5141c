"""What an edition tells, read as lightly as it is sent: digests without the texts of articles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Text, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Article, Digest, StoredArticle
from digests.store import tables
from digests.store.values import digest_in

_ROW = tables.articles.c
_COLUMNS = (
    _ROW.number,
    _ROW.story,
    _ROW.first_seen_at,
    _ROW.changed_at,
    _ROW.complete,
    type_coerce(_ROW.digest, Text).label("digest"),
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The best reports of an edition's stories, heaviest first, and the other reports of each.

    Of their articles only what the digest says is there: headline, address, section and source.
    """

    articles: tuple[StoredArticle, ...]
    others: dict[int, tuple[StoredArticle, ...]]


async def read_contents(connection: AsyncConnection, numbers: Sequence[int]) -> Contents:
    """Give what an edition of the articles ``numbers`` tells; those that are gone are left out."""
    best = select(*_COLUMNS).where(_ROW.number.in_(numbers))
    found = {row.number: _light(row) for row in await connection.execute(best)}
    stories = {one.story: one.number for one in found.values() if one.story is not None}
    told = (
        select(*_COLUMNS)
        .where(_ROW.story.in_(stories), _ROW.number.not_in(numbers))
        .order_by(_ROW.shown_at, _ROW.number)
    )
    others: dict[int, tuple[StoredArticle, ...]] = {}
    for row in await connection.execute(told):
        number = stories[row.story]
        others[number] = (*others.get(number, ()), _light(row))
    return Contents(tuple(found[number] for number in numbers if number in found), others)


def _light(row: Row[Any]) -> StoredArticle:
    digest = _digest(row.digest)
    return StoredArticle(
        number=row.number,
        article=Article(
            title=digest.title,
            url=digest.url,
            section=digest.section,
            source=digest.source,
            published=digest.published,
        ),
        digest=digest,
        first_seen_at=row.first_seen_at,
        complete=row.complete,
        story=row.story,
        changed_at=row.changed_at,
    )


@lru_cache(maxsize=2048)
def _digest(text: str) -> Digest:
    """Give the digest that is kept as ``text``: the editions of one hour tell the same ones."""
    return digest_in(json.loads(text))
