"""Parts, expiry, round-ups, lanes, the pace, standing by, and updates that are never lost."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update

from bot.delivery import Lane, Pace
from bot.delivery.inbox import UpdateProcessor, UpdateQueue
from bot.delivery.standby import Leadership, identity, is_gone
from bot.playground.settings import Pace as Limits
from bot.playground.settings import PlaygroundSettings
from digests.errors import StoreLocked
from digests.model import (
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Rhythm,
    StoredArticle,
)
from digests.store import publishing, tables
from tests import postgres
from tests.delivery.conftest import NOON, Office
from tests.e2e.conftest import until
from tests.slots import settle_slot
from tests.stores import execute

CHAT = 3001
LONG = "Xã huy động thêm máy gặt từ các huyện bên và mở sân trường làm nơi phơi thóc. " * 12


async def an_edition(office: Office, stories: int) -> None:
    """Owe one edition of long stories to one reader."""
    reader = await office.reader(CHAT)
    await office.store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    numbers = [await office.publish(f"bản-{place}", lead=LONG) for place in range(stories)]
    office.clock.forward(timedelta(hours=12))
    (slot,) = await office.store.editions.due(office.clock(), 9)
    await settle_slot(office.store, slot, numbers, None, office.clock())


async def test_an_edition_goes_on_where_it_was_broken_off(office: Office) -> None:
    """The second of several messages fails: afterwards each stands in the chat once, in order."""
    await an_edition(office, 12)
    office.fault(fault="no_rich")
    await office.sender()._store.outbox.waiting()
    rendered = await office.sender()._deliverer._prints.of(
        (await office.store.outbox.claim(office.clock(), limit=1, lease=timedelta(0)))[0],
        since=monotonic(),
    )
    assert rendered is not None
    wanted = len(rendered.messages)
    assert wanted > 2
    sent = asyncio.create_task(office.send())
    while not office.world.messages(CHAT):  # noqa: ASYNC110 - the chat tells nobody
        await asyncio.sleep(0)
    office.fault(fault="flood", method="sendmessage", seconds=60)
    await sent
    assert 0 < len(office.world.messages(CHAT)) < wanted
    office.clock.forward(timedelta(seconds=62))
    office.pace = Pace(per_second=1000, chat_pause=0.001)
    await office.send()
    got = [one["text"] for one in office.world.messages(CHAT)]
    assert len(got) == wanted == len(set(got))


async def test_what_is_too_old_is_not_sent(office: Office) -> None:
    """A digest of thirteen hours ago ends as expired; the fresh one comes."""
    await office.reader(CHAT)
    await office.publish("cũ")
    office.clock.forward(timedelta(hours=13))
    await office.publish("mới")
    await office.send()
    assert await office.states() == [DeliveryState.EXPIRED, DeliveryState.SENT]
    assert office.words(CHAT) == ["Tin mới"]


async def test_what_became_too_old_while_it_stood_in_line_is_not_sent(office: Office) -> None:
    """Its turn comes hours after it was claimed: it ends as expired."""
    for place in range(2):
        await office.reader(CHAT + place)
    await office.publish("một")
    seconds = 1000.0
    office.pace = Pace(per_second=2, chat_pause=0.001, clock=lambda: seconds)
    sent = asyncio.create_task(office.send())
    while not any(office.words(CHAT + place) for place in range(2)):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    office.clock.forward(timedelta(hours=13))
    seconds += 1
    await sent
    assert sorted(await office.states()) == [DeliveryState.EXPIRED, DeliveryState.SENT]


async def test_what_is_claimed_after_a_change_tells_the_change(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first reader's message is worded before the article changes, the second's after it."""
    for place in range(2):
        await office.reader(CHAT + place)
    number = await office.publish("một")
    stored, claim = await office.store.articles.get(number), office.store.outbox.claim
    newer = replace(stored.article, title="Tin mới")
    digest = replace(stored.digest, title="Tin mới")
    claims = 0

    async def change_between(*asked: object, **more: object) -> list[Delivery]:
        nonlocal claims
        claims += 1
        if claims == 2:
            await office.store.articles.replace(number, newer, digest, office.clock())
        return await claim(*asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(office.store.outbox, "claim", change_between)
    await office.send(batch=1)
    assert [office.words(CHAT + place) for place in range(2)] == [["Tin mới"], ["Tin mới"]]


async def test_a_digest_worded_while_its_article_changes_tells_the_change(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is claimed when the change has looked already for whom it owes an edit to."""
    await office.reader(CHAT)
    number = await office.publish("cũ")
    stored = await office.store.articles.get(number)
    owe, has_looked, may_end = publishing.owe_change, asyncio.Event(), asyncio.Event()

    async def held(connection: AsyncConnection, number: int, now: datetime) -> int:
        owed = await owe(connection, number, now)
        has_looked.set()
        await may_end.wait()
        return owed

    monkeypatch.setattr(publishing, "owe_change", held)
    newer = replace(stored.article, title="Tin mới")
    digest = replace(stored.digest, title="Tin mới")
    change = office.store.articles.replace(number, newer, digest, office.clock())
    changing = asyncio.create_task(change)
    await has_looked.wait()
    sending = asyncio.create_task(office.send())
    if not office.store.database.is_sqlite:  # there the claim waits for the change already
        await until(lambda: sending.done() or _somebody_waits(office.store.database.url))
    may_end.set()
    await changing
    await sending
    await office.send()
    assert office.words(CHAT) == ["Tin mới"]


def _somebody_waits(url: str) -> bool:
    """Whether a statement waits for the row that another transaction has changed."""
    with postgres.connect(url) as connection:
        waits = "SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
        return connection.execute(waits).fetchone() is not None


async def test_what_broke_in_our_hands_is_forgotten_when_it_goes_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is sent again later has all its tries."""
    await office.reader(CHAT)
    await office.publish("lành")
    settled, tries = office.store.articles.settled, 0

    async def breaking(number: int) -> StoredArticle:
        nonlocal tries
        tries += 1
        if tries not in (5, 10):
            raise ValueError("a fault of ours")
        return await settled(number)

    monkeypatch.setattr(office.store.articles, "settled", breaking)
    sender = office.sender()
    for sent in (1, 2):
        for _minute in range(5):
            await sender.deliver_all()
            office.clock.forward(timedelta(minutes=1))
        assert tries == 5 * sent
        assert await office.states() == [DeliveryState.SENT]
        execute(office.store.database.url, "UPDATE deliveries SET state = 'owed', due_at = due_at")
    assert office.words(CHAT) == ["Tin lành", "Tin lành"]


async def test_a_digest_that_breaks_in_our_hands_stops_its_chat_for_minutes_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its end is on record with the fault, and the next one comes."""
    await office.reader(CHAT)
    broken = await office.publish("hỏng")
    await office.publish("lành")
    get = office.store.articles.settled

    async def breaking(number: int) -> StoredArticle:
        if number == broken:
            raise ValueError("a fault of ours")
        return await get(number)

    monkeypatch.setattr(office.store.articles, "settled", breaking)
    sender = office.sender()
    for _minute in range(6):
        await sender.deliver_all()
        office.clock.forward(timedelta(minutes=1))
    assert await office.states() == [DeliveryState.REFUSED, DeliveryState.SENT]
    assert (await office.store.outbox.outcome(1))[1] == "a fault of ours: ValueError"
    assert office.words(CHAT) == ["Tin lành"]


async def test_the_end_between_two_parts_leaves_nothing_in_flight(office: Office) -> None:
    """A long edition waits for its next part when the program ends: it goes on after the start."""
    await an_edition(office, 12)
    office.fault(fault="no_rich")
    office.pace = Pace(chat_pause=600)
    sender = office.sender(last_words=0.1)
    running = asyncio.create_task(sender.run())
    while "parts" not in (await office.store.outbox.get(1)).payload:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    sender.stop()
    await running
    assert await office.states() == [DeliveryState.OWED]
    office.pace = Pace(per_second=1000, chat_pause=0.001)
    await office.send()
    got = [one["text"] for one in office.world.messages(CHAT)]
    assert len(got) == len(set(got)) > 2
    assert await office.states() == [DeliveryState.SENT]


async def test_breaking_news_is_old_after_two_hours(office: Office) -> None:
    """Where a single digest would still be sent it ends as expired."""
    await office.reader(CHAT)
    await office.publish("nóng")
    breaking = {"kind": str(DeliveryKind.BREAKING)}
    async with office.store.database.writing() as connection:
        await connection.execute(update(tables.deliveries).values(**breaking))
    await office.publish("thường")
    office.clock.forward(timedelta(hours=2, minutes=1))
    await office.send()
    assert await office.states() == [DeliveryState.EXPIRED, DeliveryState.SENT]
    assert office.words(CHAT) == ["Tin thường"]


async def test_after_a_long_silence_a_reader_gets_one_round_up(office: Office) -> None:
    """Twenty-five digests piled up: one message tells them, and each is accounted for."""
    await office.reader(CHAT)
    for place in range(25):
        await office.publish(f"số {place}")
    office.clock.forward(timedelta(hours=3))
    await office.send()
    (message,) = office.world.messages(CHAT)
    assert "5 tin" in str(message)
    states = await office.states()
    assert states.count(DeliveryState.CANCELLED) == 25
    assert states[-1] is DeliveryState.SENT


async def test_a_burst_is_no_long_silence(office: Office) -> None:
    """Twenty-five at once, now: each comes by itself."""
    await office.reader(CHAT)
    for place in range(25):
        await office.publish(f"số {place}")
    await office.send()
    assert len(office.world.messages(CHAT)) == 25


async def test_editions_go_before_digests_and_announcements_last(office: Office) -> None:
    """Announcements were owed first, and are claimed last."""
    await office.reader(CHAT)
    reader = await office.reader(CHAT + 1)
    await office.store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    third = await office.reader(CHAT + 2)
    await office.store.outbox.owe_notice(third.id, {"html": "Thông báo"}, office.clock())
    await office.store.subscribers.stop(third.id, office.clock())
    third = await office.store.subscribers.wake(third.id, office.clock())
    await office.store.subscribers.change(third.id, rhythm=Rhythm.EDITIONS)
    await office.store.outbox.owe_notice(third.id, {"html": "Thông báo"}, office.clock())
    number = await office.publish("một")
    office.clock.forward(timedelta(hours=12))
    slots = await office.store.editions.due(office.clock(), 9)
    slot = next(one for one in slots if one.subscriber.id == reader.id)
    await settle_slot(office.store, slot, [number], None, office.clock())
    claimed = await office.store.outbox.claim(office.clock(), limit=9, lease=timedelta(minutes=1))
    kinds = [one.kind for one in claimed]
    assert kinds == [DeliveryKind.EDITION, DeliveryKind.DIGEST, DeliveryKind.NOTICE]


async def test_who_stops_after_the_claim_gets_nothing_more(office: Office) -> None:
    """Between claim and sending the reader said stop."""
    reader = await office.reader(CHAT)
    await office.publish("một")
    sender = office.sender()
    (owed,) = await office.store.outbox.claim(office.clock(), limit=1, lease=timedelta(minutes=1))
    await office.store.subscribers.stop(reader.id, office.clock())
    await sender._deliverer.deliver(owed)
    assert office.words(CHAT) == []
    assert await office.states() == [DeliveryState.CANCELLED]


async def test_a_store_that_is_locked_after_sending_repeats_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message went out and cannot be written down yet: it is written later, not sent again."""
    await office.reader(CHAT)
    await office.publish("một")
    note, failures = office.store.outbox.note, 3

    async def locked(
        going: list[int], arrived: list[object], now: object, **more: object
    ) -> set[int]:
        nonlocal failures
        if arrived and failures:
            failures -= 1
            raise StoreLocked("it is locked")
        return await note(going, arrived, now, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(office.store.outbox, "note", locked)
    await office.send()
    assert (failures, office.words(CHAT)) == (0, ["Tin một"])
    assert await office.states() == [DeliveryState.SENT]


async def test_stopping_finishes_what_is_in_flight(office: Office) -> None:
    """One call is under way: it ends and is on record; what waited is still owed."""
    await office.reader(CHAT)
    await office.reader(CHAT + 1)
    await office.publish("một")
    office.fault(fault="slow", method="sendmessage", seconds=0.3)
    office.pace = Pace(per_second=0.001)  # the second one's turn comes after a quarter of an hour
    sender = office.sender()
    running = asyncio.create_task(sender.run())
    while set(await office.states()) == {DeliveryState.OWED}:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    sender.stop()
    await asyncio.wait_for(running, 60)
    assert sum(len(office.words(CHAT + place)) for place in range(2)) == 1
    assert sorted(await office.states()) == [DeliveryState.OWED, DeliveryState.SENT]


async def test_in_a_steady_state_there_is_no_429(office: Office) -> None:
    """At Telegram's limits, with more owed than they allow, the pace stays just below them."""
    limits = Limits(bot_per_second=60.0)
    office.world.now = lambda: NOON + timedelta(seconds=asyncio.get_running_loop().time())
    office.world.adopt(PlaygroundSettings(pace=limits))
    for place in range(120):
        await office.reader(CHAT + place)
    await office.publish("một")
    office.pace = Pace(per_second=59.0)
    await office.send()
    assert office.world.pace.refused == 0
    assert await office.states() == [DeliveryState.SENT] * 120


async def test_a_store_that_is_slow_for_a_moment_lets_no_burst_loose(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks wait a second and a half for another writer: afterwards the pace is what it was."""
    limits = Limits(bot_per_second=60.0)
    office.world.now = lambda: NOON + timedelta(seconds=asyncio.get_running_loop().time())
    office.world.adopt(PlaygroundSettings(pace=limits))
    for place in range(120):
        await office.reader(CHAT + place)
    await office.publish("một")
    note, calls = office.store.outbox.note, 0

    async def slow(*asked: object, **more: object) -> set[int]:
        nonlocal calls
        calls += 1
        if calls == 3:
            await asyncio.sleep(1.5)
        return await note(*asked, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(office.store.outbox, "note", slow)
    office.pace = Pace(per_second=59.0)
    await office.send()
    assert office.world.pace.refused == 0
    assert await office.states() == [DeliveryState.SENT] * 120


async def test_answers_do_not_wait_behind_a_burst() -> None:
    """Fifty announcements stand in line; the next turn that there is goes to a person's answer."""
    seconds, order = 1000.0, list[str]()
    pace = Pace(per_second=100, chat_pause=0.001, clock=lambda: seconds)

    async def go(name: str, lane: Lane) -> None:
        await pace.turn(name, group=False, lane=lane)
        order.append(name)

    burst = [asyncio.create_task(go(str(n), Lane.ANNOUNCEMENT)) for n in range(50)]
    for _step in range(10):  # who may go at this instant goes
        await asyncio.sleep(0)
    before = len(order)
    answer = asyncio.create_task(go("answer", Lane.ANSWER))
    await asyncio.sleep(0)
    assert 0 < before == len(order) < 50
    seconds += 0.011
    await answer
    assert order[before:] == ["answer"]
    seconds += 60
    await asyncio.gather(*burst)


async def test_the_pace_falls_at_once_and_comes_back() -> None:
    """Three chats refused in a row mean the bot; one alone means itself."""
    pace = Pace(per_second=100)
    assert not pace.flooded("a", 30)
    pace.went("b")
    assert not pace.flooded("a", 30)
    assert (pace.held("a") > 29, pace.held("b")) == (True, 0)
    assert not pace.flooded("b", 5)
    assert pace.flooded("c", 60)
    assert pace.rate == pytest.approx(70, abs=1)
    assert pace.held("d") > 59
    for _message in range(1000):
        pace.went("e")
    assert pace.rate == 100


async def test_the_second_process_stands_by_and_takes_over(office: Office) -> None:
    """It waits while the first lives, and works as soon as that one ends in order."""
    stop = asyncio.Event()
    first, second = Leadership(office.store), Leadership(office.store)
    assert await first.wait(stop)
    waiting = asyncio.create_task(second.wait(stop))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    async with first.keeping(stop.set):
        pass
    assert await asyncio.wait_for(waiting, 5)


async def test_a_lease_that_ran_out_is_taken_over(office: Office) -> None:
    """A process on another machine that is gone has twenty seconds; a renewal is seen."""
    stop, seconds = asyncio.Event(), 0.0
    first = Leadership(office.store)
    second = Leadership(office.store, clock=lambda: seconds)
    assert await first.wait(stop)
    waiting = asyncio.create_task(second.wait(stop))
    await looked(office, waiting)
    seconds = 19.0
    assert await first.wait(stop), "it renews its own"
    await looked(office, waiting)
    seconds = 21.0
    await looked(office, waiting)
    assert not waiting.done(), "renewed two seconds ago"
    seconds = 40.0
    assert await asyncio.wait_for(waiting, 10)


async def looked(office: Office, waiting: asyncio.Task[bool]) -> None:
    """Wait until the one that stands by looked once more."""
    looks = list[int]()

    def look(_connection: object, _clause: object, *_rest: object) -> None:
        looks.append(1)

    engine = office.store.database.engine.sync_engine
    event.listen(engine, "before_execute", look)
    while not looks and not waiting.done():  # noqa: ASYNC110 - the store tells nobody
        await asyncio.sleep(0.02)
    event.remove(engine, "before_execute", look)
    await asyncio.sleep(0.05)


async def test_a_clock_that_is_set_takes_no_lease_away(office: Office) -> None:
    """The one that stands by has a clock three hours ahead: the living one keeps its lease."""
    stop = asyncio.Event()
    assert await Leadership(office.store).wait(stop)
    office.clock.forward(timedelta(hours=3))
    waiting = asyncio.create_task(Leadership(office.store).wait(stop))
    await looked(office, waiting)
    assert not waiting.done()
    stop.set()
    assert not await waiting


def test_a_process_knows_who_is_gone() -> None:
    """It lives itself; one of the same number that began at another time does not."""
    me = identity()
    host, pid, _started, machine, secret = me.split("|")
    assert not is_gone(me)
    assert is_gone(f"{host}|{pid}|1|{machine}|{secret}") or not machine
    assert not is_gone(f"{host}|{pid}|1|elsewhere|{secret}")


def an_update(number: int, text: str = "/start") -> Update:
    """Give an update as Telegram gives it."""
    chat = {"id": CHAT, "type": "private", "first_name": "An"}
    message = {"message_id": number, "date": 1, "chat": chat, "text": text, "from": {
        "id": CHAT, "is_bot": False, "first_name": "An"}}  # fmt: skip
    update = Update.de_json(json.loads(json.dumps({"update_id": number, "message": message})))
    assert update is not None
    return update


async def test_an_update_is_written_down_and_handled_once(office: Office) -> None:
    """Repeated it is left out; unhandled it comes back after a crash; handled it does not."""
    queue = UpdateQueue(office.store, now=office.clock)
    await queue.put(an_update(7))
    await queue.put(an_update(7))
    await queue.put(an_update(8))
    assert queue.qsize() == 2
    after_crash = UpdateQueue(office.store, now=office.clock)
    await after_crash.bring_back(office.bot)
    assert after_crash.qsize() == 2
    first = await after_crash.get()
    processor, done = UpdateProcessor(after_crash, at_once=2), list[int]()

    async def handle(number: int) -> None:
        done.append(number)

    await processor.do_process_update(first, handle(7))
    again = UpdateQueue(office.store, now=office.clock)
    await again.bring_back(office.bot)
    left = await again.get()
    assert isinstance(left, Update)
    assert (done, left.update_id, again.qsize()) == ([7], 8, 0)
    await again.put(an_update(7))
    assert again.qsize() == 0


async def test_updates_of_one_chat_keep_their_order(office: Office) -> None:
    """Stop after start, whoever is slower."""
    queue, order = UpdateQueue(office.store, now=office.clock), list[str]()
    processor = UpdateProcessor(queue, at_once=8)

    async def handle(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append(name)

    await asyncio.gather(
        processor.process_update(an_update(1), handle("start", 0.1)),
        processor.process_update(an_update(2), handle("stop", 0)),
    )
    assert order == ["start", "stop"]


async def test_a_topic_is_sent_to_and_a_channel_is_paced_as_a_group(office: Office) -> None:
    """Telegram counts twenty a minute in channels too."""
    await office.reader(-1003001, ChatKind.CHANNEL)
    for name in ("một", "hai"):
        await office.publish(name)
    office.pace = Pace(per_second=1000, chat_pause=0.001, group_pause=0.5)
    began = asyncio.get_running_loop().time()
    await office.send()
    assert asyncio.get_running_loop().time() - began >= 0.5
    assert office.words(-1003001) == ["Tin một", "Tin hai"]
