"""Reading in the chat: the latest news, searching it, opening, saving."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.playground import READER
from bot.texts import VIETNAMESE
from digests.keywords import matching
from digests.model import Article, Digest, Photo, Rhythm, SubscriptionKind
from digests.store import Publication, Store
from digests.stories import signature
from tests.stories.test_stories import FLOOD_HERE, FLOOD_THERE

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any

READING = VIETNAMESE.reading


async def test_latest_news_is_a_list_that_opens(chat: Chat, publish: Publish) -> None:
    """/moi numbers the news, newest first; a number opens its digest."""
    await publish("Cầu Vĩnh Phước thông xe", lead="Sáng nay cầu mở cửa.")
    number = await publish("Nông dân gặt lúa sớm", lead="Bà con tránh bão.")
    (answer,) = await chat.ask("/moi")
    assert "1. Nông dân gặt lúa sớm\nBáo Sông Hồng · 24/11/2026" in chat.words(answer)
    assert "2. Cầu Vĩnh Phước thông xe" in chat.words(answer)
    assert chat.buttons(answer)["1"] == f"o:{number}"
    await chat.press(answer, f"o:{number}")
    opened = (await chat.messages())[-1]
    assert chat.words(opened).startswith("Nông dân gặt lúa sớm\nBà con tránh bão.")


async def test_latest_news_pages_both_ways(chat: Chat, publish: Publish) -> None:
    """The pages stand in the same message."""
    for place in range(7):
        await publish(f"Tin số {place}")
    (answer,) = await chat.ask("/latest")
    await chat.press(answer, chat.buttons(answer)["Sau ›"])
    second = await chat.now(answer)
    assert "6. Tin số 1" in chat.words(second)
    assert "Sau ›" not in chat.buttons(second)
    await chat.press(answer, chat.buttons(second)["‹ Trước"])
    assert "1. Tin số 6" in chat.words(await chat.now(answer))


async def test_latest_news_of_a_section_a_source_or_a_day(chat: Chat, publish: Publish) -> None:
    """Words after /moi narrow it; diacritics may be missing."""
    await publish("Đội nữ thắng", section="Thể thao", source="Tin Biển Xanh")
    await publish("Giá lúa tăng", section="Kinh tế")
    (sport,) = await chat.ask("/moi the thao")
    assert "Đội nữ thắng" in chat.words(sport)
    assert "Giá lúa" not in chat.words(sport)
    (today,) = await chat.ask("/moi hôm nay")
    assert "Giá lúa tăng" in chat.words(today)
    await publish("Chuyện cũ", published=datetime(2020, 2, 3, 5, tzinfo=UTC))
    (old,) = await chat.ask("/moi 03/02/2020")
    assert "1. Chuyện cũ" in chat.words(old)
    (past,) = await chat.ask("/moi 01/02/2020")
    assert "Chưa có tin nào về “01/02/2020”" in chat.words(past)


async def test_an_empty_archive_is_said_kindly(chat: Chat) -> None:
    """Nobody is left without an answer."""
    for command in ("/moi", "/homnay", "/luu", "/nguon", "/danhsach", "/tim lúa", "/anh lúa"):
        (answer,) = await chat.ask(command)
        assert chat.words(answer), command


async def test_search_needs_no_diacritics(chat: Chat, publish: Publish) -> None:
    """/tim, and plain words in a private chat; results open by their number."""
    number = await publish("Nông dân huyện An Hòa gặt lúa", lead="Bà con tránh bão.")
    for asked in ("/tim nong dan an hoa", "/SEARCH nong dan an hoa", "nong dan an hoa"):
        (answer,) = await chat.ask(asked)
        assert "1. Nông dân huyện An Hòa gặt lúa" in chat.words(answer), asked
        assert chat.buttons(answer)["1"] == f"o:{number}"


async def test_a_result_names_the_other_papers_of_its_story(
    chat: Chat, store: Store, clock: Clock
) -> None:
    """The story is one result; the other report is a link, whether the words are in it or not."""
    for report, source in ((FLOOD_HERE, "Báo Sông Hồng"), (FLOOD_THERE, "Tin Biển Xanh")):
        told = replace(report, source=source, url=f"https://{source[:3]}.example/lu")
        shown = Digest(told.title, told.url, source=source)
        made = Publication(told, shown, signature=signature(told))
        await store.articles.publish(made, clock())
    for asked in (FLOOD_HERE.title, FLOOD_THERE.title):
        (answer,) = await chat.ask(f"/tim {asked}")
        assert "· 1 kết quả" in chat.words(answer)
        other = "Tin Biển Xanh" if asked == FLOOD_HERE.title else "Báo Sông Hồng"
        assert f"Cùng tin: {other}" in chat.words(answer)


async def test_search_pages_sort_and_remember_their_query(chat: Chat, publish: Publish) -> None:
    """However long the query, and however often a button is pressed."""
    for place in range(7):
        await publish(f"Mùa lúa thứ {place}", lead="Bà con gặt lúa chín trên cánh đồng rộng.")
    query = "lúa " + "-không " * 40
    (answer,) = await chat.ask(f"/tim {query}")
    assert "7 kết quả · trang 1/2" in chat.words(answer)
    for _again in range(2):
        await chat.press(answer, chat.buttons(answer)["Sau ›"])
        assert "trang 2/2" in chat.words(await chat.now(answer))
    second = await chat.now(answer)
    await chat.press(answer, chat.buttons(second)["Mới nhất trước"])
    assert "1. Mùa lúa thứ 6" in chat.words(await chat.now(answer))


async def test_a_search_becomes_an_alert(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """Its words are followed, with what narrows them; pressed twice it says so."""
    await publish("Giá vàng tăng")
    (answer,) = await chat.ask("/tim giá vàng nguon:songhong")
    data = chat.buttons(answer)["🔔 Theo dõi"]
    followed = 'giá vàng nguon:"songhong"'
    assert await chat.press(answer, data) == f"🔔 Từ nay có tin về “{followed}” là tôi báo ngay."
    assert f"đang theo dõi “{followed}” rồi" in await chat.press(answer, data)
    (wish,) = await store.subscribers.following((await reader_of(READER)).id)
    assert (wish.kind, wish.value) == (SubscriptionKind.ALERT, followed)


async def test_an_alert_says_what_of_the_search_it_leaves_out(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """Days tell nothing of the news to come, and what nobody knows cannot be asked for."""
    await publish("Giá vàng tăng")
    (answer,) = await chat.ask("/tim giá vàng tu:2020 mau:do")
    said = await chat.press(answer, chat.buttons(answer)["🔔 Theo dõi"])
    assert "“giá vàng”" in said
    assert "Ngày trong câu tìm không tính" in said
    assert "mau:do" in said
    (wish,) = await store.subscribers.following((await reader_of(READER)).id)
    assert wish.value == "giá vàng"


async def test_an_alert_keeps_the_filters_of_its_search(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """What the search would not have found brings no alert."""
    number = await publish(
        "Hội An lên đèn",
        section="Văn hoá",
        photos=(Photo("https://bao.example/a.jpg", "Hoa đăng trên sông Hoài"),),
    )
    (article,) = [stored.article for stored in await store.articles.get_many([number])]
    (answer,) = await chat.ask('/tim anh: hoa dang chuyenmuc:"van hoa" -pháo')
    await chat.press(answer, chat.buttons(answer)["🔔 Theo dõi"])
    (wish,) = await store.subscribers.following((await reader_of(READER)).id)
    assert matching([wish.value], article)
    for other in (
        replace(article, section="Thể thao"),
        replace(article, photos=(), lead="Hoa đăng trên sông Hoài"),
        replace(article, lead="Sau đó là pháo hoa."),
    ):
        assert not matching([wish.value], other)


async def test_an_alert_answers_what_the_search_found(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """Words that stand apart are followed apart, and mended ones as they were mended."""
    title = "Nông dân huyện An Hòa gặt lúa sớm"
    number = await publish(title)
    (article,) = [stored.article for stored in await store.articles.get_many([number])]
    for query, keyword in (
        ("/tim gặt lúa nông dân", '"gặt lúa" "nông dân"'),
        ("/tim nong dan huyenn an hoa", "nong dan huyen an hoa"),
        ('/tim "gặt lúa" -ngô nông dân', '"nông dân" "gặt lúa" -ngô'),
    ):
        (answer,) = await chat.ask(query)
        assert title in chat.words(answer)
        assert keyword in await chat.press(answer, chat.buttons(answer)["🔔 Theo dõi"])
        wishes = await store.subscribers.following((await reader_of(READER)).id)
        assert keyword in {wish.value for wish in wishes}
        assert matching([keyword], article) == {keyword}


async def test_an_alert_comes_at_once_to_readers_of_round_ups(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf, clock: Clock
) -> None:
    """Whatever the rhythm; the news that it brings names it as the reason."""
    await publish("Giá vàng tăng")
    (answer,) = await chat.ask("/tim gia vangg")
    await chat.press(answer, chat.buttons(answer)["🔔 Theo dõi"])
    reader = await reader_of(READER)
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    for title, owed in (("Giá vàng giảm", 1), ("Giá lúa giảm", 0)):
        article = Article(title, url=f"https://bao.example/{owed}", published=clock())
        wanted = matching(await store.articles.keywords(), article)
        digest = Digest(title, url=article.url, lead=None)
        published = await store.articles.publish(
            Publication(article, digest, keywords=wanted), clock()
        )
        assert published.deliveries == owed
    (listed,) = await chat.ask("/danhsach")
    assert "🔔 “gia vang”" in str(listed)


async def test_nothing_found_says_what_could_be_loosened(chat: Chat, publish: Publish) -> None:
    """Each condition that stands in the way is a button that searches without it."""
    await publish("Nông dân huyện An Hòa gặt lúa", source="Báo Sông Hồng")
    (answer,) = await chat.ask("/tim nông dân nguon:tuoitre")
    assert "Không tìm thấy bài nào" in chat.words(answer)
    await chat.press(answer, chat.buttons(answer)["Ở mọi nguồn · 1 bài"])
    assert "1. Nông dân huyện An Hòa" in chat.words(await chat.now(answer))
    (both,) = await chat.ask('/tim "lúa nông dân" nguon:tuoitre tu:01/01/2020 den:02/01/2020')
    await chat.press(both, chat.buttons(both)["Chỉ giữ các từ · 1 bài"])
    assert "1. Nông dân huyện An Hòa" in chat.words(await chat.now(both))
    (none,) = await chat.ask("/tim xyzzy nguon:tuoitre")
    assert list(chat.buttons(none)) == ["🔔 Theo dõi"]


async def test_photos_are_found_by_their_captions(chat: Chat, publish: Publish) -> None:
    """/anh sends the article with the photo whose caption was asked for."""
    photos = (
        Photo("https://bao.example/1.jpg", "Trụ cầu giữa sông"),
        Photo("https://bao.example/2.jpg", "Thuyền thúng phơi nắng"),
    )
    await publish("Một ngày bên sông", photos=photos)
    (answer,) = await chat.ask("/anh thuyen thung")
    assert "📷 Thuyền thúng phơi nắng." in chat.words(answer)


async def test_saving_is_toggled_and_listed(chat: Chat, publish: Publish) -> None:
    """The button says how it stands; pressing it twice is harmless."""
    number = await publish("Mùa lúa chín", lead="Lúa vàng khắp đồng.")
    (listed,) = await chat.ask("/moi")
    await chat.press(listed, f"o:{number}")
    digest = (await chat.messages())[-1]
    assert await chat.press(digest, f"s:{number}") == "Đã lưu. Xem lại bằng /luu."
    assert chat.buttons(await chat.now(digest))["✓ Đã lưu"] == f"u:{number}"
    assert await chat.press(digest, f"s:{number}") == "Đã lưu. Xem lại bằng /luu."
    (shelf,) = await chat.ask("/luu")
    assert "🔖 Tin đã lưu · 1\n\n1. Mùa lúa chín" in chat.words(shelf)
    (found,) = await chat.ask("/luu lua")
    assert "Mùa lúa chín" in chat.words(found)
    await chat.press(digest, f"u:{number}")
    assert "Lưu" in chat.buttons(await chat.now(digest))
    (empty,) = await chat.ask("/luu")
    assert "chưa lưu tin nào" in chat.words(empty)


async def test_saving_in_a_group_is_the_persons_own(
    group: Chat, chat: Chat, publish: Publish
) -> None:
    """The group's buttons stay as they are; the person finds it in private."""
    number = await publish("Mùa lúa chín")
    (listed,) = await group.ask("/moi")
    await group.press(listed, f"o:{number}")
    digest = (await group.messages())[-1]
    await group.press(digest, f"s:{number}")
    assert "Lưu" in chat.buttons(await group.now(digest))
    (shelf,) = await chat.ask("/luu")
    assert "Mùa lúa chín" in chat.words(shelf)
    (refused,) = await group.ask("/luu")
    assert "nhắn riêng" in chat.words(refused)


