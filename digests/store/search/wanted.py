"""A query as the tables are asked: runs of words, and the filters as an expression."""

from dataclasses import dataclass
from datetime import datetime

from digests.store.search.expressions import (
    EVERYTHING,
    Column,
    Expression,
    InColumns,
    Token,
    all_of,
    any_of,
)
from digests.store.search.query import Query
from digests.store.search.ranking import Reading
from digests.store.search.tokens import day_tokens, section_token, source_token
from digests.vietnamese.folding import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    ``loose`` are the words outside quotations (None where there are none), ``strict`` the quoted
    phrases, ``without`` the folded and exact phrases that no hit may have, ``filters`` what
    source, section and day must be.
    """

    loose: Reading | None
    strict: tuple[Reading, ...]
    without: tuple[Reading, ...]
    filters: Expression
    captions_only: bool

    def head_expression(self, words: Expression) -> Expression:
        """Complete an expression for the head table."""
        if self.captions_only:
            words = InColumns((Column.CAPTION,), words)
        return all_of((words, self.filters))

    def whole_expression(self, words: Expression) -> Expression:
        """Complete an expression for the whole table."""
        return all_of((words, self.filters))


def wanted_by(query: Query, now: datetime) -> Wanted:
    """Give what ``query`` asks the tables for."""
    return Wanted(
        loose=_reading(query.words) if query.words else None,
        strict=tuple(_reading(phrase) for phrase in query.phrases),
        without=tuple(_reading(phrase) for phrase in query.without),
        filters=_filters(query, now),
        captions_only=query.captions_only,
    )


def _reading(words: tuple[str, ...]) -> Reading:
    return Reading(tuple(fold(word) for word in words), words)


def _filters(query: Query, now: datetime) -> Expression:
    sources = any_of(Token(source_token(value), open_end=True) for value in query.sources)
    sections = any_of(Token(section_token(value), open_end=True) for value in query.sections)
    days: Expression = EVERYTHING
    if query.since or query.until:
        tokens = day_tokens(query.since, query.until, now)
        days = any_of(Token(token) for token in tokens or ["#never"])
    return all_of((sources, sections, days))
