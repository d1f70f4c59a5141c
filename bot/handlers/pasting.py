"""An article that an admin pastes into the chat: shown as the digest that it would be."""

import asyncio

from telegram import Update

from bot.handlers.context import Context
from bot.handlers.replies import say, tell
from bot.messages import digest_message
from digests import pages, summary
from digests.errors import PageError
from digests.model import Digest, StoredArticle

_LEAST_LETTERS = 400
_LEAST_PARAGRAPHS = 3


def is_pasted_article(text: str) -> bool:
    """Say whether a message is an article rather than a question: long, in several paragraphs."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return len(text) >= _LEAST_LETTERS and len(paragraphs) >= _LEAST_PARAGRAPHS


async def preview_pasted(update: Update, context: Context, text: str) -> None:
    """Answer with the digest of a pasted article, or say why it holds none."""
    try:
        stored = await asyncio.to_thread(_read, text, context)
    except PageError:
        await tell(update, context, context.texts.reading.no_article)
        return
    await say(update, context, digest_message(stored, context.texts))


def _read(text: str, context: Context) -> StoredArticle:
    article = pages.read_text(text)
    digest: Digest = summary.digest(article)
    return StoredArticle(0, article, digest, first_seen_at=context.now())
