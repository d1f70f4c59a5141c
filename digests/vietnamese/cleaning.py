"""Text as people wrote it: NFC, one space between words, nothing invisible."""

import html
import re
import unicodedata
from typing import Any

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# Soft hyphen, zero-width space and non-joiner, word joiner, direction marks, byte order mark,
# variation-free fillers: none of them is ever seen by a reader, all of them break comparisons.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# A zero-width joiner is meant inside an emoji sequence and nowhere else in Vietnamese.
_STRAY_JOINER = re.compile(r"(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
# Anything that makes more work than joining words: all of the above, loose marks, the eth.
_ODD = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u00d0\u00f0\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff"
    r"\ufeff\ufff9-\uffff]"
)
# The Icelandic eth that old keyboards and fonts gave for the Vietnamese letter.
_ETH = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ"})
# Tones that stand alone: the spacing forms that some converters leave in place of the marks.
_LONE_TONES = str.maketrans({"\u0340": "\u0300", "\u0341": "\u0301"})


def storable(text: str) -> str:
    """Give ``text`` without what no database and no UTF-8 holds: NUL and halves of surrogates."""
    if "\x00" not in text and (text.isascii() or not _UNSTORABLE.search(text)):
        return text
    return _UNSTORABLE.sub("", text)


def storable_json(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Give a JSON value with every text in it as ``storable`` gives it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): storable_json(one) for name, one in value.items()}
    return [storable_json(one) for one in value] if isinstance(value, list | tuple) else value


def clean(text: str) -> str:
    """Give ``text`` as one line: NFC, entities resolved, invisible characters taken out."""
    if text.isascii() and "&" not in text:
        return " ".join(_CONTROL.sub("", text).split())
    if "&" not in text and not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())
    return " ".join(tidy(text).split())


def clean_or_none(text: str | None) -> str | None:
    """Give the cleaned text, or ``None`` where nothing is left of it."""
    return (clean(text) or None) if text else None


def clean_lines(text: str) -> list[str]:
    """Give every line of ``text`` cleaned; empty lines stay, as they part paragraphs."""
    return [clean(line) for line in text.splitlines()]


def tidy(text: str) -> str:
    """Do everything that ``clean`` does except for the spaces between words."""
    if "&" in text:
        text = _resolve(text)
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", _CONTROL.sub("", text)))
    return unicodedata.normalize("NFC", text.translate(_LONE_TONES)).translate(_ETH)


def _resolve(text: str) -> str:
    """Resolve what still looks like an entity; twice, as some publishers escape twice."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text
