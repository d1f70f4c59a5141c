"""A photo is given to Telegram once: by its address, or uploaded by us where that is refused.

Afterwards it is sent by the identity that Telegram gave it. While one message brings a photo, the
others that want it wait for that one.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from bot.messages.markup import safe_url
from digests.errors import FetchError, StoreError
from digests.fetch import Fetched, Fetcher
from digests.store import Store

log = structlog.get_logger(__name__)

_REMEMBERED = 2_000
_UPLOAD_LIMIT = 10_000_000
"""Bytes of an uploaded photo (https://core.telegram.org/bots/api#sendphoto)."""


class Photos:
    """What is known of the photos that were sent: Telegram's identities, and hopeless cases."""

    def __init__(
        self, store: Store, fetcher: Fetcher | None, *, now: Callable[[], datetime]
    ) -> None:
        """Keep the parts; without ``fetcher`` nothing is uploaded."""
        self._store = store
        self._now = now
        self._fetcher = fetcher
        self._refs: OrderedDict[str, str | None] = OrderedDict()
        self._bringing: OrderedDict[str, asyncio.Lock] = OrderedDict()

    @asynccontextmanager
    async def bringing(self, url: str) -> AsyncIterator[str | None]:
        """Give what to send for ``url``, ``None`` for a hopeless case.

        Who gets the address itself brings the photo; the others wait until it has tried.
        """
        if (known := await self._known(url)) != url:
            yield known
            return
        async with self._lock(url):
            if (known := await self._known(url)) == url:
                yield url
                return
        yield known

    def _lock(self, url: str) -> asyncio.Lock:
        lock = self._bringing.setdefault(url, asyncio.Lock())
        self._bringing.move_to_end(url)
        if len(self._bringing) > _REMEMBERED:
            self._bringing.popitem(last=False)
        return lock

    async def _known(self, url: str) -> str | None:
        if url not in self._refs:
            ref = await self._store.photo_refs.get(url, self._now())
            if ref is None:
                return url
            self._remember(url, ref)
        return self._refs[url]

    async def upload(self, url: str, *, page: str | None = None) -> bytes | None:
        """Give the photo's bytes for an upload; ``None`` when they cannot be had.

        ``page`` is the address of the article: some papers give their pictures to its readers only.
        What an editor gave to another bot of the store, or to one of another token, was kept.
        """
        if safe_url(url) is None:
            return await self._given(url)
        if self._fetcher is None:
            return None
        try:
            fetched = await self._fetcher.get(url, accept="image/*", referer=page)
        except FetchError as error:
            log.info("photo_not_fetched", url=url, reason=error.reason)
            return None
        if not isinstance(fetched, Fetched) or len(fetched.body) > _UPLOAD_LIMIT:
            return None
        kind = (fetched.content_type or "").lower()
        return fetched.body if kind.startswith(("image/", "application/octet-stream")) else None

    async def _given(self, ref: str) -> bytes | None:
        try:
            return await self._store.given_photos.get(ref)
        except StoreError as error:
            log.warning("photo_not_looked_up", reason=str(error))
            return None

    async def keep(self, url: str, ref: str) -> None:
        """Remember Telegram's identity of the photo."""
        if self._refs.get(url) == ref:
            return
        self._remember(url, ref)
        try:
            await self._store.photo_refs.keep(url, ref, self._now())
        except StoreError as error:
            log.warning("photo_not_kept", reason=str(error))

    def forget(self, url: str) -> None:
        """Remember that nothing can be done about this photo while the program runs."""
        self._remember(url, None)

    def _remember(self, url: str, ref: str | None) -> None:
        self._refs[url] = ref
        self._refs.move_to_end(url)
        if len(self._refs) > _REMEMBERED:
            self._refs.popitem(last=False)
