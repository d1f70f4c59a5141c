"""Taking away what nobody needs any more, a little at a time."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, func, select, tuple_

from digests.model import DeliveryKind
from digests.store import tables
from digests.store.catching_up import expire
from digests.store.database import Database
from digests.store.storytelling import forget_signatures

_BATCH = 2000
_ABANDONED = timedelta(days=7)
"""Longer than anything waits where somebody sends."""


async def prune(database: Database, before: datetime) -> int:
    """Delete what ended before then: deliveries, editions, incidents, drafts; give how many.

    Of pictures what the networks keep them under, when it was last of use before then, and those
    that editors gave before.
    """
    delivery, edition = tables.deliveries, tables.editions
    incident, draft, photo = tables.incidents, tables.drafts, tables.photo_refs
    given = tables.given_photos
    over = draft.c.state.in_(["done", "stopped", "dropped", "open"])
    needed = exists().where(delivery.c.edition == edition.c.id)
    pruned = 0
    for network in await _networks(database):  # as the index has them
        ended = (delivery.c.network == network) & (delivery.c.finished_at < before)
        pruned += await _delete(database, delivery, ended)
    pruned += await _delete(database, edition, (edition.c.made_at < before) & ~needed)
    pruned += await _delete(database, incident, incident.c.at < before)
    pruned += await _delete(database, photo, photo.c.used_at < before)
    pruned += await _delete(database, given, given.c.at < before)
    return pruned + await _delete(database, draft, (draft.c.changed_at < before) & over)


async def end_abandoned(database: Database, now: datetime) -> int:
    """End what was long due at bots for which nobody sends any more; give how many deliveries.

    A bot that sends ends by itself what became too old. Where nobody sends at all, the bots are
    merely down.
    """
    served, ended = await _served(database), 0
    if not served:
        return 0
    before = dict.fromkeys(DeliveryKind, now - _ABANDONED)
    for network in set(await _networks(database)) - served:
        async with database.writing() as connection:
            ended += await expire(connection, network, before, now)
    return ended


async def _served(database: Database) -> set[str]:
    """Give the bots for which somebody sends: of a file the one that is spoken for."""
    if database.is_sqlite:
        return {database.network}
    sender = tables.senders.c
    living = select(sender.network).where(sender.lives_until >= func.clock_timestamp())
    async with database.reading() as connection:
        return set(await connection.scalars(living))


async def prune_signatures(database: Database, now: datetime) -> int:
    """Delete what stories were found by once it lies outside the window; give how many."""
    async with database.writing() as connection:
        return await forget_signatures(connection, now)


async def prune_searches(database: Database, before: datetime) -> int:
    """Delete words that nobody searched for since then, and what old buttons ask; give how many."""
    counted, asked = tables.searches, tables.queries
    pruned = await _delete(database, counted, counted.c.last_at < before)
    return pruned + await _delete(database, asked, asked.c.asked_at < before)


async def _networks(database: Database) -> list[str]:
    """Give the bots that anybody reads."""
    async with database.reading() as connection:
        return list(await connection.scalars(select(tables.subscribers.c.network).distinct()))


async def _delete(database: Database, table: Table, which: ColumnElement[bool]) -> int:
    key = tuple(table.primary_key.columns)
    some = select(*key).where(which).limit(_BATCH)
    pruned = 0
    while True:  # a transaction a batch, so that no writer waits long
        async with database.writing() as connection:
            gone = await connection.execute(delete(table).where(tuple_(*key).in_(some)))
        pruned += gone.rowcount
        if gone.rowcount < _BATCH:
            return pruned
