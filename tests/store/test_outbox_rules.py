"""What is owed, to whom, in which order, and what is on record at the end."""

from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.model import (
    Address,
    ChatKind,
    DeliveryKind,
    DeliveryState,
    Rhythm,
    Subscription,
    SubscriptionKind,
)
from digests.store import Owe, Store, open_store
from digests.stories import signature
from tests import postgres
from tests.slots import settle_slot
from tests.store.conftest import NOON, Newsroom
from tests.stores import STORES, new_store

MINUTE = timedelta(minutes=1)


async def test_publishing_again_owes_nothing_more(store: Store, newsroom: Newsroom) -> None:
    """The same article by another entry and another address of it stays one."""
    await newsroom.reader("1")
    first = await newsroom.publish("một")
    again = newsroom.publication("một", await newsroom.feed("Báo Khác"))
    other = replace(again, entry_id="khác", links=("http://m.bao.example/mot?utm_source=fb",))
    assert await store.articles.publish(other, NOON) == replace(first, deliveries=0, known=True)
    assert first.deliveries == 1
    by_link = await store.articles.by_url("https://m.bao.example/mot")
    assert by_link is not None
    assert by_link.number == first.number


async def test_only_those_who_want_it_now_are_owed_and_each_once(
    store: Store, newsroom: Newsroom
) -> None:
    """Two wishes that match make one delivery; other wishes, rhythms and late comers none."""
    source = (await newsroom.feed()).source
    section = Subscription(SubscriptionKind.SECTION, "kinh te", "Kinh tế")
    gold = Subscription(SubscriptionKind.KEYWORD, "giá vàng", "giá vàng")
    paper = Subscription(SubscriptionKind.SOURCE, str(source.id), source.name)
    await newsroom.reader("two wishes", section, paper)
    await newsroom.reader("keyword", gold)
    await newsroom.reader("other", Subscription(SubscriptionKind.SECTION, "the thao", "Thể thao"))
    slow = await newsroom.reader("editions")
    await store.subscribers.change(slow.id, rhythm=Rhythm.EDITIONS)
    made = newsroom.publication("một", await newsroom.feed(), section="Kinh Tế")
    published = await store.articles.publish(replace(made, keywords=frozenset({"giá vàng"})), NOON)
    await newsroom.reader("late")
    owed = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    assert published.deliveries == 2
    assert {one.subscriber.address.chat for one in owed} == {"two wishes", "keyword"}


async def test_archive_is_no_news(store: Store, newsroom: Newsroom) -> None:
    """An article that nobody is owed is found all the same."""
    await newsroom.reader("1")
    made = newsroom.publication("một", await newsroom.feed())
    published = await store.articles.publish(replace(made, owe=Owe.NOBODY), NOON)
    assert published.deliveries == 0
    assert (await store.search.search("bài số một", now=NOON)).total == 1


