"""Editors publish what is in no feed: they see it, correct it, choose where, and when."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.announcer import DueDrafts
from bot.handlers.context import Services
from bot.playground import CHANNEL, FORUM, LocalBotApi
from bot.texts import VIETNAMESE
from digests.ingest import ArticleDesk
from digests.model import Address, ChatKind, Delivery
from digests.store import DraftState, Store
from tests.handlers.conftest import EDITOR
from tests.handlers.conftest import Chat as Room

Chat = Any
Clock = Any
ReaderOf = Any

VI = VIETNAMESE.desk.article
TEXT = """Xã Tân Lập mở chợ phiên trên thuyền

Chợ phiên trên thuyền đầu tiên của xã Tân Lập họp sáng 24/11 với hơn năm mươi thuyền hàng.

Bà con mang rau, cá và bánh đến bán từ năm giờ sáng. Ban tổ chức cho biết chợ sẽ họp mỗi tuần hai
phiên, vào sáng thứ Ba và sáng Chủ Nhật, đến hết mùa nước nổi.

Ông Nguyễn Văn Bảy, trưởng ban quản lý chợ, nói mỗi thuyền được phát áo phao và số hiệu. Năm ngoái
xã đã họp thử ba phiên và bán hết hàng trước mười giờ."""


@pytest.fixture
async def editor(page: httpx.AsyncClient) -> Room:
    """The private chat of one of the bot's editors, who is no admin."""
    await page.post("/api/chats", json={"type": "private", "title": "Biên tập", "id": EDITOR})
    return Room(page, EDITOR)


@pytest.fixture
async def channel(store: Store, clock: Clock) -> int:
    """A channel that the bot is in; its number as a subscriber."""
    met = await store.subscribers.meet(
        Address("telegram", str(CHANNEL)), ChatKind.CHANNEL, "Kênh Điểm Tin", "vi", clock()
    )
    return met.id


async def owed(store: Store, clock: Clock) -> list[Delivery]:
    return await store.outbox.claim(clock(), limit=50, lease=timedelta(0))


async def in_hand(editor: Chat) -> tuple[dict[str, Any], dict[str, Any]]:
    preview, card = await editor.ask(f"/dang {TEXT}", answers=2)
    return preview, card


async def newest(editor: Chat, api: LocalBotApi) -> str:
    """Give the address of the sample paper's newest article."""
    front = (await editor.page.get("/bao/song-hong/rss.xml")).text
    link = front.split("<item>")[1].split("<link>")[1].split("</link>")[0]
    return f"{api.url}/bao{link.partition('/bao')[2]}"


async def test_a_pasted_article_is_seen_corrected_and_published(
    editor: Chat, store: Store, clock: Clock, channel: int
) -> None:
    """What the preview showed is what the archive has and what the channel is owed."""
    preview, card = await in_hand(editor)
    assert editor.words(preview).startswith("Xã Tân Lập mở chợ phiên trên thuyền\n")
    await editor.press(card, editor.buttons(card)[VI.title])
    corrected, card = await editor.ask("Chợ nổi họp mỗi tuần hai phiên", answers=2)
    await editor.press(card, editor.buttons(card)[VI.source_button])
    corrected, card = await editor.ask("Báo Sông Hồng", answers=2)
    assert editor.words(corrected).startswith("Chợ nổi họp mỗi tuần hai phiên\n")
    assert "Báo Sông Hồng" in editor.words(corrected)
    await editor.press(card, editor.buttons(card)["▫️ Kênh Điểm Tin"])
    await editor.press(card, editor.buttons(card)[VI.send])
    assert "Đã đăng lúc" in editor.words(await editor.now(card))
    (stored,) = await store.articles.latest(limit=5)
    assert stored.digest.title == "Chợ nổi họp mỗi tuần hai phiên"
    assert [one.subscriber.id for one in await owed(store, clock)] == [channel]
    assert (await store.audit.last(1))[0].what == "article_published"


async def test_the_preview_is_exactly_what_goes_out(editor: Chat) -> None:
    """Word for word: what "xem bài" shows is the message that was previewed."""
    preview, card = await in_hand(editor)
    await editor.press(card, editor.buttons(card)[VI.send])
    done = await editor.now(card)
    said = (await editor.messages())[-1]["message_id"]
    await editor.press(done, editor.buttons(done)[VI.open_article])
    (opened,) = await editor.messages(after=said)
    assert editor.words(opened) == editor.words(preview)
    assert opened.get("entities") == preview.get("entities")


