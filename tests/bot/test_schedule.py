"""Jobs tick until the scheduler ends; one that is under way then is no error."""

import asyncio
import logging

import pytest

from bot.schedule import make_scheduler


async def test_a_job_that_the_end_breaks_off_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """The program stops while a job works: nobody is told that it failed, nothing is an error."""
    began, told = asyncio.Event(), list[str]()

    async def work() -> None:
        began.set()
        await asyncio.Event().wait()

    async def ended(name: str, _reason: str | None) -> None:
        told.append(name)

    scheduler = make_scheduler([("work", work, None)], ended=ended)
    scheduler.start()
    await began.wait()
    (job,) = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    scheduler.shutdown(wait=False)
    await asyncio.wait({job}, timeout=30)
    assert job.done()
    assert told == []
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
