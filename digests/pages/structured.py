"""What a page says of itself in JSON-LD: one article's facts out of several, nested, broken blocks.

Types and properties are those of https://schema.org/NewsArticle.
"""

# ruff: noqa: PLW2901 - an object is replaced by what it stands for

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digests.vietnamese.cleaning import clean

_ARTICLE = re.compile(
    r"(?:Article|BlogPosting|Report|NewsItem|CreativeWork|VideoObject|MediaGallery|"
    r"ImageGallery|LiveBlog\w*)$"
)
_COMMENT = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|"
    r"/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_MISSING_COMMA = re.compile(r"([}\]\"])\s*\n\s*(\"[@\w]+\"\s*:)")
_TAG = re.compile(r"<[^<>]{0,500}>")
_STRING = r"\"((?:[^\"\\]|\\.)*)\""
_REFERENCES = ("author", "creator", "publisher", "image")
_LONGEST, _DEEPEST, _MOST = 400_000, 12, 400


@dataclass(frozen=True, slots=True)
class Facts:
    """An article's facts as the page states them for machines; ``None`` where it does not."""

    type: str = ""
    title: str | None = None
    description: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    section: str | None = None
    publisher: str | None = None
    url: str | None = None
    body: tuple[str, ...] = ()


def read_facts(scripts: Iterable[str]) -> tuple[Facts, ...]:
    """Give the facts of every article-like thing in the JSON-LD blocks, in order."""
    found: list[Facts] = []
    for script in scripts:
        if len(script) > _LONGEST:
            continue
        data = _load(script)
        if data is None:
            found.extend(_salvage(script))
        else:
            things = list(_things(data))
            named = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str)}
            found.extend(
                _facts(_with_references(thing, named))
                for thing in things
                if _ARTICLE.search(_type(thing))
            )
    return tuple(found)


def _with_references(
    thing: dict[str, object], named: dict[object, dict[str, object]]
) -> dict[str, object]:
    """Put the people and pictures that ``{"@id": …}`` only names in their places."""
    return thing | {
        key: _followed(thing[key], named) for key in _REFERENCES if thing.get(key) is not None
    }


def _followed(value: object, named: dict[object, dict[str, object]]) -> object:
    if isinstance(value, list):
        return [_followed(item, named) for item in value]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def is_list_page(scripts: Iterable[str]) -> bool:
    """Say whether the JSON-LD calls the page a collection: a home page or a section."""
    return any(
        re.search(r'"@type"\s*:\s*"(?:CollectionPage|SearchResultsPage)"', script[:_LONGEST])
        for script in scripts
    )


def _load(script: str) -> object | None:
    text = _COMMENT.sub("", script.strip()).strip().rstrip(";")
    for attempt in (text, _MISSING_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub("", text))):
        try:
            return json.loads(attempt, strict=False)  # type: ignore[no-any-return]
        except (ValueError, RecursionError):
            continue
    return None


def _things(data: object) -> Iterator[dict[str, object]]:
    """Give every object that has a type, outer ones first; lists of other articles are left out."""
    stack: list[tuple[object, int]] = [(data, 0)]
    given = 0
    while stack and given < _MOST:
        item, depth = stack.pop()
        if isinstance(item, list) and depth < _DEEPEST:
            stack.extend((below, depth + 1) for below in reversed(item))
        elif isinstance(item, dict) and depth < _DEEPEST:
            given += 1
            if "@type" in item:
                yield item
            inner = [
                item.get(key)
                for key in ("@graph", "mainEntity", "article", "hasPart", "mainEntityOfPage")
            ]
            stack.extend(
                (below, depth + 1) for below in reversed(inner) if isinstance(below, dict | list)
            )


def _type(thing: dict[str, object]) -> str:
    value = thing.get("@type")
    if isinstance(value, list):
        value = next((name for name in value if isinstance(name, str)), "")
    return value if isinstance(value, str) else ""


def _facts(thing: dict[str, object]) -> Facts:
    return Facts(
        type=_type(thing),
        title=_text(thing.get("headline")) or _text(thing.get("name")),
        description=_text(thing.get("description")),
        published=_text(thing.get("datePublished"))
        or _text(thing.get("uploadDate"))
        or _text(thing.get("dateCreated")),
        authors=_people(thing.get("author") or thing.get("creator")),
        images=_addresses(thing.get("image") or thing.get("thumbnailUrl")),
        section=_text(thing.get("articleSection")),
        publisher=next(iter(_people(thing.get("publisher"), people_only=False)), None),
        url=_text(thing.get("url")) or next(iter(_addresses(thing.get("mainEntityOfPage"))), None),
        body=_paragraphs(thing.get("articleBody")),
    )


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return (clean(value) or None) if isinstance(value, str) else None


def _paragraphs(value: object) -> tuple[str, ...]:
    """Give the paragraphs of a body that is text with line breaks, or markup."""
    if not isinstance(value, str):
        return ()
    lines = re.split(r"\n+|<br\s*/?>|</p>", value)
    return tuple(text for text in (clean(_TAG.sub(" ", line)) for line in lines) if text)


def _people(value: object, *, people_only: bool = True) -> tuple[str, ...]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            if people_only and _type(item) in ("Organization", "NewsMediaOrganization", "WebSite"):
                continue
            item = item.get("name")
        name = _text(item)
        if name and name not in names and not name.startswith("http"):
            names.append(name)
    return tuple(names)


def _addresses(value: object) -> tuple[str, ...]:
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("url") or item.get("contentUrl") or item.get("@id")
            if isinstance(item, list):
                item = item[0] if item else None
        if isinstance(item, str) and item.strip():
            found.append(item.strip())
    return tuple(found)


def _salvage(script: str) -> list[Facts]:
    """Read the plain strings out of a block that is not JSON, where it speaks of an article."""
    if not re.search(r'"@type"\s*:\s*"\w*(?:Article|Posting)"', script):
        return []
    author = re.search(
        r'"author"\s*:\s*[\[{][^}\]]{0,300}?"name"\s*:\s*' + _STRING, script, re.DOTALL
    )
    return [
        Facts(
            type="NewsArticle",
            title=_string(script, "headline"),
            description=_string(script, "description"),
            published=_string(script, "datePublished"),
            authors=(clean(_unescaped(author[1])),) if author else (),
            section=_string(script, "articleSection"),
        )
    ]


def _string(script: str, key: str) -> str | None:
    found = re.search(rf'"{key}"\s*:\s*' + _STRING, script, re.DOTALL)
    return (clean(_unescaped(found[1])) or None) if found else None


def _unescaped(text: str) -> str:
    try:
        value = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    return value if isinstance(value, str) else text
