"""What many ask at the same time costs few statements, and everybody gets their own answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from digests.errors import NotThere
from digests.model import (
    Address,
    ChatKind,
    DeliveryKind,
    Subscriber,
    Subscription,
    SubscriptionKind,
)
from digests.store import Newest, ReadyArticle, Store
from digests.store.together import Together
from tests.store.conftest import NOON, Newsroom


@contextmanager
def statements(store: Store, kind: str = "SELECT") -> Iterator[list[str]]:
    """Gather the statements of a kind that are sent to the database meanwhile."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        if told[2].startswith(kind):
            sent.append(told[2])

    engine = store.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def test_many_who_come_at_a_time_are_found_by_few_statements(newsroom: Newsroom) -> None:
    """Each in their own chat or topic; who is nobody yet is not found."""
    store = newsroom.store
    places = [Address("telegram", str(number)) for number in range(20)]
    places += [Address("telegram", "-100", topic) for topic in ("4", "5")]
    for place in places:
        await store.subscribers.meet(place, ChatKind.GROUP, place.topic, "vi", NOON)
    nobody = [Address("telegram", "-100"), Address("telegram", "7", "4"), Address("other", "7")]
    with statements(store) as sent:
        found = await asyncio.gather(*map(store.subscribers.find, [*places, *nobody, places[3]]))
    assert [one and one.address for one in found] == [*places, None, None, None, places[3]]
    assert len(sent) == 1


async def test_a_page_that_many_look_at_is_read_once(newsroom: Newsroom) -> None:
    """Others get theirs; what came out meanwhile is on the page that is asked for afterwards."""
    for name in "abc":
        await newsroom.publish(name)
    articles = newsroom.store.articles
    with statements(newsroom.store) as sent:
        asked = [Newest(2), Newest(2), Newest(2, skip=2), Newest(2)]
        pages = await asyncio.gather(*map(articles.headlines, asked))
    titles = [[told.title for told in page] for page in pages]
    newest = ["Bài số c", "Bài số b"]
    assert titles == [newest, newest, ["Bài số a"], newest]
    assert len(sent) == 2
    await newsroom.publish("d")
    assert [told.title for told in await articles.headlines(Newest(1))] == ["Bài số d"]


async def test_headlines_say_what_articles_say(newsroom: Newsroom) -> None:
    """Also of those that came ready, without a digest."""
    ready = newsroom.article("sẵn", published=NOON)
    await newsroom.store.articles.import_ready([ReadyArticle("1", ready)], NOON)
    await newsroom.publish("mới", published=NOON)
    whole = await newsroom.store.articles.latest(limit=5)
    headlines = [stored.headline for stored in whole]
    assert {told.title for told in headlines} == {"Bài số sẵn", "Bài số mới"}
    assert await newsroom.store.articles.headlines(Newest(5)) == headlines
    numbers = [told.number for told in reversed(headlines)]
    assert await newsroom.store.articles.headlines_of([*numbers, 99]) == headlines[::-1]


async def test_what_many_save_at_a_time_is_written_once(newsroom: Newsroom) -> None:
    """Each for themselves; who names an article that is none hears it, and nobody else does."""
    for name in "ab":
        await newsroom.publish(name)
    saved = newsroom.store.saved
    readers = [(await newsroom.reader(str(chat))).id for chat in range(12)]
    wanted = [(reader, 1 + place % 2) for place, reader in enumerate(readers)]
    asked = [*wanted, (readers[0], 99), (99, 1), wanted[3]]
    with statements(newsroom.store, "INSERT") as sent:
        outcomes = await asyncio.gather(
            *(saved.save(reader, article, NOON) for reader, article in asked),
            return_exceptions=True,
        )
    assert len(sent) == 1
    assert [type(one) for one in outcomes[12:]] == [NotThere, NotThere, type(None)]
    assert outcomes[:12] == [None] * 12
    assert [await saved.numbers(reader) for reader in readers] == [[one] for _, one in wanted]
    await asyncio.gather(*(saved.unsave(reader, 1) for reader in readers))
    assert [await saved.numbers(reader) for reader in readers] == [[], [2]] * 6


