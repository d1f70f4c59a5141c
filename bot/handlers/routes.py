"""From an update to the coroutine that answers it: commands by name, buttons by their data.

One table for each, so that a slip in a command and a button of a year ago find an answer too.
"""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from telegram import Message, Update
from telegram.constants import ChatType

from bot.delivery.flood import TooMuch
from bot.handlers.commands import Who, find, nearest, open_to
from bot.handlers.context import Context, chat_of, find_reader
from bot.handlers.elsewhere import MARKED
from bot.handlers.replies import tell, toast
from bot.handlers.rights import Answer, is_shut_out, refusal, roles_of
from bot.handlers.topics import learn_topic
from bot.messages.cutting import cut_words
from digests.errors import NotThere
from digests.model import ChatKind

# No button of ours names a number that a database could not hold; people can send any data.
_FORGED = re.compile(r"\d{17}|[^\x20-\x7e]")
_COMMAND = re.compile(r"\s*/[/\s]*(?P<name>\w+)(?:@(?P<bot>\w+))?(?P<words>.*)", re.DOTALL)


@dataclass(slots=True)
class Routes:
    """Which coroutine answers which command and which button."""

    commands: dict[str, Answer] = field(default_factory=dict)
    buttons: dict[str, tuple[Answer, Who]] = field(default_factory=dict)

    def command(self, name: str, answer: Answer) -> None:
        """Have ``answer`` answer a command of the table."""
        self.commands[name] = answer

    def button(self, name: str, answer: Answer, *, who: Who) -> None:
        """Have ``answer`` answer the buttons whose data begins with ``name:``.

        ``who`` may press them is asked here, before ``answer`` runs, and nowhere else; what
        ``answer`` changes belongs to the chat or the person that pressed.
        """
        self.buttons[name] = (answer, who)

    async def on_command(self, update: Update, context: Context) -> None:
        """Answer a message that begins with a slash."""
        message = update.effective_message
        text = normalize("NFC", message.text or "") if message else ""
        match = _COMMAND.match(text)
        if message is None or match is None or message.is_automatic_forward:
            return  # what a channel's own group repeats was said in the channel
        if _is_for_another(message, match, context.bot.username):
            return
        if await is_shut_out(update, context):
            return
        await find_reader(update, context)
        await learn_topic(update, context, message)
        command = find(match["name"])
        if command is None:
            await _unknown(update, context, match, called=_is_called(message, match))
            return
        context.said = match["words"].strip()
        context.words = " ".join(context.said.split())
        if refused := await refusal(update, context, command.demands(context.words)):
            await tell(update, context, refused)
            return
        await self.commands[command.name](update, context)
        if command.who is Who.CHAT_ADMINS:
            await _remember_who_runs(update, context)

    async def on_button(self, update: Update, context: Context) -> None:
        """Answer a pressed button; every press gets an answer."""
        query = update.callback_query
        if query is None:
            return
        await find_reader(update, context)
        data = query.data or ""
        place = MARKED.fullmatch(data)
        name, _colon, context.words = (place["data"] if place else data).partition(":")
        answer, who = self.buttons.get(name, (_old, Who.ANYONE))
        if place and not await _go_elsewhere(update, context, int(place["number"])):
            answer, who = _old, Who.ANYONE
        elif place:
            who = Who.CHAT_ADMINS
        if update.effective_chat is None or _FORGED.search(context.words):
            answer, who = _old, Who.ANYONE  # under an inline result there is no chat to act in
        try:
            if await is_shut_out(update, context):
                return
            if update.effective_chat and (refused := await refusal(update, context, who)):
                await toast(update, context, refused)
                return
            await answer(update, context)
        finally:
            await toast(update, context, "")

    async def on_flood(self, item: TooMuch, context: Context) -> None:
        """Say once to who asks far too much that they are not heard for a while."""
        update = item.update
        if update.effective_chat is None:
            return
        await find_reader(update, context)
        minutes = max(1, round(item.length.total_seconds() / 60))
        await toast(update, context, context.texts.trouble.flooded, minutes=minutes)


async def _remember_who_runs(update: Update, context: Context) -> None:
    """Have /kenh list a group for the admin who gave a command in it, in their own name."""
    message, user = update.message, update.effective_user
    in_group = chat_of(update).type in {ChatType.GROUP, ChatType.SUPERGROUP}
    if in_group and context.reader and user and message and message.sender_chat is None:
        await context.store.subscribers.run_by(context.reader.id, str(user.id))


async def _go_elsewhere(update: Update, context: Context, number: int) -> bool:
    """Have the press act for another chat; give whether there is such a chat."""
    if chat_of(update).type != ChatType.PRIVATE:
        return False
    try:
        place = await context.store.subscribers.get(number)
    except NotThere:
        return False
    if place.kind is ChatKind.PRIVATE:
        return False
    context.act_for(place)
    return True


def _is_for_another(message: Message, match: re.Match[str], own: str) -> bool:
    """Say whether a command names another bot, where another one may be."""
    named = (match["bot"] or own).lower()
    return named != own.lower() and message.chat.type != ChatType.PRIVATE


def _is_called(message: Message, match: re.Match[str]) -> bool:
    """Say whether an unknown command is surely meant for us: said in private, or with our name."""
    return message.chat.type == ChatType.PRIVATE or match["bot"] is not None


async def _unknown(update: Update, context: Context, match: re.Match[str], *, called: bool) -> None:
    if not called:
        return
    name, rest = match["name"], " ".join(match["words"].split())
    alike = nearest(name, open_to(roles_of(update, context)))
    trouble = context.texts.trouble
    if alike is None:
        await tell(update, context, trouble.unknown_command, command=f"/{name}")
    else:
        meant = cut_words(f"/{alike.shown(context.texts)} {rest}".strip(), 200)
        said = context.texts.own.did_you_mean if rest else trouble.did_you_mean
        await tell(update, context, said, command=f"/{name}", nearest=meant)


async def _old(update: Update, context: Context) -> None:
    await toast(update, context, context.texts.trouble.button_old)
