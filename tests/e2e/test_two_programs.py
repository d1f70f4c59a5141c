"""Two whole programs with one token: on one store the second stands by, on two they say so."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import build
from bot.errors import TakenOver
from bot.playground import LOCAL_TOKEN
from tests.e2e.conftest import House, until
from tests.stores import is_sqlite, new_file

PATIENCE = 90.0
"""Seconds: a start takes two where nothing else runs."""


@dataclass
class Running:
    """One ``diemtin run`` as an operator starts it."""

    process: asyncio.subprocess.Process
    log: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        """Give what it logged under a name."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        told = (json.loads(line) for line in lines if line.startswith("{") and line.endswith("}"))
        return [event for event in told if event["event"] == name]

    async def says(self, name: str) -> dict[str, Any]:
        """Wait until it logged something under a name, and give that."""
        await until(lambda: bool(self.events(name)) or self.ended, within=PATIENCE)
        assert self.events(name), self.log.read_text()[-2000:]
        return self.events(name)[0]

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.returncode is not None

    async def end(self, sign: signal.Signals) -> int:
        """Send a signal and give the exit status."""
        self.process.send_signal(sign)
        return await self.process.wait()


Start = Callable[[str, str], Any]


@pytest.fixture
async def start(house: House, tmp_path: Path) -> AsyncIterator[Start]:
    """Give what starts a program of a name on a store; what still runs at the end is ended."""
    started: list[Running] = []
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    env |= {
        "DIEMTIN_TOKEN": LOCAL_TOKEN,
        "DIEMTIN_API_URL": house.settings.api_url,
        "DIEMTIN_LOG_FORMAT": "json",
    }

    async def begin(name: str, store: str) -> Running:
        log = tmp_path / f"{name}.log"
        with log.open("wb") as to:
            process = await asyncio.create_subprocess_exec(
                Path(sys.executable).with_name("diemtin"), "run", cwd=tmp_path, stdout=to,
                stderr=to, env=env | {"DIEMTIN_DATABASE_URL": store},
            )  # fmt: skip
        started.append(Running(process, log))
        return started[-1]

    yield begin
    for one in started:
        if not one.ended:
            await one.end(signal.SIGTERM)


@asynccontextmanager
async def answered(house: House) -> AsyncIterator[None]:
    """Wait at the end until the bot has written once more."""
    before = len(house.chat.messages())
    yield
    await until(lambda: len(house.chat.messages()) > before, within=PATIENCE)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
async def test_the_second_program_stands_by_and_takes_over(
    house: House, start: Start, any_store_url: str, sign: signal.Signals
) -> None:
    """It says whom it waits for; when the first dies or ends, it answers people within the time."""
    first = await start("first", any_store_url)
    await first.says("working")
    second = await start("second", any_store_url)
    told = await second.says("standby")
    assert told["pid"] == str(first.process.pid)
    assert "stands by" in told["words"]
    if is_sqlite(any_store_url):  # of a server the second one reads and sends all the same
        assert not second.events("working")
    async with answered(house):
        house.chat.say("/start")
    assert await first.end(sign) == (0 if sign is signal.SIGTERM else -sign)
    async with answered(house):
        house.chat.say("/danhsach")
        await second.says("took_over")
    assert not second.events("polling_conflict")
    assert await second.end(signal.SIGTERM) == 0


async def test_one_that_was_taken_for_gone_ends_with_an_error(house: House) -> None:
    """So that whoever watches over it starts it again, to stand by: a clean end would be final."""
    async with build(house.settings, token=LOCAL_TOKEN, now=house.clock) as program:
        running = asyncio.create_task(program.run(asyncio.Event()))
        async with answered(house):
            house.chat.say("/start")
        name = "chat" if program.store.is_shared else "bot"
        lease = json.dumps({"holder": "elsewhere|1|2|3|4", "renewals": 0})
        await program.store.meta.set(f"lease:{name}", lease)
        with pytest.raises(TakenOver, match="start it anew"):
            await running


@pytest.mark.timeout(300)
@pytest.mark.parametrize("any_store_url", ["sqlite"], indirect=True)
async def test_a_token_in_use_elsewhere_is_explained(
    start: Start, any_store_url: str, tmp_path: Path
) -> None:
    """Two stores, one token: the log says what a 409 means and what to do, without the token."""
    first = await start("first", any_store_url)
    await first.says("working")
    second = await start("second", new_file(tmp_path / "other.db"))
    await until(
        lambda: bool(first.events("polling_conflict") or second.events("polling_conflict")),
        within=PATIENCE,
    )
    told = (first.events("polling_conflict") + second.events("polling_conflict"))[0]
    assert told["level"] == "error"
    assert "Another program polls with this token" in told["words"]
    assert "stop it" in told["words"]
    secret = LOCAL_TOKEN.partition(":")[2]
    assert secret not in first.log.read_text() + second.log.read_text()
