"""What is kept long enough goes, and nothing that somebody needs."""

from datetime import timedelta

import pytest

from digests.errors import NotThere
from digests.model import Entry, Rhythm
from digests.store import Retention, Store, retention
from tests.slots import settle_slot
from tests.store.conftest import NOON, Newsroom

YEAR = timedelta(days=365)
MONTH = timedelta(days=30)
KEEP = Retention(deliveries=MONTH, articles=MONTH, searches=MONTH)


def entry(name: str, *, link: bool = True) -> Entry:
    """Give the entry of an article as its feed still lists it."""
    return Entry(
        id=f"entry-{name}" if link else name,
        link=f"https://bao.example/{name}.html" if link else None,
        title=f"Bài số {name}",
    )


async def old(newsroom: Newsroom, *names: str, before: timedelta = YEAR) -> list[int]:
    """Publish articles long ago."""
    newsroom.now = NOON - before
    numbers = [(await newsroom.publish(name)).number for name in names]
    newsroom.now = NOON
    return numbers


async def there(store: Store) -> set[int]:
    return {found.number for found in await store.articles.latest(limit=1000)}


async def test_old_articles_go_with_their_search_rows(store: Store, newsroom: Newsroom) -> None:
    """The new ones stay, and the index is whole."""
    (first, _second) = await old(newsroom, "một", "hai")
    new = (await newsroom.publish("ba")).number
    assert await store.prune(NOON, KEEP) >= 2
    assert await there(store) == {new}
    with pytest.raises(NotThere):
        await store.articles.get(first)
    assert (await store.search.search("bài số", now=NOON)).total == 1
    assert (await store.search.check()).problem is None


async def test_without_a_length_nothing_goes(store: Store, newsroom: Newsroom) -> None:
    """As it was before there was a choice."""
    await old(newsroom, "một")
    await store.search.count("bão", NOON - YEAR)
    await store.prune(NOON, Retention(MONTH))
    assert len(await there(store)) == 1
    assert await store.search.popular(5) == [("bão", 1)]


async def test_what_somebody_saved_or_is_owed_stays(store: Store, newsroom: Newsroom) -> None:
    """Until it is not saved any more, and until the record of the delivery goes."""
    reader = await newsroom.reader("1")
    saved, owed, sent = await old(newsroom, "một", "hai", "ba")
    for delivery, article in ((1, saved), (3, sent)):
        assert (await store.outbox.get(delivery)).article == article
        await store.outbox.sent(delivery, 70 + delivery, NOON - YEAR)
    await store.saved.save(reader.id, saved, NOON - YEAR)
    await store.prune(NOON, KEEP)
    assert await there(store) == {saved, owed}
    await store.saved.unsave(reader.id, saved)
    await store.outbox.sent(2, 72, NOON)
    await store.prune(NOON, KEEP)
    assert await there(store) == {owed}
    await store.prune(NOON + 2 * MONTH, KEEP)
    assert await there(store) == set()


async def test_a_round_up_on_its_way_keeps_what_it_tells(store: Store, newsroom: Newsroom) -> None:
    """However long it is held."""
    told = (await newsroom.publish("một")).number
    reader = await newsroom.reader("1")
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    morrow = NOON + timedelta(days=1)
    (slot,) = await store.editions.due(morrow, 9)
    assert await settle_slot(store, slot, [told], None, morrow) is not None
    await store.prune(NOON + YEAR, KEEP)
    assert await there(store) == {told}
    await store.outbox.cancel_for(reader.id, "no", morrow)
    await store.prune(NOON + YEAR, KEEP)
    assert await there(store) == set()


async def test_a_feed_that_lists_what_is_gone_does_not_bring_it_back(
    store: Store, newsroom: Newsroom
) -> None:
    """Neither by its identity nor by its address; what is new is new."""
    await old(newsroom, "một", "hai")
    feed = await newsroom.feed()
    await store.prune(NOON, KEEP)
    listed = [entry("một"), entry("entry-hai", link=False), entry("ba")]
    assert await store.articles.unknown(feed.id, listed) == [entry("ba")]
    other = await newsroom.feed("Báo Khác")
    assert await store.articles.unknown(other.id, listed) == [
        entry("entry-hai", link=False),
        entry("ba"),
    ]


async def test_more_than_a_batch_goes_and_again_is_harmless(
    store: Store, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In transactions of a few each."""
    monkeypatch.setattr(retention, "_BATCH", 3)
    reader = await newsroom.reader("1")
    numbers = await old(newsroom, *map(str, range(11)))
    for delivery in range(1, 12):
        await store.outbox.sent(delivery, delivery, NOON - YEAR)
    for number in numbers[1:7]:
        await store.saved.save(reader.id, number, NOON)
    await store.prune(NOON, KEEP)
    assert await there(store) == set(numbers[1:7])
    assert await store.prune(NOON, KEEP) == 0


async def test_words_that_nobody_searches_for_any_more_go(store: Store) -> None:
    """With what old buttons ask; what is asked again stays."""
    for words in ("bão", "lũ"):
        await store.search.count(words, NOON - YEAR)
    asked, again = [await store.queries.remember(one, NOON - YEAR) for one in ("bão", "lũ")]
    await store.search.count("lũ", NOON)
    assert await store.queries.remember("lũ", NOON) == again
    assert await store.prune(NOON, KEEP) == 2
    assert await store.search.popular(5) == [("lũ", 2)]
    assert await store.queries.recall(again) == "lũ"
    with pytest.raises(NotThere):
        await store.queries.recall(asked)
