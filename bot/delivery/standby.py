"""One process of those that share a token and a store works; the others stand by.

The lease is renewed every few seconds. When its holder ends in order it is given up at once; when
it dies, another process on the same machine sees that it is gone, and one elsewhere takes over when
it saw no renewal for the length of the lease. Either takes less than half a minute.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import structlog

from bot.delivery.ledger import surely
from digests.errors import StoreError
from digests.store import Store
from digests.store.leases import Held, Leases

log = structlog.get_logger(__name__)

LEASE = 20.0
"""Seconds without a renewal after which the holder counts as gone."""
RENEW_EVERY = 5.0
LOOK_EVERY = 2.0
_NAME = "bot"
_PROC = Path("/proc")


def _started(pid: int) -> str | None:
    """Give when a process of this machine began, in its own ticks; ``None`` if it is no more."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def _machine() -> str | None:
    """Give what only processes that can see each other share; ``None`` where that is unknown."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}.{(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return None


def identity() -> str:
    """Give a name for this process that no other has."""
    pid = os.getpid()
    parts = (socket.gethostname(), str(pid), _started(pid) or "", _machine() or "")
    return "|".join((*parts, secrets.token_hex(4)))


def is_gone(holder: str) -> bool:
    """Say whether the process of this name certainly lives no more."""
    parts = holder.split("|")
    if len(parts) != 5 or not parts[3] or parts[3] != _machine():  # noqa: PLR2004 - see identity
        return False
    return _started(int(parts[1])) != parts[2]


class Leadership:
    """This process's part in who works."""

    def __init__(
        self, store: Store, *, name: str = _NAME, clock: Callable[[], float] = monotonic
    ) -> None:
        """Keep the parts; nothing is taken yet. ``clock`` gives seconds that never go back."""
        self._name = name if name == _NAME else store.database.own(name)
        self._leases = Leases(store.database)
        self._clock = clock
        self._me = identity()
        self._watched: tuple[Held, float] | None = None

    async def _take(self) -> Held | None:
        other = await self._leases.take(self._name, self._me)
        if other is not None and (is_gone(other.holder) or self._silent(other)):
            return await self._leases.take(self._name, self._me, over=other)
        return other

    def _silent(self, other: Held) -> bool:
        """Say whether the other was watched for the length of a lease without a renewal."""
        if self._watched is None or self._watched[0] != other:
            self._watched = (other, self._clock())
        return self._clock() - self._watched[1] >= LEASE

    async def wait(self, stop: asyncio.Event) -> bool:
        """Wait until this process may work; false when ``stop`` came first."""
        told = False
        while not stop.is_set():
            other = await surely(self._take)
            if other is None:
                if told:
                    log.warning("took_over", words="the other process is gone; this one works now")
                return True
            if not told:
                host, pid, *_rest = other.holder.split("|")
                words = "another process works with this store; this one stands by to take over"
                log.warning("standby", words=words, host=host, pid=pid)
                told = True
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
        return False

    @asynccontextmanager
    async def keeping(self, lost: Callable[[], None]) -> AsyncIterator[None]:
        """Renew the lease inside; ``lost`` is called when another process has it."""
        renewing = asyncio.create_task(self._renew(lost))
        try:
            yield
        finally:
            renewing.cancel()
            try:
                await self._leases.give_up(self._name, self._me)
            except StoreError as error:
                log.warning("lease_not_given_up", reason=str(error))

    async def _renew(self, lost: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            other = await surely(self._take)
            if other is not None:
                log.error("lease_lost", words="another process took over; this one ends")
                lost()
                return
