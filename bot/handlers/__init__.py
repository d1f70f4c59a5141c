"""What people can do in the chat: one module a kind of person and wish."""

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, TypeHandler, filters

from bot.delivery.flood import TooMuch
from bot.handlers import (
    admin,
    choosing,
    errors,
    help,  # noqa: A004 - named after the command
    inline,
    members,
    pausing,
    person,
    preferences,
    reading,
    search,
    shelf,
    sources,
    start,
    subscriptions,
)
from bot.handlers.commands import COMMANDS, Who, open_to_readers
from bot.handlers.context import Context, Services
from bot.handlers.rights import Guarded
from bot.handlers.routes import Routes, on_flood
from bot.texts import LANGUAGES, Texts

log = structlog.get_logger(__name__)

_ROUTED = (
    start,
    reading,
    search,
    subscriptions,
    preferences,
    choosing,
    pausing,
    shelf,
    sources,
    person,
    help,
    admin,
)
_OTHERS = (inline, members, errors)
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
    command = filters.TEXT & filters.Regex(r"^\s*/\w") & _NEW_MESSAGES
    application.add_handler(MessageHandler(command, table.on_command))
    application.add_handler(CallbackQueryHandler(table.on_button))
    application.add_handler(TypeHandler(TooMuch, on_flood))
    for module in _OTHERS:
        module.register(application)
    question = filters.TEXT & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    asked = Guarded(search.plain_question, Who.ANYONE)
    application.add_handler(MessageHandler(question & ~filters.VIA_BOT, asked))


def _menu(texts: Texts, *, admin_too: bool) -> list[BotCommand]:
    among = COMMANDS if admin_too else open_to_readers()
    return [BotCommand(command.shown(texts), command.words(texts).short) for command in among]


async def announce(application: Application) -> None:  # type: ignore[type-arg]
    """Tell Telegram the menus of commands and what the bot is, in every language.

    A refusal is no reason not to start: the bot works without its menu.
    """
    services: Services = application.bot_data["services"]
    try:
        for language, texts in LANGUAGES.items():
            code = None if language == "vi" else language  # Vietnamese is for everyone else
            await _announce_in(application, texts, code, services.admins)
    except TelegramError as error:
        log.warning("menu_refused", reason=error.message)


async def _announce_in(
    application: Application,  # type: ignore[type-arg]
    texts: Texts,
    code: str | None,
    admins: frozenset[int],
) -> None:
    bot = application.bot
    shared = [command for command in open_to_readers() if command.who is not Who.PERSON]
    in_groups = [BotCommand(one.shown(texts), one.words(texts).short) for one in shared]
    await bot.set_my_commands(in_groups, scope=BotCommandScopeDefault(), language_code=code)
    everyone = _menu(texts, admin_too=False)
    await bot.set_my_commands(everyone, scope=BotCommandScopeAllPrivateChats(), language_code=code)
    if (await bot.get_my_description(code)).description != texts.help.description:
        await bot.set_my_description(texts.help.description, language_code=code)
    known = (await bot.get_my_short_description(code)).short_description
    if known != texts.help.short_description:
        await bot.set_my_short_description(texts.help.short_description, language_code=code)
    for admin_id in admins:
        await _admin_menu(application, texts, code, admin_id)


async def _admin_menu(
    application: Application,  # type: ignore[type-arg]
    texts: Texts,
    code: str | None,
    admin_id: int,
) -> None:
    try:
        await application.bot.set_my_commands(
            _menu(texts, admin_too=True), scope=BotCommandScopeChat(admin_id), language_code=code
        )
    except TelegramError:  # an admin who never wrote to the bot has no chat with it
        log.info("admin_menu_later", admin=admin_id)


__all__ = ["Context", "Services", "Update", "announce", "register", "routes"]
