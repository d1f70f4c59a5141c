"""robots.txt (RFC 9309), read by protego and remembered for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digests.errors import FetchError, HttpStatusError, RobotsRefused
from digests.fetch.addresses import without_secrets

if TYPE_CHECKING:
    from protego import Protego

_FRESH = 24 * 3600.0
_FRESH_AFTER_FAILURE = 600.0
_MAX_BYTES = 200_000
_MAX_SITES = 4_000
_MAX_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site said; ``parsed`` is ``None`` where everything is allowed.

    ``failure`` is why the site could not say anything: nothing is allowed then.
    """

    until: float
    parsed: "Protego | None" = None
    failure: FetchError | None = None


class Robots:
    """The rules of sites, each asked for once a day at most."""

    def __init__(
        self,
        agent: str,
        fetch: Callable[[str], Awaitable[bytes]],
        monotonic: Callable[[], float],
    ) -> None:
        """Ask with ``fetch`` (raising ``FetchError``) and obey what is said to ``agent``."""
        self._agent = agent
        self._fetch = fetch
        self._monotonic = monotonic
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> float | None:
        """Give the pause in seconds that the site asks for (Crawl-delay), or ``None``.

        Raises:
            RobotsRefused: the site does not want ``url`` read.
            FetchError: the site cannot say now; it may later.
        """
        rules = await self._rules(url)
        if rules.failure is not None:
            raise rules.failure.with_traceback(None)  # else it would grow at each raise
        if rules.parsed is None:
            return None
        if not rules.parsed.can_fetch(url, self._agent):
            raise RobotsRefused(without_secrets(url), "the site's robots.txt forbids it")
        delay = rules.parsed.crawl_delay(self._agent)
        return min(float(delay), _MAX_DELAY) if delay else None

    async def _rules(self, url: str) -> _Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        known = self._known.get(site)
        if known is not None and known.until > self._monotonic():
            return known
        lock = self._asking.setdefault(site, asyncio.Lock())
        try:
            async with lock:
                known = self._known.get(site)
                if known is None or known.until <= self._monotonic():
                    known = await self._ask(site)
                    self._remember(site, known)
                return known
        finally:
            if not lock.locked():
                self._asking.pop(site, None)

    async def _ask(self, site: str) -> _Rules:
        """RFC 9309, 2.3.1: a 4xx allows everything, a site that cannot answer allows nothing."""
        try:
            body = await self._fetch(site + "/robots.txt")
        except HttpStatusError as error:
            if 400 <= error.status < 500 and error.status != 429:  # noqa: PLR2004
                return _Rules(self._monotonic() + _FRESH)
            return _Rules(self._monotonic() + _FRESH_AFTER_FAILURE, failure=error)
        except FetchError as error:
            return _Rules(self._monotonic() + _FRESH_AFTER_FAILURE, failure=error)
        from protego import Protego  # noqa: PLC0415 - not needed to poll feeds

        parsed = Protego.parse(body[:_MAX_BYTES].decode("utf-8-sig", "replace"))
        return _Rules(self._monotonic() + _FRESH, parsed)

    def _remember(self, site: str, rules: _Rules) -> None:
        self._known[site] = rules
        self._known.move_to_end(site)
        while len(self._known) > _MAX_SITES:
            self._known.popitem(last=False)
