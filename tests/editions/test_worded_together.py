"""Editions whose turn comes together are read together; what changes meanwhile is told anew."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from sqlalchemy import delete, event

from bot.delivery.prints import Prints
from bot.delivery.rendering import Rendered
from digests.model import Delivery
from digests.store import Owe, Store, tables
from tests.editions.conftest import Clock, Press


def _statements(store: Store) -> list[str]:
    """Give a list that grows by each statement from now on."""
    asked: list[str] = []
    engine = store.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    return asked


async def _together(prints: Prints, editions: Sequence[Delivery]) -> list[Rendered | None]:
    now = monotonic()
    return await asyncio.gather(*(prints.of(one, since=now) for one in editions))


async def _owed(press: Press, clock: Clock) -> list[Delivery]:
    clock.forward(hours=6)
    await press.maker.make_due()
    return await press.owed()


async def test_many_readers_cost_as_many_statements_as_one(
    press: Press, store: Store, clock: Clock
) -> None:
    """However many editions there are, the store is looked into as often."""
    for number in range(6):
        await press.reader(str(number))
    for paper in ("Báo Một", "Báo Hai"):
        await press.publish(paper, f"Tin của {paper}", photo=True, owe=Owe.NOBODY)
    editions = await _owed(press, clock)
    prints, asked = Prints(store), _statements(store)
    await _together(prints, editions[:1])
    alone = len(asked)
    rendered = await _together(prints, editions[1:])
    assert len(asked) - alone == alone
    told = {one.rich for one in rendered if one is not None}
    assert len(rendered) == 5
    assert len(told) == 1, "five readers of the same wishes read the same"


async def test_a_report_that_comes_between_two_readers_is_told_to_the_second(
    press: Press, store: Store, clock: Clock
) -> None:
    """What was worded for the first is not what the second gets."""
    await press.reader("1")
    await press.reader("2")
    await press.publish("Báo Một", "Cầu mới thông xe", event="cầu", owe=Owe.NOBODY)
    first, second = await _owed(press, clock)
    prints = Prints(store)
    (before,) = await _together(prints, [first])
    await press.publish("Báo Hai", "Thông xe cầu mới", event="cầu", owe=Owe.NOBODY)
    (after,) = await _together(prints, [second])
    assert before is not None
    assert after is not None
    assert "Báo Hai" not in str(before.rich)
    assert "Báo Hai" in str(after.rich)
    assert "Báo Hai" in after.messages[0].html


async def test_an_edition_that_is_gone_says_nothing(
    press: Press, store: Store, clock: Clock
) -> None:
    """Those read together with it are told all the same."""
    await press.reader("1")
    await press.reader("2")
    await press.publish("Báo Một", "Cầu mới thông xe", owe=Owe.NOBODY)
    first, second = await _owed(press, clock)
    async with store.database.writing() as connection:
        gone = tables.editions.c.id == first.edition
        await connection.execute(delete(tables.editions).where(gone))
    nothing, something = await _together(Prints(store), [first, second])
    assert nothing is None
    assert something is not None
