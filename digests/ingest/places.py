"""How many polls are under way: one a host, so that a slow host holds nobody else up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from weakref import WeakValueDictionary


class Places:
    """Places for polls; a host takes one at most, however many of its feeds are due."""

    def __init__(self, count: int) -> None:
        """Let ``count`` polls run at once."""
        self._free = asyncio.Semaphore(count)
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, url: str) -> AsyncIterator[None]:
        """Wait until the host of ``url`` is nobody else's and a place is free, and keep both."""
        host = _host(url)
        lock = self._hosts.get(host)
        if lock is None:
            lock = self._hosts[host] = asyncio.Lock()
        async with lock, self._free:
            yield


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""  # an address that the fetcher will refuse
