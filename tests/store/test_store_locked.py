"""Everything that writes says so when another process holds the store, and loses nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from digests.errors import StoreLocked
from digests.model import Address, ChatKind, FeedState, Subscription, SubscriptionKind
from digests.store import EditionSlot, ReadyArticle, Retention, Store
from tests.slots import settle_slot
from tests.store.conftest import NOON, Newsroom
from tests.stores import held

MINUTE = timedelta(minutes=1)
Write = Callable[[Newsroom], Awaitable[object]]


async def _replace(room: Newsroom) -> object:
    stored = await room.store.articles.get(1)
    return await room.store.articles.replace(1, stored.article, stored.digest, NOON)


async def _save_feed(room: Newsroom) -> None:
    await room.store.feeds.save(replace(await room.feed(), failures=3))


async def _publish(room: Newsroom) -> object:
    return await room.publish("mới")


async def _import(room: Newsroom) -> object:
    made = room.publication("kho", await room.feed())
    return await room.store.articles.import_ready([ReadyArticle("x", made.article)], NOON)


async def _slot(room: Newsroom) -> EditionSlot:
    return EditionSlot(await room.store.subscribers.get(1), NOON)


async def _make(room: Newsroom) -> object:
    return await settle_slot(room.store, await _slot(room), [1], NOON, NOON)


async def _skip(room: Newsroom) -> None:
    await settle_slot(room.store, await _slot(room), [], NOON, NOON)


WISH = Subscription(SubscriptionKind.KEYWORD, "giá vàng", "giá vàng")
WRITES: dict[str, Write] = {
    "feeds.add": lambda r: r.store.feeds.add("https://x.example/", source="X", now=NOON),
    "feeds.remove": lambda r: r.store.feeds.remove(1),
    "feeds.save": _save_feed,
    "feeds.claim_due": lambda r: r.store.feeds.claim_due(NOON, limit=1, lease=MINUTE),
    "feeds.set_state": lambda r: r.store.feeds.set_state(1, FeedState.PAUSED, NOON),
    "feeds.make_due_within": lambda r: r.store.feeds.make_due_within(MINUTE),
    "articles.publish": _publish,
    "articles.replace": _replace,
    "articles.import_ready": _import,
    "articles.heard": lambda r: r.store.articles.heard(1, "1", "words"),
    "subscribers.meet": lambda r: r.store.subscribers.meet(
        Address("telegram", "9"), ChatKind.PRIVATE, None, "vi", NOON
    ),
    "subscribers.change": lambda r: r.store.subscribers.change(1, language="en"),
    "subscribers.follow": lambda r: r.store.subscribers.follow(1, WISH),
    "subscribers.unfollow": lambda r: r.store.subscribers.unfollow(1, WISH),
    "subscribers.sleep": lambda r: r.store.subscribers.sleep(1, "blocked", NOON),
    "subscribers.wake": lambda r: r.store.subscribers.wake(1, NOON),
    "subscribers.stop": lambda r: r.store.subscribers.stop(1, NOON),
    "subscribers.move": lambda r: r.store.subscribers.move(
        Address("telegram", "1"), Address("telegram", "2")
    ),
    "subscribers.forget": lambda r: r.store.subscribers.forget(1),
    "outbox.claim": lambda r: r.store.outbox.claim(NOON, limit=1, lease=MINUTE),
    "outbox.in_flight": lambda r: r.store.outbox.in_flight([1], NOON),
    "outbox.sent": lambda r: r.store.outbox.sent(1, 1, NOON),
    "outbox.refused": lambda r: r.store.outbox.refused(1, "no", NOON),
    "outbox.uncertain": lambda r: r.store.outbox.uncertain(1, "cut", NOON),
    "outbox.postpone": lambda r: r.store.outbox.postpone(1, NOON, None),
    "outbox.cancel_for": lambda r: r.store.outbox.cancel_for(1, "no", NOON),
    "outbox.owe_notice": lambda r: r.store.outbox.owe_notice(1, {"html": "Chào"}, NOON),
    "photo_refs.keep": lambda r: r.store.photo_refs.keep("https://x.example/", "f", NOON),
    "outbox.recover": lambda r: r.store.outbox.recover(NOON),
    "editions.settle": _make,
    "editions.settle, nothing to tell": _skip,
    "saved.save": lambda r: r.store.saved.save(1, 1, NOON),
    "saved.unsave": lambda r: r.store.saved.unsave(1, 1),
    "audit.record": lambda r: r.store.audit.record("1", "x", NOON),
    "meta.set": lambda r: r.store.meta.set("k", "v"),
    "search.count": lambda r: r.store.search.count("bão", NOON),
    "search.rebuild": lambda r: r.store.search.rebuild(lambda _done, _total: None),
    "prune": lambda r: r.store.prune(NOON, Retention(MINUTE, MINUTE, MINUTE)),
}


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_to_a_locked_store_is_told_and_works_afterwards(
    name: str, store: Store, newsroom: Newsroom, url: str
) -> None:
    """One sentence while it is locked; the same call succeeds when it is free again."""
    await newsroom.reader("1")
    await newsroom.publish("một")
    before = await store.stats(NOON)
    with held(url):
        with pytest.raises(StoreLocked, match="is locked: another process"):
            await WRITES[name](newsroom)
        assert await store.stats(NOON) == before
    await WRITES[name](newsroom)


async def test_reading_goes_on_while_another_process_writes(
    store: Store, newsroom: Newsroom, url: str
) -> None:
    """Readers wait for nobody."""
    await newsroom.publish("một")
    with held(url):
        assert [found.number for found in await store.articles.latest(limit=5)] == [1]
        assert (await store.search.search("bai so mot", now=NOON)).total == 1
