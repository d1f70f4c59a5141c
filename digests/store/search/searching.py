"""One search from query to page, on one connection."""

import sqlite3
from datetime import datetime

from digests.store.search.query import Query
from digests.store.search.results import Field, Hit, Order, SearchPage, Snippet
from digests.store.search.tokens import pairs
from digests.vietnamese.folding import fold


def search(
    database: sqlite3.Connection,
    query: Query,
    now: datetime,  # noqa: ARG001
    *,
    page: int,
    size: int,
    order: Order,  # noqa: ARG001
) -> SearchPage:
    """Give the page of hits for ``query``."""
    words = [fold(word) for word in query.words]
    for phrase in query.phrases:
        words += [fold(word) for word in phrase]
    tokens = pairs(words) or words
    if not tokens:
        return SearchPage((), 0, query.text, unknown=query.unknown)
    match = " AND ".join(f'"{token}"' for token in tokens)
    rows = database.execute(
        "SELECT rowid FROM search_whole WHERE search_whole MATCH ? ORDER BY rowid DESC LIMIT 1000",
        (match,),
    ).fetchall()
    hits = []
    for (number,) in rows[page * size : (page + 1) * size]:
        title = database.execute("SELECT head FROM search_document WHERE number=?", (number,))
        hits.append(Hit(number, Snippet(title.fetchone()[0].split("\x1e")[0]), Field.TITLE))
    return SearchPage(
        tuple(hits), len(rows), query.text, unknown=query.unknown, page=page, size=size
    )
