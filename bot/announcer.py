"""What goes out by itself: announcements bit by bit, and drafts whose hour has come."""

from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.triggers.interval import IntervalTrigger
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.alarms import Alarms
from bot.delivery.posting import keyboard
from bot.handlers.announcing import part_name, progress_message
from bot.handlers.article_card import told_to
from bot.messages.markup import fill
from bot.schedule import Job
from bot.texts import Texts, texts_for
from digests.ingest import ArticleDesk
from digests.store import Draft, DraftKind, DraftState, Progress, Store
from digests.vietnamese.folding import fold

log = structlog.get_logger(__name__)

_OPEN_AT_MOST = 100
"""Deliveries of one announcement that are owed at a time: some seconds' worth."""


class Announcer:
    """Owes announcements a few chats at a time, and shows how far they are."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        *,
        now: Callable[[], datetime],
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; ``on_news`` is called after something was owed."""
        self._store = store
        self._bot = bot
        self._now = now
        self._on_news = on_news
        self._shown: dict[int, Progress] = {}

    async def go_on(self) -> None:
        """Owe some more of each announcement under way, and bring its message up to date."""
        announcements = self._store.announcements
        for draft in await self._store.drafts.in_state(DraftKind.ANNOUNCEMENT, DraftState.SENDING):
            facts = draft.facts
            payload: dict[str, str] = {
                name: facts[name] for name in ("html", "photo") if name in facts
            }
            await announcements.deal_out(
                draft.id, facts["part"], payload, self._now(), open_at_most=_OPEN_AT_MOST
            )
            self._on_news()
            await self._show(draft)

    async def _show(self, draft: Draft) -> None:
        progress = await self._store.announcements.progress(draft.id, draft.facts["part"])
        present = await self._store.drafts.get(draft.id)
        if self._shown.get(draft.id) == progress and present.state is DraftState.SENDING:
            return
        self._shown[draft.id] = progress
        if present.state is not DraftState.SENDING:
            del self._shown[draft.id]
        if present.message is not None:
            await self._edit(present, progress)

    async def _edit(self, draft: Draft, progress: Progress) -> None:
        texts = await self._texts_of(draft)
        sections = {fold(name): name for name in await self._store.articles.sections()}
        name = part_name(draft.facts["part"], sections, texts)
        message = progress_message(draft, progress, name, texts)
        try:
            await self._bot.edit_message_text(
                message.html,
                chat_id=int(draft.chat),
                message_id=draft.message,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.buttons),
            )
        except TelegramError as error:  # the next look shows it
            log.info("progress_not_shown", draft=draft.id, reason=error.message)

    async def _texts_of(self, draft: Draft) -> Texts:
        reader = await self._store.subscribers.find(self._store.address(draft.chat))
        return texts_for(reader.language if reader else None)


def desk_jobs(
    store: Store,
    bot: Bot,
    desk: ArticleDesk,
    alarms: Alarms,
    *,
    now: Callable[[], datetime],
    on_news: Callable[[], None],
) -> tuple[Job, ...]:
    """Give the jobs of those who run the bot: announcements, due drafts, alarms."""
    announcer = Announcer(store, bot, now=now, on_news=on_news)
    drafts = DueDrafts(store, desk, now=now, on_news=on_news)
    return (
        ("announcements", announcer.go_on, IntervalTrigger(seconds=2)),
        ("drafts", drafts.publish, IntervalTrigger(seconds=10)),
        ("watch", alarms.look, IntervalTrigger(minutes=1)),
    )


class DueDrafts:
    """Publishes the drafts whose hour has come, and tells their editors."""

    def __init__(
        self,
        store: Store,
        desk: ArticleDesk,
        *,
        now: Callable[[], datetime],
        on_news: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the parts; ``on_news`` is called after something was owed."""
        self._store = store
        self._desk = desk
        self._now = now
        self._on_news = on_news

    async def publish(self) -> None:
        """Publish what is due."""
        for draft, published in await self._desk.publish_due():
            title = draft.facts["digest"]["title"]
            await self._store.audit.record(
                draft.who, "article_published", self._now(), number=published.number, title=title
            )
            editor = await self._store.subscribers.find(self._store.address(draft.chat))
            if editor is not None:
                words = texts_for(editor.language).desk
                count = told_to(words.article, published)
                html = fill(words.alarms.published, number=draft.id, title=title, count=count)
                await self._store.outbox.owe_alarm(editor.id, html, self._now())
            self._on_news()
