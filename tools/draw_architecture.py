# ruff: noqa: E501 - the picture is written as it is
"""Draw the rooms of the program from their imports: docs/pictures/architecture.svg.

usage: python -m tools.draw_architecture

A room is a module or a folder directly in ``bot`` or ``digests``. It stands above everything that
it imports; an arrow is left out where a longer way says the same.
"""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
APART = {"bot.playground.program"}
"""Wires the bot to the playground, so it stands above both."""
EVERYWHERE = {"bot", "digests", "bot.errors", "digests.errors", "digests.model", "bot.logs"}
"""Imported by nearly everything; arrows to them would hide the others."""

WIDTH, HEIGHT, GAP, RISE, MARGIN = 132, 34, 16, 46, 24
COLOURS = {"bot": ("#e8f1fb", "#2b6cb0"), "digests": ("#eef7ea", "#3f7d20")}

Graph = dict[str, set[str]]


def room_of(module: str) -> str:
    """Give the room that a module stands in."""
    if module in APART:
        return module
    return ".".join(module.split(".")[:2])


def imports() -> Graph:
    """Give which rooms each room imports, anywhere in it."""
    found: Graph = defaultdict(set)
    for path in sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("digests/**/*.py"))):
        parts = path.relative_to(ROOT).with_suffix("").parts
        own = room_of(".".join(part for part in parts if part != "__init__"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _names(node):
                found[own] |= {room_of(name)} - {own}
        found.setdefault(own, set())
    hidden = EVERYWHERE
    return {room: others - hidden for room, others in found.items() if room not in hidden}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        names = whole if node.module in COLOURS or whole[0] in APART else [node.module]
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        return []
    return [name for name in names if name.split(".")[0] in COLOURS]


def heights(graph: Graph) -> dict[str, int]:
    """Give each room's floor: one above the highest that it imports."""

    @cache
    def height(room: str) -> int:
        return 1 + max((height(other) for other in graph[room] if other in graph), default=-1)

    return {room: height(room) for room in graph}


def arrows(graph: Graph) -> list[tuple[str, str]]:
    """Give the imports that no longer way says."""

    @cache
    def below(room: str) -> frozenset[str]:
        others = [other for other in graph[room] if other in graph]
        return frozenset(others).union(*(below(other) for other in others))

    return [
        (room, other)
        for room in sorted(graph)
        for other in sorted(graph[room])
        if other in graph
        and not any(other in below(between) for between in graph[room] if between in graph)
    ]


def places(floors: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Give the upper left corner of each room's box."""
    rows: dict[int, list[str]] = defaultdict(list)
    for room, floor in sorted(floors.items()):
        rows[floor].append(room)
    widest = max(len(row) for row in rows.values()) * (WIDTH + GAP) - GAP
    top = max(rows)
    found = {}
    for floor, row in rows.items():
        left = MARGIN + (widest - len(row) * (WIDTH + GAP) + GAP) // 2
        for place, room in enumerate(row):
            found[room] = (left + place * (WIDTH + GAP), MARGIN + (top - floor) * (HEIGHT + RISE))
    return found


def box(room: str, at: tuple[int, int]) -> str:
    """Give the box of one room."""
    package, _dot, name = room.partition(".")
    fill, line = COLOURS[package]
    x, y = at
    return (
        f'<g><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" '
        f'stroke="{line}"/><text x="{x + WIDTH // 2}" y="{y + 22}">{escape(name)}</text></g>'
    )


def arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Give the line from a room to one that it imports."""
    x1, y1 = start[0] + WIDTH // 2, start[1] + HEIGHT
    x2, y2 = end[0] + WIDTH // 2, end[1]
    bend = (y1 + y2) // 2
    return f'<path d="M{x1} {y1} C{x1} {bend} {x2} {bend} {x2} {y2}" marker-end="url(#tip)"/>'


def draw() -> str:
    """Give the picture."""
    graph = imports()
    at = places(heights(graph))
    width = max(x for x, _y in at.values()) + WIDTH + MARGIN
    height = max(y for _x, y in at.values()) + HEIGHT + MARGIN
    lines = "\n".join(arrow(at[one], at[other]) for one, other in arrows(graph))
    boxes = "\n".join(box(room, at[room]) for room in sorted(at))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<title>Each room stands above those that it imports; blue: bot, green: digests</title>
<style>text{{font:12px system-ui,sans-serif;text-anchor:middle;fill:#1a202c}}path{{fill:none;stroke:#a0aec0}}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#a0aec0"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
{lines}
{boxes}
</svg>
"""


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
