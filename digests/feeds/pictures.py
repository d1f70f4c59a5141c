"""Which of an entry's pictures is its picture: the largest that is sensible."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_USUAL_WIDTH = {"content": 1000, "enclosure": 1000, "item": 900, "markup": 800, "thumbnail": 400}
_MAX_SIDE = 4096
_MIN_SIDE = 48
_PIXELS = 10
_PLACEHOLDER = re.compile(
    r"(?ix) ^(?:data|about|blob|javascript|cid):"
    r"| (?:^|[/_.-])(?:blank|spacer|pixel|1x1|transparent|placeholder|loading|lazy|lazyload"
    r"|default[_-]?image|no[_-]?image|grey|beacon|tracking|clear)(?:[_.-]?\d*)?"
    r"\.(?:gif|png|jpe?g|svg|webp)"
    r"| /core/emoji/ | /smilies/ | feedburner\.com/~ | feedsportal | /pixel(?:[/?.]|$)"
    r"| gravatar\.com | doubleclick\.net | google-analytics | scorecardresearch"
    r"| stats\.wordpress\.com | /b\.gif | pixel\.wp\.com"
)
_LOGO = re.compile(
    r"(?i)(?:^|[/_.-])(?:logo|favicon|icon|sprite|avatar|banner)(?:s)?(?:[_.\-/\d]|$)"
)
_IMAGE_NAME = re.compile(r"(?i)\.(?:jpe?g|png|webp|gif|avif|bmp|heic)(?:$|[?&#!/:@])")
_OTHER_NAME = re.compile(
    r"(?i)\.(?:mp4|mp3|m4a|m3u8|webm|mov|avi|flv|wav|ogg|pdf|zip|docx?|html?)(?:$|[?#])"
)
_SIZE_IN_NAME = re.compile(r"(?<![\d.])(\d{2,4})[x_](\d{2,4})(?![\d])")
_WIDTH_IN_QUERY = re.compile(r"(?i)(?:^|&)(?:w|width|resize_w|imwidth)=(\d{2,4})(?:&|$)")
_DESCRIBED = re.compile(r"(\S+?)(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,\s+|,$|$|,(?=https?://|/))")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a feed names; sides in pixels where they are known.

    ``kind`` is where it stood: content, enclosure, item, markup or thumbnail.
    """

    url: str
    width: int | None = None
    height: int | None = None
    kind: str = "markup"


def number(text: str | None) -> int | None:
    """Read "600", "600px" or " 600.0 " as pixels."""
    match = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", text or "")
    return int(match[1]) if match else None


def is_placeholder(url: str) -> bool:
    """Say whether the address is that of a pixel, an emoji or a stand-in and not of a photo."""
    return bool(_PLACEHOLDER.search(url))


def is_image(url: str, mime: str | None = None, medium: str | None = None) -> bool:
    """Say whether a media element or enclosure is a picture."""
    if mime and "/" in mime and mime.strip().lower() != "application/octet-stream":
        return mime.strip().lower().startswith("image/")
    if medium:
        return medium.strip().lower() == "image"
    return bool(_IMAGE_NAME.search(url)) or not _OTHER_NAME.search(url.partition("?")[0])


def from_srcset(text: str | None) -> Picture | None:
    """Give the largest sensible picture of a ``srcset`` (HTML Standard, srcset attributes)."""
    if not text:
        return None
    found: list[Picture] = []
    for match in _DESCRIBED.finditer(text[:10_000].strip()):
        size = float(match[2]) if match[2] else 1.0
        width = int(size if match[3] == "w" else size * _USUAL_WIDTH["markup"])
        found.append(Picture(match[1].strip(","), width, None, kind="markup"))
    return best(found)


def best(pictures: Iterable[Picture]) -> Picture | None:
    """Choose the largest sensible picture; of equals the first."""
    candidates = [p for p in pictures if p.url and not is_placeholder(p.url) and not _tiny(p)]
    candidates = [p for p in candidates if not _LOGO.search(_file(p.url))] or candidates
    sensible = [p for p in candidates if _width(p) <= _MAX_SIDE]
    if sensible:
        return max(sensible, key=_width)
    return min(candidates, key=_width) if candidates else None


def _file(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _tiny(picture: Picture) -> bool:
    sides = [side for side in (picture.width, picture.height) if side is not None and side > 0]
    if not sides:
        return False
    return min(sides) < _PIXELS or (min(sides) < _MIN_SIDE and max(sides) < 2 * _MIN_SIDE)


def _width(picture: Picture) -> int:
    if picture.width:
        return picture.width
    try:
        parts = urlsplit(picture.url)
    except ValueError:
        return 0
    query = _WIDTH_IN_QUERY.search(parts.query)
    if query:
        return int(query[1])
    named = _SIZE_IN_NAME.search(parts.path)
    if named and _MIN_SIDE <= int(named[1]) <= _MAX_SIDE and int(named[2]) >= _MIN_SIDE:
        return int(named[1])
    return _USUAL_WIDTH.get(picture.kind, 0)
