"""The rewriting service: an optional endpoint of the OpenAI kind that words digests anew.

Specification: https://platform.openai.com/docs/api-reference/chat/create, which local servers
(llama.cpp, vLLM, Ollama) speak too.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from digests.errors import StoreError, SummaryError
from digests.model import Article, Digest
from digests.summary.asking import Unusable, Wording, question, wording_of
from digests.summary.faithful import find_fault

if TYPE_CHECKING:
    import httpx

_VIETNAM = timezone(timedelta(hours=7))
_LARGEST_ANSWER = 256 * 1024
_FAILURES_BEFORE_REST = 3
_ENDPOINT = "/chat/completions"
_BUDGET = "rewriting"


@dataclass(frozen=True, slots=True)
class RewriterSettings:
    """Where the service is and what it may cost.

    ``url`` is its base ("http://127.0.0.1:8080/v1") or the whole address of the endpoint;
    ``daily_budget`` counts requests a day in Vietnam; ``timeout`` is in seconds for the whole
    exchange; after three failures in a row it is left alone for ``rest`` seconds.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    daily_budget: int = 500
    timeout: float = 20.0
    rest: float = 300.0


class Budget(Protocol):
    """What may be used in a day, over restarts and by all processes together."""

    async def draw(self, name: str, day: str, wanted: int, *, limit: int) -> int:
        """Take ``wanted`` of the day's ``limit``, or what is left of it; give how much.

        Raises:
            StoreError: nothing could be drawn.
        """


class _NoAnswer(Exception):
    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Rewriter:
    """Words digests anew, behind the faithfulness gate; counts what came of it."""

    def __init__(
        self,
        settings: RewriterSettings,
        *,
        budget: Budget,
        now: Callable[[], datetime],
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        """Keep the settings, the budget and the clock (aware); nothing is asked yet."""
        self._settings = settings
        self._budget = budget
        self._now = now
        self._transport = transport
        self._counts: Counter[str] = Counter()
        self._failures = 0
        self._rests_until: datetime | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """How often what happened since the start, as it stands whenever it is looked at.

        ``rewritten``, or why the extractive digest stood: ``budget``, ``resting``, ``timeout``,
        ``unreachable``, ``status``, ``refused``, ``malformed``, ``empty``, ``too_long``, or a
        fault of :class:`~digests.summary.faithful.Fault`.
        """
        return MappingProxyType(self._counts)

    async def rewrite(self, article: Article, digest: Digest) -> Digest:
        """Give ``digest`` with lead and key points in the service's words.

        Raises:
            SummaryError: nothing usable was had; the digest given should stand.
        """
        try:
            wording = await self._wording(article, digest)
        except (_NoAnswer, Unusable) as error:
            self._counts[error.reason] += 1
            raise SummaryError(f"the rewriting service: {error}") from error
        fault = find_fault((wording.lead, *wording.key_points), article)
        if fault is not None:
            self._counts[fault.fault.value] += 1
            raise SummaryError(f"the rewriting service: not in the article ({fault.fault.value})")
        self._counts["rewritten"] += 1
        return replace(digest, lead=wording.lead, key_points=wording.key_points, rewritten=True)

    async def _wording(self, article: Article, digest: Digest) -> Wording:
        if not digest.lead:
            raise Unusable("empty", "there is no lead to word")
        await self._spend()
        try:
            body = await self._ask(question(article, digest, model=self._settings.model))
        except _NoAnswer:
            self._note_failure()
            raise
        self._failures = 0
        return wording_of(body, most_points=len(digest.key_points))

    async def _spend(self) -> None:
        """Take one request from the day's budget."""
        now = self._now()
        if self._rests_until is not None and now < self._rests_until:
            raise _NoAnswer("resting", "it failed several times and is left alone for a while")
        today, limit = now.astimezone(_VIETNAM).date().isoformat(), self._settings.daily_budget
        try:
            drawn = await self._budget.draw(_BUDGET, today, 1, limit=limit)
        except StoreError as error:
            raise _NoAnswer("budget", "the day's budget cannot be read") from error
        if not drawn:
            raise _NoAnswer("budget", "the day's budget is spent")

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES_BEFORE_REST:
            self._failures = 0
            self._rests_until = self._now() + timedelta(seconds=self._settings.rest)

    async def _ask(self, body: Mapping[str, Any]) -> bytes:
        import httpx  # noqa: PLC0415 - most installations never ask

        try:
            async with asyncio.timeout(self._settings.timeout):
                return await self._exchange(json.dumps(body).encode())
        except (TimeoutError, httpx.TimeoutException) as error:
            raise _NoAnswer("timeout", "no answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _NoAnswer("unreachable", f"no answer ({type(error).__name__})") from error

    async def _exchange(self, body: bytes) -> bytes:
        import httpx  # noqa: PLC0415 - as above

        from digests.fetch.client import trusted  # noqa: PLC0415 - as above

        headers = {"content-type": "application/json"}
        if self._settings.key:
            headers["authorization"] = f"Bearer {self._settings.key}"
        async with (
            httpx.AsyncClient(
                verify=trusted(),
                timeout=self._settings.timeout,
                transport=self._transport,
                trust_env=False,
            ) as client,
            client.stream("POST", self._address(), content=body, headers=headers) as response,
        ):
            if not response.is_success:
                raise _NoAnswer("status", f"it answered with status {response.status_code}")
            return await _read(response)

    def _address(self) -> str:
        base = str(self._settings.url).rstrip("/")
        return base if base.endswith(_ENDPOINT) else base + _ENDPOINT


async def _read(response: "httpx.Response") -> bytes:
    """Give the whole body, unless it is larger than any digest."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise Unusable("too_long", "the answer is larger than 256 KiB")
    return bytes(body)
