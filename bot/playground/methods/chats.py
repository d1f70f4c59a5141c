"""Chats and their people, as far as a bot may ask; topics of forums."""

from typing import Any

from bot.playground.admission import present_room, room_of
from bot.playground.ask import Ask
from bot.playground.refusals import Json, bad_request, upgraded
from bot.playground.rooms import PRESENT, Member, Room, Topic, member_json
from bot.playground.world import ChatWorld


async def get_chat(world: ChatWorld, ask: Ask) -> Json:
    """Give everything about a chat."""
    room = room_of(world, ask)
    if room.migrated_to:
        raise upgraded(room.migrated_to)
    return room.full()


def _member(world: ChatWorld, room: Room, user: int) -> Json:
    channel = room.type == "channel"
    if user == world.settings.bot_id:
        return member_json(world.bot, room.bot, channel=channel)
    if room.private:
        if user != room.id:
            raise bad_request("member not found")
        return member_json(world.user(user), Member("member"), channel=False)
    if user not in room.members and user not in world.users:
        raise bad_request("member not found")
    return member_json(world.user(user), room.members.get(user, Member("left")), channel=channel)


async def get_chat_member(world: ChatWorld, ask: Ask) -> Json:
    """Give somebody's place in a chat."""
    room = present_room(world, ask)
    if room.type == "channel" and room.bot.status != "administrator":
        raise bad_request("CHAT_ADMIN_REQUIRED")
    user = ask.number("user_id")
    if not user:
        raise bad_request("invalid user_id specified")
    return _member(world, room, user)


async def get_chat_administrators(world: ChatWorld, ask: Ask) -> list[Json]:
    """Give the admins of a group or channel."""
    room = present_room(world, ask)
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    admins = [
        _member(world, room, user)
        for user, member in room.members.items()
        if member.status in ("creator", "administrator")
    ]
    if room.bot.status == "administrator":
        admins.append(_member(world, room, world.settings.bot_id))
    return admins


async def get_chat_member_count(world: ChatWorld, ask: Ask) -> int:
    """Give how many are in a chat, the bot among them."""
    room = present_room(world, ask)
    if room.private:
        return 2
    people = sum(1 for one in room.members.values() if one.status in PRESENT)
    return people + (room.bot.status in PRESENT)


async def leave_chat(world: ChatWorld, ask: Ask) -> bool:
    """Leave a group or channel."""
    room = present_room(world, ask)
    if room.private:
        raise bad_request("chat member status can't be changed in private chats")
    world.people.place(room.id, "left", by=world.settings.bot_id)
    return True


def _forum(world: ChatWorld, ask: Ask) -> Room:
    room = present_room(world, ask)
    if not room.is_forum:
        raise bad_request("the chat is not a forum")
    if room.bot.status != "administrator" or not room.bot.may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    return room


def _topic(room: Room, ask: Ask) -> Topic:
    topic = room.topics.get(ask.number("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


async def create_forum_topic(world: ChatWorld, ask: Ask) -> Json:
    """Open a topic."""
    room = _forum(world, ask)
    name = ask.text("name").strip()
    if not 1 <= len(name) <= 128:  # noqa: PLR2004 - createForumTopic
        raise bad_request("TOPIC_TITLE_INVALID" if name else "topic name must be non-empty")
    topic = world.people.open_topic(room, name)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 7322096}


async def close_forum_topic(world: ChatWorld, ask: Ask) -> bool:
    """Close a topic."""
    _topic(_forum(world, ask), ask).closed = True
    return True


async def reopen_forum_topic(world: ChatWorld, ask: Ask) -> bool:
    """Open a closed topic again."""
    _topic(_forum(world, ask), ask).closed = False
    return True


async def delete_forum_topic(world: ChatWorld, ask: Ask) -> bool:
    """Delete a topic with all that was said in it."""
    room = _forum(world, ask)
    topic = _topic(room, ask)
    del room.topics[topic.id]
    for number, kept in list(room.messages.items()):
        if kept.message.get("message_thread_id") == topic.id:
            world.remove(room, number)
    return True


METHODS: dict[str, Any] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
