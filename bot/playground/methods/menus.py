"""Menus of commands, descriptions, the bot's name, the menu button."""

from typing import Any

from bot.playground.admission import find_room, room_of
from bot.playground.ask import Ask
from bot.playground.commands import Scope, checked_commands, language_of, scope_of
from bot.playground.refusals import Json, bad_request
from bot.playground.world import ChatWorld


def _place(world: ChatWorld, ask: Ask) -> tuple[Scope, str]:
    given = ask.value("scope", "BotCommandScope")
    scope = scope_of(given, lambda chat: find_room(world, chat))
    return scope, language_of(ask.text("language_code"))


async def set_my_commands(world: ChatWorld, ask: Ask) -> bool:
    """Set the menu of a scope and language."""
    commands = checked_commands(ask.value("commands", "commands"))
    world.commands.set(*_place(world, ask), commands)
    world.events.publish({"kind": "commands"})
    return True


async def get_my_commands(world: ChatWorld, ask: Ask) -> list[Json]:
    """Give the menu of exactly that scope and language."""
    return world.commands.get(*_place(world, ask))


async def delete_my_commands(world: ChatWorld, ask: Ask) -> bool:
    """Take the menu of a scope and language away."""
    world.commands.set(*_place(world, ask), [])
    world.events.publish({"kind": "commands"})
    return True


def _setter(name: str) -> Any:  # noqa: ANN401 - a method like all others
    async def set_text(world: ChatWorld, ask: Ask) -> bool:
        world.commands.set_text(name, language_of(ask.text("language_code")), ask.text(name))
        world.events.publish({"kind": "chats"})
        return True

    return set_text


def _getter(name: str) -> Any:  # noqa: ANN401 - a method like all others
    async def get_text(world: ChatWorld, ask: Ask) -> Json:
        default = world.settings.bot_name if name == "name" else ""
        return {name: world.commands.text(name, language_of(ask.text("language_code")), default)}

    return get_text


async def set_chat_menu_button(world: ChatWorld, ask: Ask) -> bool:
    """Set the button beside the input, for one private chat or for all."""
    button = ask.mapping("menu_button", "menu button") or {"type": "default"}
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse MenuButton: unsupported type specified")
    rooms = [room_of(world, ask)] if ask.has("chat_id") else list(world.rooms.values())
    for room in rooms:
        room.menu_button = button
    return True


async def get_chat_menu_button(world: ChatWorld, ask: Ask) -> Json:
    """Give the button beside the input."""
    button = room_of(world, ask).menu_button if ask.has("chat_id") else None
    return button or {"type": "commands"}


METHODS: dict[str, Any] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
