"""Feeds that readers bring along: theirs alone, limited, and lists of feeds as files."""

import asyncio
from typing import Any
from unittest.mock import ANY

import httpx
import pytest

from bot.handlers.limits import OWN_FEEDS
from bot.handlers.own_feeds import followed_feeds, is_address
from bot.opml import read_opml
from bot.playground import READER, LocalBotApi
from digests.fetch.client import trusted
from digests.ingest import ArticleReader, Ingest, IngestSettings
from digests.model import (
    Address,
    Article,
    Digest,
    Feed,
    FeedState,
    Source,
    Subscription,
    SubscriptionKind,
)
from digests.store import Publication, Store
from tests.handlers.test_under_a_digest import titles

Chat = Any
Clock = Any
Deliver = Any
ReaderOf = Any

PAPERS = ("song-hong", "bien-xanh", "phuong-nam")


async def papers(api: LocalBotApi) -> list[str]:
    """Give the addresses of the sample papers' feeds."""
    async with httpx.AsyncClient(verify=trusted(), base_url=api.url, trust_env=False) as client:
        found = [f"{api.url}/bao/{name}/rss.xml" for name in PAPERS]
        return [url for url in found if (await client.get(url)).status_code == 200]


def test_an_address_may_lack_its_scheme() -> None:
    """As people say it; what only has a stop in it is a keyword."""
    for typed in ("https://bao.vn/rss", "bao.vn", "www.bao.com.vn/the-thao", "BAO.NET", "http://"):
        assert is_address(typed), typed
    for typed in ("TP.HCM", "giá vàng", "5.5", "bao.vn hôm nay", "U.S.A", "https"):
        assert not is_address(typed), typed


async def test_an_own_feed_is_dropped_by_what_it_was_added_by(
    chat: Chat, api: LocalBotApi, store: Store, reader_of: ReaderOf
) -> None:
    """The address of the feed or of its paper; an address that is none is told."""
    home = f"{api.url}/bao/song-hong"
    for dropped in (f"{home}/rss.xml", f"{home}/"):
        await chat.ask(f"/theodoi {home}/rss.xml")
        (answer,) = await chat.ask(f"/dung {dropped}")
        assert chat.words(answer) == "Đã bỏ: 📡 Báo Sông Hồng."
    reader = await reader_of(READER)
    assert await store.subscribers.following(reader.id) == []
    (answer,) = await chat.ask("/theodoi http://")
    assert "không phải là địa chỉ" in chat.words(answer)


async def test_an_own_feed_comes_to_its_reader_only(  # noqa: PLR0917 - fixtures
    chat: Chat, admin: Chat, api: LocalBotApi, bot: Any, deliver: Deliver, store: Store
) -> None:
    """Not to who follows everything, not into /moi, not into the list of sources."""
    await admin.ask("/theodoi tất cả")
    url = f"{api.url}/bao/song-hong/rss.xml"
    (added,) = await chat.ask(f"/theodoi {url}")
    assert "Từ nay tin của" in chat.words(added)
    feed = (await store.feeds.all())[0]
    assert not feed.shared
    ingest = Ingest(
        store,
        bot.fetcher,
        ArticleReader(bot.fetcher, obey_robots=False, rewriter=None, worker=None),
        now=bot.now,
        settings=IngestSettings(first_poll_announces=2),
    )
    await ingest.poll_due()
    before = len(await admin.messages())
    assert len(await titles(chat, deliver)) == 2
    assert len(await admin.messages()) == before
    (nothing,) = await admin.ask("/moi")
    assert "Chưa có tin" in admin.words(nothing)
    other = type(chat)(chat.page, chat.id)
    (listed,) = await other.ask("/nguon")
    assert "Chưa có nguồn tin" in chat.words(listed)


async def test_what_an_own_feed_brought_opens_for_nobody_else(  # noqa: PLR0917 - fixtures
    chat: Chat, admin: Chat, api: LocalBotApi, store: Store, clock: Clock, reader_of: ReaderOf
) -> None:
    """By no link, inline number or forged button; who follows the feed or saved it reads it."""
    await chat.ask(f"/theodoi {api.url}/bao/song-hong/rss.xml")
    (feed,) = await store.feeds.all()
    article = Article(title="Thư nội bộ của Tý", url="https://bao.example/rieng")
    digest = Digest(title=article.title, url=article.url)
    publication = Publication(article, digest, feed_id=feed.id)
    number = (await store.articles.publish(publication, clock())).number

    async def inline(person: int) -> list[Any]:
        asked = {"query": f"#{number}", "user": person}
        return list((await chat.page.post("/api/inline", json=asked)).json()["results"])

    (opened,) = await chat.ask(f"/start b_{number}")
    assert "Thư nội bộ" in chat.words(opened)
    assert len(await inline(READER)) == 1
    assert "Đã lưu" in await chat.press(opened, f"s:{number}")
    (message,) = await admin.ask("/caidat")
    (refused,) = await admin.ask(f"/start b_{number}")
    assert "Thư nội bộ" not in admin.words(refused)
    assert await inline(admin.id) == []
    for data in ("o", "s", "u", "b", "bu", "y"):
        await admin.press(message, f"{data}:{number}")
    assert all("Thư nội bộ" not in admin.words(one) for one in await admin.messages())
    assert await store.saved.numbers((await reader_of(admin.id)).id) == []
    (wish,) = await store.subscribers.following((await reader_of(READER)).id)
    await chat.ask(f"/dung {wish.label}")
    (kept,) = await chat.ask(f"/start b_{number}")
    assert "Thư nội bộ" in chat.words(kept)
    await chat.press(opened, f"u:{number}")
    (gone,) = await chat.ask(f"/start b_{number}")
    assert "Thư nội bộ" not in chat.words(gone)


