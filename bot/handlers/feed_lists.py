"""Feeds as a list in a file (OPML): sent to admins, and taken from them after one question."""

import asyncio
from dataclasses import asdict

from telegram import Document, InputFile, Update

from bot.handlers.commands import Who
from bot.handlers.context import Context, chat_of, find_reader
from bot.handlers.in_hand import begin, pressed, record
from bot.handlers.replies import say, show, tell
from bot.handlers.rights import is_admin
from bot.handlers.routes import Routes
from bot.messages import Button, Outgoing
from bot.messages.cutting import cut_words
from bot.messages.markup import fill
from bot.opml import OpmlError, Outline, read_opml, write_opml
from bot.texts import number
from digests.errors import AlreadyThere
from digests.store import DraftKind, DraftState

_LONGEST_LINE = 150
_SHOWN_OUTLINES = 10
_LARGEST_FILE = 2_000_000


def register(routes: Routes) -> None:
    """Add this module's button."""
    routes.button("qno", add_listed, who=Who.ADMINS)


async def outlines_in(document: Document) -> list[Outline]:
    """Give the feeds that a file which somebody sent lists; raises ``OpmlError``."""
    file = await document.get_file()
    return await asyncio.to_thread(read_opml, bytes(await file.download_as_bytearray()))


async def send_opml(update: Update, context: Context, _typed: str) -> None:
    """Send the feeds as a file."""
    words = context.texts.desk.feeds
    feeds = [feed for feed in await context.store.feeds.all() if feed.shared]
    content = write_opml(feeds).encode()
    caption = fill(words.opml_caption, count=number(context.texts.dates, len(feeds)))
    file = InputFile(content, filename=words.opml_name)
    await context.bot.send_document(chat_of(update).id, file, caption=caption)


async def take_file(update: Update, context: Context) -> None:
    """Take an OPML file that an admin sent."""
    document = update.message.document if update.message else None
    if document is None or not is_admin(update, context):
        return
    await find_reader(update, context)
    words = context.texts.desk.feeds
    if (document.file_size or 0) > _LARGEST_FILE:
        await tell(update, context, words.opml_wrong)
        return
    try:
        outlines = await outlines_in(document)
    except OpmlError:
        await tell(update, context, words.opml_wrong)
        return
    known = {feed.url for feed in await context.store.feeds.all()}
    new = [one for one in outlines if one.url not in known]
    dates = context.texts.dates
    count = number(dates, len(outlines))
    if not new:
        await tell(update, context, words.opml_nothing, count=count)
        return
    facts = [asdict(one) for one in new]
    draft = await begin(update, context, DraftKind.FEED_LIST, feeds=facts)
    lines = [fill(words.opml_found, count=count, new=number(dates, len(new)))]
    entry = context.texts.sources.preview_entry
    lines += [
        fill(entry, title=cut_words(f"{one.source}: {one.url}", _LONGEST_LINE))
        for one in new[:_SHOWN_OUTLINES]
    ]
    if (left := len(new) - _SHOWN_OUTLINES) > 0:
        lines.append(fill(context.texts.sources.preview_more, count=number(dates, left)))
    button = Button(words.opml_add.format(count=number(dates, len(new))), data=f"qno:{draft.id}")
    await say(update, context, Outgoing("\n".join(lines), buttons=((button,),)))


async def add_listed(update: Update, context: Context) -> None:
    """Add the feeds of the file that an admin sent; a second press adds nothing."""
    got = await pressed(update, context, DraftKind.FEED_LIST)
    if got is None:
        return
    settled = (DraftState.OPEN,), DraftState.DONE
    added = 0
    if await context.store.drafts.settle(got.draft.id, *settled, context.now()):
        for one in got.draft.facts["feeds"]:
            added += await _add_one(context, Outline(**one))
        await record(update, context, "feeds_imported", count=added)
    count = number(context.texts.dates, added)
    await show(update, context, Outgoing(fill(context.texts.desk.feeds.opml_added, count=count)))


async def _add_one(context: Context, one: Outline) -> int:
    try:
        await context.store.feeds.add(
            one.url,
            source=one.source,
            home=one.home,
            section=one.section,
            title=one.title,
            now=context.now(),
        )
    except AlreadyThere:
        return 0
    return 1
