"""The house keeps to its plan: a module imports only from floors below its own."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# From the top floor down. A module belongs to the longest name it begins with.
FLOORS = (
    ("bot.cli",),
    ("bot.playground.program",),
    ("bot.app", "bot.checks"),
    ("bot.lifecycle",),
    ("bot.surroundings", "bot.receiving"),
    ("bot.connection", "bot.pipeline"),
    ("bot.monitoring",),
    ("bot.announcer",),
    ("bot.backups",),
    ("bot.schedule", "bot.alarms"),
    ("bot.handlers",),
    ("bot.delivery",),
    ("bot.messages", "bot.charts", "bot.conditions"),
    ("bot.texts",),
    ("bot.settings", "bot.listening", "bot.opml", "bot.roles", "bot.running", "bot.playground"),
    ("bot.errors", "bot.logs", "bot"),
    ("digests.ingest",),
    ("digests.editions", "digests.holding"),
    ("digests.store",),
    ("digests.keywords",),
    ("digests.stories",),
    ("digests.summary",),
    ("digests.pages",),
    ("digests.feeds",),
    ("digests.fetch",),
    ("digests.vietnamese",),
    ("digests.model", "digests.markup_limits"),
    ("digests.errors", "digests"),
)
HEIGHT = {name: height for height, names in enumerate(FLOORS) for name in names}
MODULES = sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("digests/**/*.py")))


def name_of(path: Path) -> str:
    """Give the dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: str) -> str:
    """Give the room of the plan that a module belongs to."""
    return max((room for room in HEIGHT if f"{module}.".startswith(f"{room}.")), key=len)


def imports_of(path: Path) -> set[str]:
    """Give the modules of ours that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in whole if is_module(name)} or {node.module}
    return {name for name in found if name.split(".")[0] in {"bot", "digests"}}


def is_module(name: str) -> bool:
    """Say whether a dotted name is a file or a folder of ours."""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    """Nothing reaches upwards, so there can be no circles between the rooms."""
    own = floor_of(name_of(path))
    upwards = {
        name
        for name in imports_of(path)
        if floor_of(name) != own and HEIGHT[floor_of(name)] <= HEIGHT[own]
    }
    assert not upwards, f"{name_of(path)} ({own}) reaches up to {sorted(upwards)}"


@pytest.mark.parametrize("path", [p for p in MODULES if "digests" in p.parts], ids=name_of)
def test_the_news_half_knows_nothing_of_a_chat_network(path: Path) -> None:
    """No module of digests imports python-telegram-bot."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in names if name.split(".")[0] == "telegram"}


def test_the_plan_in_the_documents_is_the_plan_that_is_held_to() -> None:
    """docs/design.md lists the rooms in the same order."""
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    plan = re.findall(r"^(?:bot/|digests/)?  +(\w+)/? ", text.split("```")[1], re.MULTILINE)
    height = {names[0].split(".")[-1]: place for place, names in enumerate(FLOORS)}
    assert set(plan) >= set(height) - {"program", "errors", "alarms", "backups", "surroundings"}
    places = [height[room] for room in plan if room in height]
    assert places == sorted(places)
