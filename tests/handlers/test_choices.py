"""What people choose: the first conversation, subscriptions, the schedule, the settings."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.playground import FORUM, READER
from bot.texts import VIETNAMESE
from digests.model import Rhythm, SubscriberState, Subscription, SubscriptionKind
from digests.store import Store
from digests.store.tables import metadata

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any


async def wishes(store: Store, reader_of: ReaderOf, chat: int = READER) -> list[tuple[str, str]]:
    following = await store.subscribers.following((await reader_of(chat)).id)
    return [(str(wish.kind), wish.label or wish.value) for wish in following]


async def feed(store: Store, clock: Clock, source: str, section: str) -> None:
    url = f"https://{len(await store.feeds.all())}.example/rss"
    await store.feeds.add(url, source=source, section=section, now=clock())


async def test_the_first_conversation_takes_four_presses(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf, clock: Clock
) -> None:
    """Two lines, an example, three choices; what was chosen holds."""
    await feed(store, clock, "Báo Sông Hồng", "Thể thao")
    await publish("Đội nữ thắng", section="Thể thao", lead="Hai bàn phút cuối.")
    hello, example, digest, menu = await chat.ask("/start", answers=4)
    assert "tôi là Điểm Tin" in chat.words(hello)
    assert "trông như thế này" in chat.words(example)
    assert chat.words(digest).startswith("Đội nữ thắng")
    assert await wishes(store, reader_of) == [("all", "")]
    await chat.press(menu, chat.buttons(menu)["▫️ Thể thao"])
    assert "✅ Thể thao" in chat.buttons(await chat.now(menu))
    for button in ("Tiếp ›", "Bản tin 7 giờ và 18 giờ", "Chỉ tin mới"):
        await chat.press(menu, chat.buttons(await chat.now(menu))[button])
    assert chat.words(await chat.now(menu)).startswith("Xong!")
    assert await wishes(store, reader_of) == [("section", "Thể thao")]
    assert (await reader_of(READER)).rhythm is Rhythm.EDITIONS


async def test_whoever_skips_everything_gets_all_news_at_once(
    chat: Chat, store: Store, reader_of: ReaderOf
) -> None:
    """Nothing has to be chosen."""
    await chat.ask("/start", answers=2)
    assert await wishes(store, reader_of) == [("all", "")]
    assert (await reader_of(READER)).rhythm is Rhythm.AT_ONCE


async def test_recent_news_comes_when_asked_for(chat: Chat, publish: Publish) -> None:
    """As much as one wants, oldest first, so that the newest stands last."""
    for place in range(9):
        await publish(f"Tin số {place}")
    *_others, menu = await chat.ask("/start", answers=4)
    for count in (3, 8):
        await chat.press(menu, "st:old")
        await chat.press(menu, chat.buttons(await chat.now(menu))[f"{count} tin gần đây"])
        titles = [chat.words(one).split("\n")[0] for one in (await chat.messages())[-count:]]
        assert titles == [f"Tin số {place}" for place in range(9)][-count:]


async def test_start_again_welcomes_back_and_wakes(
    chat: Chat, store: Store, reader_of: ReaderOf
) -> None:
    """Choices are kept over a stop."""
    await chat.ask("/start", answers=2)
    await chat.ask("/theodoi giá vàng")
    (stopped,) = await chat.ask("/dung")
    assert (await reader_of(READER)).state is SubscriberState.STOPPED
    assert "Đã ngừng" in chat.words(stopped)
    (again,) = await chat.ask("/stop")
    assert "đang ngừng rồi" in chat.words(again)
    (back,) = await chat.ask("/start")
    assert "Mừng bạn trở lại" in chat.words(back)
    assert (await reader_of(READER)).state is SubscriberState.ACTIVE
    assert ("keyword", "giá vàng") in await wishes(store, reader_of)


async def test_a_stop_can_be_taken_back_by_its_button(chat: Chat, reader_of: ReaderOf) -> None:
    """Even twice."""
    await chat.ask("/start", answers=2)
    (stopped,) = await chat.ask("/dung")
    for _twice in range(2):
        await chat.press(stopped, chat.buttons(stopped)["Nhận lại tin"])
        assert (await reader_of(READER)).state is SubscriberState.ACTIVE


async def test_deep_links_offer_a_source_and_open_an_article(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf, clock: Clock
) -> None:
    """Nothing is followed before the person presses."""
    await feed(store, clock, "Báo Sông Hồng", "Thời sự")
    number = await publish("Mùa lúa chín")
    (opened,) = await chat.ask(f"/start b_{number}")
    assert chat.words(opened).startswith("Mùa lúa chín")
    (offer,) = await chat.ask("/start s_baosonghong")
    assert await wishes(store, reader_of) == [("all", "")]
    await chat.press(offer, chat.buttons(offer)["Theo dõi Báo Sông Hồng"])
    assert await wishes(store, reader_of) == [("source", "Báo Sông Hồng")]
    gone, *_others = await chat.ask("/start s_khongco", answers=2)
    assert "không còn dùng được" in chat.words(gone)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("the thao", ("section", "Thể thao")),
        ("Báo Sông Hồng", ("source", "Báo Sông Hồng")),
        ("nguon:baosonghong", ("source", "Báo Sông Hồng")),
        ("giá vàng -SJC", ("keyword", "giá vàng -SJC")),
        ("tukhoa: thể thao", ("keyword", "thể thao")),
        ("tất cả", ("all", "")),
    ],
)
async def test_what_is_typed_is_followed_and_dropped(  # noqa: PLR0917 - fixtures
    chat: Chat,
    store: Store,
    reader_of: ReaderOf,
    clock: Clock,
    typed: str,
    wish: tuple[str, str],
) -> None:
    """Sections and sources by their names, other words as keywords."""
    await feed(store, clock, "Báo Sông Hồng", "Thể thao")
    (answer,) = await chat.ask(f"/theodoi {typed}")
    assert "Từ nay bạn nhận tin" in chat.words(answer)
    assert await wishes(store, reader_of) == [wish]
    (again,) = await chat.ask(f"/theodoi {typed}")
    assert "đang nhận tin này rồi" in chat.words(again)
    (dropped,) = await chat.ask(f"/dung {typed}")
    assert "Đã bỏ" in chat.words(dropped)
    assert await wishes(store, reader_of) == []


async def test_a_list_turns_off_and_on_what_is_pressed(
    chat: Chat, store: Store, reader_of: ReaderOf
) -> None:
    """A button does what it says, however often it is pressed; what is off can be dropped."""
    await chat.ask("/theodoi giá vàng")
    await chat.ask("/theodoi bão số 3")
    (listed,) = await chat.ask("/danhsach")
    off = chat.buttons(listed)["✅ “giá vàng”"]
    for _twice in range(2):
        assert await chat.press(listed, off) == "Đã tắt: “giá vàng”."
    assert "▫️ “giá vàng”" in chat.buttons(await chat.now(listed))
    assert await store.articles.keywords() == {"bão số 3"}
    on = chat.buttons(await chat.now(listed))["▫️ “giá vàng”"]
    assert await chat.press(listed, on) == "Đã bật: “giá vàng”."
    assert await store.articles.keywords() == {"bão số 3", "giá vàng"}
    await chat.press(listed, off)
    assert await chat.press(listed, "fx:") == "Đã bỏ 1 mục."
    assert "không còn nữa" in await chat.press(listed, on)
    assert await wishes(store, reader_of) == [("keyword", "bão số 3")]


async def test_a_long_list_has_pages(chat: Chat, store: Store, reader_of: ReaderOf) -> None:
    """Turning something off on the second page stays there."""
    await chat.ask("/theodoi từ khóa 00")
    reader = await reader_of(READER)
    for place in range(1, 30):
        wish = Subscription(SubscriptionKind.KEYWORD, f"từ khóa {place:02}", f"từ khóa {place:02}")
        await store.subscribers.follow(reader.id, wish)
    (listed,) = await chat.ask("/danhsach")
    assert "30" in chat.words(listed)
    await chat.press(listed, chat.buttons(listed)["Sau ›"])
    second = await chat.now(listed)
    assert "✅ “từ khóa 12”" in chat.buttons(second)
    await chat.press(listed, chat.buttons(second)["✅ “từ khóa 12”"])
    third = chat.buttons(await chat.now(listed))
    assert "▫️ “từ khóa 12”" in third
    assert {"‹ Trước", "Sau ›"} <= set(third)


async def test_a_keyword_too_long_is_refused(chat: Chat, store: Store) -> None:
    """With the limit."""
    (answer,) = await chat.ask(f"/theodoi {'vàng ' * 40}")
    assert "không quá 100 ký tự" in chat.words(answer)
    assert await store.articles.keywords() == set()


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("6:30 12:00", (time(6, 30), time(12))),
        ("7 giờ và 18h30", (time(7), time(18, 30))),
        ("18:00, 7:00", (time(7), time(18))),
    ],
)
async def test_hours_are_typed_as_people_write_them(
    chat: Chat, reader_of: ReaderOf, typed: str, hours: tuple[time, ...]
) -> None:
    """The answer shows how it stands."""
    (answer,) = await chat.ask(f"/lich {typed}")
    assert "theo bản tin lúc" in chat.words(answer)
    reader = await reader_of(READER)
    assert (reader.rhythm, reader.hours) == (Rhythm.EDITIONS, hours)


async def test_the_schedule_has_buttons_zones_and_words_for_nonsense(
    chat: Chat, reader_of: ReaderOf
) -> None:
    """Each press shows in the same message."""
    (answer,) = await chat.ask("/lich")
    await chat.press(answer, chat.buttons(answer)["12:00"])
    assert "✅ 12:00" in chat.buttons(await chat.now(answer))
    assert (await reader_of(READER)).hours == (time(12),)
    await chat.press(answer, "lr:once")
    assert (await reader_of(READER)).rhythm is Rhythm.AT_ONCE
    (zone,) = await chat.ask("/lich múi giờ Europe/Berlin")
    assert "Europe/Berlin" in chat.words(zone)
    (wrong,) = await chat.ask("/lich 25:99")
    assert "không hiểu giờ “25:99”" in chat.words(wrong)
    (nowhere,) = await chat.ask("/lich múi giờ Mars/Base")
    assert "không biết múi giờ “Mars/Base”" in chat.words(nowhere)


async def test_settings_change_by_buttons(chat: Chat, reader_of: ReaderOf) -> None:
    """The very next words are in the language that was chosen."""
    (answer,) = await chat.ask("/caidat")
    await chat.press(answer, "cv:edition_size:12")
    assert "Số tin mỗi bản: 12" in chat.words(await chat.now(answer))
    await chat.press(answer, "co:language")
    english = chat.buttons(await chat.now(answer))["English"]
    assert await chat.press(answer, english) == "Language: English"
    assert chat.words(await chat.now(answer)).startswith("⚙️ Settings")
    assert (await reader_of(READER)).edition_size == 12
    (empty,) = await chat.ask("/list")
    assert "You follow nothing yet" in chat.words(empty)


async def test_a_person_sees_and_deletes_their_data(
    chat: Chat, publish: Publish, reader_of: ReaderOf, store: Store, clock: Clock
) -> None:
    """A file with everything; after one question all of it is gone, from every table."""
    await chat.ask("/theodoi giá vàng")
    number = await publish("Mùa lúa chín")
    (listed,) = await chat.ask("/moi")
    await chat.press(listed, f"s:{number}")
    reader = await reader_of(READER)
    await store.outbox.owe_notice(reader.id, {"html": "Chào"}, clock())
    await store.subscribers.run_by(reader.id, str(READER))
    (data,) = await chat.ask("/dulieu")
    assert data["document"]["file_name"] == "du-lieu-cua-ban.json"
    file = (await chat.page.get(data["document_src"])).json()
    assert file["choices"]["id"] == reader.id
    assert [wish["value"] for wish in file["following"]] == ["giá vàng"]
    (saved,) = file["saved"]
    assert (saved["title"], saved["saved_at"][:10]) == ("Mùa lúa chín", "2026-11-24")
    assert [one["kind"] for one in file["messages"]] == ["notice"]
    (question,) = await chat.ask("/xoa")
    await chat.press(question, chat.buttons(question)["Giữ nguyên"])
    assert await reader_of(READER) is not None
    clock.forward(timedelta(days=31))
    delete = chat.buttons(question)["Xóa hết dữ liệu của tôi"]
    assert "đã cũ" in await chat.press(question, delete)
    assert await reader_of(READER) is not None
    (question,) = await chat.ask("/xoa")
    for _twice in range(2):
        await chat.press(question, chat.buttons(question)["Xóa hết dữ liệu của tôi"])
        assert await reader_of(READER) is None
    assert chat.words(await chat.now(question)).startswith("Đã xóa hết")
    async with store.database.reading() as connection:
        for table in metadata.sorted_tables:
            if "subscriber_id" in table.c:
                assert not (await connection.execute(select(table))).all(), table.name


async def test_what_admins_set_for_a_person_is_in_their_file(
    chat: Chat, admin: Chat, store: Store, reader_of: ReaderOf, group: Chat
) -> None:
    """Limits of their own, and that a chat they run is closed."""
    await chat.ask("/theodoi giá vàng")
    await admin.ask(f"/hanmuc {READER} muc 7")
    own = type(group)(group.page, FORUM, admin.id)
    await own.ask("/theodoi giá vàng")
    await store.subscribers.run_by((await reader_of(FORUM)).id, str(READER))
    (data,) = await chat.ask("/dulieu")
    file = (await chat.page.get(data["document_src"])).json()
    assert file["own_limits"] == {"wishes": 7}
    assert [place["closed_since"] for place in file["chats_you_run"]] == [None]
    (question,) = await admin.ask(f"/chan {FORUM}")
    await admin.press(question, admin.buttons(question)[VIETNAMESE.desk.closing.close])
    (data,) = await chat.ask("/dulieu")
    file = (await chat.page.get(data["document_src"])).json()
    assert [place["closed_since"][:10] for place in file["chats_you_run"]] == ["2026-11-24"]


async def test_an_admin_sees_what_is_known_of_their_work(admin: Chat, chat: Chat) -> None:
    """What they did and have in hand is in their file, and in nobody else's."""
    (question,) = await admin.ask(f"/chan {FORUM}")
    await admin.press(question, admin.buttons(question)[VIETNAMESE.desk.closing.close])
    await admin.ask("/phat Bảo trì đêm nay", answers=2)
    files = []
    for person in (admin, chat):
        (data,) = await person.ask("/dulieu")
        files.append((await person.page.get(data["document_src"])).json())
    own, other = files
    assert [act["what"] for act in own["done_as_admin"]] == ["chat_closed"]
    assert {act["who"] for act in own["done_as_admin"]} == {str(admin.id)}
    assert [draft["kind"] for draft in own["drafts"]] == ["announcement"]
    assert "Bảo trì đêm nay" in str(own["drafts"])
    assert other["drafts"] == other["done_as_admin"] == []


