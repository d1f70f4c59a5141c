"""What four papers tell within an hour goes out at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.model import DeliveryKind, Rhythm, Subscription, SubscriptionKind
from digests.store import Owe, Store
from digests.store.breaking import is_breaking
from tests.editions.conftest import Clock, Press

PAPERS = ("Báo A", "Báo B", "Báo C", "Báo D", "Báo E")
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


async def tell(press: Press, papers: tuple[str, ...], *, minutes: float = 10) -> None:
    for paper in papers:
        await press.publish(paper, f"Thông xe cầu, {paper} kể", event="cầu")
        press.clock.forward(minutes=minutes)


async def test_the_fourth_paper_makes_it_breaking_once(press: Press) -> None:
    """Three are not enough; the fourth sends the best report; the fifth sends nothing more."""
    reader = await press.reader("1")
    await tell(press, PAPERS[:3])
    assert await press.owed() == []
    await tell(press, PAPERS[3:4])
    (owed,) = await press.owed()
    assert (owed.subscriber.id, owed.kind) == (reader.id, DeliveryKind.BREAKING)
    assert owed.article is not None
    assert (await press.article(owed.article)).article.source == "Báo A"
    await tell(press, PAPERS[4:])
    assert [one.kind for one in await press.owed()] == [DeliveryKind.CHANGE]


async def test_it_goes_before_everything_else_that_is_owed(press: Press, clock: Clock) -> None:
    """An announcement and an edition were owed first; breaking news is claimed before both."""
    await press.reader("1", breaking=False)
    clock.forward(hours=5, minutes=30)
    await press.publish("Báo A", "Hội làng mở sớm", event="lúa")
    clock.forward(minutes=31)
    assert await press.maker.make_due() == 1
    announced = await press.reader("2", breaking=False)
    await press.store.outbox.owe_notice(announced.id, {"html": "Thông báo"}, clock())
    await press.reader("3")
    await tell(press, PAPERS[:4])
    kinds = [one.kind for one in await press.owed()]
    assert kinds == [DeliveryKind.BREAKING, DeliveryKind.EDITION, DeliveryKind.NOTICE]


async def test_four_papers_in_a_day_are_no_haste(press: Press) -> None:
    """Half an hour apart, the first and the fourth are further apart than an hour."""
    await press.reader("1")
    await tell(press, PAPERS, minutes=30)
    assert await press.owed() == []


async def test_who_does_not_want_it_or_does_not_follow_it_is_left_alone(press: Press) -> None:
    """One chose so, one follows another section; one follows one of the four papers."""
    other = Subscription(SubscriptionKind.SECTION, "the thao", "Thể thao")
    await press.reader("1", breaking=False)
    await press.reader("2", other)
    follower = await press.reader("3", await press.source("Báo C"))
    await tell(press, PAPERS[:4])
    assert [one.subscriber.id for one in await press.owed()] == [follower.id]


async def test_readers_of_single_messages_get_it_as_always(press: Press) -> None:
    """The first report at once; breaking adds no second message."""
    await press.reader("1", rhythm=Rhythm.AT_ONCE)
    await tell(press, PAPERS[:1])
    assert [one.kind for one in await press.owed()] == [DeliveryKind.DIGEST]
    await tell(press, PAPERS[1:4])
    assert [one.kind for one in await press.owed()] == [DeliveryKind.CHANGE]


async def test_what_the_last_edition_told_does_not_break_again(press: Press, clock: Clock) -> None:
    """At 18:00 it stood in the edition; at 18:10 the fourth paper tells it."""
    await press.reader("1")
    clock.forward(hours=5, minutes=30)
    await tell(press, PAPERS[:3])
    assert await press.round() == [["Thông xe cầu, Báo A kể"]]
    await tell(press, PAPERS[3:])
    assert await press.owed() == []


async def test_old_reports_of_a_new_feed_do_not_break(press: Press, clock: Clock) -> None:
    """They are archive: nobody is told of them, neither at once nor as breaking."""
    await press.reader("1")
    for paper in PAPERS:
        await press.publish(paper, f"Cầu, {paper}", event="cầu", owe=Owe.NOBODY)
    assert await press.owed() == []
    await press.publish(
        "Báo G", "Cầu hôm qua", event="cầu", published=clock() - timedelta(hours=20)
    )
    assert await press.owed() == []


async def test_a_cancelled_digest_is_no_obstacle(press: Press, store: Store, clock: Clock) -> None:
    """Who stopped and came back is not owed the cancelled one anew, and nothing breaks."""
    reader = await press.reader("1", rhythm=Rhythm.AT_ONCE)
    await tell(press, PAPERS[:1])
    await store.subscribers.stop(reader.id, clock())
    await store.subscribers.wake(reader.id, clock())
    await store.subscribers.change(reader.id, rhythm=Rhythm.EDITIONS)
    await tell(press, PAPERS[1:4])
    assert await press.owed() == []


@pytest.mark.parametrize(
    ("minutes", "breaks"),
    [((0, 20, 40, 60), True), ((0, 20, 40, 61), False), ((0, 61, 80, 100, 121), True)],
)
def test_an_hour_may_begin_with_any_report(minutes: tuple[int, ...], breaks: bool) -> None:
    """It need not be the first."""
    told = [(source, NOON + timedelta(minutes=at)) for source, at in enumerate(minutes)]
    assert is_breaking(told) is breaks


@given(st.lists(st.tuples(st.integers(0, 3) | st.none(), st.integers(0, 200))))
def test_fewer_than_four_papers_never_break(told: list[tuple[int | None, int]]) -> None:
    """However often they tell it, and whoever is unknown."""
    three = [(source if source != 3 else None, NOON + timedelta(minutes=at)) for source, at in told]
    assert not is_breaking(three)
