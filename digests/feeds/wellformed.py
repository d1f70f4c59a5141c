"""Is a text well-formed XML, and how large is it? What feedparser may be given.

Limits are those of what publishers send, with room: no paper's feed nests 100 deep.
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.parsers import expat

from digests.errors import FeedError

MAX_DEPTH = 200
MAX_ELEMENTS = 40_000
MAX_ENTRIES = 1_000
ODD_NAMESPACE = re.compile(r"[\s{}<>\"]")


@dataclass(slots=True)
class Survey:
    """What a walk through the document found.

    ``fault`` is expat's sentence, or ``None`` for a well-formed text. ``cut`` is where the text may
    be ended (byte offset, closing tags that are then missing) when there is too much of it.
    """

    fault: str | None = None
    root: str | None = None
    entries: int = 0
    cut: tuple[int, str] | None = None
    stack: list[str] = field(default_factory=list)
    elements: int = 0
    used: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    odd_namespace: bool = False


class _EnoughError(Exception):
    """Stops the walk: the rest of the document is not wanted."""


def local_name(name: str) -> str:
    """Give the name of an element without its prefix, in small letters."""
    return name.rpartition(":")[2].lower()


def entry_names(root: str) -> frozenset[str]:
    """Give the names that entries have under ``root``; ``<url>`` is an entry in a sitemap only."""
    if local_name(root) in {"urlset", "sitemapindex"}:
        return frozenset({"url", "sitemap"})
    return frozenset({"item", "entry"})


def survey(data: bytes) -> Survey:
    """Walk through UTF-8 ``data`` and say whether a strict reader can read it.

    Raises:
        FeedError: nested too deep, or too many elements before the first whole entry.
    """
    found = Survey()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        found.elements += 1
        found.root = found.root or name
        found.stack.append(name)
        if len(found.stack) > MAX_DEPTH:
            raise FeedError(f"the elements are nested more than {MAX_DEPTH} deep")
        if found.elements > MAX_ELEMENTS:
            raise _EnoughError
        _note_prefixes(found, name, attributes)

    def end(name: str) -> None:
        found.stack.pop()
        if local_name(name) in entry_names(found.root or ""):
            found.entries += 1
            missing = "".join(f"</{opened}>" for opened in reversed(found.stack))
            at = data.index(b">", parser.CurrentByteIndex) + 1
            found.cut = (at, missing)
            if found.entries >= MAX_ENTRIES:
                raise _EnoughError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return _walk(parser, data, found)


def _walk(parser: expat.XMLParserType, data: bytes, found: Survey) -> Survey:
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
        found.cut = None
    except expat.ExpatError as fault:
        found.fault = str(fault)
    except _EnoughError:
        if found.cut is None:
            raise FeedError("there is no entry among the first elements") from None
    missing = found.used - found.declared - {"xml", "xmlns"}
    if missing and found.fault is None:
        found.fault = f"the prefix {min(missing)!r} is not declared"
    if found.odd_namespace and found.fault is None:
        found.fault = "a namespace is not an address"
    return found


def tree(data: bytes) -> ET.Element:
    """Give the elements of a document that :func:`survey` found well-formed and of bounded size.

    Raises:
        FeedError: the parser sees a fault all the same.
    """
    try:
        return ET.fromstring(data)  # noqa: S314 - the DOCTYPE is gone, depth and size are known
    except ET.ParseError as error:
        raise FeedError(f"the XML cannot be read: {error}") from error


def _note_prefixes(found: Survey, name: str, attributes: dict[str, str]) -> None:
    if ":" in name:
        found.used.add(name.partition(":")[0])
    for attribute, value in attributes.items():
        prefix, colon, rest = attribute.partition(":")
        if prefix == "xmlns":
            found.declared.add(rest)
            found.odd_namespace = found.odd_namespace or bool(ODD_NAMESPACE.search(value))
        elif colon:
            found.used.add(prefix)
