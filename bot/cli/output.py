"""How the command line speaks: JSON lines, tables, progress bars, sentences for people."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def json_line(value: Mapping[str, object]) -> None:
    """Print one JSON object on one line, Vietnamese letters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def iso(moment: datetime | None) -> str | None:
    """Give the instant as ISO 8601 with Vietnam's offset; ``None`` stays ``None``."""
    return None if moment is None else moment.astimezone(VIETNAM).isoformat()


def say(sentence: str) -> None:
    """Print a sentence for people."""
    typer.echo(sentence)


def complain(sentence: str) -> None:
    """Print one sentence on standard error."""
    from bot.logs import without_tokens  # noqa: PLC0415 - rarely needed

    typer.echo(f"diemtin: {without_tokens(sentence)}", err=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns."""
    from rich.console import Console  # noqa: PLC0415 - only tables need rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    width = None if sys.stdout.isatty() else 160
    Console(width=width).print(drawn)


def progress() -> "Progress":
    """Give a progress bar on standard error that keeps quiet when that is not a terminal."""
    from rich.console import Console  # noqa: PLC0415 - only long work needs rich
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


@contextmanager
def shown_progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give what is told how many of how many are done, and shows it as :func:`progress` does."""
    with progress() as bar:
        task = bar.add_task(words, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