async def test_today_is_a_rich_message(chat: Chat, publish: Publish) -> None:
    """/homnay gives the round-up so far."""
    await publish("Mùa lúa chín", lead="Lúa vàng khắp đồng.")
    (answer,) = await chat.ask("/homnay")
    blocks = answer["rich_message"]["blocks"]
    assert [block["type"] for block in blocks][:3] == ["heading", "heading", "paragraph"]


async def test_today_of_a_section_alone(chat: Chat, publish: Publish) -> None:
    """Words that name none give all of it."""
    await publish("Mùa lúa chín", section="Kinh tế")
    await publish("Đội nữ thắng", section="Thể thao")
    (answer,) = await chat.ask("/homnay the thao")
    assert "Đội nữ thắng" in str(answer["rich_message"])
    assert "Mùa lúa chín" not in str(answer["rich_message"])
    (both,) = await chat.ask("/homnay thôi nào")
    assert "Mùa lúa chín" in str(both["rich_message"])


async def test_today_is_plain_where_rich_messages_are_refused(
    chat: Chat, publish: Publish, page: httpx.AsyncClient
) -> None:
    """The same stories, numbered."""
    await publish("Mùa lúa chín", lead="Lúa vàng khắp đồng.")
    await page.post("/api/faults", json={"fault": "no_rich"})
    (answer,) = await chat.ask("/homnay")
    assert "1. Mùa lúa chín\nLúa vàng khắp đồng." in chat.words(answer)


