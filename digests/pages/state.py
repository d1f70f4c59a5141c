"""The article in the data from which a script would draw a page (Next.js, Nuxt and their kin).

What the data holds is written down again as plain markup, so that the same rules read it.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from digests.vietnamese.cleaning import clean

_TITLE = ("title", "headline", "name")
_LEAD = ("sapo", "lead", "description", "summary", "excerpt", "intro", "desc", "shortDescription")
_TIME = re.compile(r"^(?:date_?)?(?:publish|created?|post|time)", re.IGNORECASE)
_AUTHORS = ("authors", "author", "byline", "writers")
_BODY = re.compile(r"content|body|html|detail|text|blocks", re.IGNORECASE)
_PICTURE = ("src", "url", "image")
_LAST_SECOND = 10_000_000_000
_LEAST_TEXT, _LONGEST, _MOST, _DEEPEST = 300, 2_000_000, 20_000, 14
_TAG = re.compile(r"<[^<>]{0,500}>")


def drawn_markup(states: Iterable[str], *, shown: int) -> str | None:
    """Give the article of a page's data as markup, where it says much more than the page shows.

    ``shown`` is the number of letters of text that the page itself shows.
    """
    best: tuple[int, str] | None = None
    for state in states:
        for thing in _objects(state):
            body = _body(thing)
            letters = len(_TAG.sub("", body))
            if letters >= max(_LEAST_TEXT, 2 * shown) and (best is None or letters > best[0]):
                title = _text(thing, _TITLE)
                if title:
                    best = letters, _markup(thing, title, body)
    return best[1] if best else None


def _objects(state: str) -> Iterator[dict[str, object]]:
    """Give every object of the data, outer ones first."""
    if len(state) > _LONGEST:
        return
    try:
        stack: list[tuple[object, int]] = [(json.loads(state, strict=False), 0)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST):
        if not stack:
            return
        item, depth = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(item, dict):
            yield item
        if isinstance(item, dict | list):
            below = list(item.values()) if isinstance(item, dict) else item
            stack.extend((value, depth + 1) for value in below if isinstance(value, dict | list))


def _text(thing: dict[str, object], names: Iterable[str]) -> str:
    for name in names:
        value = thing.get(name)
        if isinstance(value, str) and clean(_TAG.sub(" ", value)):
            return clean(_TAG.sub(" ", value))
    return ""


def _body(thing: dict[str, object]) -> str:
    """Give the longest of an object's own texts, a list of parts put together."""
    texts = [
        _joined(value) if isinstance(value, list) else value
        for name, value in thing.items()
        if _BODY.search(name) and isinstance(value, str | list)
    ]
    return max(texts, key=len, default="")


def _joined(parts: list[object]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: object) -> str:
    if isinstance(part, str):
        return part if "<" in part else f"<p>{html.escape(part)}</p>"
    if not isinstance(part, dict):
        return ""
    picture = next((part[n] for n in _PICTURE if isinstance(part.get(n), str)), None)
    caption = _text(part, ("caption", "alt"))
    if picture:
        return (
            f'<figure><img src="{html.escape(str(picture))}">'
            f"<figcaption>{html.escape(caption)}</figcaption></figure>"
        )
    value = part.get("text") or part.get("content") or part.get("html")
    if not isinstance(value, str):
        return ""
    return value if "<p" in value else f"<p>{value}</p>"


def _markup(thing: dict[str, object], title: str, body: str) -> str:
    lead = _text(thing, _LEAD)
    when = next((when for n in thing if _TIME.match(n) and (when := _when(thing[n]))), "")
    names = "".join(
        f'<p class="author">{html.escape(name)}</p>'
        for key in _AUTHORS
        for name in _names(thing.get(key))
    )
    return (
        f"<article><h1>{html.escape(title)}</h1>"
        f'<time datetime="{html.escape(when)}"></time>{names}'
        + (f'<p class="sapo">{html.escape(lead)}</p>' if lead else "")
        + f'<div itemprop="articleBody">{body}</div></article>'
    )


def _when(value: object) -> str:
    """Give a time as text; a number counts seconds or milliseconds since 1970."""
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    seconds = value / 1000 if value > _LAST_SECOND else value
    if not 0 < seconds <= _LAST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _names(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and name.strip():
            yield name
