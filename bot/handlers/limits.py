"""What a person may have at most; an admin can give a single chat more or less of it."""

from dataclasses import dataclass, replace

from bot.handlers.context import Context
from bot.handlers.wishes import MOST_WISHES
from digests.model import Address

MOST_FEEDS = 5
"""Feeds of their own that a person may bring along, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name in the store and the texts, the words it is typed by, the usual value."""

    name: str
    words: tuple[str, ...]
    usual: int


WISHES = Limit("wishes", ("muc", "wishes"), MOST_WISHES)
OWN_FEEDS = Limit("feeds", ("nguon", "feeds"), MOST_FEEDS)


def all_limits(context: Context) -> tuple[Limit, ...]:
    """Give the limits with the values that the settings give everyone."""
    return WISHES, replace(OWN_FEEDS, usual=context.services.own_feeds)


async def limit_of(context: Context, address: Address, limit: Limit) -> int:
    """Give how much of something a chat may have."""
    return await context.store.limits.of(address, limit.name, limit.usual)
