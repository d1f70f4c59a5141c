"""Known articles are found again among two thousand real ones (skipped without the corpus)."""

import gzip
import json
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.search import SearchDocument, parse_query
from tests.search.conftest import index_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus" / "articles-dev.jsonl.gz"
QUERIES = SHARED / "eval" / "search_queries.py"
NOW = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)
LEAST = {
    "exact": 0.93,
    "folded": 0.93,
    "mixed": 0.93,
    "typo": 0.85,
    "caption": 0.93,
    "apart": 0.93,
}
"""Mean reciprocal rank; a few queries fit several articles equally well."""


def queries() -> list[dict[str, str]]:
    """Make queries as the measure of the corpus makes them."""
    made = subprocess.run(
        [sys.executable, str(QUERIES), "make", str(CORPUS), "600", "3"],
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line) for line in made.stdout.splitlines()]


async def test_known_articles_are_found_again(connection: AsyncConnection) -> None:
    """Words as readers type them bring back the article they have in mind."""
    if not CORPUS.exists() or not QUERIES.exists():
        pytest.skip(f"no corpus at {CORPUS}")
    with gzip.open(CORPUS, "rt", encoding="utf8") as lines:
        articles = [json.loads(line) for line in lines]
    documents = [
        SearchDocument(
            title=article["title"],
            lead=article["lead"] or None,
            captions=tuple(article["captions"]),
            body=tuple(article["body"]),
        )
        for article in articles
    ]
    search = index_of(connection)
    await search.add_many(connection, enumerate(documents))
    ranks: defaultdict[str, list[float]] = defaultdict(list)
    for asked in queries():
        query = parse_query(asked["query"], now=NOW)
        page = await search.search(connection, query, now=NOW, size=10)
        numbers = (number for hit in page.hits for number in (hit.number, *hit.others))
        found = [articles[number]["id"] for number in numbers]
        rank = 1 / (found.index(asked["want"]) + 1) if asked["want"] in found else 0.0
        ranks[asked["kind"]].append(rank)
    reached = {kind: round(mean(values), 3) for kind, values in ranks.items()}
    assert {kind: reached[kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    ), reached
