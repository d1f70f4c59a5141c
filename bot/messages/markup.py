"""Telegram's HTML, written safely: text of others never becomes markup, links are http(s) only."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

# Controls, surrogates, and the marks that turn the writing direction of what follows them, so that
# a headline cannot rearrange the line it stands in.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_WRONG_IN_URL = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}\ud800-\udfff]")
_LONGEST_URL = 2048
_FOUND_BY_ITSELF = re.compile(r"(?<!\w)[/@](?=\w)")


def clean(text: str | None) -> str:
    """Give ``text`` on one line without controls and direction marks; ``""`` for nothing."""
    return _SPACES.sub(" ", _UNWANTED.sub("", text or "")).strip()


def escape(text: str) -> str:
    """Give ``text`` so that Telegram's HTML shows it as it is."""
    return text.translate(_ESCAPES)


def fill(template: str, **values: object) -> str:
    """Fill a sentence of ``bot.texts``; what fills it is cleaned and escaped."""
    return template.format(**{name: escape(clean(str(value))) for name, value in values.items()})


def bold(text: str) -> str:
    """Give ``text`` in bold, escaped."""
    return f"<b>{escape(text)}</b>"


@lru_cache(maxsize=4096)
def safe_url(url: str | None) -> str | None:
    """Give an http(s) address that Telegram takes as a link; ``None`` for anything else."""
    if url is None or len(url) > _LONGEST_URL or _WRONG_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and host else None


def with_scheme(address: str) -> str:
    """Give an address as browsers take it, where a person left the scheme out."""
    return address if "://" in address else f"https://{address}"


def inert(text: str) -> str:
    """Give ``text`` so that Telegram finds no command and no mention in it.

    It finds them by itself in any text that is no link; a joiner that nobody sees parts the sign
    from the name.
    """
    return _FOUND_BY_ITSELF.sub("\\g<0>\u2060", text)


def link(text: str, url: str | None) -> str:
    """Give ``text``, escaped, as a link where ``url`` is one; else as text that does nothing."""
    checked = safe_url(url)
    return f'<a href="{escape(checked)}">{escape(text)}</a>' if checked else escape(inert(text))
