"""What went wrong in plain words, what admins did, and the numbers with their chart."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from bot.charts import draw
from bot.handlers.logbook import plain_reason
from bot.texts import LANGUAGES, VIETNAMESE, Texts
from digests.store import Day, Period, Store, day_of
from tests.handlers.conftest import EDITOR

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any

VI = VIETNAMESE.desk.logbook


async def test_the_log_says_in_plain_words_what_went_wrong(
    admin: Chat, chat: Chat, store: Store, clock: Clock, publish: Publish
) -> None:
    """Deliveries by their reasons, incidents by their kinds."""
    (empty,) = await admin.ask("/nhatky")
    assert VI.nothing in admin.words(empty)
    await chat.ask("/start", answers=2)
    await publish("Tin không đến")
    (delivery,) = await store.outbox.claim(clock(), limit=1, lease=timedelta(minutes=1))
    await store.outbox.refused(delivery.id, "Forbidden: bot was blocked by the user", clock())
    await store.incidents.record("job", {"job": "poll", "reason": "hỏng"}, clock())
    await store.incidents.record("update", {"error": "KeyError", "at": "search.py:9"}, clock())
    (log,) = await admin.ask("/nhatky")
    for words in (
        "1 tin bị từ chối: người đọc đã chặn bot",
        "việc “đọc nguồn” hỏng: hỏng",
        "KeyError",
    ):
        assert words in admin.words(log)


async def test_a_handler_that_fails_is_written_down_without_a_word_of_what_was_said(
    admin: Chat, chat: Chat, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kind of error and the place."""

    async def broken(*_args: object, **_facts: object) -> None:
        raise KeyError("chuyện riêng")

    monkeypatch.setattr(store.search, "search", broken)
    await chat.ask("/tim chuyện riêng")
    (incident,) = await store.incidents.last(5)
    assert incident.kind == "update"
    assert "chuyện riêng" not in str(incident.facts)
    (log,) = await admin.ask("/nhatky")
    assert "KeyError" in admin.words(log)


async def test_what_admins_did_is_shown_with_who_and_when(
    admin: Chat, store: Store, clock: Clock
) -> None:
    """Newest first, paged; sentences of older versions stand as they were written."""
    await admin.ask("/start", answers=2)
    await store.audit.record("1", "removed feed 7", clock())
    for place in range(14):
        url = f"https://bao.example/{place}"
        await store.audit.record(str(admin.id), "feed_added", clock(), number=place, url=url)
    (acts,) = await admin.ask("/nhatky quantri")
    assert "24/11/2026 09:00 · Quản trị (1) thêm nguồn 13: https://bao.example/13" in admin.words(
        acts
    )
    await admin.press(acts, admin.buttons(acts)[VI.earlier])
    assert "removed feed 7" in admin.words(await admin.now(acts))
    await admin.press(acts, admin.buttons(await admin.now(acts))[VI.errors_button])
    assert VI.nothing in admin.words(await admin.now(acts))


def test_reasons_are_told_plainly_and_unknown_ones_as_they_are() -> None:
    """In every language."""
    for texts in LANGUAGES.values():
        words = plain_reason("Forbidden: bot was kicked from the group chat", texts)
        assert words == texts.desk.logbook.reasons["kicked"]
        assert plain_reason("Bad Request: SOMETHING_NEW", texts) == "Bad Request: SOMETHING_NEW"


async def test_numbers_come_as_words_and_as_a_chart(  # noqa: PLR0917 - fixtures
    admin: Chat, chat: Chat, page: Any, store: Store, clock: Clock, publish: Publish
) -> None:
    """Searches without result among them; for editors too, for readers not."""
    await chat.ask("/start", answers=2)
    await publish("Bão số 9 vào bờ")
    await chat.ask("/tim bão")
    await chat.ask("/tim zzzzqqq")
    await store.daily_numbers.set(day_of(clock()) - timedelta(days=1), readers=5)
    await page.post("/api/chats", json={"type": "private", "title": "Biên tập", "id": EDITOR})
    editor = type(admin)(page, EDITOR)
    for who in (admin, editor):
        (answer,) = await who.ask("/thongke 7")
        assert answer["photo"]
        words = who.words(answer)
        for line in (
            "7 ngày · 18/11 – 24/11",
            "Lượt tìm: 2, không thấy gì 1",
            "zzzzqqq (1)",
            "Bão số 9 vào bờ (1 báo)",
        ):
            assert line in words
    (refused,) = await chat.ask("/thongke")
    assert chat.words(refused) == VIETNAMESE.desk.only_editors
    (wrong,) = await admin.ask("/thongke mười")
    assert "từ 1 đến 90" in admin.words(wrong)


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("count", [1, 7, 90])
def test_a_chart_is_a_picture_for_a_telephone(clock: Clock, count: int, texts: Texts) -> None:
    """1080 pixels broad, on paper of its own, dark and blue on light: enough contrast anywhere."""
    today = day_of(clock())
    days = tuple(
        Day(today - timedelta(days=back), readers=back or None, sent=back * 9, failed=back)
        for back in range(count - 1, -1, -1)
    )
    picture = Image.open(io.BytesIO(draw(Period(days), texts)))
    assert (picture.format, picture.size) == ("PNG", (1080, 1320))
    assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    corner = picture.convert("L").getpixel((2, 2))
    assert isinstance(corner, int)
    assert corner > 230


async def test_status_says_since_when(admin: Chat, clock: Clock, bot: Any) -> None:
    """The program, its jobs, and what waits."""
    bot.running.job_ended("poll", clock(), "kho tin đang bận")
    clock.forward(timedelta(hours=3, minutes=5))
    bot.running.job_ended("poll", clock(), "kho tin đang bận")
    (answer,) = await admin.ask("/trangthai")
    for words in ("(3 giờ 5 phút)", "Việc “đọc nguồn” hỏng từ 24/11/2026 09:00: kho tin đang bận"):
        assert words in admin.words(answer)
    await admin.press(answer, admin.buttons(answer)[VIETNAMESE.desk.running.log])
    assert "Nhật ký" in admin.words(await admin.now(answer))
