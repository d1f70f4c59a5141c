"""The chat page's own JSON under ``/api``: chats, messages, deeds of people, faults.

=======  =============================  ==========================================================
GET      /api/chats                     chats: ``id, type, title, topics, bot_status, …``
POST     /api/chats                     ``{type, title, username?, is_forum?, topics?, started?}``
GET      /api/chats/C/messages          Telegram's messages, oldest first; ``?after=ID&limit=N``
POST     /api/chats/C/messages          a person writes: ``{text, user?, topic?, reply_to?}``, or
                                        ``{document: {file_name, content | base64}, caption?}``;
                                        or a form with a file ``document`` or ``photo``
                                        (of an album with ``media_group_id``)
PUT      /api/chats/C/messages/M        a person changes their text: ``{text}``
POST     /api/chats/C/press             ``{message_id, data, user?}`` → ``{answer: {…} | null}``
POST     /api/chats/C/choose            an inline result is sent: ``{query_id, result_id, user?}``
POST     /api/chats/C/members           ``{status, member?, rights?, by?}``; the bot by default
POST     /api/chats/C/topics            ``{name}`` opens, ``{id, name}`` renames, ``{id, closed}``
                                        closes or opens again
POST     /api/chats/C/upgrade           a group becomes a supergroup
POST     /api/inline                    ``{query, user?, offset?, chat_type?}`` → results
GET      /api/commands                  the menu a person sees: ``?chat=ID&language=vi&user=ID``
GET      /api/bot                       the bot: name, username, descriptions
GET      /api/faults                    faults in force; POST adds one, DELETE takes all away
DELETE   /api/faults/N                  takes one away (also ``/api/faults?id=N``)
GET      /api/events                    server-sent events: ``data: {kind, chat, …}``
=======  =============================  ==========================================================

Events have a ``kind``: ``new`` and ``edited`` (``chat, message``), ``deleted`` (``chat,
message_id``), ``typing`` (``chat, action``), ``commands``, ``chats`` (``chat?``), ``faults``.
Anything wrong is ``{"error": sentence}`` with status 400 or 404. Requests whose ``Host`` or
``Origin`` is not this machine are refused (403): a page elsewhere cannot use them.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.ask import Upload, loads, read_ask
from bot.playground.methods.media import keep_document
from bot.playground.refusals import Json, Refused
from bot.playground.rooms import READER, Room
from bot.playground.world import ChatWorld

BODY_BYTES = 30 * 1024 * 1024
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
Endpoint = Callable[[Request], Awaitable[Response]]


class _Wrong(Exception):
    """What the page is told when it asks for something wrong."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def is_here(request: Request) -> bool:
    """Say whether a request was meant for this machine and comes from a page of ours."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    origin = request.headers.get("origin")
    if host not in _HERE:
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _guarded(call: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        if not is_here(request):
            return JSONResponse({"error": "only from this machine"}, 403)
        try:
            return await call(request)
        except _Wrong as wrong:
            return JSONResponse({"error": str(wrong)}, wrong.status)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, 400)
        except KeyError as missing:
            return JSONResponse({"error": f"there is no {missing.args[0]!r}"}, 404)
        except (ValueError, TypeError) as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return guarded


async def _given(request: Request) -> Json:
    body = await request.body()
    if len(body) > BODY_BYTES:
        raise _Wrong("the body is too large", 413)
    try:
        given = loads(body or b"{}")
    except ValueError as error:
        raise _Wrong("the body must be JSON") from error
    if not isinstance(given, dict):
        raise _Wrong("the body must be a JSON object")
    return given


async def _form(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Give what was sent: a JSON object, or the fields and files of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _given(request), {}
    body = await request.body()
    if len(body) > BODY_BYTES:
        raise _Wrong("the body is too large", 413)
    ask = read_ask("", "", request.headers["content-type"], body)
    numbers = {name: ask.number(name) for name in ("user", "topic", "reply_to") if ask.has(name)}
    return {**ask.values, **numbers}, ask.files


def _described(given: object) -> Upload:
    if not isinstance(given, dict):
        raise _Wrong("document must be an object")
    try:
        body = base64.b64decode(given.get("base64", ""), validate=True)
    except (binascii.Error, TypeError) as error:
        raise _Wrong("base64 must be Base64") from error
    return Upload(_text(given, "file_name"), body or str(given.get("content", "")).encode())


def _number(given: Json, name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"{name} must be a whole number")
    return value


def _rights(given: Json) -> dict[str, bool]:
    rights = given.get("rights") or {}
    if not isinstance(rights, dict):
        raise _Wrong("rights must be an object of yes and no")
    return {str(name): bool(value) for name, value in rights.items()}


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise _Wrong(f"{name} must be a text that is not empty")
    return value


class PageApi:
    """The endpoints; each is one deed of a person or one look at the world."""

    def __init__(self, world: ChatWorld) -> None:
        """Show and move ``world``."""
        self._world = world

    def _room(self, request: Request) -> Room:
        room = self._world.room(request.path_params["chat"])
        if room is None:
            raise _Wrong("there is no such chat", 404)
        return room

    async def chats(self, _request: Request) -> Response:
        """List the chats."""
        return JSONResponse(self._world.listing())

    async def make_chat(self, request: Request) -> Response:
        """Make a chat."""
        given = await _given(request)
        kind, title = _text(given, "type"), _text(given, "title")
        facts = {name: value for name, value in given.items() if name not in ("type", "title")}
        room = self._world.people.make_chat(kind, title, **facts)
        return JSONResponse(room.listing(), 201)

    async def messages(self, request: Request) -> Response:
        """Give the messages of a chat."""
        query = request.query_params
        after, limit = int(query.get("after", 0)), int(query.get("limit", 0))
        room = self._room(request)
        return JSONResponse(self._world.messages(room.id, after=after, limit=limit or None))

    async def write(self, request: Request) -> Response:
        """Write as a person: a text, a document or a photo."""
        room = self._room(request)
        given, uploads = await _form(request)
        who = {name: _number(given, name) for name in ("user", "topic", "reply_to")}
        content = self._attached(given, uploads)
        if content:
            told = (name for name in ("caption", "media_group_id") if given.get(name))
            content |= {name: _text(given, name) for name in told}
            message = self._world.people.post(room.id, content, **who)
        else:
            more = {name: given[name] for name in ("forward_origin",) if name in given}
            message = self._world.people.say(room.id, _text(given, "text"), **who, **more)
        return JSONResponse(message, 201)

    def _attached(self, given: Json, uploads: dict[str, Upload]) -> Json:
        files = self._world.files
        if "photo" in uploads:
            photo = files.upload(uploads["photo"].body, name=uploads["photo"].name)
            return {"photo": photo.photo_sizes()}
        upload = uploads.get("document")
        if upload is None and "document" in given:
            upload = _described(given["document"])
        return {"document": keep_document(self._world, upload).document()} if upload else {}

    async def rewrite(self, request: Request) -> Response:
        """Change a person's text."""
        room = self._room(request)
        text = _text(await _given(request), "text")
        number = int(request.path_params["message"])
        return JSONResponse(self._world.people.edit(room.id, number, text))

    async def press(self, request: Request) -> Response:
        """Press a button and wait for the answer."""
        room = self._room(request)
        given = await _given(request)
        number = _number(given, "message_id") or 0
        user = _number(given, "user")
        answer = await self._world.people.press(room.id, number, _text(given, "data"), user=user)
        return JSONResponse({"answer": answer})

    async def choose(self, request: Request) -> Response:
        """Send an inline result into a chat."""
        room = self._room(request)
        given = await _given(request)
        query, result = _text(given, "query_id"), _text(given, "result_id")
        user = _number(given, "user")
        return JSONResponse(self._world.people.choose(room.id, query, result, user=user), 201)

    async def members(self, request: Request) -> Response:
        """Change somebody's place in a chat."""
        room = self._room(request)
        given = await _given(request)
        member = None if given.get("member") in (None, "bot") else _number(given, "member")
        self._world.people.place(
            room.id,
            _text(given, "status"),
            member=member,
            by=_number(given, "by"),
            rights=_rights(given),
        )
        return JSONResponse(room.listing())

    async def topics(self, request: Request) -> Response:
        """Open a topic, rename it, close it, open it again."""
        room, people = self._room(request), self._world.people
        given = await _given(request)
        number = _number(given, "id")
        if number is None:
            people.tell_of_topic(room, people.open_topic(room, _text(given, "name")))
        elif "name" in given:
            people.rename_topic(room, room.topics[number], _text(given, "name"))
        else:
            room.topics[number].closed = bool(given.get("closed"))
        self._world.events.publish({"kind": "chats", "chat": room.id})
        return JSONResponse(room.listing())

    async def upgrade(self, request: Request) -> Response:
        """Make a group a supergroup."""
        return JSONResponse(self._world.people.upgrade(self._room(request).id).listing())

    async def inline(self, request: Request) -> Response:
        """Ask inline and wait for results."""
        given = await _given(request)
        query_id, answer = await self._world.people.ask_inline(
            str(given.get("query", "")),
            user=_number(given, "user"),
            offset=str(given.get("offset", "")),
            chat_type=str(given.get("chat_type", "sender")),
        )
        told = answer or {"results": [], "next_offset": "", "answered": False}
        return JSONResponse({"query_id": query_id, **told})

    async def commands(self, request: Request) -> Response:
        """Give the menu that a person sees in a chat."""
        query = request.query_params
        room = self._world.room(query.get("chat", str(READER)))
        if room is None:
            raise _Wrong("there is no such chat", 404)
        user = int(query.get("user", room.id if room.private else READER))
        return JSONResponse(self._world.commands.shown(room, user, query.get("language", "")))

    async def bot(self, request: Request) -> Response:
        """Give the bot as a person sees it."""
        language = request.query_params.get("language", "")
        book = self._world.commands
        told = {
            **self._world.bot,
            "first_name": book.text("name", language, self._world.settings.bot_name),
            "description": book.text("description", language),
            "short_description": book.text("short_description", language),
        }
        return JSONResponse(told)

    async def faults(self, _request: Request) -> Response:
        """List the faults in force."""
        return JSONResponse(self._world.faults.all(self._world.seconds()))

    async def add_fault(self, request: Request) -> Response:
        """Put a fault in force."""
        now = self._world.seconds()
        fault = self._world.faults.add(await _given(request), now)
        self._world.events.publish({"kind": "faults"})
        return JSONResponse(fault.describe(now), 201)

    async def clear_faults(self, request: Request) -> Response:
        """Take one fault away, or all."""
        asked = request.path_params.get("fault", request.query_params.get("id"))
        count = self._world.faults.clear(None if asked is None else int(asked))
        self._world.events.publish({"kind": "faults"})
        return JSONResponse({"cleared": count})

    async def events(self, _request: Request) -> Response:
        """Tell what happens, live."""
        headers = {"cache-control": "no-store"}
        stream = self._world.events.listen()
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    def routes(self) -> list[Route]:
        """Give the routes of all endpoints."""
        chat = "/api/chats/{chat}"
        table: tuple[tuple[str, str, Endpoint], ...] = (
            ("GET", "/api/chats", self.chats),
            ("POST", "/api/chats", self.make_chat),
            ("GET", f"{chat}/messages", self.messages),
            ("POST", f"{chat}/messages", self.write),
            ("PUT", f"{chat}/messages/{{message:int}}", self.rewrite),
            ("POST", f"{chat}/press", self.press),
            ("POST", f"{chat}/choose", self.choose),
            ("POST", f"{chat}/members", self.members),
            ("POST", f"{chat}/topics", self.topics),
            ("POST", f"{chat}/upgrade", self.upgrade),
            ("POST", "/api/inline", self.inline),
            ("GET", "/api/commands", self.commands),
            ("GET", "/api/bot", self.bot),
            ("GET", "/api/faults", self.faults),
            ("POST", "/api/faults", self.add_fault),
            ("DELETE", "/api/faults", self.clear_faults),
            ("DELETE", "/api/faults/{fault:int}", self.clear_faults),
            ("GET", "/api/events", self.events),
        )
        return [Route(path, _guarded(call), methods=[verb]) for verb, path, call in table]