async def test_what_many_choose_at_a_time_is_each_ones_own(newsroom: Newsroom) -> None:
    """Different choices together, also none at all; who is gone hears it alone."""
    change = newsroom.store.subscribers.change
    first, second, third = [(await newsroom.reader(chat)).id for chat in "123"]
    with statements(newsroom.store, "UPDATE") as sent:
        *changed, gone = await asyncio.gather(
            change(first, silent=True),
            change(second, silent=False, photos=False),
            change(third),
            change(99, silent=True),
            return_exceptions=True,
        )
    assert len(sent) == 2
    assert isinstance(gone, NotThere)
    assert [(one.id, one.silent, one.photos) for one in changed if isinstance(one, Subscriber)] == [
        (first, True, True),
        (second, False, False),
        (third, False, True),
    ]
    assert [await newsroom.store.subscribers.get(one) for one in (first, second, third)] == changed


async def test_why_and_what_many_follow_is_asked_once(newsroom: Newsroom) -> None:
    """An article that all of them name, what each follows, and as what each was sent it."""
    readers = [(await newsroom.reader(str(chat))).id for chat in range(6)]
    store, wish = newsroom.store, Subscription(SubscriptionKind.KEYWORD, "gat lua", "gặt lúa")
    await store.subscribers.follow(readers[2], wish)
    number = (await newsroom.publish("a")).number
    newcomer = (await newsroom.reader("new")).id
    following, kind_of = store.subscribers.following, store.history.kind_of
    everybody = [*readers, newcomer]
    with statements(store) as sent:
        found = await asyncio.gather(*(store.named.article(number, ["0"]) for _ in everybody))
        origins = await asyncio.gather(*(store.named.origin(one) for one in (number, 99)))
        wishes = await asyncio.gather(*map(following, everybody))
        kinds = await asyncio.gather(*(kind_of(reader, number) for reader in everybody))
    assert len(sent) == 4
    assert {one and one.number for one in found} == {number}
    assert [one is not None and one.source is not None for one in origins] == [True, False]
    assert [wish in one for one in wishes] == [reader == readers[2] for reader in everybody]
    assert kinds == [DeliveryKind.DIGEST] * 6 + [None]


class _Gate:
    """A slow database: answers, as it is when it is asked, once it is opened."""

    def __init__(self) -> None:
        self.asked: list[frozenset[str]] = []
        self.open = asyncio.Event()
        self.state = "before"
        self.broken = False

    async def __call__(self, keys: frozenset[str]) -> dict[str, str]:
        self.asked.append(keys)
        if self.broken:
            raise LookupError("broken")
        state = self.state
        await self.open.wait()
        return {key: f"{key} {state}" for key in keys if key != "nobody"}


async def _under_way(gate: _Gate, count: int) -> None:
    while len(gate.asked) < count:  # noqa: ASYNC110 - the gate tells nobody
        await asyncio.sleep(0)


async def test_who_asks_later_never_gets_an_answer_that_was_under_way() -> None:
    """It may not know yet what they wrote; those who come meanwhile go together."""
    gate = _Gate()
    together = Together(gate)
    first = asyncio.create_task(together.get("a"))
    await _under_way(gate, 1)
    gate.state = "after"
    later = [asyncio.create_task(together.get(key)) for key in ("a", "b", "nobody", "b")]
    gate.open.set()
    assert await first == "a before"
    assert await asyncio.gather(*later) == ["a after", "b after", None, "b after"]
    assert gate.asked == [{"a"}, {"a", "b", "nobody"}]


async def test_who_stops_waiting_or_fails_stops_nobody_else() -> None:
    """An error is everybody's who asked together; the next question goes anew."""
    gate = _Gate()
    together = Together(gate)
    impatient, patient = (asyncio.create_task(together.get(key)) for key in "ab")
    await _under_way(gate, 1)
    impatient.cancel()
    gate.open.set()
    assert await patient == "b before"
    gate.broken = True
    failed = await asyncio.gather(*map(together.get, "ab"), return_exceptions=True)
    assert [type(error) for error in failed] == [LookupError, LookupError]
    gate.broken = False
    assert await together.get("a") == "a before"
    with pytest.raises(asyncio.CancelledError):
        await impatient
