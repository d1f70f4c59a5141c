"""Bytes of a page to text, whatever the server and the page say about their character set.

Order of trust: a byte order mark; bytes that are valid UTF-8 (nothing else looks like it by
chance); the declared character set; then windows-1258, in which the tones follow their letters as
marks of their own (NFC joins them afterwards).
"""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import codecs
import re

from digests.errors import PageError
from digests.vietnamese.old_fonts import from_old_fonts

LONGEST_BODY = 8_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
# Bytes that are a tone mark in windows-1258 and come after a vowel: grave, hook, tilde, acute, dot.
_TONES_1258 = re.compile(
    rb"[aeiouyAEIOUY\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]"
)
_WESTERN = frozenset({"iso8859-1", "cp1252", "ascii", "latin-1"})
_MAGIC = (
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00\x1cftyp",
)
_SAMPLE = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decode(body: bytes, content_type: str | None = None) -> str:
    """Give the text of ``body``.

    Raises:
        PageError: ``empty``, ``too_large`` (8 MB) or ``not_text`` (a picture, noise).
    """
    if len(body) > LONGEST_BODY:
        raise PageError(f"the page is too large: {len(body):,} bytes", reason="too_large")
    if not body.strip():
        raise PageError("the page is empty", reason="empty")
    text = from_old_fonts(_decode(body, content_type))
    if _is_noise(text):
        raise PageError("the body is not text", reason="not_text")
    return text


def _decode(body: bytes, content_type: str | None) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace").lstrip("\ufeff")
    if body.startswith(_MAGIC):
        raise PageError("the body is a file, not a page", reason="not_text")
    wide = _wide_charset(body)
    if wide:
        return body.decode(wide, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(body, _declared(body, content_type))


def _wide_charset(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of the markup is zero."""
    head = body[:200]
    if head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 3 else None


def _declared(body: bytes, content_type: str | None) -> str | None:
    in_header = _HEADER.search(content_type or "")
    found = _META.search(body, 0, 4096) or _XML.search(body, 0, 200)
    names = [found[1].decode("ascii")] if found else []
    names += [in_header[1]] if in_header else []
    for name in names:
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def _decode_damaged(body: bytes, declared: str | None) -> str:
    """Decode bytes that are not valid UTF-8 as a whole."""
    lenient = body.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    # Cut off in the middle of a letter, or one advertisement in another character set.
    if broken * 50 < sum(1 for byte in body[:_SAMPLE] if byte >= 0x80):
        return lenient
    western = body.decode("cp1252", errors="replace")
    if (mended := from_old_fonts(western)) != western:
        return mended
    if declared and declared not in _WESTERN and declared not in ("utf-8", "utf-8-sig"):
        return _with(body, declared)
    sample = body[:_SAMPLE]
    high = sum(1 for byte in sample if byte >= 0x80)
    if len(_TONES_1258.findall(sample)) * 20 >= high:
        return _with(body, "cp1258")
    return _with(body, declared if declared in _WESTERN else "cp1258")


def _with(body: bytes, name: str) -> str:
    try:
        return body.decode("cp1252" if name in _WESTERN else name, errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _is_noise(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = sample.count("\ufffd") + len(_CONTROL.findall(sample))
    return strange * 10 > len(sample)
