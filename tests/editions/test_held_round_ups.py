"""What was held back becomes one round-up, with the round-ups that were held beside it."""

from datetime import timedelta
from typing import Any

from digests.model import DeliveryState, Rhythm, Subscriber
from digests.store import EditionSlot, Store
from digests.store.holding import MOST_STORIES
from tests.slots import settle_slot

Clock = Any
Press = Any


async def hold_and_release(store: Store, reader: Subscriber, clock: Clock) -> bool:
    """Claim the reader's next delivery, hold it for the night and let go what waits."""
    (first,) = await store.outbox.claim(clock(), limit=1, lease=timedelta(minutes=1))
    until = clock() + timedelta(hours=8)
    await store.holding.hold(first.id, reader.id, until, "quiet")
    assert await store.outbox.claim(clock(), limit=9, lease=timedelta(minutes=1)) == []
    clock.forward(hours=8)
    (claimed,) = await store.outbox.claim(clock(), limit=9, lease=timedelta(minutes=1))
    assert claimed.id == first.id
    return await store.holding.release(first.id, reader.id, clock())


async def test_editions_and_single_messages_become_one(
    press: Press, store: Store, clock: Clock
) -> None:
    """What the edition tells comes first; an article of both is told once."""
    reader = await press.reader("1", rhythm=Rhythm.AT_ONCE)
    first = await press.publish("Báo Một", "Bài một")
    second = await press.publish("Báo Hai", "Bài hai")
    slot = EditionSlot(reader, clock())
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    due = (await store.editions.due(clock() + timedelta(days=1), 9))[0]
    made = await settle_slot(store, due, [first.number], None, clock())
    assert made is not None
    assert await hold_and_release(store, reader, clock) is True
    (round_up,) = await press.owed()
    assert await press.told(round_up) == ["Bài một", "Bài hai"]
    assert second.number > first.number
    assert slot.subscriber.id == round_up.subscriber.id


async def test_a_story_told_in_a_round_up_is_not_told_again(
    press: Press, store: Store, clock: Clock
) -> None:
    """Another paper's report of it owes nothing, though its own message was never sent."""
    reader = await press.reader("1", rhythm=Rhythm.AT_ONCE)
    await press.publish("Báo Một", "Cầu", event="cầu")
    await press.publish("Báo Hai", "Cầu thông xe", event="cầu")
    await press.publish("Báo Một", "Lúa", event="lúa")
    assert await hold_and_release(store, reader, clock) is True
    (round_up,) = await press.owed()
    assert await press.told(round_up) == ["Lúa", "Cầu"]
    again = await press.publish("Báo Ba", "Cầu mới", event="cầu")
    assert again.deliveries == 0


async def test_what_waits_does_not_grow_old(press: Press, store: Store, clock: Clock) -> None:
    """Neither does it become the round-up of what piled up; when it is let go both count again."""
    reader = await press.reader("1", rhythm=Rhythm.AT_ONCE)
    for place in range(3):
        await press.publish("Báo Một", f"Bài {place}")
    (first,) = await store.outbox.claim(clock(), limit=1, lease=timedelta(minutes=1))
    await store.holding.hold(first.id, reader.id, clock() + timedelta(days=3), "muted")
    clock.forward(days=2)
    before = dict.fromkeys([first.kind], clock() - timedelta(hours=12))
    assert await store.outbox.expire(before, clock()) == 0
    old = clock() - timedelta(hours=1)
    assert await store.outbox.round_up(clock(), older_than=old, above=1, size=9) == 0
    assert (await store.outbox.waiting())[DeliveryState.OWED] == 3
    await store.subscribers.stop(reader.id, clock())
    assert (await store.outbox.waiting())[DeliveryState.OWED] == 0
    assert (await store.subscribers.get(reader.id)).held_until is None


async def test_a_round_up_of_very_much_tells_the_newest_and_says_so(
    press: Press, store: Store, clock: Clock
) -> None:
    """What it cannot hold is written down as such, not as told."""
    reader = await press.reader("1", rhythm=Rhythm.AT_ONCE)
    for place in range(MOST_STORIES + 2):
        await press.publish("Báo Một", f"Bài {place}")
    assert await hold_and_release(store, reader, clock) is True
    (round_up,) = await press.owed()
    told = await press.told(round_up)
    assert told == [f"Bài {place}" for place in range(MOST_STORIES + 1, 1, -1)]
    assert round_up.edition is not None
    contents = await store.editions.contents([round_up.edition])
    assert contents[round_up.edition].left_out == 2
    reasons = [one.reason or "" for one in await store.history.of(reader.id)]
    assert sum(reason.startswith("more than round-up") for reason in reasons) == 2
    assert sum(reason.startswith("told in round-up") for reason in reasons) == MOST_STORIES


async def test_two_round_ups_of_one_instant(press: Press, store: Store, clock: Clock) -> None:
    """An edition of exactly this instant is there already: the other one stands beside it."""
    reader = await press.reader("1", hours=[(clock() + timedelta(hours=8)).time()], time_zone="UTC")
    await store.subscribers.change(reader.id, rhythm=Rhythm.AT_ONCE)
    for place in range(2):
        await press.publish("Báo Một", f"Bài {place}")
    (first,) = await store.outbox.claim(clock(), limit=1, lease=timedelta(minutes=1))
    await store.holding.hold(first.id, reader.id, clock() + timedelta(hours=8), "quiet")
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    clock.forward(hours=8)
    await press.maker.make_due()
    assert await store.holding.release(first.id, reader.id, clock()) is True
    assert len(await press.owed()) == 1


async def test_what_piled_up_is_told_beside_an_edition_of_the_same_instant(
    press: Press, store: Store, clock: Clock
) -> None:
    """After a silence that ended at the very hour of an edition."""
    seven = (clock() + timedelta(hours=8)).time()
    reader = await press.reader("1", hours=[seven], time_zone="UTC")
    await store.subscribers.change(reader.id, rhythm=Rhythm.AT_ONCE)
    for place in range(3):
        await press.publish("Báo Một", f"Bài {place}")
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    clock.forward(hours=8)
    await press.maker.make_due()
    assert await store.outbox.round_up(clock(), older_than=clock(), above=1, size=2) == 1
    first, second = await press.owed(), await press.owed()
    told = [await press.told(one) for one in (*first, *second)]
    assert told[-1] == ["Bài 2", "Bài 1"]
