"""Which story a new article tells, found in the transaction that stores it.

Two reports of one event that come in at the same moment find each other, whichever is first,
because the second one's transaction sees the first.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store import tables
from digests.stories import WINDOW_HOURS, Companion, Signature, join

WINDOW = timedelta(hours=WINDOW_HOURS)
_CANDIDATES = 8
_LOOKED_UP = 3 * _CANDIDATES
_SHARED_AT_LEAST = 2
_TOO_COMMON = 100
_MOST_POSTINGS = 600


_KEY, _KEPT, _ARTICLE = tables.signature_keys.c, tables.signatures.c, tables.articles.c
_SHARED = func.count().label("shared")

# The statements are made once: to make one costs SQLAlchemy more than SQLite takes to run it.
_COUNT_CROWDS = (
    select(_KEY.key, func.count())
    .where(_KEY.key.in_(bindparam("keys", expanding=True)))
    .group_by(_KEY.key)
)
_NEAREST = (
    select(_KEY.article, _SHARED)
    .where(_KEY.key.in_(bindparam("keys", expanding=True)))
    .group_by(_KEY.article)
    .having(_SHARED >= _SHARED_AT_LEAST)
    .order_by(_SHARED.desc(), _KEY.article.desc())
    .limit(_LOOKED_UP)
    .subquery()
)
"""The keys alone are counted: to look up the time of each article that shares a single one costs
five times as much as everything else."""
_FIND_COMPANIONS = (
    select(_ARTICLE.story, _KEPT.signature, _KEPT.at)
    .select_from(_NEAREST)
    .join(tables.signatures, _KEPT.article == _NEAREST.c.article)
    .join(tables.articles, _ARTICLE.number == _NEAREST.c.article)
    .where(
        _ARTICLE.story.is_not(None), _KEPT.at.between(bindparam("earliest"), bindparam("latest"))
    )
    .order_by(_NEAREST.c.shared.desc(), _NEAREST.c.article.desc())
    .limit(_CANDIDATES)
)
_KEEP, _KEEP_KEYS = insert(tables.signatures), insert(tables.signature_keys)


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
    asked = await connection.execute(_COUNT_CROWDS, {"keys": signature.keys})
    found = dict(asked.tuples().all())
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
    """Give the articles of the window that share most keys."""
    if not telling:
        return []
    values = {"keys": telling, "earliest": at - WINDOW, "latest": at + WINDOW}
    return [
        Companion(row.story, Signature.from_bytes(row.signature), row.at)
        for row in await connection.execute(_FIND_COMPANIONS, values)
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
    kept = {"article": number, "at": at, "signature": signature.to_bytes()}
    await connection.execute(_KEEP, kept)
    rows = [{"key": key, "article": number} for key, crowd in crowds.items() if crowd < _TOO_COMMON]
    if rows:
        await connection.execute(_KEEP_KEYS, rows)


async def forget_signatures(connection: AsyncConnection, before: datetime) -> int:
    """Drop the signatures of articles from before the window; give how many those were."""
    old = tables.signatures.c.at < before - WINDOW
    numbers = select(tables.signatures.c.article).where(old)
    await connection.execute(
        delete(tables.signature_keys).where(tables.signature_keys.c.article.in_(numbers))
    )
    return int((await connection.execute(delete(tables.signatures).where(old))).rowcount)
