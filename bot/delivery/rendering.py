"""From a row of the outbox to the message: read at the last moment, so always fresh."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import overload

from bot.messages import (
    Outgoing,
    digest_edit,
    digest_message,
    edition_messages,
    edition_rich,
    form_of,
)
from bot.messages.edition_stories import WordedStories
from bot.messages.markup import safe_url
from bot.texts import texts_for
from digests import editions
from digests.errors import NotThere
from digests.model import Delivery, DeliveryKind, StoredArticle, Subscriber
from digests.store import Store
from digests.store.contents import Contents


class PlainForm(Sequence[Outgoing]):
    """The plain messages of an edition, made when they are asked for: mostly the rich one is taken.

    An edition has stories, so there is always one.
    """

    def __init__(self, make: Callable[[], tuple[Outgoing, ...]]) -> None:
        """Keep how they are made."""
        self._made = cache(make)

    def __bool__(self) -> bool:
        """Give that there are some."""
        return True

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._made())

    @overload
    def __getitem__(self, place: int) -> Outgoing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Outgoing]: ...
    def __getitem__(self, place: int | slice) -> Outgoing | Sequence[Outgoing]:
        """Give one, or some."""
        return self._made()[place]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one delivery says: messages in order, and the same as one rich message if there is one.

    ``photo_url`` is where the first message's photo is: its publisher's address, or what Telegram
    keeps it under for the bot that an editor gave it to; ``smaller_photo`` is the address of its
    next smaller size.
    """

    messages: Sequence[Outgoing]
    rich: str | None = None
    photo_url: str | None = None
    smaller_photo: str | None = None


async def render(store: Store, delivery: Delivery) -> Rendered | None:
    """Give what a ``delivery`` says that is no edition; ``None`` when its article is gone."""
    if delivery.kind in {DeliveryKind.NOTICE, DeliveryKind.ALARM}:
        return Rendered((_own_words(delivery),))
    try:
        return await _digest(store, delivery)
    except NotThere:
        return None


def _own_words(delivery: Delivery) -> Outgoing:
    return Outgoing(html=delivery.payload["html"], photo=delivery.payload.get("photo"))


async def _digest(store: Store, delivery: Delivery) -> Rendered | None:
    if delivery.article is None:
        return None
    stored = await store.articles.settled(delivery.article)
    others = await _other_reports(store, stored)
    texts, form = texts_for(delivery.subscriber.language), form_of(delivery.subscriber)
    if delivery.kind is DeliveryKind.CHANGE:  # nobody knows whether a photo was taken then
        return Rendered((digest_edit(stored, texts, others=others, form=form),))
    message = digest_message(stored, texts, others=others, form=form)
    photo = stored.digest.photo
    smaller = safe_url(photo.smaller) if photo is not None and message.photo else None
    return Rendered((message,), photo_url=message.photo, smaller_photo=smaller)


async def _other_reports(store: Store, stored: StoredArticle) -> list[StoredArticle]:
    if stored.story is None:
        return []
    reports = await store.articles.of_story(stored.story)
    return [report for report in reports if report.number != stored.number]


def render_edition(
    contents: Contents, reader: Subscriber, worded: WordedStories
) -> Rendered | None:
    """Give an edition as ``reader`` wants it; ``None`` when nothing of what it told is left."""
    if not contents.articles:
        return None
    edition = editions.arrange(
        contents.articles,
        slot=contents.slot_at,
        kind=contents.kind,
        time_zone=reader.time_zone,
        others=contents.others,
        left_out=contents.left_out,
    )
    texts, form = texts_for(reader.language), form_of(reader)
    plain = PlainForm(lambda: edition_messages(edition, texts, form, worded))
    return Rendered(plain, rich=edition_rich(edition, texts, form, worded))
