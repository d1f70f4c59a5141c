"""Text inside the blocks of rich messages: ``RichText`` out of inline elements."""

import re
from collections.abc import Sequence
from typing import Any

from bot.playground.markup import checked_link
from bot.playground.refusals import Json
from bot.playground.rich_tree import INLINE, Element, invalid

RichText = Any  # a text, a list of RichText, or an object with "type" (Bot API: RichText)

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "mark": "marked", "sub": "subscript", "sup": "superscript", "code": "code",
    "tg-spoiler": "spoiler",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def rich_text(children: Sequence[Element | str], *, blocks_may_not: str = "BLOCK") -> RichText:
    """Give inline children as one ``RichText``, white space as a browser would show it.

    Raises:
        Refused: 400 for a block inside a text (``RICH_MESSAGE_<blocks_may_not>_INVALID``).
    """
    parts = [_part(child, blocks_may_not) for child in children]
    return simplified(_trim(_joined(parts)))


def _part(child: Element | str, blocks_may_not: str) -> RichText:
    if isinstance(child, str):
        return _SPACE.sub(" ", child)
    if child.tag not in INLINE:
        raise invalid("MEDIA" if child.tag in ("img", "figure") else blocks_may_not)
    if child.tag == "br":
        return "\n"
    inner = simplified(_joined([_part(one, blocks_may_not) for one in child.children]))
    if child.tag in _SIMPLE:
        return {"type": _SIMPLE[child.tag], "text": inner}
    return _special(child, inner)


def _special(element: Element, inner: RichText) -> RichText:
    given = element.attributes
    if element.tag == "a":
        return _anchor(given, inner)
    if element.tag == "tg-time":
        if not re.fullmatch(r"\d{1,12}", given.get("unix", "")):
            raise invalid("DATE")
        if not _TIME_FORMAT.fullmatch(given.get("format", "")):
            raise invalid("DATE")
        told = {"unix_time": int(given["unix"]), "date_time_format": given.get("format", "")}
        return {"type": "date_time", "text": inner, **told}
    if element.tag == "tg-emoji":
        emoji = {"custom_emoji_id": given.get("emoji-id", ""), "alternative_text": flat(inner)}
        return {"type": "custom_emoji", **emoji}
    return {"type": "mathematical_expression", "expression": flat(inner)}


def _anchor(given: dict[str, str], inner: RichText) -> RichText:
    if "name" in given and "href" not in given:
        return {"type": "anchor", "name": given["name"]}
    href = given.get("href", "").strip()
    if href.startswith("#"):
        return {"type": "anchor_link", "text": inner, "anchor_name": href[1:]}
    if href.startswith("mailto:"):
        return {"type": "email_address", "text": inner, "email_address": href[7:]}
    if href.startswith("tel:"):
        return {"type": "phone_number", "text": inner, "phone_number": href[4:]}
    url = checked_link(href)
    if url is None:
        raise invalid("URL")
    return {"type": "url", "text": inner, "url": url}


def _joined(parts: list[RichText]) -> list[RichText]:
    joined: list[RichText] = []
    for part in parts:
        for piece in part if isinstance(part, list) else [part]:
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] = re.sub(r" *\n *", "\n", _SPACE_ONLY.sub(" ", joined[-1] + piece))
            elif piece != "":
                joined.append(piece)
    return joined


_SPACE_ONLY = re.compile(r" {2,}")


def _trim(parts: list[RichText]) -> list[RichText]:
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return [part for part in parts if part != ""]


def simplified(parts: list[RichText]) -> RichText:
    """Give one part as itself, none as an empty text."""
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else parts


def flat(text: RichText) -> str:
    """Give the words of a ``RichText`` without its form."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(flat(one) for one in text)
    told: Json = text
    inner = told.get("text", told.get("alternative_text", told.get("expression", "")))
    return flat(inner)