async def test_the_limit_is_the_settings_or_a_persons_own(
    chat: Chat, api: LocalBotApi, store: Store, reader_of: ReaderOf
) -> None:
    """Who drops one may add another; a feed that nobody follows rests."""
    first, second, *_more = await papers(api)
    address = Address("telegram", str(READER))
    await store.limits.set(address, OWN_FEEDS.name, 1)
    await chat.ask(f"/theodoi {first}")
    (refused,) = await chat.ask(f"/theodoi {second}")
    assert "Bạn đã tự thêm 1 nguồn" in chat.words(refused)
    (feed,) = await store.feeds.all()
    reader = await reader_of(READER)
    (wish,) = await store.subscribers.following(reader.id)
    assert wish == Subscription(SubscriptionKind.FEED, str(feed.id), ANY)
    (dropped,) = await chat.ask(f"/dung {wish.label}")
    assert "Đã bỏ" in chat.words(dropped)
    assert (await store.feeds.get(feed.id)).state is FeedState.PAUSED
    (added,) = await chat.ask(f"/theodoi {second}")
    assert "Từ nay tin của" in chat.words(added)
    await store.limits.set(address, OWN_FEEDS.name, 2)
    await chat.ask(f"/theodoi {first}")
    assert (await store.feeds.get(feed.id)).state is FeedState.ACTIVE
    await store.limits.set(address, OWN_FEEDS.name, 0)
    (never,) = await chat.ask("/theodoi https://bao.example/rss")
    assert "không tự thêm nguồn được" in chat.words(never)


async def test_a_feed_that_is_read_already_is_followed_at_once(
    chat: Chat, store: Store, clock: Clock
) -> None:
    """It costs no place; however the address is written."""
    await store.feeds.add("https://bao.example/rss", source="Báo Một", now=clock())
    (known,) = await chat.ask("/theodoi https://bao.example/rss/?utm_source=x")
    assert "Nguồn này tôi đọc rồi" in chat.words(known)
    (again,) = await chat.ask("/theodoi http://bao.example/rss")
    assert "Nguồn này tôi đọc rồi" in chat.words(again)


async def test_what_is_no_feed_gets_one_sentence(chat: Chat, api: LocalBotApi) -> None:
    """With the reason."""
    (nothing,) = await chat.ask(f"/theodoi {api.url}/bao/khong-co/")
    assert "Không đọc được" in chat.words(nothing)


async def send_file(chat: Chat, body: str, name: str = "nguon.opml") -> dict[str, Any]:
    """Send a file to the bot as a person does on the page; give its answer."""
    document = {"file_name": name, "content": body}
    said = await chat.page.post(f"/api/chats/{chat.id}/messages", json={"document": document})
    for _attempt in range(200):
        if got := await chat.messages(after=said.json()["message_id"]):
            return dict(got[0])
        await asyncio.sleep(0.03)
    pytest.fail("a file has no answer")


def outlines(urls: list[str]) -> str:
    """Give an OPML file of feeds."""
    lines = "".join(f'<outline type="rss" text="Báo" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><head/><body>{lines}</body></opml>'


async def test_a_list_goes_in_and_comes_out_as_a_file(
    chat: Chat, api: LocalBotApi, store: Store, clock: Clock
) -> None:
    """Feeds that are read already cost no place; what is beyond the limit is counted."""
    own = await papers(api)
    await store.feeds.add("https://bao.example/rss", source="Báo Một", now=clock())
    await store.limits.set(Address("telegram", str(READER)), OWN_FEEDS.name, 1)
    listed = ["https://bao.example/rss", *own, f"{api.url}/bao/khong-co/rss.xml"]
    answer = await send_file(chat, outlines(listed))
    assert "Đã theo dõi 2 nguồn" in chat.words(answer)
    assert f"{len(own)} nguồn vượt quá giới hạn 1" in chat.words(answer)
    (file,) = await chat.ask("/danhsach opml")
    content = await chat.page.get(file["document_src"])
    assert [one.url for one in read_opml(content.content)] == ["https://bao.example/rss", own[0]]


@pytest.mark.parametrize("body", ["", "<opml", "<html/>", "<opml version='2.0'><body/></opml>"])
async def test_a_file_that_is_no_list_is_told(chat: Chat, body: str) -> None:
    """And nothing is followed."""
    answer = await send_file(chat, body or " ", "tin.xml")
    assert "không phải OPML" in chat.words(answer)


async def test_who_follows_no_feed_has_no_list(chat: Chat) -> None:
    """One sentence instead of an empty file."""
    (answer,) = await chat.ask("/danhsach opml")
    assert "chưa theo dõi nguồn nào" in chat.words(answer)


def test_feeds_behind_wishes() -> None:
    """Own feeds are behind no wide wish."""
    one = Feed(1, Source(1, "Báo Một"), "https://a.example/1", section="Thể thao")
    two = Feed(2, Source(2, "Báo Hai"), "https://a.example/2")
    own = Feed(3, Source(1, "Báo Một"), "https://a.example/3", shared=False)
    every = [one, two, own]

    def behind(*wishes: Subscription) -> list[int]:
        return [feed.id for feed in followed_feeds(wishes, every)]

    assert behind(Subscription(SubscriptionKind.ALL)) == [1, 2]
    assert behind(Subscription(SubscriptionKind.SOURCE, "1")) == [1]
    assert behind(Subscription(SubscriptionKind.SECTION, "the thao")) == [1]
    assert behind(Subscription(SubscriptionKind.FEED, "3")) == [3]
    assert behind(Subscription(SubscriptionKind.SOURCE, "2", off=True)) == []
