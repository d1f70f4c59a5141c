"""Numbers for watchers: what waits is fresh, what ended is counted when it costs little."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring import Metrics, counting
from bot.monitoring.counting import Counting
from digests.store import Store, open_store
from tests.store.conftest import NOON, Newsroom


@pytest.fixture
async def store(any_store_url: str) -> AsyncIterator[Store]:
    opened = await open_store(any_store_url, now=lambda: NOON)
    yield opened
    await opened.close()


def shown(metrics: Metrics) -> tuple[float, float]:
    """Give how many deliveries are said to wait, and to have been sent."""
    families = text_string_to_metric_families(metrics.text().decode())
    (family,) = (one for one in families if one.name == "diemtin_deliveries")
    count = {sample.labels["state"]: sample.value for sample in family.samples}
    return count["owed"], count["sent"]


@pytest.mark.parametrize(("rests", "sent"), [(0, 1), (10**9, 0)])
async def test_what_waits_is_fresh_however_long_it_takes_to_count_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch, rests: int, sent: int
) -> None:
    """What ended is counted anew at once where that is quick, else it is shown as it was."""
    monkeypatch.setattr(counting, "_RESTS", rests)
    now, newsroom, metrics = NOON, Newsroom(store), Metrics("test")
    await newsroom.reader("an")
    numbers = Counting(store, metrics, now=lambda: now)
    await newsroom.publish("một")
    await numbers.refresh()
    assert shown(metrics) == (1, 0)
    (owed,) = await store.outbox.claim(NOON, limit=9, lease=timedelta(minutes=5))
    await store.outbox.sent(owed.id, 1, NOON)
    await newsroom.publish("hai")
    await newsroom.publish("ba")
    await numbers.refresh()
    assert shown(metrics) == (1, 0)
    now = NOON + timedelta(seconds=11)
    await numbers.refresh()
    assert shown(metrics) == (2, sent)
    numbers.stop()
