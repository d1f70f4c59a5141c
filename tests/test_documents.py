"""The documents name what there is."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app
from bot.handlers.commands import COMMANDS
from bot.monitoring import Metrics
from digests.store.tables import metadata
from tools.draw_architecture import imports

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
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
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


def test_help_loads_nothing_heavy() -> None:
    """`diemtin --help` starts in a blink because libraries are loaded when they are needed."""
    code = "import sys, json, bot.cli; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert not loaded & {"sqlalchemy", "telegram", "httpx", "feedparser", "pydantic", "selectolax"}


def test_the_threat_model_names_tests_that_there_are() -> None:
    """Each file and folder that docs/security.md names exists."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|tools|bot|digests)/[\w./]+)`", text)
    assert len(named) > 15
    assert not [path for path in named if not (ROOT / path).exists()]


def test_each_part_of_the_threat_model_says_which_test_shows_it() -> None:
    """A promise that no test shows is a wish."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    stops = text.partition("## What stops them")[2].partition("\n## ")[0]
    for part in stops.split("\n### ")[1:]:
        shown = re.search(r"[Ss]hown by\b(.*)", part, re.DOTALL)
        assert shown is not None, part.partition("\n")[0]
        assert re.search(r"`tests/\w", shown[1]), part.partition("\n")[0]


def test_the_drawing_shows_every_room() -> None:
    """docs/pictures/architecture.svg, drawn by `make docs` from the imports."""
    drawn = (ROOT / "docs" / "pictures" / "architecture.svg").read_text(encoding="utf-8")
    rooms = {room.partition(".")[2] for room in imports()}
    assert not [room for room in rooms if f">{room}</text>" not in drawn], "run make docs"


def test_every_table_and_column_is_in_the_documents() -> None:
    """docs/tables.md, written by `make docs`."""
    sections = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8").split("\n## ")
    told = {section.partition("`")[2].partition("`")[0]: section for section in sections}
    for name, table in metadata.tables.items():
        assert name in told, f"{name}: add it to tools/document_program.py and run make docs"
        missing = [column.name for column in table.columns if f"`{column.name}`" not in told[name]]
        assert not missing, f"{name}: {missing}; run make docs"


def test_every_metric_is_in_the_documents() -> None:
    """docs/metrics.md, written by `make docs`."""
    text = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    for family in Metrics("test").registry.collect():
        assert f"`{family.name}" in text, f"{family.name}: run make docs"


def test_every_command_and_option_is_in_the_documents() -> None:
    """docs/commands.md, written by `make docs`: the chat's and the command line's."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        for name in (command.name, *command.aliases):
            assert f"`/{name}`" in text, f"{name}: run make docs"
    for path, options in _of_the_command_line(get_command(app), "diemtin"):
        section = text.partition(f"### `{path}`\n")[2].partition("### ")[0]
        assert section, f"{path}: run make docs"
        assert not [one for one in options if one not in section], f"{path}: run make docs"


def _of_the_command_line(group: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    for key, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _of_the_command_line(command, f"{name} {key}")
        else:
            options = [one for one in command.params if one.param_type_name == "option"]
            yield f"{name} {key}", [one.opts[0] for one in options if not one.hidden]
