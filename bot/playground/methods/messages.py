"""sendMessage, copies and forwards, deletion, pins, "typing"."""

from typing import Any

from bot.playground.admission import (
    find_room,
    present_room,
    reply_of,
    take_pace,
    topic_of,
    writable_room,
)
from bot.playground.ask import Ask, whole
from bot.playground.keyboards import markup_of
from bot.playground.methods.content import caption_of, rich_content, text_content
from bot.playground.refusals import Json, bad_request
from bot.playground.rooms import Kept, Room
from bot.playground.world import ChatWorld

DELETE_SECONDS = 48 * 3600
DELETED_AT_ONCE = 100
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip
_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "rich_message",
    "link_preview_options", "show_caption_above_media", "has_media_spoiler",
)  # fmt: skip


def deliver(world: ChatWorld, room: Room, ask: Ask, content: Json) -> Kept:
    """Put the content of a call into a chat, with what stands beside and under it."""
    keyboard, extras = markup_of(ask)
    around = {**topic_of(room, ask), **reply_of(room, ask)}
    take_pace(world, room, ask)
    return world.post(
        room, {**content, **around, **beside(ask, keyboard)}, extras=quiet(ask, extras)
    )


def beside(ask: Ask, keyboard: Json | None) -> Json:
    """Give the fields for the keyboard and for protected content."""
    told: Json = {"reply_markup": keyboard} if keyboard else {}
    return told | ({"has_protected_content": True} if ask.flag("protect_content") else {})


def quiet(ask: Ask, extras: Json) -> Json:
    """Give ``extras`` with a mark on what was sent without a sound; the page shows it."""
    told = {**extras, "silent": True} if ask.flag("disable_notification") else dict(extras)
    return told | ({"paid_broadcast": True} if ask.flag("allow_paid_broadcast") else {})


async def send_message(world: ChatWorld, ask: Ask) -> Json:
    """Send a text."""
    room = writable_room(world, ask, "text messages")
    return deliver(world, room, ask, text_content(ask)).message


async def send_rich_message(world: ChatWorld, ask: Ask) -> Json:
    """Send a rich message."""
    room = writable_room(world, ask, "rich messages")
    content = await rich_content(world, ask.mapping("rich_message", "InputRichMessage"))
    return deliver(world, room, ask, content).message


def _source(world: ChatWorld, ask: Ask) -> Kept:
    room = find_room(world, ask.text("from_chat_id"))
    kept = room.messages.get(ask.number("message_id"))
    if kept is None:
        raise bad_request(f"message to {ask.method.removesuffix('message')} not found")
    return kept


async def copy_message(world: ChatWorld, ask: Ask) -> Json:
    """Send the content of a message again, without a word of where it comes from."""
    room = writable_room(world, ask, "text messages")
    source = _source(world, ask).message
    content = {name: source[name] for name in _CONTENT if name in source}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in ask.values:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_of(ask)
    return {"message_id": deliver(world, room, ask, content).message["message_id"]}


async def forward_message(world: ChatWorld, ask: Ask) -> Json:
    """Send a message on, with its origin."""
    room = writable_room(world, ask, "text messages")
    source = _source(world, ask).message
    if source.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    content = {name: source[name] for name in _CONTENT if name in source}
    if "sender_chat" in source:
        origin = {"type": "channel", "chat": source["sender_chat"]}
        origin["message_id"] = source["message_id"]
    else:
        origin = {"type": "user", "sender_user": source["from"]}
    content["forward_origin"] = {**origin, "date": source["date"]}
    return deliver(world, room, ask, content).message


def _check_deletable(world: ChatWorld, room: Room, kept: Kept) -> None:
    admin = room.bot.status == "administrator" and room.bot.may("can_delete_messages")
    old = world.date() - kept.message["date"] > DELETE_SECONDS
    if (old and not (admin and not room.private)) or not (kept.by_bot or admin or room.private):
        raise bad_request("message can't be deleted")


async def delete_message(world: ChatWorld, ask: Ask) -> bool:
    """Delete a message: the bot's own for 48 hours, others' where it may."""
    room = present_room(world, ask)
    number = ask.number("message_id")
    kept = room.messages.get(number)
    if kept is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, room, kept)
    world.remove(room, number)
    return True


async def delete_messages(world: ChatWorld, ask: Ask) -> bool:
    """Delete up to a hundred messages; those that are gone are passed over."""
    room = present_room(world, ask)
    numbers = ask.value("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= DELETED_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    for number in map(whole, numbers):
        kept = room.messages.get(number)
        if kept is not None:
            _check_deletable(world, room, kept)
            world.remove(room, number)
    return True


async def send_chat_action(world: ChatWorld, ask: Ask) -> bool:
    """Show "typing" and its kin for a few seconds."""
    room = present_room(world, ask)
    action = ask.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    event = {"kind": "typing", "chat": room.id, "action": action, **topic_of(room, ask)}
    world.events.publish(event)
    return True


def _pin_room(world: ChatWorld, ask: Ask) -> Room:
    room = present_room(world, ask)
    right = "can_edit_messages" if room.type == "channel" else "can_pin_messages"
    allowed = room.private or (room.bot.status == "administrator" and room.bot.may(right))
    if not allowed:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room


async def pin_chat_message(world: ChatWorld, ask: Ask) -> bool:
    """Pin a message."""
    room = _pin_room(world, ask)
    number = ask.number("message_id")
    if number not in room.messages:
        raise bad_request("message to pin not found")
    if number in room.pinned:
        room.pinned.remove(number)
    room.pinned.append(number)
    world.events.publish({"kind": "chats", "chat": room.id})
    return True


async def unpin_chat_message(world: ChatWorld, ask: Ask) -> bool:
    """Take down one pinned message, the newest by default."""
    room = _pin_room(world, ask)
    number = ask.number("message_id") or (room.pinned[-1] if room.pinned else 0)
    if number not in room.pinned:
        raise bad_request("message to unpin not found")
    room.pinned.remove(number)
    return True


async def unpin_all_chat_messages(world: ChatWorld, ask: Ask) -> bool:
    """Take down all pinned messages."""
    _pin_room(world, ask).pinned.clear()
    return True


METHODS: dict[str, Any] = {
    "sendMessage": send_message,
    "sendRichMessage": send_rich_message,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
