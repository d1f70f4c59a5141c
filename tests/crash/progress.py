"""How far the lives of a crash test got, over all processes that run a part of them.

Each life adds one byte to a file; a bar on the terminal shows its size. Without a terminal nothing
is written and nothing is shown.
"""

import os
import tempfile
import threading
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_VARIABLE = "DIEMTIN_TEST_CRASH_PROGRESS"


def one_more_life() -> None:
    """Count a life that ended."""
    if path := os.environ.get(_VARIABLE):
        with Path(path).open("ab") as file:
            file.write(b".")


class Bar:
    """A bar on standard error, beside the tests that run in other processes."""

    def __init__(self, lives: int) -> None:
        """Show nothing yet; ``lives`` are those that will be lived."""
        self._lives = lives
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Show the bar where there is a terminal."""
        console = Console(stderr=True)
        if console.is_terminal:
            handle, path = tempfile.mkstemp(prefix="crash-lives-")
            os.close(handle)
            os.environ[_VARIABLE] = path
            self._thread = threading.Thread(target=self._show, args=(console, Path(path)))
            self._thread.start()

    def end(self) -> None:
        """Take the bar away."""
        if self._thread is not None:
            self._ended.set()
            self._thread.join()
            Path(os.environ.pop(_VARIABLE)).unlink()

    def _show(self, console: Console, counted: Path) -> None:
        columns = (TextColumn("lives"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as shown:
            task = shown.add_task("lives", total=self._lives)
            while not self._ended.wait(0.5):
                shown.update(task, completed=counted.stat().st_size)
