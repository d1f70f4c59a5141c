"""Who may do what: the bot's admins by their ids, a chat's admins by asking Telegram.

Everything that people can do comes in through :class:`bot.handlers.routes.Routes` (commands and
buttons) or :class:`Guarded` (everything else), and both ask here first.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, find_reader
from bot.handlers.replies import tell

_REMEMBERED_FOR = timedelta(seconds=30)
_MOST_REMEMBERED = 10_000
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

Answer = Callable[[Update, Context], Awaitable[None]]

_Known = dict[tuple[int, int], tuple[datetime, bool]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """An answer to what is neither a command nor a button, for those who may."""

    answer: Answer
    who: Who

    async def __call__(self, update: Update, context: Context) -> None:
        """Answer, or say why not."""
        if await is_shut_out(update, context):
            return
        if self.who is not Who.ANYONE:
            await find_reader(update, context)
            if refused := await refusal(update, context, self.who):
                await tell(update, context, refused)
                return
        await self.answer(update, context)


async def is_shut_out(update: Update, context: Context) -> bool:
    """Say whether an admin closed this chat, or closed this person out; admins never are."""
    user, chat = update.effective_user, update.effective_chat
    if is_admin(update, context):
        return False
    chats = [str(one.id) for one in (user, chat) if one is not None]
    return bool(chats) and await context.store.closed_chats.among(context.store.network, chats)


async def refusal(update: Update, context: Context, who: Who) -> str | None:
    """Give the sentence that refuses, or ``None`` for one who may."""
    trouble = context.texts.trouble
    if who is Who.ADMINS and not is_admin(update, context):
        return trouble.only_admins
    if who is Who.EDITORS and not is_editor(update, context):
        return context.texts.desk.only_editors
    if who is Who.PERSON and chat_of(update).type != ChatType.PRIVATE:
        return context.texts.person.only_private
    if who is Who.CHAT_ADMINS and not await may_change(update, context):
        return trouble.only_chat_admins
    return None


def is_admin(update: Update, context: Context) -> bool:
    """Say whether the person is one of the bot's admins."""
    user = update.effective_user
    return user is not None and user.id in context.services.admins


def is_editor(update: Update, context: Context) -> bool:
    """Say whether the person may publish: an editor of the bot, or an admin."""
    return Who.EDITORS in roles_of(update, context)


def roles_of(update: Update, context: Context) -> frozenset[Who]:
    """Give the roles of the person who acts; an admin may all that an editor may."""
    user = update.effective_user
    return frozenset() if user is None else context.services.roles(user.id)


async def may_change(update: Update, context: Context) -> bool:
    """Say whether who acts may change the choices of the chat that is acted for."""
    chat, user = chat_of(update), update.effective_user
    if context.elsewhere is not None and context.reader is not None:
        there = int(context.reader.address.chat)
        return user is not None and await is_chat_admin(context, there, user.id)
    if chat.type == ChatType.PRIVATE or update.channel_post is not None:
        return True
    message = update.message
    if message is not None and message.sender_chat is not None:
        return message.sender_chat.id == chat.id  # an admin who writes as the group itself
    return user is not None and await is_chat_admin(context, chat.id, user.id)


async def is_chat_admin(context: Context, chat: int, user: int) -> bool:
    """Say whether a person is an admin of a chat; Telegram is asked every half minute at most."""
    known = cast("_Known", context.application.bot_data.setdefault("chat_admins", {}))
    now = context.now()
    asked_at, answer = known.get((chat, user), (None, False))
    if asked_at is not None and now - asked_at < _REMEMBERED_FOR:
        return answer
    try:
        member = await context.bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    if len(known) >= _MOST_REMEMBERED:
        known.clear()
    known[chat, user] = (now, member.status in _ADMINS)
    return member.status in _ADMINS
