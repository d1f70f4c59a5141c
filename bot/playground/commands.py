"""The bot's own words about itself: command menus by scope and language, descriptions, name."""

import re
from collections.abc import Callable

from bot.playground.ask import whole
from bot.playground.refusals import Json, bad_request
from bot.playground.rooms import Room

COMMANDS = 100
DESCRIPTION = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators",
    "chat", "chat_administrators", "chat_member",
}  # fmt: skip
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}

Scope = tuple[str, int | None, int | None]


def language_of(code: str) -> str:
    """Check a language code: two small letters, or none."""
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("LANG_CODE_INVALID")
    return code


def checked_commands(given: object) -> list[Json]:
    """Check the commands of a menu.

    Raises:
        Refused: 400 in Telegram's words.
    """
    if not isinstance(given, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(given) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_checked(one) for one in given]


def _checked(one: object) -> Json:
    if not isinstance(one, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(one.get("command", "")).removeprefix("/")
    text = str(one.get("description", "")).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(text) <= DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": text}


class CommandBook:
    """Menus by scope and language, and the bot's texts by language."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._menus: dict[tuple[Scope, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def set(self, scope: Scope, language: str, commands: list[Json]) -> None:
        """Set the menu of a scope and language; an empty one takes it away."""
        if commands:
            self._menus[scope, language] = commands
        else:
            self._menus.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> list[Json]:
        """Give exactly the menu that was set there."""
        return self._menus.get((scope, language), [])

    def shown(self, room: Room, user: int, language: str) -> list[Json]:
        """Give the menu that a person sees in a chat, by Telegram's order of scopes."""
        for scope in _seen(room, user):
            for code in (language, ""):
                menu = self._menus.get((scope, code))
                if menu:
                    return menu
        return []

    def set_text(self, name: str, language: str, text: str) -> None:
        """Set the bot's name, description or short description in a language."""
        if len(text) > TEXT_LIMITS[name]:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        self._texts[name, language] = text

    def text(self, name: str, language: str, default: str = "") -> str:
        """Give the bot's text in a language, else the one for all."""
        return self._texts.get((name, language)) or self._texts.get((name, "")) or default


def _seen(room: Room, user: int) -> list[Scope]:
    if room.private:
        return [("chat", room.id, None), ("all_private_chats", None, None), ("default", None, None)]
    member = room.members.get(user)
    scopes: list[Scope] = [("chat_member", room.id, user)]
    admin = member is not None and member.status in ("creator", "administrator")
    if admin:
        scopes.append(("chat_administrators", room.id, None))
    scopes.append(("chat", room.id, None))
    if admin:
        scopes.append(("all_chat_administrators", None, None))
    return [*scopes, ("all_group_chats", None, None), ("default", None, None)]


def scope_of(given: object, resolve: Callable[[object], Room]) -> Scope:
    """Read a ``BotCommandScope``.

    Raises:
        Refused: 400 for an unknown kind or chat.
    """
    if given is None:
        return ("default", None, None)
    if not isinstance(given, dict) or str(given.get("type")) not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    kind = str(given["type"])
    if not kind.startswith("chat"):
        return (kind, None, None)
    room = resolve(given.get("chat_id", ""))
    user = whole(given.get("user_id"))
    return (kind, room.id, user if kind == "chat_member" and user else None)
