"""Messages changed after they were sent."""

from typing import Any

from bot.playground.admission import own_message, take_pace
from bot.playground.ask import Ask
from bot.playground.keyboards import markup_of
from bot.playground.methods.content import caption_of, rich_content, text_content
from bot.playground.methods.media import media_content
from bot.playground.refusals import NOT_MODIFIED, Json, bad_request
from bot.playground.rooms import Kept, Room
from bot.playground.world import ChatWorld

_SAID = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "rich_message",
    "reply_markup", "link_preview_options", "show_caption_above_media",
)  # fmt: skip


def _seen(message: Json) -> Json:
    """Give what a reader sees of a message, by which Telegram tells whether it was modified."""
    return {name: message.get(name) for name in _SAID}


def change(
    world: ChatWorld, room: Room, kept: Kept, ask: Ask, *, without: tuple[str, ...], content: Json
) -> Json:
    """Put new content and a new keyboard into a message.

    Raises:
        Refused: 400 when nothing changes, 429 when edits come too fast.
    """
    keyboard, _ = markup_of(ask)
    message = {
        name: value
        for name, value in kept.message.items()
        if name not in without and name != "reply_markup"
    }
    message |= content
    if keyboard:
        message["reply_markup"] = keyboard
    if _seen(message) == _seen(kept.message):
        raise bad_request(NOT_MODIFIED)
    take_pace(world, room, ask, change=True)
    only_keyboard = not content and not without
    world.replace(room, kept, message, silent=only_keyboard)
    return message


async def edit_message_text(world: ChatWorld, ask: Ask) -> Json:
    """Change the text of a message, or its rich content."""
    room, kept = own_message(world, ask)
    if "text" not in kept.message and "rich_message" not in kept.message:
        raise bad_request("there is no text in the message to edit")
    without = ("text", "entities", "rich_message", "link_preview_options")
    rich = ask.mapping("rich_message", "InputRichMessage")
    content = text_content(ask) if rich is None else await rich_content(world, rich)
    return change(world, room, kept, ask, without=without, content=content)


async def edit_message_caption(world: ChatWorld, ask: Ask) -> Json:
    """Change the caption of a photo or document."""
    room, kept = own_message(world, ask)
    if "photo" not in kept.message and "document" not in kept.message:
        raise bad_request("there is no caption in the message to edit")
    without = ("caption", "caption_entities", "show_caption_above_media")
    return change(world, room, kept, ask, without=without, content=caption_of(ask))


async def edit_message_media(world: ChatWorld, ask: Ask) -> Json:
    """Change the photo or document of a message, with its caption."""
    room, kept = own_message(world, ask)
    if "rich_message" in kept.message:
        raise bad_request("message can't be edited")
    given = ask.mapping("media", "media")
    without = (
        "photo", "document", "caption", "caption_entities", "show_caption_above_media",
        "has_media_spoiler", "text", "entities", "link_preview_options",
    )  # fmt: skip
    content = await media_content(world, ask, given)
    return change(world, room, kept, ask, without=without, content=content)


async def edit_message_reply_markup(world: ChatWorld, ask: Ask) -> Json:
    """Change the buttons of a message."""
    room, kept = own_message(world, ask)
    return change(world, room, kept, ask, without=(), content={})


METHODS: dict[str, Any] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
