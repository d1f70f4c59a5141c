"""One story is one result: reports of the same event stand behind the best of them."""

import sqlite3
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

    def of(self, database: sqlite3.Connection, numbers: list[int]) -> dict[int, int]:
        """Give the story of each of ``numbers`` that tells one."""
        places = ",".join("?" * len(numbers))
        statement = (
            f"SELECT {self.number}, {self.story} FROM {self.table} "  # noqa: S608
            f"WHERE {self.story} IS NOT NULL AND {self.number} IN ({places})"
        )
        return dict(database.execute(statement, numbers).fetchall())


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
