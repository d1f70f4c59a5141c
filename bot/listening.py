"""A port of our own on which something is served."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import SettingsError


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, *, setting: str, advice: str, last_words: float
) -> AsyncIterator[int]:
    """Serve ``app`` inside; gives the port, which the system chose where ``port`` is 0.

    Args:
        app: what answers.
        host: the address of this machine to listen on.
        port: the port to listen on.
        setting: the setting that names the port, for the sentence that says what is wrong.
        advice: what to do then.
        last_words: seconds that requests under way have at the end.

    Raises:
        SettingsError: the port is taken, or the host is none of this machine's.
    """
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=last_words)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"{setting}: {host}:{port} cannot be listened on ({error.strerror}); {advice}."
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
