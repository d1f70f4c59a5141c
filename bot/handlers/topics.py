"""The topics of forums are learned from what Telegram tells of them; it cannot be asked for them.

It tells when one is opened or renamed, and under a message in a topic with what name that began.
"""

from telegram import Message, Update
from telegram.ext import Application, MessageHandler, filters

from bot.handlers.commands import Who
from bot.handlers.context import Context, address_of
from bot.handlers.rights import Guarded
from bot.messages.markup import clean

_TOLD = filters.StatusUpdate.FORUM_TOPIC_CREATED | filters.StatusUpdate.FORUM_TOPIC_EDITED


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handler."""
    application.add_handler(MessageHandler(_TOLD, Guarded(on_topic, Who.ANYONE)))


async def on_topic(update: Update, context: Context) -> None:
    """Remember a topic that was opened, or its new name."""
    message, address = update.effective_message, address_of(update, context)
    told = message and (message.forum_topic_created or message.forum_topic_edited)
    name = clean(told.name) if told else ""  # who changes the picture alone names nothing
    if name and address.topic:
        await context.store.topics.name(address, name)


async def learn_topic(update: Update, context: Context, message: Message) -> None:
    """Remember the topic in which a command is given."""
    began = message.reply_to_message and message.reply_to_message.forum_topic_created
    address = address_of(update, context)
    if began and address.topic and (name := clean(began.name)):
        await context.store.topics.learn(address, name)
