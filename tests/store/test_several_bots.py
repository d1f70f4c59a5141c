"""Several bots on one store: each serves its own readers, and has its own of what is one bot's."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, select, text

from digests.errors import NotThere
from digests.model import DeliveryKind, DeliveryState, Rhythm
from digests.store import (
    DraftKind,
    DraftState,
    Retention,
    Sent,
    Store,
    copy_store,
    open_store,
    tables,
)
from digests.store.claiming import Hands
from digests.store.inbox import Inbox, Unhandled
from digests.store.migrations import upgrade
from digests.store.shards import SHARDS, Holding
from tests import postgres
from tests.slots import settle_slot
from tests.store.conftest import NOON, Newsroom
from tests.stores import STORES, execute, is_sqlite, new_store

FIRST, ENGLISH = "telegram", "telegram:en"
MINUTE = timedelta(minutes=1)
LATER = NOON + timedelta(days=2)


@pytest.fixture
async def bots(url: str) -> AsyncIterator[list[Store]]:
    """Give one store as two bots see it."""
    async with AsyncExitStack() as stack:
        yield [await _opened(stack, url, network) for network in (FIRST, ENGLISH)]


async def _opened(stack: AsyncExitStack, url: str, network: str) -> Store:
    store = await open_store(url, now=lambda: NOON, network=network)
    stack.push_async_callback(store.close)
    return store


async def _announce(room: Newsroom, name: str) -> None:
    drafts = room.store.drafts
    draft = await drafts.begin(
        DraftKind.ANNOUNCEMENT, who="9", chat="9", facts={"html": name}, now=NOON
    )
    await drafts.settle(draft.id, (DraftState.OPEN,), DraftState.SENDING, NOON)
    payload = {"html": name}
    await room.store.announcements.deal_out(draft.id, "all", payload, NOON, open_at_most=9)


async def _edition(room: Newsroom, _name: str) -> None:
    reader = await room.reader("editions")
    await room.store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    slots = [one for one in await room.store.editions.due(LATER, 9) if one.subscriber == reader]
    for slot in slots:
        await settle_slot(room.store, slot, [1], LATER, NOON)


async def _owe(room: Newsroom, way: str, name: str) -> None:
    """Owe something at a bot in one of the ways there are; news are owed at all of them."""
    reader, outbox = await room.reader("1"), room.store.outbox
    if way == "article":
        await room.publish(name)
    elif way == "change":
        await room.retitle(1, f"Tin {name}")
    elif way == "notice":
        await outbox.owe_notice(reader.id, {"html": name}, NOON)
    elif way == "alarm":
        await outbox.owe_alarm(reader.id, name, NOON)
    elif way == "announcement":
        await _announce(room, name)
    elif way == "edition":
        await _edition(room, name)
    elif way == "round-up":
        await outbox.round_up(NOON, older_than=LATER, above=1, size=9)
    elif way == "held":
        await room.store.holding.release(0, reader.id, NOON)


WAYS = (
    *("article", "change", "notice", "alarm"),
    *("announcement", "edition", "round-up", "held"),
)
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from((*WAYS, "claim", "crash"))), max_size=24
)


async def _claim(store: Store, held: dict[str, Holding], limit: int) -> Sequence[Any]:
    lease = timedelta(hours=1)
    if not store.is_shared:
        return await store.outbox.claim(NOON, limit=limit, lease=lease)
    if store.network not in held:
        held[store.network] = await store.shards.renew(None, "sender", (), NOON, resend=True)
    hands = Hands(held[store.network])
    return await store.outbox.claim_of(hands, NOON, limit=limit, lease=lease)


async def _serve(stores: list[Store], steps: list[tuple[int, str]]) -> Counter[str]:
    rooms = [Newsroom(store) for store in stores]
    rooms[1].feeds = rooms[0].feeds
    held: dict[str, Holding] = {}
    for room in rooms:
        await room.reader("1")
        await room.reader("2")
    await rooms[0].publish("first")
    claimed: Counter[str] = Counter()
    for number, (bot, step) in enumerate(steps):
        if step == "crash" and not stores[bot].is_shared:
            await stores[bot].outbox.recover(NOON)
        elif step == "claim":
            claimed[stores[bot].network] += await _send(stores[bot], held)
        elif step in WAYS:
            await _owe(rooms[bot], step, f"number {number}")
    for store in stores:
        while sent := await _send(store, held):
            claimed[store.network] += sent
    return claimed


async def _send(store: Store, held: dict[str, Holding]) -> int:
    going = await _claim(store, held, 5)
    assert {one.subscriber.address.network for one in going} <= {store.network}
    numbers = [one.id for one in going]
    await store.outbox.in_flight(numbers, NOON)
    await store.outbox.sent_many([Sent(number, number) for number in numbers], NOON)
    return len(numbers)


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=3, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(steps=STEPS)
async def test_a_claim_gives_nothing_of_another_bot(
    kind: str, databases: postgres.Databases, steps: list[tuple[int, str]]
) -> None:
    """However it came to be owed, it is the bot's whose reader it is for; all of it goes out."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(new_store(kind, databases))
        stores = [await _opened(stack, url, network) for network in (FIRST, ENGLISH)]
        steps = [*((bot, way) for way in WAYS for bot in (0, 1)), *steps]
        claimed = await _serve(stores, steps)
        assert claimed[FIRST] >= 4
        assert claimed[ENGLISH] >= 4
        delivery, reader = tables.deliveries.c, tables.subscribers.c
        states = select(delivery.state, delivery.network == reader.network).join(tables.subscribers)
        async with stores[0].database.reading() as connection:
            found = (await connection.execute(states)).all()
        assert all(own for _state, own in found)
        assert DeliveryState.OWED not in {state for state, _own in found}


