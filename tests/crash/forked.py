"""A program that a zygote forks from itself."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]


class Zygote(Protocol):
    """Takes orders a line each, and answers so: a process of its own, or a line to a shared one."""

    @property
    def stdin(self) -> asyncio.StreamWriter | None:
        """Where orders are written to."""

    @property
    def stdout(self) -> asyncio.StreamReader | None:
        """Where answers come from."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to a zygote that several share."""

    stdout: asyncio.StreamReader
    stdin: asyncio.StreamWriter


@dataclass
class Forked:
    """One place for a program, begun anew after each of its ends."""

    zygote: Zygote
    pid: int = 0

    async def told(self) -> int:
        """Give what the zygote says: the number of the process, then its exit status."""
        assert self.zygote.stdout is not None
        return int(await self.zygote.stdout.readline())

    async def start(self, order: dict[str, object]) -> None:
        """Have the program begin as ``order`` says; see ``tests.crash.zygote``."""
        assert self.zygote.stdin is not None
        self.zygote.stdin.write(json.dumps(order).encode() + b"\n")
        self.pid = await self.told()


@asynccontextmanager
async def lines(folder: Path, count: int) -> AsyncIterator[list[Line]]:
    """Give so many lines to one zygote in ``folder``: each for one program at a time."""
    with TemporaryDirectory(prefix="zygote-") as short:  # a socket's path may not be long
        door = Path(short) / "door"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.zygote", str(folder), str(door),
            stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        made: list[Line] = []
        try:
            assert process.stdout is not None
            await process.stdout.readline()  # it listens
            made += [Line(*await asyncio.open_unix_connection(door)) for _line in range(count)]
            yield made
        finally:
            for line in made:
                line.stdin.close()
            process.terminate()
            await process.wait()
