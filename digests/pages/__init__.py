"""Page bytes or copied text to an ``Article``: lead, photos, captions, credits, time, body."""

from digests.pages.reader import read
from digests.pages.texts import read_text

__all__ = ["read", "read_text"]
