"""What a round-up tells whom, and when there is none."""

import asyncio
from datetime import timedelta

from digests.ingest import EditionMaker
from digests.model import EditionKind, Rhythm, Subscription, SubscriptionKind
from digests.store import Owe, Store, open_store
from tests.editions.conftest import Clock, Press
from tests.slots import settle_slot

SPORT = Subscription(SubscriptionKind.SECTION, "the thao", "Thể thao")
GOLD = Subscription(SubscriptionKind.KEYWORD, "giá vàng", "giá vàng")


async def test_the_story_of_most_papers_stands_first_and_once(press: Press, clock: Clock) -> None:
    """Three papers on the bridge are one story, above newer ones."""
    await press.reader("1")
    for paper in ("Báo A", "Báo B", "Báo C"):
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
    clock.forward(hours=5)
    await press.publish("Báo A", "Tin nhỏ mới nhất")
    clock.forward(hours=1)
    assert await press.round() == [["Thông xe cầu, Báo A kể", "Tin nhỏ mới nhất"]]


async def test_what_answers_a_keyword_weighs_more(press: Press, clock: Clock) -> None:
    """Two readers of everything: the one with a keyword finds its story first."""
    await press.reader("1", Subscription(SubscriptionKind.ALL), GOLD, edition_size=1)
    await press.reader("2", edition_size=1)
    await press.publish("Báo A", "Vàng lên", keywords=("giá vàng",))
    clock.forward(hours=1)
    await press.publish("Báo A", "Trời đẹp", photo=True)
    clock.forward(hours=5)
    assert await press.round() == [["Vàng lên"], ["Trời đẹp"]]


async def test_everyone_gets_what_they_follow(press: Press, clock: Clock) -> None:
    """A section, a keyword, a paper; nobody gets what answers none of their wishes."""
    await press.reader("1", SPORT)
    await press.reader("2", GOLD)
    await press.reader("3", await press.source("Báo B"))
    await press.reader("4", Subscription(SubscriptionKind.SECTION, "khong co", "Không có"))
    await press.publish("Báo A", "Đội nữ thắng", section="Thể thao")
    await press.publish("Báo A", "Vàng lên", keywords=("giá vàng",))
    await press.publish("Báo B", "Chợ đông", section="Đời sống")
    clock.forward(hours=6)
    assert await press.round() == [["Đội nữ thắng"], ["Vàng lên"], ["Chợ đông"]]


async def test_who_follows_a_paper_gets_its_report(press: Press, clock: Clock) -> None:
    """For others the report with a photo stands for the story."""
    await press.reader("1", Subscription(SubscriptionKind.ALL), await press.source("Báo B"))
    await press.reader("2")
    await press.publish("Báo A", "Cầu có ảnh", event="cầu", photo=True)
    await press.publish("Báo B", "Cầu không ảnh", event="cầu")
    clock.forward(hours=6)
    assert await press.round() == [["Cầu không ảnh"], ["Cầu có ảnh"]]


async def test_many_stories_of_one_paper_leave_room_for_others(press: Press, clock: Clock) -> None:
    """One of two places goes to the other paper, although its story is older and has no photo."""
    await press.reader("1", edition_size=2)
    await press.publish("Báo B", "Tin của báo nhỏ")
    clock.forward(minutes=30)
    for place in range(3):
        await press.publish("Báo A", f"Tin của báo lớn {place}", photo=True)
    clock.forward(hours=6)
    ((first, second),) = await press.round()
    assert first.startswith("Tin của báo lớn")
    assert second == "Tin của báo nhỏ"


async def test_nothing_new_sends_nothing(press: Press, clock: Clock) -> None:
    """Neither leftovers of the last round-up nor another paper's late report are new."""
    await press.reader("1", edition_size=1)
    await press.publish("Báo A", "Thông xe cầu", event="cầu", photo=True)
    await press.publish("Báo A", "Tin nhỏ")
    clock.forward(hours=6)
    assert await press.round() == [["Thông xe cầu"]]
    assert await press.round() == []
    await press.publish("Báo B", "Cầu đã thông xe", event="cầu")
    clock.forward(hours=13)
    assert await press.round() == []
    await press.publish("Báo B", "Tin mới thật")
    clock.forward(hours=11)
    assert await press.round() == [["Tin mới thật"]]


async def test_a_story_that_grew_since_it_was_left_out_is_told(press: Press, clock: Clock) -> None:
    """It was too small for the last round-up; now three papers tell it."""
    await press.reader("1", edition_size=1)
    await press.publish("Báo A", "Cầu sắp thông xe", event="cầu")
    await press.publish("Báo A", "Bão tới", event="bão", photo=True)
    clock.forward(hours=6)
    assert await press.round() == [["Bão tới"]]
    for paper in ("Báo B", "Báo C"):
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
    clock.forward(hours=13)
    assert await press.round() == [["Cầu sắp thông xe"]]


