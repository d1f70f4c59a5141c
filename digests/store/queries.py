"""Queries by number: the data of a button is too short for most of them."""

from datetime import datetime
from secrets import randbelow

from sqlalchemy import insert, select, update

from digests.errors import NotThere
from digests.store import tables
from digests.store.database import Database

_NUMBERS = 10**12


class Queries:
    """What was asked, never by whom.

    A query's number is drawn at random: buttons carry it, anyone can send any button's data, and
    numbers in a row would let them read through what others asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, query: str, now: datetime) -> int:
        """Give the number of ``query``; the same query keeps its number."""
        row = tables.queries
        async with self._database.writing() as connection:
            known = await connection.scalar(select(row.c.id).where(row.c.words == query))
            if known is not None:
                await connection.execute(update(row).where(row.c.id == known).values(asked_at=now))
                return int(known)
            number = randbelow(_NUMBERS) + 1
            while await connection.scalar(select(row.c.id).where(row.c.id == number)) is not None:
                number = randbelow(_NUMBERS) + 1
            values = {"id": number, "words": query, "asked_at": now}
            return int(await connection.scalar(insert(row).values(values).returning(row.c.id)) or 0)

    async def recall(self, number: int) -> str:
        """Give the query of a number; raises ``NotThere``."""
        row = tables.queries.c
        async with self._database.reading() as connection:
            words = await connection.scalar(select(row.words).where(row.id == number))
        if words is None:
            raise NotThere(f"There is no query {number}.")
        return str(words)
