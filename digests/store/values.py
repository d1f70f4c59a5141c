"""Between rows and the model's values."""

from datetime import datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row

from digests.feeds.links import clean_link
from digests.model import (
    Address,
    Article,
    ArticleKind,
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Feed,
    FeedKind,
    FeedState,
    Photo,
    Rhythm,
    Source,
    StoredArticle,
    Subscriber,
    SubscriberState,
    require_aware,
)

Json = dict[str, Any]


def address_key(url: str) -> str:
    """Give the form in which addresses are compared: no scheme, no tracking, no last slash."""
    cleaned = clean_link(url)
    parts = urlsplit(cleaned)
    if parts.scheme not in {"http", "https"}:
        return cleaned
    return cleaned.partition("://")[2].rstrip("/")


def _plain(value: object) -> bool:
    return value is None or value == ()


def _photo_out(photo: Photo) -> Json:
    fields = ("url", "caption", "credit", "width", "height", "smaller")
    return {name: getattr(photo, name) for name in fields if getattr(photo, name) is not None}


def _instant_out(moment: datetime | None) -> str | None:
    return None if moment is None else require_aware(moment).isoformat()


def instant_in(text: str | None) -> datetime | None:
    """Give an instant back that stands in JSON."""
    return None if text is None else datetime.fromisoformat(text)


def article_out(article: Article) -> Json:
    """Give ``article`` as JSON; what nobody gave is left out."""
    fields: Json = {
        "title": article.title,
        "url": article.url,
        "lead": article.lead,
        "lead_prefix": article.lead_prefix,
        "published": _instant_out(article.published),
        "authors": article.authors,
        "photos": tuple(_photo_out(photo) for photo in article.photos),
        "paragraphs": article.paragraphs,
        "section": article.section,
        "source": article.source,
        "language": article.language,
    }
    kept = {name: value for name, value in fields.items() if not _plain(value)}
    return kept | {"lead_is_own": article.lead_is_own, "kind": str(article.kind)}


def article_in(fields: Json) -> Article:
    """Give the article back."""
    return Article(
        title=fields["title"],
        url=fields.get("url"),
        lead=fields.get("lead"),
        lead_prefix=fields.get("lead_prefix"),
        lead_is_own=fields["lead_is_own"],
        published=instant_in(fields.get("published")),
        authors=tuple(fields.get("authors", ())),
        photos=tuple(_photo_in(photo) for photo in fields.get("photos", ())),
        paragraphs=tuple(fields.get("paragraphs", ())),
        section=fields.get("section"),
        source=fields.get("source"),
        language=fields.get("language"),
        kind=ArticleKind(fields["kind"]),
    )


def _photo_in(fields: Json) -> Photo:
    return Photo(
        fields.get("url"),
        fields.get("caption"),
        fields.get("credit"),
        fields.get("width"),
        fields.get("height"),
        fields.get("smaller"),
    )


def digest_out(digest: Digest) -> Json:
    """Give ``digest`` as JSON; what nobody gave is left out."""
    fields: Json = {
        "title": digest.title,
        "url": digest.url,
        "lead": digest.lead,
        "key_points": digest.key_points,
        "photo": None if digest.photo is None else _photo_out(digest.photo),
        "source": digest.source,
        "section": digest.section,
        "published": _instant_out(digest.published),
        "authors": digest.authors,
    }
    kept = {name: value for name, value in fields.items() if not _plain(value)}
    return kept | {"lead_is_own": digest.lead_is_own, "rewritten": digest.rewritten}


def digest_in(fields: Json) -> Digest:
    """Give the digest back."""
    photo = fields.get("photo")
    return Digest(
        title=fields["title"],
        url=fields.get("url"),
        lead=fields.get("lead"),
        lead_is_own=fields["lead_is_own"],
        key_points=tuple(fields.get("key_points", ())),
        photo=None if photo is None else _photo_in(photo),
        source=fields.get("source"),
        section=fields.get("section"),
        published=instant_in(fields.get("published")),
        authors=tuple(fields.get("authors", ())),
        rewritten=fields["rewritten"],
    )


def _digest_of_ready(article: Article) -> Digest:
    from digests import summary  # noqa: PLC0415 - only articles of collections come without one

    return summary.digest(article)


def stored_article(row: Row[Any]) -> StoredArticle:
    """Give the article of a row of ``articles``."""
    article = article_in(row.article)
    return StoredArticle(
        number=row.number,
        article=article,
        digest=digest_in(row.digest) if row.digest else _digest_of_ready(article),
        first_seen_at=row.first_seen_at,
        feed_number=row.feed_id,
        complete=row.complete,
        story=row.story,
        changed_at=row.changed_at,
    )


def feed_in(row: Row[Any]) -> Feed:
    """Give the feed of a row of ``feeds`` with ``source_name`` and ``source_home`` beside it."""
    return Feed(
        id=row.id,
        source=Source(row.source_id, row.source_name, row.source_home),
        url=row.url,
        kind=FeedKind(row.kind),
        title=row.title,
        section=row.section,
        state=FeedState(row.state),
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        interval=row.interval,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        last_success_at=row.last_success_at,
        last_new_at=row.last_new_at,
        last_error=row.last_error,
        shared=row.shared,
    )


def hours_out(hours: tuple[time, ...]) -> list[str]:
    """Give hours as JSON, in order, each once."""
    return [hour.strftime("%H:%M") for hour in sorted(set(hours))]


def quiet_out(quiet: tuple[time, time] | None) -> str | None:
    """Give quiet hours as "22:00-06:00"; ``None`` for none."""
    return None if quiet is None else "-".join(edge.strftime("%H:%M") for edge in quiet)


def _quiet_in(text: str | None) -> tuple[time, time] | None:
    if text is None:
        return None
    begin, _dash, end = text.partition("-")
    return time.fromisoformat(begin), time.fromisoformat(end)


@lru_cache(maxsize=1024)
def _hours_in(hours: tuple[str, ...]) -> tuple[time, ...]:
    """Give hours of the day; most readers have theirs in common."""
    return tuple(time.fromisoformat(hour) for hour in hours)


@lru_cache(maxsize=256)
def _days_in(days: str) -> tuple[int, ...]:
    return tuple(map(int, days))


def subscriber_in(row: Row[Any]) -> Subscriber:
    """Give the subscriber of a row of ``subscribers``."""
    return Subscriber(
        id=row.id,
        address=Address(row.network, row.chat, row.topic or None),
        kind=ChatKind(row.kind),
        title=row.title,
        language=row.language,
        time_zone=row.time_zone,
        rhythm=Rhythm(row.rhythm),
        hours=_hours_in(tuple(row.hours)),
        edition_size=row.edition_size,
        state=SubscriberState(row.state),
        pause_reason=row.pause_reason,
        created_at=row.created_at,
        weekly=row.weekly,
        breaking=row.breaking,
        quiet=_quiet_in(row.quiet),
        muted_until=row.muted_until,
        daily_limit=row.daily_limit,
        silent=row.silent,
        photos=row.photos,
        short=row.short,
        preview=row.preview,
        held_until=row.held_until,
        days=_days_in(row.days),
    )


def delivery_in(row: Row[Any], subscriber: Subscriber) -> Delivery:
    """Give the delivery of a row of ``deliveries``."""
    return Delivery(
        id=row.id,
        subscriber=subscriber,
        kind=DeliveryKind(row.kind),
        due_at=row.due_at,
        state=DeliveryState(row.state),
        article=row.article,
        edition=row.edition,
        payload=row.payload or {},
        attempts=row.attempts,
        message_id=row.message_id,
    )
