"""Who is owed an article at once, and how a million of them are: some thousands a transaction.

Where few want an article, or the store has few readers, all are owed it in the transaction that
stores it. Else that one owes it to the first readers, and a row of ``fan_outs`` says how far it
came. The rest follow by their numbers, each transaction moving the row on: a crash loses none of
them and owes none twice, and between two of them other articles are stored.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import SINGLE_DIGESTS, DeliveryKind, DeliveryState, Rhythm, SubscriberState
from digests.store import tables
from digests.store.database import Database, Turn
from digests.store.publishing import OWED_COLUMNS, TOLD_IN_ROUND_UP, owed_now
from digests.store.wishing import Facts, Span, alerted, fewer, is_answered_by_few, wanted

AT_A_TIME = 10_000
"""Readers looked at in one transaction: tenths of a second, in which no other article is stored."""
_EDITIONS_BACK = timedelta(hours=48)
_TOLD = (
    DeliveryState.OWED,
    DeliveryState.IN_FLIGHT,
    DeliveryState.SENT,
    DeliveryState.UNCERTAIN,
)
_READER = tables.subscribers.c
_ROW = tables.fan_outs
_OLDEST = select(_ROW, tables.articles.c.story).join(tables.articles).order_by(_ROW.c.id).limit(1)


@dataclass(frozen=True, slots=True)
class FanOut:
    """An article on its way to all who want it at once.

    Attributes:
        kind: ``DIGEST`` for those who want each, ``BREAKING`` for readers of round-ups.
        article: the article.
        facts: what wishes ask of it.
        due_at: when it came in.
        reports: those of its story, of which none is told anew that an edition told.
    """

    kind: DeliveryKind
    article: int
    facts: Facts
    due_at: datetime
    reports: tuple[int, ...] = ()


class Begun(NamedTuple):
    """How many were owed an article at once, and whether more are to follow."""

    owed: int
    more: bool


NOBODY = Begun(0, more=False)


async def begin(connection: AsyncConnection, fan_out: FanOut, story: int) -> Begun:
    """Owe an article to its readers, or to the first where they are very many.

    Who becomes a reader afterwards is not owed it.
    """
    last = int(await connection.scalar(select(func.max(_READER.id))) or 0)
    if last <= AT_A_TIME or await is_answered_by_few(connection, fan_out.facts, AT_A_TIME):
        return Begun(await _owe(connection, fan_out, _who(fan_out, story, None)), more=False)
    await connection.execute(
        insert(_ROW).values(
            kind=str(fan_out.kind),
            article=fan_out.article,
            facts=_facts_out(fan_out),
            due_at=fan_out.due_at,
            reached=AT_A_TIME,
            last=last,
        )
    )
    first = _who(fan_out, story, Span(0, AT_A_TIME))
    return Begun(await _owe(connection, fan_out, first), more=True)


class FanOuts:
    """The articles that are on their way to more readers than the first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def go_on(self) -> int | None:
        """Owe the oldest of them to some more, in a short transaction; give how many.

        Gives ``None`` when there is none: everyone who wants an article is owed it.
        """
        async with self._database.asking() as connection:
            if (await connection.execute(_OLDEST)).first() is None:
                return None
        # The archive's turn: other papers may tell the story meanwhile.
        async with self._database.writing(Turn.ARCHIVE) as connection:
            row = (await connection.execute(_OLDEST)).first()
            return None if row is None else await _go_on(connection, row)


async def _go_on(connection: AsyncConnection, row: Row[Any]) -> int:
    fan_out, same = _fan_out_in(row), _ROW.c.id == row.id
    span = Span(row.reached, min(row.reached + AT_A_TIME, row.last))
    who = [*_who(fan_out, row.story, span), ~_owed_before(fan_out.article, span)]
    owed = await _owe(connection, fan_out, who)
    if span.to == row.last:
        await connection.execute(delete(_ROW).where(same))
    else:
        await connection.execute(update(_ROW).where(same).values(reached=span.to))
    return owed


