"""Breaking news: a story that several papers tell within an hour, owed at once to who wants that.

Told in the transaction that stores the report which makes it so, as all that is owed is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import DeliveryKind
from digests.store import fan_out, tables
from digests.store.values import digest_in
from digests.store.wishing import Facts

PAPERS = 4
WITHIN = timedelta(hours=1)
_STILL_BREAKING = timedelta(hours=3)

Report = Row[Any]


async def owe_breaking(
    connection: AsyncConnection, story: int, *, at: datetime, now: datetime
) -> fan_out.Begun:
    """Owe the best report of a story to those who want breaking news, if it is such now.

    Readers of editions whose wishes one of the reports answers are told, each once a story, and
    not those whose last editions told it.

    Args:
        connection: the transaction that stored the story's newest report.
        story: the story.
        at: when the newest report was published.
        now: the present instant.
    """
    if now - at > _STILL_BREAKING:
        return fan_out.NOBODY
    reports = await _reports(connection, story, at)
    if not is_breaking([(one.source_id, one.shown_at) for one in reports]):
        return fan_out.NOBODY
    best = min(reports, key=_rank)
    news = fan_out.FanOut(
        DeliveryKind.BREAKING,
        best.number,
        await _facts(connection, reports),
        now,
        tuple(one.number for one in reports),
    )
    return await fan_out.begin(connection, news, story)


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
