"""The server: uvicorn on 127.0.0.1, started and stopped inside a running loop."""

import asyncio
import errno
import socket
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette

from bot.playground.app import create_app
from bot.playground.errors import PortTaken
from bot.playground.settings import PlaygroundSettings
from bot.playground.wire import Wires, protocol_for
from bot.playground.world import ChatWorld

HOST = "127.0.0.1"
STOP_SECONDS = 2


def bound_socket(port: int) -> socket.socket:
    """Give a socket that listens at ``port`` of 127.0.0.1, any free port for 0.

    Raises:
        PortTaken: when another program has it.
    """
    # With the protocol named, asyncio turns Nagle's algorithm off; else answers wait 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from error
        raise
    return listening


class LocalBotApi:
    """Serves an application while the ``async with`` block runs.

    ``url`` is the address of the page, ``base_url`` what python-telegram-bot takes, ``world`` the
    state behind it.
    """

    def __init__(
        self,
        app: Starlette | None = None,
        *,
        port: int = 0,
        settings: PlaygroundSettings | None = None,
    ) -> None:
        """Serve ``app``, or a fresh world with ``settings``; ``port`` 0 takes any."""
        self.app = create_app(settings=settings) if app is None else app
        self.port = port
        self._server: uvicorn.Server | None = None
        self._stop = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def world(self) -> ChatWorld:
        """The state that is served."""
        world = self.app.state.world
        assert isinstance(world, ChatWorld)  # noqa: S101 - create_app put it there
        return world

    @property
    def token(self) -> str:
        """The only token that is taken."""
        return self.world.settings.token

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as ``base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as ``base_file_url``."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        """Start to listen.

        Raises:
            PortTaken: when the port is another program's.
        """
        listening = bound_socket(self.port)
        self.port = listening.getsockname()[1]
        wires: Wires = self.app.state.wires
        config = uvicorn.Config(
            self.app,
            http=protocol_for(wires),
            ws="none",
            loop="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._stop.clear()
        self._running = asyncio.create_task(self._serve(self._server, listening))
        while not self._server.started:
            if self._running.done():
                self._running.result()
                raise RuntimeError("the server ended before it had started")
            await asyncio.sleep(0.005)
        return self

    async def _serve(self, server: uvicorn.Server, listening: socket.socket) -> None:
        # Not ``server.serve()``: that one takes over the signals of the program.
        config = server.config
        if not config.loaded:
            config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        if not server.should_exit:
            # Not ``server.main_loop()``: it looks only ten times a second whether to stop.
            await self._stop.wait()
        await server.shutdown(sockets=[listening])

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop: whatever waits ends at once, connections are closed."""
        self.world.close()
        if self._server and self._running:
            self._stop.set()
            await self._running
