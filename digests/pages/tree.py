"""A page as a small tree of our own: what a reader could see, and the data beside it.

lexbor does the parsing; one walk over its tree copies what matters, bounded in depth and number,
so that every later rule is plain Python over a few thousand elements.
"""

# ruff: noqa: PLR0911 - one rule a line

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digests.errors import PageError
from digests.markup_limits import fault_of

DEEPEST = 256


def word_set(words: str) -> frozenset[str]:
    """Give the words of a long line as a set."""
    return frozenset(words.split())


_DROPPED = word_set(
    """
    script style svg object embed canvas template select option button input textarea map math
    dialog progress meter datalist audio
    """
)
BLOCKS = word_set(
    """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav noscript ol p pre section summary table
    tbody td tfoot th thead tr ul video amp-img amp-video amp-carousel caption
    """
)
_TIME_PIECE = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_NAME_PARTS = frozenset(
    {"class", "id", "role", "itemprop", "data-role", "type", "rel", "property", "name"}
)
_NO_WORDS: frozenset[str] = frozenset()
_LONGEST_NAME = 600
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(eq=False, slots=True)
class Element:
    """A tag with its children; text stands among them as plain strings."""

    tag: str
    attrs: dict[str, str | None]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)
    kids: "list[Element]" = field(default_factory=list)
    _words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The lower-case words of class, id, role and their kin; also each of them run together."""
        if self._words is None:
            self._words = _words_of(self.attrs)
        return self._words

    def get(self, name: str) -> str:
        """Give an attribute's value, ``""`` where it has none."""
        return self.attrs.get(name) or ""

    def walk(self) -> "list[Element]":
        """Give this element and all below it, in the order of the page."""
        found: list[Element] = []
        stack = [self]
        while stack:
            element = stack.pop()
            found.append(element)
            if element.kids:
                stack += element.kids[::-1]
        return found

    def add(self, child: "Element") -> None:
        """Put an element behind what is there."""
        self.children.append(child)
        self.kids.append(child)

    def ancestors(self) -> "Iterator[Element]":
        """Give the element's parents, nearest first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    def text(self, skip: "frozenset[Element] | set[Element]" = frozenset()) -> str:
        """Give all text below, blocks and line breaks parted by a space; ``skip`` is left out."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            elif item not in skip:
                if item.tag in BLOCKS or item.tag == "br":
                    parts.append(" ")
                    stack.append(" ")
                stack.extend(reversed(item.children))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its visible tree, and its head as plain data.

    ``metas`` maps a lower-case name, property or itemprop to all its contents, ``links`` a rel to
    its addresses; ``scripts`` are the bodies of its JSON-LD blocks, ``states`` those of other JSON.
    """

    body: Element
    title: str
    language: str | None
    metas: dict[str, list[str]]
    links: dict[str, list[str]]
    scripts: list[str]
    base: str | None = None
    states: tuple[str, ...] = ()

    def meta(self, *names: str) -> str | None:
        """Give the first content that is there under one of ``names``."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content.strip():
                    return content
        return None


def _words_of(attrs: dict[str, str | None]) -> frozenset[str]:
    values = [value for name, value in attrs.items() if value and name in _NAME_PARTS]
    if not values:
        return _NO_WORDS
    if len(values) == 1:
        return _words_in(values[0])
    return frozenset().union(*map(_words_in, values))


@lru_cache(maxsize=2048)
def _words_in(value: str) -> frozenset[str]:
    """Give the words of one attribute's value; pages repeat the same few hundred of them."""
    found: set[str] = set()
    for name in value[:_LONGEST_NAME].split():
        pieces = _NOT_WORD.split((name if name.islower() else _CAMEL.sub("-", name)).lower())
        found.update(pieces)
        if len(pieces) > 1:
            found.add("".join(pieces))
            found.update(a + b for a, b in pairwise(pieces))
    found.discard("")
    return frozenset(found)


def parse(text: str) -> Page:
    """Parse a page.

    Raises:
        PageError: ``too_deep`` or ``too_large`` for markup that nobody wrote by hand.
    """
    fault = fault_of(text)
    if fault is not None:
        raise PageError(fault.sentence, reason=fault.reason)
    parser = LexborHTMLParser(text)
    page = _Copier()
    root = parser.root
    if root is not None:
        page.copy(root)
    return page.finish()


