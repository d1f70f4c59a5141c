"""Admins look after feeds: each with its health, tested, moved, paused, removed, as a list."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.opml import read_opml
from bot.playground import LocalBotApi
from bot.texts import VIETNAMESE
from digests.errors import HttpStatusError
from digests.model import FeedState
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any

VI = VIETNAMESE.desk.feeds


async def added(store: Store, clock: Clock, count: int = 1) -> None:
    for place in range(count):
        await store.feeds.add(
            f"https://bao.example/{place}.rss",
            source="Báo Sông Hồng",
            section=f"Mục {place}",
            now=clock(),
        )


async def opened(admin: Chat, number: int = 1) -> dict[str, Any]:
    """Give the card of a feed, opened from the list."""
    (listed,) = await admin.ask("/nguon")
    await admin.press(listed, admin.buttons(listed)[str(number)])
    return await admin.now(listed)  # type: ignore[no-any-return]


async def test_a_feed_shows_its_health(admin: Chat, store: Store, clock: Clock) -> None:
    """Since when it fails, why, how often it is asked, and what hangs on it."""
    await added(store, clock)
    feed = await store.feeds.get(1)
    error = str(HttpStatusError(feed.url, 503))
    down = replace(feed, state=FeedState.DOWN, failures=3, last_error=error)
    await store.feeds.save(replace(down, last_success_at=clock()))
    card = admin.words(await opened(admin))
    for words in ("❌ đang lỗi", "Lỗi 3 lần liền", "mã lỗi 503", "Thứ Ba 24/11/2026", "0 bài"):
        assert words in card


async def test_pausing_and_resuming_by_buttons(admin: Chat, store: Store, clock: Clock) -> None:
    """A button says what it does, so a second press of it changes nothing."""
    await added(store, clock)
    card = await opened(admin)
    pause = admin.buttons(card)[VI.pause]
    for _twice in range(2):
        await admin.press(card, pause)
        assert (await store.feeds.get(1)).state is FeedState.PAUSED
    assert "⏸ tạm dừng" in admin.words(await admin.now(card))
    await admin.press(card, admin.buttons(await admin.now(card))[VI.resume])
    assert (await store.feeds.get(1)).state is FeedState.ACTIVE
    (again,) = await admin.ask("/nguon chay 1")
    assert "Đọc lại nguồn 1" in admin.words(again)
    assert [act.what for act in await store.audit.last(9)] == ["feed_resumed", "feed_paused"]


async def test_a_preview_adds_nothing_until_its_button_is_pressed(
    admin: Chat, api: LocalBotApi, store: Store
) -> None:
    """Twice is once."""
    (preview,) = await admin.ask(f"/nguon thử {api.url}/bao/song-hong/")
    assert await store.feeds.all() == []
    assert "Chưa thêm gì cả" in admin.words(preview)
    data = admin.buttons(preview)[VI.add_this]
    await admin.press(preview, data)
    assert "✅ Đã thêm nguồn 1" in admin.words(await admin.now(preview))
    await admin.press(preview, data)
    assert "đã có rồi" in admin.words((await admin.messages())[-1])
    assert len(await store.feeds.all()) == 1


async def test_a_preview_that_is_left_adds_nothing_afterwards(
    admin: Chat, api: LocalBotApi, store: Store
) -> None:
    """Not even by the other button of the same message, pressed later."""
    (preview,) = await admin.ask(f"/nguon them {api.url}/bao/song-hong/rss.xml")
    buttons = admin.buttons(preview)
    for _twice in range(2):
        await admin.press(preview, buttons[VI.leave_this])
    await admin.press(preview, buttons[VI.add_this])
    assert await store.feeds.all() == []
    (again,) = await admin.ask(f"/nguon them {api.url}/bao/song-hong/rss.xml")
    await admin.press(again, admin.buttons(again)[VI.add_this])
    assert len(await store.feeds.all()) == 1


async def test_what_was_added_by_mistake_is_taken_out_again(
    admin: Chat, api: LocalBotApi, store: Store
) -> None:
    """The button under what was added asks once, with what hangs on the feed."""
    (done,) = await admin.ask(f"/nguon them {api.url}/bao/song-hong/rss.xml")
    await admin.press(done, admin.buttons(done)[VI.add_this])
    done = await admin.now(done)
    await admin.press(done, admin.buttons(done)[VI.undo])
    question = await admin.now(done)
    assert "0 bài đã đọc vẫn ở trong kho" in admin.words(question)
    (remove,) = [data for data in admin.buttons(question).values() if data.startswith("nr:")]
    await admin.press(question, remove)
    assert await store.feeds.all() == []
    assert "Không có nguồn số 1" in await admin.press(question, remove)


async def test_removing_says_what_it_would_remove(
    admin: Chat, chat: Chat, store: Store, clock: Clock
) -> None:
    """Followers of the paper, and its other feeds."""
    await added(store, clock, 3)
    await chat.ask("/theodoi Báo Sông Hồng")
    (question,) = await admin.ask("/nguon xoa 2")
    assert "1 người theo dõi báo này" in admin.words(question)
    assert "Báo này còn 2 nguồn khác" in admin.words(question)
    keep = admin.buttons(question)[VIETNAMESE.buttons.keep]
    await admin.press(question, keep)
    assert len(await store.feeds.all()) == 3


async def test_the_address_of_a_feed_is_changed_in_place(
    admin: Chat, api: LocalBotApi, store: Store, clock: Clock
) -> None:
    """By command, or asked for by its button; a broken address changes nothing."""
    await added(store, clock)
    url = f"{api.url}/bao/song-hong/rss.xml"
    (wrong,) = await admin.ask(f"/nguon sua 1 {api.url}/bao/khong-co/")
    assert "Không đọc được" in admin.words(wrong)
    (moved,) = await admin.ask(f"/nguon sửa 1 {url}")
    assert "từ nay đọc ở" in admin.words(moved)
    card = await opened(admin)
    await admin.press(card, admin.buttons(card)[VI.edit])
    other = f"{api.url}/bao/phuong-nam/rss.xml"
    (again,) = await admin.ask(other)
    assert "từ nay đọc ở" in admin.words(again)
    feed = await store.feeds.get(1)
    assert (feed.url, feed.source.name) == (other, "Báo Sông Hồng")


async def test_a_feed_is_tested_without_consequence(
    admin: Chat, api: LocalBotApi, store: Store
) -> None:
    """By its number: how long it took, and what is in it."""
    (offer,) = await admin.ask(f"/nguon them {api.url}/bao/song-hong/rss.xml")
    await admin.press(offer, admin.buttons(offer)[VI.add_this])
    (tested,) = await admin.ask("/nguon thu 1")
    assert "Đọc được trong" in admin.words(tested)
    assert await store.articles.count() == 0


async def test_many_feeds_are_paged(admin: Chat, chat: Chat, store: Store, clock: Clock) -> None:
    """For admins with a button each, for readers without."""
    await added(store, clock, 20)
    for who in (admin, chat):
        (first,) = await who.ask("/nguon")
        assert "20. " not in who.words(first)
        await who.press(first, who.buttons(first)[VIETNAMESE.buttons.older])
        second = await who.now(first)
        assert "20. " in who.words(second)
        assert ("20" in who.buttons(second)) == (who is admin)


async def test_feeds_travel_as_a_file(
    admin: Chat, api: LocalBotApi, store: Store, clock: Clock
) -> None:
    """Out with /nguon opml; in by sending such a file, after one question, once."""
    await added(store, clock, 2)
    (sent,) = await admin.ask("/nguon opml")
    assert sent["document"]["file_name"] == VI.opml_name
    kept = api.world.files.get(sent["document"]["file_id"])
    assert kept is not None
    assert kept.body is not None
    urls = [one.url for one in read_opml(kept.body)]
    assert urls == [feed.url for feed in await store.feeds.all()]
    question = await sent_file(admin, OPML)
    assert "3 nguồn, trong đó 2 nguồn mới" in admin.words(question)
    data = admin.buttons(question)["➕ Thêm 2 nguồn"]
    await admin.press(question, data)
    assert "Đã thêm 2 nguồn" in admin.words(await admin.now(question))
    await admin.press(question, data)
    assert len(await store.feeds.all()) == 4
    for content, said in ((OPML, "đang đọc cả rồi"), ("<html>", "không đọc được tệp này")):
        assert said in admin.words(await sent_file(admin, content))


OPML = """<opml version="2.0"><body><outline text="Báo Mới">
<outline text="a" xmlUrl="https://moi.example/a"/><outline text="b" xmlUrl="https://moi.example/b"/>
<outline text="c" xmlUrl="https://bao.example/0.rss"/></outline></body></opml>"""


async def sent_file(admin: Chat, content: str) -> dict[str, Any]:
    """Send a file and give the bot's answer."""
    body = {"document": {"file_name": "feeds.opml", "content": content}}
    answer = await admin.page.post(f"/api/chats/{admin.id}/messages", json=body)
    said = int(answer.json()["message_id"])
    for _attempt in range(200):
        if got := await admin.messages(after=said):
            return got[0]  # type: ignore[no-any-return]
        await asyncio.sleep(0.03)
    pytest.fail("the file was not answered")


async def test_buttons_of_feeds_that_are_gone_answer(
    admin: Chat, chat: Chat, store: Store, clock: Clock
) -> None:
    """A month later, and when a reader presses them."""
    await added(store, clock)
    card = await opened(admin)
    buttons = admin.buttons(card)
    assert await chat.press(card, buttons[VI.remove]) == VIETNAMESE.trouble.only_admins
    await store.feeds.remove(1)
    clock.forward(timedelta(days=30))
    for text, data in buttons.items():
        if text != VI.back:
            assert "Không có nguồn số 1" in await admin.press(card, data), text
    await admin.press(card, buttons[VI.back])
    assert "Chưa có nguồn" in admin.words(await admin.now(card))
