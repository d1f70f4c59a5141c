"""The archive of articles with their digests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.errors import NotThere
from digests.model import (
    Article,
    DeliveryKind,
    Digest,
    Entry,
    Headline,
    StoredArticle,
    SubscriptionKind,
)
from digests.store import breaking, fan_out, importing, publishing, storytelling, tables
from digests.store.database import Database, Turn, number_of
from digests.store.drafts import IN_HAND, DraftState, settle
from digests.store.feeds import source_id
from digests.store.known import unknown_entries
from digests.store.newest import HEADLINES, NEWEST, NEWEST_HEADLINES, Newest, headline_in
from digests.store.publication import Owe, Publication, Published, ReadyArticle
from digests.store.search import SearchIndex
from digests.store.together import Together
from digests.store.values import address_key, article_in, stored_article
from digests.store.wishing import is_shared, of_shared_feed

_LONGEST_RETRY = timedelta(hours=6)
_MOST_RETRIES = 12


class Articles:
    """The articles of the archive."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._database = database
        self._index = index
        self._pages = Together(self._headlines)

    async def unknown(self, feed_id: int, entries: Sequence[Entry]) -> list[Entry]:
        """Give the entries that are known neither by their identity in the feed nor by their link.

        Of entries with the same identity or link, the first.
        """
        async with self._database.reading() as connection:
            return await unknown_entries(connection, feed_id, entries)

    async def publish(self, publication: Publication, now: datetime) -> Published:
        """Put an article into the archive and owe its digest, in one transaction.

        Where very many want it, the first of them; the rest follow (``FanOuts``). An article that
        is known already only learns its new entry and addresses.
        """
        async with self._database.writing(Turn.ARCHIVE) as connection:
            number = await publishing.known_number(connection, publication)
            if number is not None:
                await publishing.learn(connection, number, publication)
                return Published(number, known=True)
            return await self._publish(connection, publication, now)

    async def publish_draft(
        self, draft: int, publication: Publication, now: datetime
    ) -> Published | None:
        """Publish what an editor has in hand and settle its draft, in one transaction.

        An article that is known already takes the editor's words. Gives None when the draft was
        settled before: a second press publishes nothing.
        """
        async with self._database.writing(Turn.ARCHIVE) as connection:
            own = self._database.network
            if not await settle(connection, draft, IN_HAND, DraftState.DONE, now, network=own):
                return None
            number = await publishing.known_number(connection, publication)
            if number is None:
                published = await self._publish(connection, publication, now)
            else:
                await publishing.learn(connection, number, publication)
                await self._replace(
                    connection, number, publication.article, publication.digest, now
                )
                published = Published(number, known=True)
            owed = await publishing.owe_to(
                connection, published.number, publication.readers, now=now
            )
            return replace(published, deliveries=published.deliveries + owed)

    async def _publish(
        self, connection: AsyncConnection, publication: Publication, now: datetime
    ) -> Published:
        feed = tables.feeds.c
        source, shared = None, True
        if publication.feed_id is not None:
            asked = select(feed.source_id, feed.shared).where(feed.id == publication.feed_id)
            found = (await connection.execute(asked)).first()
            source, shared = found or (None, True)
        elif publication.source is not None:
            source = await source_id(connection, publication.source, None)
        if source is None:  # the feed was removed while its article was being read
            publication = _without_feed(publication)
        if not shared:  # what one reader brought along tells nobody else's stories
            publication = replace(publication, signature=None)
        row = publishing.new_row(publication, now) | {"source_id": source}
        added = await connection.execute(insert(tables.articles).values(**row))
        number = number_of(added)
        await publishing.learn(connection, number, publication)
        story = await self._story(connection, number, publication, now)
        await publishing.keep_keywords(connection, number, publication.keywords)
        if shared:
            document = publishing.search_document(publication.article)
            await self._index.add(connection, number, document)
        at_once = told = fan_out.NOBODY
        if publication.owe is Owe.EVERYONE:
            facts = publishing.facts_of(publication, source=source, shared=shared)
            news = fan_out.FanOut(DeliveryKind.DIGEST, number, facts, now)
            at_once = await fan_out.begin(connection, news, story)
            if story != number:
                at = publishing.shown_at(publication.article, now)
                told = await breaking.owe_breaking(connection, story, at=at, now=now)
        changes = 0
        if story != number:
            changes = await publishing.owe_companions(
                connection, number, story, source=source, now=now
            )
        owed, more = at_once.owed + told.owed, at_once.more or told.more
        return Published(number, owed, changes=changes, more=more)

    async def _story(
        self, connection: AsyncConnection, number: int, publication: Publication, now: datetime
    ) -> int:
        """Join the article to a story or have it begin one, which then has its number."""
        story = None
        if publication.signature is not None:
            at = publishing.shown_at(publication.article, now)
            signature = publication.signature
            story = await storytelling.assign_story(connection, number, signature, at)
        story = number if story is None else story
        await publishing.set_texts(connection, number, {"story": story})
        return story

    async def reworded(
        self, feed_id: int, entries: Mapping[str, str]
    ) -> list[tuple[str, StoredArticle]]:
        """Give the known entries of which the feed now says something else.

        Args:
            feed_id: the feed.
            entries: the fingerprint of what the feed says now, by entry id.
        """
        entry, article = tables.entries.c, tables.articles
        asked = (
            select(entry.entry_id, entry.words, *article.c)
            .join(article, article.c.number == entry.article)
            .where(entry.feed_id == feed_id, entry.entry_id.in_(entries))
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(asked)).all()
        return [
            (row.entry_id, stored_article(row))
            for row in rows
            if row.words is not None and row.words != entries[row.entry_id]
        ]

    async def heard(self, feed_id: int, entry_id: str, words: str) -> None:
        """Write down the fingerprint of what the feed says of an entry now."""
        row = tables.entries
        same = row.c.feed_id == feed_id, row.c.entry_id == entry_id
        async with self._database.writing(Turn.ARCHIVE) as connection:
            await connection.execute(update(row).where(*same).values(words=words))

    async def replace(self, number: int, article: Article, digest: Digest, now: datetime) -> bool:
        """Write down a newer reading of an article; give whether title, lead or text changed.

        Those who were sent the digest of an article that was complete are owed the change.

        Raises:
            NotThere: there is no such article.
        """
        async with self._database.writing(Turn.ARCHIVE) as connection:
            return await self._replace(connection, number, article, digest, now)

    async def _replace(
        self,
        connection: AsyncConnection,
        number: int,
        article: Article,
        digest: Digest,
        now: datetime,
    ) -> bool:
        old = await _get(connection, number)
        before = article_in(old.article)
        changed = _words(before) != _words(article)
        values = publishing.article_values(article, digest, old.first_seen_at)
        values |= {"complete": True, "retry_at": None}
        if changed and old.complete:
            values["changed_at"] = now
        await publishing.set_texts(connection, number, values)
        await publishing.learn_addresses(connection, number, article, ())
        if await is_shared(connection, number):
            document = publishing.search_document(article)
            await self._index.replace(connection, number, document)
        if changed and old.complete:
            await publishing.owe_change(connection, number, now)
        return changed

    async def incomplete(self, now: datetime, limit: int) -> list[StoredArticle]:
        """Give articles whose page should be tried again now.

        Each is given once, then only after a pause that doubles; after twelve tries no more.
        """
        row = tables.articles
        due = select(row).where(row.c.retry_at <= now).order_by(row.c.retry_at).limit(limit)
        async with self._database.reading() as connection:
            if (await connection.execute(due.limit(1))).first() is None:
                return []
        async with self._database.writing(Turn.ARCHIVE) as connection:
            found = (await connection.execute(due)).all()
            for tried in found:
                values = {"retries": tried.retries + 1, "retry_at": _retry_at(tried, now)}
                await publishing.set_texts(connection, tried.number, values)
            return [stored_article(tried) for tried in found]

    async def get(self, number: int) -> StoredArticle:
        """Give one article; raises ``NotThere``."""
        async with self._database.reading() as connection:
            return stored_article(await _get(connection, number))

    async def settled(self, number: int) -> StoredArticle:
        """Give one article to be worded; raises ``NotThere``.

        A change that is under way is waited for: it has looked already for whom it owes an edit to.
        """
        asked = select(tables.articles).with_for_update(read=True)
        async with self._database.asking() as connection:
            return stored_article(await _get(connection, number, asked))

    async def get_many(self, numbers: Sequence[int]) -> list[StoredArticle]:
        """Give articles in the order asked; those that are not there are left out."""
        row = tables.articles
        async with self._database.reading() as connection:
            rows = await connection.execute(select(row).where(row.c.number.in_(numbers)))
            found = {article.number: stored_article(article) for article in rows}
        return [found[number] for number in numbers if number in found]

    async def by_url(self, url: str) -> StoredArticle | None:
        """Give the article known by ``url``, or None."""
        named = tables.addresses.c.address_key == address_key(url)
        return await self._first(select(tables.articles).join(tables.addresses).where(named))

    async def by_external_id(self, external_id: str) -> StoredArticle | None:
        """Give the imported article with this identity, or None."""
        row = tables.articles
        return await self._first(select(row).where(row.c.external_id == external_id))

    async def _first(self, statement: Select[Any]) -> StoredArticle | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(statement)).first()
            return None if row is None else stored_article(row)

    async def external_ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """Give the identities of imported articles by their numbers; others are left out."""
        row = tables.articles.c
        asked = select(row.number, row.external_id).where(
            row.number.in_(numbers), row.external_id.is_not(None)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(asked)
            return {row.number: row.external_id for row in rows}

    async def latest(
        self,
        *,
        limit: int,
        skip: int = 0,
        before: int | None = None,
        section: str | None = None,
        source: int | str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[StoredArticle]:
        """Give the newest articles whole; ``Newest`` says what each of these means."""
        asked = Newest(limit, skip, before, section, source, since, until)
        async with self._database.asking() as connection:
            told = await connection.execute(asked.of(NEWEST), asked.place)
            return [stored_article(found) for found in told]

    async def headlines(self, asked: Newest) -> list[Headline]:
        """Give the headlines of the newest articles; all who ask for a page now share it."""
        return list(await self._pages.get(asked) or ())

    async def _headlines(self, asked: frozenset[Newest]) -> dict[Newest, list[Headline]]:
        pages = {}
        async with self._database.reading() as connection:
            for page in asked:
                rows = await connection.execute(page.of(NEWEST_HEADLINES), page.place)
                pages[page] = [headline_in(row) for row in rows]
        return pages

    async def headlines_of(self, numbers: Sequence[int]) -> list[Headline]:
        """Give headlines in the order asked; those that are not there are left out."""
        asked = HEADLINES.where(tables.articles.c.number.in_(numbers))
        async with self._database.asking() as connection:
            found = {row.number: headline_in(row) for row in await connection.execute(asked)}
        return [found[number] for number in numbers if number in found]

    async def of_story(self, story: int) -> list[StoredArticle]:
        """Give the reports of one story, oldest first."""
        row = tables.articles
        asked = select(row).where(row.c.story == story).order_by(row.c.shown_at, row.c.number)
        async with self._database.reading() as connection:
            return [stored_article(found) for found in await connection.execute(asked)]

    async def sections(self) -> list[str]:
        """Give the sections of the archive as its newest articles print them, by alphabet."""
        row = tables.articles.c
        known = select(row.section_key).where(row.section_key.is_not(None)).distinct()
        sample = select(row.article).where(row.section_key == bindparam("key"), of_shared_feed())
        names: list[str] = []
        async with self._database.reading() as connection:
            for key in sorted(await connection.scalars(known)):
                one = sample.order_by(row.shown_at.desc()).limit(1)
                found = (await connection.execute(one, {"key": key})).first()
                if found is not None:  # else only a reader's own feed has it
                    names.append(found.article["section"])
        return names

    async def keywords(self) -> set[str]:
        """Give every keyword that somebody follows, or never wants to read of."""
        wish = tables.subscriptions.c
        kinds = SubscriptionKind.KEYWORD, SubscriptionKind.ALERT, SubscriptionKind.EXCLUDED
        asked = select(wish.value).where(wish.kind.in_(kinds), wish.off.is_(False)).distinct()
        async with self._database.reading() as connection:
            return set(await connection.scalars(asked))

    async def import_ready(self, batch: Sequence[ReadyArticle], now: datetime) -> int:
        """Put articles of a collection into the archive; give how many were new.

        Nobody is told of them. Importing again is harmless.
        """
        async with self._database.writing(Turn.ARCHIVE) as connection:
            return await importing.import_ready(connection, self._index, batch, now)

    async def count(self) -> int:
        """Give how many articles there are."""
        async with self._database.reading() as connection:
            total = await connection.scalar(select(func.count()).select_from(tables.articles))
            return int(total or 0)


def _without_feed(publication: Publication) -> Publication:
    return replace(publication, feed_id=None, entry_id=None)


def _words(article: Article) -> tuple[object, ...]:
    return article.title, article.lead, article.paragraphs


def _retry_at(tried: Row[Any], now: datetime) -> datetime | None:
    if tried.retries + 1 >= _MOST_RETRIES:
        return None
    pause: timedelta = publishing.FIRST_RETRY * 2 ** int(tried.retries + 1)
    return now + (min(_LONGEST_RETRY, pause))


async def _get(
    connection: AsyncConnection, number: int, asked: Select[Any] | None = None
) -> Row[Any]:
    row = tables.articles
    asked = select(row) if asked is None else asked
    found = (await connection.execute(asked.where(row.c.number == number))).first()
    if found is None:
        raise NotThere(f"There is no article {number}.")
    return found
