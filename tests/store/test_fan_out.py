"""What very many want at once is owed to some thousands at a time, and to everyone once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from digests.ingest import EditionMaker
from digests.model import Delivery, DeliveryKind, Rhythm, Subscriber
from digests.store import DraftKind, Store, fan_out, open_store
from tests.editions.conftest import Clock, Press
from tests.store.conftest import NOON, Newsroom

pytestmark = pytest.mark.usefixtures("few_at_a_time")


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if three readers were ten thousand."""
    monkeypatch.setattr(fan_out, "AT_A_TIME", 3)


@pytest.fixture
async def again(url: str) -> AsyncIterator[Store]:
    """The same store after the program was started anew."""
    opened = await open_store(url, now=lambda: NOON)
    yield opened
    await opened.close()


@pytest.fixture
def press(store: Store) -> Press:
    """Papers that tell the same event."""
    return Press(store, Clock(NOON), EditionMaker(store, now=lambda: NOON))


async def readers(newsroom: Newsroom, count: int) -> list[Subscriber]:
    return [await newsroom.reader(f"chat-{n}") for n in range(count)]


async def finish(store: Store) -> int:
    owed = 0
    while (more := await store.fan_outs.go_on()) is not None:
        owed += more
    return owed


async def owed(store: Store) -> list[Delivery]:
    """Give all that is owed, sending it: of a chat only the first can be claimed."""
    every: list[Delivery] = []
    while some := await store.outbox.claim(NOON, limit=100, lease=timedelta(minutes=1)):
        every += some
        numbers = [one.id for one in some]
        await store.outbox.in_flight(numbers, NOON)
        for number in numbers:
            await store.outbox.sent(number, number, NOON)
    return every


async def test_the_first_are_owed_at_once_and_everyone_once(
    store: Store, newsroom: Newsroom
) -> None:
    """The rest follow a span a transaction; each delivery is due since the article came in."""
    everyone = await readers(newsroom, 8)
    published = await newsroom.publish("một")
    assert (published.deliveries, published.more) == (3, True)
    assert await store.fan_outs.go_on() == 3
    assert await store.fan_outs.go_on() == 2
    assert await store.fan_outs.go_on() is None
    got = await owed(store)
    assert [one.subscriber.id for one in got] == [one.id for one in everyone]
    assert {(one.article, one.kind, one.due_at) for one in got} == {
        (published.number, DeliveryKind.DIGEST, NOON)
    }


async def test_other_articles_come_in_between(store: Store, newsroom: Newsroom) -> None:
    """They are stored, and their first readers owed them, before the earlier one is through."""
    await readers(newsroom, 7)
    first = await newsroom.publish("một")
    await store.fan_outs.go_on()
    second = await newsroom.publish("hai")
    assert (first.deliveries, second.deliveries) == (3, 3)
    assert await finish(store) == 1 + 4
    told = [(one.subscriber.id, one.article) for one in await owed(store)]
    assert len(told) == len(set(told)) == 14


async def test_a_crash_in_between_loses_nobody(
    store: Store, again: Store, newsroom: Newsroom
) -> None:
    """How far it came stands in the store: the next program goes on from there."""
    everyone = await readers(newsroom, 8)
    await newsroom.publish("một")
    await store.fan_outs.go_on()
    assert await finish(again) == 2
    assert sorted(one.subscriber.id for one in await owed(again)) == [one.id for one in everyone]


async def test_two_programs_go_on_with_it_together(
    store: Store, again: Store, newsroom: Newsroom
) -> None:
    """Each takes what the other has not; nobody is owed it twice."""
    await readers(newsroom, 10)
    await newsroom.publish("một")
    assert (await store.fan_outs.go_on(), await again.fan_outs.go_on()) == (3, 3)
    assert await finish(store) == 1
    assert len(await owed(store)) == 10


