"""Lengths as Telegram counts them, and its limits.

Telegram counts UTF-16 code units of the text that is left when the markup is taken away
(https://core.telegram.org/api/entities#entity-length).
"""

import re
from html import unescape

TEXT_LIMIT = 4096
"""UTF-16 code units of a message's text."""
CAPTION_LIMIT = 1024
"""UTF-16 code units of a photo's caption."""
DATA_LIMIT = 64
"""Bytes of a button's ``callback_data``."""
RICH_LIMIT = 32_768
"""Characters of a rich message; we count its markup too, which is never too few."""
RICH_BLOCK_LIMIT = 500
RICH_MEDIA_LIMIT = 50

_TAG = re.compile(r"<[^>]*>")


def units(text: str) -> int:
    """Give how many UTF-16 code units ``text`` has."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(html: str) -> str:
    """Give the text that a reader sees of ``html`` as ``markup`` writes it ("<" only in tags)."""
    return unescape(_TAG.sub("", html))


def visible_units(html: str) -> int:
    """Give the length that Telegram counts of ``html``."""
    return units(visible(html))
