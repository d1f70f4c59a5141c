"""One search from query to page."""

from dataclasses import replace
from datetime import datetime

from digests.store.search.candidates import Candidates
from digests.store.search.pages import make_page
from digests.store.search.query import Query
from digests.store.search.results import Loosened, Order, SearchPage
from digests.store.search.steps import Asked, Outcome, find
from digests.store.search.stories import one_a_story

SECONDS = 0.7
"""Time for the steps of one search; ranking and snippets come on top."""


def search(
    candidates: Candidates,
    query: Query,
    now: datetime,
    *,
    page: int,
    size: int,
    order: Order,
) -> SearchPage:
    """Give the page of hits for ``query``."""
    asked = Asked(query=query, now=now, enough=(page + 1) * size, order=order)
    outcome = find(candidates, asked)
    if not outcome.found and query.day_words is not None:
        words = replace(query.day_words, literal=query.literal)
        asked = Asked(query=words, now=now, enough=(page + 1) * size, order=order)
        outcome = _with_day_words(find(candidates, asked))
    outcome = one_a_story(candidates, outcome)
    return make_page(candidates, asked, outcome, page=page, size=size)


def _with_day_words(outcome: Outcome) -> Outcome:
    if outcome.loosened is Loosened.NOTHING:
        return outcome.loosened_by(Loosened.DAY_WORDS)
    return outcome
