"""Paying for speed: only where it is allowed, only as much, and only for what would wait."""

import asyncio
from datetime import timedelta

from bot.delivery import Pace, Stars
from bot.delivery.pace import Lane
from bot.playground.settings import Pace as Limits
from bot.playground.settings import PlaygroundSettings
from digests.model import DeliveryState
from digests.store.allowances import Allowances
from tests.delivery.conftest import NOON, Office

CHAT = 4001
SENT = DeliveryState.SENT


def a_paying_pace(office: Office, stars: int) -> Pace:
    """Have the office pay, at most ``stars`` a day, where ten messages a second are free."""
    office.stars = Stars(office.store, now=office.clock, daily=stars)
    return Pace(per_second=10, chat_pause=0.001, purse=office.stars)


async def readers(office: Office, count: int) -> None:
    """Owe one digest to each of ``count`` readers, in a world that counts seconds."""
    office.world.now = lambda: NOON + timedelta(seconds=asyncio.get_running_loop().time())
    office.world.adopt(PlaygroundSettings(pace=Limits(bot_per_second=10.0)))
    for place in range(count):
        await office.reader(CHAT + place)
    await office.publish("một")


async def test_a_long_line_is_paid_for_and_a_short_one_is_not(office: Office) -> None:
    """Of a hundred the last twenty, two seconds of the free pace, are not worth a Star."""
    await readers(office, 100)
    office.pace = a_paying_pace(office, 100)
    await office.send()
    assert await office.states() == [SENT] * 100
    assert office.world.pace.refused == 0
    assert office.stars is not None
    await office.stars.give_back()
    spent = await Allowances(office.store.database).used("paid_broadcast", "2026-11-24")
    assert 60 <= spent <= 80


async def test_the_ceiling_of_the_day_holds_over_restarts(office: Office) -> None:
    """Two Stars are twenty messages; the rest goes out for nothing, the next day has its own."""
    await readers(office, 45)
    office.pace = a_paying_pace(office, 2)
    await office.send()
    assert await office.states() == [SENT] * 45
    used = Allowances(office.store.database)
    assert await used.used("paid_broadcast", "2026-11-24") == 20
    again = Stars(office.store, now=office.clock, daily=2)
    await again.draw()
    assert not again.pay()
    office.clock.forward(timedelta(days=1))
    await again.draw()
    assert [again.pay() for _message in range(21)] == [True] * 20 + [False]


async def test_refused_stars_stop_the_paying_and_not_the_news(office: Office) -> None:
    """The balance is too low: everything arrives all the same, once."""
    await readers(office, 30)
    office.pace = a_paying_pace(office, 100)
    refused = "Bad Request: BALANCE_TOO_LOW"
    office.fault(fault="refuse", code=400, description=refused, times=1, chat=CHAT + 5)
    await office.send()
    assert await office.states() == [SENT] * 30
    assert [office.words(CHAT + place) for place in range(30)] == [["Tin một"]] * 30


async def test_what_was_paid_for_is_not_paid_for_again() -> None:
    """Several messages to one chat get their turns together, and go out one after the other."""
    paid = []

    class Purse:
        def pay(self) -> bool:
            paid.append(1)
            return True

    pace = Pace(per_second=10, chat_pause=0.01, purse=Purse())
    turns = [
        pace.turn(str(place % 30 or 7), group=False, lane=Lane.DIGEST, payable=True)
        for place in range(90)
    ]
    assert (await asyncio.gather(*turns)).count(True) == len(paid) > 0
