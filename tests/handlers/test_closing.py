"""Closed chats get nothing and are answered nothing; limits are one person's own."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.playground import FORUM, READER
from bot.texts import VIETNAMESE
from digests.model import SubscriberState
from digests.store import Store

Chat = Any
Clock = Any
Publish = Any
ReaderOf = Any

VI = VIETNAMESE.desk.closing


async def test_a_closed_chat_is_silent_until_it_is_opened(  # noqa: PLR0917 - fixtures
    admin: Chat, chat: Chat, store: Store, clock: Clock, publish: Publish, reader_of: ReaderOf
) -> None:
    """Nothing is owed to it, nothing it says or presses is answered, /start changes nothing."""
    *_hello, menu = await chat.ask("/start", answers=2)
    (question,) = await admin.ask(f"/chan {READER}")
    assert "Bạn đọc" in admin.words(question)
    assert (await reader_of(READER)).state is SubscriberState.ACTIVE
    for _twice in range(2):
        await admin.press(question, admin.buttons(question)[VI.close])
    assert "đã bị chặn từ trước" in admin.words(await admin.now(question))
    await publish("Tin không đến nơi bị chặn")
    assert await store.outbox.claim(clock(), limit=9, lease=timedelta(0)) == []
    said = await chat.say("/start")
    await chat.say("lúa")
    assert await chat.press(menu, "st:rhythm") == ""
    (listed,) = await admin.ask("/chan")
    assert await chat.messages(after=said) == []
    await admin.press(listed, admin.buttons(listed)["Bỏ chặn Bạn đọc"])
    assert (await reader_of(READER)).state is SubscriberState.ACTIVE
    assert await chat.ask("/moi")
    assert [act.what for act in await store.audit.last(9)] == ["chat_opened", "chat_closed"]


async def test_a_person_who_is_closed_out_is_it_in_groups_too(
    admin: Chat, group: Chat, page: httpx.AsyncClient
) -> None:
    """Others in the group are answered."""
    (question,) = await admin.ask(f"/chan {READER}")
    await admin.press(question, admin.buttons(question)[VI.close])
    said = await group.say("/moi")
    other = type(group)(page, FORUM, admin.id)
    (answer, *_more) = await other.ask("/moi")
    replies = [one["reply_to_message"]["message_id"] for one in await group.messages(after=said)]
    assert answer["message_id"] > said
    assert said not in replies


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/chan", "Chưa chặn ai"),
        ("/chan ai đó", "Tôi không biết “ai”"),
        ("/chan @khong_co_ai", "Tôi không biết"),
        ("/chan 1", "Không chặn được quản trị viên"),
        ("/bochan 424242", "không bị chặn"),
        ("/bochan", "Chưa chặn ai"),
        ("/hanmuc", "nhiều nhất 100 mục"),
        ("/hanmuc 42 muc 99999", "từ 0 đến 1.000"),
    ],
)
async def test_what_cannot_be_is_told(admin: Chat, typed: str, said: str) -> None:
    """With what can."""
    (answer,) = await admin.ask(typed)
    assert said in admin.words(answer)


async def test_a_limit_holds_for_one_person(admin: Chat, chat: Chat, store: Store) -> None:
    """The next wish above it is refused with the number."""
    (changed,) = await admin.ask(f"/hanmuc {READER} mục 2")
    assert "số mục theo dõi: 2" in admin.words(changed)
    (shown,) = await admin.ask(f"/hanmuc {READER}")
    assert f"({READER}) theo dõi được nhiều nhất 2 mục, thêm được 5 nguồn" in admin.words(shown)
    for words in ("giá vàng", "bão lũ"):
        await chat.ask(f"/theodoi {words}")
    (refused,) = await chat.ask("/theodoi bóng đá")
    assert "2" in chat.words(refused)
    assert await store.articles.keywords() == {"giá vàng", "bão lũ"}
