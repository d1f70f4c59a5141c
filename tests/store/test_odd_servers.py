"""Servers as others set them up: what can be worked with is, what cannot is said in a sentence."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from digests.errors import StoreError, StoreUnreachable
from digests.store import Store, engines, open_store
from digests.store.claiming import Hands
from tests import postgres
from tests.store.conftest import NOON, Newsroom
from tests.store.test_lost_connections import close_all


@pytest.fixture
def url(postgres_url: str) -> str:
    """A file has no server."""
    return postgres_url


@pytest.fixture(autouse=True)
def tried_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that the server closed are replaced at once."""
    monkeypatch.setattr(engines, "_TRIED_AFTER", 0.0)


def set_default(url: str, setting: str) -> None:
    """Change a setting of the database, for the sessions that begin from now on."""
    name = make_url(url).database
    postgres.execute(postgres.named(url, "postgres"), f"ALTER DATABASE {name} SET {setting}")


@contextmanager
def read_only(url: str) -> Iterator[None]:
    """Have the server take no writes, as after a failover to a replica."""
    set_default(url, "default_transaction_read_only = on")
    close_all(url)
    yield
    set_default(url, "default_transaction_read_only = off")


async def test_a_server_that_takes_no_writes_is_left_when_it_takes_them_again(
    store: Store, newsroom: Newsroom, url: str
) -> None:
    """Its sessions stay read-only for ever, so they are not kept; who looks is told meanwhile."""
    await newsroom.reader("an")
    with read_only(url):
        with pytest.raises(StoreUnreachable, match="takes no writes now"):
            await newsroom.publish("một")
        with pytest.raises(StoreUnreachable, match="takes no writes now"):
            await store.signs(NOON)
        with pytest.raises(StoreUnreachable, match="takes no writes now"):
            await store.ready()
    await store.ready()
    await newsroom.publish("một")
    assert (await store.signs(NOON)).polled == 1


async def test_a_sender_leaves_it_too(store: Store, newsroom: Newsroom, url: str) -> None:
    """What it asks goes to the driver itself."""
    await newsroom.reader("an")
    await newsroom.publish("một")
    held = await store.shards.renew(None, "one", (), NOON, resend=True)
    hands, lease = Hands(held), timedelta(minutes=5)
    with read_only(url), pytest.raises(StoreUnreachable, match="takes no writes now"):
        await store.outbox.claim_of(hands, NOON, limit=100, lease=lease)
    assert len(await store.outbox.claim_of(hands, NOON, limit=100, lease=lease)) == 1


async def test_what_the_address_asks_for_stands_beside_our_own(url: str) -> None:
    """Tables in another schema, while instants stay in UTC and no server's time limit counts."""
    postgres.execute(url, "CREATE SCHEMA news")
    set_default(url, "statement_timeout = '1ms'")
    set_default(url, "timezone = 'Asia/Ho_Chi_Minh'")
    address = make_url(url).update_query_dict({"options": "-c search_path=news"})
    store = await open_store(address.render_as_string(hide_password=False), now=lambda: NOON)
    async with store.database.reading() as connection:
        asked = text("SELECT to_regclass('news.articles') IS NOT NULL, current_setting('timezone')")
        assert (await connection.execute(asked)).one() == (True, "UTC")
    await store.close()


async def test_news_is_heard_at_such_an_address(store: Store, url: str) -> None:
    """The listener opens its connection as the others are opened."""
    set_default(url, "idle_session_timeout = '1h'")
    heard = asyncio.Event()
    listening = asyncio.create_task(store.news.listen(heard.set))
    while not heard.is_set():
        store.news.tell()
        await asyncio.sleep(0.02)
    listening.cancel()


async def test_of_two_servers_the_one_that_takes_writes_is_found(url: str, tmp_path: Path) -> None:
    """As docs/scaling.md writes the address of two of which one takes over from the other."""
    parsed = make_url(url)
    here, port = parsed.query["host"], parsed.query["port"]
    hosts = (f"{tmp_path}:{port}", f"{here}:{port}")
    query = {"host": hosts, "target_session_attrs": "read-write"}
    address = parsed.set(query=query).render_as_string(hide_password=False)
    store = await open_store(address, now=lambda: NOON)
    await store.meta.set("chào", "bạn")
    await store.close()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
async def test_a_database_without_vietnamese_letters_is_refused(url: str, encoding: str) -> None:
    """Before anything is made in it; the sentence says how to make a right one."""
    name = f"{make_url(url).database}_{encoding.lower()}"
    made = f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' LOCALE_PROVIDER libc"
    postgres.execute(postgres.named(url, "postgres"), f"{made} TEMPLATE template0")
    with pytest.raises(StoreError, match=f"as {encoding}, .*createdb -T template0 -E UTF8"):
        await open_store(postgres.named(url, name), now=lambda: NOON)
    postgres.execute(postgres.named(url, "postgres"), f"DROP DATABASE {name}")


async def test_a_user_who_may_not_make_tables_is_told_what_is_missing(
    url: str, databases: postgres.Databases
) -> None:
    """One sentence, without the password."""
    role = f"low_{make_url(url).database}"
    postgres.execute(url, f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    with databases.empty() as empty:
        address = make_url(empty).set(username=role, password="secret")
        with pytest.raises(StoreError, match=r"permission denied.*own the database") as told:
            await open_store(address.render_as_string(hide_password=False), now=lambda: NOON)
    assert "secret" not in str(told.value)
    postgres.execute(url, f"DROP ROLE {role}")
