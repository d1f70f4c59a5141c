"""A short command starts in a blink: what it does not need is not loaded.

Half a second is promised; nearly all of it is imports, so they are counted here
and the time is measured by ``make bench``.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

NEVER = {
    "aiohttp",
    "alembic",
    "apscheduler",
    "feedparser",
    "httpx",
    "lxml",
    "matplotlib",
    "numpy",
    "prometheus_client",
    "psycopg",
    "selectolax",
    "starlette",
    "telegram",
    "uvicorn",
}
"""What reads, draws, sends, serves or migrates."""


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    """Run ``diemtin`` as people do, and give the modules that Python says it loaded."""
    program = Path(sys.executable).with_name("diemtin")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    run = subprocess.run(
        [sys.executable, "-X", "importtime", program, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=env,
        timeout=60,
        check=True,
    )
    return set(re.findall(r"^import time:.*\| +(\S+)$", run.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    "command",
    [
        ["feeds", "list", "--json"],
        ["search", "mưa lũ", "--json"],
        ["stats", "--json"],
        ["feeds", "export"],
    ],
    ids=" ".join,
)
def test_what_opens_the_store_loads_the_store_and_nothing_heavy(
    tmp_path: Path, command: list[str]
) -> None:
    """Neither parsers nor a chat; nor migrations, for a store that is as new as the program."""
    made = loaded_by("stats", folder=tmp_path)
    assert "alembic" in made
    loaded = loaded_by(*command, folder=tmp_path)
    assert "sqlalchemy" in loaded
    assert not loaded & NEVER


def test_json_is_written_without_what_draws_tables(tmp_path: Path) -> None:
    """Rich is for people at a terminal."""
    loaded_by("stats", folder=tmp_path)
    assert "rich.console" in loaded_by("stats", folder=tmp_path)
    assert not {"rich.console", "pygments"} & loaded_by("stats", "--json", folder=tmp_path)
