"""Which entries of a feed are known: by their identity, by their address, or as forgotten ones."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.model import Entry
from digests.store import tables
from digests.store.values import address_key

AT_ONCE = 500
"""Values in one IN: below what every database takes."""


async def unknown_entries(
    connection: AsyncConnection, feed_id: int, entries: Sequence[Entry]
) -> list[Entry]:
    """Give the entries that nobody knows; of those with the same identity or link the first."""
    ids = await _known_entries(connection, feed_id, [entry.id for entry in entries])
    keys = {entry.id: address_key(entry.link) for entry in entries if entry.link}
    addresses = await _known_addresses(connection, sorted(set(keys.values())))
    unknown = []
    for entry in entries:
        key = address_key(entry.link) if entry.link else None
        if entry.id not in ids and key not in addresses:
            unknown.append(entry)
            ids.add(entry.id)
            if key is not None:
                addresses.add(key)
    return await _never_there(connection, feed_id, unknown)


def forgotten_entry(feed_id: int, entry_id: str) -> str:
    """Give the key under which an entry of an article that was taken away is remembered."""
    return f"e:{feed_id}:{entry_id}"


def forgotten_address(key: str) -> str:
    """Give the key under which an address of an article that was taken away is remembered."""
    return f"a:{key}"


async def _never_there(
    connection: AsyncConnection, feed_id: int, entries: Sequence[Entry]
) -> list[Entry]:
    """Leave out what old feeds still list of articles that are kept no longer."""
    keys = {entry.id: [forgotten_entry(feed_id, entry.id)] for entry in entries}
    for entry in entries:
        if entry.link:
            keys[entry.id].append(forgotten_address(address_key(entry.link)))
    row, gone = tables.forgotten.c, set[str]()
    for some in _in_parts([key for several in keys.values() for key in several]):
        gone.update(await connection.scalars(select(row.key).where(row.key.in_(some))))
    return [entry for entry in entries if not gone.intersection(keys[entry.id])]


def _in_parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


async def _known_entries(connection: AsyncConnection, feed_id: int, ids: Sequence[str]) -> set[str]:
    row, known = tables.entries.c, set[str]()
    for some in _in_parts(ids):
        asked = select(row.entry_id).where(row.feed_id == feed_id, row.entry_id.in_(some))
        known.update(await connection.scalars(asked))
    return known


async def _known_addresses(connection: AsyncConnection, keys: Sequence[str]) -> set[str | None]:
    row, known = tables.addresses.c, set[str | None]()
    for some in _in_parts(keys):
        asked = select(row.address_key).where(row.address_key.in_(some))
        known.update(await connection.scalars(asked))
    return known
