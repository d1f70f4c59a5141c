"""Putting documents into the tables and taking them out, in the caller's transaction."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search.documents import SearchDocument
from digests.store.search.expressions import Column
from digests.store.search.postgres.expressions import lexeme, run_lexeme, run_of
from digests.store.search.postgres.schema import (
    CURRENT,
    NEXT,
    TableSet,
    gone,
    is_rebuilding,
    note_gone,
)
from digests.store.search.stored import StoredRow, pack, unpack
from digests.store.search.tokens import IndexRow, index_row

_ALWAYS_COUNTED = 8
_COUNTED_EVERY = 64
"""As in the SQLite index: an article alone is counted for its rare words, and one in so many for
the others, so that an article does not rewrite a part of the vocabulary."""
_MOST_BYTES = 900_000
"""Of the lexemes of one article: PostgreSQL refuses more than a mebibyte."""

Numbered = Sequence[tuple[int, SearchDocument]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One document as the tables want it: the lexemes of each column, and its words."""

    number: int
    stored: StoredRow
    head: list[str]
    whole: list[str]
    words: frozenset[str]


async def write(
    connection: AsyncConnection, documents: Iterable[tuple[int, SearchDocument]]
) -> None:
    """Index documents; one that is there already is replaced."""
    prepared = await asyncio.to_thread(prepare, list(dict(documents).items()))
    for tables in await _sets(connection):
        for one in prepared:
            await _take_out(connection, tables, one.number)
        await _put_in(connection, tables, prepared)


async def write_next(connection: AsyncConnection, documents: Numbered) -> None:
    """Fill the set that is being built, without what was written or taken out meanwhile."""
    asked = text(f"SELECT number FROM {NEXT.name('document')} WHERE number = ANY(:numbers)")  # noqa: S608
    numbers = [number for number, _ in documents]
    done = set(await connection.scalars(asked, {"numbers": numbers})) | await gone(connection)
    left = [(number, document) for number, document in documents if number not in done]
    await _put_in(connection, NEXT, await asyncio.to_thread(prepare, left))


async def erase(connection: AsyncConnection, number: int) -> None:
    """Take one document out; an unknown number is no error."""
    for tables in await _sets(connection):
        await _take_out(connection, tables, number)
        if tables is NEXT:
            await note_gone(connection, number)


async def _sets(connection: AsyncConnection) -> tuple[TableSet, ...]:
    return (CURRENT, NEXT) if await is_rebuilding(connection) else (CURRENT,)


def prepare(documents: Numbered) -> list[Prepared]:
    """Give documents as the tables want them; the processor is busy with it for a while."""
    return [_prepared(number, document) for number, document in documents]


def _prepared(number: int, document: SearchDocument) -> Prepared:
    row = index_row(document)
    words = frozenset(word for word in row.words if lexeme(word) == word)
    run = run_lexeme(run_of(number))
    head = _within((run, *_head(row)))
    whole = _within((run, *(lexeme(token) for token in row.whole.split())))
    return Prepared(number, pack(document), head, whole, words)


def _head(row: IndexRow) -> list[str]:
    columns = {
        Column.TITLE: row.title,
        Column.LEAD: row.lead,
        Column.CAPTION: row.caption,
        Column.ABOUT: row.about,
    }
    lexemes: dict[str, None] = {}
    for column, tokens in columns.items():
        for token in tokens.split():
            lexemes[lexeme(token)] = lexemes[lexeme(token, column)] = None
    return list(lexemes)


def _within(lexemes: Iterable[str]) -> list[str]:
    """Give the lexemes as far as they fit."""
    left = _MOST_BYTES
    kept: dict[str, None] = {}
    for one in lexemes:
        left -= len(one.encode()) + 4
        if left < 0:
            break
        kept[one] = None
    return list(kept)


