"""Whether the bot may say something in a chat, and Telegram's words when it may not."""

from bot.playground.ask import Ask, whole
from bot.playground.refusals import Json, bad_request, forbidden, upgraded
from bot.playground.rooms import Kept, Room
from bot.playground.world import ChatWorld

_RIGHTS = {
    "text messages": "can_send_messages",
    "photos": "can_send_photos",
    "documents": "can_send_documents",
    "rich messages": "can_send_messages",
}
_NAMES = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def find_room(world: ChatWorld, chat: object) -> Room:
    """Give a chat by id or name.

    Raises:
        Refused: 400 when there is none that the bot ever met.
    """
    if chat == "":
        raise bad_request("chat_id is empty")
    room = world.room(chat) if isinstance(chat, int | str) else None
    if room is None:
        raise bad_request("chat not found")
    return room


def room_of(world: ChatWorld, ask: Ask, name: str = "chat_id") -> Room:
    """Give the chat that a call names."""
    return find_room(world, ask.text(name))


def present_room(world: ChatWorld, ask: Ask) -> Room:
    """Give the chat that a call names, with the bot in it.

    Raises:
        Refused: 403 where the bot is blocked, thrown out or was never let in; 400 when migrated.
    """
    room = room_of(world, ask)
    if room.migrated_to:
        raise upgraded(room.migrated_to)
    if room.private:
        _check_private(room)
        return room
    name = _NAMES[room.type]
    if room.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {name} chat")
    if room.bot.status == "left":
        raise forbidden(f"bot is not a member of the {name} chat")
    return room


def _check_private(room: Room) -> None:
    if room.deactivated:
        raise forbidden("user is deactivated")
    if not room.started:
        raise forbidden("bot can't initiate conversation with a user")
    if room.bot.status == "kicked":
        raise forbidden("bot was blocked by the user")


def writable_room(world: ChatWorld, ask: Ask, what: str) -> Room:
    """Give the chat of a call, where the bot may send ``what`` ("text messages", "photos" …).

    Raises:
        Refused: as :func:`present_room`, and 400 for missing rights.
    """
    room = present_room(world, ask)
    if room.type == "channel":
        if room.bot.status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
        if not room.bot.may("can_post_messages"):
            raise bad_request("not enough rights to post messages in the channel chat")
    elif room.bot.status == "restricted" and not room.bot.may(_RIGHTS[what]):
        raise bad_request(f"not enough rights to send {what} to the chat")
    return room


def topic_of(room: Room, ask: Ask) -> Json:
    """Give the fields of the topic that a call names, none for the chat as such.

    Raises:
        Refused: 400 when there is no such topic or it is closed.
    """
    thread = ask.number("message_thread_id")
    if not thread:
        return {}
    topic = room.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not (room.bot.status == "administrator"):
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def reply_of(room: Room, ask: Ask) -> Json:
    """Give the field of the message that a call replies to.

    Raises:
        Refused: 400 when that message is gone and the call insists on it.
    """
    given = ask.mapping("reply_parameters", "reply parameters") or {}
    number = whole(given.get("message_id")) or ask.number("reply_to_message_id")
    if not number:
        return {}
    kept = room.messages.get(number)
    if kept is None:
        loose = given.get("allow_sending_without_reply") or ask.flag("allow_sending_without_reply")
        if loose:
            return {}
        raise bad_request("message to be replied not found")
    replied = {name: value for name, value in kept.message.items() if name != "reply_to_message"}
    return {"reply_to_message": replied}


def own_message(world: ChatWorld, ask: Ask) -> tuple[Room, Kept]:
    """Give the bot's message that a call wants to edit.

    Raises:
        Refused: 400 when it is not there, or not the bot's.
    """
    room = present_room(world, ask)
    number = ask.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    kept = room.messages.get(number)
    if kept is None:
        raise bad_request("message to edit not found")
    channel_editor = room.type == "channel" and room.bot.may("can_edit_messages")
    if not kept.by_bot and not channel_editor:
        raise bad_request("message can't be edited")
    return room, kept


def take_pace(
    world: ChatWorld, room: Room, ask: Ask, count: int = 1, *, change: bool = False
) -> None:
    """Count ``count`` messages to a chat, or changes of messages there.

    Raises:
        Refused: 429 when they come too fast.
    """
    world.pace.take(
        room.id,
        world.seconds(),
        count=count,
        group=not room.private,
        paid=ask.flag("allow_paid_broadcast"),
        change=change,
    )
