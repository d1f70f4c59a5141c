"""From one entry of a feed to the article and its digest."""

import asyncio
import hashlib
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import structlog

from digests import pages, stories, summary
from digests.errors import DigestsError, FetchError, HttpStatusError, RobotsRefused, SummaryError
from digests.fetch import Fetched, Fetcher
from digests.model import Article, ArticleKind, Digest, Entry, Feed, Photo
from digests.stories import Signature

log = structlog.get_logger(__name__)

_FINAL_STATUSES = frozenset({401, 403, 404, 410, 451})


class DigestRewriter(Protocol):
    """Words a digest anew; raises ``SummaryError`` when the extractive one must stand."""

    async def rewrite(self, article: Article, digest: Digest) -> Digest:
        """Give the digest in other words."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was had for one entry.

    ``complete`` is false when only the feed's words are known and the page should be tried again.
    ``links`` are all addresses the article is known by.
    """

    article: Article
    digest: Digest
    signature: Signature
    links: tuple[str, ...]
    complete: bool


def from_entry(entry: Entry, feed: Feed) -> Article:
    """Give the article as far as the feed tells it."""
    return Article(
        title=entry.title,
        url=entry.link,
        lead=entry.summary,
        lead_is_own=entry.summary is not None,
        published=entry.published,
        authors=entry.authors,
        photos=(Photo(entry.image),) if entry.image else (),
        section=entry.section or feed.section,
        source=feed.source.name,
        kind=ArticleKind.FEED_ONLY,
    )


def with_feed_words(article: Article, entry: Entry, feed: Feed) -> Article:
    """Give the page's article, filled up from the feed where the page says nothing.

    The source is the feed's: it is the name under which readers subscribed. So is the section when
    the feed has one of its own, for the same reason.
    """
    photos = article.photos
    if not photos and entry.image:
        photos = (Photo(entry.image),)
    return replace(
        article,
        url=article.url or entry.link,
        lead=article.lead or entry.summary,
        published=article.published or entry.published,
        authors=article.authors or entry.authors,
        photos=photos,
        section=feed.section or article.section or entry.section,
        source=feed.source.name,
    )


def fingerprint(entry: Entry) -> str:
    """Give what changes when the feed says something else of the article (SHA-256, hex)."""
    words = f"{entry.title}\n{entry.summary or ''}"
    return hashlib.sha256(words.encode()).hexdigest()


def is_final(error: DigestsError) -> bool:
    """Say whether asking for the page again cannot help."""
    if isinstance(error, RobotsRefused):
        return True
    return isinstance(error, HttpStatusError) and error.status in _FINAL_STATUSES


def _made_of(article: Article) -> tuple[Digest, Signature]:
    return summary.digest(article), stories.signature(article)


class ArticleReader:
    """Fetches the page of an entry and makes article and digest of it."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        obey_robots: bool = True,
        rewriter: DigestRewriter | None = None,
        worker: Executor | None = None,
    ) -> None:
        """Keep what is needed; nothing is asked yet.

        ``worker`` parses pages; one thread is enough, and more would only take the interpreter
        from the event loop. Without one, the loop's own threads do it.
        """
        self._worker = worker
        self._fetcher = fetcher
        self._obey_robots = obey_robots
        self._rewriter = rewriter

    async def read(self, entry: Entry, feed: Feed) -> Reading:
        """Give article and digest of ``entry``; never raises for a page that cannot be had.

        A page that cannot be had, or holds no article, leaves the article on the feed's words.
        """
        links = (entry.link,) if entry.link else ()
        try:
            article, page_links = await self._page(entry)
        except DigestsError as error:
            log.info("page_not_read", url=entry.link, reason=str(error))
            article = from_entry(entry, feed)
            complete = entry.link is None or is_final(error)
            return await self._reading(article, links, complete=complete)
        article = with_feed_words(article, entry, feed)
        known_by = tuple(
            dict.fromkeys((*links, *page_links, *((article.url,) if article.url else ())))
        )
        return await self._reading(article, known_by, complete=True)

    async def read_address(self, url: str) -> Article:
        """Give the article at ``url``.

        Raises:
            FetchError: the page cannot be had.
            PageError: it holds no article.
        """
        article, _links = await self._page(Entry(id=url, link=url, title=url))
        return article

    async def _page(self, entry: Entry) -> tuple[Article, tuple[str, ...]]:
        if entry.link is None:
            raise FetchError("", "the feed gives no link for this article")
        page = await self._fetcher.get(entry.link, robots=self._obey_robots)
        if not isinstance(page, Fetched):
            raise FetchError(
                entry.link, "the server says that nothing changed, but nothing was asked before"
            )
        read = partial(pages.read, page.body, url=page.url, content_type=page.content_type)
        article = await asyncio.get_running_loop().run_in_executor(self._worker, read)
        return article, (page.url,)

    async def _reading(
        self, article: Article, links: tuple[str, ...], *, complete: bool
    ) -> Reading:
        loop = asyncio.get_running_loop()
        digest, signature = await loop.run_in_executor(self._worker, _made_of, article)
        digest = await self._reworded(article, digest)
        return Reading(article, digest, signature, links, complete)

    async def _reworded(self, article: Article, digest: Digest) -> Digest:
        if self._rewriter is None:
            return digest
        try:
            return await self._rewriter.rewrite(article, digest)
        except SummaryError as error:
            log.info("digest_not_rewritten", url=article.url, reason=str(error))
            return digest
