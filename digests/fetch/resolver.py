"""Names to addresses: only those of the open internet, in threads of their own.

The addresses that were judged are the ones that the connector connects to, so that a name cannot
change its mind in between (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from digests.errors import AddressRefused
from digests.fetch.addresses import is_public

_THREADS = 32


class ThreadResolver(AbstractResolver):
    """The system's resolver, in threads that nothing else waits for.

    The loop's own executor has few threads: some names whose servers are silent would hold up every
    other name, and every file.
    """

    def __init__(self) -> None:
        """Start no thread before the first name."""
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses of ``host``; ``OSError`` where there are none."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _lookup, host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Let the threads go without waiting for silent servers."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _lookup(host: str, port: int, family: socket.AddressFamily) -> Sequence[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)


class GuardedResolver(AbstractResolver):
    """A resolver that gives only addresses of the open internet.

    ``proxy_host`` is the operator's own choice and let through.
    """

    def __init__(self, inner: AbstractResolver, *, proxy_host: str | None = None) -> None:
        """Wrap ``inner``, which does the asking."""
        self._inner = inner
        self._proxy_host = proxy_host

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the open addresses of ``host``.

        Raises:
            AddressRefused: it has none that may be asked.
            OSError: it has none at all.
        """
        found = await self._inner.resolve(host, port, family)
        if host == self._proxy_host:
            return found
        kept = [address for address in found if is_public(address["host"])]
        if found and not kept:
            raise AddressRefused(host, "the host is not on the open internet")
        return kept

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._inner.close()
