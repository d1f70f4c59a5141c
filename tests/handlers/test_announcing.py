"""An announcement is seen, agreed to, goes out bit by bit, and can be held and ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.announcer import Announcer
from bot.connection import make_sending_bot
from bot.handlers.announcing import progress_message
from bot.handlers.wishes import EVERYTHING, section_wish
from bot.playground import LocalBotApi
from bot.settings import Settings
from bot.texts import VIETNAMESE
from digests.model import Address, ChatKind, DeliveryKind
from digests.store import Draft, DraftKind, DraftState, Progress, Store

Chat = Any
Clock = Any
Publish = Any

VI = VIETNAMESE.desk.announcement
NOBODY = timedelta(0)


@pytest.fixture
async def readers(store: Store, clock: Clock) -> list[int]:
    """Thirty private readers, a channel, a group of which two topics follow something."""
    places = [(str(5000 + place), ChatKind.PRIVATE, None) for place in range(30)]
    places += [("-100777", ChatKind.CHANNEL, None)]
    topics = [("-100888", ChatKind.SUPERGROUP, topic) for topic in ("2", "3", "4")]
    met_there = [await met(store, clock, *place) for place in (*places, *topics)]
    for reader in met_there[-2:]:
        await store.subscribers.follow(reader, section_wish("Thể thao"))
    return met_there


async def met(
    store: Store, clock: Clock, chat: str, kind: ChatKind, topic: str | None = None
) -> int:
    address = Address("telegram", chat, topic)
    return (await store.subscribers.meet(address, kind, f"Nơi {chat}", "vi", clock())).id


@pytest.fixture
async def announcer(api: LocalBotApi, settings: Settings, store: Store, clock: Clock) -> Any:
    async with make_sending_bot(settings, api.token) as bot:
        yield Announcer(store, bot, now=clock)


async def begun(admin: Chat, words: str = "Tối nay bảo trì lúc <23> giờ") -> dict[str, Any]:
    """Give the card of a new announcement."""
    _preview, card = await admin.ask(f"/phat {words}", answers=2)
    return card  # type: ignore[no-any-return]


async def sent_off(admin: Chat) -> dict[str, Any]:
    """Give the message of an announcement that was agreed to."""
    card = await begun(admin)
    await admin.press(card, next(d for d in admin.buttons(card).values() if d.startswith("qpc:")))
    await admin.press(card, admin.buttons(await admin.now(card))[VI.send])
    return await admin.now(card)  # type: ignore[no-any-return]


async def deliver(store: Store, clock: Clock, count: int) -> list[str]:
    """Have so many notices arrive; give the chats."""
    claimed = await store.outbox.claim(clock(), limit=count, lease=timedelta(minutes=1))
    await store.outbox.in_flight([one.id for one in claimed], clock())
    for one in claimed:
        await store.outbox.sent(one.id, 1, clock())
    return [one.subscriber.address.chat for one in claimed]


async def test_it_is_seen_as_it_will_be_and_counted(admin: Chat, readers: list[int]) -> None:
    """The preview is the message; a chat with several topics counts once; parts have numbers."""
    preview, card = await admin.ask("/phat Tối nay\nbảo trì <lúc> 23 giờ", answers=2)
    assert admin.words(preview) == "Tối nay\nbảo trì <lúc> 23 giờ"
    assert "Tất cả · 32 nơi" in admin.words(card)
    assert len(readers) == 34
    for part, count in (("private", 30), ("channels", 1), ("groups", 1), ("en", 0)):
        await admin.press(card, f"qpt:1:{part}")
        assert f"{VI.parts[part]} · {count} nơi" in admin.words(await admin.now(card))
    assert (
        await admin.press(card, admin.buttons(await admin.now(card))["Gửi cho 0 nơi ›"])
        == VI.nobody
    )


@pytest.mark.usefixtures("readers")
async def test_it_goes_to_everyone_once_and_shows_how_far_it_is(
    admin: Chat, store: Store, clock: Clock, announcer: Announcer
) -> None:
    """The bar stands in the message that was pressed."""
    message = await sent_off(admin)
    assert "Đang gửi thông báo 1" in admin.words(message)
    await announcer.go_on()
    chats = await deliver(store, clock, 8)
    await announcer.go_on()
    shown = admin.words(await admin.now(message))
    assert "▓▓▓░░░░░░░░░ 25%" in shown
    assert "Đã nhận: 8 · không nhận được: 0 · còn lại: 24" in shown
    while got := await deliver(store, clock, 10):
        chats += got
        await announcer.go_on()
    await announcer.go_on()
    assert len(chats) == len(set(chats)) == 32
    done = await admin.now(message)
    assert "Đã gửi xong thông báo 1" in admin.words(done)
    assert admin.buttons(done) == {}
    assert (await store.drafts.get(1)).state is DraftState.DONE


@pytest.mark.usefixtures("readers")
async def test_it_is_held_and_goes_on_where_it_was(
    admin: Chat, store: Store, clock: Clock, announcer: Announcer
) -> None:
    """While it is held nothing of it is owed; afterwards nobody gets it twice."""
    message = await sent_off(admin)
    await announcer.go_on()
    chats = await deliver(store, clock, 5)
    pause = admin.buttons(message)[VI.pause]
    for _twice in range(2):
        await admin.press(message, pause)
    await announcer.go_on()
    assert await deliver(store, clock, 50) == []
    assert "Tạm dừng thông báo 1" in admin.words(await admin.now(message))
    await admin.press(message, admin.buttons(await admin.now(message))[VI.resume])
    await announcer.go_on()
    chats += await deliver(store, clock, 50)
    assert len(chats) == len(set(chats)) == 32


@pytest.mark.usefixtures("readers")
async def test_it_is_stopped_for_good(
    admin: Chat, store: Store, clock: Clock, announcer: Announcer
) -> None:
    """Who has it keeps it; every button of it then says that it is over."""
    message = await sent_off(admin)
    await announcer.go_on()
    await deliver(store, clock, 5)
    buttons = admin.buttons(message)
    await admin.press(message, buttons[VI.stop])
    await announcer.go_on()
    assert await deliver(store, clock, 50) == []
    assert "Đã dừng hẳn thông báo 1" in admin.words(await admin.now(message))
    clock.forward(timedelta(days=30))
    for data in (*buttons.values(), "qpg:1", "qpt:1:vi", "qpc:1", "qpx:1"):
        assert await admin.press(message, data) == VI.settled
    assert (await store.drafts.get(1)).state is DraftState.STOPPED


async def test_a_chat_gets_it_in_one_place(
    admin: Chat, store: Store, clock: Clock, announcer: Announcer
) -> None:
    """In its main place; without one where it has news, and never where somebody only looked."""
    group, other, looked_at = "-100901", "-100902", "-100903"
    topic = await met(store, clock, group, ChatKind.SUPERGROUP, "5")
    main = await met(store, clock, group, ChatKind.SUPERGROUP)
    for place in ("6", "7", "8"):
        reader = await met(store, clock, other, ChatKind.SUPERGROUP, place)
        if place != "6":
            await store.subscribers.follow(reader, replace(EVERYTHING, off=place == "7"))
    await met(store, clock, looked_at, ChatKind.SUPERGROUP, "9")
    await store.subscribers.follow(topic, EVERYTHING)
    await sent_off(admin)
    await announcer.go_on()
    claimed = await store.outbox.claim(clock(), limit=9, lease=timedelta(minutes=1))
    got = {(one.subscriber.address.chat, one.subscriber.address.topic) for one in claimed}
    assert got == {(group, None), (other, "8")}
    await store.subscribers.stop(main, clock())
    await announcer.go_on()
    assert await deliver(store, clock, 9) == [], "its topic does not get what the chat has"


async def test_a_topic_with_a_section_answers_for_its_group(
    admin: Chat, store: Store, clock: Clock, publish: Publish
) -> None:
    """Where the group as a whole does not follow the section."""
    await publish("Đua ghe ngo", section="Thể thao")
    await met(store, clock, "-100901", ChatKind.SUPERGROUP)
    topic = await met(store, clock, "-100901", ChatKind.SUPERGROUP, "5")
    await store.subscribers.follow(topic, section_wish("Thể thao"))
    card = await begun(admin)
    await admin.press(card, "qpt:1:section:the thao")
    assert "Ai theo dõi Thể thao · 1 nơi" in admin.words(await admin.now(card))


@pytest.mark.usefixtures("readers")
async def test_news_goes_before_an_announcement(
    admin: Chat, store: Store, clock: Clock, publish: Publish, announcer: Announcer
) -> None:
    """A digest that is owed later is claimed earlier."""
    await sent_off(admin)
    await announcer.go_on()
    late = await met(store, clock, "6000", ChatKind.PRIVATE)
    await store.subscribers.follow(late, EVERYTHING)
    await publish("Tin nóng giữa lúc gửi thông báo")
    claimed = await store.outbox.claim(clock(), limit=3, lease=NOBODY)
    assert claimed[0].kind is DeliveryKind.DIGEST
    assert {one.kind for one in claimed[1:]} == {DeliveryKind.NOTICE}


@pytest.mark.usefixtures("readers")
async def test_a_message_is_announced_by_answering_it(admin: Chat) -> None:
    """With its markup; /phat alone says how."""
    (listed,) = await admin.ask("/nguon")
    preview, _card = await admin.ask("/phat", answers=2, reply_to=listed["message_id"])
    assert admin.words(preview) == admin.words(listed)
    assert preview["entities"] == listed["entities"]
    (how,) = await admin.ask("/phat")
    assert "Gõ lời thông báo sau lệnh" in admin.words(how)


@pytest.mark.usefixtures("readers")
async def test_readers_announce_nothing(admin: Chat, chat: Chat, store: Store) -> None:
    """Neither by command nor by a button that they should not have."""
    (refused,) = await chat.ask("/phat xin chào")
    assert chat.words(refused) == VIETNAMESE.trouble.only_admins
    card = await begun(admin)
    assert await chat.press(card, "qpg:1") == VIETNAMESE.trouble.only_admins
    assert (await store.drafts.get(1)).state is DraftState.OPEN


@pytest.mark.parametrize(
    ("progress", "bar", "percent"),
    [
        (Progress(0, 0, 0, 0), "▓" * 12, "100%"),
        (Progress(0, 0, 5, 5), "░" * 12, "0%"),
        (Progress(6, 3, 0, 3), "▓" * 9 + "░" * 3, "75%"),
        (Progress(999, 0, 0, 1), "▓" * 11 + "░", "99%"),
    ],
)
def test_the_bar_is_full_only_at_the_end(
    clock: Clock, progress: Progress, bar: str, percent: str
) -> None:
    """Whoever could not be reached counts as done."""
    now = clock()
    draft = Draft(
        1, DraftKind.ANNOUNCEMENT, "1", "1", DraftState.SENDING, {}, None, None, 7, now, now
    )
    html = progress_message(draft, progress, "Tất cả", VIETNAMESE).html
    assert f"{bar} {percent}" in html
