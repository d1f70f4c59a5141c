"""Structured logs: one event a line, readable or JSON, and never a token in them."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def _no_rich() -> Iterator[None]:
    """Have rich not found: structlog loads it for coloured traces, and no trace is ever printed.

    It would be an eighth of what a short command takes altogether.
    """
    if "rich" in sys.modules:
        yield
        return
    sys.modules["rich"] = None  # type: ignore[assignment] # how Python notes what is not to be had
    try:
        yield
    finally:
        del sys.modules["rich"]


with _no_rich():
    import structlog

# What a bot token looks like: https://core.telegram.org/bots/api#authorizing-your-bot
_TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{20,}")
_NOISY = ("httpx", "httpcore", "apscheduler", "aiosqlite", "uvicorn.access", "asyncio", "alembic")


def without_tokens(text: str) -> str:
    """Give ``text`` with everything that looks like a bot token blacked out."""
    return _TOKEN.sub("[token]", text)


def _mask(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_tokens(value)
        elif isinstance(value, BaseException):
            event[key] = without_tokens(f"{type(value).__name__}: {value}")
        elif not isinstance(value, int | float | None) and _TOKEN.search(text := str(value)):
            event[key] = without_tokens(text)
    return event


def _of_bot(name: str) -> structlog.typing.Processor:
    def named(
        _logger: object, _name: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event["bot"] = name
        return event

    return named


def _exception_in_a_line(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        last = traceback.extract_tb(error.__traceback__)[-1:]
        where = "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in last)
        event["raised"] = f"{type(error).__name__}: {error}{where}".replace("\n", " ")
    return event


def configure_logs(*, style: str = "text", level: str = "info", bot: str | None = None) -> None:
    """Send all logs, our own and the libraries', to standard error in one form.

    Args:
        style: ``text`` for people, ``json`` for machines.
        level: ``debug``, ``info``, ``warning`` or ``error``.
        bot: the name that stands in every line, where several bots share a store.
    """
    shared: list[structlog.typing.Processor] = [
        *([_of_bot(bot)] if bot else []),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if style == "json" else _exception_in_a_line,
        _mask,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _mask,
                renderer,
            ],
        )
    )
    logging.captureWarnings(capture=True)  # a line of its own form would be no event
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
