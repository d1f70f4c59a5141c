"""Choose and order the digests of a round-up. Pure: articles in, an edition out."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import heappop, heappush, merge

from digests.model import (
    Edition,
    EditionItem,
    EditionKind,
    EditionSection,
    News,
    StoredArticle,
    Subscription,
    SubscriptionKind,
    fewer_of,
)

_NONE: Mapping[int, Sequence[StoredArticle]] = {}
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Scale:
    """What stories are weighed by.

    Attributes:
        paper: weight of each further paper that tells it.
        fresh: after this long half of the one point for being new is left.
        asked_for: weight of answering a reader's keyword.
        photo: weight of a photo.
        repeated: each story of a paper weighs so much of the one before it.
    """

    paper: float = 2.0
    fresh: timedelta = timedelta(hours=12)
    asked_for: float = 1.5
    photo: float = 0.2
    repeated: float = 0.6


SCALES = {
    EditionKind.DAILY: Scale(),
    # Of a week the stories that most papers told: everything else only orders equals.
    EditionKind.WEEKLY: Scale(fresh=timedelta(days=7), asked_for=0.5, repeated=1.0),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader follows, to be compared and counted: readers who wish the same get the same."""

    everything: bool = False
    sources: frozenset[int | str] = frozenset()
    sections: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    feeds: frozenset[int] = frozenset()
    excluded: frozenset[str] = frozenset()
    fewer: frozenset[str] = frozenset()

    @classmethod
    def of(cls, following: Iterable[Subscription]) -> "Wishes":
        """Give the wishes of a reader's subscriptions."""
        values: dict[SubscriptionKind, set[str]] = {kind: set() for kind in SubscriptionKind}
        for wish in following:
            values[wish.kind].add(wish.value)
        numbers = values[SubscriptionKind.SOURCE]
        return cls(
            everything=bool(values[SubscriptionKind.ALL]),
            sources=frozenset(int(number) for number in numbers if number.isdecimal()),
            sections=frozenset(values[SubscriptionKind.SECTION]),
            keywords=frozenset(values[SubscriptionKind.KEYWORD] | values[SubscriptionKind.ALERT]),
            feeds=frozenset(map(int, values[SubscriptionKind.FEED])),
            excluded=frozenset(values[SubscriptionKind.EXCLUDED]),
            fewer=frozenset(values[SubscriptionKind.FEWER]),
        )

    def answered_by(self, news: News) -> bool:
        """Give whether a report answers a wish and none keeps it away."""
        if not self.excluded.isdisjoint(news.keywords):
            return False
        if not news.shared:
            return news.feed in self.feeds
        if not self.keywords.isdisjoint(news.keywords):
            return True
        if self.fewer and fewer_of(news.source, news.section) in self.fewer:
            return False
        return (
            self.everything
            or news.source in self.sources
            or news.section in self.sections
            or news.feed in self.feeds
        )


def best_report(reports: Iterable[News], *, preferred: frozenset[int | str] = frozenset()) -> News:
    """Give the report that stands for the story.

    One from a source that the reader follows, else one with a lead of its own and a photo, and the
    earliest of those. One of which only the feed's words are known stands behind all others.
    """
    return min(
        reports,
        key=lambda report: (
            not report.complete,
            report.source not in preferred,
            not report.has_lead,
            not report.has_photo,
            report.shown_at,
            report.number,
        ),
    )


def weight(reports: Sequence[News], *, now: datetime, scale: Scale) -> float:
    """Give how much a story matters to everyone: papers that tell it, and how recent it is."""
    papers = len({report.source for report in reports})
    age = max(now - max(report.shown_at for report in reports), timedelta()) / scale.fresh
    photo = any(report.has_photo for report in reports)
    return scale.paper * (papers - 1) + 1.0 / (1.0 + age) + scale.photo * photo


