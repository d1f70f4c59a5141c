"""Chats as the local Bot API knows them: who is in them, what was said, and their Telegram JSON."""

from dataclasses import dataclass, field

from bot.playground.refusals import Json

READER = 1001
ADMIN = 1
FORUM = -1001000000001
CHANNEL = -1001000000002
PRESENT = frozenset({"member", "administrator", "creator", "restricted"})
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
SEND_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages",
    "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip


@dataclass(slots=True)
class Kept:
    """A message with what Telegram does not tell of it (``extras``, for the page)."""

    message: Json
    by_bot: bool
    extras: Json = field(default_factory=dict)


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it.

    ``first_name`` is the name that it began with, where it was renamed.
    """

    id: int
    name: str
    closed: bool = False
    first_name: str | None = None


@dataclass(slots=True)
class Member:
    """Somebody's place in a chat: Telegram's status, rights where they differ from the usual."""

    status: str
    rights: dict[str, bool] = field(default_factory=dict)

    def may(self, right: str) -> bool:
        """Say whether the member has a right; admins have all that are not taken from them."""
        if self.status == "creator":
            return True
        if self.status == "restricted":
            return self.rights.get(right, False)
        return self.rights.get(right, True)


@dataclass(slots=True)
class Room:
    """One chat: private, group, supergroup (with topics when ``is_forum``) or channel."""

    id: int
    type: str
    title: str
    username: str | None = None
    is_forum: bool = False
    started: bool = True
    deactivated: bool = False
    migrated_to: int | None = None
    bot: Member = field(default_factory=lambda: Member("member"))
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Kept] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    last_id: int = 0

    @property
    def private(self) -> bool:
        """Whether it is the chat of one person with the bot."""
        return self.type == "private"

    def chat(self) -> Json:
        """Give the ``Chat`` object."""
        told: Json = {"id": self.id, "type": self.type}
        told["first_name" if self.private else "title"] = self.title
        if self.username:
            told["username"] = self.username
        if self.is_forum:
            told["is_forum"] = True
        return told

    def full(self) -> Json:
        """Give the ``ChatFullInfo`` object."""
        gifts = (
            "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
            "gifts_from_channels",
        )  # fmt: skip
        told = {
            **self.chat(),
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        if self.pinned and self.pinned[-1] in self.messages:
            told["pinned_message"] = self.messages[self.pinned[-1]].message
        if self.username:
            told["active_usernames"] = [self.username]
        return told

    def listing(self) -> Json:
        """Give the chat as the page lists it."""
        told: Json = {**self.chat(), "title": self.title, "bot_status": self.bot.status}
        if self.is_forum:
            told["topics"] = [
                {"id": one.id, "name": one.name, "closed": one.closed}
                for one in self.topics.values()
            ]
        told["last_message_id"] = max(self.messages, default=0)
        if self.migrated_to:
            told["migrated_to"] = self.migrated_to
        return told


def member_json(user: Json, member: Member, *, channel: bool) -> Json:
    """Give the ``ChatMember`` object of a person (or the bot) in a chat."""
    told: Json = {"status": member.status, "user": user}
    if member.status == "creator":
        told["is_anonymous"] = False
    elif member.status == "administrator":
        names = RIGHTS + (CHANNEL_RIGHTS if channel else GROUP_RIGHTS)
        told |= {"can_be_edited": False, "is_anonymous": False}
        told |= {name: member.rights.get(name, name != "can_promote_members") for name in names}
    elif member.status == "restricted":
        told |= {"is_member": True, "until_date": 0}
        told |= {name: member.rights.get(name, False) for name in SEND_RIGHTS}
    elif member.status == "kicked":
        told["until_date"] = 0
    return told


def first_rooms() -> list[Room]:
    """Give the chats that are there at the start."""
    people = {ADMIN: Member("creator"), READER: Member("member")}
    forum = Room(FORUM, "supergroup", "Nhóm đọc báo", is_forum=True, members=dict(people))
    for topic in (Topic(2, "Thời sự"), Topic(3, "Thể thao"), Topic(4, "Kinh tế")):
        forum.topics[topic.id] = topic
    forum.last_id = 4
    channel = Room(CHANNEL, "channel", "Kênh Điểm Tin", username="kenh_diemtin")
    channel.bot = Member("administrator")
    channel.members = dict(people)
    return [
        Room(READER, "private", "Bạn đọc", username="ban_doc"),
        Room(ADMIN, "private", "Quản trị", username="quan_tri"),
        forum,
        channel,
    ]


def person(user_id: int, name: str, username: str | None = None, language: str = "vi") -> Json:
    """Give the ``User`` object of a person."""
    told: Json = {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}
    return {**told, "username": username} if username else told
