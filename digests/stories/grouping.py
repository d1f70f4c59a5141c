"""Articles joined to stories, one after the other as they come in."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digests.model import Article
from digests.stories.likeness import likelihood
from digests.stories.signature import Signature, signature

JOINS_FROM = 0.6
CANDIDATES = 12
_TOO_COMMON = 200
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Report:
    """An article that may tell an event others tell too; ``published`` is aware."""

    id: str
    article: Article
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Companion:
    """An earlier article of the window: its story, its signature, its time."""

    story: int
    signature: Signature
    at: datetime


def join(new: Signature, at: datetime, candidates: Iterable[Companion]) -> int | None:
    """Give the story that ``new`` belongs to; ``None`` when no candidate tells its event."""
    scored = [
        (likelihood(new, candidate.signature, at - candidate.at), -candidate.story)
        for candidate in candidates
    ]
    best, story = max(scored, default=(0.0, 0))
    return -story if best >= JOINS_FROM else None


class StoryIndex:
    """The window in memory: candidates by shared keys, never all with all."""

    def __init__(self, window: timedelta = timedelta(hours=48)) -> None:
        """Begin empty; companions older than ``window`` are not joined any more."""
        self._window = window
        self._companions: list[Companion] = []
        self._postings: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))

    def assign(self, new: Signature, at: datetime) -> int:
        """Give the story of ``new``, joined or begun, and keep it for those that follow."""
        story = join(new, at, self._candidates(new, at))
        place = len(self._companions)
        if story is None:
            story = place
        self._companions.append(Companion(story, new, at))
        for key in new.keys:
            self._postings[key].append(place)
        return story

    def _candidates(self, new: Signature, at: datetime) -> list[Companion]:
        shared: Counter[int] = Counter()
        for key in new.keys:
            places = self._postings.get(key)
            if places is not None and len(places) <= _TOO_COMMON:
                shared.update(places)
        found = (self._companions[place] for place, _count in shared.most_common(CANDIDATES * 2))
        near = [companion for companion in found if abs(at - companion.at) <= self._window]
        return near[:CANDIDATES]


def group(reports: Sequence[Report]) -> dict[str, int]:
    """Give the story of each report by its id, the reports taken in the order of their times."""
    index = StoryIndex()
    in_order = sorted(reports, key=lambda report: report.published or _NO_TIME)
    return {
        report.id: index.assign(signature(report.article), report.published or _NO_TIME)
        for report in in_order
    }
