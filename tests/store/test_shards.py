"""Several senders on one store: whose chats are whose, and what becomes of those that end."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from digests.model import ChatKind, DeliveryKind, DeliveryState
from digests.store import Sent, Store, open_store
from digests.store.claiming import Hands
from digests.store.shards import SHARDS, Holding, Shards, shard_of
from tests.store.conftest import NOON, Newsroom
from tests.stores import execute


@pytest.fixture
def url(postgres_url: str) -> str:
    """These are things of a store that is shared."""
    return postgres_url


@pytest.fixture
async def other(url: str) -> AsyncIterator[Store]:
    """The same store, opened by another process."""
    opened = await open_store(url, now=lambda: NOON)
    yield opened
    await opened.close()


class Sender:
    """One of several senders."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name
        self.shards = Shards(store.database, lease=timedelta(minutes=5))
        self.holding: Holding | None = None

    async def renew(self, *busy: int) -> frozenset[int]:
        number = None if self.holding is None else self.holding.sender
        self.holding = await self.shards.renew(number, self.name, busy, NOON, resend=True)
        return self.holding.shards

    async def claim(self, *full: int, most: int = 100) -> list[int]:
        assert self.holding is not None
        hands = Hands(self.holding, frozenset(full))
        owed = await self.store.outbox.claim_of(hands, NOON, limit=most, lease=timedelta(minutes=5))
        return [one.id for one in owed]

    async def mark(self, *going: int) -> set[int]:
        assert self.holding is not None
        return await self.store.outbox.note(going, [], NOON, sender=self.holding.sender)


async def test_the_chats_are_spread_over_the_senders_that_live(store: Store, other: Store) -> None:
    """The second gets its half when the first gives it up, and a third the same again."""
    one, two, three = (Sender(opened, str(opened)) for opened in (store, other, store))
    assert len(await one.renew()) == SHARDS
    assert await two.renew() == frozenset()
    assert len(await one.renew()) == SHARDS // 2
    assert await two.renew() == frozenset(range(SHARDS)) - await one.renew()
    await three.renew()
    for _round in range(2):
        held = [await sender.renew() for sender in (one, two, three)]
    assert sorted(len(shards) for shards in held) == [20, 22, 22]
    assert frozenset().union(*held) == frozenset(range(SHARDS))


async def test_a_shard_in_hand_is_given_up_when_it_is_done(store: Store, other: Store) -> None:
    """What is being sent stays with who sends it; of what goes, nothing more is taken in hand.

    Where much is owed, one that came first would else keep all chats, at half of the pace.
    """
    one, two = Sender(store, "one"), Sender(other, "two")
    await one.renew()
    await two.renew()
    everything = frozenset(range(SHARDS))
    kept = await one.renew(*everything)
    assert len(kept) == SHARDS // 2
    assert await two.renew() == frozenset()
    assert await one.renew(*everything) == kept
    assert await one.renew(*kept) == kept
    assert await two.renew() == everything - kept


async def test_who_leaves_is_followed_at_once(store: Store, other: Store) -> None:
    """Nobody waits for a lease of one that ended in order."""
    one, two = Sender(store, "one"), Sender(other, "two")
    await one.renew()
    await two.renew()
    assert one.holding is not None
    await one.shards.leave(one.holding.sender)
    assert len(await two.renew()) == SHARDS


async def test_who_is_silent_is_followed_and_fenced_off(
    store: Store, other: Store, newsroom: Newsroom, url: str
) -> None:
    """Its flights are owed again or uncertain; coming back, it can neither mark nor end any."""
    person = await newsroom.reader("1")
    channel = await newsroom.reader("2", kind=ChatKind.CHANNEL)
    third = await newsroom.reader("3")
    await newsroom.publish("một")
    cut_off, rescuer = Sender(store, "one"), Sender(other, "two")
    await cut_off.renew()
    first, second, waiting = await cut_off.claim()
    assert await cut_off.mark(first, second) == {first, second}
    assert await rescuer.renew() == frozenset()
    execute(url, "UPDATE senders SET lives_until = now() - interval '1 s' WHERE name = 'one'")
    assert {shard_of(r.id) for r in (person, channel, third)} <= await rescuer.renew()
    assert await store.outbox.outcome(second) == (
        DeliveryState.UNCERTAIN,
        "the program ended while this was being sent",
    )
    assert await cut_off.mark(waiting) == set()
    stale = cut_off.holding.sender if cut_off.holding else None
    await store.outbox.postpone(waiting, NOON + timedelta(hours=1), "429", sender=stale)
    await store.outbox.refused(first, "no network", NOON, sender=stale)
    assert await rescuer.claim() == [first, waiting]
    assert await rescuer.mark(first, waiting) == {first, waiting}
    number = cut_off.holding.sender if cut_off.holding else 0
    await cut_off.renew()
    assert cut_off.holding is not None
    assert cut_off.holding.sender > number


async def test_a_change_is_owed_to_whom_a_sender_has_in_hand(
    store: Store, newsroom: Newsroom
) -> None:
    """What it claimed may be worded already; what nobody claimed will tell the change itself."""
    for chat in range(4):
        await newsroom.reader(str(chat))
    number = (await newsroom.publish("một")).number
    one = Sender(store, "one")
    await one.renew()
    in_hand = await one.claim(most=2)
    await newsroom.retitle(number, "Tin đổi")
    await store.outbox.sent_many([Sent(owed, owed) for owed in in_hand], NOON)
    owed = [await store.outbox.get(number) for number in await one.claim()]
    kinds = Counter(one.kind for one in owed)
    assert kinds == {DeliveryKind.CHANGE: 2, DeliveryKind.DIGEST: 2}


async def test_only_ones_own_chats_are_claimed_and_nothing_twice(
    store: Store, other: Store, newsroom: Newsroom
) -> None:
    """Two senders have everything between them; what is in hand does not come again."""
    for chat in range(12):
        await newsroom.reader(str(chat))
    await newsroom.publish("một")
    await newsroom.publish("hai")
    one, two = Sender(store, "one"), Sender(other, "two")
    for sender in (one, two, one, two):
        await sender.renew()
    mine, theirs = await one.claim(), await two.claim()
    assert len(mine) + len(theirs) == 12
    assert not set(mine) & set(theirs)
    assert await one.claim(*mine) == []
    assert await one.mark(*theirs) == set()


async def test_news_reaches_another_process(store: Store, other: Store) -> None:
    """So that nobody need look often."""
    heard = asyncio.Event()
    listening = asyncio.create_task(other.news.listen(heard.set))
    async with asyncio.timeout(20):
        while not heard.is_set():
            store.news.tell()
            await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
