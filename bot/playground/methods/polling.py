"""Who the bot is, and how updates reach it."""

import re
from typing import Any

from bot.playground.ask import Ask
from bot.playground.pictures import is_loopback
from bot.playground.refusals import WEBHOOK_ACTIVE, Json, bad_request, conflict
from bot.playground.world import ChatWorld

UPDATES = 100
LONGEST_POLL = 50


async def get_me(world: ChatWorld, _ask: Ask) -> Json:
    """Give the bot itself."""
    powers = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }
    name = world.commands.text("name", "", world.settings.bot_name)
    return {**world.bot, "first_name": name, **powers}


def _allowed(ask: Ask) -> list[str] | None:
    given = ask.value("allowed_updates", "allowed_updates")
    if given is None:
        return None
    if not isinstance(given, list):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    return [str(one) for one in given]


async def get_updates(world: ChatWorld, ask: Ask) -> list[Json]:
    """Give what happened, waiting for it when asked to."""
    if world.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    world.updates.allow(_allowed(ask))
    limit = ask.number("limit", UPDATES)
    return await world.updates.fetch(
        offset=ask.number("offset"),
        limit=limit if 1 <= limit <= UPDATES else UPDATES,
        timeout=max(0, min(LONGEST_POLL, ask.number("timeout"))),
    )


async def set_webhook(world: ChatWorld, ask: Ask) -> bool:
    """Have updates brought to an address on this machine."""
    url = ask.text("url")
    if not url:
        return await delete_webhook(world, ask)
    if not re.match(r"https?://[^\s/]", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_loopback(url):
        raise bad_request("bad webhook: IP address is reserved")
    world.updates.allow(_allowed(ask))
    if ask.flag("drop_pending_updates"):
        world.updates.clear()
    connections = ask.number("max_connections", 40)
    connections = max(1, min(100, connections))
    world.webhook.set(url, ask.text("secret_token") or None, connections)
    world.updates.stop()
    return True


async def delete_webhook(world: ChatWorld, ask: Ask) -> bool:
    """Go back to getUpdates."""
    if ask.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook.set("", None, world.webhook.max_connections)
    return True


async def get_webhook_info(world: ChatWorld, _ask: Ask) -> Json:
    """Give how updates reach the bot."""
    return world.webhook.info(len(world.updates), world.updates.allowed)


async def close(_world: ChatWorld, _ask: Ask) -> bool:
    """Say yes, as before moving a bot to another server."""
    return True


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": close,
    "logOut": close,
}
