"""The tables of the PostgreSQL index.

``search_tokens`` has two sets of lexemes for an article: those of headline, lead, captions and what
is about it, each alone and with a mark for its column; and those of every word of the article. Its
rows are short, the lexemes lie outside of them, so that a thousand matches are a few pages.
``search_document`` and ``search_body`` keep the texts, to rank and to cut snippets. ``search_word``
counts the articles that have a word, for correction. While the index is built anew, the same tables
are there a second time, with ``_next`` after their names.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import StoreError
from digests.store.search.tokens import VERSION as TOKENS_VERSION

VERSION = f"{TOKENS_VERSION}.1"
"""The version of the tokens, and behind it that of what these tables add to them."""
_STATE = "search_state(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
_COLUMNS = {
    "document": "(number BIGINT PRIMARY KEY, published BIGINT, head TEXT NOT NULL)",
    "body": "(number BIGINT PRIMARY KEY, body BYTEA NOT NULL)",
    "word": '(word TEXT COLLATE "C" PRIMARY KEY, articles INTEGER NOT NULL) WITH (fillfactor = 80)',
    "tokens": "(number BIGINT PRIMARY KEY, head TSVECTOR NOT NULL, whole TSVECTOR NOT NULL) "
    "WITH (toast_tuple_target = 128)",
}
_INDEXED = ("head", "whole")
_PENDING_LIMIT = 1024
"""An article is written to the end of a list, and the list into the index when it has so many
kibibytes: a search looks through all of it."""
_PENDING_LIMIT_OF_NEXT = 2_000_000
"""The set that is being filled is not searched. Its lists are written into the indexes by who fills
it, many articles at once: that takes a fourth of the time in an archive of a million."""
_MEMORY_TO_GATHER = "256MB"
_STATISTICS = 0
"""The lexemes are not counted: it would mean to read them, and no plan depends on them."""


@dataclass(frozen=True, slots=True)
class TableSet:
    """The names of one set of tables: what follows ``search_document`` and so on."""

    suffix: str

    def name(self, table: str) -> str:
        """Give the full name of ``table``: "document", "body", "word" or "tokens"."""
        return f"search_{table}{self.suffix}"


CURRENT = TableSet("")
NEXT = TableSet("_next")


async def create_tables(connection: AsyncConnection) -> None:
    """Make the tables that are missing."""
    await _do(connection, f"CREATE TABLE IF NOT EXISTS {_STATE}")
    if await read_version(connection) is None:
        await _create_set(connection, CURRENT)
        await _write_state(connection, "version", VERSION)


async def _do(connection: AsyncConnection, statement: str) -> None:
    await connection.exec_driver_sql(statement)


async def _create_set(connection: AsyncConnection, tables: TableSet) -> None:
    for table, columns in _COLUMNS.items():
        await _do(connection, f"CREATE TABLE IF NOT EXISTS {tables.name(table)} {columns}")
    tokens = tables.name("tokens")
    for column in _INDEXED:
        await _do(connection, f"ALTER TABLE {tokens} ALTER {column} SET STATISTICS {_STATISTICS}")
        # Without a name of its own, an index keeps clear of the names of the other set.
        limit = _PENDING_LIMIT if tables is CURRENT else _PENDING_LIMIT_OF_NEXT
        await _do(
            connection,
            f"CREATE INDEX ON {tokens} USING gin ({column}) "
            f"WITH (fastupdate = on, gin_pending_list_limit = {limit})",
        )


async def start_next(connection: AsyncConnection, rebuild: str) -> None:
    """Make an empty second set, to be filled by ``rebuild`` beside the current one."""
    await _do(connection, f"CREATE TABLE IF NOT EXISTS {_STATE}")
    if await read_version(connection) is None:  # the tables may be missing, and are written to
        await create_tables(connection)
    await _drop_set(connection, NEXT)
    await _forget_rebuild(connection)
    await _create_set(connection, NEXT)
    await _write_state(connection, "rebuilding", rebuild)


async def hold_next(connection: AsyncConnection, rebuild: str) -> None:
    """Raise ``StoreError`` where the second set is no longer filled by ``rebuild``."""
    if await _read_state(connection, "rebuilding") != rebuild:
        raise StoreError("the search index is being built anew by somebody else")


async def finish_next(connection: AsyncConnection) -> None:
    """Put the second set in the place of the current one."""
    for index in await _lexeme_indexes(connection, NEXT):
        limit = f"SET (gin_pending_list_limit = {_PENDING_LIMIT})"
        await _do(connection, f"ALTER INDEX {index} {limit}")
    await _drop_set(connection, CURRENT)
    for table in _COLUMNS:
        await _do(connection, f"ALTER TABLE {NEXT.name(table)} RENAME TO search_{table}")
    await _forget_rebuild(connection)
    await _write_state(connection, "version", VERSION)


async def gather(connection: AsyncConnection, tables: TableSet) -> None:
    """Write the lists of what is not in the indexes yet into them; who adds need not wait."""
    await _do(connection, f"SET LOCAL maintenance_work_mem = '{_MEMORY_TO_GATHER}'")
    for index in await _lexeme_indexes(connection, tables):
        await _do(connection, f"SELECT gin_clean_pending_list('{index}'::regclass)")


async def _lexeme_indexes(connection: AsyncConnection, tables: TableSet) -> list[str]:
    asked = text(
        "SELECT CAST(CAST(indexrelid AS regclass) AS text) FROM pg_index "
        "JOIN pg_class ON oid = indexrelid WHERE indrelid = CAST(:tokens AS regclass) "
        "AND relam = (SELECT oid FROM pg_am WHERE amname = 'gin')"
    )
    return list(await connection.scalars(asked, {"tokens": tables.name("tokens")}))


async def settle(connection: AsyncConnection) -> None:
    """Write the lists into the indexes and count the lexemes anew."""
    await gather(connection, CURRENT)
    for table in _COLUMNS:
        await _do(connection, f"ANALYZE {CURRENT.name(table)}")


async def _drop_set(connection: AsyncConnection, tables: TableSet) -> None:
    for table in _COLUMNS:
        await _do(connection, f"DROP TABLE IF EXISTS {tables.name(table)}")


async def _forget_rebuild(connection: AsyncConnection) -> None:
    await _do(connection, "DELETE FROM search_state WHERE name = 'rebuilding' OR name ^@ 'gone '")


async def is_rebuilding(connection: AsyncConnection) -> bool:
    """Say whether the second set is there and being filled."""
    return await _read_state(connection, "rebuilding") is not None


async def note_gone(connection: AsyncConnection, number: int) -> None:
    """Remember during a rebuild that an article is gone, so that it is not written again."""
    await _write_state(connection, f"gone {number}", "")


async def gone(connection: AsyncConnection) -> set[int]:
    """Give the articles that went while the index was built anew."""
    asked = text("SELECT name FROM search_state WHERE name ^@ 'gone '")
    return {int(name.removeprefix("gone ")) for name in await connection.scalars(asked)}


async def read_version(connection: AsyncConnection) -> str | None:
    """Give the version that the index was written by; None where it was never made."""
    return await _read_state(connection, "version")


async def _read_state(connection: AsyncConnection, name: str) -> str | None:
    asked = text("SELECT value FROM search_state WHERE name = :name")
    found = await connection.scalar(asked, {"name": name})
    return None if found is None else str(found)


async def _write_state(connection: AsyncConnection, name: str, value: str) -> None:
    statement = text(
        "INSERT INTO search_state VALUES (:name, :value) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
    await connection.execute(statement, {"name": name, "value": value})