async def _put_in(
    connection: AsyncConnection, tables: TableSet, prepared: Sequence[Prepared]
) -> None:
    """Write documents that are not there yet."""
    if not prepared:
        return
    document, body = tables.name("document"), tables.name("body")
    # One statement for the three tables. A text of all lexemes is cheaper to send than a list.
    statement = text(
        f"WITH document AS (INSERT INTO {document} VALUES (:number, :published, :head)), "  # noqa: S608
        f"body AS (INSERT INTO {body} VALUES (:number, :body)) "
        f"INSERT INTO {tables.name('tokens')} VALUES (:number, "
        "array_to_tsvector(string_to_array(:lexemes, ' ')), "
        "array_to_tsvector(string_to_array(:whole, ' ')))"
    )
    rows = [
        {
            "number": one.number,
            "published": one.stored.published,
            "head": one.stored.head,
            "body": one.stored.body,
            "lexemes": " ".join(one.head),
            "whole": " ".join(one.whole),
        }
        for one in prepared
    ]
    await connection.execute(statement, rows)
    if len(prepared) == 1:
        await _count_one(connection, tables, prepared[0].number, prepared[0].words)
    else:
        await _count(connection, tables, Counter(word for one in prepared for word in one.words))


async def _take_out(connection: AsyncConnection, tables: TableSet, number: int) -> None:
    """Take a document out, if it is there."""
    document, body = tables.name("document"), tables.name("body")
    asked = text(
        f"SELECT published, head, body FROM {document} JOIN {body} USING (number) "  # noqa: S608
        "WHERE number = :number"
    )
    found = (await connection.execute(asked, {"number": number})).first()
    if found is None:
        return
    row = await asyncio.to_thread(lambda: index_row(unpack(*found)))
    for table in ("document", "body", "tokens"):
        gone_row = text(f"DELETE FROM {tables.name(table)} WHERE number = :number")  # noqa: S608
        await connection.execute(gone_row, {"number": number})
    words = frozenset(word for word in row.words if lexeme(word) == word)
    await _uncount_one(connection, tables, number, words)


_STEP = f"CASE WHEN articles >= {_ALWAYS_COUNTED} THEN {_COUNTED_EVERY} ELSE 1 END"


async def _count_one(
    connection: AsyncConnection, tables: TableSet, number: int, words: frozenset[str]
) -> None:
    """Count the words of an article that was put in alone."""
    word = tables.name("word")
    statement = text(
        f"INSERT INTO {word} AS known SELECT word, {_STEP} "  # noqa: S608
        f"FROM unnest(string_to_array(:words, ' ')) AS word LEFT JOIN {word} USING (word) "
        f"WHERE :every OR articles IS NULL OR articles < {_ALWAYS_COUNTED} ORDER BY word "
        "ON CONFLICT (word) DO UPDATE SET articles = known.articles + excluded.articles"
    )
    await connection.execute(statement, _counted(number, words))


async def _uncount_one(
    connection: AsyncConnection, tables: TableSet, number: int, words: frozenset[str]
) -> None:
    """Count the words of an article that was taken out; no count falls below nothing."""
    statement = text(
        f"UPDATE {tables.name('word')} SET articles = greatest(0, articles - {_STEP}) "  # noqa: S608
        "WHERE word = ANY(string_to_array(:words, ' ')) "
        f"AND (:every OR articles < {_ALWAYS_COUNTED})"
    )
    await connection.execute(statement, _counted(number, words))


def _counted(number: int, words: frozenset[str]) -> dict[str, object]:
    return {"words": " ".join(words), "every": number % _COUNTED_EVERY == 0}


async def _count(connection: AsyncConnection, tables: TableSet, counts: Counter[str]) -> None:
    """Add to the counts of words."""
    statement = text(
        f"INSERT INTO {tables.name('word')} AS known SELECT * "  # noqa: S608
        "FROM unnest(CAST(:words AS text[]), CAST(:steps AS integer[])) "
        "ON CONFLICT (word) DO UPDATE SET articles = known.articles + excluded.articles"
    )
    words = sorted(counts)
    values = {"words": words, "steps": [counts[word] for word in words]}
    await connection.execute(statement, values)
