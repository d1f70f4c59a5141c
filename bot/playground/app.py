"""The application: the Bot API, files, the page's JSON and the page itself on one address."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.playground.bot_api import BotApi
from bot.playground.page_api import PageApi, is_here
from bot.playground.pictures import Stored, placeholder
from bot.playground.settings import UNPACED, PlaygroundSettings
from bot.playground.wire import Wires
from bot.playground.world import ChatWorld

PAGE = Path(__file__).parent / "page"
_SAFE = {"x-content-type-options": "nosniff", "cache-control": "max-age=3600"}


class _BotRoute(BaseRoute):
    """Every path that begins with ``/bot<token>/``."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take what begins with ``/bot`` and a token."""
        if scope["type"] == "http" and re.match(r"/bot[^/]*/", scope["path"]):
            return Match.FULL, {}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the call on."""
        await self._api(scope, receive, send)


class _Files:
    """Bytes of what was sent: for the bot with its token, for the page without."""

    def __init__(self, world: ChatWorld) -> None:
        self._world = world

    async def for_bot(self, request: Request) -> Response:
        if request.path_params["token"] != self._world.settings.token:
            return JSONResponse(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, 401
            )
        stored = self._world.files.get(request.path_params["path"].rpartition("/")[2])
        if stored is None or stored.body is None:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(stored.body, media_type="application/octet-stream")

    async def for_page(self, request: Request) -> Response:
        stored = self._world.files.get(request.path_params["file_id"])
        if not is_here(request) or stored is None:
            return JSONResponse({"error": "there is no such file"}, 404)
        if stored.kind == "photo":
            return _picture(stored)
        name = quote(stored.name or "file", safe="")
        disposition = {"content-disposition": f"attachment; filename*=UTF-8''{name}", **_SAFE}
        kind = "application/octet-stream"
        return Response(stored.body or b"", media_type=kind, headers=disposition)


def _picture(stored: Stored) -> Response:
    if stored.body is None:
        return Response(placeholder(stored), media_type="image/svg+xml", headers=_SAFE)
    return Response(stored.body, media_type=stored.mime, headers=_SAFE)


def create_app(
    world: ChatWorld | None = None,
    *,
    settings: PlaygroundSettings | None = None,
    extra_routes: Sequence[BaseRoute] = (),
    page: Path = PAGE,
) -> Starlette:
    """Give the application that serves ``world``.

    Args:
        world: the state; a fresh one with ``settings`` when there is none.
        settings: how strict to be; without them a fresh world enforces all but the pace, one that
            is given stays as it is.
        extra_routes: routes that come before the page (the sample newspaper, panels of the bot).
        page: the folder of the chat page, mounted at ``/`` if it is there.
    """
    if world is None:
        world = ChatWorld(settings=settings or UNPACED)
    elif settings is not None:
        world.adopt(settings)
    wires = Wires()
    files = _Files(world)
    routes: list[BaseRoute] = [
        _BotRoute(BotApi(world, wires)),
        Route("/file/bot{token}/{path:path}", files.for_bot),
        Route("/file/{kind}/{file_id}", files.for_page),
        *PageApi(world).routes(),
        *extra_routes,
    ]
    if page.is_dir():
        routes.append(Mount("/", StaticFiles(directory=page, html=True)))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        bringing = asyncio.create_task(world.webhook.bring(world.updates, world.date))
        yield
        bringing.cancel()
        world.close()

    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.world = world
    app.state.wires = wires
    return app
