"""Every choice of /caidat: pressed in the chat, seen in the very next message that comes."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.playground import READER
from digests.ingest import EditionMaker
from digests.model import Photo

Chat = Any
Clock = Any
Deliver = Any
Publish = Any
ReaderOf = Any

LEAD = "Câu thứ nhất của bài. Câu thứ hai của bài."
LONG_AGO = timedelta(days=31)


async def choose(chat: Chat, *path: str) -> str:
    """Press through /caidat by what stands on the buttons; give the last answer."""
    (menu,) = await chat.ask("/caidat")
    said = ""
    for name in path:
        buttons = chat.buttons(await chat.now(menu))
        (data,) = [data for text, data in buttons.items() if name in text]
        said = await chat.press(menu, data)
    return said


async def comes(chat: Chat, deliver: Deliver) -> list[dict[str, Any]]:
    """Send what is owed; give the messages that arrived by it."""
    before = {one["message_id"] for one in await chat.messages()}
    await deliver()
    return [one for one in await chat.messages() if one["message_id"] not in before]


async def begin(chat: Chat, *, at_hour: int = 9, clock: Clock = None) -> None:
    """Follow everything, at an hour of Hà Nội's clock."""
    if clock is not None:
        local = clock().astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        clock.forward(timedelta(hours=(at_hour - local.hour) % 24, minutes=-local.minute))
    await chat.ask("/theodoi tất cả")


async def test_without_sound(chat: Chat, publish: Publish, deliver: Deliver) -> None:
    """And with sound again."""
    await begin(chat)
    for name, silent in (("▫️ Gửi im lặng", True), ("✅ Gửi im lặng", False)):
        await choose(chat, name)
        await publish(f"Lúa chín {silent}")
        (message,) = await comes(chat, deliver)
        assert message.get("silent", False) is silent


async def test_without_photos(chat: Chat, publish: Publish, deliver: Deliver, api: Any) -> None:
    """Neither the photo nor its caption; with them again when asked for."""
    await begin(chat)
    photo = Photo(f"{api.url}/bao/anh/lua.jpg", "Nông dân gặt lúa ở Phú Lâm", "An")
    for name, shown in (("✅ Ảnh", False), ("▫️ Ảnh", True)):
        await choose(chat, name)
        await publish(f"Lúa chín {shown}", lead=LEAD, photos=(photo,))
        (message,) = await comes(chat, deliver)
        assert ("Nông dân gặt lúa" in chat.words(message)) is shown
        assert "Câu thứ hai" in chat.words(message)


async def test_short_digests(chat: Chat, publish: Publish, deliver: Deliver) -> None:
    """Headline, first sentence, source; also of what is opened by hand."""
    await begin(chat)
    assert "câu đầu" in await choose(chat, "▫️ Bản ngắn")
    number = await publish("Lúa chín", lead=LEAD)
    (message,) = await comes(chat, deliver)
    assert "Câu thứ nhất của bài." in chat.words(message)
    assert "Câu thứ hai" not in chat.words(message)
    assert "Báo Sông Hồng" in chat.words(message)
    (opened,) = await chat.ask(f"/start b_{number}")
    assert "Câu thứ hai" not in chat.words(opened)
    await choose(chat, "✅ Bản ngắn")
    await publish("Ngô chín", lead=LEAD)
    (message,) = await comes(chat, deliver)
    assert "Câu thứ hai" in chat.words(message)


async def test_link_preview(chat: Chat, publish: Publish, deliver: Deliver) -> None:
    """Off by itself."""
    await begin(chat)
    await publish("Lúa chín")
    (without,) = await comes(chat, deliver)
    assert without["link_preview_options"]["is_disabled"] is True
    await choose(chat, "▫️ Xem trước liên kết")
    await publish("Ngô chín")
    (message,) = await comes(chat, deliver)
    assert not message.get("link_preview_options", {}).get("is_disabled", False)


async def test_language(chat: Chat, publish: Publish, deliver: Deliver) -> None:
    """The words around the news, on its buttons and in its moments."""
    await begin(chat)
    await choose(chat, "Ngôn ngữ ›", "English")
    await publish("Lúa chín", lead=LEAD)
    (message,) = await comes(chat, deliver)
    assert "Save" in chat.buttons(message)
    assert "Tuesday" in chat.words(message)


async def test_quiet_hours_end_with_one_round_up(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock
) -> None:
    """Nothing of the night is lost, and the day goes on with single messages."""
    await begin(chat, at_hour=23, clock=clock)
    await choose(chat, "Giờ yên lặng ›", "22:00–06:00")
    for name in ("Lúa", "Ngô", "Chè"):
        await publish(f"{name} chín trong đêm")
        assert await comes(chat, deliver) == []
        clock.forward(timedelta(hours=2))
    clock.forward(timedelta(hours=2))
    (morning,) = await comes(chat, deliver)
    assert all(f"{name} chín" in str(morning["rich_message"]) for name in ("Lúa", "Ngô", "Chè"))
    await publish("Khoai chín ban ngày")
    (single,) = await comes(chat, deliver)
    assert chat.words(single).startswith("Khoai chín")


async def test_a_single_article_of_the_night_comes_as_itself(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock
) -> None:
    """One is no round-up."""
    await begin(chat, at_hour=23, clock=clock)
    await chat.ask("/lich yên lặng từ 22:30 đến 6:15")
    await publish("Lúa chín trong đêm")
    assert await comes(chat, deliver) == []
    clock.forward(timedelta(hours=8))
    (morning,) = await comes(chat, deliver)
    assert chat.words(morning).startswith("Lúa chín trong đêm")


