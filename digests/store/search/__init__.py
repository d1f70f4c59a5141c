"""The search index over the archive: any text is a query, and a slip of the finger still finds."""

from digests.store.search.documents import SearchDocument
from digests.store.search.index import SearchIndex
from digests.store.search.loosening import Condition, Looser, looser_queries
from digests.store.search.query import Query, parse_query
from digests.store.search.results import (
    Field,
    Hit,
    Loosened,
    Order,
    SearchCheck,
    SearchPage,
    Snippet,
)
from digests.store.search.sqlite.index import SqliteSearch
from digests.store.search.stories import StoryColumn

__all__ = [
    "Condition",
    "Field",
    "Hit",
    "Loosened",
    "Looser",
    "Order",
    "Query",
    "SearchCheck",
    "SearchDocument",
    "SearchIndex",
    "SearchPage",
    "Snippet",
    "SqliteSearch",
    "StoryColumn",
    "looser_queries",
    "parse_query",
]
