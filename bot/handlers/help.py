"""Help, made from the table of commands."""

from telegram import Update

from bot.handlers.commands import COMMANDS, Command, Who, find, nearest
from bot.handlers.context import Context
from bot.handlers.replies import show, tell
from bot.handlers.rights import is_admin
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
        await show(update, context, help_message(texts, admin=is_admin(update, context)))
        return
    command = find(name) or nearest(name)
    if command is None or (command.who is Who.ADMINS and not is_admin(update, context)):
        await tell(update, context, texts.help.unknown, name=name)
    else:
        await show(update, context, Outgoing(command_html(command, texts)))


def help_message(texts: Texts, *, admin: bool) -> Outgoing:
    """Give all commands that a person may use, a line each."""
    open_ones = [command for command in COMMANDS if command.who is not Who.ADMINS]
    parts = [texts.help.heading, _lines(open_ones, texts)]
    if admin:
        parts += [texts.help.admin_heading]
        own = [command for command in COMMANDS if command.who is Who.ADMINS]
        parts += [f"{_lines(own, texts)}\n{texts.sources.usage}"]
    return Outgoing("\n\n".join([*parts, texts.help.footer]))


def _lines(commands: list[Command], texts: Texts) -> str:
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
