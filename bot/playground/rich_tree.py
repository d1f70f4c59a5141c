"""The HTML of rich messages as a tree of elements: every tag known, closed and in its order.

Source: https://core.telegram.org/bots/api#rich-html-style. Nothing is guessed: what a browser
would mend is refused here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bot.playground.refusals import Refused, bad_request

LEVELS = 16
MOST_OPEN = 4 * LEVELS  # a table has three parts between it and the text of a cell
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    "p", "ul", "ol", "blockquote", "aside", "details", "table", "hr", "footer", "pre", "figure",
    "img", "tg-collage", "tg-slideshow", "tg-math-block",
}  # fmt: skip
PARTS = frozenset(
    {"li", "cite", "summary", "figcaption", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
     "input"}
)  # fmt: skip
INLINE = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "mark", "sub", "sup", "code",
     "tg-spoiler", "tg-time", "tg-emoji", "tg-math", "br"}
)  # fmt: skip
VOID = frozenset({"br", "hr", "img", "input"})
# Tags that hold their parts directly: being inside of them is no level of its own.
_NO_LEVEL = PARTS | VOID

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=`]+))?)*)"
    r"\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(
    r"([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+)))?"
)


@dataclass(slots=True)
class Element:
    """One element: its tag, attributes, and children (elements and texts)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Element"]:
        """Give the child elements."""
        return (child for child in self.children if isinstance(child, Element))

    def has_text(self) -> bool:
        """Say whether there is text directly in it that is more than white space."""
        return any(isinstance(child, str) and child.strip() for child in self.children)


def invalid(what: str) -> Refused:
    """Give ``RICH_MESSAGE_<WHAT>_INVALID``."""
    return bad_request(f"RICH_MESSAGE_{what}_INVALID")


def _refuse(words: str, html: str, position: int) -> Refused:
    offset = len(html[:position].encode())
    return bad_request(f"can't parse InputRichMessage: {words} at byte offset {offset}")


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


class _Builder:
    """Elements put together from left to right."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root = Element("")
        self.open = [self.root]

    def read(self) -> Element:
        position = 0
        while position < len(self.html):
            begin = self.html.find("<", position)
            end = len(self.html) if begin < 0 else begin
            if end > position:
                self.open[-1].children.append(unescape(self.html[position:end]))
            if begin < 0:
                break
            found = _TAG.match(self.html, begin)
            if found is None:
                raise _refuse("Unclosed start tag", self.html, begin)
            self._tag(found)
            position = found.end()
        if len(self.open) > 1:
            tag = self.open[-1].tag
            words = f'Can\'t find end tag corresponding to start tag "{tag}"'
            raise _refuse(words, self.html, len(self.html))
        return self.root

    def _tag(self, found: re.Match[str]) -> None:
        name = found["name"].lower()
        if found["end"]:
            self._end(name, found.start())
            return
        if name not in BLOCKS | PARTS | INLINE:
            raise _refuse(f'Unsupported start tag "{name}"', self.html, found.start())
        element = Element(name, _attributes(found["attributes"]))
        self.open[-1].children.append(element)
        if name in VOID or found["closed"]:
            return
        self.open.append(element)
        if len(self.open) > MOST_OPEN:
            raise invalid("DEPTH")
        if sum(1 for one in self.open[1:] if one.tag not in _NO_LEVEL) > LEVELS:
            raise invalid("DEPTH")

    def _end(self, name: str, position: int) -> None:
        opened = self.open[-1].tag
        if opened != name:
            expected = f', expected "</{opened}>"' if opened else ""
            raise _refuse(f'Unexpected end tag "</{name}>"{expected}', self.html, position)
        self.open.pop()


def read_tree(html: str) -> Element:
    """Give the root of the elements of ``html``.

    Raises:
        Refused: 400 for unknown, unclosed or crossed tags and for more than 16 levels.
    """
    return _Builder(html).read()
