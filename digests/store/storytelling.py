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


async def find_story(connection: AsyncConnection, signature: Signature, at: datetime) -> int | None:
    """Give the story of the last 48 hours that an article with ``signature`` tells, if any."""
    return join(signature, at, await _candidates(connection, signature, at))


async def _candidates(
    connection: AsyncConnection, signature: Signature, at: datetime
) -> list[Companion]:
    nearest = await _nearest(connection, signature)
    kept, article = tables.signatures.c, tables.articles.c
    asked = (
        select(article.number, article.story, kept.signature, kept.at)
        .join(tables.signatures, kept.article == article.number)
        .where(
            article.number.in_(nearest),
            article.story.is_not(None),
            kept.at.between(at - WINDOW, at + WINDOW),
        )
    )
    found = {row.number: row for row in await connection.execute(asked)} if nearest else {}
    within = [found[number] for number in nearest if number in found]
    return [
        Companion(row.story, Signature.from_bytes(row.signature), row.at)
        for row in within[:_CANDIDATES]
    ]


async def _nearest(connection: AsyncConnection, signature: Signature) -> list[int]:
    """Give the articles that share most keys, nearest first, some of them older than the window.

    The keys alone are counted: to look up the time of each of the thousands of articles that share
    a single key costs five times as much as everything else.
    """
    keys = tables.signature_keys.c
    shared = func.count()
    asked = (
        select(keys.article)
        .where(keys.key.in_(signature.keys))
        .group_by(keys.article)
        .having(shared >= _SHARED_AT_LEAST)
        .order_by(shared.desc(), keys.article.desc())
        .limit(_LOOKED_UP)
    )
    return list(await connection.scalars(asked))


async def keep_signature(
    connection: AsyncConnection, number: int, signature: Signature, at: datetime
) -> None:
    """Keep what the next reports of the event will find this one by."""
    await connection.execute(
        insert(tables.signatures).values(article=number, at=at, signature=signature.to_bytes())
    )
    rows = [{"key": key, "article": number} for key in dict.fromkeys(signature.keys)]
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