async def test_a_change_is_owed_to_those_who_have_the_message(
    store: Store, newsroom: Newsroom
) -> None:
    """The edit carries the number of the message; an unchanged text owes nothing."""
    await newsroom.reader("1")
    number = (await newsroom.publish("một")).number
    stored = await store.articles.get(number)
    await store.outbox.sent(1, 77, NOON)
    assert not await store.articles.replace(number, stored.article, stored.digest, NOON)
    newer = replace(stored.article, lead="Sáu người đã được cứu.")
    assert await store.articles.replace(number, newer, stored.digest, NOON)
    (change,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    assert (change.kind, change.message_id) == (DeliveryKind.CHANGE, 77)


async def test_a_change_while_the_digest_is_on_its_way_is_not_lost(
    store: Store, newsroom: Newsroom
) -> None:
    """What was worded before the change is edited when it has arrived; what waits needs no edit."""
    await newsroom.reader("1")
    await newsroom.reader("2")
    number = (await newsroom.publish("một")).number
    stored = await store.articles.get(number)
    (first,) = await store.outbox.claim(NOON, limit=1, lease=MINUTE)
    await store.outbox.in_flight([first.id], NOON)
    newer = replace(stored.article, lead="Sáu người đã được cứu.")
    assert await store.articles.replace(number, newer, stored.digest, NOON)
    await store.outbox.sent(first.id, 77, NOON)
    change, second = sorted(
        await store.outbox.claim(NOON, limit=9, lease=MINUTE), key=lambda one: one.kind
    )
    assert (change.kind, change.subscriber) == (DeliveryKind.CHANGE, first.subscriber)
    assert await store.outbox.message_of(number, change.subscriber.id) == 77
    assert second.kind is DeliveryKind.DIGEST


async def test_a_companion_is_added_to_a_digest_that_is_on_its_way(
    store: Store, newsroom: Newsroom
) -> None:
    """The second paper reports the event while the message of the first is being sent."""
    await newsroom.reader("1")
    lead = "Đoàn tàu chở gạo trật bánh gần ga Vân Giang sáng 24/11, không ai bị thương."
    body = ("Ba toa hàng của đoàn tàu số 5 rời khỏi đường ray lúc 5 giờ 40, ông Đỗ Mạnh nói.",)
    words = {"title": "Tàu chở gạo trật bánh gần ga Vân Giang", "lead": lead, "paragraphs": body}
    one = newsroom.publication("một", await newsroom.feed(), **words)
    alike = signature(one.article)
    number = (await store.articles.publish(replace(one, signature=alike), NOON)).number
    (first,) = await store.outbox.claim(NOON, limit=1, lease=MINUTE)
    await store.outbox.in_flight([first.id], NOON)
    other = newsroom.publication("hai", await newsroom.feed("Báo Khác"), **words)
    other = replace(other, signature=alike)
    assert (await store.articles.publish(other, NOON)).deliveries == 0
    await store.outbox.sent(first.id, 77, NOON)
    (change,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    assert (change.kind, change.article) == (DeliveryKind.CHANGE, number)


async def test_a_second_change_is_not_lost_behind_the_first(
    store: Store, newsroom: Newsroom
) -> None:
    """The article changes again while the first edit is in hand: another one is owed."""
    await newsroom.reader("1")
    number = (await newsroom.publish("một")).number
    (digest,) = await store.outbox.claim(NOON, limit=1, lease=MINUTE)
    await store.outbox.sent(digest.id, 77, NOON)
    await newsroom.retitle(number, "Tin đổi")
    (first,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    for title in ("Tin đổi nữa", "Tin đổi mãi"):
        await newsroom.retitle(number, title)
    await store.outbox.sent(first.id, 77, NOON)
    (second,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    assert (first.kind, second.kind) == (DeliveryKind.CHANGE, DeliveryKind.CHANGE)
    await store.outbox.sent(second.id, 77, NOON)
    assert await store.outbox.claim(NOON, limit=9, lease=MINUTE) == []


async def test_after_a_crash_only_what_was_in_flight_is_uncertain(
    store: Store, newsroom: Newsroom
) -> None:
    """A private chat is sent to again, a channel waits for a person, the rest is simply owed."""
    await newsroom.reader("1")
    await newsroom.reader("2", kind=ChatKind.CHANNEL)
    await newsroom.reader("3")
    await newsroom.publish("một")
    await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    assert await store.outbox.in_flight([1, 2], NOON) == [1, 2]
    assert await store.outbox.recover(NOON, resend=True) == 2
    states = [(await store.outbox.outcome(number))[0] for number in (1, 2, 3)]
    assert states == [DeliveryState.OWED, DeliveryState.UNCERTAIN, DeliveryState.OWED]
    assert {one.id for one in await store.outbox.claim(NOON, limit=9, lease=MINUTE)} == {1, 3}


async def test_what_was_cancelled_after_the_claim_is_not_sent(
    store: Store, newsroom: Newsroom
) -> None:
    """A reader who stops between claim and sending gets nothing, and it is not owed again."""
    reader = await newsroom.reader("1")
    await newsroom.publish("một")
    (owed,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
    await store.subscribers.stop(reader.id, NOON)
    assert await store.outbox.in_flight([owed.id], NOON) == []
    await store.outbox.postpone(owed.id, NOON, None)
    assert (await store.outbox.outcome(owed.id))[0] is DeliveryState.CANCELLED


async def test_what_is_tried_again_waits_since_it_was_due(store: Store, newsroom: Newsroom) -> None:
    """However late it may go out next; what may not yet go out does not wait."""
    numbers = []
    for place in range(3):
        reader = await newsroom.reader(str(place))
        due = NOON + place * MINUTE
        numbers.append(await store.outbox.owe_notice(reader.id, {"html": "x"}, due))
    await store.outbox.postpone(numbers[0], NOON + 5 * MINUTE, "timed out")
    assert await store.incidents.queue(NOON + 4 * MINUTE) == (NOON + MINUTE, 2)
    assert await store.incidents.queue(NOON + 6 * MINUTE) == (NOON, 3)
    (bot,) = await store.bots()
    assert (bot.owed, bot.oldest_owed_at) == (3, NOON)


async def test_a_chat_that_moves_keeps_wishes_and_deliveries(
    store: Store, newsroom: Newsroom
) -> None:
    """Also when the new chat was met already: what both have is there once."""
    await newsroom.reader("-1", kind=ChatKind.GROUP)
    await newsroom.reader("-100", kind=ChatKind.SUPERGROUP)
    await newsroom.publish("một")
    moved = await store.subscribers.move(Address("telegram", "-1"), Address("telegram", "-100"))
    assert moved.kind is ChatKind.SUPERGROUP
    assert await store.subscribers.count() == 1
    assert len(await store.subscribers.following(moved.id)) == 1
    assert len(await store.outbox.claim(NOON, limit=9, lease=MINUTE)) == 1


async def test_an_edition_is_made_once(store: Store, newsroom: Newsroom) -> None:
    """Two makers of one slot: the second gets nothing, and one delivery is owed."""
    reader = await newsroom.reader("1")
    await newsroom.publish("một")
    await store.outbox.cancel_for(reader.id, "test", NOON)
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    later = NOON + timedelta(hours=12)
    (slot,) = await store.editions.due(later, 9)
    made = await settle_slot(store, slot, [1], later + timedelta(hours=9), later)
    assert made is not None
    assert await settle_slot(store, slot, [1], later + timedelta(hours=9), later) is None
    assert await store.editions.due(later, 9) == []
    (owed,) = await store.outbox.claim(later, limit=9, lease=MINUTE)
    assert (owed.kind, owed.edition) == (DeliveryKind.EDITION, made)
    (following,) = await store.editions.due(later + timedelta(hours=9), 9)
    assert following.last_at == later


STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "sent", "postpone", "crash", "wait"]), st.integers(0, 9)),
    max_size=25,
)


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=8, deadline=None)
@given(steps=STEPS)
async def test_a_chat_is_always_served_in_order(
    kind: str, databases: postgres.Databases, steps: list[tuple[str, int]]
) -> None:
    """However claims, outcomes, pauses and crashes fall, no article overtakes an earlier one."""
    with ExitStack() as stack:
        url = stack.enter_context(new_store(kind, databases))
        store = await open_store(url, now=lambda: NOON)
        try:
            await _serve(store, steps)
        finally:
            await store.close()


async def _serve(store: Store, steps: list[tuple[str, int]]) -> None:
    room, now, held = Newsroom(store), NOON, []
    for chat in ("1", "2"):
        await room.reader(chat)
    for name in ("một", "hai", "ba"):
        await room.publish(name)
    arrived: dict[int, list[int | None]] = defaultdict(list)
    for step, choice in [*steps, *[("wait", 9), ("claim", 9), ("sent", 0), ("sent", 0)] * 4]:
        if step == "wait":
            now += timedelta(minutes=choice)
        elif step == "claim":
            held += await store.outbox.claim(now, limit=1 + choice, lease=timedelta(hours=9))
        elif step == "crash":
            held = []
            await store.outbox.recover(now)
        elif held:
            one = held.pop(choice % len(held))
            if step == "postpone":
                await store.outbox.postpone(one.id, now + timedelta(minutes=choice), "429")
            elif await store.outbox.in_flight([one.id], now):
                await store.outbox.sent(one.id, one.id, now)
                arrived[one.subscriber.id].append(one.article)
    for order in arrived.values():
        assert order == sorted(order, key=lambda number: number or 0)
        assert len(order) == len(set(order))
