"""A body read within its limits, compressed or not."""

import zlib
from collections.abc import AsyncIterator
from typing import Protocol

from digests.errors import BodyTooLarge, FetchError

_PIECE = 64 * 1024
ACCEPTED_ENCODINGS = "gzip, deflate"


class _Unpacker(Protocol):
    def unpack(self, piece: bytes, room: int) -> list[bytes]: ...


class _Plain:
    """A body that is not compressed."""

    def unpack(self, piece: bytes, room: int) -> list[bytes]:  # noqa: ARG002
        return [piece]


class _Deflated:
    """gzip (also several members), zlib, or bare deflate, in pieces of bounded size."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits)
        self._begun = False

    def unpack(self, piece: bytes, room: int) -> list[bytes]:
        made: list[bytes] = []
        total = 0
        while piece and total <= room:
            out, piece = self._step(piece)
            total += len(out)
            made.append(out)
        return made

    def _step(self, piece: bytes) -> tuple[bytes, bytes]:
        if self._inner.eof:
            if self._wbits < 0 or not piece.startswith(b"\x1f\x8b"):
                return b"", b""  # padding after the last member
            self._inner = zlib.decompressobj(self._wbits)
        try:
            out = self._inner.decompress(piece, _PIECE)
        except zlib.error:
            if self._begun or self._wbits != zlib.MAX_WBITS:
                raise
            self._wbits, self._inner = -zlib.MAX_WBITS, zlib.decompressobj(-zlib.MAX_WBITS)
            out = self._inner.decompress(piece, _PIECE)
        self._begun = True
        rest = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        return out, rest


async def read_body(
    pieces: AsyncIterator[bytes], *, url: str, encoding: str | None, length: str | None, limit: int
) -> bytes:
    """Read and unpack a body of at most ``limit`` bytes, packed and unpacked.

    Raises:
        BodyTooLarge: it announces or has more.
        FetchError: it is packed in a way that was not asked for, or wrongly.
    """
    if length and length.isdigit() and int(length) > limit:
        raise BodyTooLarge(url, f"the body is larger than {limit} bytes")
    unpacker = _unpacker(encoding, url)
    made, packed, size = [], 0, 0
    async for piece in pieces:
        packed += len(piece)
        try:
            fresh = unpacker.unpack(piece, limit - size)
        except zlib.error as error:
            raise FetchError(url, "the body is packed wrongly") from error
        size += sum(map(len, fresh))
        if size > limit or packed > limit:
            raise BodyTooLarge(url, f"the body is larger than {limit} bytes")
        made += fresh
    return b"".join(made)


def _unpacker(encoding: str | None, url: str) -> _Unpacker:
    name = (encoding or "identity").strip().lower()
    if name in {"", "identity", "none", "utf-8"}:
        return _Plain()
    if name in {"gzip", "x-gzip"}:
        return _Deflated(16 + zlib.MAX_WBITS)
    if name == "deflate":
        return _Deflated(zlib.MAX_WBITS)
    raise FetchError(url, f"the body is packed as {name[:40]!r}, which was not asked for")
