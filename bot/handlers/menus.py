"""The menus of commands, by language and by role, and what the bot says of itself."""

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import Application

from bot.handlers.commands import Command, Who, open_to, open_to_readers
from bot.handlers.context import Context, Services
from bot.texts import LANGUAGES, Texts

log = structlog.get_logger(__name__)


def _menu(commands: tuple[Command, ...], texts: Texts) -> list[BotCommand]:
    return [BotCommand(one.shown(texts), one.words(texts).short) for one in commands]


def _code(texts: Texts) -> str | None:
    return None if texts.language == "vi" else texts.language  # Vietnamese is for everyone else


async def announce(application: Application) -> None:  # type: ignore[type-arg]
    """Tell Telegram the menus of commands and what the bot is, in every language, as far as new.

    A refusal is no reason not to start: the bot works without its menu.
    """
    services: Services = application.bot_data["services"]
    try:
        for texts in LANGUAGES.values():
            await _describe(application, texts)
            await _announce_to_readers(application, texts)
    except TelegramError as error:
        log.warning("menu_refused", reason=error.message)
    for user in sorted(services.admins | services.editors):
        await offer_role_menu(application, user)


async def _describe(application: Application, texts: Texts) -> None:  # type: ignore[type-arg]
    bot, code, words = application.bot, _code(texts), texts.help
    if (await bot.get_my_description(code)).description != words.description:
        await bot.set_my_description(words.description, language_code=code)
    known = (await bot.get_my_short_description(code)).short_description
    if known != words.short_description:
        await bot.set_my_short_description(words.short_description, language_code=code)


async def _announce_to_readers(application: Application, texts: Texts) -> None:  # type: ignore[type-arg]
    """In groups a member sees what they may do there, an admin of the group also how to choose."""
    everyone = open_to_readers()
    in_groups = tuple(one for one in everyone if one.who is not Who.PERSON)
    of_members = tuple(one for one in in_groups if one.who is Who.ANYONE)
    for scope, commands in (
        (BotCommandScopeDefault(), of_members),
        (BotCommandScopeAllChatAdministrators(), in_groups),
        (BotCommandScopeAllPrivateChats(), everyone),
    ):
        await _set(application, scope, commands, texts)


async def _set(
    application: Application,  # type: ignore[type-arg]
    scope: BotCommandScope,
    commands: tuple[Command, ...],
    texts: Texts,
) -> None:
    wanted = _menu(commands, texts)
    known = await application.bot.get_my_commands(scope=scope, language_code=_code(texts))
    if list(known) != wanted:
        await application.bot.set_my_commands(wanted, scope=scope, language_code=_code(texts))


async def offer_role_menu(application: Application, user: int) -> None:  # type: ignore[type-arg]
    """Give somebody who runs the bot the menu of their role in their own chat with it."""
    services: Services = application.bot_data["services"]
    roles = services.roles(user)
    if not roles:
        return
    try:
        for texts in LANGUAGES.values():
            await _set(application, BotCommandScopeChat(user), open_to(roles), texts)
    except TelegramError:  # who never wrote to the bot has no chat with it yet
        log.info("role_menu_later", user=user)


async def meet_role(update: Update, context: Context) -> None:
    """Give the menu of their role to who wrote to the bot for the first time."""
    if update.effective_user is not None:
        await offer_role_menu(context.application, update.effective_user.id)
