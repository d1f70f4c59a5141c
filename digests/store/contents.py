"""What an edition tells, read as lightly as it is sent: digests without the texts of articles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, Text, bindparam, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Article, Digest, StoredArticle
from digests.store import tables
from digests.store.values import article_in, digest_in

_ROW = tables.articles.c
_COLUMNS = (
    _ROW.number,
    _ROW.story,
    _ROW.first_seen_at,
    _ROW.changed_at,
    _ROW.complete,
    type_coerce(_ROW.digest, Text).label("digest"),
)
_CHOSEN = tables.articles.alias().c
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_STORIES = select(_CHOSEN.story).where(_CHOSEN.number.in_(_NUMBERS), _CHOSEN.story.is_not(None))
_ASKED = (
    select(*_COLUMNS)
    .where(or_(_ROW.number.in_(_NUMBERS), _ROW.story.in_(_STORIES)))
    .order_by(_ROW.shown_at, _ROW.number)
)
_WHOLE = select(_ROW.article).where(_ROW.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Contents:
    """The best reports of an edition's stories, heaviest first, and the other reports of each.

    Of their articles only what the digest says is there: headline, address, section and source;
    of the first one its photos, too, for it is on the cover.
    """

    articles: tuple[StoredArticle, ...]
    others: dict[int, tuple[StoredArticle, ...]]


async def read_contents(connection: AsyncConnection, numbers: Sequence[int]) -> Contents:
    """Give what an edition of the articles ``numbers`` tells; those that are gone are left out."""
    told = await connection.execute(_ASKED, {"numbers": list(numbers)})
    reports = {row.number: row for row in told}
    articles = tuple(_light(reports.pop(one)) for one in numbers if one in reports)
    best = {one.story: one.number for one in articles if one.story is not None}
    others: dict[int, tuple[StoredArticle, ...]] = {}
    for row in reports.values():
        number = best[row.story]
        others[number] = (*others.get(number, ()), _light(row))
    return Contents(await _with_photos(connection, articles), others)


async def _with_photos(
    connection: AsyncConnection, articles: tuple[StoredArticle, ...]
) -> tuple[StoredArticle, ...]:
    """Give the articles, the first of them with its photos."""
    if not articles or articles[0].digest.photo is None:
        return articles
    top = articles[0]
    kept = await connection.scalar(_WHOLE, {"number": top.number})
    photos = article_in(kept).photos if kept else ()
    return replace(top, article=replace(top.article, photos=photos)), *articles[1:]


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
