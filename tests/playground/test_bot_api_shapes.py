"""Every answer has the shape that the Bot API's own description gives it."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.playground import CHANNEL, FORUM, READER, ChatWorld
from bot.playground.methods import METHODS

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "telegram" / "bot-api.json"
SIMPLE: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
    "Float": (int, float),
}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not there: answers are not held against the Bot API")
    told: dict[str, Any] = json.loads(SHARED.read_text(encoding="utf-8"))
    return told


def fits(value: object, kind: str, types: dict[str, Any]) -> bool:
    """Say whether a value is of a type: known fields only, required ones there, types right."""
    if kind in SIMPLE:
        is_yes_or_no = kind in ("Boolean", "True")
        return isinstance(value, SIMPLE[kind]) and isinstance(value, bool) == is_yes_or_no
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return isinstance(value, list) and all(fits(one, inner, types) for one in value)
    told = types[kind]
    if told.get("subtypes"):
        return any(fits(value, one, types) for one in told["subtypes"])
    if not isinstance(value, dict):
        return False
    fields = {one["name"]: one for one in told.get("fields", [])}
    required = {name for name, one in fields.items() if one["required"]}
    return required <= set(value) <= set(fields) and all(
        any(fits(inner, one, types) for one in fields[name]["types"])
        for name, inner in value.items()
    )


TO = {"chat_id": READER}
OTHER = "https://a.example/b.jpg"
KEYS = {"inline_keyboard": [[{"text": "Lưu", "callback_data": "luu:1"}]]}
PREVIEW = {"is_disabled": True}
PHOTO = "https://a.example/a.jpg"
RICH = {
    "html": '<h1>A</h1><p>b <b>c</b></p><ul><li>d</li></ul><figure><img src="https://a.example/a.jpg"/>'
    "<figcaption>e<cite>f</cite></figcaption></figure><details><summary>g</summary>h</details>"
    '<table><tr><th>i</th></tr></table><p><tg-time unix="1" format="t">j</tg-time></p>'
}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", {**TO, "text": "<b>x</b> /tim", "parse_mode": "HTML", "reply_markup": KEYS}),
    ("sendMessage", {"chat_id": CHANNEL, "text": "x", "link_preview_options": PREVIEW}),
    ("sendMessage", {"chat_id": FORUM, "text": "x", "message_thread_id": 2}),
    ("sendMessage", {**TO, "text": "x", "protect_content": True}),
    ("sendMessage", {"chat_id": READER, "text": "x", "reply_parameters": {"message_id": 1}}),
    ("sendPhoto", {"chat_id": READER, "photo": PHOTO, "caption": "x", "has_spoiler": True}),
    ("sendMediaGroup", {"chat_id": READER, "media": [{"type": "photo", "media": PHOTO}] * 2}),
    ("sendDocument", {"chat_id": READER, "document": "https://a.example/a.pdf"}),
    ("sendRichMessage", {"chat_id": READER, "rich_message": RICH}),
    ("editMessageText", {"chat_id": READER, "message_id": 1, "text": "y"}),
    ("editMessageReplyMarkup", {"chat_id": READER, "message_id": 1, "reply_markup": KEYS}),
    ("editMessageCaption", {"chat_id": READER, "message_id": 4, "caption": "y"}),
    ("editMessageMedia", {**TO, "message_id": 4, "media": {"type": "photo", "media": OTHER}}),
    ("copyMessage", {"chat_id": FORUM, "from_chat_id": READER, "message_id": 1}),
    ("forwardMessage", {"chat_id": FORUM, "from_chat_id": CHANNEL, "message_id": 1}),
    ("pinChatMessage", {"chat_id": READER, "message_id": 1}),
    ("getChat", {"chat_id": READER}),
    ("getChat", {"chat_id": FORUM}),
    ("getChatMember", {"chat_id": FORUM, "user_id": READER}),
    ("getChatMember", {"chat_id": CHANNEL, "user_id": 700000001}),
    ("getChatAdministrators", {"chat_id": CHANNEL}),
    ("getChatMemberCount", {"chat_id": FORUM}),
    ("setMyCommands", {"commands": [{"command": "tim", "description": "Tìm"}]}),
    ("getMyCommands", {}),
    ("getMyName", {}),
    ("getMyDescription", {}),
    ("getMyShortDescription", {}),
    ("getChatMenuButton", {"chat_id": READER}),
    ("setWebhook", {"url": "http://127.0.0.1:9/"}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {}),
    ("getUpdates", {}),
    ("leaveChat", {"chat_id": FORUM}),
]  # fmt: skip


async def test_answers_have_the_described_shape(
    call: Call, world: ChatWorld, described: dict[str, Any]
) -> None:
    """One call of each kind after the other; every result fits what the method returns."""
    world.people.place(FORUM, "restricted", rights={"can_send_messages": True})
    world.people.say(FORUM, "/tim@diemtin_bot vàng", topic=2)
    world.people.pressed(READER, 1, "luu:1")
    world.people.pressed(READER, 99, "luu:1")
    asked = asyncio.create_task(world.people.ask_inline("vàng"))
    misfits = []
    for method, values in CALLS:
        answer = await call(method, **values)
        assert answer["ok"], (method, answer)
        returns = described["methods"][method]["returns"]
        if not any(fits(answer["result"], one, described["types"]) for one in returns):
            misfits.append((method, answer["result"]))
    asked.cancel()
    assert misfits == []


def test_methods_and_their_names_are_telegrams(described: dict[str, Any]) -> None:
    """No method of ours is unknown to the Bot API."""
    known = {name.lower() for name in described["methods"]}
    assert set(METHODS) - known == set()
