"""Which of the newest articles are asked for, and what a list says of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, case, literal, select, tuple_

from digests.model import Headline
from digests.store import tables
from digests.store.columns import Json
from digests.store.values import instant_in
from digests.store.wishing import of_shared_feed
from digests.vietnamese.folding import fold

_ROW = tables.articles.c
_NOTHING: dict[str, Any] = {}
_LISTED = (
    _ROW.number,
    _ROW.digest,
    # Only what came ready has no digest: of all others the long text stays where it is.
    case((_ROW.digest == literal(_NOTHING, Json()), _ROW.article)).label("article"),
)
HEADLINES = select(*_LISTED)
"""What ``headline_in`` reads."""


def _in_order(statement: Select[Any]) -> Select[Any]:
    most, skipped = (bindparam(name, type_=Integer) for name in ("most", "skipped"))
    shared = statement.where(of_shared_feed())
    newest_first = shared.order_by(_ROW.shown_at.desc(), _ROW.number.desc())
    return newest_first.limit(most).offset(skipped)


NEWEST = _in_order(select(tables.articles))
"""The newest articles, whole."""
NEWEST_HEADLINES = _in_order(HEADLINES)
"""The headlines of the newest articles."""


@dataclass(frozen=True, slots=True)
class Newest:
    """A page of the newest articles by their publishers' times, those of readers' own feeds not.

    Attributes:
        limit: how many at most.
        skip: how many of the newest are left out.
        before: the number of the last article of the page before.
        section: only of this section; diacritics and case do not matter.
        source: only of this source: its number, or its name.
        since: only those not older.
        until: only those older.
    """

    limit: int
    skip: int = 0
    before: int | None = None
    section: str | None = None
    source: int | str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def of(self, newest: Select[Any]) -> Select[Any]:
        """Give ``NEWEST`` or ``NEWEST_HEADLINES``, narrowed; it takes ``place``."""
        asked = newest
        if self.section is not None:
            asked = asked.where(_ROW.section_key == fold(self.section))
        if isinstance(self.source, int):
            asked = asked.where(_ROW.source_id == self.source)
        elif self.source is not None:
            asked = asked.where(_ROW.source_key == fold(self.source))
        if self.since is not None:
            asked = asked.where(_ROW.shown_at >= self.since)
        if self.until is not None:
            asked = asked.where(_ROW.shown_at < self.until)
        if self.before is not None:
            last = select(_ROW.shown_at).where(_ROW.number == self.before).scalar_subquery()
            asked = asked.where(
                tuple_(_ROW.shown_at, _ROW.number) < tuple_(last, literal(self.before))
            )
        return asked

    @property
    def place(self) -> dict[str, int]:
        """Give how many, after how many."""
        return {"most": self.limit, "skipped": self.skip}


def headline_in(row: Row[Any]) -> Headline:
    """Give the headline of a row of ``HEADLINES``."""
    said = row.digest or row.article
    published = instant_in(said.get("published"))
    return Headline(row.number, said["title"], said.get("url"), said.get("source"), published)
