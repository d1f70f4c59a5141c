"""What the index knows of one article."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The searchable text of one article.

    ``body`` are its paragraphs, ``credits`` the photographers; ``published`` is aware, or None
    where nobody said a time.
    """

    title: str
    lead: str | None = None
    captions: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: str | None = None
    source: str | None = None
    published: datetime | None = None
