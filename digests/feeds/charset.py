"""Feed bytes to text: what the bytes are counts, not what the publisher says they are.

UTF-8 that decodes is UTF-8. Everything else is tried as each of the character sets that Vietnamese
sites have used, and the one that gives the most Vietnamese syllables is taken.
"""

import codecs
import html
import re
import unicodedata
from collections.abc import Callable

from digests.errors import FeedError

# TCVN 5712:1993 (VN1, whose small letters are those of the "ABC" fonts) and VISCII (RFC 1456):
# Python has no codecs for the two. The upper half, then the letters at control codes.
_TCVN_UPPER = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII_UPPER = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝ"
    "ỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_ASCII = bytes(range(0x80)).decode("ascii")

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^[^<]{0,200}<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{1,40})""")
_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?$"
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONVINCING = 0.5
_CP1252 = {c: bytes([b]) for b in range(0x80, 0xA0) if (c := bytes([b]).decode("cp1252", "ignore"))}
_TWICE = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Give the text of ``body`` (NFC, without control characters) and what was wrong with it.

    Raises:
        FeedError: the bytes are no text.
    """
    text, warnings = _by_bytes(body, content_type)
    if text.count("\x00") > len(text) // 100 or _noise(text):
        raise FeedError("the bytes are not text")
    if "áº" in text or "á»" in text or "Ä‘" in text:
        mended = _undo_twice(text)
        if mended != text:
            text, warnings = mended, (*warnings, "the text was encoded twice")
    clean = _FORBIDDEN.sub("", text)
    if len(clean) != len(text):
        warnings = (*warnings, "control characters were taken out")
    return unicodedata.normalize("NFC", clean), warnings


def _by_bytes(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "ignore"), ()
    wide = _wide(body)
    if wide:
        return body.decode(wide, "ignore"), ()
    try:
        return body.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_utf8(body, content_type)


def _wide(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero beside the first sign (XML 1.0, appendix F)."""
    start = body.lstrip(b"\r\n\t \x00")[:1]
    if start not in {b"<", b"{"}:
        return None
    at = body.index(start)
    if at % 2 and body[at - 1 : at] == b"\x00":
        return "utf-16-be"
    return "utf-16-le" if body[at + 1 : at + 2] == b"\x00" else None


def _not_utf8(body: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    lenient = body.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    whole = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", lenient)))
    if whole > 5 * bad:
        return lenient.replace("\ufffd", ""), ("some bytes are not UTF-8 and were left out",)
    declared = _declared(body, content_type)
    text, name = _best(body, declared)
    if declared is None or _name(declared) != _name(name):
        return text, (f"the characters are {name}, not {declared or 'UTF-8'}",)
    return text, ()


def _declared(body: bytes, content_type: str | None) -> str | None:
    match = _DECLARED.match(body[:600])
    if match:
        return match[1].decode("ascii").lower()
    parameter = _PARAMETER.search(content_type or "")
    return parameter[1].lower() if parameter else None


def _name(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return charset


def _best(body: bytes, declared: str | None) -> tuple[str, str]:
    """Decode by the character set whose text reads most like Vietnamese; the declared wins ties."""
    ways: dict[str, Callable[[bytes], str]] = {
        "windows-1258": lambda b: unicodedata.normalize("NFC", b.decode("cp1258", "replace")),
        "windows-1252": lambda b: b.decode("cp1252", "replace"),
        "TCVN 5712": lambda b: _table(b, _ASCII + _TCVN_UPPER),
        "VISCII": lambda b: _table(b, _ASCII + _VISCII_UPPER),
    }
    best = ("windows-1252", -1.0)
    sample = body[:60_000]
    for name, way in ways.items():
        score = _vietnamese(way(sample))
        if score > best[1]:
            best = (name, score)
    if declared and best[1] < _CONVINCING and _name(declared) not in {"utf-8", "ascii"}:
        try:
            return body.decode(declared), declared
        except (LookupError, UnicodeDecodeError):
            pass
    return ways[best[0]](body), best[0]


def _table(body: bytes, table: str) -> str:
    return unicodedata.normalize("NFC", codecs.charmap_decode(body, "replace", table)[0])


def _vietnamese(text: str) -> float:
    """Give the share (0 to 1) of words with marks that are spelled as Vietnamese syllables are."""
    words = [w for w in _WORD.findall(html.unescape(text)) if not w.isascii()]
    strange = sum(1 for sign in text if not sign.isalnum() and "\x80" < sign < "\u2000")
    return sum(map(_is_syllable, words)) / (len(words) + strange) if words else 0.0


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    toneless = unicodedata.normalize("NFC", apart.translate(_TONES))
    tones = len(apart) - len(unicodedata.normalize("NFD", toneless))
    return tones <= 1 and bool(_SYLLABLE.match(toneless))


def _undo_twice(text: str) -> str:
    """Undo UTF-8 that was read as windows-1252 and written as UTF-8 again ("Viá»‡t")."""
    return _TWICE.sub(lambda match: _once(match[0]), text)


def _once(run: str) -> str:
    try:
        return b"".join(_CP1252.get(c) or c.encode("latin-1") for c in run).decode("utf-8")
    except UnicodeError:
        return run


def _noise(text: str) -> bool:
    head = text[:4000]
    bad = sum(1 for sign in head if sign < " " and sign not in "\t\n\r")
    return bad * 10 > max(len(head), 1)