async def test_places_have_the_names_that_people_see(
    editor: Chat, store: Store, clock: Clock, channel: int
) -> None:
    """A topic by its name where it is known; more places than a page holds can be turned to."""
    for topic in range(2, 16):
        address = Address("telegram", str(FORUM), str(topic))
        await store.subscribers.meet(address, ChatKind.SUPERGROUP, "Nhà Tân Lập", "vi", clock())
    await store.topics.name(Address("telegram", str(FORUM), "2"), "Chợ phiên")
    _preview, card = await in_hand(editor)
    named = editor.buttons(card)["▫️ Nhà Tân Lập · chủ đề Chợ phiên"]
    assert "▫️ Nhà Tân Lập · chủ đề 3" in editor.buttons(card)
    await editor.press(card, named)
    card = await editor.now(card)
    assert "Người theo dõi, Nhà Tân Lập · chủ đề Chợ phiên" in editor.words(card)
    assert "▫️ Nhà Tân Lập · chủ đề 15" not in editor.buttons(card)
    await editor.press(card, editor.buttons(card)[VIETNAMESE.buttons.older])
    card = await editor.now(card)
    await editor.press(card, editor.buttons(card)["▫️ Nhà Tân Lập · chủ đề 15"])
    assert "✅ Nhà Tân Lập · chủ đề 15" in editor.buttons(await editor.now(card))
    draft = await store.drafts.get(1)
    assert len(draft.facts["readers"]) == 2
    assert channel not in draft.facts["readers"]


async def test_whoever_follows_gets_it_and_nobody_twice(
    editor: Chat, chat: Chat, store: Store, clock: Clock, reader_of: ReaderOf
) -> None:
    """A second press of "đăng ngay" publishes nothing more."""
    await chat.ask("/start", answers=2)
    await chat.ask("/theodoi tất cả")
    _preview, card = await in_hand(editor)
    data = editor.buttons(card)[VI.send]
    await editor.press(card, data)
    assert await editor.press(card, data) == VI.settled
    assert VI.open_article in editor.buttons(await editor.now(card)), "what came of it"
    reader = await reader_of(chat.id)
    assert [one.subscriber.id for one in await owed(store, clock)] == [reader.id]
    assert await store.articles.count() == 1


async def test_an_address_is_read_and_a_plain_one_too(editor: Chat, api: LocalBotApi) -> None:
    """/dang URL, and the address alone; one that gives nothing is told why."""
    url = await newest(editor, api)
    _reading, preview, card = await editor.ask(f"/dang {url}", answers=3)
    assert VI.send in editor.buttons(card)
    _reading, again, _card = await editor.ask(url, answers=3)
    assert editor.words(again) == editor.words(preview)
    _reading, nothing = await editor.ask(f"/dang {api.url}/bao/khong-co", answers=2)
    assert "Không đọc được" in editor.words(nothing)


async def test_an_article_that_is_known_takes_the_editors_words(
    editor: Chat, store: Store, api: LocalBotApi
) -> None:
    """It stands once in the archive."""
    url = await newest(editor, api)
    for title in ("Lời thứ nhất của biên tập", "Lời thứ hai của biên tập"):
        *_others, card = await editor.ask(f"/dang {url}", answers=3)
        await editor.press(card, editor.buttons(card)[VI.title])
        _shown, card = await editor.ask(title, answers=2)
        await editor.press(card, editor.buttons(card)[VI.send])
    assert "đã có trong kho" in editor.words(await editor.now(card))
    (stored,) = await store.articles.latest(limit=5)
    assert stored.digest.title == "Lời thứ hai của biên tập"


