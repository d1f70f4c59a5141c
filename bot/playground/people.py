"""What people do in the chats: write, press, ask inline, let the bot in and throw it out."""

import re
from typing import TYPE_CHECKING

from bot.playground.entities import Formatted, detect
from bot.playground.queries import Query
from bot.playground.refusals import Json
from bot.playground.rooms import ADMIN, READER, Member, Room, Topic, member_json, person

if TYPE_CHECKING:
    from bot.playground.world import ChatWorld

ANSWER_SECONDS = 10.0
_STATUSES = ("member", "administrator", "restricted", "left", "kicked", "creator")


class People:
    """The people of a world; every deed becomes the update that Telegram would send."""

    def __init__(self, world: "ChatWorld") -> None:
        """Act in ``world``."""
        self._world = world
        self._next_ids: dict[str, int] = {}

    def say(
        self,
        chat: int,
        text: str,
        *,
        user: int | None = None,
        topic: int | None = None,
        reply_to: int | None = None,
        **more: object,
    ) -> Json:
        """Write a text into a chat; give the ``Message``.

        ``more`` are further fields of the message (``forward_origin``, say).

        Raises:
            KeyError: for an unknown chat.
        """
        formatted = detect(Formatted(text))
        content: Json = {"text": text, **more}
        if formatted.entities:
            content["entities"] = list(formatted.entities)
        return self.post(chat, content, user=user, topic=topic, reply_to=reply_to)

    def post(
        self,
        chat: int,
        content: Json,
        *,
        user: int | None = None,
        topic: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Put any content (a document, a forwarded text) into a chat as a person."""
        world = self._world
        room = world.rooms[chat]
        sender = world.user(self._author(room, user))
        if topic and room.is_forum:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to and reply_to in room.messages:
            content["reply_to_message"] = _without_reply(room.messages[reply_to].message)
        room.started = True
        if room.private and room.bot.status == "kicked":
            self.place(chat, "member")  # who writes to a bot has let it in again
        kept = world.post(room, content, sender=sender)
        if self._bot_reads(room, kept.message):
            world.updates.put(_kind(room), self._as_told(room, kept.message))
        return kept.message

    def _as_told(self, room: Room, message: Json) -> Json:
        """Give a message as the bot gets it: in a topic it answers the one that opened that."""
        topic = room.topics.get(message.get("message_thread_id", 0))
        if topic is None or "reply_to_message" in message:
            return message
        return message | {"reply_to_message": self._opening(room, topic)}

    def _opening(self, room: Room, topic: Topic) -> Json:
        return {
            "message_id": topic.id,
            "from": self._world.user(ADMIN),
            "chat": room.chat(),
            "date": self._world.date(),
            "message_thread_id": topic.id,
            "is_topic_message": True,
            "forum_topic_created": {"name": topic.first_name or topic.name, "icon_color": 7322096},
        }

    def edit(self, chat: int, message_id: int, text: str) -> Json:
        """Change a person's own text."""
        world = self._world
        room = world.rooms[chat]
        kept = room.messages[message_id]
        formatted = detect(Formatted(text))
        message = {**kept.message, "text": text, "entities": list(formatted.entities)}
        world.replace(room, kept, message)
        if self._bot_reads(room, message):
            world.updates.put(f"edited_{_kind(room)}", message)
        return message

    def pressed(self, chat: int, message_id: int, data: str, *, user: int | None = None) -> Query:
        """Press a button; the bot gets a ``callback_query``, the query gets its answer."""
        world = self._world
        room = world.rooms[chat]
        query = world.queries.ask("callback")
        kept = room.messages.get(message_id)
        gone = {"chat": room.chat(), "message_id": message_id, "date": 0}
        callback = {
            "id": query.id,
            "from": world.user(self._author(room, user)),
            "message": kept.message if kept else gone,
            "chat_instance": str(7_000_000_000 + abs(room.id)),
            "data": data,
        }
        world.updates.put("callback_query", callback)
        return query

    async def press(
        self, chat: int, message_id: int, data: str, *, user: int | None = None
    ) -> Json | None:
        """Press a button and give the bot's answer, ``None`` when none comes in ten seconds."""
        query = self.pressed(chat, message_id, data, user=user)
        return await self._world.queries.wait(query, ANSWER_SECONDS)

    async def ask_inline(
        self, text: str, *, user: int | None = None, offset: str = "", chat_type: str = "sender"
    ) -> tuple[str, Json | None]:
        """Ask inline; give the query's id and the bot's answer."""
        world = self._world
        query = world.queries.ask("inline")
        world.updates.put(
            "inline_query",
            {
                "id": query.id,
                "from": world.user(user or READER),
                "query": text,
                "offset": offset,
                "chat_type": chat_type,
            },
        )
        return query.id, await world.queries.wait(query, ANSWER_SECONDS)

    def choose(self, chat: int, query_id: str, result_id: str, *, user: int | None = None) -> Json:
        """Send an inline result into a chat.

        Raises:
            KeyError: for an unknown chat, query or result.
        """
        world = self._world
        room = world.rooms[chat]
        query = world.queries.get(query_id, "inline")
        results = (query.answer or {}).get("results", []) if query else []
        result = next((one for one in results if one["id"] == result_id), None)
        if query is None or result is None:
            raise KeyError(result_id)
        sender = world.user(self._author(room, user))
        content = {**result["content"], "via_bot": world.bot}
        kept = world.post(room, content, sender=sender)
        chosen = {"result_id": result_id, "from": sender, "query": query.id}
        world.updates.put("chosen_inline_result", chosen)
        if room.private:
            world.updates.put("message", kept.message)
        return kept.message

    def place(
        self,
        chat: int,
        status: str,
        *,
        member: int | None = None,
        by: int | None = None,
        rights: dict[str, bool] | None = None,
    ) -> None:
        """Change somebody's place in a chat, the bot's when ``member`` is ``None``.

        Raises:
            KeyError: for an unknown chat.
            ValueError: for a status that Telegram does not have.
        """
        if status not in _STATUSES:
            raise ValueError(f"unknown status {status!r}; known are {', '.join(_STATUSES)}")
        world = self._world
        room = world.rooms[chat]
        who = world.bot if member is None else world.user(member)
        old = room.bot if member is None else room.members.get(member, Member("left"))
        new = Member(status, rights or {})
        if member is None:
            room.bot = new
        else:
            room.members[member] = new
        channel = room.type == "channel"
        change = {
            "chat": room.chat(),
            "from": world.user(self._author(room, by)),
            "date": world.date(),
            "old_chat_member": member_json(who, old, channel=channel),
            "new_chat_member": member_json(who, new, channel=channel),
        }
        world.updates.put("my_chat_member" if member is None else "chat_member", change)
        world.events.publish({"kind": "chats", "chat": room.id})

    def make_chat(self, kind: str, title: str, **facts: object) -> Room:
        """Make a chat: ``private``, ``group``, ``supergroup`` (``is_forum``) or ``channel``.

        Facts are ``username``, ``is_forum``, ``topics`` (names), ``started``, ``member`` (whether
        the bot is in it from the start), ``id``.

        Raises:
            ValueError: for an unknown kind or an id that is taken.
        """
        world = self._world
        if kind not in ("private", "group", "supergroup", "channel"):
            raise ValueError(f"unknown kind of chat {kind!r}")
        chat = facts.get("id") or self._free_id(kind)
        if not isinstance(chat, int) or chat in world.rooms or (chat > 0) != (kind == "private"):
            raise ValueError(f"a {kind} chat cannot have the id {chat!r}")
        name = facts.get("username")
        room = Room(chat, kind, title, username=str(name) if name else None)
        room.started = bool(facts.get("started", True))
        room.is_forum = kind == "supergroup" and bool(facts.get("is_forum") or facts.get("topics"))
        room.last_id = 0
        self._people_of(room, present=bool(facts.get("member", True)))
        topics = facts.get("topics")
        for topic in topics if isinstance(topics, list) else ():
            self.open_topic(room, str(topic))
        world.rooms[chat] = room
        world.events.publish({"kind": "chats", "chat": chat})
        return room

    def _people_of(self, room: Room, *, present: bool) -> None:
        if room.private:
            self._world.users[room.id] = person(room.id, room.title, room.username)
            return
        room.members = {ADMIN: Member("creator"), READER: Member("member")}
        usual = "administrator" if room.type == "channel" else "member"
        room.bot = Member(usual if present else "left")

    def open_topic(self, room: Room, name: str) -> Topic:
        """Open a topic in a forum."""
        topic = Topic(self._world.next_message_id(room), name)
        room.topics[topic.id] = topic
        return topic

    def tell_of_topic(self, room: Room, topic: Topic) -> None:
        """Have the bot, where it is inside, be told that a person opened a topic."""
        if room.bot.status in {"member", "administrator", "restricted"}:
            self._world.updates.put("message", self._opening(room, topic))

    def rename_topic(self, room: Room, topic: Topic, name: str) -> None:
        """Give a topic another name, as a person; what opened it keeps the first one."""
        topic.first_name, topic.name = topic.first_name or topic.name, name
        content = {
            "message_thread_id": topic.id,
            "is_topic_message": True,
            "forum_topic_edited": {"name": name},
        }
        kept = self._world.post(room, content, sender=self._world.user(ADMIN))
        if room.bot.status in {"member", "administrator", "restricted"}:
            self._world.updates.put("message", kept.message)

    def upgrade(self, chat: int, *, told: bool = True) -> Room:
        """Make a group a supergroup with a new id; ``told`` sends the two service messages."""
        world = self._world
        old = world.rooms[chat]
        if old.migrated_to:
            return world.rooms[old.migrated_to]
        new = Room(self._free_id("supergroup"), "supergroup", old.title, bot=old.bot)
        new.members = old.members
        world.rooms[new.id] = new
        if told:
            sender = world.user(ADMIN)
            for room, fact in ((old, ("migrate_to_chat_id", new.id)),
                               (new, ("migrate_from_chat_id", old.id))):  # fmt: skip
                kept = world.post(room, {fact[0]: fact[1]}, sender=sender)
                world.updates.put("message", kept.message)
        old.migrated_to = new.id
        world.events.publish({"kind": "chats", "chat": new.id})
        return new

    def _free_id(self, kind: str) -> int:
        step = 1 if kind == "private" else -1
        chat = self._next_ids.get(kind, {"private": 1002, "group": -4001}.get(kind, -1001000000003))
        while chat in self._world.rooms:
            chat += step
        self._next_ids[kind] = chat + step
        return chat

    def _author(self, room: Room, user: int | None) -> int:
        if user is not None:
            return user
        return room.id if room.private else ADMIN if room.type == "channel" else READER

    def _bot_reads(self, room: Room, message: Json) -> bool:
        """Say whether the bot gets a message; in groups what is meant for it (privacy mode)."""
        if room.private:
            return room.bot.status == "member"
        if room.bot.status not in ("member", "administrator", "restricted"):
            return False
        if room.type == "channel" or room.bot.status == "administrator":
            return True
        answered = message.get("reply_to_message", {}).get("from", {})
        if answered.get("id") == self._world.settings.bot_id or "via_bot" in message:
            return True
        command = re.match(r"/[A-Za-z0-9_]+(?:@(\w+))?", message.get("text", ""))
        name = self._world.settings.bot_username.lower()
        return bool(command and (command.group(1) or name).lower() == name)


def _kind(room: Room) -> str:
    return "channel_post" if room.type == "channel" else "message"


def _without_reply(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "reply_to_message"}
