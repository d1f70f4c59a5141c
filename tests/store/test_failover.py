"""A replica takes over from its server: who named both in the address goes on by itself."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import make_url

from digests.errors import StoreUnreachable
from digests.store import Store, open_store
from tests.postgres import Server, connect
from tests.store.conftest import NOON


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """Give a server that runs, and its replica, where another user may reach them."""
    folder = Path(mkdtemp(prefix="diemtin-pair-"))
    folder.chmod(0o755)
    # What is committed must have been written: a replica has it from there.
    settings = ("fsync=off", "autovacuum=off")
    first, second = (Server(folder / name, settings) for name in ("first", "second"))
    try:
        first.create()
        first.start()
        second.follow(first)
        second.start()
        yield first, second
    finally:
        for server in (first, second):
            with suppress(RuntimeError):  # one is stopped already
                server.stop()
        shutil.rmtree(folder)


def address_of(servers: tuple[Server, Server]) -> str:
    """Give the address that docs/scaling.md has for two."""
    url = make_url(servers[0].url("postgres"))
    hosts = tuple(f"{server.folder}:{server.port}" for server in servers)
    query = {"host": hosts, "target_session_attrs": "read-write"}
    return url.set(query=query).render_as_string(hide_password=False)


async def test_the_replica_is_found_once_it_takes_writes(servers: tuple[Server, Server]) -> None:
    """Until then each try is told that none can be reached; what was written is there."""
    first, second = servers
    store = await open_store(address_of(servers), now=lambda: NOON)
    await store.meta.set("chào", "bạn")
    await _followed(first, second)
    await asyncio.to_thread(first.stop)
    with pytest.raises(StoreUnreachable):
        await store.ready()
    await asyncio.to_thread(second.promote)
    await _ready(store)
    assert await store.meta.get("chào") == "bạn"
    await store.meta.set("chào", "mọi người")
    await store.close()


async def _ready(store: Store) -> None:
    for _look in range(200):
        try:
            return await store.ready()
        except StoreUnreachable:
            await asyncio.sleep(0.05)
    pytest.fail("not ready")


async def _followed(first: Server, second: Server) -> None:
    """Wait until the replica has everything that was written."""
    with connect(first.url("postgres"), autocommit=True) as connection:
        written = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
    asked = "SELECT coalesce(pg_last_wal_replay_lsn() >= %s, false)"
    with connect(second.url("postgres"), autocommit=True) as connection:
        for _look in range(400):
            if connection.execute(asked, written).fetchone() == (True,):
                return
            await asyncio.sleep(0.05)
    pytest.fail("not followed")
