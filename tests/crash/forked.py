"""A program that a zygote forks from itself."""

import asyncio
import json
from dataclasses import dataclass


@dataclass
class Forked:
    """One place for a program, begun anew after each of its ends."""

    zygote: asyncio.subprocess.Process
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
