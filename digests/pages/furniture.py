"""What comes along when people copy a page: buttons, players, counters, signs before the words."""

import re
import unicodedata
from collections.abc import Iterable

from digests.pages.signals import is_noise_heading
from digests.vietnamese.cleaning import clean

_LONG_LINE = 120
"""Characters: the first line as long as this is text, and the page's head is above it."""
_FURNITURE = re.compile(
    r"(?:chia sẻ(?: bài viết)?|facebook|zalo|twitter|messenger|linkedin|copy link|"
    r"sao chép(?: liên kết)?|lưu(?: bài| tin)?(?: viết)?|in bài(?: viết)?|gửi (?:e-?)?mail|"
    r"nghe (?:đọc )?(?:bài|tin)(?: viết| báo| này)?|giọng (?:nam|nữ).{0,20}|aa?[-+]|cỡ chữ|"
    r"\d+:\d\d(?: ?/ ?\d+:\d\d)?|\d(?:[.,]\d+)?x|quảng cáo|advertisement|"
    r"theo dõi .{0,40}google news|trang chủ|trang nhất|menu|tìm kiếm|đăng nhập|thích|"
    r"trang ?:?(?: ?\d+)+.{0,30}|[«‹]? ?trang (?:trước|sau) ?[»›]?|#\w+(?:\s+#\w+)*)",
    re.IGNORECASE,
)
_POINTER = re.compile(r"(?:xem|đọc) thêm ?:.*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_SIGNS = frozenset({"So", "Sm", "Sk", "Co", "Cn", "Me"})
_FIRST_ARROW = "\u2190"


def lines_of(text: str) -> tuple[list[str], str | None]:
    """Give the lines of a copied text that say something, and the address above or below it."""
    lines = [bare for line in text.splitlines() if (bare := _without_signs(clean(line)))]
    ends = [*lines[:2], *lines[-1:]]
    address = next((line for line in ends if _ADDRESS.fullmatch(line)), None)
    head = next((at for at, line in enumerate(lines) if len(line) >= _LONG_LINE), 0)
    kept = (line for at, line in enumerate(lines) if not _is_furniture(line, in_head=at < head))
    return list(kept), address


def is_label(text: str) -> bool:
    """Say whether a text is a button's, a player's, or only tags or an address."""
    return bool(_FURNITURE.fullmatch(text) or _ADDRESS.fullmatch(text))


def _is_furniture(line: str, *, in_head: bool) -> bool:
    if is_label(line) or _POINTER.fullmatch(line):
        return True
    # "Bình luận" is a button above the text, and the end of it below.
    return (in_head and is_noise_heading(line)) or not any(map(str.isalnum, line))


def _without_signs(line: str) -> str:
    """Give a line without the emoji and arrows around it."""
    begin, end = _plain_from(line), _plain_from(reversed(line))
    return line[begin : len(line) - end].strip()


def _is_sign(character: str) -> bool:
    """Say whether a character is an arrow, an emoji or a part of one; "°" and "™" are words."""
    if character in "\u200d\ufe0f":
        return True
    return character >= _FIRST_ARROW and unicodedata.category(character) in _SIGNS


def _plain_from(line: Iterable[str]) -> int:
    """Give how many characters at the beginning are signs, and spaces among them."""
    count = 0
    for at, character in enumerate(line, start=1):
        if _is_sign(character):
            count = at
        elif not character.isspace():
            break
    return count
