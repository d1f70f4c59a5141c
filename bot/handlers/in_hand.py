"""What a press on something in hand needs: the draft that its button names, who may touch it."""

from dataclasses import dataclass

from telegram import Update
from telegram.constants import ChatType

from bot.handlers.context import Context, chat_of
from bot.handlers.replies import tell, toast
from bot.handlers.rights import is_admin
from digests.errors import NotThere
from digests.store import Draft, DraftKind


@dataclass(frozen=True, slots=True)
class Pressed:
    """The draft that a button names, and what stands behind its number in the button's data."""

    draft: Draft
    rest: str


def who_acts(update: Update) -> str:
    """Give the identity of the person who acts, as the store keeps it."""
    return str(update.effective_user.id) if update.effective_user else "?"


async def is_private(update: Update, context: Context) -> bool:
    """Say whether this is a private chat; else tell the person to come into one."""
    if chat_of(update).type == ChatType.PRIVATE:
        return True
    await tell(update, context, context.texts.person.only_private)
    return False


async def pressed(update: Update, context: Context, kind: DraftKind) -> Pressed | None:
    """Give what the pressed button names; ``None`` after the person was told what is wrong.

    A draft belongs to who began it; the bot's admins may touch every one.
    """
    texts = context.texts
    number, _colon, rest = context.words.partition(":")
    try:
        draft = await context.store.drafts.get(int(number) if number.isdecimal() else 0)
    except NotThere:
        await toast(update, context, texts.trouble.button_old)
        return None
    if draft.kind is not kind:
        await toast(update, context, texts.trouble.button_old)
        return None
    if draft.who != who_acts(update) and not is_admin(update, context):
        await toast(update, context, texts.desk.article.not_yours)
        return None
    return Pressed(draft, rest)


async def record(update: Update, context: Context, deed: str, **facts: object) -> None:
    """Write down what somebody who runs the bot did; ``deed`` is a name of the logbook's texts."""
    await context.store.audit.record(who_acts(update), deed, context.now(), **facts)


async def begin(update: Update, context: Context, kind: DraftKind, /, **facts: object) -> Draft:
    """Take something in hand for the person who acts."""
    return await context.store.drafts.begin(
        kind, who=who_acts(update), chat=str(chat_of(update).id), facts=facts, now=context.now()
    )
