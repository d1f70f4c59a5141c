"""A person's own data: to see, and to have deleted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from typing import Any

from telegram import InputFile, Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, meet_reader
from bot.handlers.own_feeds import followed_feeds
from bot.handlers.replies import say, show, toast
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from digests.model import Subscriber, SubscriptionKind
from digests.store import Told

_QUESTION_HOLDS = timedelta(minutes=15)
"""How long the button that deletes everything works: nobody should find it a month later."""


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
    store, person = context.store, reader.address.chat
    following = await store.subscribers.following(reader.id)
    own = [wish for wish in following if wish.kind is SubscriptionKind.FEED]
    feeds = followed_feeds(own, await store.feeds.all())
    history = await store.history.of(reader.id)
    return {
        "choices": asdict(reader),
        "following": [asdict(wish) for wish in following],
        "own_feeds": [feed.url for feed in feeds if not feed.shared],
        "saved": await _saved(context, await store.saved.moments(reader.id)),
        "messages": await _messages(context, history),
        "own_limits": await store.limits.own(reader.address),
        "chats_you_run": await _run_by(context, person),
        "drafts": [asdict(draft) for draft in await store.drafts.of(person)],
        "done_as_admin": [act._asdict() for act in await store.audit.of(person)],
    }


async def _run_by(context: Context, person: str) -> list[dict[str, Any]]:
    """Give the chats of a person, and since when one of them is closed."""
    store = context.store
    closed = {one.chat: one.at for one in await store.closed_chats.all(store.network)}
    return [
        {
            "title": place.title,
            "chat": place.address.chat,
            "topic": place.address.topic,
            "closed_since": closed.get(place.address.chat),
        }
        for place in await store.subscribers.run(person)
    ]


async def _saved(context: Context, moments: Mapping[int, datetime]) -> list[dict[str, Any]]:
    found = await context.store.articles.get_many(list(moments))
    return [
        {"title": one.article.title, "url": one.article.url, "saved_at": moments[one.number]}
        for one in found
    ]


async def _messages(context: Context, history: Sequence[Told]) -> list[dict[str, Any]]:
    """Give what was sent, held or not sent, with the headlines of single articles."""
    numbers = list({told.article for told in history if told.article is not None})
    titles: dict[int, str] = {}
    for begin in range(0, len(numbers), 500):
        some = await context.store.articles.get_many(numbers[begin : begin + 500])
        titles |= {one.number: one.article.title for one in some}
    return [
        {**told._asdict(), "title": titles.get(told.article) if told.article else None}
        for told in history
    ]


def _plain(value: object) -> str:
    if isinstance(value, datetime | time):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)


async def ask_to_forget(update: Update, context: Context) -> None:
    """Answer /xoa with one question."""
    words, buttons = context.texts.person, context.texts.buttons
    asked_at = int(context.now().timestamp())
    rows = (
        (Button(buttons.delete_all, data=f"xoa:{asked_at}"),),
        (Button(buttons.keep, data="xk:"),),
    )
    await say(update, context, Outgoing(words.forget_question, buttons=rows))


async def forget(update: Update, context: Context) -> None:
    """Delete everything about the chat whose button was pressed."""
    words = context.texts.person
    if not _is_fresh(context.words, context.now()):
        await toast(update, context, words.question_old)
        return
    if context.reader is not None:
        await context.store.subscribers.forget(context.reader.id)
        context.language, context.reader = context.reader.language, None
    await show(update, context, Outgoing(words.forgotten))


def _is_fresh(asked_at: str, now: datetime) -> bool:
    if not asked_at.isdecimal():
        return False
    age = now - datetime.fromtimestamp(int(asked_at[:12]), UTC)
    return timedelta() <= age + timedelta(seconds=1) and age <= _QUESTION_HOLDS


async def keep(update: Update, context: Context) -> None:
    """Delete nothing."""
    await show(update, context, Outgoing(context.texts.person.kept))
