"""Sharing: links that open the bot, results in any chat, what was saved and its pages."""

from typing import Any

import httpx
import pytest

from bot.handlers import wishes
from bot.playground import READER
from digests.model import Photo, Subscription, SubscriptionKind
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any

PHOTO = "https://bao.example/anh/lua.jpg"


async def inline(page: httpx.AsyncClient, words: str, **more: object) -> dict[str, Any]:
    """Ask inline as the reader does; give the bot's answer."""
    body = {"query": words, "user": READER, **more}
    answer = (await page.post("/api/inline", json=body)).json()
    return dict(answer)


async def test_a_followed_source_can_be_shared(
    chat: Chat, admin: Chat, store: Store, clock: Clock, reader_of: ReaderOf
) -> None:
    """The link offers it to whoever opens it; only a press follows, for who presses."""
    await store.feeds.add("https://bao.example/rss", source="Báo Sông Hồng", now=clock())
    (followed,) = await chat.ask("/theodoi Báo Sông Hồng")
    link = "https://t.me/diemtin_bot?start=s_baosonghong"
    assert link in chat.words(followed)
    (offer,) = await admin.ask(f"/start {link.partition('=')[2]}")
    assert "Bạn muốn theo dõi Báo Sông Hồng?" in admin.words(offer)
    before = await store.subscribers.following((await reader_of(READER)).id)
    (data,) = admin.buttons(offer).values()
    for _twice in range(2):
        await admin.press(offer, data)
    following = await store.subscribers.following((await reader_of(admin.id)).id)
    assert [wish.label for wish in following] == ["Báo Sông Hồng"]
    assert await store.subscribers.following((await reader_of(READER)).id) == before


@pytest.mark.parametrize(
    "words", ["s_", "b_0", f"b_{'9' * 30}", "b_٣", "s_khongco", "m_<b>", "x_1", "_", "b_1 2"]
)
async def test_a_link_that_leads_nowhere_still_starts(chat: Chat, words: str) -> None:
    """With a sentence, never with the words for a failure."""
    (answer, *_more) = await chat.ask(f"/start {words}", answers=1)
    assert "trục trặc" not in chat.words(answer)


def test_links_lead_back_to_what_they_offer() -> None:
    """Sources and sections; one's own words are nobody else's business."""
    source = Subscription(SubscriptionKind.SOURCE, "7", "Tuổi Trẻ")
    section = Subscription(SubscriptionKind.SECTION, "the thao", "Thể thao")
    keyword = Subscription(SubscriptionKind.KEYWORD, "chuyện riêng", "chuyện riêng")
    for wish in (source, section):
        kind, _mark, name = str(wishes.link_words(wish)).partition("_")
        assert wishes.linked(kind, name, (keyword, source, section)) == wish
    assert wishes.link_words(keyword) is None
    assert wishes.link_words(Subscription(SubscriptionKind.SOURCE, "8", "報" * 9)) is None
    assert wishes.link_words(Subscription(SubscriptionKind.SOURCE, "9", "dài" * 40)) is None


async def test_inline_results_show_photo_section_and_source(
    page: httpx.AsyncClient, publish: Publish
) -> None:
    """What is sent has its photo above it, and a way into the chat with the bot."""
    number = await publish("Lúa chín", lead="Sớm mười ngày.", photos=(Photo(PHOTO),))
    answer = await inline(page, "lua chin")
    (result,) = answer["results"]
    assert result["thumbnail_url"] == PHOTO
    assert "Báo Sông Hồng · Thời sự" in result["description"]
    preview = result["content"]["link_preview_options"]
    assert preview == {"url": PHOTO, "prefer_large_media": True, "show_above_text": True}
    (row,) = result["reply_markup"]["inline_keyboard"]
    assert row[-1]["url"] == f"https://t.me/diemtin_bot?start=b_{number}"
    for words in ("#", "#0", f"#{'9' * 40}", "#x", f"#{number}"):
        results = (await inline(page, words))["results"]
        assert len(results) == (words == f"#{number}"), words


async def test_what_was_saved_is_searched_page_by_page(
    chat: Chat, publish: Publish, store: Store, clock: Clock, reader_of: ReaderOf
) -> None:
    """Without diacritics too; the buttons are for the presser's own shelf."""
    await chat.ask("/danhsach")
    reader = await reader_of(READER)
    for place in range(8):
        number = await publish(f"{'Lúa' if place < 7 else 'Ngô'} vụ {place}")
        await store.saved.save(reader.id, number, clock())
    (found,) = await chat.ask("/luu lua")
    assert "· 7" in chat.words(found)
    older = chat.buttons(found)["Sau ›"]
    for _twice in range(2):
        await chat.press(found, older)
    second = await chat.now(found)
    assert "6. Lúa vụ 1" in chat.words(second)
    assert "Ngô" not in chat.words(second)
    await store.subscribers.forget(reader.id)
    await chat.press(found, older)
    said = [chat.words(one) for one in await chat.messages()]
    assert any("chưa lưu tin nào" in words for words in said)
