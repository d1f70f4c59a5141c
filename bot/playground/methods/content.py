"""What a message says: text, caption or rich blocks, read and measured as Telegram does."""

from collections.abc import Mapping

from bot.playground.ask import Ask
from bot.playground.entities import Formatted, checked_entities, detect, trimmed
from bot.playground.markup import parse_html
from bot.playground.refusals import Json, Refused, bad_request
from bot.playground.rich import read_rich
from bot.playground.world import ChatWorld

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


def text_content(ask: Ask) -> Json:
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
    preview = ask.mapping("link_preview_options", "link preview options")
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


async def rich_content(world: ChatWorld, given: object) -> Json:
    """Give the field of a rich message, its pictures fetched.

    Raises:
        Refused: 400 in Telegram's words.
    """
    if not isinstance(given, Mapping):
        raise bad_request("can't parse InputRichMessage: expected an Object")
    html = given.get("html")
    if given.get("markdown"):
        words = "exactly one of the fields html and markdown must be used"
        if not html:
            words = "the playground reads html only"
        raise bad_request(f"can't parse InputRichMessage: {words}")
    if not isinstance(html, str) or not html.strip():
        raise bad_request("message text is empty")
    document = read_rich(html, skip_entity_detection=bool(given.get("skip_entity_detection")))
    for source, block in document.photos:
        block["photo"] = await _rich_photo(world, source)
    told: Json = {"blocks": document.blocks}
    return {"rich_message": {**told, "is_rtl": True} if given.get("is_rtl") else told}


async def _rich_photo(world: ChatWorld, source: str) -> list[Json]:
    missing = "RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"
    if source.startswith("tg://photo?id="):
        stored = world.files.get(source.removeprefix("tg://photo?id="))
        if stored is None or stored.kind != "photo":
            raise bad_request(missing)
        return stored.photo_sizes()
    try:
        return (await world.files.by_url(source)).photo_sizes()
    except Refused as refused:
        raise bad_request(missing) from refused