async def test_only_its_admins_change_a_group(
    group: Chat, store: Store, reader_of: ReaderOf, admin: Chat
) -> None:
    """Members read and search; the admins' choices count, by command and by button."""
    (refused,) = await group.ask("/theodoi giá vàng")
    assert "Chỉ quản trị viên" in group.words(refused)
    admins = type(group)(group.page, FORUM, admin.id)
    (menu,) = await admins.ask("/theodoi")
    data = admins.buttons(menu)["▫️ Tất cả tin"]
    assert "Chỉ quản trị viên" in await group.press(menu, data)
    await admins.press(menu, data)
    assert await wishes(store, reader_of, FORUM) == [("all", "")]


async def test_a_topic_has_choices_of_its_own(
    group: Chat, admin: Chat, store: Store, reader_of: ReaderOf
) -> None:
    """What is followed in a forum's topic goes there."""
    admins = type(group)(group.page, FORUM, admin.id)
    (answer,) = await admins.ask("/theodoi giá vàng", topic=3)
    assert answer["message_thread_id"] == 3
    topic = await reader_of(FORUM, "3")
    assert [wish.value for wish in await store.subscribers.following(topic.id)] == ["giá vàng"]
    assert await reader_of(FORUM) is None


async def test_hours_days_and_sections_are_pressed_twice(
    chat: Chat, publish: Publish, store: Store, reader_of: ReaderOf
) -> None:
    """Twice is once; the last hour and the last day stay, and it is said why."""
    await publish("Đua ghe ngo", section="Thể thao")
    (menu,) = await chat.ask("/theodoi")
    follow = chat.buttons(menu)["▫️ Thể thao"]
    for _twice in range(2):
        await chat.press(menu, follow)
    reader = await reader_of(READER)
    assert [one.label for one in await store.subscribers.following(reader.id)] == ["Thể thao"]
    (schedule,) = await chat.ask("/lich")
    for label in ("7:00", "12:00"):
        data = chat.buttons(schedule)[label]
        for _twice in range(2):
            await chat.press(schedule, data)
    assert (await reader_of(READER)).hours == (time(7), time(12))
    words = VIETNAMESE.choices
    assert await chat.press(schedule, "lh:12:0") == VIETNAMESE.settings.changed
    assert await chat.press(schedule, "lh:7:0") == words.last_hour
    for day in range(6):
        await chat.press(schedule, f"ld:{day}:0")
    assert await chat.press(schedule, "ld:6:0") == words.last_day
    reader = await reader_of(READER)
    assert (reader.hours, reader.days) == ((time(7),), (6,))
