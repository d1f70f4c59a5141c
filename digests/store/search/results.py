"""What a search gives back."""

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """Where found words stand."""

    TITLE = "title"
    LEAD = "lead"
    CAPTION = "caption"
    BODY = "body"
    ABOUT = "about"
    """Authors, credits, section and source."""


class Order(StrEnum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class Loosened(StrEnum):
    """What was given up because the query as typed found nothing."""

    NOTHING = "nothing"
    DAY_WORDS = "day_words"
    """"hôm nay" and the like were searched as words, not as a date."""
    SOME_WORDS = "some_words"
    """Not every word stands in every hit."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an article with the found words marked.

    ``marks`` are ``(start, end)`` in code points of ``text``, in order, never overlapping.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article: its row's number, and where and how the words stand in it.

    ``title`` is the headline with its marks; ``snippet`` comes from the text ``field`` (lead,
    caption, body or about), the one that shows most of the words. ``others`` are the numbers of
    further articles that were found and tell the same story, or have the same text.
    """

    number: int
    title: Snippet
    snippet: Snippet
    field: Field
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits.

    ``total`` counts all hits; ``total_is_least`` says that counting stopped there.
    ``searched_for`` is the text that was searched; ``corrected_from`` the text as typed where the
    two differ. ``unknown`` are filters that nobody knows, or with a value that means nothing.
    ``pieces`` are the words searched, cut as they stand together in the best hit: what to look
    for in news to come.
    """

    hits: tuple[Hit, ...]
    total: int
    searched_for: str
    corrected_from: str | None = None
    loosened: Loosened = Loosened.NOTHING
    total_is_least: bool = False
    unknown: tuple[str, ...] = ()
    pieces: tuple[tuple[str, ...], ...] = ()
    page: int = 0
    size: int = 5


@dataclass(frozen=True, slots=True)
class SearchCheck:
    """Whether the index can be trusted: ``problem`` is None, or one sentence for the operator."""

    problem: str | None = None
