"""Answers to pressed buttons and inline queries."""

from typing import Any

from bot.playground.ask import Ask
from bot.playground.keyboards import inline_keyboard
from bot.playground.methods.content import TEXT_UNITS, caption_content, formatted, rich_content
from bot.playground.refusals import Json, bad_request
from bot.playground.world import ChatWorld

ANSWER_LENGTH = 200
RESULTS = 50
OFFSET_BYTES = 64
ID_BYTES = 64
_CACHED = {"photo": "photo_file_id", "document": "document_file_id"}


async def answer_callback_query(world: ChatWorld, ask: Ask) -> bool:
    """Answer a pressed button: nothing, a line, or a box."""
    text = ask.text("text")
    if len(text) > ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {
        "text": text or None,
        "show_alert": ask.flag("show_alert"),
        "url": ask.text("url") or None,
        "cache_time": ask.number("cache_time"),
    }
    world.queries.answer(ask.text("callback_query_id"), "callback", answer)
    return True


async def answer_inline_query(world: ChatWorld, ask: Ask) -> bool:
    """Answer an inline query with at most fifty results."""
    given = ask.value("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(given) > RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    offset = ask.text("next_offset")
    if len(offset.encode()) > OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    results = [await _result(world, one) for one in given]
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = {
        "results": results,
        "next_offset": offset,
        "is_personal": ask.flag("is_personal"),
        "cache_time": ask.number("cache_time", 300),
        "button": ask.mapping("button", "inline query results button"),
    }
    world.queries.answer(ask.text("inline_query_id"), "inline", answer)
    return True


async def _result(world: ChatWorld, given: object) -> Json:
    """Check one result and give it with ``content``: the message that it would become."""
    if not isinstance(given, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    if not 1 <= len(str(given.get("id", "")).encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    kind = given.get("type")
    if kind not in ("article", "photo", "document"):
        raise bad_request("can't parse inline query result: unsupported type specified")
    content = await _content(world, given, str(kind))
    keyboard = inline_keyboard(given.get("reply_markup"))
    if keyboard:
        content["reply_markup"] = keyboard
    kept = world.files.get(str(given.get("photo_file_id", "")))
    thumbnail = {"thumbnail_src": f"/file/photo/{kept.file_id}"} if kept else {}
    return {**given, **thumbnail, "content": content}


async def _content(world: ChatWorld, given: Json, kind: str) -> Json:
    said = given.get("input_message_content")
    if said is not None:
        return await input_content(world, said)
    if kind == "article":
        raise bad_request("message content is not specified")
    if kind == "article" or not (given.get("title") or kind == "photo"):
        raise bad_request("title must be non-empty")
    stored = await _media(world, given, kind)
    caption = caption_content(
        str(given.get("caption") or ""),
        str(given.get("parse_mode") or ""),
        given.get("caption_entities"),
    )
    return {**stored, **caption}


async def _media(world: ChatWorld, given: Json, kind: str) -> Json:
    known = world.files.get(str(given.get(_CACHED[kind], "")))
    if known is None and not given.get(f"{kind}_url"):
        raise bad_request(f"{kind.upper()}_INVALID")
    if kind == "photo":
        if known is None and not given.get("thumbnail_url"):
            raise bad_request("can't parse inline query result: Can't find field \"thumbnail_url\"")
        stored = known or await world.files.by_url(str(given["photo_url"]))
        return {"photo": stored.photo_sizes()}
    stored = known or world.files.keep("document", None, url=given["document_url"])
    return {"document": stored.document()}


async def input_content(world: ChatWorld, said: object) -> Json:
    """Give the fields of an ``InputMessageContent``: text, or a rich message."""
    if not isinstance(said, dict):
        raise bad_request("can't parse input message content: expected an Object")
    if "rich_message" in said:
        return await rich_content(world, said["rich_message"])
    text = formatted(
        str(said.get("message_text") or ""),
        str(said.get("parse_mode") or ""),
        said.get("entities"),
    )
    if not text.text:
        raise bad_request("message text is empty")
    if text.length > TEXT_UNITS:
        raise bad_request("message is too long")
    content: Json = {"text": text.text}
    if text.entities:
        content["entities"] = list(text.entities)
    preview = said.get("link_preview_options")
    return content | ({"link_preview_options": preview} if preview else {})


METHODS: dict[str, Any] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
