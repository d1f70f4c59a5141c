"""One person who floods the bot is slowed, then ignored for a while; nobody else notices."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.delivery.flood import Flood, FloodLimits, TooMuch, cost_of
from bot.delivery.inbox import UpdateQueue
from digests.store import open_store
from digests.store.inbox import Inbox

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
LIMITS = FloodLimits(burst=5, pause=timedelta(seconds=1), waiting=3, ignored=timedelta(minutes=5))


def test_a_burst_is_served_the_rest_waits_then_nothing_is_heard() -> None:
    """Five at once, three in their turn, and the person who goes on is told so once."""
    flood = Flood(LIMITS)
    verdicts = [flood.judge(1, 1.0, NOON) for _ in range(12)]
    waits = [None if one.wait is None else one.wait.total_seconds() for one in verdicts]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 3, None, None, None, None]
    assert [one.begins for one in verdicts].count(True) == 1
    assert flood.judge(2, 1.0, NOON).wait == timedelta()
    assert flood.judge(1, 1.0, NOON + timedelta(minutes=4)).wait is None
    assert flood.judge(1, 1.0, NOON + timedelta(minutes=6)).wait == timedelta()


@given(st.lists(st.floats(1.0, 600.0), max_size=60))
def test_who_asks_no_faster_than_the_pause_always_is_served_at_once(pauses: list[float]) -> None:
    """However long they go on."""
    flood, now = Flood(LIMITS), NOON
    for pause in pauses:
        now += timedelta(seconds=pause)
        assert flood.judge(1, 1.0, now).wait == timedelta()


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 3)), max_size=80))
def test_no_more_gets_through_than_the_rule_says(steps: list[tuple[int, float]]) -> None:
    """In any stretch: the burst, what waits, and one for each pause."""
    flood, now, heard = Flood(LIMITS), NOON, {1: 0, 2: 0, 3: 0}
    for person, pause in steps:
        now += timedelta(seconds=pause)
        heard[person] += flood.judge(person, 1.0, now).wait is not None
    most = LIMITS.burst + LIMITS.waiting + (now - NOON).total_seconds() + 1
    assert all(count <= most for count in heard.values())


def update(number: int, user: int) -> Update:
    person = {"id": user, "is_bot": False, "first_name": "A"}
    chat = {"id": user, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": "/moi"}
    made = Update.de_json({"update_id": number, "message": message}, None)
    assert made is not None
    return made


def test_what_the_network_tells_is_always_heard() -> None:
    """A group that moved is nobody's question; presses and letters typed cost less."""
    chat = {"id": -5, "type": "group", "title": "N"}
    moved = {"message_id": 1, "date": 1, "chat": chat, "migrate_to_chat_id": -100}
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    query = {"id": "1", "from": person, "query": "x", "offset": ""}
    press = {"id": "1", "from": person, "chat_instance": "1", "data": "o:1"}
    assert cost_of({"update_id": 1, "message": moved}) is None
    assert cost_of({"update_id": 1, "my_chat_member": {"chat": chat, "from": person}}) is None
    assert cost_of({"update_id": 1, "inline_query": query}) == (7, 0.25)
    assert cost_of({"update_id": 1, "callback_query": press}) == (7, 0.5)
    assert cost_of(update(1, 7).to_dict()) == (7, 1.0)
    post = {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "x"}
    assert cost_of({"update_id": 1, "channel_post": post}) == (-100, 1.0)


