"""What happens when a handler fails: the operator gets an event, the person one kind sentence."""

from pathlib import Path
from traceback import extract_tb

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.handlers.context import Context, find_reader
from bot.handlers.replies import toast
from digests.errors import DigestsError, StoreLocked

log = structlog.get_logger(__name__)

_FRAMES = 8


def register(application: Application) -> None:  # type: ignore[type-arg]
    """Add this module's handler."""
    application.add_error_handler(on_error)


async def on_error(update: object, context: Context) -> None:
    """Log what failed, without a word of what was said, and tell the person kindly."""
    error = context.error
    log.error(
        "update_failed",
        error=type(error).__name__,
        update=update.update_id if isinstance(update, Update) else None,
        cause=type(error.__cause__).__name__ if error and error.__cause__ else None,
        at=_places(error),
    )
    await _write_down(context, error)
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    if isinstance(error, Forbidden):
        await _put_asleep(update, context, error)
    elif not isinstance(error, RetryAfter | NetworkError) or _is_refusal(error):
        await _apologise(update, context)


async def _write_down(context: Context, error: BaseException | None) -> None:
    """Keep for /nhatky what failed; what Telegram or a busy store refuses is told elsewhere."""
    if isinstance(error, TelegramError | StoreLocked) and not _is_refusal(error):
        return
    facts = {"error": type(error).__name__, "at": _places(error).rpartition(" > ")[2]}
    store = context.store
    try:
        await store.incidents.record("update", facts, context.now(), network=store.network)
    except DigestsError as failed:
        log.warning("not_written_down", reason=str(failed))


def _places(error: BaseException | None) -> str:
    """Give where it failed, innermost last, without values: those may be what a person said."""
    frames = extract_tb(error.__traceback__) if error else []
    return " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames[-_FRAMES:])


def _is_refusal(error: BaseException) -> bool:
    """Say whether Telegram answered: BadRequest is a NetworkError in python-telegram-bot."""
    return type(error).__name__ == "BadRequest"


async def _put_asleep(update: Update, context: Context, error: Forbidden) -> None:
    try:
        await find_reader(update, context)
        if context.reader is not None:
            await context.store.subscribers.sleep(context.reader.id, error.message, context.now())
    except DigestsError as failed:
        log.warning("not_put_asleep", reason=str(failed))


async def _apologise(update: Update, context: Context) -> None:
    trouble = context.texts.trouble
    words = trouble.store_busy if isinstance(context.error, StoreLocked) else trouble.failed
    try:
        await toast(update, context, words)
    except TelegramError as error:
        log.warning("not_apologised", error=type(error).__name__)
