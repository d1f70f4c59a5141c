"""Killed at random moments, the program loses nothing and repeats only what it could not know.

``DIEMTIN_TEST_CRASH_ROUNDS`` says how many lives the program has; ``make crash`` gives it 500.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from digests.model import Address, DeliveryState, SubscriberState
from tests.crash.town import COMERS, SHY, STEADY, Town, town

ROUNDS = int(os.environ.get("DIEMTIN_TEST_CRASH_ROUNDS", "60"))
WORLDS = max(1, ROUNDS // 60)
ENDED = {str(state) for state in DeliveryState} - {"owed", "in_flight", "uncertain"}


@pytest.mark.timeout(660)
@pytest.mark.parametrize("seed", range(WORLDS))
async def test_killed_at_any_moment_nothing_is_lost(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    """Every steady reader has every article in order, and repeats only for a reason.

    A delivery may be repeated once for each kill that found it in flight and for each lost
    answer. People's commands are all answered, whoever died between reading and answering.
    """
    async with town(tmp_path, seed=seed) as place:
        for _round in range(ROUNDS // WORLDS):
            by_signal = place.chance.random() < 0.2
            await place.live(sign=signal.SIGTERM if by_signal else signal.SIGKILL)
        await place.settle()
        await check(place)
        record_property(
            "world",
            f"seed {seed}: {place.kills} kills, {place.printed} articles, "
            f"{sum(place.flew.values())} in flight at a kill, "
            f"{sum(place.losses.lost.values())} answers lost, repeated {repeated(place)}",
        )


def repeated(place: Town) -> int:
    """Give how many messages came more than once."""
    return sum(sum(Counter(place.seen(chat)).values()) - len(set(place.seen(chat)))
               for chat in STEADY)  # fmt: skip


async def check(place: Town) -> None:
    """Hold the chats to what the store says, and both to what was printed."""
    every = list(range(1, place.printed + 1))
    async with place.store() as store:
        owed = await place.owed(store)
        for chat in (*COMERS, SHY):
            reader = await store.subscribers.find(Address("telegram", str(chat)))
            assert reader is not None
            assert reader.state is SubscriberState.ACTIVE, f"{chat}: /start was lost"
    for chat in STEADY:
        seen = place.seen(chat)
        lost = set(every) - set(seen)
        assert not lost, f"{chat} lost {lost}, owed were {owed[chat]}"
        assert sorted(set(seen)) == every
        assert {state for _number, state in owed[chat]} == {"sent"}
        firsts = list(dict.fromkeys(seen))
        assert firsts == [number for number, _state in owed[chat]], f"{chat}: out of order"
        # A repeated one comes again before anything later, so the whole row never goes back.
        places = [firsts.index(number) for number in seen]
        assert all(one <= other for one, other in pairwise(places)), f"{chat}: a late repeat"
    for chat in STEADY:
        flew = sum(count for (who, _article), count in place.flew.items() if who == chat)
        again = len(place.seen(chat)) - len(set(place.seen(chat)))
        assert again <= flew + place.losses.lost[chat], f"{chat}: repeated without a reason"
    for chat in (*COMERS, SHY):
        sent = {number for number, state in owed.get(chat, ()) if state == "sent"}
        assert sent <= set(place.seen(chat)), f"{chat}: on record as sent, and not there"
        assert {state for _number, state in owed.get(chat, ())} <= ENDED
    for chat in COMERS:
        answers = [one for one in place.world.messages(chat) if one["from"]["is_bot"]]
        assert len(answers) - len(place.seen(chat)) >= place.said[chat], f"{chat}: not answered"
