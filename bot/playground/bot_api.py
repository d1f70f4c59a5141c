"""``/bot<token>/<method>`` and ``/file/bot<token>/<path>``: what a bot talks to."""

import asyncio
import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.playground.admission import room_of
from bot.playground.ask import Ask, read_ask
from bot.playground.faults import CallFacts, Fault, first, refusal_of
from bot.playground.methods import METHODS
from bot.playground.refusals import Json, Refused, method_not_found, unauthorized, upgraded
from bot.playground.wire import Wires
from bot.playground.world import ChatWorld

BODY_BYTES = 60 * 1024 * 1024
_PATH = re.compile(r"/bot(?P<token>[^/]*)/(?:test/)?(?P<method>[A-Za-z]*)/?$")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_BROKEN = {502: "Bad Gateway", 504: "Gateway Timeout"}


class _Cut(Exception):
    """The connection ends without an answer."""


class BotApi:
    """The ASGI application for calls of methods."""

    def __init__(self, world: ChatWorld, wires: Wires) -> None:
        """Answer for ``world``; ``wires`` are cut when a fault says so."""
        self._world = world
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or cut its connection."""
        request = Request(scope, receive)
        try:
            code, answer = await self._answer(request)
        except _Cut:
            await self._wires.cut(scope, send)
            return
        body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
        response = Response(body, code, media_type="application/json")
        if code == 429:  # noqa: PLR2004 - Too Many Requests
            response.headers["retry-after"] = str(answer["parameters"]["retry_after"])
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> tuple[int, Json]:
        try:
            method = self._method(request.url.path)
            body = await _body(request)
            kind = request.headers.get("content-type", "")
            ask = read_ask(method, request.url.query, kind, body)
            return 200, {"ok": True, "result": await self._run(ask)}
        except Refused as refused:
            return refused.code, refused.answer()

    def _method(self, path: str) -> str:
        found = _PATH.match(path)
        if found is None or not _TOKEN.fullmatch(found["token"]):
            raise Refused(404, "Not Found")
        if found["token"] != self._world.settings.token:
            raise unauthorized()
        return found["method"].lower()

    async def _run(self, ask: Ask) -> Any:  # noqa: ANN401 - any JSON is an answer
        world = self._world
        world.calls += 1
        call = METHODS.get(ask.method)
        if call is None:
            raise method_not_found()
        facts = _facts(world, ask)
        faults = world.faults.matching(facts, world.seconds())
        await _before(world, ask, facts, faults)
        result = await call(world, ask)
        late = first(faults, "drop_share")
        if first(faults, "lost_answer") or (late and late.extra.get("after", True)):
            raise _Cut
        return result


def _facts(world: ChatWorld, ask: Ask) -> CallFacts:
    chat = ask.chat_id()
    if chat is None and ask.has("chat_id"):
        room = world.room(ask.text("chat_id"))
        chat = room.id if room else None
    rich = ask.method == "sendrichmessage" or ask.has("rich_message")
    return CallFacts(ask.method, chat, _photos(ask, rich=rich), bool(ask.files), rich)


def _photos(ask: Ask, *, rich: bool) -> tuple[str, ...]:
    """Give the pictures that a call names, as they stand in it."""
    if rich:
        return tuple(re.findall(r"<img[^>]*?src=\\?[\"']?([^\"'\\\s>]+)", ask.text("rich_message")))
    if ask.method == "sendphoto":
        return (ask.text("photo"),)
    if ask.method in ("sendmediagroup", "editmessagemedia"):
        return tuple(re.findall(r'"media"\s*:\s*"([^"]+)"', ask.text("media")))
    return ()


async def _before(world: ChatWorld, ask: Ask, facts: CallFacts, faults: list[Fault]) -> None:
    """Let the faults happen that come before the deed."""
    if not faults:
        return
    slow = first(faults, "slow")
    if slow:
        await asyncio.sleep(slow.seconds)
    drop = first(faults, "drop_share")
    if first(faults, "cut") or (drop and not drop.extra.get("after", True)):
        raise _Cut
    broken = first(faults, "server_error")
    if broken:
        status = int(broken.extra.get("status", 500))
        raise Refused(status, _BROKEN.get(status, "Internal Server Error"))
    if first(faults, "migrate"):
        room = room_of(world, ask)
        raise upgraded(world.people.upgrade(room.id, told=False).id)
    for fault in faults:
        refused = refusal_of(fault, facts, world.seconds())
        if refused:
            raise refused


async def _body(request: Request) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_BYTES:
            raise Refused(413, "Request Entity Too Large")
        pieces.append(piece)
    return b"".join(pieces)