async def test_who_comes_later_or_leaves_before_is_not_owed_it(
    store: Store, newsroom: Newsroom
) -> None:
    """As if all were owed it at once; who left before it came to them wants nothing any more."""
    *stay, leaves, gone = await readers(newsroom, 8)
    await newsroom.publish("một")
    await newsroom.reader("later")
    await store.subscribers.stop(leaves.id, NOON)
    await store.subscribers.forget(gone.id)
    await finish(store)
    assert [one.subscriber.id for one in await owed(store)] == [one.id for one in stay]


async def test_what_few_follow_is_owed_in_one_transaction(
    store: Store, newsroom: Newsroom, press: Press
) -> None:
    """However many readers there are that want something else."""
    source, other = await press.source("Báo Nhỏ"), await press.source("Báo Lớn")
    for n in range(5):
        await newsroom.reader(f"many-{n}", other)
    last = [await newsroom.reader(f"few-{n}", source) for n in range(3)]
    await press.publish("Báo Nhỏ", "Tin nhỏ")
    assert await store.fan_outs.go_on() is None
    assert [one.subscriber.id for one in await owed(store)] == [one.id for one in last]


async def test_an_edit_reaches_who_has_it_and_the_rest_get_the_new_words(
    store: Store, newsroom: Newsroom
) -> None:
    """Between two spans the publisher changes the title."""
    everyone = await readers(newsroom, 5)
    published = await newsroom.publish("một")
    assert len(await owed(store)) == 3
    await newsroom.retitle(published.number, "Tên mới")
    await finish(store)
    got = await owed(store)
    changed = [one.subscriber.id for one in got if one.kind is DeliveryKind.CHANGE]
    fresh = [one.subscriber.id for one in got if one.kind is DeliveryKind.DIGEST]
    assert sorted(changed) == [one.id for one in everyone[:3]]
    assert sorted(fresh) == [one.id for one in everyone[3:]]


async def test_an_editors_own_readers_are_owed_it_once(store: Store, newsroom: Newsroom) -> None:
    """Whom the editor chose is owed it with the first, though their number comes later."""
    everyone = await readers(newsroom, 7)
    publication = newsroom.publication("một", await newsroom.feed())
    draft = await store.drafts.begin(DraftKind.ARTICLE, who="1", chat="1", facts={}, now=NOON)
    chosen = replace(publication, readers=(everyone[5].id,))
    published = await store.articles.publish_draft(draft.id, chosen, NOON)
    assert published is not None
    assert published.deliveries == 3 + 1
    await finish(store)
    got = await owed(store)
    assert sorted(one.subscriber.id for one in got) == [one.id for one in everyone]


async def test_a_story_told_by_two_papers_in_between_is_one_message(
    store: Store, press: Press
) -> None:
    """Whichever paper's report comes to a reader first."""
    for n in range(8):
        await press.reader(str(n), rhythm=Rhythm.AT_ONCE)
    await press.publish("Báo A", "Thông xe cầu, Báo A kể", event="cầu")
    await press.publish("Báo B", "Thông xe cầu, Báo B kể", event="cầu")
    await finish(store)
    got = [one for one in await owed(store) if one.kind is DeliveryKind.DIGEST]
    assert sorted(one.subscriber.id for one in got) == list(range(1, 9))


async def test_breaking_news_reach_everyone_once(store: Store, press: Press) -> None:
    """Readers of round-ups, who are told by the fourth paper; the fifth adds nothing."""
    for n in range(8):
        await press.reader(str(n))
    for paper in ("Báo A", "Báo B", "Báo C", "Báo D", "Báo E"):
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
    await finish(store)
    got = [one for one in await owed(store) if one.kind is DeliveryKind.BREAKING]
    assert sorted(one.subscriber.id for one in got) == list(range(1, 9))


async def test_who_publishes_hears_that_breaking_news_go_on(store: Store, press: Press) -> None:
    """Also where nobody follows the paper itself, and all follow another one with the story."""
    big = await press.source("Báo A")
    for n in range(5):
        await press.reader(str(n), big)
    for paper in ("Báo A", "Báo B", "Báo C"):
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
    await finish(store)
    last = await press.publish("Báo D", "Thông xe cầu, Báo D kể", event="cầu")
    assert (last.deliveries, last.more) == (3, True)
    assert await finish(store) == 2
