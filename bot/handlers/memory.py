"""What the store remembers for the buttons of a chat, as rows that outlive a restart."""

from datetime import datetime
from typing import Protocol


class SearchMemory(Protocol):
    """Queries by number (``store.searches``): a query may be longer than a button's data."""

    async def remember(self, query: str, now: datetime) -> int:
        """Give the number of ``query``; the same query keeps its number."""

    async def recall(self, number: int) -> str:
        """Give the query of a number; raises ``NotThere``."""


class Shelf(Protocol):
    """Saved articles of a person (``store.shelf``)."""

    async def put(self, subscriber_id: int, article: int, now: datetime) -> None:
        """Save an article; one that is saved already stays so. Raises ``NotThere``."""

    async def drop(self, subscriber_id: int, article: int) -> None:
        """Save an article no longer; one that is not saved is no error."""

    async def numbers(self, subscriber_id: int) -> list[int]:
        """Give the numbers of the saved articles, last saved first."""
