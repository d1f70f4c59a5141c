"""``/metrics``, ``/healthz`` and ``/readyz`` on a port of their own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from aiohttp import web

from bot.listening import listening
from bot.monitoring.counting import Counting
from bot.monitoring.metrics import Metrics
from bot.monitoring.watchdog import Watchdog
from digests.errors import StoreError
from digests.store import Store

log = structlog.get_logger(__name__)

_TEXT_FORMAT = "text/plain; version=1.0.0; charset=utf-8"


class Monitor:
    """Answers those who watch the program.

    Attributes:
        working: whether this process works, or stands by and starts or ends.
        port: where it is served, once it is.
    """

    def __init__(
        self, store: Store, metrics: Metrics, watchdog: Watchdog, *, now: Callable[[], datetime]
    ) -> None:
        """Keep the parts; nothing is served yet."""
        self._store = store
        self._metrics = metrics
        self._watchdog = watchdog
        self._counting = Counting(store, metrics, now=now)
        self.working = False
        self.port: int | None = None

    @asynccontextmanager
    async def serving(self, host: str, port: int | None) -> AsyncIterator[None]:
        """Serve at ``host`` and ``port`` inside; without a port nothing is served.

        Raises:
            SettingsError: the port is taken, or the host is none of this machine's.
        """
        if port is None:
            yield
            return
        served = listening(
            self._app(),
            host,
            port,
            setting="DIEMTIN_METRICS_PORT",
            advice="choose another port, or another DIEMTIN_METRICS_HOST",
            last_words=1,
        )
        async with served as self.port:
            log.info("metrics_served", host=host, port=self.port)
            try:
                yield
            finally:
                self._counting.stop()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Say that this process works inside."""
        self.working = True
        self._watchdog.begin()
        self._metrics.works(1)
        try:
            yield
        finally:
            self.working = False
            self._metrics.works(0)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=1024)
        app.add_routes(
            [
                web.get("/metrics", self._answer_metrics),
                web.get("/healthz", self._answer_health),
                web.get("/readyz", self._answer_ready),
            ]
        )
        return app

    async def _answer_metrics(self, _request: web.Request) -> web.Response:
        await self._counting.refresh()
        body = self._metrics.text()
        return web.Response(body=body, headers={"Content-Type": _TEXT_FORMAT})

    async def _answer_health(self, _request: web.Request) -> web.Response:
        stalled = {
            str(stall): round(length.total_seconds())
            for stall, length in self._watchdog.stalled.items()
        }
        healthy = self._watchdog.healthy
        return web.json_response({"healthy": healthy, "stalled": stalled}, status=_status(healthy))

    async def _answer_ready(self, _request: web.Request) -> web.Response:
        try:
            await self._store.ready()
            store = True
        except StoreError:
            store = False
        ready = store and self.working
        told = {"ready": ready, "store": store, "working": self.working}
        return web.json_response(told, status=_status(ready))


def _status(well: object) -> int:
    return 200 if well else 503