async def test_a_draft_comes_out_at_its_hour_and_its_editor_is_told(
    editor: Chat, store: Store, clock: Clock, bot: Services
) -> None:
    """Once, however often it is looked for; the hour can be typed."""
    await editor.ask("/start", answers=2)
    await editor.ask("/dung")
    _preview, card = await in_hand(editor)
    await editor.press(card, editor.buttons(card)[VI.later])
    (wrong,) = await editor.ask("lúc nào đó")
    assert "Tôi không hiểu giờ" in editor.words(wrong)
    (scheduled,) = await editor.ask("18:30")
    assert "Thứ Ba 24/11/2026 18:30" in editor.words(scheduled)
    assert isinstance(bot.desk, ArticleDesk)
    due = DueDrafts(store, bot.desk, now=clock)
    await due.publish()
    assert await store.articles.count() == 0
    clock.forward(timedelta(hours=10))
    await due.publish()
    await due.publish()
    assert await store.articles.count() == 1
    kinds = [(str(one.kind), one.payload.get("html", "")) for one in await owed(store, clock)]
    assert [kind for kind, _html in kinds] == ["alarm"]
    assert "đã đăng đúng hẹn" in kinds[0][1]


async def test_an_hour_is_pressed_and_taken_back(editor: Chat, store: Store) -> None:
    """The draft is in hand again afterwards."""
    _preview, card = await in_hand(editor)
    await editor.press(card, editor.buttons(card)[VI.later])
    times = editor.buttons(await editor.now(card))
    await editor.press(card, times[VI.in_an_hour])
    assert "Sẽ đăng lúc" in editor.words(await editor.now(card))
    await editor.press(card, editor.buttons(await editor.now(card))[VI.cancel_time])
    assert VI.send in editor.buttons(await editor.now(card))
    assert (await store.drafts.get(1)).state is DraftState.OPEN


async def test_every_button_answers_when_it_comes_late_or_from_another(
    editor: Chat, admin: Chat, chat: Chat, store: Store, clock: Clock
) -> None:
    """A month later, after it was dropped, by a reader, by another editor, of a draft of nobody."""
    _preview, card = await in_hand(editor)
    buttons = editor.buttons(card)
    assert await chat.press(card, buttons[VI.send]) == VIETNAMESE.desk.only_editors
    assert await store.articles.count() == 0
    assert await editor.press(card, "qag:999") == VIETNAMESE.trouble.button_old
    clock.forward(timedelta(days=30))
    await editor.press(card, buttons[VI.drop])
    assert "Đã bỏ bản nháp 1" in editor.words(await editor.now(card))
    for data in buttons.values():
        assert await editor.press(card, data) == VI.settled
    assert await store.articles.count() == 0
    _preview, second = await admin.ask(f"/dang {TEXT}", answers=2)
    assert await editor.press(second, admin.buttons(second)[VI.send]) == VI.not_yours


async def test_what_was_asked_for_is_waited_for_an_hour(editor: Chat, clock: Clock) -> None:
    """After that words are a search again, as they are for everyone."""
    _preview, card = await in_hand(editor)
    await editor.press(card, editor.buttons(card)[VI.lead])
    clock.forward(timedelta(hours=2))
    (found,) = await editor.ask("lúa")
    assert "Không tìm thấy" in editor.words(found) or "🔎" in editor.words(found)


async def test_a_lead_that_is_far_too_long_is_told_with_its_limit(editor: Chat) -> None:
    """In numbers as Vietnamese readers write them; the draft waits for another one."""
    _preview, card = await in_hand(editor)
    await editor.press(card, editor.buttons(card)[VI.lead])
    (answer,) = await editor.ask("lúa " * 501)
    assert editor.words(answer) == "Dài quá, tối đa 2.000 ký tự thôi nhé."
    corrected, _card = await editor.ask("Chợ họp trên bến dưới thuyền.", answers=2)
    assert "trên bến dưới thuyền" in editor.words(corrected)


async def test_readers_and_groups_publish_nothing(chat: Chat, admin: Chat, page: Any) -> None:
    """A reader's long text is a search; in a group nobody sees drafts."""
    (refused,) = await chat.ask(f"/dang {TEXT}")
    assert chat.words(refused) == VIETNAMESE.desk.only_editors
    (searched, *_more) = await chat.ask(TEXT)
    assert VI.send not in chat.buttons(searched)
    group = Room(page, FORUM, admin.id)
    (private,) = await group.ask("/dang")
    assert group.words(private) == VIETNAMESE.person.only_private


@pytest.mark.parametrize("said", ["/dang", "/dang chào bạn"])
async def test_what_is_no_article_is_told(editor: Chat, said: str) -> None:
    """With an example, or that there is none in it."""
    (answer,) = await editor.ask(said)
    assert editor.words(answer) in {
        VI.no_article,
        VI.usage.replace("<code>", "").replace("</code>", ""),
    }
