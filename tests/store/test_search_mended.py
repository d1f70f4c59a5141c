"""The index of a store that lost some of it, and what readers keep to themselves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from digests.store import Publication, Published, Store, open_store
from digests.store.leases import Leases
from tests.store.conftest import NOON, Newsroom


async def _numbers(newsroom: Newsroom, words: str) -> list[int]:
    page = await newsroom.store.search.search(words, now=NOON)
    return [hit.number for hit in page.hits]


async def test_an_index_that_lost_an_article_is_built_anew(newsroom: Newsroom) -> None:
    """Noticed by the look at the start; a whole one is left as it is."""
    published = [await newsroom.publish(name) for name in ("một", "hai", "ba")]
    search = newsroom.store.search
    done: list[tuple[int, int]] = []
    assert await search.mend(lambda *told: done.append(told)) is None
    assert done == []
    async with newsroom.store.database.writing() as connection:
        lost = {"number": published[1].number}
        await connection.execute(text("DELETE FROM search_body WHERE number = :number"), lost)
    problem = await search.mend(lambda *told: done.append(told))
    assert f"article {published[1].number}" in str(problem)
    assert done[-1] == (3, 3)
    assert (await search.check()).problem is None
    assert await _numbers(newsroom, "bài số hai") == [published[1].number]


async def _make_old(store: Store) -> None:
    async with store.database.writing() as connection:
        await connection.execute(text("UPDATE search_state SET value = '0' WHERE name = 'version'"))


async def test_of_two_processes_one_builds_the_index_anew(patient: Newsroom, url: str) -> None:
    """After an update both find it old; the other waits and has nothing to mend."""
    for name in ("một", "hai"):
        await patient.publish(name)
    await _make_old(patient.store)
    other = await open_store(url, now=lambda: NOON)
    told: list[tuple[int, int]] = []
    async with asyncio.timeout(60):
        problems = await asyncio.gather(
            *(
                store.search.mend(lambda *done: told.append(done))
                for store in (patient.store, other)
            )
        )
    await other.close()
    assert [problem is None for problem in problems].count(True) == 1
    assert told == [(2, 2), (2, 2)]  # of the only batch, and at the end
    assert (await patient.store.search.check()).problem is None


async def test_who_takes_over_from_a_builder_that_is_gone(patient: Newsroom) -> None:
    """Nothing was heard of it for long enough."""
    await patient.publish("một")
    await _make_old(patient.store)
    await Leases(patient.store.database).take("search index", "a process that ended")
    async with asyncio.timeout(60):
        problem = await patient.store.search.mend(lambda _done, _total: None, quiet=0.0)
    assert "version 0" in str(problem)
    assert (await patient.store.search.check()).problem is None


@pytest.fixture
async def patient(url: str) -> AsyncIterator[Newsroom]:
    """A newsroom whose writers wait for each other as long as they do in earnest."""
    store = await open_store(url, now=lambda: NOON)
    yield Newsroom(store)
    await store.close()


async def test_others_write_while_the_index_is_built_anew(patient: Newsroom) -> None:
    """Also in the same process: what comes meanwhile waits for a step, and is in both indexes."""
    newsroom = patient
    for name in ("một", "hai"):
        await newsroom.publish(name)
    meanwhile: list[asyncio.Task[Published]] = []

    def begin_writing(_done: int, _total: int) -> None:
        meanwhile.append(asyncio.ensure_future(newsroom.publish("ba")))

    building = newsroom.store.search.rebuild(begin_writing)
    async with asyncio.timeout(60):
        await asyncio.gather(building, newsroom.publish("bốn"))
        published = await meanwhile[0]
    assert await _numbers(newsroom, "bài số ba") == [published.number]
    assert (await newsroom.store.search.check()).problem is None


async def test_the_search_of_everyone_has_nothing_of_a_readers_own_feed(
    newsroom: Newsroom,
) -> None:
    """Neither when it comes, nor when it changes, nor when feed and index are no more as then."""
    url = "https://rieng.example/rss"
    own = await newsroom.store.feeds.add(url, source="Riêng", now=NOON, shared=False)
    publication = newsroom.publication("riêng", own)
    published = await newsroom.store.articles.publish(publication, NOON)
    await newsroom.publish("chung")
    article = replace(publication.article, lead="Đoạn khác của bài riêng.")
    await newsroom.store.articles.replace(published.number, article, publication.digest, NOON)
    assert published.number not in await _numbers(newsroom, "bài riêng")
    await newsroom.store.feeds.remove(own.id)
    await newsroom.store.search.rebuild(lambda _done, _total: None)
    assert published.number not in await _numbers(newsroom, "bài riêng")
    assert published.number not in [
        one.number for one in await newsroom.store.articles.latest(limit=9)
    ]
    assert (await newsroom.store.search.check()).problem is None


async def test_looser_queries_are_counted(newsroom: Newsroom) -> None:
    """One condition less, where that is enough; else all of them less."""
    when = datetime(2026, 11, 20, 3, tzinfo=UTC)
    feed = await newsroom.feed()
    article = newsroom.article("lúa", title="Lúa chín sớm", published=when)
    publication = Publication(article, newsroom.publication("x", feed).digest, feed_id=feed.id)
    await newsroom.store.articles.publish(publication, NOON)
    search = newsroom.store.search
    one = await search.looser("lúa nguon:khác", now=NOON)
    assert [(looser.condition, looser.text, looser.total) for looser in one] == [
        ("source", "lúa", 1)
    ]
    both = await search.looser("lúa nguon:khác tu:24/11/2026", now=NOON)
    assert [(looser.condition, looser.text) for looser in both] == [("all", "lúa")]
    assert await search.looser("ngô nguon:khác", now=NOON) == []
