"""Adding feeds: from an address that a person gave to a feed that is polled."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from digests import feeds
from digests.errors import DigestsError, FeedError, FetchError
from digests.feeds.catalogue import ListedSource, catalogue
from digests.fetch import Fetched, Fetcher
from digests.model import Entry, Feed, FeedKind
from digests.store import Store

_USUAL_PLACES = ("/rss", "/rss.xml", "/feed", "/rss/home.rss", "/rss/tin-moi-nhat.rss", "/atom.xml")
_SITEMAPS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemaps/news.xml",
    "/google-news-sitemap.xml",
)


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """What would come from an address: the feed that was found there and its newest entries."""

    url: str
    kind: FeedKind
    title: str | None
    home: str | None
    entries: tuple[Entry, ...]
    section: str | None = None


def host_of(url: str) -> str:
    """Give the host of ``url`` without ``www.``: the name of a source that says none."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


class FeedAdder:
    """Finds, previews, adds and removes feeds."""

    def __init__(self, store: Store, fetcher: Fetcher, *, now: Callable[[], datetime]) -> None:
        """Keep the parts."""
        self._store = store
        self._fetcher = fetcher
        self._now = now

    async def preview(self, url: str) -> FeedPreview:
        """Give what would come from ``url``: a feed, or a page that leads to one.

        A page's own feeds are tried first, then the usual places of feeds, then news sitemaps; when
        there is none, the links of the page itself become the entries.

        Raises:
            FetchError: the address cannot be had.
            FeedError: there is nothing at the address that gives articles.
        """
        answer = await self._get(url)
        try:
            return await self._parsed(FeedKind.FEED, answer)
        except FeedError as error:
            not_a_feed = error
        found = await self._discovered(answer) or await self._guessed(answer)
        if found is not None:
            return found
        try:
            return await self._parsed(FeedKind.SECTION_PAGE, answer)
        except FeedError as error:
            raise FeedError(
                f"{url} is neither a feed nor a page that leads to one ({not_a_feed})"
            ) from error

    async def add(self, url: str, *, source: str | None = None, section: str | None = None) -> Feed:
        """Find the feed at ``url`` and have it polled from now on.

        Raises:
            FetchError: the address cannot be had.
            FeedError: there is no feed.
            AlreadyThere: the feed is polled already.
        """
        preview = await self.preview(url)
        return await self.take(preview, source=source, section=section)

    async def take(
        self,
        preview: FeedPreview,
        *,
        source: str | None = None,
        section: str | None = None,
        shared: bool = True,
    ) -> Feed:
        """Have the previewed feed polled from now on, for everyone or for its followers only.

        Raises:
            AlreadyThere: the feed is polled already.
        """
        return await self._store.feeds.add(
            preview.url,
            source=source or source_name(preview),
            home=preview.home,
            section=section or preview.section,
            kind=preview.kind,
            title=preview.title,
            shared=shared,
            now=self._now(),
        )

    async def remove(self, number: int) -> None:
        """Stop polling a feed; its articles stay. Raises ``NotThere``."""
        await self._store.feeds.remove(number)

    async def _get(self, url: str) -> Fetched:
        answer = await self._fetcher.get(url)
        if not isinstance(answer, Fetched):
            raise FetchError(url, "the server gives nothing to read")
        return answer

    async def _parsed(self, kind: FeedKind, answer: Fetched) -> FeedPreview:
        parsed = await asyncio.to_thread(
            feeds.parse_as, kind, answer.body, url=answer.url, content_type=answer.content_type
        )
        if kind is not FeedKind.FEED and not parsed.entries:
            raise FeedError(f"{answer.url} names no article")
        return FeedPreview(
            url=answer.moved_to or answer.url,
            kind=kind,
            title=parsed.title,
            home=parsed.home,
            entries=parsed.entries,
        )

    async def _discovered(self, answer: Fetched) -> FeedPreview | None:
        candidates = await asyncio.to_thread(
            feeds.discover, answer.body, url=answer.url, content_type=answer.content_type
        )
        return await self._first([(FeedKind.FEED, candidate.url) for candidate in candidates[:5]])

    async def _guessed(self, answer: Fetched) -> FeedPreview | None:
        parts = urlsplit(answer.url)
        root = f"{parts.scheme}://{parts.netloc}"
        places = [(FeedKind.FEED, root + path) for path in _USUAL_PLACES]
        places += [(FeedKind.SITEMAP, root + path) for path in _SITEMAPS]
        return await self._first(places)

    async def _first(self, places: list[tuple[FeedKind, str]]) -> FeedPreview | None:
        for kind, url in places:
            try:
                preview = await self._parsed(kind, await self._get(url))
            except DigestsError:
                continue
            if preview.entries:
                return preview
        return None


def listed_at(url: str) -> ListedSource | None:
    """Give the paper of the catalogue that ``url`` belongs to: the one with the same host."""
    host = host_of(url)
    return next((paper for paper in catalogue() if host_of(paper.home) == host), None)


def source_name(preview: FeedPreview) -> str:
    """Give the publisher's name as the feed's title tells it, else its host.

    Titles of feeds carry the section ("Thế giới - VnExpress RSS"): the last part that is not a
    word for feeds is the publisher.
    """
    known = listed_at(preview.url)
    if known is not None:
        return known.name
    parts = [part.strip() for part in (preview.title or "").replace("|", " - ").split(" - ")]
    for part in parts[::-1]:
        name = part.removesuffix("RSS").removesuffix("rss").strip(" -–:")
        if name and name.lower() not in {"trang chủ", "tin mới", "tin mới nhất", "home"}:
            return name
    return host_of(preview.url)
