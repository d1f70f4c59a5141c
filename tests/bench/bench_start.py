"""What a short command costs, from its start to its end.

``python -m tests.bench.bench_start [--times N] [--json]``: the processor time, user and system, of
``diemtin feeds list --json`` in a store of its own, the least of N starts. The floor is a Python
that only loads what no such command can do without: SQLAlchemy, pydantic's settings and Typer.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

FLOOR = "import asyncio, aiosqlite, pydantic_settings, sqlalchemy.ext.asyncio, typer"
LIMIT = 1.4
"""Times the floor; half a second is promised where the floor takes a third of one."""


def cpu_of(command: Sequence[str | Path], folder: Path, times: int) -> float:
    """Give the processor seconds of a command, the least of so many runs."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(found)


def main() -> int:
    """Measure, print, and give 1 when a start costs more than ``LIMIT`` times the floor."""
    parser = argparse.ArgumentParser(description="What a short command costs.")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    program = Path(sys.executable).with_name("diemtin")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cpu_of([program, "stats"], folder, 1)  # makes the store
        told = {
            "floor_s": cpu_of([sys.executable, "-c", FLOOR], folder, given.times),
            "feeds_list_s": cpu_of([program, "feeds", "list", "--json"], folder, given.times),
            "help_s": cpu_of([program, "--help"], folder, given.times),
        }
    told["times_the_floor"] = told["feeds_list_s"] / told["floor_s"]
    if given.json:
        print(json.dumps(told))
    else:
        for what, value in told.items():
            print(f"{what:>16}  {value:6.3f}")
    return int(told["times_the_floor"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
