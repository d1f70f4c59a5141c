"""Pictures and files: their sides, where they are kept, and how one by address is fetched.

The local Bot API makes no request beyond this machine: pictures at loopback addresses are fetched
and checked as Telegram does; any other address is taken at its word.
"""

import hashlib
import ipaddress
import re
import struct
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from bot.playground.refusals import Json, bad_request

if TYPE_CHECKING:
    import httpx

URL_PHOTO_BYTES = 5 * 1024 * 1024
UPLOAD_PHOTO_BYTES = 10 * 1024 * 1024
SIDES_SUM = 10_000
SIDES_RATIO = 20
UNKNOWN_SIDES = (1280, 720)
THUMBNAIL_SIDE = 320
REDIRECTS = 5
FAILED = "failed to get HTTP URL content"
WRONG_TYPE = "wrong type of the web page content"
# Markers of JPEG (ITU T.81, table B.1): the start, frames with their sides, those without a length.
_MARK = 0xFF
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({_MARK, *range(0xD0, 0xD9)})
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?")
WRONG_FILE = "wrong file identifier/HTTP URL specified"


@dataclass(frozen=True, slots=True)
class Picture:
    """What the header of a picture says: type and sides in pixels."""

    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that Telegram has: its ids, its bytes where they are known, its address."""

    file_id: str
    unique_id: str
    kind: str
    size: int
    body: bytes | None = None
    url: str | None = None
    name: str | None = None
    mime: str = "application/octet-stream"
    width: int = 0
    height: int = 0

    def photo_sizes(self) -> list[Json]:
        """Give the ``PhotoSize`` objects, smallest first."""
        longest = max(self.width, self.height)
        sizes = [self._size(self.width, self.height, self.file_id, self.unique_id)]
        if longest > THUMBNAIL_SIDE:
            scale = THUMBNAIL_SIDE / longest
            sides = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
            sizes.insert(0, self._size(*sides, f"{self.file_id}-s", f"{self.unique_id}s"))
        return sizes

    def _size(self, width: int, height: int, file_id: str, unique_id: str) -> Json:
        told = {"file_id": file_id, "file_unique_id": unique_id, "width": width, "height": height}
        return {**told, "file_size": self.size} if self.size else told

    def document(self) -> Json:
        """Give the ``Document`` object."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name or "file",
            "mime_type": self.mime,
            "file_size": self.size,
        }


def picture_of(body: bytes) -> Picture | None:
    """Give type and sides out of the header of a JPEG, PNG, GIF or WebP, ``None`` for others."""
    readers: tuple[tuple[bytes, Callable[[bytes], Picture | None]], ...] = (
        (b"\x89PNG\r\n\x1a\n", _png),
        (b"GIF8", _gif),
        (b"RIFF", _webp),
        (b"\xff\xd8", _jpeg),
    )
    for start, read in readers:
        if body.startswith(start):
            try:
                found = read(body)
            except (struct.error, IndexError):
                return None
            return found if found and found.width and found.height else None
    return None


def _png(body: bytes) -> Picture:
    return Picture("image/png", *struct.unpack(">II", body[16:24]))


def _gif(body: bytes) -> Picture:
    return Picture("image/gif", *struct.unpack("<HH", body[6:10]))