class NewsDesk:
    """The news of some days, from which editions for any number of readers are chosen.

    Weighing is done once; what a reader costs is looking up what they follow. Stories are named by
    their rank: number 0 is the heaviest.
    """

    def __init__(self, news: Iterable[News], *, now: datetime, scale: Scale | None = None) -> None:
        """Put the reports of each event together and rank the stories by weight at ``now``."""
        self._scale = scale or Scale()
        self._news = sorted(news, key=lambda one: one.number)
        self._numbers = [one.number for one in self._news]
        weighed = [
            (weight(reports, now=now, scale=self._scale), reports)
            for reports in _stories(self._news).values()
        ]
        weighed.sort(key=lambda one: (-one[0], -one[1][-1].number))
        self._weights = [heaviness for heaviness, _reports in weighed]
        self._stories = [reports for _heaviness, reports in weighed]
        self._rank = {one.number: rank for rank, story in enumerate(self._stories) for one in story}
        self._places = self._indexed()
        self._chosen = lru_cache(maxsize=_REMEMBERED)(self._choose)
        self._last_at = lru_cache(maxsize=64)(self._found_at)
        self._newer = lru_cache(maxsize=64)(self._all_newer)

    @property
    def newest(self) -> int | None:
        """The newest article's number."""
        return self._numbers[-1] if self._numbers else None

    def last_at(self, moment: datetime) -> int:
        """Give the number of the last article that had come in at ``moment``."""
        return self._last_at(moment)

    def _found_at(self, moment: datetime) -> int:
        known = (one.number for one in reversed(self._news) if one.seen_at <= moment)
        return next(known, 0)

    def _indexed(self) -> dict[tuple[str, int | str | None], list[int]]:
        """Give where in the order of arrival the reports of a source, section or keyword stand."""
        places: dict[tuple[str, int | str | None], list[int]] = {}
        for place, one in enumerate(self._news):
            places.setdefault(("feed", one.feed), []).append(place)
            if not one.shared:
                continue
            places.setdefault(("source", one.source), []).append(place)
            places.setdefault(("section", one.section), []).append(place)
            for keyword in one.keywords:
                places.setdefault(("keyword", keyword), []).append(place)
        return places

    def choose(
        self,
        wishes: Wishes,
        *,
        after: int,
        size: int,
        told: Iterable[int] = (),
    ) -> tuple[int, ...]:
        """Give the numbers of at most ``size`` best reports, heaviest story first.

        A story is chosen when a report that answers a wish came in after the article with number
        ``after``, unless one of its reports is among ``told``.
        """
        known = frozenset(self._rank[number] for number in told if number in self._rank)
        return self._chosen(wishes, bisect_right(self._numbers, after), size, known)

    def reports(self, number: int) -> Sequence[News]:
        """Give all reports of the story that article ``number`` tells."""
        return self._stories[self._rank[number]]

    def _choose(
        self, wishes: Wishes, first: int, size: int, told: frozenset[int]
    ) -> tuple[int, ...]:
        asked_for = self._ranks(first, (("keyword", word) for word in wishes.keywords))
        if wishes.everything:
            ranks: Iterable[int] = self._newer(first)
        else:
            followed = [
                *(("source", source) for source in wishes.sources),
                *(("section", section) for section in wishes.sections),
            ]
            ranks = sorted(self._ranks(first, followed) | asked_for)
        own = self._ranks(first, (("feed", feed) for feed in wishes.feeds))
        if own:
            ranks = sorted({*ranks, *own})
        if wishes.excluded or wishes.fewer:
            ranks = [rank for rank in ranks if self._answers(rank, wishes)]
            asked_for = {rank for rank in asked_for if self._answers(rank, wishes)}
        weighed = self._weighed(ranks, asked_for - told, told)
        return tuple(self._varied(weighed, wishes, size))

    def _answers(self, rank: int, wishes: Wishes) -> bool:
        """Give whether the story is still told when what the wishes keep away is left out."""
        return any(wishes.answered_by(report) for report in self._stories[rank])

    def _all_newer(self, first: int) -> tuple[int, ...]:
        return tuple(sorted({self._rank[one.number] for one in self._news[first:] if one.shared}))

    def _ranks(self, first: int, keys: Iterable[tuple[str, int | str]]) -> set[int]:
        """Give the stories with a report under one of ``keys`` from place ``first`` on."""
        found: set[int] = set()
        for key in keys:
            for place in reversed(self._places.get(key, ())):
                if place < first:
                    break
                found.add(self._rank[self._news[place].number])
        return found

    def _weighed(
        self, ranks: Iterable[int], asked_for: set[int], told: frozenset[int]
    ) -> Iterator[tuple[float, int]]:
        """Give (minus weight, rank), heaviest first, without those that were told."""
        bonus, weights = self._scale.asked_for, self._weights
        plain = (
            (-weights[rank], rank) for rank in ranks if rank not in told and rank not in asked_for
        )
        return merge(plain, ((-weights[rank] - bonus, rank) for rank in sorted(asked_for)))

    def _varied(
        self, weighed: Iterator[tuple[float, int]], wishes: Wishes, size: int
    ) -> Iterator[int]:
        """Give the best reports of the heaviest stories; each more of one source weighs less.

        A weight only falls while others are chosen, so a story that leads with its present weight
        leads for good: only those near the top are ever looked at.
        """
        taken: Counter[int | str | None] = Counter()
        waiting: list[tuple[float, int, float, News]] = []
        coming = next(weighed, None)
        while size and (waiting or coming):
            if coming is not None and (not waiting or coming[0] <= waiting[0][0]):
                base, rank = coming
                best = self._best(rank, wishes)
                share = self._scale.repeated ** taken[best.source]
                heappush(waiting, (base * share, rank, base, best))
                coming = next(weighed, None)
                continue
            noted, rank, base, best = heappop(waiting)
            present = base * self._scale.repeated ** taken[best.source]
            if present > noted:
                heappush(waiting, (present, rank, base, best))
                continue
            taken[best.source] += 1
            size -= 1
            yield best.number

    def _best(self, rank: int, wishes: Wishes) -> News:
        reports = self._stories[rank]
        if len(reports) == 1:
            return reports[0]
        wanted = [report for report in reports if wishes.answered_by(report)]
        return best_report(wanted or reports, preferred=wishes.sources)


def _stories(news: Iterable[News]) -> dict[tuple[str, int], list[News]]:
    stories: dict[tuple[str, int], list[News]] = {}
    for one in news:
        key = ("article", one.number) if one.story is None else ("story", one.story)
        stories.setdefault(key, []).append(one)
    return stories


def arrange(
    articles: Sequence[StoredArticle],
    *,
    slot: datetime,
    time_zone: str,
    others: Mapping[int, Sequence[StoredArticle]] = _NONE,
    kind: EditionKind = EditionKind.DAILY,
    left_out: int = 0,
) -> Edition:
    """Give the edition of ``articles`` (heaviest first), a heading a section.

    Sections stand in the order of their heaviest story, so the edition opens with its top story.
    ``others`` gives the other reports by the number of the best one.
    """
    sections: dict[str | None, list[EditionItem]] = {}
    for article in articles:
        item = EditionItem(article, tuple(others.get(article.number, ())))
        sections.setdefault(article.article.section, []).append(item)
    return Edition(
        slot=slot,
        sections=tuple(EditionSection(name, tuple(items)) for name, items in sections.items()),
        time_zone=time_zone,
        kind=kind,
        left_out=left_out,
    )
