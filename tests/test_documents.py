"""The documents name what there is."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.handlers.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_chat_is_in_the_readme(command: object) -> None:
    """With its other names."""
    assert hasattr(command, "name")
    assert hasattr(command, "aliases")
    for name in (command.name, *command.aliases):
        assert re.search(rf"`/{name}\b", README), name


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    """A row of the table names it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for dependency in project["dependencies"]:
        name = re.split(r"[<>=\[]", dependency)[0]
        assert re.search(rf"^\| [^|]*\b{name}\b[^|]* \|", README, re.MULTILINE), name


def test_every_link_of_the_documents_leads_somewhere() -> None:
    """To a file of the repository."""
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")):
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "playground",
        "poll",
        "feed",
        "article",
        "digest",
        "stories",
        "import",
        "search",
        "feeds",
        "stats",
        "check",
        "db",
    ],
)
def test_every_command_of_the_plan_is_there(command: str) -> None:
    """And says what it does."""
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert commands[command].get_short_help_str() or commands[command].help


def test_a_short_command_loads_nothing_heavy() -> None:
    """`diemtin --help` starts in a blink because libraries are loaded when they are needed."""
    code = "import sys, json, bot.cli; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert not loaded & {"sqlalchemy", "telegram", "httpx", "feedparser", "pydantic", "selectolax"}


def test_a_command_that_opens_the_store_loads_no_parser_and_no_chat() -> None:
    """Half of a short command's time is imports; what it does not need is loaded later."""
    code = "import sys, json, digests.store; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"feedparser", "selectolax", "alembic", "psycopg", "telegram", "httpx"}
    assert not set(json.loads(run.stdout)) & heavy
