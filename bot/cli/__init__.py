"""The ``diemtin`` command: one thin function a command.

Anything wrong gives one sentence on standard error and exit status 1 (2 for wrong usage). Nothing
heavy is imported before a command needs it, so that a short command starts in a blink; that is
why most imports stand inside the functions.
"""

import errno
import gc
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import typer

from bot.cli import archive, database, feeds, reading, service
from bot.errors import BotError
from digests.errors import DigestsError

app = typer.Typer(
    name="diemtin",
    help="Điểm Tin reads the Vietnamese press and tells people the news in their chat.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
service.register(app)
reading.register(app)
archive.register(app)
app.add_typer(feeds.commands, name="feeds")
app.add_typer(database.commands, name="db")


_ALLOCATIONS_BETWEEN_COLLECTIONS = 100_000
"""What modules are made of stays: a fifth of a short command's time went into looking through it
at Python's own threshold, again and again, and once more at the end."""

_OUT_OF_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def main() -> None:
    """Run the command line and end the process with its status."""
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # closed by whoever started us: nobody wants to read it
            setattr(sys, stream, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS)
    try:
        _run_told()
    finally:
        gc.freeze()


def _run_told() -> None:
    """Run the command; what goes wrong becomes a sentence and a status."""
    try:
        app()
    except (BotError, DigestsError) as error:
        _end(f"diemtin: {error}", 1)
    except BrokenPipeError:
        # Python flushes standard output once more at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.filename is None and error.errno not in _OUT_OF_ROOM:
            _unexpected(error)
        _end(f"diemtin: {error.filename or 'The output'}: {error.strerror}.", 1)
    except KeyboardInterrupt:
        _end("diemtin: stopped", 130)
    except Exception as error:  # noqa: BLE001 - the last one who can say it in a sentence
        _unexpected(error)


def _unexpected(error: Exception) -> NoReturn:
    if os.environ.get("DIEMTIN_LOG_LEVEL", "").lower() == "debug":
        _end("".join(traceback.format_exception(error)), 1)
    _end(
        f"diemtin: something unexpected went wrong ({type(error).__name__}: {error}); "
        "set DIEMTIN_LOG_LEVEL=debug to see where, and please report it.",
        1,
    )


def _end(sentence: str, status: int) -> NoReturn:
    from bot.logs import without_tokens  # noqa: PLC0415 - only an ending needs it

    print(without_tokens(sentence), file=sys.stderr)  # noqa: T201 - the command line's own voice
    sys.exit(status)
