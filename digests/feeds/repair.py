"""Broken XML made well-formed without guessing at its words.

One walk over the signs of the text: what is a tag stays one, what cannot be one becomes text;
entities that nobody declared become their letters; elements left open are closed; an entry that
is cut off at the end of the text is left out.
"""

import html
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from digests.errors import FeedError
from digests.feeds.wellformed import MAX_DEPTH, MAX_ENTRIES, ODD_NAMESPACE, entry_names, local_name

_NAME = r"[A-Za-z_][\w.\-]*+(?::[A-Za-z_][\w.\-]*+)?+"
_TAG = re.compile(rf"<(/?)({_NAME})((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_LOOSE_TAG = re.compile(rf"<(/?)({_NAME})([^<>]*+)>")
_ATTRIBUTE = re.compile(rf"({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_AMPERSAND = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][\w:.-]{0,31});|&")
_START = re.compile(
    r"<(?:\?xml\b|(?:rss|feed|rdf:RDF|channel|urlset|sitemapindex)\b|[a-z]\w{0,9}:feed\b)",
    re.IGNORECASE,
)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOTS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex"})
_LEAVES = frozenset(
    [
        "title",
        "link",
        "guid",
        "id",
        "pubdate",
        "published",
        "updated",
        "modified",
        "issued",
        "created",
        "date",
        "description",
        "summary",
        "category",
        "comments",
        "enclosure",
        "encoded",
    ]
)
_MAX_TAGS = 250_000
_MAX_REFERENCES = 400_000
_NAMESPACES = {
    "media": "http://search.yahoo.com/mrss/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


@dataclass(slots=True)
class _Mending:
    text: str
    entities: dict[str, str]
    out: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    entries: frozenset[str] = frozenset()
    entry_at: tuple[int, int] | None = None
    used: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    tags: int = 0
    whole: int = 0
    ended: bool = False


def repair(text: str, entities: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Give well-formed XML that says what ``text`` says, and what had to be done for it.

    Raises:
        FeedError: there is no feed in the text, or it has more tags or depth than a feed has.
    """
    begin = _START.search(text)
    if begin is None and not re.search(r"<(?:item|entry)\b", text, re.IGNORECASE):
        raise FeedError("there is no feed in the text")
    if text.count("&") > _MAX_REFERENCES:
        raise FeedError("there are more entities than a feed has")
    mending = _Mending(text[begin.start() if begin else 0 :], entities)
    if begin and text[: begin.start()].strip():
        mending.warnings.append("there was other text before the feed")
    _walk(mending)
    _finish(mending)
    return _with_root(mending), tuple(mending.warnings)


def _walk(mending: _Mending) -> None:
    text, at = mending.text, 0
    while at < len(text) and not mending.ended:
        sign = text.find("<", at)
        if sign < 0:
            _add_text(mending, text[at:])
            return
        if sign > at:
            _add_text(mending, text[at:sign])
        at = _markup(mending, sign)


def _markup(mending: _Mending, at: int) -> int:
    """Take what starts with "<" at ``at``; give the place after it."""
    text = mending.text
    mending.tags += 1
    if mending.tags > _MAX_TAGS:
        raise FeedError("there are more tags than a feed has")
    if text.startswith("<![CDATA[", at):
        return _cdata(mending, at)
    if text.startswith("<!--", at):
        return _skip(mending, at, "-->")
    if text.startswith("<?", at):
        return _skip(mending, at, "?>")
    if text.startswith("<!", at):
        return _skip(mending, at, ">")
    match = _TAG.match(text, at) or _LOOSE_TAG.match(text, at)
    if match is None:
        return _no_tag(mending, at)
    if match[1]:
        _close(mending, match[2])
    else:
        _open(mending, match[2], match[3])
    return match.end()


def _cdata(mending: _Mending, at: int) -> int:
    end = mending.text.find("]]>", at)
    if end < 0:
        mending.stack.append("")  # never closed: what is open here is cut off
        return len(mending.text)
    inside = _UNREADABLE.sub("", mending.text[at + 9 : end])
    if mending.stack:
        mending.out.append(escape(inside))
    return end + 3


def _skip(mending: _Mending, at: int, mark: str) -> int:
    end = mending.text.find(mark, at)
    return len(mending.text) if end < 0 else end + len(mark)


def _no_tag(mending: _Mending, at: int) -> int:
    """A "<" that begins no tag is text, unless the text ends within what would have been one."""
    if ">" not in mending.text[at : at + 5000] and at + 5000 > len(mending.text):
        rest = mending.text[at + 1 : at + 2]
        if not rest or rest.isalpha() or rest in "/!?":
            return len(mending.text)
    _add_text(mending, "<")
    return at + 1


def _add_text(mending: _Mending, text: str) -> None:
    if mending.stack:
        mending.out.append(_safe(text, mending.entities))


def _safe(text: str, entities: dict[str, str]) -> str:
    """Escape what is bare and give the letters of entities that XML does not know."""

    def letter(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;"
        if name in {"amp", "lt", "gt", "quot", "apos"}:
            return match[0]
        known = entities.get(name)
        meant = html.unescape(known) if known is not None else html.unescape(match[0])
        return escape(_UNREADABLE.sub("", meant).replace("\ufffd", ""))

    return _AMPERSAND.sub(letter, text).replace("<", "&lt;").replace(">", "&gt;")


def _open(mending: _Mending, name: str, rest: str) -> None:
    local = local_name(name)
    mending.entries = mending.entries or entry_names(name)
    if local in mending.entries:
        _leave_entry(mending)
    if local in mending.entries | _LEAVES:
        _leave_leaf(mending)
    empty = rest.rstrip().endswith("/")
    if local in mending.entries and not empty:
        mending.entry_at = (len(mending.out), len(mending.stack))
    mending.out.append(f"<{name}{_attributes(mending, rest)}>")
    if ":" in name:
        mending.used.add(name.partition(":")[0])
    if empty:
        mending.out.append(f"</{name}>")
        return
    mending.stack.append(name)
    if len(mending.stack) > MAX_DEPTH:
        raise FeedError(f"the elements are nested more than {MAX_DEPTH} deep")


def _attributes(mending: _Mending, rest: str) -> str:
    seen: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = next((v for v in match.groups()[1:] if v is not None), "")
        prefix, colon, local = match[1].partition(":")
        if prefix == "xmlns":
            odd = ODD_NAMESPACE.search(value) or (colon and not value)
            if odd or local in {"xml", "xmlns"}:
                continue
            mending.declared.add(local)
        elif colon:
            mending.used.add(prefix)
        plain = html.unescape(_safe(value, mending.entities))
        seen.setdefault(match[1], quoteattr(_UNREADABLE.sub("", plain)))
    return "".join(f" {name}={value}" for name, value in seen.items())


def _leave_entry(mending: _Mending) -> None:
    """An entry that begins inside another one ends that one."""
    for depth, name in enumerate(mending.stack):
        if local_name(name) in mending.entries:
            _close_down_to(mending, depth)
            mending.entry_at = None
            return


def _leave_leaf(mending: _Mending) -> None:
    """A title, link or date that begins inside another one of these ends that one."""
    for depth, name in enumerate(mending.stack):
        parent = local_name(mending.stack[depth - 1]) if depth else ""
        if local_name(name) in _LEAVES and parent in mending.entries | {"channel", "feed"}:
            _close_down_to(mending, depth)
            return


def _close(mending: _Mending, name: str) -> None:
    for depth in range(len(mending.stack) - 1, -1, -1):
        if mending.stack[depth].lower() == name.lower():
            _close_down_to(mending, depth)
            if local_name(name) in mending.entries | _ROOTS | {"channel"}:
                mending.entry_at = None
            mending.whole += local_name(name) in mending.entries
            mending.ended = not mending.stack or mending.whole > MAX_ENTRIES
            return


def _close_down_to(mending: _Mending, depth: int) -> None:
    while len(mending.stack) > depth:
        name = mending.stack.pop()
        if name:
            mending.out.append(f"</{name}>")


def _finish(mending: _Mending) -> None:
    """End the text where it was cut: an entry that is not whole is left out."""
    if not mending.stack:
        return
    if not mending.ended:
        mending.warnings.append("the feed is cut off; what is whole was kept")
    if mending.entry_at is not None:
        kept, depth = mending.entry_at
        del mending.out[kept:]
        del mending.stack[depth:]
    _close_down_to(mending, 0)


def _with_root(mending: _Mending) -> str:
    if not mending.out:
        raise FeedError("there is no feed in the text")
    head = re.match(r"<([\w.:-]+)", mending.out[0])
    root = head[1] if head else ""
    missing = sorted(mending.used - mending.declared - {"xml", "xmlns"})
    if missing:
        mending.warnings.append(f"namespaces are not declared: {', '.join(missing)}")
    spaces = "".join(f' xmlns:{p}="{_NAMESPACES.get(p, "urn:undeclared:" + p)}"' for p in missing)
    body = "".join(mending.out)
    if local_name(root) in _ROOTS:
        return f"<{root}{spaces}{body[len(root) + 1 :]}"
    mending.warnings.append("the feed has no root element")
    wrapped = body if local_name(root) == "channel" else f"<channel>{body}</channel>"
    return f'<rss version="2.0"{spaces}>{wrapped}</rss>'