async def test_two_makers_make_one_edition(press: Press, clock: Clock, store: Store) -> None:
    """Whoever settles a slot second makes nothing."""
    reader = await press.reader("1")
    await press.publish("Báo A", "Một tin")
    clock.forward(hours=6)
    (slot,) = await store.editions.due(clock(), 9)
    assert await press.maker.make_due() == 1
    assert await settle_slot(store, slot, [1], clock() + timedelta(hours=9), clock()) is None
    assert [one.subscriber.id for one in await press.owed()] == [reader.id]


async def test_two_processes_make_each_edition_once(
    press: Press, clock: Clock, store: Store, any_store_url: str
) -> None:
    """Both look at the same moment, each with its own connections; nobody gets two."""
    readers = [await press.reader(str(chat)) for chat in range(30)]
    await press.publish("Báo A", "Một tin")
    clock.forward(hours=6)
    other = await open_store(any_store_url, now=clock)
    try:
        makers = [EditionMaker(opened, now=clock) for opened in (store, other)]
        made = await asyncio.gather(*(maker.make_due() for maker in makers))
    finally:
        await other.close()
    assert sum(made) == len(readers)
    owed = [one.subscriber.id for one in await press.owed()]
    assert sorted(owed) == sorted(reader.id for reader in readers)


async def test_the_week_comes_on_sunday_beside_the_day(press: Press, clock: Clock) -> None:
    """At the reader's first hour, with the stories that most papers told, and only once."""
    await press.reader("1", edition_size=2)
    for paper in ("Báo A", "Báo B"):
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
    for paper in ("Báo A", "Báo B", "Báo C"):
        await press.publish(paper, f"Bão tới, {paper} kể", event="bão")
    clock.forward(hours=6)
    assert await press.round() == [["Bão tới, Báo A kể", "Thông xe cầu, Báo A kể"]]
    clock.forward(days=4, hours=12)
    await press.publish("Báo C", "Tin sáng Chủ nhật", photo=True)
    clock.forward(hours=1)
    sunday = [await press.round(), await press.round(), await press.round()]
    assert sunday == [
        [["Tin sáng Chủ nhật"]], [["Bão tới, Báo A kể", "Thông xe cầu, Báo A kể"]], []
    ]  # fmt: skip


async def test_a_week_that_was_missed_comes_for_a_day(press: Press, clock: Clock) -> None:
    """The bot sleeps on Sunday morning: 23 hours late it comes, 25 hours late it does not."""
    await press.reader("1", rhythm=Rhythm.AT_ONCE, weekly=True)
    await press.publish("Báo A", "Một tin", owe=Owe.NOBODY)
    clock.forward(days=4, hours=19 + 23)
    assert await press.round() == [["Một tin"]]
    clock.forward(days=5)
    await press.publish("Báo A", "Tin tuần sau", owe=Owe.NOBODY)
    clock.forward(days=1, hours=1 + 25)
    assert await press.round() == []


async def test_after_days_of_silence_the_latest_hour_is_caught_up(
    press: Press, clock: Clock
) -> None:
    """Down since Tuesday, up on Friday at 09:00: the edition of 07:00 comes, not three of them."""
    await press.reader("1")
    await press.publish("Báo A", "Tin thứ Ba")
    clock.forward(days=2, hours=15)
    await press.publish("Báo A", "Tin thứ Sáu")
    clock.forward(hours=6)
    assert await press.round() == [["Tin thứ Sáu"]]
    assert await press.round() == []


async def test_the_week_is_a_choice_with_a_beginning_of_its_own(
    press: Press, clock: Clock, store: Store
) -> None:
    """Readers of editions have it until they choose; those of single messages when they choose."""
    usual = await press.reader("1")
    without = await press.reader("2", weekly=False)
    at_once = await press.reader("3", rhythm=Rhythm.AT_ONCE)
    chose = await press.reader("4", rhythm=Rhythm.AT_ONCE, weekly=True)
    assert [one.wants_weekly for one in (usual, without, at_once, chose)] == [
        True, False, False, True
    ]  # fmt: skip
    clock.forward(days=6)
    due = await store.editions.due(clock(), 9, EditionKind.WEEKLY)
    assert [slot.subscriber.id for slot in due] == [usual.id, chose.id]


async def test_who_stops_gets_no_week(press: Press, clock: Clock, store: Store) -> None:
    """And has it again after coming back."""
    reader = await press.reader("1")
    await store.subscribers.stop(reader.id, clock())
    clock.forward(days=6)
    assert await store.editions.due(clock(), 9, EditionKind.WEEKLY) == []
    await store.subscribers.wake(reader.id, clock())
    clock.forward(days=7)
    assert len(await store.editions.due(clock(), 9, EditionKind.WEEKLY)) == 1
