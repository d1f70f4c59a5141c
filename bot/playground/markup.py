"""Telegram's HTML for messages: text and entities out of markup, strictly as the Bot API reads it.

Source of the rules: https://core.telegram.org/bots/api#html-style. Offsets and lengths of entities
are UTF-16 code units; the offsets in refusals are bytes of the UTF-8 text, as Telegram counts them.
"""

import re
from dataclasses import dataclass

from bot.playground.entities import Formatted, tidy, utf16_length
from bot.playground.refusals import Json, Refused, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}

_PLAIN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot))(;?)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_HIGHEST_CHARACTER = 0x10FFFF


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end: where it began, and what it said."""

    tag: str
    attributes: dict[str, str]
    offset: int
    position: int


def _refuse(words: str) -> Refused:
    return bad_request(f"can't parse entities: {words}")


def reference(text: str, position: int) -> tuple[str, int] | None:
    """Give the character that the reference at ``position`` stands for, and where it ends.

    Only ``&lt; &gt; &amp; &quot;`` and numbers are known; anything else stays as it is (``None``).
    """
    found = _REFERENCE.match(text, position)
    if found is None:
        return None
    hexadecimal, decimal, name, _ = found.groups()
    if name:
        return _NAMED[name], found.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code <= _HIGHEST_CHARACTER or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - surrogates
        return None
    return chr(code), found.end()


class _Reader:
    """One pass over the markup, from left to right."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.position = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> Formatted:
        """Give the text and its entities."""
        while self.position < len(self.markup):
            self._step()
        if self.open:
            tag = self.open[-1].tag
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return Formatted("".join(self.pieces), tuple(self.entities))

    def _step(self) -> None:
        plain = _PLAIN.match(self.markup, self.position)
        if plain:
            self._add(plain.group())
            self.position = plain.end()
        elif self.markup[self.position] == "&":
            found = reference(self.markup, self.position)
            character, self.position = found or ("&", self.position + 1)
            self._add(character)
        elif self.markup.startswith("</", self.position):
            self._end_tag()
        else:
            self._start_tag()

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _bytes(self, position: int) -> int:
        return len(self.markup[:position].encode())

    def _skip_space(self, position: int) -> int:
        found = _SPACE.match(self.markup, position)
        return found.end() if found else position

    def _start_tag(self) -> None:
        begin = self.position
        name = _TAG_NAME.match(self.markup, begin + 1)
        end = name.end() if name else begin + 1
        if end >= len(self.markup):
            raise _refuse(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = self.markup[begin + 1 : end].lower()
        if tag not in TAGS:
            raise _refuse(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes, self.position = self._attributes(tag, begin, end)
        self._check(tag, attributes, begin)
        self.open.append(_Open(tag, attributes, self.offset, len(self.pieces)))

    def _check(self, tag: str, attributes: dict[str, str], begin: int) -> None:
        at = f"at byte offset {self._bytes(begin)}"
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refuse(f'Tag "span" must have class "tg-spoiler" {at}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise _refuse(f"Invalid custom emoji identifier specified {at}")
        if tag == "tg-time":
            check_time(attributes, at)

    def _attributes(self, tag: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        unclosed = f'Unclosed start tag "{tag}" at byte offset '
        while True:
            position = self._skip_space(position)
            if position >= len(self.markup):
                raise _refuse(f"{unclosed}{self._bytes(begin)}")
            if self.markup[position] == ">":
                return attributes, position + 1
            name, position = self._attribute_name(tag, begin, position)
            value = ""
            if self.markup[position : position + 1] == "=":
                value, position = self._value(unclosed, begin, self._skip_space(position + 1))
            attributes[name] = value

    def _attribute_name(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        found = _ATTRIBUTE_NAME.match(self.markup, position)
        if found is None or not found.group():
            raise _refuse(
                f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}'
            )
        return found.group().lower(), self._skip_space(found.end())

    def _value(self, unclosed: str, begin: int, position: int) -> tuple[str, int]:
        mark = self.markup[position : position + 1]
        if not mark:
            raise _refuse(f"{unclosed}{self._bytes(begin)}")
        if mark in "\"'":
            end = self.markup.find(mark, position + 1)
            if end < 0:
                raise _refuse(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            return unescape(self.markup[position + 1 : end]), end + 1
        found = _TOKEN.match(self.markup, position)
        end = found.end() if found else position
        if end < len(self.markup) and not (self.markup[end].isspace() or self.markup[end] == ">"):
            raise _refuse(f"Unexpected end of name token at byte offset {self._bytes(position)}")
        return self.markup[position:end].lower(), end

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise _refuse(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        name = _TAG_NAME.match(self.markup, begin + 2)
        end = name.end() if name else begin + 2
        tag = self.markup[begin + 2 : end].lower()
        end = self._skip_space(end)
        if self.markup[end : end + 1] != ">":
            raise _refuse(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _refuse(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.position = end + 1
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length:
            inner = "".join(self.pieces[opened.position :])
            parts = entity_of(opened.tag, opened.attributes, inner)
            if parts:
                self.entities.append({**parts, "offset": opened.offset, "length": length})


def check_time(attributes: dict[str, str], at: str) -> None:
    """Refuse a ``tg-time`` whose moment is no number or whose format has unknown letters."""
    if not re.fullmatch(r"\d{1,12}", attributes.get("unix", "")):
        raise _refuse(f"Invalid date specified {at}")
    if not _TIME_FORMAT.fullmatch(attributes.get("format", "")):
        raise _refuse(f"Invalid date format specified {at}")


def unescape(text: str) -> str:
    """Give ``text`` with the character references that Telegram knows replaced."""

    def character(found: re.Match[str]) -> str:
        known = reference(found.string, found.start())
        return known[0] if known else found.group()

    return _REFERENCE.sub(character, text)


def entity_of(tag: str, attributes: dict[str, str], inner: str) -> Json | None:
    """Give the entity of a tag without its place, or ``None`` where Telegram makes none."""
    if tag == "a":
        return _link(attributes.get("href") or inner)
    told: Json = {"type": SIMPLE.get(tag, tag)}
    if tag == "blockquote" and "expandable" in attributes:
        told["type"] = "expandable_blockquote"
    elif tag == "tg-emoji":
        told = {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
    elif tag == "tg-time":
        told = {"type": "date_time", "unix_time": int(attributes["unix"])}
        told["date_time_format"] = attributes.get("format", "")
    elif tag == "code" and attributes.get("class", "").startswith("language-"):
        told["language"] = attributes["class"].removeprefix("language-")
    return told


def _link(url: str) -> Json | None:
    mention = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if mention:
        user = {"id": int(mention.group(1)), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "user": user}
    checked = checked_link(url)
    return {"type": "text_link", "url": checked} if checked else None


def checked_link(url: str) -> str | None:
    """Give the address as Telegram keeps it, or ``None`` for what is none: no link is made."""
    url = url.strip()
    if re.match(r"(?i)(https?|ftp|tg|ton|tonsite|mailto|tel):", url):
        rest = re.fullmatch(r"(?i)(?:https?|ftp)://[^\s/?#@]+(?:[/?#]\S*)?", url)
        return url if rest or not re.match(r"(?i)(https?|ftp):", url) else None
    if re.fullmatch(r"[^\s/?#:@]+\.[^\s/?#:@.]{2,}(?:[/?#]\S*)?", url):
        return f"http://{url}"
    return None


def parse_html(markup: str) -> Formatted:
    """Give the text and entities of Telegram's HTML.

    Raises:
        Refused: 400 "can't parse entities: ..." for what Telegram does not take.
    """
    formatted = _Reader(markup).read()
    return Formatted(formatted.text, tidy(formatted.entities))
