"""One story is one result: reports of the same event stand behind the best of them."""

from dataclasses import dataclass, replace

from digests.store.search.steps import Found, Outcome


@dataclass(frozen=True, slots=True)
class StoryColumn:
    """Where the database says which story an article tells.

    The names are the program's own, never a reader's text.
    """

    table: str
    number: str
    story: str


def one_a_story(outcome: Outcome, stories: dict[int, int]) -> Outcome:
    """Keep the first of each story, with the numbers of the others behind it."""
    firsts: dict[int, Found] = {}
    kept: list[Found] = []
    behind: dict[int, list[int]] = {}
    for found in outcome.found:
        story = stories.get(found.number)
        if story is None:
            kept.append(found)
        elif story in firsts:
            behind.setdefault(firsts[story].number, []).append(found.number)
        else:
            firsts[story] = found
            kept.append(found)
    hidden = len(outcome.found) - len(kept)
    return replace(
        outcome,
        found=tuple(replace(f, others=tuple(behind.get(f.number, ()))) for f in kept),
        total=outcome.total - hidden,
    )
