"""Help, made from the table of commands."""

from collections.abc import Sequence

from telegram import Update
from telegram.constants import ChatType

from bot.handlers.commands import (
    ROLES,
    Command,
    Who,
    find,
    nearest,
    open_to,
    open_to_readers,
)
from bot.handlers.context import Context, chat_of
from bot.handlers.replies import show, tell
from bot.handlers.rights import roles_of
from bot.handlers.routes import Routes
from bot.messages import Outgoing
from bot.messages.markup import escape, fill
from bot.texts import Texts


def register(routes: Routes) -> None:
    """Add this module's command."""
    routes.command("trogiup", tell_help)


async def tell_help(update: Update, context: Context) -> None:
    """Answer /trogiup: all commands, or one with an example."""
    texts = context.texts
    name = context.words.lstrip("/").partition(" ")[0]
    if not name:
        private = chat_of(update).type == ChatType.PRIVATE
        message = help_message(texts, roles_of(update, context)) if private else group_help(texts)
        await show(update, context, message)
        return
    usable = open_to(roles_of(update, context))
    command = find(name) or nearest(name, usable)
    if command is None or command not in usable:
        await tell(update, context, texts.help.unknown, name=name)
    else:
        await show(update, context, Outgoing(command_html(command, texts)))


def help_message(texts: Texts, roles: frozenset[Who]) -> Outgoing:
    """Give all commands that a person with these roles may use, a line each."""
    parts = [texts.help.heading, _lines(open_to_readers(), texts)]
    if own := [command for command in open_to(roles) if command.who in ROLES]:
        parts += [texts.help.admin_heading, _lines(own, texts)]
    if Who.ADMINS in roles:
        parts += [texts.sources.usage]
    return Outgoing("\n\n".join([*parts, texts.help.footer]))


def group_help(texts: Texts) -> Outgoing:
    """Give the commands that work in a group, a line each: none that is for one person alone."""
    commands = [command for command in open_to_readers() if command.who is not Who.PERSON]
    return Outgoing("\n\n".join([texts.help.heading, _lines(commands, texts), texts.help.footer]))


def _lines(commands: Sequence[Command], texts: Texts) -> str:
    return "\n".join(
        f"/{command.shown(texts)} – {escape(command.words(texts).short)}" for command in commands
    )


def command_html(command: Command, texts: Texts) -> str:
    """Explain one command with an example and its other names."""
    words = command.words(texts)
    names = [f"/{name}" for name in (command.name, *command.aliases)]
    own = f"/{command.shown(texts)}"
    return "\n".join(
        [
            f"<b>{own}</b> – {escape(words.help)}",
            fill(texts.help.example, example=words.example),
            fill(texts.help.aliases, names=", ".join(name for name in names if name != own)),
        ]
    )
