"""How a document is kept in its row: one text for the head, one compressed text for the body."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

from digests.store.search.documents import SearchDocument
from digests.vietnamese.cleaning import storable

_FIELD, _PART = "\x1e", "\x1f"
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class StoredRow:
    """The columns that bring the document back; ``published`` in seconds since 1970."""

    published: int | None
    head: str
    body: bytes


def pack(document: SearchDocument) -> StoredRow:
    """Give the row of ``document``."""
    fields = (
        (document.title,),
        (document.lead or "",),
        document.captions,
        document.credits,
        document.authors,
        (document.section or "",),
        (document.source or "",),
    )
    head = _FIELD.join(_joined(parts) for parts in fields)
    body = zlib.compress(_joined(document.body).encode(), _LEVEL)
    moment = document.published
    return StoredRow(None if moment is None else int(moment.timestamp()), head, body)


def _joined(parts: tuple[str, ...]) -> str:
    return _PART.join(storable(part).replace(_FIELD, " ").replace(_PART, " ") for part in parts)


def unpack(published: int | None, head: str, body: bytes) -> SearchDocument:
    """Give the document back."""
    title, lead, captions, credit_lines, authors, section, source = head.split(_FIELD)
    return SearchDocument(
        title=title,
        lead=lead or None,
        captions=_split(captions),
        body=unpack_body(body),
        credits=_split(credit_lines),
        authors=_split(authors),
        section=section or None,
        source=source or None,
        published=None if published is None else datetime.fromtimestamp(published, UTC),
    )


def unpack_head(head: str) -> tuple[str, str, tuple[str, ...], str]:
    """Give title, lead, captions, and the rest as one line."""
    title, lead, captions, credit_lines, authors, section, source = head.split(_FIELD)
    rest = dict.fromkeys((*_split(authors), *_split(credit_lines), section, source))
    return title, lead, _split(captions), " · ".join(part for part in rest if part)


def unpack_body(body: bytes) -> tuple[str, ...]:
    """Give the paragraphs."""
    return _split(zlib.decompress(body).decode())


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(_PART)) if text else ()
