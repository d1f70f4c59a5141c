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
_SHARED_AT_LEAST = 2


async def find_story(connection: AsyncConnection, signature: Signature, at: datetime) -> int | None:
    """Give the story of the last 48 hours that an article with ``signature`` tells, if any."""
    return join(signature, at, await _candidates(connection, signature, at))


async def _candidates(
    connection: AsyncConnection, signature: Signature, at: datetime
) -> list[Companion]:
    kept, keys, article = tables.signatures.c, tables.signature_keys.c, tables.articles.c
    nearest = (
        select(keys.article)
        .join(tables.signatures, kept.article == keys.article)
        .where(keys.key.in_(signature.keys), kept.at.between(at - WINDOW, at + WINDOW))
        .group_by(keys.article)
        .having(func.count() >= _SHARED_AT_LEAST)
        .order_by(func.count().desc(), keys.article)
        .limit(_CANDIDATES)
    )
    numbers = list(await connection.scalars(nearest))
    if not numbers:
        return []
    asked = (
        select(article.story, kept.signature, kept.at)
        .join(tables.signatures, kept.article == article.number)
        .where(article.number.in_(numbers), article.story.is_not(None))
    )
    return [
        Companion(story, Signature.from_bytes(signature_bytes), moment)
        for story, signature_bytes, moment in await connection.execute(asked)
    ]


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
