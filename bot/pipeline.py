"""The reading half of the program, as the settings want it: fetcher, pipeline, rewriting."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.settings import Settings
from digests.fetch import Fetcher, FetchSettings
from digests.ingest import ArticleDesk, ArticleReader, Ingest, IngestSettings
from digests.model import Feed
from digests.store import Store
from digests.store.allowances import Allowances

if TYPE_CHECKING:
    from digests.summary import Rewriter

Clock = Callable[[], datetime]


def user_agent(contact: str) -> str:
    """Give the User-Agent that names the program and a contact address."""
    return f"diemtin/{version('diemtin')} (+{contact})"


def fetch_settings(settings: Settings) -> FetchSettings:
    """Give what the fetcher needs to know of the settings."""
    return FetchSettings(
        user_agent=user_agent(settings.contact),
        timeout=settings.fetch_timeout,
        max_bytes=settings.fetch_max_bytes,
        allow_private=settings.allow_private_addresses,
        host_pause=settings.host_pause,
        proxy=settings.proxy,
    )


def make_rewriter(settings: Settings, store: Store, *, now: Clock) -> "Rewriter | None":
    """Give the rewriting service of the settings; ``None`` when there is none."""
    if settings.rewrite_url is None or settings.rewrite_model is None:
        return None
    from digests.summary import Rewriter, RewriterSettings  # noqa: PLC0415 - off by default

    key = settings.rewrite_key
    return Rewriter(
        RewriterSettings(
            url=settings.rewrite_url,
            key=key.get_secret_value() if key else None,
            model=settings.rewrite_model,
            daily_budget=settings.rewrite_daily_budget,
        ),
        budget=Allowances(store.database),
        now=now,
    )


def make_desk(
    settings: Settings,
    store: Store,
    fetcher: Fetcher,
    *,
    now: Clock,
    worker: Executor | None = None,
) -> ArticleDesk:
    """Build the desk at which editors publish what is in no feed."""
    reader = ArticleReader(fetcher, obey_robots=settings.obey_robots, worker=worker)
    return ArticleDesk(store, reader, now=now, worker=worker)


def make_ingest(
    settings: Settings,
    store: Store,
    fetcher: Fetcher,
    *,
    now: Clock,
    on_news: Callable[[], None] = lambda: None,
    on_health: Callable[[Feed, Feed], Awaitable[None]] | None = None,
    rewriter: "Rewriter | None" = None,
    worker: Executor | None = None,
) -> Ingest:
    """Build the pipeline; ``worker`` is the thread in which feeds and pages are parsed."""
    reader = ArticleReader(
        fetcher, obey_robots=settings.obey_robots, rewriter=rewriter, worker=worker
    )
    return Ingest(
        store,
        fetcher,
        reader,
        now=now,
        on_news=on_news,
        on_health=on_health,
        worker=worker,
        settings=IngestSettings(
            concurrency=settings.poll_concurrency,
            first_poll_announces=settings.first_poll_announces,
        ),
    )
