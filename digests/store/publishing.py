"""The steps of putting an article into the archive, each in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import (
    SINGLE_DIGESTS,
    Article,
    DeliveryKind,
    DeliveryState,
    Digest,
    SubscriberState,
)
from digests.store import tables
from digests.store.publication import Publication
from digests.store.search import SearchDocument
from digests.store.values import address_key, article_out, digest_out
from digests.store.wishing import Facts
from digests.vietnamese.folding import fold

FIRST_RETRY = timedelta(minutes=5)
_FUTURE_ALLOWED = timedelta(hours=1)
TOLD_IN_ROUND_UP = "told in round-up"
"""How the reason begins for which a single message is not sent: a round-up tells its story."""


def search_document(article: Article) -> SearchDocument:
    """Give what the search index knows of ``article``."""
    return SearchDocument(
        title=article.title,
        lead=article.lead,
        captions=tuple(photo.caption for photo in article.photos if photo.caption),
        body=article.paragraphs,
        credits=tuple(photo.credit for photo in article.photos if photo.credit),
        authors=article.authors,
        section=article.section,
        source=article.source,
        published=article.published,
    )


def shown_at(article: Article, first_seen: datetime) -> datetime:
    """Give the time by which the article is sorted: the publisher's, unless it is in the future."""
    published = article.published
    if published is None or published > first_seen + _FUTURE_ALLOWED:
        return first_seen
    return published


def article_values(article: Article, digest: Digest, first_seen: datetime) -> dict[str, Any]:
    """Give the columns that follow from the texts."""
    return _values(article, first_seen) | {"digest": digest_out(digest)}


def _values(article: Article, first_seen: datetime) -> dict[str, Any]:
    return {
        "section_key": None if article.section is None else fold(article.section),
        "source_key": None if article.source is None else fold(article.source),
        "shown_at": shown_at(article, first_seen),
        "article": article_out(article),
    }


def ready_row(article: Article, now: datetime) -> dict[str, Any]:
    """Give the row of an article of a collection; its digest is not made yet."""
    return _values(article, now) | {
        "digest": {},
        "complete": True,
        "first_seen_at": now,
        "retries": 0,
    }


def new_row(publication: Publication, now: datetime) -> dict[str, Any]:
    """Give the row of a new article, without its source."""
    complete = publication.complete
    return article_values(publication.article, publication.digest, now) | {
        "feed_id": publication.feed_id,
        "external_id": publication.external_id,
        "complete": complete,
        "first_seen_at": now,
        "retry_at": None if complete else now + FIRST_RETRY,
        "retries": 0,
    }


def links_of(article: Article, links: Iterable[str]) -> dict[str, str]:
    """Give every address of an article by its key, the canonical one first."""
    urls = [url for url in (article.url, *links) if url]
    return {address_key(url): url for url in reversed(urls)}


async def known_number(connection: AsyncConnection, publication: Publication) -> int | None:
    """Give the number of the article if it is known by entry, address or its own identity."""
    entry, address, article = tables.entries.c, tables.addresses.c, tables.articles.c
    keys = links_of(publication.article, publication.links)
    asked = []
    if publication.feed_id is not None and publication.entry_id is not None:
        named = and_(entry.feed_id == publication.feed_id, entry.entry_id == publication.entry_id)
        asked.append(select(entry.article).where(named))
    if keys:
        asked.append(select(address.article).where(address.address_key.in_(keys)))
    if publication.external_id is not None:
        asked.append(select(article.number).where(article.external_id == publication.external_id))
    for statement in asked:
        number = await connection.scalar(statement.limit(1))
        if number is not None:
            return int(number)
    return None


async def learn(connection: AsyncConnection, number: int, publication: Publication) -> None:
    """Write down the entry and the addresses by which an article is known, as far as new."""
    await learn_addresses(connection, number, publication.article, publication.links)
    if publication.feed_id is None or publication.entry_id is None:
        return
    row = tables.entries
    named = and_(row.c.feed_id == publication.feed_id, row.c.entry_id == publication.entry_id)
    if await connection.scalar(select(row.c.article).where(named)) is None:
        values = {"feed_id": publication.feed_id, "entry_id": publication.entry_id}
        await connection.execute(
            insert(row).values(**values, article=number, words=publication.words)
        )


async def learn_addresses(
    connection: AsyncConnection, number: int, article: Article, links: Iterable[str]
) -> None:
    """Write down addresses of an article; one that another article has stays with that one."""
    row = tables.addresses
    keys = links_of(article, links)
    if not keys:
        return
    known = set(
        await connection.scalars(select(row.c.address_key).where(row.c.address_key.in_(keys)))
    )
    canonical = None if article.url is None else address_key(article.url)
    new = [
        {"address_key": key, "url": url, "article": number, "canonical": key == canonical}
        for key, url in keys.items()
        if key not in known
    ]
    if new:
        await connection.execute(insert(row), new)


