"""The server closes connections: nobody notices, or one sentence says so and the next try works."""

import pytest
from sqlalchemy import make_url

from digests.errors import StoreUnreachable
from digests.store import Store, engines
from tests import postgres
from tests.store.conftest import Newsroom


@pytest.fixture
def url(postgres_url: str) -> str:
    """A file has no connections to lose."""
    return postgres_url


def close_all(url: str) -> None:
    """Have the server close every connection to a database, as at its restart."""
    name = make_url(url).database
    asked = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    postgres.execute(postgres.named(url, "postgres"), asked)


async def test_one_that_was_closed_while_idle_is_replaced(
    store: Store, newsroom: Newsroom, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried before it is used, so reading and writing go on at once."""
    monkeypatch.setattr(engines, "_TRIED_AFTER", 0.0)
    await newsroom.publish("một")
    close_all(url)
    assert await store.articles.count() == 1
    close_all(url)
    await newsroom.publish("hai")
    assert await store.articles.count() == 2


async def test_one_that_is_closed_between_two_uses_is_told_once(
    store: Store, newsroom: Newsroom, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half done, and the next try has a new one."""
    monkeypatch.setattr(engines, "_TRIED_AFTER", 3600.0)
    await newsroom.publish("một")
    close_all(url)
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        await newsroom.publish("hai")
    assert await store.articles.count() == 1
    await newsroom.publish("hai")
    assert await store.articles.count() == 2
