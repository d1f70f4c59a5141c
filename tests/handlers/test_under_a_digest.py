"""The buttons under a digest: whose they are, what they do, how it is taken back."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground import FORUM, READER
from digests.ingest import EditionMaker
from digests.model import Article, Digest, Feed, Rhythm, SubscriptionKind
from digests.store import Publication, Store

Chat = Any
Clock = Any
Deliver = Any
ReaderOf = Any


@pytest.fixture
def news(store: Store, clock: Clock) -> Any:
    """Publish an article of a feed; give its number."""
    feeds: dict[str, Feed] = {}

    async def put(title: str, *, source: str = "Báo Một", section: str = "Thể thao") -> int:
        if source not in feeds:
            url = f"https://{len(feeds)}.example/rss"
            feeds[source] = await store.feeds.add(url, source=source, now=clock())
        url = f"https://bao.example/{title.replace(' ', '-')}"
        article = Article(title=title, url=url, source=source, section=section, published=clock())
        digest = Digest(title=title, url=url, source=source, section=section, published=clock())
        words = await store.articles.keywords()
        answered = frozenset(word for word in words if word.lower() in title.lower())
        publication = Publication(
            article, digest, feed_id=feeds[source].id, entry_id=title, keywords=answered
        )
        return (await store.articles.publish(publication, clock())).number

    return put


async def titles(chat: Chat, deliver: Deliver) -> list[str]:
    """Send what is owed; give the headlines that arrived by it."""
    before = {one["message_id"] for one in await chat.messages()}
    await deliver()
    got = [one for one in await chat.messages() if one["message_id"] not in before]
    return [chat.words(one).split("\n")[0] for one in got]


async def test_fewer_like_this_says_what_it_does_and_is_undone(
    chat: Chat, news: Any, deliver: Deliver
) -> None:
    """Of this section of this paper only; pressed twice it is the same as once."""
    await chat.ask("/theodoi tất cả")
    await news("Trận đầu")
    await titles(chat, deliver)
    (message,) = [one for one in await chat.messages() if "Trận đầu" in chat.words(one)]
    fewer = chat.buttons(message)["👎 Bớt tin này"]
    for _twice in range(2):
        assert (await chat.press(message, fewer)).startswith("Bớt Thể thao từ Báo Một: từ nay")
    await news("Trận hai")
    await news("Trận ba", source="Báo Hai")
    await news("Mưa lớn", section="Thời sự")
    assert await titles(chat, deliver) == ["Trận ba", "Mưa lớn"]
    (listed,) = await chat.ask("/danhsach")
    assert "✅ 👎 bớt Thể thao từ Báo Một" in chat.buttons(listed)
    undo = chat.buttons(await chat.now(message))["↩️ Thôi bớt"]
    for _twice in range(2):
        assert await chat.press(message, undo) == "Thôi bớt Thể thao từ Báo Một."
    assert "👎 Bớt tin này" in chat.buttons(await chat.now(message))
    await news("Trận bốn")
    assert await titles(chat, deliver) == ["Trận bốn"]


async def test_a_keyword_comes_through_fewer(chat: Chat, news: Any, deliver: Deliver) -> None:
    """What was asked for by a word still comes."""
    await chat.ask("/theodoi tất cả")
    await chat.ask("/theodoi chung kết")
    number = await news("Trận đầu")
    await titles(chat, deliver)
    (message, *_) = await chat.ask("/moi")
    await chat.press(message, f"b:{number}")
    await news("Trận chung kết")
    await news("Trận thường")
    assert await titles(chat, deliver) == ["Trận chung kết"]


async def test_fewer_counts_for_round_ups_too(
    chat: Chat, news: Any, store: Store, reader_of: ReaderOf, clock: Clock
) -> None:
    """Neither do excluded words stand in them."""
    await chat.ask("/theodoi tất cả")
    await chat.ask("/theodoi -lũ quét")
    reader = await reader_of(READER)
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    number = await news("Trận đầu")
    (message,) = await chat.ask("/moi")
    await chat.press(message, f"b:{number}")
    await news("Trận hai")
    await news("Lũ quét ở xã Phú Lâm", section="Thời sự")
    kept = await news("Lúa chín", section="Thời sự")
    clock.forward(timedelta(hours=10))
    assert await EditionMaker(store, now=clock).make_due() == 1
    (delivery,) = await store.outbox.claim(clock(), limit=9, lease=timedelta(minutes=1))
    assert delivery.edition is not None
    contents = await store.editions.contents([delivery.edition])
    assert [one.number for one in contents[delivery.edition].articles] == [kept]


async def test_excluded_words_keep_news_away(chat: Chat, news: Any, deliver: Deliver) -> None:
    """With a minus before all of it; taken back by /dung in the same words."""
    await chat.ask("/theodoi tất cả")
    (answer,) = await chat.ask("/theodoi -bóng đá")
    assert chat.words(answer) == "🚫 Từ nay tôi bỏ qua mọi tin có “bóng đá”."
    await news("Bóng đá chiều nay")
    await news("Bơi lội chiều nay")
    assert await titles(chat, deliver) == ["Bơi lội chiều nay"]
    (dropped,) = await chat.ask("/dung -bóng đá")
    assert "Đã bỏ" in chat.words(dropped)
    await news("Bóng đá sáng mai")
    assert await titles(chat, deliver) == ["Bóng đá sáng mai"]


async def test_why_names_the_wishes_of_who_reads(chat: Chat, news: Any) -> None:
    """All that the article answers; or that nothing asked for it; or that fewer were wished."""
    number = await news("Giá vàng tăng", section="Kinh tế")
    (message,) = await chat.ask("/moi")
    assert "Không mục nào" in await chat.press(message, f"y:{number}")
    await chat.ask("/theodoi chuyenmuc: kinh tế")
    await chat.ask("/theodoi giá vàng")
    why = await chat.press(message, f"y:{number}")
    assert why == "Vì bạn theo dõi: “giá vàng”, Chuyên mục Kinh tế."
    await chat.press(message, f"b:{number}")
    assert "Bạn đã xin bớt Kinh tế từ Báo Một" in await chat.press(message, f"y:{number}")


async def test_buttons_in_a_group_are_each_persons_own(
    group: Chat, admin: Chat, news: Any, store: Store, reader_of: ReaderOf
) -> None:
    """Saving is for who presses; fewer for the whole chat is for its admins."""
    number = await news("Trận đầu")
    admins = type(group)(group.page, FORUM, admin.id)
    await admins.ask("/theodoi tất cả")
    (message,) = await group.ask("/moi")
    assert "Chỉ quản trị viên" in await group.press(message, f"b:{number}")
    assert await group.press(message, f"s:{number}") == "Đã lưu. Xem lại bằng /luu."
    assert await store.saved.numbers((await reader_of(READER)).id) == [number]
    assert await store.saved.numbers((await reader_of(FORUM)).id) == []
    await admins.press(message, f"b:{number}")
    kinds = [wish.kind for wish in await store.subscribers.following((await reader_of(FORUM)).id)]
    assert SubscriptionKind.FEWER in kinds


@pytest.mark.parametrize("data", ["b:{n}", "bu:{n}", "y:{n}", "s:{n}", "u:{n}"])
async def test_under_a_digest_a_month_later(chat: Chat, news: Any, clock: Clock, data: str) -> None:
    """The article is still there: the button works; a number that is none gets a sentence."""
    number = await news("Trận đầu")
    (message,) = await chat.ask("/moi")
    clock.forward(timedelta(days=31))
    assert await chat.press(message, data.format(n=number))
    assert "không còn" in await chat.press(message, data.format(n=number + 99))
