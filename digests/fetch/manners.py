"""One request a host at a time, a pause between two, and silence where a host asked for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

_SWEEP_AT = 4096


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0
    pause: float | None = None


class HostTurns:
    """Turns at hosts. Hosts know nothing of one another, so a slow one holds nobody up."""

    def __init__(self, pause: float, monotonic: Callable[[], float]) -> None:
        """Wait ``pause`` seconds between two turns at one host, by the clock ``monotonic``."""
        self._pause = pause
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}
        self._held: dict[str, tuple[datetime, int]] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the turn at ``host`` and keep it for the ``async with`` block."""
        entry = self._hosts.get(host)
        if entry is None:
            self._sweep()
            entry = self._hosts[host] = _Host()
        entry.users += 1
        try:
            async with entry.lock:
                wait = entry.free_at - self._monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                try:
                    yield
                finally:
                    pause = self._pause if entry.pause is None else entry.pause
                    entry.free_at = self._monotonic() + pause if pause else 0.0
        finally:
            entry.users -= 1
            if not entry.users and not entry.free_at:
                self._hosts.pop(host, None)

    def slow_down(self, host: str, pause: float) -> None:
        """Wait at least ``pause`` seconds between two turns at ``host`` (Crawl-delay)."""
        entry = self._hosts.setdefault(host, _Host())
        entry.pause = max(pause, self._pause)

    def hold(self, host: str, until: datetime, status: int) -> None:
        """Remember that ``host`` wants silence until then, and by which status it said so."""
        self._held[host] = (until, status)

    def held(self, host: str, now: datetime) -> tuple[datetime, int] | None:
        """Give until when ``host`` wants silence, and its status; ``None`` where it does not."""
        held = self._held.get(host)
        if held is not None and held[0] <= now:
            del self._held[host]
            return None
        return held

    def _sweep(self) -> None:
        """Forget the hosts whose pause is over, so that memory stays with those in use."""
        if len(self._hosts) < _SWEEP_AT:
            return
        now = self._monotonic()
        for name in [n for n, h in self._hosts.items() if not h.users and h.free_at <= now]:
            del self._hosts[name]
