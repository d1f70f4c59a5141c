"""What editors and admins write without a command: an answer asked for, an article."""

import re
from datetime import timedelta

from telegram import Message, Update

from bot.handlers import article_desk, feed_desk
from bot.handlers.commands import find
from bot.handlers.context import Context, chat_of
from bot.handlers.in_hand import who_acts
from bot.handlers.replies import tell
from bot.handlers.rights import is_editor
from digests.store import DraftKind

_LEAST_LETTERS = 400
_LEAST_PARAGRAPHS = 3
_COMMAND = re.compile(r"\s*/(?P<name>\w+)(?:@\w+)?\s*")
_PATIENCE = timedelta(hours=1)
"""How long an answer that was asked for is waited for."""
_ANSWERS = {DraftKind.ARTICLE: article_desk.take_answer, DraftKind.FEED: feed_desk.take_answer}


def is_pasted_article(text: str) -> bool:
    """Say whether a message is an article rather than a question: long, in several paragraphs."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return len(text) >= _LEAST_LETTERS and len(paragraphs) >= _LEAST_PARAGRAPHS


def is_address(text: str) -> bool:
    """Say whether a message is nothing but the address of a page."""
    return text.startswith(("http://", "https://")) and not any(map(str.isspace, text))


async def take_from_editor(update: Update, context: Context, message: Message) -> bool:
    """Take what an editor or admin wrote if it is for their work; give whether it was."""
    if not is_editor(update, context):
        return False
    text = message.text or message.caption or ""
    pictured = bool(message.photo) or article_desk.is_image_file(message)
    who, since = who_acts(update), context.now() - _PATIENCE
    draft = await context.store.drafts.awaited(who, str(chat_of(update).id), since)
    for_photo = draft is not None and draft.awaiting == "photo"
    if for_photo and is_pasted_article(text):
        draft = None  # who brings another article has given up on the photo of this one
    elif draft is not None and for_photo and pictured:
        await article_desk.take_photo(update, context, draft, message)
        return True
    if pictured and await _take_post(update, context, message):
        return True
    if draft is not None and draft.kind in _ANSWERS:
        await _ANSWERS[draft.kind](update, context, draft, text)
        return True
    if is_pasted_article(text) or is_address(text.strip()):
        await article_desk.take(update, context, text)
        return True
    return False


async def _take_post(update: Update, context: Context, message: Message) -> bool:
    """Take a picture with the article in its caption; give whether it was one, or nothing else."""
    text = message.caption or ""
    command = _COMMAND.match(text)
    named = find(command["name"]) if command else None
    if command is not None and named is not None and named.name == "dang":
        text = text[command.end() :]
    elif text and "\n" not in text.strip() and not is_address(text.strip()):
        return False
    if text.strip():
        await article_desk.take(update, context, text, message)
    elif message.media_group_id is None:  # an album's words are under one photo
        await tell(update, context, context.texts.desk.article.photo_alone)
    return True
