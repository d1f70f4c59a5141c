"""How a store is opened, and what is said when it cannot be."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from digests.errors import StoreError, StoreLocked, StoreNewer, StoreUnreachable, StoreUnreadable
from digests.store import Store, open_store
from digests.store.migrations import revisions
from digests.store.opening import HEAD
from digests.store.tables import metadata
from tests import postgres
from tests.stores import execute


def noon() -> datetime:
    return datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def raw(url: str) -> sqlite3.Connection:
    return sqlite3.connect(url.partition(":///")[2], isolation_level=None)


async def test_the_migrations_lead_to_the_tables_of_the_code(store: Store, url: str) -> None:
    """A migrated store has every table, column and index, and no other of ours."""
    await store.close()
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.connect() as connection:
        ours = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables},
        )
        assert compare_metadata(ours, metadata) == []
    engine.dispose()


@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_a_fresh_schema_is_written_like_the_migrated_one(
    store: Store, url: str, tmp_path: Path
) -> None:
    """Partial indexes and numbering too, which no comparison of Alembic sees."""
    await store.close()
    fresh = tmp_path / "fresh.db"
    engine = create_engine(f"sqlite:///{fresh}")
    metadata.create_all(engine)
    engine.dispose()
    asked = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = ?"
    with closing(raw(url)) as migrated, closing(sqlite3.connect(fresh)) as created:
        for name in metadata.tables:
            found = {
                row[0]: "".join(sorted(row[1].split())) for row in migrated.execute(asked, (name,))
            }
            wanted = {
                row[0]: "".join(sorted(row[1].split())) for row in created.execute(asked, (name,))
            }
            assert found.keys() == wanted.keys()
            partial = [key for key in found if key.startswith(("ix_", "uq_"))]
            assert {k: found[k] for k in partial} == {k: wanted[k] for k in partial}


def described(url: str) -> dict[str, set[tuple[str, ...]]]:
    """Give the columns, constraints and indexes of our tables as PostgreSQL writes them down."""
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, "
        "identity_generation FROM information_schema.columns WHERE table_schema = 'public'",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public'",
    }
    with postgres.connect(url) as connection:
        return {
            what: {row for row in connection.execute(query) if row[0] in metadata.tables}
            for what, query in asked.items()
        }


async def test_a_fresh_schema_in_postgresql_is_described_like_the_migrated_one(
    postgres_url: str, databases: postgres.Databases
) -> None:
    """Every column, default, constraint and index has the same name and the same words."""
    with databases.empty() as fresh:
        engine = create_engine(fresh)
        metadata.create_all(engine)
        engine.dispose()
        assert described(postgres_url) == described(fresh)


def test_the_newest_migration_is_the_version_of_the_program() -> None:
    """The constant that makes start-up quick follows the folder."""
    assert revisions()[0] == HEAD


async def test_opening_again_finds_what_was_written(store: Store, url: str) -> None:
    """A value survives closing."""
    await store.meta.set("chào", "bạn")
    await store.close()
    again = await open_store(url, now=noon)
    assert await again.meta.get("chào") == "bạn"
    await again.close()


async def test_a_newer_database_is_left_alone(store: Store, url: str) -> None:
    """The sentence names both versions and what to do."""
    await store.close()
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match=r"9999.*this program knows.*update the program"):
        await open_store(url, now=noon)


async def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    """And the file stays as it is."""
    path = tmp_path / "letter.db"
    path.write_text("Kính gửi toà soạn, " * 500, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreUnreadable, match=r"letter\.db cannot be read.*not a database"):
        await open_store(f"sqlite+aiosqlite:///{path}", now=noon)
    assert path.read_bytes() == before


async def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    """Its tables are nobody's business."""
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE songs(title TEXT)")
    with pytest.raises(StoreUnreadable, match="another program"):
        await open_store(f"sqlite+aiosqlite:///{path}", now=noon)
    engine = create_engine(f"sqlite:///{path}")
    assert inspect(engine).get_table_names() == ["songs"]
    engine.dispose()


async def test_another_programs_tables_in_postgresql_are_not_touched(
    databases: postgres.Databases,
) -> None:
    """The same there."""
    with databases.empty() as url:
        postgres.execute(url, "CREATE TABLE songs(title TEXT)")
        with pytest.raises(StoreUnreadable, match="another program"):
            await open_store(url, now=noon)


async def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    """In one sentence, without the password."""
    with pytest.raises(StoreUnreachable, match="cannot be reached") as caught:
        await open_store(f"postgresql+psycopg://an:geheim@/tin?host={tmp_path}", now=noon)
    assert "geheim" not in str(caught.value)


async def test_a_database_that_is_not_there_is_told(databases: postgres.Databases) -> None:
    """Databases are made by whoever runs the server."""
    with pytest.raises(StoreUnreachable, match='database "nowhere" does not exist'):
        await open_store(postgres.named(databases.url, "nowhere"), now=noon)


async def test_two_programs_may_make_the_tables_at_once(databases: postgres.Databases) -> None:
    """One makes them, the other waits and finds them."""
    with databases.empty() as url:
        one, other = await asyncio.gather(open_store(url, now=noon), open_store(url, now=noon))
        await one.meta.set("chào", "bạn")
        assert await other.meta.get("chào") == "bạn"
        await one.close()
        await other.close()


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """SQLite makes files, not folders."""
    with pytest.raises(StoreUnreadable, match="unable to open"):
        await open_store(f"sqlite+aiosqlite:///{tmp_path / 'no' / 'news.db'}", now=noon)


async def test_a_locked_new_file_is_told(tmp_path: Path) -> None:
    """Another process is making its tables for too long."""
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLocked, match=r"news\.db is locked"):
            await open_store(f"sqlite+aiosqlite:///{path}", now=noon, busy_timeout=0.1)


@pytest.mark.parametrize("url", ["nonsense", "nosuch://user:geheim@host/db?password=geheim2"])
async def test_an_address_that_is_none_is_told_without_its_secrets(url: str) -> None:
    """No password of an address stands in an error."""
    with pytest.raises(StoreError) as caught:
        await open_store(url, now=noon)
    assert "geheim" not in str(caught.value)
