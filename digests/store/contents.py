"""What editions tell, read as lightly as they are sent: digests without the texts of articles."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import BindParameter, Text, bindparam, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Article, EditionKind, StoredArticle
from digests.store import tables
from digests.store.values import article_in, digest_in

_ROW = tables.articles.c
_CHOSEN = tables.articles.alias().c
_NUMBERS: BindParameter[list[int]] = bindparam("numbers", expanding=True)
_STORIES = select(_CHOSEN.story).where(_CHOSEN.number.in_(_NUMBERS), _CHOSEN.story.is_not(None))
_REPORTS = (
    select(
        _ROW.number,
        _ROW.story,
        _ROW.first_seen_at,
        _ROW.changed_at,
        _ROW.complete,
        type_coerce(_ROW.digest, Text),
    )
    .where(or_(_ROW.number.in_(_NUMBERS), _ROW.story.in_(_STORIES)))
    .order_by(_ROW.shown_at, _ROW.number)
)
_WHOLE = select(_ROW.number, _ROW.article).where(_ROW.number.in_(_NUMBERS))
_MADE = tables.editions.c
_EDITIONS = select(_MADE.id, _MADE.slot_at, _MADE.kind, _MADE.left_out, _MADE.numbers).where(
    _MADE.id.in_(_NUMBERS)
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The best reports of an edition's stories, heaviest first, and the other reports of each.

    Of their articles only what the digest says is there: headline, address, section and source;
    of the first one its photos, too, for it is on the cover. ``slot_at`` is the hour it was made
    for, ``left_out`` how many stories it had no room for.
    """

    slot_at: datetime
    kind: EditionKind
    left_out: int
    articles: tuple[StoredArticle, ...]
    others: Mapping[int, tuple[StoredArticle, ...]]


async def read_contents(
    connection: AsyncConnection, editions: Collection[int]
) -> dict[int, Contents]:
    """Give what ``editions`` tell as it stands now, each article read once for all of them.

    Editions and articles that are gone are left out.
    """
    found = (await connection.execute(_EDITIONS, {"numbers": list(editions)})).all()
    told = {number for row in found for number in row.numbers}
    reports = await _Reports.of(connection, told)
    chosen = {row.id: reports.among(row.numbers) for row in found}
    covers = await _covers(connection, chosen.values())
    return {
        row.id: Contents(
            slot_at=row.slot_at,
            kind=EditionKind(row.kind),
            left_out=row.left_out,
            articles=_with_cover(chosen[row.id], covers),
            others=reports.others(chosen[row.id]),
        )
        for row in found
    }


class _Reports:
    """Articles, and those that tell the same stories."""

    def __init__(self, reports: Sequence[StoredArticle]) -> None:
        self._by_number = {one.number: one for one in reports}
        self._by_story: dict[int, list[StoredArticle]] = {}
        for one in reports:
            if one.story is not None:
                self._by_story.setdefault(one.story, []).append(one)

    @classmethod
    async def of(cls, connection: AsyncConnection, numbers: Collection[int]) -> "_Reports":
        rows = await connection.execute(_REPORTS, {"numbers": list(numbers)})
        return cls([_light(_Report(*row)) for row in rows])

    def among(self, numbers: Sequence[int]) -> tuple[StoredArticle, ...]:
        """Give the articles with these numbers, in this order; those that are gone are left out."""
        known = self._by_number
        return tuple([known[one] for one in dict.fromkeys(numbers) if one in known])

    def others(self, told: Sequence[StoredArticle]) -> dict[int, tuple[StoredArticle, ...]]:
        """Give by the number of each that is told the other reports of its story, if there are."""
        chosen = {one.number for one in told}
        best = {one.story: one.number for one in told if one.story is not None}
        others = {
            number: tuple([one for one in self._by_story[story] if one.number not in chosen])
            for story, number in best.items()
        }
        return {number: reports for number, reports in others.items() if reports}


def _with_cover(
    articles: tuple[StoredArticle, ...], covers: Mapping[int, StoredArticle]
) -> tuple[StoredArticle, ...]:
    if not articles or articles[0].number not in covers:
        return articles
    return covers[articles[0].number], *articles[1:]


async def _covers(
    connection: AsyncConnection, chosen: Collection[tuple[StoredArticle, ...]]
) -> dict[int, StoredArticle]:
    """Give the first articles with their photos, by number; those that show none are left out."""
    tops = {articles[0].number: articles[0] for articles in chosen if articles}
    shown = [number for number, top in tops.items() if top.digest.photo is not None]
    if not shown:
        return {}
    rows = await connection.execute(_WHOLE, {"numbers": shown})
    whole = {row.number: article_in(row.article) for row in rows}
    return {
        number: replace(tops[number], article=replace(tops[number].article, photos=article.photos))
        for number, article in whole.items()
    }


class _Report(NamedTuple):
    """The columns of ``_REPORTS``."""

    number: int
    story: int | None
    first_seen_at: datetime
    changed_at: datetime | None
    complete: bool
    digest: str


@lru_cache(maxsize=4096)
def _light(row: _Report) -> StoredArticle:
    """Give the article of a row: the editions of one hour tell the same ones."""
    digest = digest_in(json.loads(row.digest))
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
