"""The bot is let in, thrown out, or its group changes its identity."""

import structlog
from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ChatMemberHandler, MessageHandler, filters

from bot.delivery.posting import post
from bot.handlers.commands import Who
from bot.handlers.context import Context, address_of, find_reader, meet_reader
from bot.handlers.rights import Guarded
from bot.messages import Outgoing
from digests.errors import StoreError
from digests.model import SubscriberState

log = structlog.get_logger(__name__)

_INSIDE = frozenset(
    {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED}
)


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handlers."""
    came = Guarded(on_member, Who.ANYONE)
    moved = Guarded(on_migration, Who.ANYONE)
    application.add_handler(ChatMemberHandler(came, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, moved))


async def on_member(update: Update, context: Context) -> None:
    """Greet a chat that let the bot in; have the subscription of one that threw it out sleep."""
    change = update.my_chat_member
    if change is None:
        return
    await find_reader(update, context)
    if change.new_chat_member.status not in _INSIDE:
        await _fall_asleep(update, context, f"the bot is {change.new_chat_member.status} there")
        return
    if change.chat.type == ChatType.PRIVATE or _was_inside(change):
        return
    reader = await meet_reader(update, context)
    await context.store.subscribers.run_by(reader.id, str(change.from_user.id))
    await _wake_up(update, context)
    await _greet(update, context, change)


async def _fall_asleep(update: Update, context: Context, reason: str) -> None:
    """Send nothing more to a chat and its topics; who stopped it themselves stays so."""
    for place in await context.store.subscribers.of_chat(address_of(update, context).chat):
        if place.state is SubscriberState.ACTIVE:
            await context.store.subscribers.sleep(place.id, reason, context.now())


async def _wake_up(update: Update, context: Context) -> None:
    """Send again to a chat and those of its topics that were asleep."""
    own = address_of(update, context)
    for place in await context.store.subscribers.of_chat(own.chat):
        if place.state is SubscriberState.PAUSED or place.address == own:
            await context.store.subscribers.wake(place.id, context.now())


def _was_inside(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in _INSIDE


async def _greet(update: Update, context: Context, change: ChatMemberUpdated) -> None:
    words = context.texts.start
    if change.chat.type != ChatType.CHANNEL:
        await post(context.bot, Outgoing(words.group), chat=address_of(update, context).chat)
        return
    try:  # a channel's readers need not read what its admins can do
        await post(context.bot, Outgoing(words.channel), chat=str(change.from_user.id))
    except TelegramError:
        await post(context.bot, Outgoing(words.channel), chat=address_of(update, context).chat)


async def on_migration(update: Update, context: Context) -> None:
    """Move the subscription of a group that became a supergroup."""
    message = update.effective_message
    if message is None or message.migrate_to_chat_id is None:
        return  # the other of the two messages tells the same
    new = context.store.address(message.migrate_to_chat_id)
    try:
        await context.store.subscribers.move(context.store.address(message.chat.id), new)
    except StoreError as error:
        log.warning("migration_not_followed", reason=str(error))
