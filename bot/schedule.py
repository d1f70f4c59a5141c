"""When to poll, to make editions, to clean up: a few jobs that tick and take what is due.

What is due stands in the store, never in the scheduler: a job a feed would take its job store a
minute to write for 6,000 feeds, and two processes would have two opinions.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.settings import Settings
from digests.errors import DigestsError
from digests.ingest import EditionMaker, Ingest, PollReport
from digests.store import Retention, Store

log = structlog.get_logger(__name__)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


Job = tuple[str, Callable[[], Awaitable[object]], BaseTrigger | None]
"""A job's name, what it does, and when; without a trigger once, at the start."""


class PollTick:
    """Starts the polls that are due without waiting for them, so no slow host holds others up."""

    def __init__(
        self, ingest: Ingest, *, on_report: Callable[[PollReport], None] = lambda _report: None
    ) -> None:
        """Keep the pipeline, which says how many polls are under way at once."""
        self._ingest = ingest
        self._on_report = on_report
        self._polls: set[asyncio.Task[PollReport]] = set()

    async def __call__(self) -> None:
        """Claim what is due and start it; the polls wait for their places themselves."""
        while due := await self._ingest.claim():
            for feed in due:
                poll = asyncio.create_task(self._ingest.poll(feed))
                self._polls.add(poll)
                poll.add_done_callback(self._ended)

    async def finish(self) -> None:
        """Wait for the polls that are under way."""
        await asyncio.gather(*self._polls, return_exceptions=True)

    def _ended(self, poll: asyncio.Task[PollReport]) -> None:
        self._polls.discard(poll)
        if poll.cancelled():
            return
        if (error := poll.exception()) is not None:
            log.error("poll_broke_off", error=error)
        else:
            self._on_report(poll.result())


Ended = Callable[[str, str | None], Awaitable[None]]
"""Is told how a job fared: its name, and why it failed or ``None``."""


async def _nobody(_name: str, _reason: str | None) -> None:
    return


def guarded(
    name: str, job: Callable[[], Awaitable[object]], ended: Ended = _nobody
) -> Callable[[], Awaitable[None]]:
    """Give ``job`` so that an error is logged, ``ended`` is told, and the next tick still comes.

    What fails every second for the same reason is logged once, and once more when it works again.
    """
    failed: str | None = None

    async def run() -> None:
        nonlocal failed
        before, failed = failed, None
        reason = None
        try:
            await job()
        except DigestsError as error:
            reason = failed = str(error)
            if failed != before:
                log.warning("job_failed", job=name, reason=reason)
        except asyncio.CancelledError:
            # The scheduler ends, and would log its own breaking off as an error.
            log.info("job_broken_off", job=name)
            return
        except Exception as error:
            log.exception("job_broke", job=name)
            reason = type(error).__name__
        if before is not None and reason is None:
            log.info("job_works_again", job=name)
        try:
            await ended(name, reason)
        except DigestsError as error:
            log.warning("job_not_written_down", job=name, reason=str(error))

    return run


def fan_out_job(ingest: Ingest, *, every: float = 1.0) -> Job:
    """Give the job that owes articles to more than the first of very many readers.

    Whoever has it goes on where another stopped: those that read, and the one that publishes what
    editors bring. ``every`` are seconds between two looks.
    """
    return ("fan_out", ingest.owe_the_rest, IntervalTrigger(seconds=every))


def reading_jobs(
    *,
    poll: Callable[[], Awaitable[object]],
    ingest: Ingest,
    editions: EditionMaker,
    store: Store,
    now: Callable[[], datetime],
    keep: Retention,
    poll_every: float = 5.0,
    edition_every: float = 15.0,
) -> list[Job]:
    """Give the jobs that read and make; every process that reads has them.

    Args:
        poll: starts the polls that are due.
        ingest: tries pages again that could not be had, and owes what very many want.
        editions: makes the editions that are due.
        store: is cleaned up at night.
        now: the clock.
        keep: how long things stay.
        poll_every: seconds between two looks for due feeds.
        edition_every: seconds between two looks for due editions.
    """

    async def clean_up() -> None:
        pruned = await store.prune(now(), keep)
        log.info("store_pruned", rows=pruned)

    async def check_index() -> None:
        problem = await store.search.mend(lambda _done, _total: None)
        if problem is not None:
            log.warning("search_index_rebuilt", problem=problem)

    return [
        ("poll", poll, IntervalTrigger(seconds=poll_every)),
        fan_out_job(ingest),
        ("editions", editions.make_due, IntervalTrigger(seconds=edition_every)),
        ("retry_pages", ingest.retry_incomplete, IntervalTrigger(minutes=1)),
        ("clean_up", clean_up, CronTrigger(hour=3, minute=30, timezone=VIETNAM)),
        ("check_index", check_index, None),
    ]


def retention(settings: Settings) -> Retention:
    """Give how long things stay, as the settings want it."""
    return Retention(settings.keep, settings.keep_articles, settings.keep_searches)


def make_scheduler(jobs: Iterable[Job], *, ended: Ended = _nobody) -> AsyncIOScheduler:
    """Build a scheduler of ``jobs``, not yet started; ``ended`` is told how each job fared."""
    scheduler = AsyncIOScheduler(
        timezone=VIETNAM,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, job, trigger in jobs:
        scheduler.add_job(guarded(name, job, ended), trigger, id=name)
    return scheduler
