"""Two bots on one store, one of which is killed: the promise holds for the readers of both."""

from pathlib import Path

import pytest

from bot.roles import Role
from tests.crash.cluster import cluster
from tests.e2e.conftest import TOKENS

SERVES = (Role.SEND, Role.CHAT)


@pytest.mark.timeout(300)
async def test_the_other_bot_goes_on(tmp_path: Path, postgres_url: str) -> None:
    """While one is down, the other sends; when it comes back, its readers miss nothing."""
    folders = [tmp_path / name for name in ("first", "en")]
    for folder in folders:
        folder.mkdir()
    async with (
        cluster(folders[0], postgres_url, [(Role.READ,), SERVES], token=TOKENS[None]) as first,
        cluster(
            folders[1], postgres_url, [SERVES], network="telegram:en", token=TOKENS["en"]
        ) as english,
    ):
        (process,) = english.members
        await first.news(2)
        for bot in (first, english):
            await bot.everyone_has(2)
        await first.news(3)
        await english.eventually(lambda: english.messages() > 2 * len(english.steady))
        await english.kill(process)
        await first.news(2)
        await first.everyone_has(first.printed)
        await english.begin(process)
        await english.everyone_has(first.printed)
        english.printed = first.printed
        for bot in (first, english):
            await bot.check()
