"""Vietnamese as fonts of the nineties have it: western letters that looked right in that font only.

Two were common. In TCVN 5712 (``.VnTime`` and its kin, "ABC") each letter is one western sign:
"B¶n" is "Bản". In VNI a letter is followed by a sign for its tone or hat: "Vieät" is "Việt".
Sources: TCVN 5712:1993, VN3; the VNI-Windows table of https://vietunicode.sourceforge.net/charset/.
"""

import re

_TCVN_SIGNS = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_VNI_HATS = {"a": "a", "ă": "a", "â": "a", "e": "e", "ê": "e", "o": "o", "ô": "o", "ơ": "ô",
             "u": "u", "ư": "ö", "y": "y"}  # fmt: skip
_VNI_TONES = {"": "øûõùï", "ă": "èúüéë", "^": "àåãáä"}
_LETTERS = {
    "a": "àảãáạ", "ă": "ằẳẵắặ", "â": "ầẩẫấậ", "e": "èẻẽéẹ", "ê": "ềểễếệ", "i": "ìỉĩíị",
    "o": "òỏõóọ", "ô": "ồổỗốộ", "ơ": "ờởỡớợ", "u": "ùủũúụ", "ư": "ừửữứự", "y": "ỳỷỹýỵ",
}  # fmt: skip
_TCVN = {
    sign: letter
    for base, signs in _TCVN_SIGNS.items()
    for sign, letter in zip(signs, _LETTERS[base], strict=True)
} | dict(zip("¨©®ª«¬\xad§¡¢£¤¥¦", "ăâđêôơưĐĂÂÊÔƠƯ", strict=True))


def _vni() -> dict[str, str]:
    table = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô"}
    table |= dict(zip("ìæóíò", _LETTERS["i"], strict=True))
    for base, plain in _VNI_HATS.items():
        hat = "ă" if base == "ă" else "^" if base in "âêô" else ""
        for sign, letter in zip(_VNI_TONES[hat], _LETTERS[base], strict=True):
            table[plain + sign] = letter
    for sign, letter in tuple(table.items()):
        table[sign.upper()] = letter.upper()
        table[sign[0].upper() + sign[1:]] = letter.upper()
    return table


_VNI = _vni()
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_COMMON = "đưạảếộ"
_UNICODE = re.compile("[ơưƠƯđĐ\u0300-\u0323\u1ea0-\u1ef9]")
_TELLS_TCVN = re.compile(r"®[a-z\xa8-\xfe]|[a-z][µ¶·¸¹]")
_TELLS_VNI = re.compile(r"[aeo][áàåãä]|[aeouyôö][ùøûïõ]|ñ[aeiouyôöæ]")
_FEWEST_TELLS = 12
_KINDS_TCVN, _KINDS_VNI = 4, 8
"""French has three or four of VNI's kinds ("où", "maïs", "août"), Spanish its "ñ"."""
_LETTERS_A_TELL = 40
_SAMPLE = 65_536


def from_old_fonts(text: str) -> str:
    """Give ``text`` in Unicode's letters where it was written for an old font; else as it is."""
    sample = text[:_SAMPLE]
    # To look for one letter is much faster than for any of many.
    if any(letter in sample for letter in _COMMON) or _UNICODE.search(sample):
        return text  # no page mixes them, and much of Unicode's Vietnamese is western letters too
    if _speaks_for(_TELLS_TCVN, sample, _KINDS_TCVN):
        return "".join([_TCVN.get(sign, sign) for sign in text])
    if _speaks_for(_TELLS_VNI, sample, _KINDS_VNI):
        return _VNI_SIGN.sub(lambda found: _VNI[found[0]], text)
    return text


def _speaks_for(tells: re.Pattern[str], sample: str, kinds: int) -> bool:
    found = tells.findall(sample)
    letters = len(re.sub(r"<[^>]*>", "", sample))
    many = len(found) >= _FEWEST_TELLS and len(found) * _LETTERS_A_TELL > letters
    return many and len(set(found)) >= kinds
