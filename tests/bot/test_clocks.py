"""Machines that share a store tell each other by their clocks when something is due."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import NO_TOKEN, build
from bot.checks import run_checks
from bot.roles import Role
from bot.settings import Settings


@pytest.mark.parametrize(("seconds", "right"), [(0, True), (-90, False), (3600, False)])
async def test_a_clock_that_is_off_is_told(postgres_url: str, seconds: int, right: bool) -> None:
    """By the check, and in the log of each process when it begins."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=seconds)

    settings = Settings(
        database_url=postgres_url,
        api_url="http://127.0.0.1:9",
        _env_file=None,  # type: ignore[call-arg]
    )
    checks = {one.what: one for one in await run_checks(settings, now=now)}
    found = checks["clock of the store"]
    assert found.ok is right
    assert right or "NTP" in found.words
    with capture_logs() as logged:
        async with build(settings, token=NO_TOKEN, now=now, roles=frozenset({Role.READ})):
            pass
    assert ("clocks_apart" in {line["event"] for line in logged}) is not right
