"""Entities of a text: places in UTF-16 code units, and those that Telegram finds by itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.playground.refusals import Json, bad_request

TYPES = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
        "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
        "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("code", "pre")
_LINKS = ("text_link", "text_mention")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}»”…])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/]))"
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities."""

    text: str
    entities: tuple[Json, ...] = ()

    @property
    def length(self) -> int:
        """UTF-16 code units of the text."""
        return utf16_length(self.text)


def utf16_length(text: str) -> int:
    """Give how many UTF-16 code units ``text`` has; an emoji outside the first plane has two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Give the part of ``text`` that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def _end(entity: Json) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _inside(inner: Json, outer: Json) -> bool:
    return bool(outer["offset"] <= inner["offset"] and _end(inner) <= _end(outer))


def _forbidden_inside(inner: Json, outer: Json) -> bool:
    for family in (_QUOTES, _LINKS):
        if inner["type"] in family and outer["type"] in family:
            return True
    return outer["type"] in _CODE or inner["type"] == outer["type"]


def tidy(entities: Iterable[Json]) -> tuple[Json, ...]:
    """Give entities in order, without those that Telegram drops inside others.

    Nothing stands inside ``code`` or ``pre``; quotations and links do not nest in their own kind.
    ``<pre><code class="language-x">`` is one ``pre`` with its language.
    """
    rank = {"blockquote": 0, "expandable_blockquote": 0, "text_link": 1, "pre": 2, "code": 3}
    ordered = sorted(
        entities, key=lambda one: (one["offset"], -one["length"], rank.get(one["type"], 4))
    )
    kept: list[Json] = []
    for entity in ordered:
        outer = [one for one in kept if _inside(entity, one)]
        pre = next((one for one in outer if one["type"] == "pre"), None)
        if pre and entity["type"] == "code" and _inside(pre, entity) and "language" in entity:
            pre["language"] = entity["language"]
        if not any(_forbidden_inside(entity, one) for one in outer):
            kept.append(dict(entity))
    for entity in kept:
        if entity["type"] == "code":
            entity.pop("language", None)
    return tuple(kept)


def checked_entities(given: object, text: str) -> tuple[Json, ...]:
    """Give entities that came as JSON; those outside the text are dropped, as Telegram does.

    Raises:
        Refused: 400 for what is no list of entities of known types.
    """
    if not isinstance(given, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    total = utf16_length(text)
    kept = [_checked(one) for one in given]
    return tidy(
        one
        for one in kept
        if one["length"] > 0 and one["offset"] >= 0 and _end(one) <= total
    )  # fmt: skip


def _checked(one: object) -> Json:
    if not isinstance(one, dict) or str(one.get("type")) not in TYPES:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    for name in ("offset", "length"):
        if not isinstance(one.get(name), int):
            raise bad_request(f'can\'t parse MessageEntity: field "{name}" must be of type Integer')
    if one["type"] == "text_link" and not isinstance(one.get("url"), str):
        raise bad_request('can\'t parse MessageEntity: field "url" must be of type String')
    return one


def trimmed(formatted: Formatted) -> Formatted:
    """Give the text as Telegram stores it: no white space around it, no control characters."""
    if "\r" in formatted.text:
        formatted = _without_returns(formatted)
    clean = _CONTROL.sub(" ", formatted.text)
    left = len(clean) - len(clean.lstrip())
    text = clean.strip()
    return Formatted(text, tuple(_moved(formatted.entities, left, utf16_length(text))))


def _without_returns(formatted: Formatted) -> Formatted:
    places = [
        utf16_length(formatted.text[: found.start()]) for found in re.finditer("\r", formatted.text)
    ]
    entities: list[Json] = []
    for entity in formatted.entities:
        before = sum(1 for place in places if place < entity["offset"])
        within = sum(1 for place in places if entity["offset"] <= place < _end(entity))
        moved = {"offset": entity["offset"] - before, "length": entity["length"] - within}
        entities.append({**entity, **moved})
    return Formatted(formatted.text.replace("\r", ""), tuple(entities))


def _moved(entities: Sequence[Json], left: int, total: int) -> Iterator[Json]:
    for entity in entities:
        begin = max(0, entity["offset"] - left)
        end = min(total, _end(entity) - left)
        if end > begin:
            yield {**entity, "offset": begin, "length": end - begin}


def detect(formatted: Formatted) -> Formatted:
    """Add what Telegram finds by itself: addresses, mentions, hashtags, commands, e-mails."""
    taken = [one for one in formatted.entities if one["type"] in (*_CODE, *_LINKS, "custom_emoji")]
    found = [
        one for one in _found(formatted.text) if not any(_overlap(one, other) for other in taken)
    ]
    if not found:
        return formatted
    return Formatted(formatted.text, tidy((*formatted.entities, *found)))


def _found(text: str) -> Iterator[Json]:
    if not any(mark in text for mark in ("/", "@", "#")):
        return
    for match in _FOUND.finditer(text):
        yield {
            "type": str(match.lastgroup),
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < _end(other) and other["offset"] < _end(one))
