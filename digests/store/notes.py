"""Small things that are remembered: saved articles, what admins did, single values."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, exists, insert, select

from digests.errors import NotThere
from digests.model import StoredArticle
from digests.store import tables
from digests.store.columns import Instant, upsert
from digests.store.database import Database
from digests.store.together import Together
from digests.store.values import stored_article

_ROW = tables.saved
_MINE = _ROW.c.subscriber_id == bindparam("reader"), _ROW.c.article == bindparam("number")
_SAVED = select(_ROW.c.article).where(*_MINE)
_UNSAVE = delete(_ROW).where(*_MINE)
# Whole columns, not pairs: that is what every database looks up in its index.
_THERE = select(_ROW.c.subscriber_id, _ROW.c.article).where(
    _ROW.c.subscriber_id.in_(bindparam("readers", expanding=True)),
    _ROW.c.article.in_(bindparam("numbers", expanding=True)),
)
# One statement: neither a reader nor an article can go between a look and the deed.
_SAVE = insert(_ROW).from_select(
    ["subscriber_id", "article", "saved_at"],
    select(
        tables.subscribers.c.id,
        bindparam("number", type_=_ROW.c.article.type),
        bindparam("at", type_=Instant()),
    ).where(
        tables.subscribers.c.id == bindparam("reader"),
        exists().where(tables.articles.c.number == bindparam("number")),
        ~exists().where(*_MINE),
    ),
)

_Pair = tuple[int, int]
_Save = tuple[int, int, datetime]


class Saved:
    """The articles that readers put aside."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._saves = Together(self._save)
        self._unsaves = Together(self._unsave)

    async def save(self, subscriber_id: int, article: int, now: datetime) -> None:
        """Put an article aside; again is harmless. Raises ``NotThere``."""
        if not await self._saves.get((subscriber_id, article, now)):
            raise NotThere(f"There is no article {article} to save.")

    async def _save(self, asked: frozenset[_Save]) -> dict[_Save, bool]:
        """Put aside what many asked for at a time, in one transaction; give what is there now."""
        kept = [{"reader": reader, "number": number, "at": at} for reader, number, at in asked]
        which = {
            "readers": sorted({reader for reader, *_rest in asked}),
            "numbers": sorted({number for _reader, number, _at in asked}),
        }
        async with self._database.writing() as connection:
            await connection.execute(_SAVE, kept)
            there = {(row[0], row[1]) for row in await connection.execute(_THERE, which)}
        return {one: True for one in asked if one[:2] in there}

    async def unsave(self, subscriber_id: int, article: int) -> None:
        """Take an article out again; again is harmless."""
        await self._unsaves.get((subscriber_id, article))

    async def _unsave(self, asked: frozenset[_Pair]) -> dict[_Pair, None]:
        kept = [{"reader": reader, "number": number} for reader, number in asked]
        async with self._database.writing() as connection:
            await connection.execute(_UNSAVE, kept)
        return {}

    async def has(self, subscriber_id: int, article: int) -> bool:
        """Say whether an article is saved."""
        kept = {"reader": subscriber_id, "number": article}
        async with self._database.asking() as connection:
            return await connection.scalar(_SAVED, kept) is not None

    async def numbers(self, subscriber_id: int) -> list[int]:
        """Give the numbers of the saved articles, the last saved first."""
        return list(await self.moments(subscriber_id))

    async def moments(self, subscriber_id: int) -> dict[int, datetime]:
        """Give when each saved article was saved (UTC) by its number, the last saved first."""
        row = tables.saved.c
        asked = (
            select(row.article, row.saved_at)
            .where(row.subscriber_id == subscriber_id)
            .order_by(row.saved_at.desc(), row.article.desc())
        )
        async with self._database.reading() as connection:
            return {found.article: found.saved_at for found in await connection.execute(asked)}

    async def list(
        self, subscriber_id: int, *, limit: int = 20, skip: int = 0
    ) -> list[StoredArticle]:
        """Give saved articles, the last saved first."""
        row = tables.saved.c
        asked = (
            select(tables.articles)
            .join(tables.saved)
            .where(row.subscriber_id == subscriber_id)
            .order_by(row.saved_at.desc(), row.article.desc())
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(asked.limit(limit).offset(skip))
            return [stored_article(found) for found in rows]


class Act(NamedTuple):
    """What somebody did: who, what, when, the facts that fill its sentence, and at which bot.

    Of what was done before bots had names, nobody wrote down where: ``network`` is empty.
    """

    who: str
    what: str
    at: datetime
    facts: dict[str, Any] | None = None
    network: str = ""


_ACT = tables.audit.c
_ACTS = select(_ACT.who, _ACT.what, _ACT.at, _ACT.facts, _ACT.network)


class Audit:
    """What admins did."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, who: str, what: str, now: datetime, **facts: object) -> None:
        """Write down that ``who`` did ``what``: a word for the deed, its facts beside it."""
        values = {"who": who, "what": what, "at": now, "facts": facts or None}
        values["network"] = self._database.network
        async with self._database.writing() as connection:
            await connection.execute(insert(tables.audit).values(**values))

    async def last(self, limit: int, *, skip: int = 0) -> list[Act]:
        """Give what was done at all bots of the store, the last first."""
        asked = _ACTS.order_by(_ACT.id.desc()).limit(limit).offset(skip)
        async with self._database.reading() as connection:
            return [Act(*found) for found in await connection.execute(asked)]

    async def of(self, who: str) -> list[Act]:
        """Give what one person did at the present bot, the first first."""
        here = _ACT.network.in_([self._database.network, ""])
        asked = _ACTS.where(_ACT.who == who, here).order_by(_ACT.id)
        async with self._database.reading() as connection:
            return [Act(*found) for found in await connection.execute(asked)]


class Meta:
    """Single values by name, each bot's own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """Give the value, or None."""
        row = tables.meta.c
        async with self._database.reading() as connection:
            named = row.key == self._database.own(key)
            return await connection.scalar(select(row.value).where(named))

    async def set(self, key: str, value: str) -> None:
        """Keep the value; the one before is gone."""
        values = {"key": self._database.own(key), "value": value}
        async with self._database.writing() as connection:
            dialect = connection.dialect.name
            await connection.execute(upsert(dialect, tables.meta, values, {"value": value}))
