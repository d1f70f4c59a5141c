"""The search index behind the store, and what people search for."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, or_, select

from digests.model import Headline
from digests.store import tables
from digests.store.columns import upsert
from digests.store.database import Database, Turn
from digests.store.days import day_of
from digests.store.leases import Leases
from digests.store.newest import HEADLINES, headline_in
from digests.store.publishing import search_document
from digests.store.records import count_up
from digests.store.search import (
    Condition,
    Loosened,
    Looser,
    Order,
    SearchCheck,
    SearchDocument,
    SearchIndex,
    SearchPage,
    looser_queries,
    parse_query,
)
from digests.store.values import article_in
from digests.store.wishing import of_shared_feed

_BATCH = 500
_LOOKED_UP = 20
_MOST_REPORTS = 200
_MENDING = "search index"
_LOOKED_EVERY = 2.0
"""Seconds between two looks at what another process builds."""


class Search:
    """Searches over the archive."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._database = database
        self._index = index
        self._leases = Leases(database)

    async def search(
        self,
        query: str,
        *,
        now: datetime,
        page: int = 0,
        size: int = 5,
        order: Order | str = Order.RELEVANCE,
        literal: bool = False,
    ) -> SearchPage:
        """Give one page (from 0) of the articles that ``query`` asks for; any text is a query.

        ``literal`` asks for the words as typed, without the correction of slips.
        """
        parsed = replace(parse_query(query, now=now), literal=literal)
        async with self._database.reading() as connection:
            return await self._index.search(
                connection, parsed, now=now, page=page, size=size, order=Order(order)
            )

    async def looser(self, query: str, *, now: datetime) -> list[Looser]:
        """Give what a query that found nothing would find without one of its conditions.

        Without all of them, where giving up one is not enough.
        """
        found: list[Looser] = []
        async with self._database.reading() as connection:
            for condition, looser in looser_queries(parse_query(query, now=now)):
                if condition is Condition.ALL and found:
                    break
                page = await self._index.search(connection, looser, now=now, size=1)
                if page.hits and page.loosened is Loosened.NOTHING:
                    found.append(Looser(condition, looser.text, page.total))
        return found

    async def other_reports(self, page: SearchPage) -> dict[int, list[Headline]]:
        """Give for each hit the other reports of its story, found by these words or not.

        The oldest first; hits that stand alone are left out.
        """
        row = tables.articles
        hit_of = {number: hit.number for hit in page.hits for number in (hit.number, *hit.others)}
        told = select(row.c.number, row.c.story).where(
            row.c.number.in_(hit_of), row.c.story.is_not(None)
        )
        async with self._database.reading() as connection:
            hit_telling = {
                story: hit_of[number] for number, story in await connection.execute(told)
            }
            asked = HEADLINES.add_columns(row.c.story).where(
                or_(row.c.number.in_(hit_of), row.c.story.in_(hit_telling)), of_shared_feed()
            )
            in_order = asked.order_by(row.c.shown_at, row.c.number).limit(_MOST_REPORTS)
            reports: dict[int, list[Headline]] = {}
            for found in await connection.execute(in_order):
                hit = hit_telling.get(found.story) or hit_of[found.number]
                if found.number != hit:
                    reports.setdefault(hit, []).append(headline_in(found))
        return reports

    async def tidy(self) -> None:
        """Put the index in its fastest shape after an import."""
        async with self._database.writing(Turn.ARCHIVE) as connection:
            await self._index.tidy(connection)

    async def rebuild(self, progress: Callable[[int, int], None]) -> int:
        """Index everything anew; ``progress`` is told how many of how many articles are done."""
        return await self._build(self._documents(), progress)

    async def _build(
        self,
        documents: AsyncIterator[tuple[int, SearchDocument]],
        progress: Callable[[int, int], None],
    ) -> int:
        async with self._database.reading() as connection:
            total = await connection.scalar(select(func.count()).select_from(tables.articles))
        every = int(total or 0)
        async with self._database.writing_in_steps() as connection:
            await self._index.rebuild(connection, documents, lambda done: progress(done, every))
        return every

    async def _documents(
        self, holder: str | None = None
    ) -> AsyncIterator[tuple[int, SearchDocument]]:
        """Give every article that is searched; a ``holder`` of the lease is heard of meanwhile."""
        row, last = tables.articles.c, 0
        while True:
            if holder is not None:
                await self._leases.take(_MENDING, holder)
            asked = select(row.number, row.article).where(row.number > last, of_shared_feed())
            async with self._database.reading() as connection:
                rows = (await connection.execute(asked.order_by(row.number).limit(_BATCH))).all()
            for number, fields in rows:
                yield number, search_document(article_in(fields))
            if len(rows) < _BATCH:
                return
            last = rows[-1].number

    async def check(self) -> SearchCheck:
        """Say quickly whether the index is of this program's version and has the articles.

        Some articles are looked up, evenly out of all of them, and the newest.
        """
        row = tables.articles.c
        async with self._database.reading() as connection:
            newest = await connection.scalar(select(func.max(row.number))) or 0
            places = {newest * part // _LOOKED_UP for part in range(_LOOKED_UP + 1)}
            before = (
                select(row.number)
                .where(row.number <= place, of_shared_feed())
                .order_by(row.number.desc())
                .limit(1)
                for place in sorted(places)
            )
            numbers = [await connection.scalar(asked) for asked in before]
            there = [number for number in dict.fromkeys(numbers) if number is not None]
            return await self._index.check(connection, there)

    async def mend(
        self, progress: Callable[[int, int], None], *, quiet: float = 120.0
    ) -> str | None:
        """Build an index anew that cannot be trusted; give what was wrong, ``None`` if nothing.

        Of several processes one builds. The others wait for it, and have nothing to mend then; one
        takes over when nothing was heard of the builder for ``quiet`` seconds.
        """
        holder, heard, over = uuid4().hex, None, None
        since = time.monotonic()
        while (await self.check()).problem is not None:
            held = await self._leases.take(_MENDING, holder, over=over)
            if held is None:
                return await self._mend_alone(progress, holder)
            if held != heard:
                heard, since = held, time.monotonic()
            over = held if time.monotonic() - since >= quiet else None
            await asyncio.sleep(min(_LOOKED_EVERY, quiet))
        return None

    async def _mend_alone(self, progress: Callable[[int, int], None], holder: str) -> str | None:
        try:
            problem = (await self.check()).problem  # who had the lease before may have mended it
            if problem is not None:
                await self._build(self._documents(holder), progress)
            return problem
        finally:
            await self._leases.give_up(_MENDING, holder)

    async def count(self, words: str, now: datetime, *, found: bool = True) -> None:
        """Count a search: its words and whether they found anything, never who searched."""
        row, missed = tables.searches, 0 if found else 1
        new = {"words": words, "times": 1, "last_at": now, "missed": missed}
        more = {
            "times": row.c.times + 1,
            "last_at": now,
            "missed": func.coalesce(row.c.missed, 0) + missed,
        }
        day = day_of(now)
        async with self._database.writing() as connection:
            await connection.execute(upsert(connection.dialect.name, row, new, more))
            await count_up(connection, day, "searches", 1)
            if missed:
                await count_up(connection, day, "searches_nothing", 1)

    async def popular(self, limit: int) -> list[tuple[str, int]]:
        """Give the words most searched for, with how often."""
        row = tables.searches.c
        asked = select(row.words, row.times).order_by(row.times.desc(), row.words).limit(limit)
        async with self._database.reading() as connection:
            return [(words, times) for words, times in await connection.execute(asked)]