def _jpeg(body: bytes) -> Picture | None:
    position = 2
    while position + 9 <= len(body):
        if body[position] != _MARK:
            return None
        marker = body[position + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", body[position + 5 : position + 9])
            return Picture("image/jpeg", width, height)
        position += 2
        if marker not in _WITHOUT_LENGTH:
            position += struct.unpack(">H", body[position : position + 2])[0]
    return None


def _webp(body: bytes) -> Picture | None:
    if body[8:12] != b"WEBP":
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(body[24:27], "little") + 1
        height = int.from_bytes(body[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[26:30]))
    return Picture("image/webp", width, height)


def check_sides(picture: Picture) -> None:
    """Refuse sides that Telegram takes for no photo."""
    long, short = sorted((picture.width, picture.height), reverse=True)
    if long + short > SIDES_SUM or long > SIDES_RATIO * short:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def is_loopback(url: str) -> bool:
    """Say whether an address is on this machine, by its own words and without a look-up."""
    try:
        host = urlsplit(url).hostname or ""
        if host == "localhost":
            return True
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class FileShelf:
    """Every file that a bot sent, by ``file_id``, and pictures by the address they came from.

    An identity is of use to that bot alone: https://core.telegram.org/bots/api#sending-files
    """

    def __init__(self, bot: int = 0) -> None:
        """Start empty; ``bot`` is whose files they are."""
        self._bot = bot
        self._files: dict[str, Stored] = {}
        self._by_url: dict[str, Stored] = {}

    def get(self, file_id: str) -> Stored | None:
        """Give the file of an id, or ``None``."""
        return self._files.get(file_id.removesuffix("-s"))

    def ids(self) -> list[str]:
        """Give the identities of all files."""
        return list(self._files)

    def keep(self, kind: str, body: bytes | None, **facts: object) -> Stored:
        """Keep a file; ``kind`` is ``photo`` or ``document``."""
        seed = f"{self._bot} {kind} {len(self._files)}".encode()
        digest = urlsafe_b64encode(hashlib.sha256(seed).digest()).decode().rstrip("=")
        prefix = "AgACAgUAAx" if kind == "photo" else "BQACAgUAAx"
        stored = Stored(
            file_id=prefix + digest.replace("-", "A"),
            unique_id="AQAD" + digest[:11].replace("-", "A"),
            kind=kind,
            size=len(body) if body else 0,
            body=body,
            **facts,  # type: ignore[arg-type]
        )
        self._files[stored.file_id] = stored
        return stored

    def upload(self, body: bytes, *, name: str | None) -> Stored:
        """Keep an uploaded photo.

        Raises:
            Refused: 400 for what is no photo, or one that Telegram does not take.
        """
        if not body:
            raise bad_request("file must be non-empty")
        if len(body) > UPLOAD_PHOTO_BYTES:
            raise bad_request(f"file of size {len(body)} bytes is too big for a photo")
        picture = picture_of(body)
        if picture is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self._photo(body, picture, name=name)

    def _photo(
        self, body: bytes, picture: Picture, *, url: str | None = None, name: str | None = None
    ) -> Stored:
        check_sides(picture)
        facts = {"mime": picture.mime, "width": picture.width, "height": picture.height}
        return self.keep("photo", body, url=url, name=name, **facts)

    async def by_url(self, url: str) -> Stored:
        """Give the photo at an address, fetched once when it is on this machine.

        Raises:
            Refused: 400 when it cannot be had or is no photo that Telegram takes.
        """
        if not _ADDRESS.fullmatch(url):
            raise bad_request(WRONG_FILE)
        known = self._by_url.get(url)
        if known:
            return known
        body = await _fetch(url) if is_loopback(url) else None
        if body is None:
            width, height = UNKNOWN_SIDES
            stored = self.keep("photo", None, url=url, width=width, height=height)
        else:
            picture = picture_of(body)
            if picture is None:
                raise bad_request(WRONG_TYPE)
            stored = self._photo(body, picture, url=url)
        self._by_url[url] = stored
        return stored


async def _fetch(url: str) -> bytes | None:
    """Give the bytes at a loopback address; ``None`` when it sends us beyond this machine."""
    import httpx  # noqa: PLC0415 - heavy, and only pictures need it

    from digests.fetch.client import trusted  # noqa: PLC0415 - as heavy

    try:
        async with httpx.AsyncClient(verify=trusted(), timeout=10.0, trust_env=False) as client:
            for _ in range(REDIRECTS):
                async with client.stream("GET", url) as answer:
                    if not answer.is_redirect:
                        return await _body(answer)
                    url = urljoin(url, answer.headers.get("location", ""))
                if not is_loopback(url):
                    return None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise bad_request(FAILED) from error
    raise bad_request(FAILED)


async def _body(answer: "httpx.Response") -> bytes:
    if not answer.is_success:
        raise bad_request(FAILED)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind != "application/octet-stream":
        raise bad_request(WRONG_TYPE)
    pieces: list[bytes] = []
    size = 0
    async for piece in answer.aiter_bytes():
        size += len(piece)
        if size > URL_PHOTO_BYTES:
            raise bad_request(FAILED)
        pieces.append(piece)
    return b"".join(pieces)


PLACEHOLDER = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 1280 720" role="img" aria-label="Ảnh không được tải trong sân chơi">
<rect width="1280" height="720" fill="#d5dde5"/><circle cx="960" cy="200" r="80" fill="#f3f6f9"/>
<path d="M0 720 380 280l260 300 180-180 460 320z" fill="#9fb1c1"/>
<path d="M0 720 380 420l200 220 240-160 460 240z" fill="#8398aa"/></svg>
"""


def placeholder(stored: Stored) -> str:
    """Give a neutral drawing in the sides of a picture that was not fetched."""
    return PLACEHOLDER.format(width=stored.width or 1280, height=stored.height or 720)