async def test_a_flood_is_not_even_written_down(any_store_url: str) -> None:
    """What was dropped is in no queue and in no table; what waits comes in its turn."""
    limits = FloodLimits(burst=5, pause=timedelta(milliseconds=20), waiting=3)
    told: list[str] = []
    store = await open_store(any_store_url, now=lambda: NOON)
    queue = UpdateQueue(store, now=lambda: NOON, flood=Flood(limits), on_flood=told.append)
    for number in range(100):
        await queue.put(update(number, 1))
    await queue.put(update(1000, 2))
    written = {row.number for row in await Inbox(store.database).unhandled(NOON)}
    assert written == {*range(8), 1000}
    assert (told.count("slowed"), told.count("ignored")) == (3, 92)
    got = [await asyncio.wait_for(queue.get(), 10) for _ in range(10)]
    assert [one.length for one in got if isinstance(one, TooMuch)] == [limits.ignored]
    assert {one.update_id for one in got if isinstance(one, Update)} == written
    assert queue.empty()
    await store.close()


async def test_of_a_flood_in_a_poll_nothing_is_made(any_store_url: str) -> None:
    """It is left out of the answer, but its last number: by it the poll is confirmed."""
    limits = FloodLimits(burst=2, pause=timedelta(seconds=1), waiting=0)
    told: list[str] = []
    store = await open_store(any_store_url, now=lambda: NOON)
    queue = UpdateQueue(store, now=lambda: NOON, flood=Flood(limits), on_flood=told.append)
    people = [1] * 6 + [2] + [1] * 2
    sifted = queue.sift([update(number, who).to_dict() for number, who in enumerate(people)])
    assert [one["update_id"] for one in sifted] == [0, 1, 2, 6, 8]
    assert sifted[-1] == {"update_id": 8}
    made = [Update.de_json(one, None) for one in sifted]
    await queue.receive(made)
    for one in made:
        await queue.put(one)
    assert told.count("ignored") == 6
    written = [row.number for row in await Inbox(store.database).unhandled(NOON)]
    assert written == [0, 1, 6]
    got = [queue.get_nowait() for _ in range(queue.qsize())]
    numbers = [one.update.update_id if isinstance(one, TooMuch) else one for one in got]
    assert [one.update_id if isinstance(one, Update) else one for one in numbers] == [0, 1, 2, 6]
    await store.close()


async def test_of_a_pressed_message_only_its_place_is_kept(any_store_url: str) -> None:
    """In a topic, too; who pressed, and what, is kept whole."""
    store = await open_store(any_store_url, now=lambda: NOON)
    queue = UpdateQueue(store, now=lambda: NOON)
    place = {
        "message_id": 8,
        "date": 1,
        "chat": {"id": -100, "type": "supergroup", "title": "N", "is_forum": True},
        "message_thread_id": 4,
        "is_topic_message": True,
    }
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    press = {"id": "1", "from": person, "chat_instance": "1", "data": "o:1"}
    buttons = {"inline_keyboard": [[{"text": "1", "callback_data": "o:1"}]]}
    words = {"text": "Tin", "from": person, "reply_markup": buttons}
    pressed = {"update_id": 3, "callback_query": {**press, "message": {**place, **words}}}
    sifted = queue.sift([pressed])
    assert sifted == [{"update_id": 3, "callback_query": {**press, "message": place}}]
    await queue.receive([Update.de_json(sifted[0], None)])
    (written,) = await Inbox(store.database).unhandled(NOON)
    assert json.loads(written.body)["callback_query"]["message"] == place
    await store.close()


async def test_in_a_flood_polls_are_fewer_while_they_bring_all_that_came(
    any_store_url: str,
) -> None:
    """Not after a full one, behind which more may wait, nor when most is worth hearing."""
    limits = FloodLimits(burst=1, pause=timedelta(seconds=1), waiting=0)
    store = await open_store(any_store_url, now=lambda: NOON)
    queue = UpdateQueue(store, now=lambda: NOON, flood=Flood(limits))

    def flooded_after(people: list[int]) -> bool:
        queue.sift([update(number, who).to_dict() for number, who in enumerate(people)])
        return queue.is_flooded

    assert not flooded_after([1, 2, 3, 4])
    assert flooded_after([1] * 20)
    assert not flooded_after([1] * 100)
    assert not flooded_after([1, 5, 6])
    assert flooded_after([1] * 20)
    assert not flooded_after([])
    await store.close()
