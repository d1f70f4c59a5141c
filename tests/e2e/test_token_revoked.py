"""A token that is revoked while the bot runs: one sentence and an end, not a bot that is deaf."""

import asyncio
from dataclasses import replace

import pytest

from bot import receiving
from bot.app import build
from bot.errors import TokenRefused
from bot.playground import LOCAL_TOKEN
from tests.e2e.conftest import House, until


async def test_a_revoked_token_ends_the_program_with_its_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was refused several times in a row; nothing that was written down is lost."""
    monkeypatch.setattr(receiving, "REFUSALS", 2)
    async with build(house.settings, token=LOCAL_TOKEN, now=house.clock) as program:
        work = asyncio.create_task(program.run(asyncio.Event()))
        await until(lambda: program.application.running or work.done())
        await house.chat.answer("/start")
        house.world.settings = replace(house.world.settings, token="1:another-token")
        house.chat.say("/moi")  # ends the poll that is under way
        with pytest.raises(TokenRefused, match="@BotFather"):
            await asyncio.wait_for(work, 30)


async def test_a_token_that_is_refused_once_by_mistake_is_used_again(house: House) -> None:
    """Telegram's servers have hiccups; the bot answers as before."""
    async with house.running() as program:
        await house.chat.answer("/start")
        known = house.world.settings
        house.world.settings = replace(known, token="1:another-token")
        house.chat.say("/moi")
        await until(lambda: program.application.bot._refusals > 0)
        house.world.settings = known
        await house.chat.answer("/trogiup", within=20)
