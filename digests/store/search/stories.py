"""One story is one result: reports of the same event stand behind the best of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from digests.store.search.candidates import Candidates
from digests.store.search.results import Field
from digests.store.search.steps import Found, Outcome

_MOST_COMPARED = 60
"""Articles of which the bodies are compared, because their other texts are the same."""


@dataclass(frozen=True, slots=True)
class StoryColumn:
    """Where the database says which story an article tells.

    The names are the program's own, never a reader's text.
    """

    table: str
    number: str
    story: str


def one_a_story(tables: Candidates, outcome: Outcome) -> Outcome:
    """Keep the first of each story, with the numbers of the others behind it.

    The same text at another address is the same story, also where nobody said so.
    """
    numbers = [found.number for found in outcome.found]
    told, first_with = tables.stories(numbers), _first_with_text(tables, numbers)
    kept: dict[tuple[str, int], list[Found]] = {}
    for found in outcome.found:
        first = first_with[found.number]
        story = told.get(first, told.get(found.number))
        kept.setdefault(("text", first) if story is None else ("story", story), []).append(found)
    hidden = len(outcome.found) - len(kept)
    return replace(
        outcome,
        found=tuple(_with_others(first, others) for first, *others in kept.values()),
        total=outcome.total - hidden,
    )


def _with_others(first: Found, others: Iterable[Found]) -> Found:
    return replace(first, others=tuple(other.number for other in others))


def _first_with_text(tables: Candidates, numbers: list[int]) -> Mapping[int, int]:
    """Give for each article the first of ``numbers`` that has the same text."""
    alike: defaultdict[tuple[tuple[Field, str], ...], list[int]] = defaultdict(list)
    for texts in tables.texts(numbers):
        fields = (field for field in texts.fields if field.field is not Field.ABOUT)
        alike[tuple((field.field, field.text) for field in fields)].append(texts.number)
    suspects = [same for same in alike.values() if len(same) > 1]
    first_with = {number: number for number in numbers}
    left = _MOST_COMPARED
    for same in suspects:
        firsts: dict[tuple[str, ...], int] = {}
        tables.expect_bodies(same[: max(0, left)])
        for number in same[: max(0, left)]:
            first_with[number] = firsts.setdefault(tables.body(number), number)
        left -= len(same)
    return first_with