def _part_neighbours(element: Element, parent: Element, node: LexborNode) -> None:
    """Put a space between two inline elements that only their boxes keep apart.

    They are apart where a class makes boxes of them, or where a word would end in the middle of
    its letters ("MinhMar 8"); a word that an editor cut into spans ("Hà N", "ội") stays whole.
    """
    before = parent.children[-1] if parent.children else None
    if not isinstance(before, Element) or element.tag in BLOCKS or before.tag in BLOCKS:
        return
    named = "class" in element.attrs or "class" in before.attrs
    if (
        named
        or "time" in (element.tag, before.tag)
        or (element.tag == "a" and before.tag == "a")
        or _TIME_PIECE.fullmatch(before.text().strip())
        or _breaks_word(before.text()[-1:], (node.text() or "")[:1])
    ):
        parent.children.append(" ")


def _breaks_word(last: str, first: str) -> bool:
    """Say whether no word goes on from ``last`` to ``first``."""
    if not last or not first:
        return False
    return (last.islower() or last in ".,;)") and (first.isupper() or first.isdigit())


class _Copier:
    """Copies lexbor's tree once, without recursion."""

    def __init__(self) -> None:
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.states: list[str] = []
        self.title = ""
        self.base: str | None = None
        self.language: str | None = None
        self.top = Element("body", {})

    def finish(self) -> Page:
        return Page(
            self.top,
            self.title,
            self.language,
            self.metas,
            self.links,
            self.scripts,
            self.base,
            tuple(self.states),
        )

    def copy(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, Element, int]] = [(root, self.top, 0)]
        while stack:
            node, parent, depth = stack.pop()
            while node is not None:
                below = self._take(node, parent, depth)
                if below is not None:
                    stack.append((node.next, parent, depth))
                    node, parent, depth = node.first_child, below, depth + 1
                else:
                    node = node.next

    def _take(self, node: LexborNode, parent: Element, depth: int) -> Element | None:
        """Copy one node; give the element whose children are to be copied next, if any."""
        tag = node.tag
        if tag == "-text":
            if text := node.text_content:
                parent.children.append(text)
            return None
        if tag is None or tag[0] in "-!#":
            return None
        if tag in _DROPPED or tag in ("meta", "link", "title", "base"):
            self._take_data(node, tag, parent)
            return None
        if tag in ("html", "head", "body"):
            return self._take_frame(node, tag)
        element = Element(tag, node.attributes, parent)
        _part_neighbours(element, parent, node)
        # What is deeper than any page goes flat into the last element that counts.
        parent.add(element)
        if tag == "iframe":
            return None
        if depth > DEEPEST:
            element.children.append(node.text()[:2000])
            return None
        return element

    def _take_frame(self, node: LexborNode, tag: str) -> Element:
        attrs = node.attributes
        if tag == "html":
            self.language = attrs.get("lang") or attrs.get("xml:lang")
        if tag == "body":
            self.top.attrs = attrs
        return self.top

    def _take_data(self, node: LexborNode, tag: str, parent: Element) -> None:
        if tag == "script":
            kind = node.attributes.get("type") or ""
            if "ld+json" in kind:
                self.scripts.append(node.text())
            elif kind == "application/json":
                self.states.append(node.text())
        elif tag == "meta":
            self._take_meta(node.attributes, parent)
        elif tag == "link":
            attrs = node.attributes
            for rel in (attrs.get("rel") or "").lower().split():
                self.links.setdefault(rel, []).append(attrs.get("href") or "")
        elif tag == "title":
            self.title = self.title or node.text()
        elif tag == "base":
            self.base = self.base or node.attributes.get("href")

    def _take_meta(self, attrs: dict[str, str | None], parent: Element) -> None:
        content = attrs.get("content")
        if not content:
            return
        for key in ("property", "name", "itemprop"):
            name = attrs.get(key)
            if name:
                self.metas.setdefault(name.lower(), []).append(content)
        if attrs.get("itemprop"):
            # Microdata may stand in the visible part: its place there says what it belongs to.
            parent.add(Element("meta", attrs, parent))
