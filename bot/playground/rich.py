"""Rich messages: HTML like a page, checked and given as the Bot API's tree of blocks.

Limits and rules: https://core.telegram.org/bots/api#rich-messages ; refusals are
``RICH_MESSAGE_…_INVALID`` in Telegram's manner. Stricter than Telegram in one thing: an e-mail
address in the text is refused unless ``skip_entity_detection`` is set, because with Telegram it
depends on the address whether that goes well.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.playground.entities import utf16_length
from bot.playground.refusals import Json, bad_request
from bot.playground.rich_text import RichText, flat, rich_text
from bot.playground.rich_tree import BLOCKS, HEADINGS, INLINE, Element, invalid, read_tree

CHARACTERS = 32_768
MOST_BLOCKS = 500
MOST_MEDIA = 50
_ALIGN = ("left", "center", "right")
_VALIGN = ("top", "middle", "bottom")
COLUMNS = 20
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}")
_TEXTS = frozenset({"text", "summary", "credit", "expression"})
_READ = (*sorted(_TEXTS), "caption", "blocks", "items", "cells")
_GALLERIES = {"tg-collage": "collage", "tg-slideshow": "slideshow"}


@dataclass(frozen=True, slots=True)
class RichDocument:
    """A rich message that was read: its blocks, and its photo blocks by their address.

    The photo blocks stand in ``blocks`` too; whoever gets the pictures fills ``block["photo"]``.
    """

    blocks: list[Json]
    photos: tuple[tuple[str, Json], ...]


class _Reader:
    """Blocks out of elements."""

    def __init__(self) -> None:
        self.photos: list[tuple[str, Json]] = []
        self.count = 0

    def blocks(self, children: Sequence[Element | str]) -> list[Json]:
        """Give the blocks of a container; loose text between them makes paragraphs."""
        made: list[Json] = []
        loose: list[Element | str] = []
        for child in children:
            if isinstance(child, Element) and _is_block(child):
                self._paragraph(loose, made)
                made.append(self._block(child))
            elif isinstance(child, Element) and child.tag not in INLINE:
                raise invalid(child.tag.upper().replace("-", "_"))
            else:
                loose.append(child)
        self._paragraph(loose, made)
        return made

    def _paragraph(self, loose: list[Element | str], made: list[Json]) -> None:
        text = rich_text(loose)
        loose.clear()
        if flat(text).strip():
            self._count()
            made.append({"type": "paragraph", "text": text})

    def _count(self) -> None:
        self.count += 1
        if self.count > MOST_BLOCKS:
            raise invalid("BLOCKS")

    def _block(self, element: Element) -> Json:
        makers: dict[str, Callable[[Element], Json]] = {
            "p": lambda one: {"type": "paragraph", "text": _text(one)},
            "footer": lambda one: {"type": "footer", "text": _text(one)},
            "hr": lambda _: {"type": "divider"},
            "pre": _preformatted,
            "tg-math-block": lambda one: {
                "type": "mathematical_expression",
                "expression": flat(_text(one)),
            },
            "a": lambda one: {"type": "anchor", "name": one.attributes["name"]},
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quotation,
            "aside": _pull_quotation,
            "details": self._details,
            "table": self._table,
            "img": self._photo,
            "figure": self._figure,
            "tg-collage": self._gallery,
            "tg-slideshow": self._gallery,
        }
        self._count()
        if element.tag in HEADINGS:
            return {"type": "heading", "text": _text(element), "size": int(element.tag[1])}
        return makers[element.tag](element)

    def _list(self, element: Element) -> Json:
        items = list(element.elements())
        if element.has_text() or not items or any(one.tag != "li" for one in items):
            raise invalid("LIST")
        start = _positive(element.attributes.get("start", "1"), "LIST")
        made = [self._item(one, start + at, element) for at, one in enumerate(items)]
        return {"type": "list", "items": made}

    def _item(self, item: Element, number: int, parent: Element) -> Json:
        self._count()
        children = list(item.children)
        told = _label(item, number, parent)
        first = next((one for one in children if not isinstance(one, str) or one.strip()), None)
        if isinstance(first, Element) and first.tag == "input":
            told["has_checkbox"] = True
            told |= {"is_checked": True} if "checked" in first.attributes else {}
            children.remove(first)
        return {**told, "blocks": self.blocks(children)}

    def _quotation(self, element: Element) -> Json:
        rest, credit = _credit(element)
        told: Json = {"type": "blockquote", "blocks": self.blocks(rest)}
        return told | credit

    def _details(self, element: Element) -> Json:
        children = [one for one in element.children if not isinstance(one, str) or one.strip()]
        if not children or not isinstance(children[0], Element) or children[0].tag != "summary":
            raise invalid("DETAILS")
        told = {"type": "details", "summary": _text(children[0])}
        if not flat(told["summary"]).strip():
            raise invalid("DETAILS")
        told["blocks"] = self.blocks(children[1:])
        return {**told, "is_open": True} if "open" in element.attributes else told

    def _table(self, element: Element) -> Json:
        told: Json = {"type": "table", "cells": []}
        for part in _table_parts(element):
            if part.tag == "caption":
                told["caption"] = _text(part)
            else:
                self._count()
                told["cells"].append(_row(part))
        if not told["cells"]:
            raise invalid("TABLE")
        for name, attribute in (("is_bordered", "bordered"), ("is_striped", "striped")):
            if attribute in element.attributes or (attribute[:6] in element.attributes):
                told[name] = True
        return told

    def _photo(self, element: Element, caption: Json | None = None) -> Json:
        source = element.attributes.get("src", "").strip()
        if not re.match(r"https?://[^\s/]+|tg://photo\?id=\S", source):
            raise invalid("PHOTO")
        block: Json = {"type": "photo", "photo": []}
        if "tg-spoiler" in element.attributes:
            block["has_spoiler"] = True
        self.photos.append((source, block))
        if len(self.photos) > MOST_MEDIA:
            raise invalid("MEDIA")
        if caption:
            block["caption"] = caption
        return block

    def _figure(self, element: Element) -> Json:
        caption, rest = _caption(element)
        if element.has_text() or len(rest) != 1 or rest[0].tag != "img":
            raise invalid("FIGURE")
        return self._photo(rest[0], caption)

    def _gallery(self, element: Element) -> Json:
        kind = _GALLERIES[element.tag]
        if any(isinstance(child, str) for child in element.children):
            raise invalid(kind.upper())
        caption, rest = _caption(element)
        if not rest or any(one.tag not in ("img", "figure") for one in rest):
            raise invalid(kind.upper())
        told: Json = {"type": kind, "blocks": [self._block(one) for one in rest]}
        return told | ({"caption": caption} if caption else {})


def _is_block(element: Element) -> bool:
    if element.tag == "a":
        return "name" in element.attributes and not element.children
    return element.tag in BLOCKS


def _text(element: Element) -> RichText:
    return rich_text(element.children)


def _positive(text: str, what: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise invalid(what)
    return int(text)


def _label(item: Element, number: int, parent: Element) -> Json:
    if parent.tag == "ul":
        return {"label": "•"}
    value = _positive(item.attributes.get("value", str(number)), "LIST")
    kind = parent.attributes.get("type", "1")
    told: Json = {"label": f"{value}.", "value": value}
    return {**told, "type": kind} if kind in ("a", "A", "i", "I", "1") else told


def _preformatted(element: Element) -> Json:
    told: Json = {"type": "pre"}
    inner = list(element.elements())
    if len(inner) == 1 and inner[0].tag == "code" and not element.has_text():
        language = inner[0].attributes.get("class", "")
        if language.startswith("language-"):
            told["language"] = language.removeprefix("language-")
    return {**told, "text": _all_text(element).strip("\n")}


def _all_text(element: Element) -> str:
    return "".join(
        child if isinstance(child, str) else _all_text(child) for child in element.children
    )


def _credit(element: Element) -> tuple[list[Element | str], Json]:
    cites = [child for child in element.elements() if child.tag == "cite"]
    if len(cites) > 1:
        raise invalid("CITE")
    rest = [child for child in element.children if child not in cites]
    return rest, ({"credit": _text(cites[0])} if cites else {})


def _pull_quotation(element: Element) -> Json:
    rest, credit = _credit(element)
    children: list[Element | str] = []
    for child in rest:
        is_paragraph = isinstance(child, Element) and child.tag == "p"
        children.extend(child.children if is_paragraph and isinstance(child, Element) else [child])
    return {"type": "pullquote", "text": rich_text(children), **credit}


def _caption(element: Element) -> tuple[Json | None, list[Element]]:
    captions = [one for one in element.elements() if one.tag == "figcaption"]
    rest = [one for one in element.elements() if one.tag != "figcaption"]
    if not captions:
        return None, rest
    if len(captions) > 1:
        raise invalid("CAPTION")
    words, credit = _credit(captions[0])
    return {"text": rich_text(words), **credit}, rest


def _table_parts(element: Element) -> Iterator[Element]:
    if element.has_text():
        raise invalid("TABLE")
    for child in element.elements():
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from _table_parts(child)
        elif child.tag in ("tr", "caption"):
            yield child
        else:
            raise invalid("TABLE")


def _row(element: Element) -> list[Json]:
    cells = list(element.elements())
    if element.has_text() or any(one.tag not in ("td", "th") for one in cells):
        raise invalid("TABLE")
    made = [_cell(one) for one in cells]
    if not made or sum(one.get("colspan", 1) for one in made) > COLUMNS:
        raise invalid("TABLE")
    return made


def _cell(element: Element) -> Json:
    given = element.attributes
    align, valign = given.get("align", "left"), given.get("valign", "top")
    if align not in _ALIGN or valign not in _VALIGN:
        raise invalid("TABLE")
    told: Json = {"text": _text(element), "align": align, "valign": valign}
    if element.tag == "th":
        told["is_header"] = True
    for name in ("colspan", "rowspan"):
        span = _positive(given.get(name, "1"), "TABLE")
        if span > 1:
            told[name] = span
    return told


def _words(value: object) -> Iterator[str]:
    """Give every text that a reader sees in blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for name in _READ:
            inner = value.get(name)
            if inner is not None and name in _TEXTS:
                yield flat(inner)
            elif inner is not None:
                yield from _words(inner)


