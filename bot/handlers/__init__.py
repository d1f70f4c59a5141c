"""What people can do in the chat: one module a kind of person and wish."""

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, TypeHandler, filters

from bot.delivery.flood import TooMuch
from bot.handlers import (
    admin,
    announcing,
    article_desk,
    channels,
    choosing,
    closing,
    errors,
    feed_desk,
    feed_lists,
    following,
    held,
    help,  # noqa: A004 - named after the command
    inline,
    logbook,
    members,
    own_feeds,
    pausing,
    person,
    preferences,
    reading,
    search,
    shelf,
    sources,
    start,
    statistics,
    subscriptions,
    today,
    topics,
    under,
    wordless,
)
from bot.handlers.commands import Who
from bot.handlers.context import Context, Services
from bot.handlers.menus import announce
from bot.handlers.rights import Guarded
from bot.handlers.routes import Routes

_ROUTED = (
    start,
    reading,
    today,
    search,
    subscriptions,
    under,
    following,
    preferences,
    choosing,
    pausing,
    channels,
    shelf,
    sources,
    person,
    help,
    admin,
    statistics,
    logbook,
    feed_desk,
    feed_lists,
    article_desk,
    announcing,
    closing,
    held,
)
_OTHERS = (own_feeds, inline, members, topics, errors)
_NEW_MESSAGES = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST


def routes() -> Routes:
    """Give the table of all commands and buttons."""
    table = Routes()
    for module in _ROUTED:
        module.register(table)
    return table


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add all handlers to ``application``."""
    table = routes()
    command = filters.TEXT & filters.Regex(r"^\s*/[/\s]*\w") & _NEW_MESSAGES
    application.add_handler(MessageHandler(command, table.on_command))
    application.add_handler(CallbackQueryHandler(table.on_button))
    application.add_handler(TypeHandler(TooMuch, table.on_flood))
    for module in _OTHERS:
        module.register(application)
    said = filters.TEXT | filters.CAPTION | filters.PHOTO | filters.Document.IMAGE
    question = said & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    asked = Guarded(search.plain_question, Who.ANYONE)
    application.add_handler(MessageHandler(question & ~filters.VIA_BOT, asked))
    wordless.register(application)


__all__ = ["Context", "Services", "Update", "announce", "register", "routes"]
