"""Round-ups, and the facts by which their stories are chosen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digests.model.news import StoredArticle


class EditionKind(StrEnum):
    """What an edition rounds up: the news since the last one, or the week."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class News:
    """The few facts of an article by which editions choose, light enough for a week of them.

    ``source`` is any identity of the publisher, ``section`` the folded name, ``keywords`` those
    wishes of readers that it answers; ``seen_at`` says when it came in, ``shown_at`` when it was
    published. What came by a ``feed`` that is not ``shared`` is for those who follow the feed.
    """

    number: int
    seen_at: datetime
    shown_at: datetime
    story: int | None = None
    source: int | str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    complete: bool = True
    has_lead: bool = True
    has_photo: bool = True
    feed: int | None = None
    shared: bool = True


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One story of an edition: its best report and the other papers' reports."""

    best: StoredArticle
    others: tuple[StoredArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionSection:
    """A heading of an edition with its items in order of weight."""

    name: str | None
    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A round-up (bản điểm tin): digests chosen for one audience and one hour (``slot``).

    ``left_out`` is how many stories that were owed it had no room for.
    """

    slot: datetime
    sections: tuple[EditionSection, ...]
    time_zone: str = "Asia/Ho_Chi_Minh"
    kind: EditionKind = EditionKind.DAILY
    left_out: int = 0
