"""Which story a new article tells, found in the transaction that stores it.

Two reports of one event that come in at the same moment find each other, whichever is first,
because the second one's transaction sees the first.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.stories import WINDOW_HOURS, Companion, Signature, join

WINDOW = timedelta(hours=WINDOW_HOURS)
_CANDIDATES = 8
_LOOKED_UP = 3 * _CANDIDATES
_SHARED_AT_LEAST = 2
_TOO_COMMON = 100
_MOST_POSTINGS = 600


async def assign_story(
    connection: AsyncConnection, number: int, signature: Signature, at: datetime
) -> int | None:
    """Give the story of the last 48 hours that article ``number`` tells, if any.

    What the next reports of the event will find the article by is kept.
    """
    crowds = await _crowds(connection, signature)
    companions = await _companions(connection, _telling(crowds), at)
    await _keep(connection, number, signature, at, crowds)
    return join(signature, at, companions)


async def _crowds(connection: AsyncConnection, signature: Signature) -> dict[int, int]:
    """Give how many articles are kept under each key of ``signature``."""
    keys = tables.signature_keys.c
    counted = select(keys.key, func.count()).where(keys.key.in_(signature.keys)).group_by(keys.key)
    found = dict((await connection.execute(counted)).tuples().all())
    return {key: found.get(key, 0) for key in signature.keys}


def _telling(crowds: dict[int, int]) -> list[int]:
    """Give the rarest keys that somebody shares, so many that looking them up stays cheap."""
    chosen: list[int] = []
    postings = 0
    for key, crowd in sorted(crowds.items(), key=lambda one: one[1]):
        postings += crowd
        if postings > _MOST_POSTINGS and len(chosen) >= _SHARED_AT_LEAST:
            break
        if crowd:
            chosen.append(key)
    return chosen


async def _companions(
    connection: AsyncConnection, telling: list[int], at: datetime
) -> list[Companion]:
    """Give the articles of the window that share most keys.

    The keys alone are counted: to look up the time of each article that shares a single one costs
    five times as much as everything else.
    """
    if not telling:
        return []
    keys, kept, article = tables.signature_keys.c, tables.signatures.c, tables.articles.c
    shared = func.count().label("shared")
    nearest = (
        select(keys.article, shared)
        .where(keys.key.in_(telling))
        .group_by(keys.article)
        .having(shared >= _SHARED_AT_LEAST)
        .order_by(shared.desc(), keys.article.desc())
        .limit(_LOOKED_UP)
        .subquery()
    )
    asked = (
        select(article.story, kept.signature, kept.at)
        .select_from(nearest)
        .join(tables.signatures, kept.article == nearest.c.article)
        .join(tables.articles, article.number == nearest.c.article)
        .where(article.story.is_not(None), kept.at.between(at - WINDOW, at + WINDOW))
        .order_by(nearest.c.shared.desc(), nearest.c.article.desc())
        .limit(_CANDIDATES)
    )
    return [
        Companion(row.story, Signature.from_bytes(row.signature), row.at)
        for row in await connection.execute(asked)
    ]


async def _keep(
    connection: AsyncConnection,
    number: int,
    signature: Signature,
    at: datetime,
    crowds: dict[int, int],
) -> None:
    """Keep a signature under those of its keys that few articles have.

    What a hundred articles are kept under says little of an event, and takes no more.
    """
    await connection.execute(
        insert(tables.signatures).values(article=number, at=at, signature=signature.to_bytes())
    )
    rows = [{"key": key, "article": number} for key, crowd in crowds.items() if crowd < _TOO_COMMON]
    if rows:
        await connection.execute(insert(tables.signature_keys), rows)


async def forget_signatures(connection: AsyncConnection, before: datetime) -> int:
    """Drop the signatures of articles from before the window; give how many those were."""
    old = tables.signatures.c.at < before - WINDOW
    numbers = select(tables.signatures.c.article).where(old)
    await connection.execute(
        delete(tables.signature_keys).where(tables.signature_keys.c.article.in_(numbers))
    )
    return int((await connection.execute(delete(tables.signatures).where(old))).rowcount)
