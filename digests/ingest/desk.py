"""The desk: an article that an editor brings, corrects, and publishes to whom they choose."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from digests import pages, stories, summary
from digests.keywords import matching
from digests.model import Article, Digest, Photo, StoredArticle
from digests.store import (
    Draft,
    DraftKind,
    Owe,
    Publication,
    Published,
    Store,
    article_in,
    article_out,
    digest_in,
    digest_out,
)

PARTS = ("title", "lead", "caption", "source")
"""What an editor can correct."""


class PageReader(Protocol):
    """Reads the page at an address (``digests.ingest.ArticleReader``)."""

    async def read_address(self, url: str) -> Article:
        """Give the article; ``FetchError``, ``PageError``."""


def with_correction(facts: dict[str, Any], part: str, words: str) -> dict[str, Any]:
    """Give the facts of an article's draft with one part worded anew.

    Raises:
        ValueError: ``part`` is none of ``PARTS``.
    """
    article, digest = article_in(facts["article"]), digest_in(facts["digest"])
    if part == "title":
        article, digest = replace(article, title=words), replace(digest, title=words)
    elif part == "lead":
        article = replace(article, lead=words, lead_is_own=True)
        digest = replace(digest, lead=words, lead_is_own=True, rewritten=False)
    elif part == "caption":
        photo = replace(digest.photo or Photo(None), caption=words)
        article, digest = _showing(photo, article, digest)
    elif part == "source":
        article, digest = replace(article, source=words), replace(digest, source=words)
    else:
        raise ValueError(f"an article has no part called {part!r}")
    return facts | _facts(article, digest)


def with_photo(facts: dict[str, Any], url: str, caption: str = "") -> dict[str, Any]:
    """Give the facts of an article's draft with another picture shown, or with its first.

    A caption that stood without a picture becomes its own; that of another picture goes with it.
    """
    article, digest = article_in(facts["article"]), digest_in(facts["digest"])
    shown = digest.photo
    photo = replace(shown, url=url) if shown and shown.url is None else Photo(url)
    photo = replace(photo, caption=caption) if caption else photo
    return facts | _facts(*_showing(photo, article, digest))


def without_photo(facts: dict[str, Any]) -> dict[str, Any]:
    """Give the facts of an article's draft without the picture that it shows, and its caption."""
    article, digest = article_in(facts["article"]), digest_in(facts["digest"])
    return facts | _facts(*_showing(None, article, digest))


def _showing(photo: Photo | None, article: Article, digest: Digest) -> tuple[Article, Digest]:
    """Put ``photo`` in the place of the one that is shown."""
    others = tuple(one for one in article.photos if one != digest.photo)
    photos = others if photo is None else (photo, *others)
    return replace(article, photos=photos), replace(digest, photo=photo)


def _facts(article: Article, digest: Digest) -> dict[str, Any]:
    return {"article": article_out(article), "digest": digest_out(digest)}


def as_stored(draft: Draft, now: datetime) -> StoredArticle:
    """Give a draft's article as it would stand in the archive."""
    article, digest = article_in(draft.facts["article"]), digest_in(draft.facts["digest"])
    published = digest.published or now
    return StoredArticle(0, article, replace(digest, published=published), first_seen_at=now)


def _with_picture(photos: tuple[Photo, ...], picture: str) -> tuple[Photo, ...]:
    """Put a picture first; the caption of a copied text, which has no picture, becomes its own."""
    if photos and photos[0].url is None:
        return replace(photos[0], url=picture), *photos[1:]
    return Photo(picture), *photos


class ArticleDesk:
    """Reads what an editor brings, and publishes it when they say so."""

    def __init__(
        self,
        store: Store,
        reader: PageReader,
        *,
        now: Callable[[], datetime],
        worker: Executor | None = None,
    ) -> None:
        """Keep the parts; ``worker`` is the thread in which texts are read."""
        self._store = store
        self._reader = reader
        self._now = now
        self._worker = worker

    async def take_text(
        self, text: str, *, who: str, chat: str, picture: str | None = None
    ) -> Draft:
        """Take a copied article in hand; raises ``PageError`` when the text holds none.

        ``picture`` is where the picture is that came with it, as for ``take_address``.
        """
        loop = asyncio.get_running_loop()
        article = await loop.run_in_executor(self._worker, pages.read_text, text)
        return await self._take(article, who=who, chat=chat, picture=picture)

    async def take_address(
        self, url: str, *, who: str, chat: str, picture: str | None = None
    ) -> Draft:
        """Take the article at ``url`` in hand; ``picture`` stands before those of the page.

        Raises:
            FetchError: the page cannot be had.
            PageError: it holds no article.
        """
        article = await self._reader.read_address(url)
        return await self._take(article, who=who, chat=chat, picture=picture)

    async def _take(self, article: Article, *, who: str, chat: str, picture: str | None) -> Draft:
        if picture is not None:
            article = replace(article, photos=_with_picture(article.photos, picture))
        loop = asyncio.get_running_loop()
        digest: Digest = await loop.run_in_executor(self._worker, summary.digest, article)
        if picture is not None:
            digest = replace(digest, photo=article.photos[0])
        facts = {**_facts(article, digest), "everyone": True, "readers": []}
        return await self._store.drafts.begin(
            DraftKind.ARTICLE, who=who, chat=chat, facts=facts, now=self._now()
        )

    async def publish(self, draft: Draft) -> Published | None:
        """Publish a draft; ``None`` when it was published or dropped before."""
        now = self._now()
        stored = as_stored(draft, now)
        article = replace(stored.article, published=stored.article.published or now)
        wanted = await self._store.articles.keywords()
        loop = asyncio.get_running_loop()
        publication = Publication(
            article=article,
            digest=stored.digest,
            keywords=matching(wanted, article),
            signature=await loop.run_in_executor(self._worker, stories.signature, article),
            owe=Owe.EVERYONE if draft.facts["everyone"] else Owe.NOBODY,
            source=article.source,
            readers=tuple(draft.facts["readers"]),
        )
        return await self._store.articles.publish_draft(draft.id, publication, now)

    async def publish_due(self) -> list[tuple[Draft, Published]]:
        """Publish the scheduled drafts whose time has come; give those with what came of them."""
        out = []
        for draft in await self._store.drafts.due(self._now()):
            published = await self.publish(draft)
            if published is not None:
                out.append((draft, published))
        return out
