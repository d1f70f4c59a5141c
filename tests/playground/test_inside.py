"""The page's panel shows what the bot has in its store: the outbox and the feeds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.playground import ChatWorld, LocalBotApi, create_app
from bot.playground.inside import Inside
from digests.fetch.client import trusted
from digests.model import Address, ChatKind
from digests.store import Store, open_store

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite+aiosqlite:///{tmp_path / 'tin.db'}", now=lambda: NOON)
    yield opened
    await opened.close()


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
async def page(inside: Inside) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(ChatWorld(), extra_routes=inside.routes())
    async with (
        LocalBotApi(app) as server,
        httpx.AsyncClient(verify=trusted(), base_url=server.url) as client,
    ):
        yield client


async def test_before_the_store_is_open_the_lists_are_empty(page: httpx.AsyncClient) -> None:
    """The page is there a moment earlier than the bot."""
    for path in ("queue", "outbox", "feeds"):
        assert (await page.get(f"/api/{path}")).json() == []


async def test_deliveries_and_feeds_are_told_in_plain_json(
    page: httpx.AsyncClient, inside: Inside, store: Store
) -> None:
    """Newest first, with how they stand and why."""
    inside.store = store
    reader = await store.subscribers.meet(
        Address("telegram", "1001"), ChatKind.PRIVATE, "Bạn đọc", "vi", NOON
    )
    for words in ("một", "hai"):
        await store.outbox.owe_notice(reader.id, {"html": words}, NOON)
    (first,) = await store.outbox.claim(NOON, limit=1, lease=timedelta(minutes=1))
    await store.outbox.refused(first.id, "Forbidden: bot was blocked by the user", NOON)
    await store.feeds.add("https://bao.example/rss", source="Báo Sông Hồng", now=NOON)
    queue = (await page.get("/api/queue")).json()
    assert queue == [{"state": "owed", "count": 1}, {"state": "refused", "count": 1}]
    second, refused = (await page.get("/api/outbox")).json()
    assert (second["tells"], second["state"], second["title"]) == ("hai", "owed", "Bạn đọc")
    assert refused["reason"] == "Forbidden: bot was blocked by the user"
    assert refused["finished_at"] == "2026-11-24T05:00:00+00:00"
    (feed,) = (await page.get("/api/feeds")).json()
    assert (feed["name"], feed["state"], feed["failures"]) == ("Báo Sông Hồng", "active", 0)


async def test_a_page_elsewhere_sees_nothing(page: httpx.AsyncClient) -> None:
    """Whoever is not this machine's page is refused."""
    answer = await page.get("/api/outbox", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
