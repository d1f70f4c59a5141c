"""The methods of the Bot API that the playground knows, by their names in small letters."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.ask import Ask
from bot.playground.methods import chats, edits, media, menus, messages, polling, queries
from bot.playground.world import ChatWorld

Method = Callable[[ChatWorld, Ask], Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (polling, messages, media, edits, queries, menus, chats)
    for name, method in module.METHODS.items()
}