async def test_one_person_is_two_readers(bots: list[Store]) -> None:
    """With choices of their own; what is asked of one bot tells nothing of the other."""
    first, english = (Newsroom(store) for store in bots)
    here, there = await first.reader("7"), await english.reader("7")
    await bots[1].subscribers.change(there.id, language="en")
    assert (await bots[0].subscribers.get(here.id)).language == "vi"
    await bots[0].subscribers.forget(here.id)
    assert await bots[0].subscribers.count() == 0
    assert [one.id for one in await bots[1].subscribers.all()] == [there.id]


async def test_what_a_bot_waits_for_is_its_own(bots: list[Store]) -> None:
    """Counts, signs of life, what is too old, and what a crash left, each of one bot."""
    first, english = bots
    reader = await Newsroom(english).reader("7")
    number = await english.outbox.owe_notice(reader.id, {"html": "x"}, NOON)
    assert (await first.outbox.waiting())[DeliveryState.OWED] == 0
    assert (await english.outbox.waiting())[DeliveryState.OWED] == 1
    assert await first.outbox.next_ready_at() is None
    assert await first.incidents.queue(NOON) == (None, 0)
    assert (await first.signs(NOON)).owed_since is None
    assert (await english.signs(NOON)).owed_since == NOON
    assert await first.outbox.expire({DeliveryKind.NOTICE: LATER}, NOON) == 0
    await english.outbox.in_flight([number], NOON)
    assert await first.outbox.recover(NOON) == 0
    assert await english.outbox.recover(NOON) == 1
    await english.outbox.sent(number, 5, NOON)
    assert (await first.signs(NOON)).finished_at is None
    assert (await english.days.last(1, NOON)).days[0].sent == 1
    assert (await first.days.last(1, NOON)).days[0].sent == 0


async def test_updates_of_one_number_come_to_both(bots: list[Store]) -> None:
    """Each bot's updates are numbered by themselves."""
    inboxes = [Inbox(store.database) for store in bots]
    for inbox, words in zip(inboxes, ("vi", "en"), strict=True):
        assert await inbox.take([Unhandled(5, words)], NOON) == {5}
        assert await inbox.take([Unhandled(5, words)], NOON) == set()
    await inboxes[0].handled([5])
    assert await inboxes[0].unhandled(NOON) == []
    assert await inboxes[1].unhandled(NOON) == [Unhandled(5, "en")]
    assert await inboxes[1].left(NOON) == [Unhandled(5, "en")]


