"""HTML that no parser should be given: its nesting or its size is no human's work.

An element's depth and the number of its attributes both cost lexbor their square.
"""

import re
from dataclasses import dataclass

_MOST_TAGS = 60_000
_DEEPEST = 3_000
_LONGEST_TAG, _SUSPICIOUS_LENGTH = 40_000, 60_000
_NESTING = re.compile(
    r"<(/?)(div|span|section|article|ul|ol|table|blockquote|center|font|main|aside|header|"
    r"footer|form|dl|fieldset|figure"
    r"|address|nav|details|b|i|u|em|strong|a|small|big|pre|object|menu|dir|button|svg|math|g)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+")


@dataclass(frozen=True, slots=True)
class MarkupFault:
    """Why HTML is not parsed: in one word, and as a sentence."""

    reason: str
    sentence: str


def fault_of(text: str) -> MarkupFault | None:
    """Say why ``text`` must not be given to a parser, ``None`` where it may be."""
    tags = text.count("<")
    if tags > _DEEPEST and _depth(text) > _DEEPEST:
        return MarkupFault("too_deep", "the page's tags are nested too deep")
    if tags > _MOST_TAGS:
        return MarkupFault("too_large", f"the page is too large: {tags:,} tags")
    if len(text) > _SUSPICIOUS_LENGTH and any(map(_is_endless, _TAG.finditer(text))):
        return MarkupFault("too_large", "the page has a tag without an end")
    return None


def _is_endless(tag: re.Match[str]) -> bool:
    long = tag.end() - tag.start() > _LONGEST_TAG
    return long and len(tag.group(0).split()) > _LONGEST_TAG // 20


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(text):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
