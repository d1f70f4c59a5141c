"""A person's own data: to see, and to have deleted."""

import json
from dataclasses import asdict
from datetime import datetime, time
from enum import Enum
from typing import Any

from telegram import InputFile, Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, meet_reader
from bot.handlers.replies import say, show
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from digests.model import Subscriber


def register(routes: Routes) -> None:
    """Add this module's commands and button."""
    routes.command("dulieu", send_data)
    routes.command("xoa", ask_to_forget)
    routes.button("xoa", forget, who=Who.CHAT_ADMINS)
    routes.button("xk", keep, who=Who.CHAT_ADMINS)


async def send_data(update: Update, context: Context) -> None:
    """Answer /dulieu with a file of everything that is stored about the person."""
    reader = await meet_reader(update, context)
    document = await everything_about(context, reader)
    content = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    words = context.texts.person
    await context.bot.send_document(
        chat_of(update).id,
        InputFile(content.encode(), filename=words.data_name),
        caption=words.data_file,
    )


async def everything_about(context: Context, reader: Subscriber) -> dict[str, Any]:
    """Give what is stored about a chat as JSON's own kinds."""
    numbers = await context.store.saved.numbers(reader.id)
    saved = await context.store.articles.get_many(numbers)
    following = await context.store.subscribers.following(reader.id)
    return {
        "choices": asdict(reader),
        "following": [asdict(wish) for wish in following],
        "saved": [{"title": one.article.title, "url": one.article.url} for one in saved],
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime | time):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)


async def ask_to_forget(update: Update, context: Context) -> None:
    """Answer /xoa with one question."""
    words, buttons = context.texts.person, context.texts.buttons
    rows = ((Button(buttons.delete_all, data="xoa:"),), (Button(buttons.keep, data="xk:"),))
    await say(update, context, Outgoing(words.forget_question, buttons=rows))


async def forget(update: Update, context: Context) -> None:
    """Delete everything about the chat whose button was pressed."""
    words = context.texts.person
    if context.reader is not None:
        await context.store.subscribers.forget(context.reader.id)
    await show(update, context, Outgoing(words.forgotten))


async def keep(update: Update, context: Context) -> None:
    """Delete nothing."""
    await show(update, context, Outgoing(context.texts.person.kept))
