"""Whatever a program sends, the answer is Telegram's yes or no, never a broken server."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground import CHANNEL, FORUM, READER, ChatWorld, LocalBotApi
from bot.playground.ask import Ask, read_ask
from bot.playground.faults import FaultBook
from bot.playground.methods import METHODS
from bot.playground.refusals import Refused

NAMES = (
    "text", "caption", "photo", "document", "media", "parse_mode", "entities", "caption_entities",
    "reply_markup", "rich_message", "message_thread_id", "reply_parameters", "link_preview_options",
    "commands", "scope", "language_code", "results", "next_offset", "callback_query_id", "url",
    "inline_query_id", "offset", "limit", "allowed_updates", "user_id", "action", "menu_button",
    "file_id", "name", "description", "message_ids", "from_chat_id", "disable_notification",
)  # fmt: skip
words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["HTML", "<b>x</b>", "<p>x</p>", "inf", "-1", "1e999", "[", "null"]),
)  # fmt: skip
numbers = st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.none())
keys = st.sampled_from(
    ["type", "media", "text", "html", "offset", "length", "id", "inline_keyboard", "message_id",
     "callback_data", "url", "title", "input_message_content", "message_text", "chat_id", "command"]
)  # fmt: skip
kinds = st.sampled_from(["photo", "article", "document", "bold", "text_link", "chat", "default"])
values = st.recursive(
    st.one_of(words, numbers, kinds),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=8,
)
places = st.sampled_from([READER, FORUM, CHANNEL, str(READER), "@kenh_diemtin", 5, "", None])


FAULT_FIELDS = ["fault", "chat", "times", "seconds", "share", "method", "code", "parameters"]
BODIES = [
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
]
Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def read(body: bytes, kind: str) -> str | int:
    """Give the method that was read, or the code of the refusal."""
    try:
        return read_ask("sendMessage", "", kind, body).method
    except Refused as refused:
        return refused.code


def refusal(book: FaultBook, fault: dict[str, Any]) -> str:
    """Give the sentence against a fault, none when it was taken."""
    try:
        book.add(fault, 0.0)
    except ValueError as error:
        return str(error)
    return ""


async def outcome(method: str, given_values: dict[str, Any]) -> object:
    world = ChatWorld(now=lambda: datetime(2019, 7, 8, tzinfo=UTC))
    world.people.say(READER, "x")
    ask = Ask(method, {"timeout": 0, **given_values})
    try:
        return await asyncio.wait_for(METHODS[method](world, ask), 5)
    except Refused as refused:
        return refused.answer()


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"getupdates"}))
@settings(max_examples=12, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), values, max_size=6),
    places,
    st.one_of(st.integers(1, 3), values),
)
def test_no_call_breaks_the_server(
    method: str, some: dict[str, Any], chat: object, message: object
) -> None:
    """Random values in any parameter: an answer that is JSON comes back."""
    told = asyncio.run(outcome(method, {**some, "chat_id": chat, "message_id": message}))
    assert json.dumps(told)


@pytest.mark.parametrize(
    ("method", "some"),
    [
        ("getmycommands", {"scope": {"type": []}}),
        ("sendmessage", {"text": "x", "entities": [{"type": {}, "offset": 0, "length": 1}]}),
    ],
)
async def test_a_kind_that_is_no_word_is_unsupported(method: str, some: dict[str, Any]) -> None:
    """As one that nobody knows."""
    told = await outcome(method, {**some, "chat_id": READER})
    assert "unsupported type specified" in str(told)


@given(st.binary(max_size=60), st.sampled_from(BODIES))
def test_no_body_breaks_the_server(body: bytes, kind: str) -> None:
    """A body that is not what it says is refused or read as nothing."""
    assert read(body, kind) in ("sendmessage", 400)


@given(st.dictionaries(st.sampled_from(FAULT_FIELDS), values))
def test_no_fault_breaks_the_book(fault: dict[str, Any]) -> None:
    """An impossible fault is one sentence, a possible one is in force."""
    book = FaultBook()
    assert len(book.all(-1.0)) == (0 if refusal(book, fault) else 1)


async def test_half_a_surrogate_pair_is_no_text(
    api: LocalBotApi, page: httpx.AsyncClient, world: ChatWorld
) -> None:
    """Telegram takes UTF-8 only, on the top and inside of JSON in JSON."""
    inside = {"text": "x", "reply_markup": r'{"inline_keyboard": "\udc00"}'}
    said = []
    for some in ({"text": "\ud83d"}, inside, {"text": "😀"}):
        body = json.dumps({"chat_id": READER, **some})
        headers = {"content-type": "application/json"}
        url = f"/bot{api.token}/sendMessage"
        answer = await page.post(url, content=body, headers=headers)
        said.append(answer.json().get("description"))
    assert said == ["Bad Request: strings must be encoded in UTF-8"] * 2 + [None]
    assert [one["text"] for one in world.messages(READER)] == ["😀"]


async def test_deep_nesting_is_refused(call: Call) -> None:
    """Neither JSON nor markup of ten thousand levels breaks anything."""
    deep = await call("sendMessage", chat_id=READER, text="x", entities="[" * 10_000)
    rich = await call("sendRichMessage", chat_id=READER, rich_message={"html": "<li>" * 10_000})
    html = "<b>" * 5_000 + "x" + "</b>" * 5_000
    nested = await call("sendMessage", chat_id=READER, text=html, parse_mode="HTML")
    assert deep["description"] == "Bad Request: can't parse entities JSON object"
    assert rich["description"] == "Bad Request: RICH_MESSAGE_DEPTH_INVALID"
    assert nested["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