async def _owe(connection: AsyncConnection, fan_out: FanOut, who: list[ColumnElement[bool]]) -> int:
    kind, article = literal(str(fan_out.kind)), literal(fan_out.article)
    owed: Select[Any] = (
        select(_READER.id, kind, article, *owed_now(fan_out.due_at))
        .where(*who)
        .order_by(_READER.id)
    )
    columns = ["subscriber_id", "kind", "article", *OWED_COLUMNS]
    made = await connection.execute(insert(tables.deliveries).from_select(columns, owed))
    return int(made.rowcount)


def _who(fan_out: FanOut, story: int, span: Span | None) -> list[ColumnElement[bool]]:
    """Tell to whom it is owed, of a span of readers where one is given.

    Those who were told the story already, by another paper's report, are not told it again.
    """
    facts = fan_out.facts
    common = [
        _READER.state == SubscriberState.ACTIVE,
        wanted(facts, span),
        ~_told(story, span),
    ]
    if span is not None:
        common.append(span.holds(_READER.id))
    if fan_out.kind is DeliveryKind.BREAKING:
        return [
            *common,
            _READER.rhythm == Rhythm.EDITIONS,
            or_(_READER.breaking.is_(None), _READER.breaking == true()),
            ~_owed_before(fan_out.article, span),
            ~_in_an_edition(fan_out, span),
        ]
    at_once = or_(_READER.rhythm == Rhythm.AT_ONCE, alerted(facts, span))
    return [*common, at_once, ~fewer(facts, span)]


def _told(story: int, span: Span | None) -> ColumnElement[bool]:
    """Give whether the reader was told a story by its own message, or in a round-up of such."""
    owed, article = tables.deliveries.c, tables.articles.c
    instead = and_(owed.state == DeliveryState.CANCELLED, owed.reason.startswith(TOLD_IN_ROUND_UP))
    return exists().where(
        *_of_reader(owed.subscriber_id, span),
        owed.kind.in_(SINGLE_DIGESTS),
        or_(owed.state.in_(_TOLD), instead),
        owed.article == article.number,
        article.story == story,
    )


def _owed_before(number: int, span: Span | None) -> ColumnElement[bool]:
    """Give whether the digest was ever owed to the reader: a cancelled one is not owed anew."""
    row = tables.deliveries.c
    mine = _of_reader(row.subscriber_id, span)
    return exists().where(*mine, row.kind.in_(SINGLE_DIGESTS), row.article == number)


def _of_reader(number: ColumnElement[int], span: Span | None) -> list[ColumnElement[bool]]:
    own = number == _READER.id
    return [own] if span is None else [own, span.holds(number)]


def _in_an_edition(fan_out: FanOut, span: Span | None) -> ColumnElement[bool]:
    """Give whether an edition of the last days told one of the reports."""
    row = tables.editions.c
    # A list of numbers is kept as the text "[1,2,3]": each stands between two marks.
    bare = func.replace(func.replace(type_coerce(row.numbers, Text), "[", ""), "]", "")
    listed = literal(",") + bare + literal(",")
    return exists().where(
        *_of_reader(row.subscriber_id, span),
        row.made_at > fan_out.due_at - _EDITIONS_BACK,
        or_(*(listed.contains(f",{number},") for number in fan_out.reports)),
    )


def _facts_out(fan_out: FanOut) -> dict[str, Any]:
    facts = asdict(fan_out.facts)
    kept = {name: one if name == "shared" else sorted(one) for name, one in facts.items()}
    return kept | {"reports": list(fan_out.reports)}


def _fan_out_in(row: Row[Any]) -> FanOut:
    facts = dict(row.facts)
    reports = tuple(facts.pop("reports"))
    return FanOut(DeliveryKind(row.kind), row.article, Facts(**facts), row.due_at, reports)
