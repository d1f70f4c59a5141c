"""The other way for updates: Telegram brings them to an address, here only on this machine."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.playground.refusals import Json
from bot.playground.updates import UpdateQueue

if TYPE_CHECKING:
    import httpx

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
ANSWER_SECONDS = 60.0


class Webhook:
    """Where updates are brought, with the secret that goes along in a header."""

    def __init__(self) -> None:
        """Start without an address: updates wait for getUpdates."""
        self.url = ""
        self.secret: str | None = None
        self.max_connections = 40
        self.last_error: str | None = None
        self.last_error_date = 0
        self._set = asyncio.Event()

    def set(self, url: str, secret: str | None, max_connections: int) -> None:
        """Bring updates to ``url`` from now on; an empty one ends it."""
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error = None
        if url:
            self._set.set()
        else:
            self._set.clear()

    def info(self, pending: int, allowed: list[str]) -> Json:
        """Give the ``WebhookInfo`` object."""
        told: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.url:
            told["max_connections"] = self.max_connections
        if allowed:
            told["allowed_updates"] = allowed
        if self.last_error:
            told["last_error_date"] = self.last_error_date
            told["last_error_message"] = self.last_error
        return told

    async def bring(self, updates: UpdateQueue, date: Callable[[], int]) -> None:
        """Bring updates one by one, again until they are taken, while there is an address.

        Runs until it is cancelled.
        """
        pause = FIRST_PAUSE
        while True:
            await self._set.wait()
            update = await updates.first()
            if not self.url:
                continue
            failed = await self._post(update)
            if failed is None:
                updates.confirm(int(update["update_id"]))
                pause = FIRST_PAUSE
                continue
            self.last_error, self.last_error_date = failed, date()
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    async def _post(self, update: Json) -> str | None:
        """Bring one update; give Telegram's sentence when it was not taken."""
        import httpx  # noqa: PLC0415 - heavy, and few use a webhook

        from digests.fetch.client import trusted  # noqa: PLC0415 - as heavy

        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with httpx.AsyncClient(
                verify=trusted(), timeout=ANSWER_SECONDS, trust_env=False
            ) as client:
                answer = await client.post(self.url, json=update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.HTTPError:
            return "Connection refused"
        return None if answer.is_success else _wrong(answer)


def _wrong(answer: "httpx.Response") -> str:
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
