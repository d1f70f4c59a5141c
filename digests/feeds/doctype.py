"""The document type declaration of a feed: taken away, after what it declares was judged."""

import re

from digests.errors import FeedError

_DECLARATION = re.compile(
    r"<!DOCTYPE\b[^\[<>]*+(?:\[((?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--.*?-->|<)*+)\]\s*+)?>",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(
    r"<!ENTITY\s+(%\s*)?([\w:.-]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_REFERENCE = re.compile(r"[&%](?!#|amp;|lt;|gt;|quot;|apos;)[\w:.-]+;")
_MAX_VALUE = 300
_MAX_ENTITIES = 1000


def without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Give the text without its DOCTYPE, and the plain entities that it declared.

    Nothing outside is ever fetched: sets of parameter entities (XHTML's Latin-1 names) are left
    out, since their names are known anyway.

    Raises:
        FeedError: an entity names something outside, is built of others, or is very long.
    """
    start = _start(text)
    if start is None:
        return text, {}
    match = _DECLARATION.match(text, start)
    if match is None:
        if "<!ENTITY" in text[start : start + 100_000].upper():
            raise FeedError("the document type declaration is broken")
        return text, {}
    return text[:start] + text[match.end() :], _entities(match[1] or "")


def _start(text: str) -> int | None:
    """Find a DOCTYPE that stands before the first element."""
    at = re.match(r"(?:[^<]|<\?|<!--.*?-->)*", text[:5000], re.DOTALL)
    end = at.end() if at else 0
    return end if text[end : end + 9].upper() == "<!DOCTYPE" else None


def _entities(subset: str) -> dict[str, str]:
    declared: dict[str, str] = {}
    for match in _ENTITY.finditer(subset):
        parameter, name, outside = match[1], match[2], match[3]
        if parameter:
            continue
        if outside:
            raise FeedError(f"the entity {name!r} names something outside the feed")
        value = match[4] if match[4] is not None else match[5]
        if _REFERENCE.search(value) or len(value) > _MAX_VALUE or len(declared) >= _MAX_ENTITIES:
            raise FeedError(f"the entity {name!r} is built to grow when it is read")
        declared.setdefault(name, value)
    return declared
