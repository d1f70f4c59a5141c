"""Buttons pressed and commands typed at random: all are answered, nothing breaks, nobody notices.

A moment of it in every run of the tests; ``make fuzz`` goes on for ``DIEMTIN_TEST_FUZZ_SECONDS``.
The seed is in the failure, and ``DIEMTIN_TEST_FUZZ_SEED`` takes it.
"""

import asyncio
import os
import random
from time import monotonic

import pytest

from bot.handlers.commands import COMMANDS
from digests.store import Store
from tests.handlers.conftest import Chat, Clock, Publish
from tests.handlers.test_rights import BUTTONS, VI, bystander, everything_of

SECONDS = float(os.environ.get("DIEMTIN_TEST_FUZZ_SECONDS", "2"))
SEED = int(os.environ.get("DIEMTIN_TEST_FUZZ_SEED", random.randrange(2**32)))
AT_ONCE = 16
PIECES = (
    *("", "0", "1", "2", "-1", "007", "9" * 17, "9" * 40, "1e9", "0x10", "²", "٣", "True", "None"),
    *("all", "vi", "en", "r", "07:00", "24:00", "22:00-06:00", "P1D", "tin-tuc", "thoi su", "Báo"),
    *("https://127.0.0.1/", "=1", "=2:", ":", "::", ",", "%s", "{0}", "'--", "\\", "\0", "\u202e"),
    *("<b>", "&amp;", "🇻🇳", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")),
)
LONGEST = 64
"""Bytes of a button's data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""


def forged(chance: random.Random) -> str:
    """Give data that no button of ours has, or has by accident."""
    name = chance.choice([name for name, _who in BUTTONS] + ["", "?", "=1", "=99"])
    pieces = [chance.choice(PIECES) for _ in range(chance.randrange(5))]
    data = chance.choice((":", ":", ":", "", "|")).join([name, *pieces])
    return data.encode()[:LONGEST].decode("utf-8", "ignore")


def typed(chance: random.Random) -> str:
    """Give a command with words behind it that nobody means."""
    name = chance.choice([command.name for command in COMMANDS])
    return f"/{name} " + " ".join(chance.choice(PIECES) for _ in range(chance.randrange(4)))


@pytest.mark.timeout(SECONDS + 120)
async def test_nothing_that_can_be_pressed_or_typed_breaks_anything(
    chat: Chat, publish: Publish, store: Store, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what belongs to somebody else stays as it was."""
    chance = random.Random(SEED)
    number = await publish("Giá vàng tăng")
    other = await bystander(store, clock, number)
    before = await everything_of(store, other)
    (message,) = await chat.ask("/trogiup")
    ends = monotonic() + SECONDS
    while monotonic() < ends:
        presses = [forged(chance) for _ in range(AT_ONCE)]
        said = await asyncio.gather(*(chat.press(message, data) for data in presses if data))
        assert VI.trouble.failed not in said, (SEED, presses)
        words = typed(chance)
        await chat.say(words)
        await chat.ask("/trogiup")
        failed = "update_failed" in capsys.readouterr().err
        assert not failed, (SEED, words, presses)
        assert await everything_of(store, other) == before, (SEED, words, presses)
