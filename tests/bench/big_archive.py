"""Fill the search tables of a PostgreSQL store with any number of articles, fast.

The texts come from some thousand articles. Each of those that are made has the headline of one, the
lead, the captions and the body of others, put together by the server: words and pairs are as common
as in the articles they come from, and no two are the same.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from digests.store.search import SearchDocument
from digests.store.search.postgres.expressions import run_lexeme, run_of
from digests.store.search.postgres.writing import prepare
from digests.vietnamese.folding import fold
from tests.postgres import connect

Connection = psycopg.Connection[Any]

_CHUNK = 20_000
_TOGETHER = 500
_SPAN = timedelta(days=5 * 365)
_SECTIONS = ("Thời sự", "Thế giới", "Kinh tế", "Thể thao", "Giáo dục", "Sức khoẻ", "Văn hoá")
_PLACES = ("Hà Giang", "Lào Cai", "Sơn La", "Nghệ An", "Gia Lai", "Cà Mau", "Cần Thơ", "Nam Định")
_COMMON = ("viet nam", "công an", "tai nan", "cua", "năm 2018", "nguoi dan ha noi", "trung quoc")
_KINDS = ("title", "lead", "caption", "body")
_PART = "kind text, place int, text text, head tsvector, whole tsvector, words text[], body bytea"
_MADE = "FROM made JOIN part AS about ON about.kind = 'about' AND about.place = made.about " + (
    " ".join(
        f"JOIN part AS {kind} ON {kind}.kind = '{kind}' AND {kind}.place = made.{kind}"
        for kind in _KINDS
    )
)
_ITS_OWN = (
    "array_to_tsvector(ARRAY[to_char(day, '\"#d\"YYYYMMDD'), to_char(day, '\"#m\"YYYYMM'), "
    "to_char(day, '\"#y\"YYYY'), run])"
)
_FILL = {
    "search_tokens": (
        f"number, title.head || lead.head || caption.head || about.head || {_ITS_OWN}, "
        f"title.whole || lead.whole || caption.whole || about.whole || body.whole || {_ITS_OWN}"
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
        indexes = _without_indexes(connection)
        _write_parts(connection, documents)
        for start in range(1, count + 1, _CHUNK):
            _choose(connection, len(documents), range(start, min(start + _CHUNK, count + 1)), count)
            for table, columns in _FILL.items():
                connection.execute(f"INSERT INTO {table} SELECT {columns} {_MADE} ORDER BY number")
        connection.execute(
            "INSERT INTO search_word SELECT word, count(*) * %s / %s FROM part, "
            "unnest(words) AS word GROUP BY word ORDER BY word",
            [count, len(documents)],
        )
        connection.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for index in indexes:
            connection.execute(index)
        connection.execute("DROP TABLE part")
        connection.commit()
        connection.autocommit = True
        connection.execute(f"VACUUM ANALYZE {', '.join(_FILL)}, search_word")


def _without_indexes(connection: Connection) -> list[str]:
    """Drop the indexes of lexemes, and give what makes them again: at once is much faster."""
    asked = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_tokens'"
    found = [row for row in connection.execute(asked) if " gin " in row[1]]
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _choose(connection: Connection, parts: int, numbers: range, newest: int) -> None:
    """Say which parts some articles have, and of which day they are."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS made(number bigint, run text, title int, lead int, "
        "caption int, body int, about int, day timestamptz)"
    )
    connection.execute("TRUNCATE made")
    chance, now = random.Random(numbers.start), datetime.now(UTC)
    with connection.cursor().copy("COPY made FROM STDIN") as copy:
        for number in numbers:
            chosen = (chance.randrange(parts) for _ in _KINDS)
            about = int(chance.random() * chance.random() * len(_SECTIONS) * len(_PLACES))
            day = now - _SPAN * ((newest - number) / newest)
            copy.write_row((number, run_lexeme(run_of(number)), *chosen, about, day))
    connection.execute("ANALYZE made")


def _write_parts(connection: Connection, documents: Sequence[SearchDocument]) -> None:
    connection.execute(f"CREATE TABLE part({_PART}, PRIMARY KEY (kind, place))")
    abouts = [(section, place) for section in _SECTIONS for place in _PLACES]
    parts = [
        ("about", number, SearchDocument(title="", section=section, source=f"Báo {place}"))
        for number, (section, place) in enumerate(abouts)
    ]
    _write(connection, parts)
    for at in range(0, len(documents), _TOGETHER):
        some = enumerate(documents[at : at + _TOGETHER], at)
        _write(connection, [part for place, one in some for part in _cut(place, one)])
    connection.execute("ANALYZE part")


def _cut(place: int, document: SearchDocument) -> Iterator[tuple[str, int, SearchDocument]]:
    yield "title", place, SearchDocument(title=document.title)
    yield "lead", place, SearchDocument(title="", lead=document.lead)
    yield "caption", place, SearchDocument(title="", captions=document.captions)
    yield "body", place, SearchDocument(title="", body=document.body)


def _write(connection: Connection, parts: Sequence[tuple[str, int, SearchDocument]]) -> None:
    rows = []
    for kind, place, document in parts:
        (made,) = prepare([(place, document)])
        run = run_lexeme(run_of(place))
        head, whole = ([one for one in tokens if one != run] for tokens in (made.head, made.whole))
        fields = made.stored.head.split("\x1e")
        texts = {"title": fields[0], "lead": fields[1], "caption": fields[2], "body": ""}
        text = "\x1e".join(fields[3:]) if kind == "about" else texts[kind] + "\x1e"
        rows.append((kind, place, text, head, whole, sorted(made.words), made.stored.body))
    connection.cursor().executemany(
        "INSERT INTO part VALUES (%s, %s, %s, array_to_tsvector(%s::text[]), "
        "array_to_tsvector(%s::text[]), %s::text[], %s)",
        rows,
    )


def questions(
    documents: Sequence[SearchDocument], count: int, chance: random.Random
) -> dict[str, list[str]]:
    """Give what readers ask of such an archive, ``count`` queries of each kind."""
    spans = [_span(chance.choice(documents), chance) for _ in range(count)]
    sources = [fold(place).replace(" ", "") for place in _PLACES]
    return {
        "some words": spans,
        "without marks": [fold(span) for span in spans],
        "a slip": [_slipped(fold(span), chance) for span in spans],
        "apart": [
            " ".join(_span(one, chance, 2) for one in chance.choices(documents, k=2)) for _ in spans
        ],
        "common": [chance.choice(_COMMON) for _ in spans],
        "of a source": [f"{chance.choice(_COMMON)} nguon:{chance.choice(sources)}" for _ in spans],
        "of a year": [f"{_span(one, chance, 2)} {chance.choice(range(2022, 2027))}"
                      for one in chance.choices(documents, k=count)],
    }  # fmt: skip


def _span(document: SearchDocument, chance: random.Random, length: int = 5) -> str:
    words = (document.lead or document.title).lower().split()
    at = chance.randrange(max(1, len(words) - length))
    return " ".join(words[at : at + length])


def _slipped(words: str, chance: random.Random) -> str:
    longest = max(words.split(), key=len)
    at = chance.randrange(len(longest))
    return words.replace(longest, longest[:at] + longest[at + 1 :], 1)