def read_rich(html: str, *, skip_entity_detection: bool) -> RichDocument:
    """Give the blocks of rich HTML.

    Raises:
        Refused: 400 for markup, limits and media that Telegram does not take.
    """
    root = read_tree(html)
    reader = _Reader()
    blocks = reader.blocks(root.children)
    if not blocks:
        raise bad_request("message text is empty")
    words = list(_words(blocks))
    if sum(utf16_length(one) for one in words) > CHARACTERS:
        raise bad_request("RICH_MESSAGE_TEXT_TOO_LONG")
    if not skip_entity_detection and any(_EMAIL.search(one) for one in words):
        raise invalid("EMAIL")
    return RichDocument(blocks, tuple(reader.photos))


def shown_blocks(blocks: list[Json], facts: Callable[[str], Json]) -> list[Json]:
    """Give blocks with the picture's addresses beside each photo, for the page."""
    return [_shown(block, facts) for block in blocks]


def _shown(block: Json, facts: Callable[[str], Json]) -> Json:
    told = dict(block)
    if block.get("type") == "photo":
        told |= facts(block["photo"][-1]["file_id"])
    if "blocks" in block:
        told["blocks"] = shown_blocks(block["blocks"], facts)
    if "items" in block:
        told["items"] = [
            {**item, "blocks": shown_blocks(item["blocks"], facts)} for item in block["items"]
        ]
    return told
