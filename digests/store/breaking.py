"""Breaking news: a story that several papers tell within an hour, owed at once to who wants that.

Told in the transaction that stores the report which makes it so, as all that is owed is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import SINGLE_DIGESTS, DeliveryKind, Rhythm, SubscriberState
from digests.store import publishing, tables
from digests.store.values import digest_in
from digests.store.wishing import Facts, wanted

PAPERS = 4
WITHIN = timedelta(hours=1)
_STILL_BREAKING = timedelta(hours=3)
_EDITIONS_BACK = timedelta(hours=48)

Report = Row[Any]


async def owe_breaking(
    connection: AsyncConnection, story: int, *, at: datetime, now: datetime
) -> int:
    """Owe the best report of a story to those who want breaking news, if it is such now.

    Readers of editions whose wishes one of the reports answers are told, each once a story, and
    not those whose last editions told it. Gives how many.

    Args:
        connection: the transaction that stored the story's newest report.
        story: the story.
        at: when the newest report was published.
        now: the present instant.
    """
    if now - at > _STILL_BREAKING:
        return 0
    reports = await _reports(connection, story, at)
    if not is_breaking([(one.source_id, one.shown_at) for one in reports]):
        return 0
    best, facts = min(reports, key=_rank), await _facts(connection, reports)
    reader = tables.subscribers.c
    numbers = [one.number for one in reports]
    owed = (
        select(
            reader.id,
            literal(str(DeliveryKind.BREAKING)),
            literal(best.number),
            *publishing.owed_now(now),
        )
        .where(
            reader.state == SubscriberState.ACTIVE,
            reader.rhythm == Rhythm.EDITIONS,
            or_(reader.breaking.is_(None), reader.breaking == true()),
            wanted(facts),
            ~publishing.told(story),
            ~_owed_before(best.number),
            ~_in_an_edition(numbers, now),
        )
        .order_by(reader.id)
    )
    columns = ["subscriber_id", "kind", "article", *publishing.OWED_COLUMNS]
    made = await connection.execute(insert(tables.deliveries).from_select(columns, owed))
    return int(made.rowcount)


def is_breaking(told: Sequence[tuple[int | None, datetime]]) -> bool:
    """Give whether four papers told something within one hour.

    Args:
        told: the paper and the moment of each report; a paper that nobody knows does not count.
    """
    for _source, begin in told:
        within = {
            source
            for source, moment in told
            if source is not None and begin <= moment <= begin + WITHIN
        }
        if len(within) >= PAPERS:
            return True
    return False


async def _reports(connection: AsyncConnection, story: int, at: datetime) -> Sequence[Report]:
    row = tables.articles.c
    asked = select(
        row.number, row.source_id, row.section_key, row.shown_at, row.complete, row.digest
    ).where(
        row.story == story,
        row.shown_at.between(at - WITHIN, at + WITHIN),
        row.external_id.is_(None),
    )
    return (await connection.execute(asked)).all()


def _rank(report: Report) -> tuple[bool, bool, bool, datetime, int]:
    """Give the order of reports: the page was read, a lead of its own, a photo, the earliest."""
    digest = digest_in(report.digest)
    own_lead = digest.lead_is_own and digest.lead is not None
    no_photo = digest.photo is None
    return not report.complete, not own_lead, no_photo, report.shown_at, report.number


async def _facts(connection: AsyncConnection, reports: Sequence[Report]) -> Facts:
    answer = tables.article_keywords.c
    keywords = select(answer.keyword).where(answer.article.in_([one.number for one in reports]))
    return Facts(
        sources={one.source_id for one in reports if one.source_id is not None},
        sections={one.section_key for one in reports if one.section_key is not None},
        keywords=set(await connection.scalars(keywords)),
    )


def _owed_before(number: int) -> ColumnElement[bool]:
    """Give whether the digest was ever owed to the reader: a cancelled one is not owed anew."""
    row = tables.deliveries.c
    return exists().where(
        row.subscriber_id == tables.subscribers.c.id,
        row.kind.in_(SINGLE_DIGESTS),
        row.article == number,
    )


def _in_an_edition(numbers: Sequence[int], now: datetime) -> ColumnElement[bool]:
    """Give whether an edition of the last days told one of the articles."""
    row = tables.editions.c
    # A list of numbers is kept as the text "[1,2,3]": each stands between two marks.
    listed = literal(",") + _unbracketed(type_coerce(row.numbers, Text)) + literal(",")
    return exists().where(
        row.subscriber_id == tables.subscribers.c.id,
        row.made_at > now - _EDITIONS_BACK,
        or_(*(listed.contains(f",{number},") for number in numbers)),
    )


def _unbracketed(text: ColumnElement[str]) -> ColumnElement[str]:
    return func.replace(func.replace(text, "[", ""), "]", "")