async def test_a_copy_has_what_every_bot_has(bots: list[Store], url: str, tmp_path: Path) -> None:
    """Each finds its own in it."""
    for store, words in zip(bots, ("vi", "en"), strict=True):
        reader = await Newsroom(store).reader("7")
        await store.outbox.owe_notice(reader.id, {"html": words}, NOON)
        await Inbox(store.database).take([Unhandled(5, words)], NOON)
        await store.photo_refs.keep("https://bao.example/anh.jpg", words, NOON)
        await store.meta.set("pause", words)
    target = f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"
    await copy_store(
        url, target, lambda _part: nullcontext(lambda _done, _all: None), now=lambda: NOON
    )
    async with AsyncExitStack() as stack:
        copy = await _opened(stack, target, ENGLISH)
        (owed,) = await copy.outbox.claim(NOON, limit=9, lease=MINUTE)
        assert owed.payload == {"html": "en"}
        assert await Inbox(copy.database).unhandled(NOON) == [Unhandled(5, "en")]
        assert await copy.photo_refs.get("https://bao.example/anh.jpg", NOON) == "en"
        assert await copy.meta.get("pause") == "en"
        numbers = [(one.network, one.active, one.owed) for one in await copy.bots()]
        assert numbers == [(FIRST, 1, 1), (ENGLISH, 1, 1)]
        told = (await copy.stats(NOON)).fields()
        assert (told["bot_(no name)_owed"], told["bot_en_subscribers"]) == (1, 1)


async def test_an_editor_works_at_one_bot(bots: list[Store]) -> None:
    """What is in hand at one cannot be pressed, answered or sent at the other."""
    first, english = bots
    draft = await first.drafts.begin(
        DraftKind.ANNOUNCEMENT, who="9", chat="9", facts={"html": "x"}, now=NOON
    )
    await first.drafts.ask(draft.id, "title", NOON)
    assert await english.drafts.awaited("9", "9", NOON) is None
    assert not await english.drafts.settle(draft.id, (draft.state,), DraftState.SENDING, NOON)
    with pytest.raises(NotThere):
        await english.drafts.get(draft.id)
    await first.drafts.settle(draft.id, (draft.state,), DraftState.SENDING, NOON)
    assert await english.drafts.in_state(draft.kind, DraftState.SENDING) == []
    assert len(await first.drafts.in_state(draft.kind, DraftState.SENDING)) == 1


async def test_single_values_are_each_bots_own(bots: list[Store]) -> None:
    """A pause that Telegram asks of one bot is none of the other's."""
    first, english = bots
    await first.meta.set("pause", "long")
    assert await english.meta.get("pause") is None
    await english.meta.set("pause", "short")
    assert await first.meta.get("pause") == "long"


async def test_a_picture_is_known_to_the_bot_that_sent_it(bots: list[Store]) -> None:
    """Under its own identity; it is forgotten when it was long of no use."""
    first, english = bots
    url = "https://bao.example/anh.jpg"
    await first.photo_refs.keep(url, "first's", NOON)
    assert await english.photo_refs.get(url, NOON) is None
    await english.photo_refs.keep(url, "other's", NOON)
    assert await first.photo_refs.get(url, LATER) == "first's"
    keep = Retention(timedelta(days=1))
    assert await first.prune(LATER + timedelta(minutes=1), keep) == 1
    assert await first.photo_refs.get(url, LATER) == "first's"
    assert await english.photo_refs.get(url, LATER) is None


async def test_a_photo_of_an_editor_is_there_for_every_bot(bots: list[Store]) -> None:
    """As long as deliveries are kept; given twice it is one."""
    first, english = bots
    for body in (b"old", b"new"):
        await first.given_photos.keep("AgAC", body, NOON)
    assert await english.given_photos.get("AgAC") == b"new"
    assert await english.prune(LATER + MINUTE, Retention(timedelta(days=1))) == 1
    assert await first.given_photos.get("AgAC") is None


async def test_old_deliveries_of_every_bot_are_taken_away(bots: list[Store]) -> None:
    """By whichever process cleans up."""
    for store in bots:
        reader = await Newsroom(store).reader("7")
        number = await store.outbox.owe_notice(reader.id, {"html": "x"}, NOON)
        await store.outbox.sent(number, 5, NOON)
    assert await bots[1].prune(LATER, Retention(timedelta(days=1))) == 2


async def test_what_a_bot_owes_that_nobody_runs_ends(bots: list[Store]) -> None:
    """After a week; what waits at a bot that sends is that one's own affair."""
    first, english = bots
    if first.is_shared:
        await first.shards.renew(None, "sender", (), NOON, resend=True)
    owed = []
    for store in bots:
        reader = await Newsroom(store).reader("7")
        owed.append(await store.outbox.owe_notice(reader.id, {"html": "x"}, NOON))
    keep = Retention(timedelta(days=90))
    await first.prune(NOON + timedelta(days=6), keep)
    assert (await english.outbox.outcome(owed[1]))[0] is DeliveryState.OWED
    await first.prune(NOON + timedelta(days=8), keep)
    assert (await english.outbox.outcome(owed[1]))[0] is DeliveryState.EXPIRED
    assert (await first.outbox.outcome(owed[0]))[0] is DeliveryState.OWED


