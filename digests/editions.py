"""Choose and order the digests of a round-up. Pure: articles in, an edition out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.model import Edition, EditionItem, EditionSection, StoredArticle

_NONE: Mapping[int, Sequence[StoredArticle]] = {}
_FRESHNESS = timedelta(hours=12)
_REPEATED_SOURCE = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that could stand in an edition: its best report and the other papers' reports."""

    best: StoredArticle
    others: tuple[StoredArticle, ...] = ()

    @property
    def papers(self) -> int:
        """How many publishers tell it."""
        return len({report.article.source for report in (self.best, *self.others)})


def best_report(
    reports: Sequence[StoredArticle], *, preferred: frozenset[str] = frozenset()
) -> StoredArticle:
    """Give the report that stands for the story.

    One with a lead of its own and a photo, from a source that the reader follows, and the earliest
    of those.
    """
    return min(
        reports,
        key=lambda report: (
            not report.complete,
            not (report.digest.lead_is_own and report.digest.lead),
            report.digest.photo is None,
            report.article.source not in preferred,
            report.article.published or report.first_seen_at,
            report.number,
        ),
    )


def by_story(
    articles: Iterable[StoredArticle], *, preferred: frozenset[str] = frozenset()
) -> list[Candidate]:
    """Put the reports of one event together, each story once, in order of first appearance."""
    stories: dict[tuple[str, int], list[StoredArticle]] = {}
    for article in articles:
        key = ("article", article.number) if article.story is None else ("story", article.story)
        stories.setdefault(key, []).append(article)
    candidates = []
    for reports in stories.values():
        best = best_report(reports, preferred=preferred)
        others = tuple(report for report in reports if report.number != best.number)
        candidates.append(Candidate(best, others))
    return candidates


def weight(candidate: Candidate, *, now: datetime, keyword_matches: frozenset[int]) -> float:
    """Give how much a story matters: papers that tell it, how recent, whether it was asked for."""
    moment = candidate.best.article.published or candidate.best.first_seen_at
    age = max(now - moment, timedelta()) / _FRESHNESS
    asked_for = any(
        report.number in keyword_matches for report in (candidate.best, *candidate.others)
    )
    with_photo = candidate.best.digest.photo is not None
    return (
        2.0 * (candidate.papers - 1)
        + 1.0 / (1.0 + age)
        + (1.5 if asked_for else 0.0)
        + (0.2 if with_photo else 0.0)
    )


def choose(
    articles: Iterable[StoredArticle],
    *,
    size: int,
    now: datetime,
    preferred: frozenset[str] = frozenset(),
    keyword_matches: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """Give at most ``size`` stories, heaviest first; each more of one source weighs less."""
    pool = [
        (weight(candidate, now=now, keyword_matches=keyword_matches), candidate)
        for candidate in by_story(articles, preferred=preferred)
    ]
    chosen: list[Candidate] = []
    taken: Counter[str | None] = Counter()
    while pool and len(chosen) < size:
        place = max(
            range(len(pool)),
            key=lambda at: (
                pool[at][0] * _REPEATED_SOURCE ** taken[pool[at][1].best.article.source],
                pool[at][1].best.number,
            ),
        )
        _weight, candidate = pool.pop(place)
        chosen.append(candidate)
        taken[candidate.best.article.source] += 1
    return chosen


def arrange(
    articles: Sequence[StoredArticle],
    *,
    slot: datetime,
    time_zone: str,
    others: Mapping[int, Sequence[StoredArticle]] = _NONE,
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
    )
