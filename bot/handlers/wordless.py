"""What people send that is nothing to read: a voice, a sticker, a place, a file of some kind."""

from typing import cast

from telegram import Message, Update
from telegram.ext import Application, MessageHandler, filters

from bot.handlers.commands import Who
from bot.handlers.context import Context, find_reader
from bot.handlers.replies import tell
from bot.handlers.rights import Guarded

_MOST_REMEMBERED = 1_000
_WORDLESS = (
    filters.ATTACHMENT  # pictures, files, films, voices, stickers, contacts, places, dice
    | filters.POLL
    | filters.STORY
    | filters.CHECKLIST
)


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handler, behind those of everything that is read."""
    wordless = _WORDLESS & ~filters.SUCCESSFUL_PAYMENT & ~filters.VIA_BOT
    in_private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    answer = Guarded(say_what_is_read, Who.ANYONE)
    application.add_handler(MessageHandler(wordless & in_private, answer))


async def say_what_is_read(update: Update, context: Context) -> None:
    """Say in one sentence what the bot reads; once for all the parts of an album."""
    message = update.effective_message
    if message is None or is_more_of_an_album(message, context):
        return
    await find_reader(update, context)
    own = context.texts.own
    await tell(update, context, own.file_not_read if message.document else own.only_words)


def is_more_of_an_album(message: Message, context: Context) -> bool:
    """Say whether a message belongs to an album of which another part was answered already."""
    album = message.media_group_id
    if album is None:
        return False
    albums = cast("dict[str, None]", context.application.bot_data.setdefault("albums", {}))
    if album in albums:
        return True
    if len(albums) >= _MOST_REMEMBERED:
        del albums[next(iter(albums))]
    albums[album] = None
    return False
