"""Ready articles: JSON lines with ``id, title, lead, body, captions`` (and more where known)."""

from datetime import UTC, datetime
from typing import Any

from bot.cli.inputs import InputError
from digests.model import Article, Photo


def _text(row: dict[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise InputError(f'The article {row.get("id")!r} has a "{field}" that is not text.')
    return (value or "").strip() or None


def _texts(row: dict[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise InputError(
            f'The article {row.get("id")!r} has a "{field}" that is not a list of texts.'
        )
    return tuple(part.strip() for part in value if part.strip())


def identity(row: dict[str, Any]) -> str:
    """Give the article's own id; raises ``InputError`` when it has none."""
    value = row.get("id")
    if not isinstance(value, str | int) or value == "":
        raise InputError('An article has no "id".')
    return str(value)


def published(row: dict[str, Any]) -> datetime | None:
    """Give the time of publication, UTC; a time without zone is Vietnam's."""
    value = _text(row, "published")
    if value is None:
        return None
    from bot.cli.output import VIETNAM  # noqa: PLC0415 - few articles come with a time

    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(
            f"The article {row.get('id')!r} has an unreadable time {value!r}."
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)


def article_of(row: dict[str, Any]) -> Article:
    """Give the article that ``row`` holds; raises ``InputError``."""
    title = _text(row, "title")
    if title is None:
        raise InputError(f'The article {row.get("id")!r} has no "title".')
    return Article(
        title=title,
        url=_text(row, "url"),
        lead=_text(row, "lead"),
        published=published(row),
        authors=_texts(row, "authors"),
        photos=tuple(Photo(None, caption) for caption in _texts(row, "captions")),
        paragraphs=_texts(row, "body"),
        section=_text(row, "section"),
        source=_text(row, "source"),
    )
