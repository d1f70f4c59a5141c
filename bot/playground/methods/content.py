"""What a message says: text, caption or rich blocks, read and measured as Telegram does."""

from collections.abc import Mapping
from typing import Any

from bot.playground.ask import Ask
from bot.playground.entities import Formatted, checked_entities, detect, trimmed
from bot.playground.markup import parse_html
from bot.playground.refusals import Json, bad_request

TEXT_UNITS = 4096
CAPTION_UNITS = 1024


def formatted(text: str, parse_mode: str, entities: object) -> Formatted:
    """Give a text with its entities, out of markup or of a list of entities.

    Raises:
        Refused: 400 for markup that Telegram does not take.
    """
    mode = parse_mode.lower()
    if mode == "html":
        parsed = parse_html(text)
    elif mode in ("markdown", "markdownv2"):
        parsed = _plain_markdown(text, mode)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        found = checked_entities(entities, text) if entities is not None else ()
        parsed = Formatted(text, found)
    return detect(trimmed(parsed))


def _plain_markdown(text: str, mode: str) -> Formatted:
    """Read Markdown without markup; the playground knows HTML, and says so."""
    for position, character in enumerate(text):
        if character in ("_*[`" if mode == "markdown" else "_*[]()~`>#+-=|{}.!"):
            offset = len(text[:position].encode())
            raise bad_request(
                f"can't parse entities: Character '{character}' is reserved and must be escaped "
                f"with the preceding '\\' (byte offset {offset})"
            )
    return Formatted(text)


def text_content(values: Mapping[str, Any], ask: Ask) -> Json:
    """Give the fields of a text message.

    Raises:
        Refused: 400 for no text, too long a text or bad markup.
    """
    text = formatted(ask.text("text"), ask.text("parse_mode"), ask.value("entities", "entities"))
    if not text.text:
        raise bad_request("message text is empty")
    if text.length > TEXT_UNITS:
        raise bad_request("message is too long")
    content: Json = {"text": text.text}
    if text.entities:
        content["entities"] = list(text.entities)
    preview = values.get("link_preview_options") and ask.mapping(
        "link_preview_options", "link preview options"
    )
    if not preview and ask.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    return content | ({"link_preview_options": preview} if preview else {})


def caption_content(caption: str, parse_mode: str, entities: object) -> Json:
    """Give the fields of a caption, none when it is empty.

    Raises:
        Refused: 400 for too long a caption or bad markup.
    """
    text = formatted(caption, parse_mode, entities)
    if text.length > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not text.text:
        return {}
    told: Json = {"caption": text.text}
    return told | ({"caption_entities": list(text.entities)} if text.entities else {})


def caption_of(ask: Ask) -> Json:
    """Give the fields of the caption of a call."""
    entities = ask.value("caption_entities", "caption entities")
    content = caption_content(ask.text("caption"), ask.text("parse_mode"), entities)
    if ask.flag("show_caption_above_media") and content:
        content["show_caption_above_media"] = True
    return content