async def test_each_bot_has_all_shards_for_its_own_senders(databases: postgres.Databases) -> None:
    """Senders of another bot neither take of them nor share the pace; nor do they inherit."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(databases.fresh())
        first, english = [await _opened(stack, url, one) for one in (FIRST, ENGLISH)]
        one = await first.shards.renew(None, "one", (), NOON, resend=True)
        two = await english.shards.renew(None, "two", (), NOON, resend=True)
        assert len(one.shards) == len(two.shards) == SHARDS
        assert one.senders == two.senders == 1
        reader = await Newsroom(first).reader("7")
        number = await first.outbox.owe_notice(reader.id, {"html": "x"}, NOON)
        assert await first.outbox.note([number], [], NOON, sender=one.sender) == {number}
        execute(url, "UPDATE senders SET lives_until = now() - interval '1 s' WHERE name = 'one'")
        again = await english.shards.renew(two.sender, "two", (), NOON, resend=True)
        assert again == two
        assert (await first.outbox.outcome(number))[0] is DeliveryState.IN_FLIGHT
        assert await first.outbox.note([number], [], NOON, sender=one.sender) == set()
        after = await first.shards.renew(None, "three", (), NOON, resend=True)
        assert len(after.shards) == SHARDS
        assert (await first.outbox.outcome(number))[0] is DeliveryState.OWED


AT = "2026-11-24 05:00:00.000000"
BEFORE = """
INSERT INTO subscribers (id, network, chat, topic, kind, language, time_zone, rhythm, hours,
    edition_size, state, created_at)
VALUES (7, 'telegram', '7', '', 'private', 'vi', 'Asia/Ho_Chi_Minh', 'at_once', '[]', 8, 'active',
    :at);
INSERT INTO subscribers (id, network, chat, topic, kind, language, time_zone, rhythm, hours,
    edition_size, state, created_at)
VALUES (8, 'other', '7', '', 'private', 'vi', 'Asia/Ho_Chi_Minh', 'at_once', '[]', 8, 'active',
    :at);
INSERT INTO deliveries (id, subscriber_id, kind, due_at, ready_at, state, attempts, created_at,
    payload)
SELECT id - 2, id, 'notice', :at, :at, 'owed', 0, :at, '{}' FROM subscribers;
INSERT INTO updates (number, body, at) VALUES (77, 'words', :at);
INSERT INTO photo_refs (url, ref) VALUES ('https://x.example/', 'ref');
INSERT INTO drafts (id, kind, who, chat, state, facts, created_at, changed_at)
VALUES (3, 'article', '9', '9', 'open', '{}', :at, :at);
INSERT INTO senders (id, name, lives_until) VALUES (4, 'x', :at);
INSERT INTO shards (number, sender) VALUES (0, 4)
"""


@pytest.mark.parametrize("kind", STORES)
async def test_a_store_of_one_bot_stays_its(
    kind: str, databases: postgres.Databases, tmp_path: Path
) -> None:
    """What was owed, in hand and known before bots had names is the first one's."""
    async with AsyncExitStack() as stack:
        url = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
        if kind != "sqlite":
            url = stack.enter_context(databases.fresh())
            postgres.execute(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        _written_before(url)
        store = await _opened(stack, url, FIRST)
        (owed,) = await store.outbox.claim(NOON, limit=9, lease=MINUTE)
        assert (owed.id, owed.subscriber.id) == (5, 7)
        other = await _opened(stack, url, "other")
        assert [one.id for one in await other.outbox.claim(NOON, limit=9, lease=MINUTE)] == [6]
        assert await Inbox(store.database).unhandled(NOON) == [Unhandled(77, "words")]
        assert await store.photo_refs.get("https://x.example/", NOON) == "ref"
        assert (await store.drafts.get(3)).who == "9"


def _written_before(url: str) -> None:
    driver = "sqlite" if is_sqlite(url) else "postgresql+psycopg"
    engine = create_engine(make_url(url).set(drivername=driver))
    with engine.begin() as connection:
        upgrade(connection, "0016")
        for statement in BEFORE.split(";\n"):
            values = {"at": AT} if ":at" in statement else {}
            connection.execute(text(statement), values)
    engine.dispose()
