"""Whose wishes an article answers, as conditions on the readers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import SubscriptionKind, fewer_of
from digests.store import tables

_WISH = tables.subscriptions.alias("wish")


@dataclass(frozen=True, slots=True)
class Facts:
    """What wishes ask of one article, or of the reports of one story.

    ``keywords`` are the readers' keywords, wanted and excluded ones, that stand in it. ``shared``
    is false for what came by a reader's own feed only.
    """

    sources: Collection[int] = ()
    sections: Collection[str] = ()
    keywords: Collection[str] = ()
    feeds: Collection[int] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """The readers whose numbers are greater than ``after`` and not greater than ``to``.

    Said of every table that names a reader: else all its rows are read for a few of them.
    """

    after: int
    to: int

    def holds(self, number: ColumnElement[int]) -> ColumnElement[bool]:
        """Give whether the reader is one of them."""
        return and_(number > self.after, number <= self.to)


async def is_answered_by_few(connection: AsyncConnection, facts: Facts, few: int) -> bool:
    """Say whether no more than so many wishes are answered, those that are off among them."""
    found = select(_WISH.c.subscriber_id).where(_answered(facts)).limit(few + 1).subquery()
    return int(await connection.scalar(select(func.count()).select_from(found)) or 0) <= few


def _answered(facts: Facts) -> ColumnElement[bool]:
    kind, value = _WISH.c.kind, _WISH.c.value
    ways: list[ColumnElement[bool]] = []
    if facts.feeds:
        ways.append(and_(kind == SubscriptionKind.FEED, value.in_(map(str, facts.feeds))))
    if facts.shared:
        ways.append(kind == SubscriptionKind.ALL)
        if facts.sources:
            ways.append(and_(kind == SubscriptionKind.SOURCE, value.in_(map(str, facts.sources))))
        if facts.sections:
            ways.append(and_(kind == SubscriptionKind.SECTION, value.in_(facts.sections)))
        if facts.keywords:
            ways.append(_asked_for(facts))
    return or_(false(), *ways)


def wanted(facts: Facts, span: Span | None = None) -> ColumnElement[bool]:
    """Give whether a wish of the reader is answered and no excluded word stands in it.

    With ``span`` the caller asks for no reader but those.
    """
    answered = _has(_answered(facts), span)
    if not facts.keywords:
        return answered
    excluded = and_(_WISH.c.kind == SubscriptionKind.EXCLUDED, _WISH.c.value.in_(facts.keywords))
    return answered & ~_has(excluded, span)


def fewer(facts: Facts, span: Span | None = None) -> ColumnElement[bool]:
    """Give whether the reader asked for fewer like it, and no keyword of theirs for this one."""
    kind, value = _WISH.c.kind, _WISH.c.value
    likes = {
        fewer_of(source, section)
        for source in facts.sources or (None,)
        for section in facts.sections or (None,)
    }
    told = _has(and_(kind == SubscriptionKind.FEWER, value.in_(likes)), span)
    if not facts.keywords:
        return told
    return told & ~_has(_asked_for(facts), span)


def alerted(facts: Facts, span: Span | None = None) -> ColumnElement[bool]:
    """Give whether the reader wants to be told at once of a keyword that stands in it."""
    if not facts.shared or not facts.keywords:
        return false()
    kind, value = _WISH.c.kind, _WISH.c.value
    return _has(and_(kind == SubscriptionKind.ALERT, value.in_(facts.keywords)), span)


def _asked_for(facts: Facts) -> ColumnElement[bool]:
    kinds = [kind for kind in SubscriptionKind if kind.asks_for_words]
    return and_(_WISH.c.kind.in_(kinds), _WISH.c.value.in_(facts.keywords))


def _has(wish: ColumnElement[bool], span: Span | None) -> ColumnElement[bool]:
    own = [_WISH.c.subscriber_id == tables.subscribers.c.id]
    if span is not None:
        own.append(span.holds(_WISH.c.subscriber_id))
    return exists().where(*own, _WISH.c.off.is_(False), wish)


def of_shared_feed() -> ColumnElement[bool]:
    """Give whether an article came by a feed for everyone, or by none."""
    article, feed = tables.articles.c, tables.feeds.c
    own = exists().where(feed.id == article.feed_id, feed.shared.is_(False))
    return and_(article.shared, ~own)


def open_to_chats() -> ColumnElement[bool]:
    """Give whether one of the chats ``chats`` of ``network``, both parameters, may read an article.

    What came by a reader's own feed is for those who follow that feed, and who saved it.
    """
    article, who, kept = tables.articles.c, tables.subscribers.c, tables.saved.c
    here = who.chat.in_(bindparam("chats", expanding=True))
    one_of_them = who.network == bindparam("network"), here
    follows = exists().where(
        *one_of_them,
        _WISH.c.subscriber_id == who.id,
        _WISH.c.kind == SubscriptionKind.FEED,
        _WISH.c.value == cast(article.feed_id, String),
    )
    saved = exists().where(
        *one_of_them, kept.subscriber_id == who.id, kept.article == article.number
    )
    return or_(of_shared_feed(), follows, saved)


async def is_shared(connection: AsyncConnection, number: int) -> bool:
    """Say whether everyone may find the article: what came by a reader's own feed is theirs."""
    asked = select(of_shared_feed()).where(tables.articles.c.number == number)
    return bool(await connection.scalar(asked))
