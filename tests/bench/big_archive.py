"""Fill the search tables of a PostgreSQL store with any number of articles, fast.

The texts come from some thousand articles. Each of those that are made has the headline of one, the
lead, the captions and the body of others, put together by the server: words and pairs are as common
as in the articles they come from, and no two are the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from digests.store.search import SearchDocument
from digests.store.search.postgres.writing import Prepared, prepare
from tests.postgres import connect

Connection = psycopg.Connection[Any]

_CHUNK = 20_000
_DAYS = 5 * 365
_SECTIONS = ("Thời sự", "Thế giới", "Kinh tế", "Thể thao", "Giáo dục", "Sức khoẻ", "Văn hoá")
_PLACES = ("Hà Giang", "Lào Cai", "Sơn La", "Nghệ An", "Gia Lai", "Cà Mau", "Cần Thơ", "Nam Định")
_KINDS = ("title", "lead", "caption", "body")
_MADE = "FROM made JOIN about ON about.place = made.about JOIN " + " JOIN ".join(
    f"part AS {kind} ON {kind}.kind = '{kind}' AND {kind}.place = made.{kind}" for kind in _KINDS
)
_DAY = "ARRAY[to_char(day, '\"#d\"YYYYMMDD'), to_char(day, '\"#m\"YYYYMM'), to_char(day, '\"#y\"YYYY'), '#n' || (number / 32768)]"
_FILL = {
    "search_tokens": (
        "number, title.head || lead.head || caption.head || about.head || array_to_tsvector("
        f"{_DAY}), title.whole || lead.whole || caption.whole || about.whole || body.whole || "
        f"array_to_tsvector({_DAY})"
    ),
    "search_document": (
        "number, extract(epoch FROM day)::bigint, title.text || lead.text || caption.text || "
        "about.text"
    ),
    "search_body": "number, body.body",
}


def fill(url: str, documents: Sequence[SearchDocument], count: int) -> None:
    """Fill the empty search tables of the store at ``url`` with ``count`` articles.

    They are numbered from 1, the newest last; the last is of today, the first five years old.
    """
    with connect(url) as connection:
        _write_parts(connection, documents)
        connection.commit()
        _drop_indexes(connection)
        for start in range(1, count + 1, _CHUNK):
            end = min(start + _CHUNK, count + 1)
            _choose(connection, len(documents), start, end, count)
            for table, columns in _FILL.items():
                connection.execute(f"INSERT INTO {table} SELECT {columns} {_MADE} ORDER BY number")
            connection.commit()
            print(end, flush=True)
        _count_words(connection, count)
        connection.commit()
        connection.execute("SET maintenance_work_mem = '1GB'")
        for column in ("head", "whole"):
            connection.execute(
                f"CREATE INDEX ON search_tokens USING gin ({column}) WITH (fastupdate = on, gin_pending_list_limit = 1024)"
            )
            connection.commit()
            print(column, flush=True)
        connection.execute("DROP TABLE part, about")
        connection.commit()
        connection.autocommit = True
        connection.execute(
            "VACUUM ANALYZE search_tokens, search_document, search_body, search_word"
        )


def _drop_indexes(connection: Connection) -> None:
    names = connection.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'search_tokens' "
        "AND indexdef LIKE '%gin%'"
    )
    for (name,) in names.fetchall():
        connection.execute(f"DROP INDEX {name}")


def _choose(connection: Connection, parts: int, start: int, end: int, count: int) -> None:
    """Say which parts articles ``start`` to ``end`` have."""
    connection.execute("DROP TABLE IF EXISTS made")
    connection.execute(
        "CREATE TEMP TABLE made AS SELECT number, "
        + ", ".join(f"floor(random() * {parts})::int AS {kind}" for kind in _KINDS)
        + f", floor(random() * random() * {len(_SECTIONS) * len(_PLACES)})::int AS about, "
        f"now() - interval '1 day' * ({count} - number) * {_DAYS} / {count} AS day "
        f"FROM generate_series({start}, {end} - 1) AS number"
    )
    connection.execute("ANALYZE made")


def _count_words(connection: Connection, count: int) -> None:
    parts = connection.execute("SELECT count(*) FROM part WHERE kind = 'body'").fetchone()
    assert parts is not None
    connection.execute(
        "INSERT INTO search_word SELECT word, count(*) * %s / %s FROM part, unnest(words) AS word "
        "GROUP BY word ORDER BY word",
        [count, parts[0]],
    )


def _write_parts(connection: Connection, documents: Sequence[SearchDocument]) -> None:
    connection.execute(
        "CREATE UNLOGGED TABLE part(kind text, place int, text text, head tsvector, whole tsvector, words text[], "
        "body bytea, PRIMARY KEY (kind, place))"
    )
    connection.execute(
        "CREATE UNLOGGED TABLE about(place int PRIMARY KEY, text text, head tsvector, whole tsvector)"
    )
    cursor = connection.cursor()
    for at in range(0, len(documents), 500):
        rows = [
            row
            for place in range(at, min(at + 500, len(documents)))
            for row in _parts(place, documents[place])
        ]
        cursor.executemany(
            "INSERT INTO part VALUES (%s, %s, %s, array_to_tsvector(%s), array_to_tsvector(%s), %s, %s)",
            rows,
        )
    abouts = [
        SearchDocument(title="", section=section, source=f"Báo {place}")
        for section in _SECTIONS
        for place in _PLACES
    ]
    cursor.executemany(
        "INSERT INTO about VALUES (%s, %s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))",
        [
            (one.number, one.stored.head.split("\x1e", 3)[3], one.head, one.whole)
            for one in prepare(list(enumerate(abouts)))
        ],
    )
    connection.execute("ANALYZE part, about")


def _parts(place: int, document: SearchDocument) -> Iterator[tuple[object, ...]]:
    alone = {
        "title": SearchDocument(title=document.title),
        "lead": SearchDocument(title="", lead=document.lead),
        "caption": SearchDocument(title="", captions=document.captions),
        "body": SearchDocument(title="", body=document.body),
    }
    for column, (kind, one) in enumerate(alone.items()):
        (made,) = prepare([(place, one)])
        text = made.stored.head.split("\x1e")[column] + "\x1e"
        yield kind, place, text, made.head, made.whole, sorted(made.words), made.stored.body
