"""Connections that can be cut: how an answer gets lost on the way."""

import asyncio

from starlette.types import Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class Wires:
    """The open connections of a server by the client's address."""

    def __init__(self) -> None:
        """Start without connections."""
        self._open: dict[Address, asyncio.Transport] = {}

    def add(self, transport: asyncio.Transport) -> None:
        """Remember a connection."""
        self._open[_address(transport.get_extra_info("peername"))] = transport

    def forget(self, transport: asyncio.Transport | None) -> None:
        """Forget a connection that ended."""
        if transport is not None:
            self._open.pop(_address(transport.get_extra_info("peername")), None)

    async def cut(self, scope: Scope, send: Send) -> None:
        """End the connection of a request without an answer.

        A server that does not know its wires (not started by ``LocalBotApi``) begins an answer and
        breaks off.
        """
        client = scope.get("client")
        transport = self._open.get(_address(client)) if client else None
        if transport is not None:
            transport.abort()
            await asyncio.sleep(0.01)  # the server is told of the end in its next turn
            return
        headers = [(b"content-length", b"1000000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def _address(peer: object) -> Address:
    return (str(peer[0]), int(peer[1])) if isinstance(peer, tuple | list) else ("", 0)


def protocol_for(wires: Wires) -> type[H11Protocol]:
    """Give uvicorn's protocol for HTTP, with its connections kept in ``wires``."""

    class CuttableProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            wires.add(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            wires.forget(self.transport)
            super().connection_lost(exc)

    return CuttableProtocol
