"""What could be given up of a query that found nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from digests.store.search.query import ZONE, Query


class Condition(StrEnum):
    """What a query asks beside its words."""

    SOURCE = "source"
    SECTION = "section"
    DAYS = "days"
    CAPTIONS = "captions"
    WITHOUT = "without"
    QUOTES = "quotes"
    ALL = "all"
    """All of them together."""


@dataclass(frozen=True, slots=True)
class Looser:
    """A query that finds ``total`` articles because ``condition`` was given up."""

    condition: Condition
    text: str
    total: int


def looser_queries(query: Query) -> list[tuple[Condition, Query]]:
    """Give ``query`` without each of its conditions, and last without any."""
    given_up = list(_without_one(query))
    if len(given_up) > 1:
        words = replace(_unquoted(query), sources=(), sections=(), since=None, until=None)
        given_up.append((Condition.ALL, replace(words, without=(), captions_only=False)))
    return [(condition, replace(left, text=written(left))) for condition, left in given_up]


def _without_one(query: Query) -> Iterator[tuple[Condition, Query]]:
    query = replace(query, day_words=None)
    if query.sources:
        yield Condition.SOURCE, replace(query, sources=())
    if query.sections:
        yield Condition.SECTION, replace(query, sections=())
    if query.since or query.until:
        yield Condition.DAYS, replace(query, since=None, until=None)
    if query.captions_only:
        yield Condition.CAPTIONS, replace(query, captions_only=False)
    if query.without:
        yield Condition.WITHOUT, replace(query, without=())
    if query.phrases:
        yield Condition.QUOTES, _unquoted(query)


def _unquoted(query: Query) -> Query:
    quoted = (word for phrase in query.phrases for word in phrase)
    return replace(query, words=(*query.words, *quoted), phrases=())


def written(query: Query) -> str:
    """Write ``query`` in the language of queries."""
    parts = ["anh:"] if query.captions_only else []
    parts += query.words
    parts += [f'"{" ".join(phrase)}"' for phrase in query.phrases]
    parts += [f'-"{" ".join(phrase)}"' for phrase in query.without]
    parts += [f'nguon:"{value}"' for value in query.sources]
    parts += [f'chuyenmuc:"{value}"' for value in query.sections]
    if query.since:
        parts.append(f"tu:{query.since.astimezone(ZONE):%d/%m/%Y}")
    if query.until:
        last = query.until.astimezone(ZONE) - timedelta(days=1)
        parts.append(f"den:{last:%d/%m/%Y}")
    return " ".join(parts)
