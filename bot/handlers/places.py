"""What people call the chats and topics that news goes to."""

from collections.abc import Iterable, Mapping

from bot.handlers.context import Context
from bot.messages.cutting import cut_words
from bot.messages.markup import clean
from bot.texts import Texts
from digests.model import Address, Subscriber

LONGEST_NAME = 40

Names = Mapping[Address, str]
"""Topics by what people call them; one whose name was not told yet, by its number."""


async def names_of(context: Context, places: Iterable[Subscriber]) -> Names:
    """Give what is known of the topics that ``places`` are, or are divided into."""
    numbers = {one.address: one.address.topic for one in places if one.address.topic}
    chats = {one.address.chat for one in places}
    return numbers | await context.store.topics.names(context.store.network, chats)


def title_of(place: Subscriber, texts: Texts, names: Names) -> str:
    """Give the name of a chat, with its topic."""
    title = cut_words(clean(place.title), LONGEST_NAME) or texts.chats.untitled
    topic = names.get(place.address)
    return texts.chats.topic.format(title=title, topic=shown_topic(topic)) if topic else title


def shown_topic(topic: str) -> str:
    """Give the name of a topic as it fits on a button."""
    return cut_words(topic, LONGEST_NAME)
