"""The whole state of the local Bot API, in memory: chats, people, messages, updates, files.

A test can use it without HTTP: ``world.people.say(1001, "/start")`` puts an update into the queue,
``world.messages(1001)`` gives what the bot answered. All of it belongs to one event loop.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.playground.commands import CommandBook
from bot.playground.events import EventStream
from bot.playground.faults import FaultBook
from bot.playground.pace import PaceKeeper
from bot.playground.people import People
from bot.playground.pictures import FileShelf
from bot.playground.queries import Queries
from bot.playground.refusals import Json
from bot.playground.rich import shown_blocks
from bot.playground.rooms import ADMIN, READER, Kept, Room, first_rooms, person
from bot.playground.settings import UNPACED, PlaygroundSettings
from bot.playground.updates import UpdateQueue
from bot.playground.webhook import Webhook


def utc_now() -> datetime:
    """Give the present as aware UTC: the clock when none is passed in."""
    return datetime.now(UTC)


class ChatWorld:
    """Everything that Telegram would know of one bot.

    ``now`` is the only clock (aware UTC); ``settings`` say who the bot is and how strict to be.
    """

    def __init__(
        self,
        *,
        settings: PlaygroundSettings = UNPACED,
        token: str | None = None,
        now: Callable[[], datetime] = utc_now,
        rooms: list[Room] | None = None,
    ) -> None:
        """Start with ``rooms``, by default the reader, the admin, a forum and a channel.

        ``token`` is the only token that is taken, in the place of that of ``settings``.
        """
        self.settings = replace(settings, token=token) if token else settings
        self.now = now
        self.events = EventStream()
        self.faults = FaultBook()
        self.files = FileShelf(self.settings.bot_id)
        self.commands = CommandBook()
        self.pace = PaceKeeper(settings.pace)
        self.queries = Queries(self.seconds, settings.query_seconds)
        self.updates = UpdateQueue(self.seconds, kept_seconds=settings.updates_kept_seconds)
        self.webhook = Webhook()
        self.rooms = {room.id: room for room in (first_rooms() if rooms is None else rooms)}
        self.users: dict[int, Json] = {
            ADMIN: person(ADMIN, "Quản trị", "quan_tri"),
            READER: person(READER, "Bạn đọc", "ban_doc"),
        }
        for room in self.rooms.values():
            if room.private:
                self.users.setdefault(room.id, person(room.id, room.title, room.username))
        self.people = People(self)
        self._message_ids = itertools.count(1)
        self.calls = 0

    @property
    def bot(self) -> Json:
        """The bot's ``User`` object."""
        return {
            "id": self.settings.bot_id,
            "is_bot": True,
            "first_name": self.settings.bot_name,
            "username": self.settings.bot_username,
        }

    def seconds(self) -> float:
        """Give the clock as Unix time."""
        return self.now().timestamp()

    def date(self) -> int:
        """Give the clock as whole Unix time, the form of every ``date``."""
        return int(self.seconds())

    def room(self, chat: int | str) -> Room | None:
        """Give a chat by id or ``@username``, ``None`` for an unknown one."""
        if isinstance(chat, int):
            return self.rooms.get(chat)
        text = chat.strip()
        if re.fullmatch(r"-?[0-9]{1,18}", text):
            return self.rooms.get(int(text))
        name = text.removeprefix("@").lower()
        named = (one for one in self.rooms.values() if not one.private and one.username)
        return next((one for one in named if (one.username or "").lower() == name), None)

    def user(self, user_id: int) -> Json:
        """Give a person, made up when nobody heard of them yet."""
        return self.users.setdefault(user_id, person(user_id, f"Người {user_id}"))

    def next_message_id(self, room: Room) -> int:
        """Give the next id of a chat: private chats and groups share one row of ids."""
        if room.type in ("private", "group"):
            room.last_id = next(self._message_ids)
        else:
            room.last_id += 1
        return room.last_id

    def post(
        self, room: Room, content: Json, *, sender: Json | None = None, extras: Json | None = None
    ) -> Kept:
        """Put a message into a chat, by the bot when there is no ``sender``."""
        by_bot = sender is None
        message: Json = {"message_id": self.next_message_id(room)}
        if room.type == "channel":
            message["sender_chat"] = room.chat()
        else:
            message["from"] = sender or self.bot
        message |= {"chat": room.chat(), "date": self.date(), **content}
        kept = Kept(message, by_bot, extras or {})
        room.messages[message["message_id"]] = kept
        if len(room.messages) > self.settings.messages_kept:
            del room.messages[next(iter(room.messages))]
        self.tell("new", room, kept)
        return kept

    def replace(self, room: Room, kept: Kept, message: Json, *, silent: bool = False) -> None:
        """Put an edited message in the place of the old one; ``silent`` changes no edit date."""
        if not silent:
            message["edit_date"] = self.date()
        kept.message = message
        self.tell("edited", room, kept)

    def remove(self, room: Room, message_id: int) -> None:
        """Take a message away."""
        del room.messages[message_id]
        self.events.publish({"kind": "deleted", "chat": room.id, "message_id": message_id})

    def tell(self, kind: str, room: Room, kept: Kept) -> None:
        """Tell the pages that listen about a message."""
        if self.events.heard:
            event = {"kind": kind, "chat": room.id, "message": self.shown(kept)}
            self.events.publish(event)

    def messages(self, chat: int, *, after: int = 0, limit: int | None = None) -> list[Json]:
        """Give the messages of a chat as the page shows them, oldest first.

        ``after`` leaves out that id and older ones, ``limit`` gives only the newest so many.

        Raises:
            KeyError: for an unknown chat.
        """
        kept = [one for number, one in self.rooms[chat].messages.items() if number > after]
        return [self.shown(one) for one in (kept[-limit:] if limit else kept)]

    def shown(self, kept: Kept) -> Json:
        """Give a message with what the page needs beside it: where to load its picture."""
        told = {**kept.message, **kept.extras}
        if "photo" in told:
            told |= self.picture_facts(told["photo"][-1]["file_id"])
        if "document" in told:
            told["document_src"] = f"/file/document/{told['document']['file_id']}"
        if "rich_message" in told:
            rich = told["rich_message"]
            blocks = shown_blocks(rich["blocks"], self.picture_facts)
            told["rich_message"] = {**rich, "blocks": blocks}
        if "reply_to_message" in told:
            told["reply_to_message"] = self.shown(Kept(told["reply_to_message"], kept.by_bot))
        return told

    def listing(self) -> list[Json]:
        """Give the chats as the page lists them, each with its last message."""
        listed = []
        for room in self.rooms.values():
            last = next(reversed(room.messages.values()), None)
            shown = {"last_message": self.shown(last)} if last else {}
            listed.append({**room.listing(), **shown})
        return listed

    def picture_facts(self, file_id: str) -> Json:
        """Give the address a picture was sent by, and the one where the page loads it."""
        stored = self.files.get(file_id)
        return {"photo_url": stored.url if stored else None, "photo_src": f"/file/photo/{file_id}"}

    def adopt(self, settings: PlaygroundSettings) -> None:
        """Be as strict as ``settings`` say from now on; who the bot is stays as it was."""
        mine = self.settings
        self.settings = replace(
            settings,
            token=mine.token,
            bot_name=mine.bot_name,
            bot_username=mine.bot_username,
        )
        self.pace = PaceKeeper(settings.pace)
        self.queries.seconds = settings.query_seconds
        self.updates.kept_seconds = settings.updates_kept_seconds

    def person_writes(self, chat: int, text: str, *, user: int | None = None) -> Json:
        """Write a text into a chat as a person; the short form of ``people.say``."""
        return self.people.say(chat, text, user=user)

    def close(self) -> None:
        """End whatever waits: the long poll and the pages that listen."""
        self.updates.stop()
        self.queries.close()
        self.events.close()
