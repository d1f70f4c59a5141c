"""Which picture an ``img`` really shows: lazy loading, several sizes, placeholders, ornaments."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from urllib.parse import quote, urljoin, urlsplit

from digests.pages.tree import Element, word_set

_LAZY = (
    "data-original", "data-src", "data-lazy-src", "data-original-src", "data-lazy", "data-echo",
    "data-url", "data-image", "data-img", "data-photo", "data-img-src", "data-actualsrc",
    "data-real-src", "file",
)  # fmt: skip
_LARGE = (
    "data-full",
    "data-large",
    "data-full-src",
    "data-large-src",
    "data-large-file",
    "data-hires",
    "data-zoom-image",
    "data-photo-original-src",
    "data-origin",
)
_SMALLEST_SHOWN = 320
"""Pixels: what is narrower is no size to show an article with."""
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|placeholder|spacer|pixel|transparent|lazy(?:load)?|loading|loader|"
    r"grey|gray|1x1|no-?image|noimg|default[_-]?(?:image|thumb|img)?|"
    r"white|dot|empty|preload|x)\.(?:gif|png|svg|jpe?g|webp)|^data:|^about:|^javascript:",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|icons|favicon|avatar|avt|emoji|emoticon|button|btn|sprite|badge|"
    r"qrcode|qr-code|counter|ads?|banner|quangcao|facebook|zalo|twitter|"
    r"youtube|google[-_]?news|ggnews|share|print|arrow|bullet|star|captcha|rss|separator|line|"
    r"tracking|beacon)(?:[/_.-]|\d|$)",
    re.IGNORECASE,
)
_ORNAMENT_WORDS = word_set(
    """
    logo icon icons avatar avt emoji wpsmiley emoticon ads adv banner tracking pixel captcha
    sharebutton
    """
)
_TRACKERS = re.compile(
    r"(?:doubleclick|googletagmanager|google-analytics|scorecardresearch|facebook\.com/tr|"
    r"/pixel|/track)",
    re.IGNORECASE,
)
_WIDTH = re.compile(r"\s(\d{2,5})w$|\s(\d(?:\.\d+)?)x$")
_LARGEST_WIDTH, _SMALLEST_SIDE = 2_400, 80
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:\?|$)", re.IGNORECASE)


def address_of(img: Element, base: str) -> str | None:
    """Give the absolute address of the picture, or ``None`` for an ornament or a placeholder."""
    if _is_ornament(img):
        return None
    plain = _plain_address(img)
    best = _from_sets(img, plain) or plain
    return absolute(best, base) if best else None


def smaller_address(img: Element, base: str, *, than: str) -> str | None:
    """Give the address of the next smaller size of a picture, for whom the large one is too large.

    Args:
        img: the picture's element.
        base: what relative addresses are relative to.
        than: the address that was chosen for it.
    """
    sizes = sorted({(width, absolute(address, base)) for width, address in _all_choices(img)})
    addresses = [address for width, address in sizes if width >= _SMALLEST_SHOWN]
    if than in addresses:
        addresses = addresses[: addresses.index(than)]
    return addresses[-1] if addresses and addresses[-1] != than else None


def _plain_address(img: Element) -> str | None:
    for name in (*_LARGE, *_LAZY):
        value = _usable(img.get(name))
        if value:
            return value
    return _usable(img.get("src"))


def _usable(address: str) -> str | None:
    address = address.strip()
    if (
        not address
        or _PLACEHOLDER.search(address)
        or _TRACKERS.search(address)
        or len(address) > 2_000
    ):
        return None
    if " " in address and not _PICTURE_FILE.search(address):
        return None
    return address


def _from_sets(img: Element, plain: str | None) -> str | None:
    """Give the largest sensible picture of the sets, unless it is the plain one made smaller."""
    choices = _all_choices(img)
    if not choices:
        return None
    width, best = max(choices, key=lambda choice: choice[0])
    if plain is None:
        return best
    paths = {urlsplit_path(address) for _, address in choices}
    if paths == {urlsplit_path(plain)} or width < _declared_width(img):
        return None
    return best if width > 10 else None


def _all_choices(img: Element) -> list[tuple[float, str]]:
    """Give the sizes that a picture's sets name: width (or density) and address."""
    sets = [img.get(name) for name in _SETS]
    parent = img.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.children:
            if isinstance(source, Element) and source.tag == "source":
                sets += [source.get(name) for name in _SETS]
    choices: list[tuple[float, str]] = []
    for value in sets:
        choices.extend(_choices(value))
    return choices


def urlsplit_path(address: str) -> str:
    """Give an address without its query."""
    return address.split("?", 1)[0].split("#", 1)[0]


def _declared_width(img: Element) -> float:
    return float(_side(img, "width") or 0)


def _choices(value: str) -> list[tuple[float, str]]:
    found = []
    for piece in re.split(r",\s+|,(?=https?:)", value.strip()):
        part = piece.strip().rstrip(",")
        size = _WIDTH.search(part)
        address = _usable(part[: size.start()] if size else part)
        if address:
            width = float(size[1] or size[2]) if size else 1.0
            if width <= _LARGEST_WIDTH:
                found.append((width, address))
    return found


def _is_ornament(img: Element) -> bool:
    width, height = _side(img, "width"), _side(img, "height")
    if any(side is not None and side < _SMALLEST_SIDE for side in (width, height)):
        return True
    if not _ORNAMENT_WORDS.isdisjoint(img.words):
        return True
    address = img.get("data-src") or img.get("data-original") or img.get("src")
    return bool(_ORNAMENT.search(urlsplit_path(address).rsplit("/", 1)[-1])) or bool(
        _TRACKERS.search(address)
    )


def is_ornament_address(address: str) -> bool:
    """Say whether an address is a site's logo or a placeholder, not a picture of the news."""
    name = urlsplit_path(address).rsplit("/", 1)[-1]
    return bool(
        _ORNAMENT.search(name)
        or _PLACEHOLDER.search(address)
        or re.search(r"(?:^|[/_.-])(?:share|default|social|og)[_.-]", name, re.IGNORECASE)
    )


def _side(img: Element, name: str) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", img.get(name))
    return int(found[1]) if found else None


def sides_of(img: Element) -> tuple[int | None, int | None]:
    """Give width and height in pixels where the page states them."""
    return _side(img, "width"), _side(img, "height")


def absolute(address: str, base: str) -> str | None:
    """Give ``address`` as an absolute http address without spaces, ``None`` if it cannot be one."""
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(joined, safe="%/:=&?~#+!$,;'@()*[]|") if re.search(r"\s", joined) else joined