def facts_of(publication: Publication, *, source: int | None, shared: bool) -> Facts:
    """Give what readers' wishes ask of an article."""
    section, feed = publication.article.section, publication.feed_id
    return Facts(
        sources=() if source is None else (source,),
        sections=(fold(section),) if section else (),
        keywords=publication.keywords,
        feeds=() if feed is None else (feed,),
        shared=shared,
    )


async def owe_to(
    connection: AsyncConnection, number: int, readers: Iterable[int], *, now: datetime
) -> int:
    """Owe the digest to chosen readers who were not owed it yet; give how many those are."""
    reader, sent = tables.subscribers.c, tables.deliveries.c
    before = exists().where(
        sent.subscriber_id == reader.id, sent.article == number, sent.kind == DeliveryKind.DIGEST
    )
    kind = literal(str(DeliveryKind.DIGEST))
    owed = (
        select(reader.id, kind, literal(number), *owed_now(now))
        .where(reader.id.in_(list(readers)), reader.state == SubscriberState.ACTIVE, ~before)
        .order_by(reader.id)
    )
    columns = ["subscriber_id", "kind", "article", *OWED_COLUMNS]
    made = await connection.execute(insert(tables.deliveries).from_select(columns, owed))
    return int(made.rowcount)


async def owe_companions(
    connection: AsyncConnection, number: int, story: int, *, source: int | None, now: datetime
) -> int:
    """Owe the messages of a story's reports by other papers the link to this one; give how many.

    A paper's second report of an event adds nothing to the message of its first.
    """
    sent, article = tables.deliveries.c, tables.articles.c
    others = (
        select(sent.article)
        .join(tables.articles, article.number == sent.article)
        .where(
            article.story == story,
            article.number != number,
            article.source_id.is_distinct_from(source),
            *_worded_already(),
        )
        .distinct()
    )
    numbers = list(await connection.scalars(others))
    return sum([await owe_change(connection, other, now) for other in numbers])


def _worded_already() -> tuple[ColumnElement[bool], ...]:
    """Tell which deliveries show an article, or may have been worded to show it and are in hand."""
    sent = tables.deliveries.c
    arrived = and_(sent.state == DeliveryState.SENT, sent.message_id.is_not(None))
    claimed = and_(sent.state == DeliveryState.OWED, sent.lease_until.is_not(None))
    in_hand = or_(sent.state == DeliveryState.IN_FLIGHT, claimed)
    return sent.kind.in_(SINGLE_DIGESTS), or_(arrived, in_hand)


OWED_COLUMNS = ("network", "due_at", "ready_at", "created_at", "state", "attempts")


def owed_now(
    now: datetime, reader: FromClause = tables.subscribers
) -> tuple[ColumnElement[Any], ...]:
    """Give the values of ``OWED_COLUMNS`` for what is to go out to ``reader`` from ``now`` on."""
    instant = tables.deliveries.c.due_at.type
    moments = (literal(now, instant) for _column in range(3))
    return (reader.c.network, *moments, literal(str(DeliveryState.OWED)), literal(0))


async def owe_change(connection: AsyncConnection, number: int, now: datetime) -> int:
    """Owe an edit of its message to everyone who was sent the digest, or is being sent it just now.

    The number of a message on its way is known only when the edit's turn comes, behind it. Who
    words the article from now on waits for the end of this transaction, and so words the change.
    """
    row = tables.articles.c.number
    await connection.execute(select(row).where(row == number).with_for_update(key_share=True))
    sent, open_ = tables.deliveries, tables.deliveries.alias()
    waits = exists().where(
        open_.c.subscriber_id == sent.c.subscriber_id,
        open_.c.article == number,
        open_.c.kind == DeliveryKind.CHANGE,
        open_.c.state == DeliveryState.OWED,
        open_.c.lease_until.is_(None),  # one in hand may have been worded before this change
    )
    owed = (
        select(
            sent.c.subscriber_id,
            literal(str(DeliveryKind.CHANGE)),
            literal(number),
            *owed_now(now),
            sent.c.message_id,
        )
        .join(tables.subscribers, tables.subscribers.c.id == sent.c.subscriber_id)
        .where(
            sent.c.article == number,
            *_worded_already(),
            tables.subscribers.c.state == SubscriberState.ACTIVE,
            ~waits,
        )
        .order_by(sent.c.subscriber_id)
    )
    columns = ["subscriber_id", "kind", "article", *OWED_COLUMNS, "message_id"]
    made = await connection.execute(insert(tables.deliveries).from_select(columns, owed))
    return int(made.rowcount)


async def keep_keywords(connection: AsyncConnection, number: int, keywords: frozenset[str]) -> None:
    """Write down which keywords an article answers: editions are chosen by them later."""
    rows = [{"keyword": keyword, "article": number} for keyword in sorted(keywords)]
    if rows:
        await connection.execute(insert(tables.article_keywords), rows)


async def set_texts(connection: AsyncConnection, number: int, values: dict[str, Any]) -> None:
    """Change columns of one article."""
    row = tables.articles
    await connection.execute(update(row).where(row.c.number == number).values(**values))