async def test_before_the_days_first_article_yesterday_is_a_press_away(
    chat: Chat, publish: Publish, clock: Clock
) -> None:
    """In the reader's zone; it can be typed too, and a month later its button is old."""
    await publish("Mùa lúa chín", lead="Lúa vàng khắp đồng.")
    clock.forward(timedelta(hours=15, minutes=30))
    (nothing,) = await chat.ask("/homnay")
    assert chat.words(nothing) == READING.today_nothing
    yesterday = chat.buttons(nothing)[READING.yesterday]
    await chat.press(nothing, yesterday)
    (edition,) = await chat.messages(after=nothing["message_id"])
    assert "Thứ Ba 24/11/2026 23:59" in str(edition["rich_message"])
    assert "Mùa lúa chín" in str(edition["rich_message"])
    (typed,) = await chat.ask("/HOMNAY   Hôm  qua")
    assert typed["rich_message"] == edition["rich_message"]
    (still,) = await chat.ask("/homnay 20/11")
    assert chat.words(still) == READING.day_nothing.format(day="20/11/2026")
    await chat.ask("/lich múi giờ Europe/Berlin")
    (today,) = await chat.ask("/homnay")
    assert "Mùa lúa chín" in str(today["rich_message"]), "there it is still the day before"
    clock.forward(timedelta(days=30))
    assert await chat.press(nothing, yesterday) == VIETNAMESE.trouble.button_old
    (nothing,) = await chat.ask("/homnay")
    assert chat.buttons(nothing) == {}


async def test_inline_mode_answers_in_any_chat(
    chat: Chat, publish: Publish, page: httpx.AsyncClient
) -> None:
    """Words are searched, a number is one article, nothing gives the latest."""
    number = await publish("Mùa lúa chín", lead="Lúa vàng khắp đồng.")
    await publish("Đội nữ thắng")
    for query, expected in (("mua lua", 1), ("", 2), (f"#{number}", 1), ("#999", 0)):
        answer = (await page.post("/api/inline", json={"query": query})).json()
        results = answer["results"]
        assert len(results) == expected, (query, answer)
    del chat


async def test_a_search_with_what_no_database_keeps_is_answered(
    chat: Chat, publish: Publish
) -> None:
    """The rest of the words is searched for."""
    await publish("Bão số chín vào đất liền")
    (answer,) = await chat.ask("/tim bão số\x00 chín")
    assert "Bão số chín vào đất liền" in chat.words(answer)
