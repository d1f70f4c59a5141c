"""What stands in the markup of a feed: the words, and the pictures apart from them."""

import html
import re
import unicodedata

from digests.feeds.pictures import Picture, from_srcset, is_placeholder, number
from digests.markup_limits import fault_of

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:\-]*+)(?=[\s/>])(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+>"
)
_LOOSE = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:\-]*+(?=[\s/>])[^<>]*+>")
_SILENT = re.compile(
    r"<(script|style|figure|figcaption|iframe|noscript|video|audio|object|svg|button)\b[^<>]*+>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_BOILERPLATE = re.compile(
    r"\s*(?:The post .{1,300}? (?:first appeared on|appeared first on) .{1,200}"
    r"|Bài viết .{1,300}? (?:đã )?xuất hiện (?:đầu tiên|trước) (?:vào ngày|trên|tại) .{1,200})\.?$",
    re.DOTALL,
)
_READ_ON = re.compile(
    r"(?:^|\s+)[\[(]?(?:(?:Xem|Đọc) (?:tiếp|thêm|chi tiết)|Chi tiết|Read more|Continue reading)"
    r"\s*(?:…|\.{2,}|»|>+|→|[\])])*$"
)
_PICTURE_TAG = re.compile(r"<(?:img|source|amp-img|image)\b", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    r"&lt;/?[a-zA-Z]|&amp;(?:lt|gt|quot|amp|nbsp|#\d+|#x[\da-fA-F]+|[a-zA-Z]{2,8});"
)
_ENTITY = re.compile(
    r"&(?:#\d{1,7};?|#[xX][\da-fA-F]{1,6};?|[a-zA-Z]\w{1,31};|(?:nbsp|quot|amp|lt|gt)(?![\w=;]))"
)
_MAX_SIGNS = 200_000
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-original-src",
    "data-url",
    "src",
)


def plain_text(markup: str | None) -> str | None:
    """Give the words of ``markup`` on one line in NFC, or ``None`` where there are none.

    Pictures with their captions, scripts and players give nothing. Markup that was escaped once
    more than it should be is read all the same; a "<" that begins no tag is a sign like any other.
    """
    if not markup:
        return None
    text = markup[:_MAX_SIGNS]
    for _ in range(3):
        text = _without_tags(text)
        plain = unescape(text)
        if plain == text:
            break
        text = plain
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split()) or None


def summary_text(markup: str | None) -> str | None:
    """Give the words of a description, without what blog software adds at its end."""
    text = plain_text(markup)
    return (_READ_ON.sub("", _BOILERPLATE.sub("", text)) or None) if text else None


def unescape(text: str) -> str:
    """Give the letters of entities; one without its ";" must not look like a part of an address."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _COMMENT.sub(" ", text)
    if "</" in text:
        text = _SILENT.sub(" ", text)
    text = _TAG.sub(lambda tag: "" if tag[2].lower() in _INLINE else " ", text)
    return _LOOSE.sub(" ", text)


def pictures(markup: str | None) -> list[Picture]:
    """Give the pictures of ``markup`` in order: lazy ones by their real address."""
    if not markup:
        return []
    text = markup[:_MAX_SIGNS]
    for _ in range(2):
        if not _ESCAPED_TAG.search(text):
            break
        text = unescape(text)
    if not _PICTURE_TAG.search(text) or fault_of(text) is not None:
        return []
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - not needed to import feeds

    tree = LexborHTMLParser(text)
    found = [_picture(node.attributes) for node in tree.css("img, picture source, amp-img, image")]
    return [picture for picture in found if picture is not None]


def _picture(attributes: dict[str, str | None]) -> Picture | None:
    width, height = number(attributes.get("width")), number(attributes.get("height"))
    for name in ("data-srcset", "srcset", "data-lazy-srcset"):
        chosen = from_srcset(attributes.get(name))
        if chosen and not is_placeholder(chosen.url):
            return chosen
    for name in _LAZY:
        url = (attributes.get(name) or "").strip()
        if url and not is_placeholder(url):
            return Picture(url, width, height, kind="markup")
    return None
