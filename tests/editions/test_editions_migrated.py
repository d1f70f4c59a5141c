"""A store from before the weekly edition: what it owes and was told survives the migration."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, select, text

from digests.model import EditionKind
from digests.store import open_store, tables
from digests.store.migrations import upgrade
from tests import postgres
from tests.stores import STORES, is_sqlite

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture(params=STORES)
def url(
    request: pytest.FixtureRequest, databases: postgres.Databases, tmp_path: Path
) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
        return
    with databases.empty() as empty:
        yield empty


def _written_before(url: str) -> None:
    engine = create_engine(url.replace("+aiosqlite", ""))
    if is_sqlite(url):

        @event.listens_for(engine, "connect")
        def _connected(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]

    with engine.begin() as connection:
        upgrade(connection, "0004")
        _fill(connection)
    engine.dispose()


def _fill(connection: Connection) -> None:
    at = "2026-11-23 11:00:00.000000"
    connection.execute(
        text(
            "INSERT INTO subscribers (id, network, chat, topic, kind, language, time_zone, rhythm, "
            "hours, edition_size, state, created_at) VALUES (7, 'telegram', '7', '', 'private', "
            "'vi', 'Asia/Ho_Chi_Minh', 'editions', '[\"07:00\",\"18:00\"]', 8, 'active', :at)"
        ),
        {"at": at},
    )
    connection.execute(text("INSERT INTO editions VALUES (41, 7, :at, '[1,2,3]', :at)"), {"at": at})
    connection.execute(
        text(
            "INSERT INTO deliveries (id, subscriber_id, kind, edition, due_at, ready_at, state, "
            "attempts, created_at) VALUES (5, 7, 'edition', 41, :at, :at, 'owed', 0, :at)"
        ),
        {"at": at},
    )


async def test_editions_and_what_is_owed_of_them_survive(url: str) -> None:
    """The table is written anew, and the delivery still names its edition."""
    _written_before(url)
    store = await open_store(url, now=lambda: NOON)
    delivery = await store.outbox.get(5)
    assert delivery.edition == 41
    contents = await store.editions.contents([41])
    assert (contents[41].kind, contents[41].left_out) == (EditionKind.DAILY, 0)
    async with store.database.reading() as connection:
        assert await connection.scalar(select(tables.editions.c.numbers)) == [1, 2, 3]
    weekly = await store.editions.due(datetime(2036, 1, 1, tzinfo=UTC), 9, EditionKind.WEEKLY)
    assert [one.subscriber.id for one in weekly] == [7]
    assert weekly[0].slot_at.weekday() == 6
    await store.close()