async def test_quiet_hours_follow_the_time_zone(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock
) -> None:
    """Nine in the morning in Hà Nội is night in Berlin."""
    await begin(chat, at_hour=9, clock=clock)
    await choose(chat, "Giờ yên lặng ›", "22:00–06:00")
    await publish("Lúa chín")
    assert len(await comes(chat, deliver)) == 1
    await choose(chat, "Múi giờ ›", "Berlin")
    await publish("Ngô chín")
    assert await comes(chat, deliver) == []
    await choose(chat, "Múi giờ ›", "Việt Nam")
    assert len(await comes(chat, deliver)) == 1, "a changed choice counts at once"


async def test_a_pause_of_three_days_loses_nothing(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock
) -> None:
    """What came in three days, far beyond the age at which single messages end, is one round-up."""
    await begin(chat)
    (paused,) = await chat.ask("/tamdung 3 ngày")
    assert "Tạm dừng đến" in chat.words(paused)
    for day in range(3):
        await publish(f"Tin của ngày {day}")
        assert await comes(chat, deliver) == []
        clock.forward(timedelta(hours=23))
    clock.forward(timedelta(hours=4))
    (all_of_it,) = await comes(chat, deliver)
    assert all(f"Tin của ngày {day}" in str(all_of_it["rich_message"]) for day in range(3))


async def test_a_pause_is_ended_by_its_button(
    chat: Chat, publish: Publish, deliver: Deliver
) -> None:
    """What had waited comes at once; pressing again does nothing more."""
    await begin(chat)
    (question,) = await chat.ask("/tamdung")
    await chat.press(question, chat.buttons(question)["1 tuần"])
    for name in ("Lúa", "Ngô"):
        await publish(f"{name} chín")
    assert await comes(chat, deliver) == []
    for _twice in range(2):
        await chat.press(question, "mu:0")
    assert "Vâng" in chat.words(await chat.now(question))
    (waited,) = await comes(chat, deliver)
    assert "Lúa chín" in str(waited["rich_message"])
    assert await comes(chat, deliver) == []


@pytest.mark.parametrize("words", ["vài ngày", "3", "999 ngày", "đến 30/2"])
async def test_a_pause_that_is_none_is_told(chat: Chat, reader_of: ReaderOf, words: str) -> None:
    """With examples, and nothing changes."""
    await begin(chat)
    (wrong,) = await chat.ask(f"/tamdung {words}")
    assert "/tamdung 3 ngày" in chat.words(wrong)
    assert (await reader_of(READER)).muted_until is None


async def test_at_most_so_many_a_day(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock
) -> None:
    """The fourth waits with the rest of the day for seven in the morning."""
    await begin(chat, at_hour=9, clock=clock)
    await choose(chat, "Nhiều nhất mỗi ngày ›", "3 tin")
    for place in range(6):
        await publish(f"Tin số {place}")
    assert len(await comes(chat, deliver)) == 3
    clock.forward(timedelta(hours=21))
    assert await comes(chat, deliver) == []
    clock.forward(timedelta(hours=1, minutes=1))
    (morning,) = await comes(chat, deliver)
    assert all(f"Tin số {place}" in str(morning["rich_message"]) for place in (3, 4, 5))
    for place in range(6, 9):
        await publish(f"Tin số {place}")
    assert len(await comes(chat, deliver)) == 2, "the round-up counts for the new day"


async def test_round_ups_on_some_days_only(
    chat: Chat, publish: Publish, deliver: Deliver, clock: Clock, store: Any
) -> None:
    """Typed, then a day more by a button; it is Tuesday, and the news comes on Friday at last."""
    await begin(chat)
    maker = EditionMaker(store, now=clock)
    (menu,) = await chat.ask("/lich 7:00 thứ 7")
    assert "theo bản tin lúc 07:00, chỉ T7" in chat.words(menu)
    buttons = chat.buttons(menu)
    assert [buttons["T6"], buttons["✅ T7"]] == ["ld:4:1", "ld:5:0"]
    await chat.press(menu, "ld:4")
    assert "chỉ T6, T7" in chat.words(await chat.now(menu))
    for _day in range(2):
        clock.forward(timedelta(days=1))
        assert await maker.make_due() == 0
        assert await comes(chat, deliver) == []
    await publish("Lúa chín")
    clock.forward(timedelta(days=1))
    assert await maker.make_due() == 1
    (edition,) = await comes(chat, deliver)
    assert "Lúa chín" in str(edition["rich_message"])
    for data in ("ld:4", "ld:5", "ld:5"):
        await chat.press(menu, data)
    assert "đã cũ" in await chat.press(menu, "ld:7")
    (menu,) = await chat.ask("/lich ngày thường")
    assert "chỉ từ thứ Hai đến thứ Sáu" in chat.words(menu)
    (file,) = await chat.ask("/dulieu")
    assert (await chat.page.get(file["document_src"])).json()["choices"]["days"] == [0, 1, 2, 3, 4]


async def test_buttons_of_settings_long_ago(chat: Chat, reader_of: ReaderOf, clock: Clock) -> None:
    """A month later they still do what stands on them; what is offered no more is told."""
    await begin(chat)
    (menu,) = await chat.ask("/caidat")
    clock.forward(LONG_AGO)
    await chat.press(menu, "cv:silent:1")
    await chat.press(menu, "cv:silent:1")
    assert (await reader_of(READER)).silent is True
    for data in ("cv:edition_size:1000", "cv:id:7", "cv:", "co:silent", "co:zz", "mu:soon"):
        assert "đã cũ" in await chat.press(menu, data)
    now: datetime = clock()
    assert (await reader_of(READER)).created_at < now - LONG_AGO
