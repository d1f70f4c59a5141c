"""What a search needs of the database: the one seam between the search and its tables."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from digests.store.search.expressions import Expression
from digests.store.search.texts import FieldText, HeadTexts


class Candidates(Protocol):
    """Articles that may be meant, as the tables of one connection give them during one search.

    What cannot be had in time is left out; every method answers soon. Numbers are those of
    articles, and a newer article has the greater one. Expressions ask for the tokens of
    :mod:`digests.store.search.tokens`.
    """

    def head(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles whose headline, lead, captions and about match."""

    def whole(self, expression: Expression, limit: int) -> list[int]:
        """Give the newest ``limit`` articles that match with all their words."""

    def count_head(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with headline, lead and captions, ``limit`` at most."""

    def count_whole(self, expression: Expression, limit: int) -> int:
        """Give how many articles match with all their words, ``limit`` at most."""

    def matching(self, expression: Expression, numbers: Sequence[int]) -> set[int]:
        """Give those of ``numbers`` that match with all their words."""

    def texts(self, numbers: Iterable[int]) -> list[HeadTexts]:
        """Give headline, lead and captions of articles, in the order asked."""

    def expect_bodies(self, numbers: Iterable[int]) -> None:
        """Be told whose bodies will be asked for, where reading them together is cheaper."""

    def body(self, number: int) -> tuple[str, ...]:
        """Give the paragraphs of one article."""

    def body_fields(self, number: int) -> list[FieldText]:
        """Give the paragraphs of one article, ready to be compared."""

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Give how many articles have each of ``words`` (folded); words of none are left out."""

    def beginning_with(self, start: str, limit: int) -> list[str]:
        """Give the ``limit`` most common words that begin with ``start``."""

    def stories(self, numbers: Sequence[int]) -> dict[int, int]:
        """Give the story of each of ``numbers`` that tells one."""
