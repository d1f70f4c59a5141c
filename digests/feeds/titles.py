"""A title for an entry that was given none."""

import re
from urllib.parse import unquote, urlsplit

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*\s")
_SLUG_END = re.compile(r"(?i)\.(?:s?html?|aspx?|php|amp|epi|tpo|vov|vnp|antd|ldo|chn|htm|bld)$")
_NUMBER = re.compile(r"(?:^|-)(?:post|d|a|c|t|i|p|id|news|ar)?\d{3,}[a-z]?$")


def first_words(text: str | None, limit: int = 120) -> str | None:
    """Give ``text`` of at most ``limit`` signs: whole sentences, else whole words of it."""
    if text is None or len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: limit + 1])]
    if ends and ends[-1] > limit // 4:
        return text[: ends[-1]].strip()
    return text[:limit].rpartition(" ")[0].rstrip(" ,;:-–") + "…"


def from_link(link: str | None) -> str | None:
    """Give the words of an address ("/thoi-su/bao-so-9-vao-bo-12345.html" -> "Bao so 9 vao bo")."""
    if not link:
        return None
    parts = [part for part in unquote(urlsplit(link).path).split("/") if part]
    for part in reversed(parts):
        slug = _SLUG_END.sub("", part)
        while (shorter := _NUMBER.sub("", slug)) != slug:
            slug = shorter
        words = re.sub(r"[-_+\s]+", " ", slug).strip()
        if re.search(r"[^\W\d_]{2}", words):
            return words[:1].upper() + words[1:]
    return None
