"""The server closes connections: nobody notices, or one sentence says so and the next try works."""

from datetime import timedelta

import pytest
from sqlalchemy import make_url

from digests.errors import StoreUnreachable
from digests.model import Delivery
from digests.store import Store, engines
from digests.store.claiming import Hands
from digests.store.shards import Holding
from tests import postgres
from tests.store.conftest import NOON, Newsroom


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


async def test_one_that_is_closed_before_a_claim_is_told_once(
    store: Store, newsroom: Newsroom, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What senders ask goes to the driver itself: it finds out, and the next try works."""
    monkeypatch.setattr(engines, "_TRIED_AFTER", 3600.0)
    reader = await newsroom.reader("an")
    await newsroom.publish("một")
    held = await store.shards.renew(None, "one", (), NOON, resend=True)
    close_all(url)
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        await claim(store, held)
    owed = await claim(store, held)
    assert [one.subscriber for one in owed] == [reader]
    close_all(url)
    numbers = [one.id for one in owed]
    with pytest.raises(StoreUnreachable, match="cannot be reached"):
        await store.outbox.note(numbers, [], NOON, sender=held.sender)
    assert await store.outbox.note(numbers, [], NOON, sender=held.sender) == set(numbers)


async def claim(store: Store, held: Holding) -> list[Delivery]:
    """Claim whatever is owed."""
    lease = timedelta(minutes=5)
    return await store.outbox.claim_of(Hands(held), NOON, limit=100, lease=lease)
