"""What stands around the words of a Vietnamese article: prefixes, credits and bylines.

Everything here is a rule on cleaned text (see ``digests.vietnamese.cleaning``).
"""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from collections.abc import Iterable

from digests.vietnamese.places import is_place
from digests.vietnamese.syllables import is_folded_syllable, is_syllable

_DASH = r"[-–—―−]"
_BRACKETED = re.compile(
    rf"^(?P<prefix>[(\[](?P<inside>[^()\[\]]{{2,40}})[)\]])\s*(?:{_DASH}|:|\s)\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_HEAD = r"^(?P<prefix>[^\s:\"“”()–—-][^:\"“”()?!]{0,44}?)"
_PLAIN_SPACED = re.compile(
    rf"{_HEAD}(?:\s+(?:{_DASH}{{1,2}}|\|)\s*|{_DASH}{{1,2}}\s+|[–—])(?P<rest>\S.*)$", re.DOTALL
)
_PLAIN_TIGHT = re.compile(rf"{_HEAD}{_DASH}(?P<rest>\S.*)$", re.DOTALL)
_AGENCY = re.compile(
    rf"^(?P<prefix>(?P<place>[^()\d,]{{2,30}}?)"
    rf"(?:,? (?:ngày )?\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{4}})?)?"
    rf" ?\([^()]{{2,25}}\))\s*(?:{_DASH}{{1,2}}|:)\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
"""An agency's stamp: "Hà Nội, ngày 26/11 (TTXVN) - …"."""
_PAIR = re.compile(
    rf"^(?P<prefix>(?P<place>\w[\w ]{{2,20}} ?{_DASH} ?\w[\w ]{{2,20}}?))\s+{_DASH}{{1,2}}\s*"
    r"(?P<rest>\S.*)$",
    re.DOTALL,
)
_MARKS = "*•➤►▶» "
_MEDIUM = r"(?:Online|Điện tử|điện tử|TV|Plus|News|Net|24h|\d{1,3})"
_ABBREVIATION = re.compile(rf"^[A-ZĐƯƠÔÊÂĂ][A-ZĐƯƠÔÊÂĂ0-9&.-]{{1,11}}(?:\s{_MEDIUM})?$")
_DOMAIN = re.compile(
    r"^(?:Báo\s)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|news|tv|gov|edu)(?:\.vn)?$",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(rf"^[A-ZĐ][\w]*[a-zà-ỹ][A-ZĐ]\w*(?:\s{_MEDIUM})?$")
_PAPER_WORDS = re.compile(r"^(?:Báo|Tạp chí|TTXVN|Thông tấn xã|Đài)\s", re.IGNORECASE)
_NOT_A_PAPER = frozenset(
    """
    WHO FIFA UEFA AFC AFF ASEAN NATO APEC COVID COVID-19 GDP USD VND CEO BTC PV UBND HĐND MTTQ
    UBMTTQ THPT THCS CSGT CLB HLV HCV BHXH BHYT HIV EU UN IMF WB
    """.split()  # noqa: SIM905 - a list of words reads best as lines
)
_SHORTEST_JOINED, _LONGEST_SYLLABLE = 9, 7
_BRAND_NOISE = re.compile(
    r"\b(?:báo|tạp chí|điện tử|online|trang|tin tức|news)\b|[^\w]", re.IGNORECASE
)


def split_lead(text: str, brands: Iterable[str] = ()) -> tuple[str | None, str]:
    """Part a lead from the prefix that a publisher puts before it.

    "BHG - Xác định …" gives ("BHG", "Xác định …"); "(Dân trí) - …" keeps its brackets. ``brands``
    are names by which the page calls its publisher; a prefix that is one of them needs no other
    sign of being one.
    """
    text = text.strip()
    text = text.lstrip(_MARKS) or text
    for pattern in (_AGENCY, _PAIR):
        found = pattern.match(text)
        if found and is_place(found["place"]) and not found["rest"][0].islower():
            return found["prefix"], _rest(found["rest"])
    found = _BRACKETED.match(text)
    if found and _is_bracketed_prefix(
        found["inside"], found.group(0)[found.end("prefix") :], brands
    ):
        return found["prefix"], _rest(found["rest"])
    for pattern in (_PLAIN_SPACED, _PLAIN_TIGHT):
        found = pattern.match(text)
        if found and _is_prefix(found["prefix"].strip(), found, brands):
            return _trimmed(found["prefix"]), _rest(found["rest"])
    return None, text


def _trimmed(prefix: str) -> str:
    return prefix.strip().rstrip(",").strip()


def _rest(text: str) -> str:
    return text.lstrip("-–—: ").strip() or text.strip()


def _is_bracketed_prefix(inside: str, after: str, brands: Iterable[str]) -> bool:
    """Say whether a bracket at the start names a paper: a dash follows, or it looks like one."""
    if not re.match(rf"\s*{_DASH}", after):
        return _is_paper(inside, brands) and not after.lstrip()[:1].islower()
    return len(inside.split()) <= 6 and not inside.isdigit()


def _is_prefix(prefix: str, found: re.Match[str], brands: Iterable[str]) -> bool:
    rest = found["rest"].lstrip("-–— ")
    if not rest:
        return False
    spaced = found.re is _PLAIN_SPACED
    if spaced and _ABBREVIATION.match(prefix) and _is_paper(prefix, brands):
        return True
    if rest[0].islower():
        return False
    if _is_paper(prefix, brands):
        return spaced or bool(_DOMAIN.match(prefix)) or prefix.isupper()
    return spaced and _is_stamp(prefix, rest)


def _is_paper(name: str, brands: Iterable[str]) -> bool:
    name = name.strip()
    if name in _NOT_A_PAPER:
        return False
    if _ABBREVIATION.match(name) or _DOMAIN.match(name) or _RUN_TOGETHER.match(name):
        return True
    if _PAPER_WORDS.match(name) and len(name.split()) <= 6:
        return True
    if _is_joined_words(name):
        return True
    bare = _bare_brand(name)
    return bool(bare) and any(bare == _bare_brand(brand) for brand in brands if brand)


def _is_joined_words(name: str) -> bool:
    """Say whether a name is three Vietnamese words or more written as one: "Kinhtedothi"."""
    word = name.lower()
    if len(word) < _SHORTEST_JOINED or not word.isalpha() or is_place(name):
        return False
    fewest: list[int | None] = [0, *([None] * len(word))]
    for end in range(1, len(word) + 1):
        ways = [
            before + 1
            for start in range(max(0, end - _LONGEST_SYLLABLE), end - 1)
            if (before := fewest[start]) is not None and _is_word(word[start:end])
        ]
        fewest[end] = min(ways, default=None)
    return (fewest[-1] or 0) >= 3


def _is_word(letters: str) -> bool:
    return is_folded_syllable(letters) if letters.isascii() else is_syllable(letters)


def _bare_brand(name: str) -> str:
    return _BRAND_NOISE.sub("", name.casefold())


def _is_stamp(prefix: str, rest: str) -> bool:
    """Say whether a place stands before the lead, and not the first half of a route or a pair."""
    place = prefix.partition(",")[0].strip()
    if not is_place(place) and not is_place(prefix):
        return False
    # "Mỹ - Trung …" is a pair of countries far more often than a stamp.
    if len(place) <= 4 and place != "Vinh":
        return False
    following = re.split(r"[\s,.]+", rest, maxsplit=4)
    return not any(is_place(" ".join(following[:n])) for n in (1, 2, 3))


# --- credits -------------------------------------------------------------------------------

_CREDIT_WORDS = (
    r"(?:Nguồn ảnh|Nguồn hình|Nguồn|Tác giả ảnh|Ảnh minh họa|Ảnh minh hoạ|Ảnh tư liệu|Ảnh chụp "
    r"màn hình|Ảnh chụp"
    r"|Ảnh|Hình minh họa|Hình minh hoạ|Hình ảnh|Hình|Photo by|Photo|Photos|Credit|Source|Image|"
    r"(?:Ảnh|Hình)\s?(?:[/,-]|và)\s?(?:clip|video)|(?:clip|video)\s?(?:[/,-]|và)\s?(?:ảnh|hình))"
)
_CREDIT = re.compile(
    rf"(?:^|(?P<before>[\s.,;:!?\"”'’)\]…(\[–—|/-]))(?P<open>[(\[]?)\s*(?P<word>{_CREDIT_WORDS})\s*[:：]\s*(?P<name>[^:：]{{2,90}}?)\s*$",
    re.IGNORECASE,
)
_BRACKET_CREDIT = re.compile(
    rf"[\s.–-]*[(\[]\s*{_CREDIT_WORDS}(?P<joint>\s*[:：]\s*|"
    rf"\s+)(?P<name>[^()\[\]]{{2,90}}(?:\([^()]{{1,40}}\))?)\s*[)\]]\s*\.?\s*$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:^|[\s.,;(\[|/–—-])[(\[]?\s*©\s*(?P<name>[^©:\d]{2,60}?)\s*[)\]]?\s*\.?$"
)
_LONGEST_CREDIT = 160
_CREDIT_HINTS = ("ảnh", "nguồn", "hình", "photo", "credit", "source", "image", "©")
_ABBREVIATED = re.compile(r"(?:^|[\s/,-])[A-ZĐ](?:\.[A-ZĐ])*\.$")


def split_credit(text: str) -> tuple[str, str | None]:
    """Part a caption from its credit.

    "Chợ phiên. Ảnh: An Dương", "… (Ảnh: TTXVN).", "… - Ảnh: AFP" all give the bare caption and the
    name. A text that is nothing but a credit gives an empty caption.
    """
    text = text.strip()
    end = text[-_LONGEST_CREDIT:].casefold()
    if not any(word in end for word in _CREDIT_HINTS):
        return text, None
    for pattern in (_BRACKET_CREDIT, _CREDIT, _COPYRIGHT):
        found = pattern.search(text, max(0, len(text) - _LONGEST_CREDIT))
        if found and _is_credit_name(found):
            return _without_joint(
                text[: found.start()], text[found.start() : found.start() + 1]
            ), _credit_name(found["name"])
    return text, None


_BARE_CAPTION = re.compile(
    r"^\W*(?:hình )?(?:ảnh|hình) (?:có tính (?:chất )?)?(?:minh h(?:ọa|oạ)|tư liệu|chụp màn hình|"
    r"cắt từ (?:clip|video)|internet|do nhân vật cung cấp|nhân vật cung cấp)\W*$",
    re.IGNORECASE,
)


def is_bare_caption(text: str) -> bool:
    """Say whether a text says only of what kind a picture is: "(Ảnh minh họa)"."""
    return bool(_BARE_CAPTION.match(text))


def is_only_credit(text: str) -> bool:
    """Say whether ``text`` is nothing but "Ảnh: …"."""
    caption, credit = split_credit(text)
    return credit is not None and not caption


def _is_credit_name(found: re.Match[str]) -> bool:
    name = found["name"]
    # "Hình ảnh: bé trai được cứu" tells what is seen, not who saw it.
    if (
        "word" in found.re.groupindex
        and found["word"].casefold().startswith("hình")
        and name[0].islower()
    ):
        return False
    # "(ảnh do gia đình cung cấp)" is part of the sentence; "(Ảnh TTXVN)" is not.
    if "joint" in found.re.groupindex and not found["joint"].strip() and not name[0].isupper():
        return False
    return len(name.split()) <= 14 and not re.search(r"[.!?]\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+", name)


def _credit_name(name: str) -> str:
    name = name.strip(" \t–—-,;:(©")
    if name.endswith(")") and name.count("(") < name.count(")"):
        name = name[:-1].rstrip()
    if name.endswith(".") and not _ABBREVIATED.search(name):
        name = name.rstrip(". ")
    if name.endswith(")") and name.count("(") < name.count(")"):
        name = name[:-1].rstrip()
    return name.rstrip(" .") if not _ABBREVIATED.search(name) else name


def _without_joint(caption: str, cut: str) -> str:
    """Take away the dash or bracket that joined the caption to its credit; keep its full stop."""
    caption += cut if cut in ".!?…\"”'’)]" else ""
    return re.sub(r"[\s,;:–—(\[/|-]+$", "", caption)


# --- names and bylines ---------------------------------------------------------------------

_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ"
_NAME_WORD = re.compile(rf"^[{_UPPER}][\w'’.]*$")
_LABEL = re.compile(
    r"^(?:(?:Tin|Bài|Ảnh|Clip|Video|Đồ họa|Đồ hoạ|Infographic|Thiết kế|Trình bày|Nội dung|Kỹ "
    r"thuật|Hình)"
    r"(?:\s*(?:,|và|&|-|–|/)\s*(?:tin|bài|ảnh|hình|clip|video|đồ họa|đồ hoạ|infographic|thiết "
    r"kế|trình bày))*(?:\s+viết)?"
    r"|Tác giả|Thực hiện|Người viết|Phóng viên|PV|Theo|Nguồn|Biên tập|Biên dịch|Dịch|Lược dịch|"
    r"Tổng hợp|Viết bởi|Đăng bởi|By|Author|Nhóm PV|Nhóm phóng viên|CTV|Cộng tác viên)"
    r"\s*[:：]\s*|^(?:Theo|Nguồn|Bởi|By|Tác giả|Bài, ảnh|Tin, ảnh|Bài và ảnh|Tin và ảnh)\s+",
    re.IGNORECASE,
)
_EDITOR = re.compile(
    r"biên tập|chịu trách nhiệm|giấy phép|điện thoại|bản quyền|tòa soạn|toà soạn|©|email|hotline",
    re.IGNORECASE,
)
_ROLE_TAIL = re.compile(
    r"\s*(?:\((?:[^()]{1,60})\)|[|].*|(?:\s[-–]\s)?(?:thực hiện|tổng hợp|lược dịch|biên dịch|"
    r"dịch|ghi|sưu tầm|st))\s*$",
    re.IGNORECASE,
)
_OUTLET_TAIL = re.compile(r"\s*/\s*(?:[\w-]+\.[\w.]+|[A-Z][\w.+ -]{1,24}|Báo .+|Theo .+)$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BETWEEN = re.compile(
    r"\s+[-–—]\s+|\s*[,;|&+•·]\s*|\s+và\s+|\s*/\s*|\s+[-–—](?=\w)|(?<=\w)[–—](?=\w)", re.IGNORECASE
)
_AGENCIES = re.compile(
    r"^(?:TTXVN|Vietnam\+|VietnamPlus|Reuters|AFP|AP|BBC|CNN|Xinhua|Tân Hoa Xã|TASS|Sputnik|"
    r"Bloomberg|Yonhap|Kyodo|PV|CTV|VOV|VTV)$"
)
_LONGEST_NAME, _LONGEST_PIECE, _MOST_NAMES = 5, 60, 8


def split_names(text: str, brands: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the names of a byline: "NGUYỄN VĂN A - TRẦN B", "Bài, ảnh: An Dương", "Tên/VOV.VN"."""
    text = _MAIL.sub("", text).strip(' .,;:-–—*[]"')
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    labelled = _LABEL.match(text)
    while labelled:
        text = text[labelled.end() :].strip()
        labelled = _LABEL.match(text)
    text = _OUTLET_TAIL.sub("", _ROLE_TAIL.sub("", text))
    brand_keys = {_bare_brand(brand) for brand in brands if brand}
    names: list[str] = []
    for piece in _split_pieces(text):
        name = _as_name(piece)
        if name and name not in names and _bare_brand(name) not in brand_keys:
            names.append(name)
    return tuple(names[:_MOST_NAMES])


def _split_pieces(text: str) -> list[str]:
    pieces = []
    for part in re.split(r"(?<=\w)\s*;\s*|\.\s+(?=(?:Bài|Ảnh|Tin)\b)", text):
        cut = _LABEL.match(part)
        pieces.extend(_BETWEEN.split(part[cut.end() :] if cut else part))
    return pieces


def _as_name(piece: str) -> str | None:
    piece = _ROLE_TAIL.sub("", piece).strip(' .,;:-–—*()[]"“”')
    cut = _LABEL.match(piece)
    piece = piece[cut.end() :] if cut else piece
    piece = re.sub(
        r"^(?:Theo|PV|Phóng viên|Th[Ss]|TS|PGS\.?TS|GS|BS|Bác sĩ|Luật sư)[.:]?\s+(?=\S+\s)",
        "",
        piece,
    ).strip()
    if not piece or len(piece) > 60 or piece.isdigit():
        return None
    return _ordinary_case(piece)


def _ordinary_case(name: str) -> str:
    """Give "NGUYỄN VĂN A" as "Nguyễn Văn A"; abbreviations stay as they are."""
    words = name.split()
    if len(words) < 2 or not name.isupper() or re.search(r"[\d.&]", name):
        return name
    return " ".join(re.sub(r"(?<=\w)\w+", lambda end: end[0].lower(), word) for word in words)


def looks_like_name(text: str) -> bool:
    """Say whether ``text`` could be a person's name or an agency's: a few words with capitals."""
    words = text.split()
    if _AGENCIES.match(text):
        return True
    if not 1 <= len(words) <= _LONGEST_NAME or len(text) > 40 or text[-1:] in "?!:…":
        return False
    return all(_NAME_WORD.match(word) for word in words) and not any(c.isdigit() for c in text)


def read_byline(text: str, brands: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the names of a line that is nothing but a byline; ``()`` for any other line."""
    text = text.strip()
    if not text or len(text) > 140 or _EDITOR.search(text):
        return ()
    labelled = bool(_LABEL.match(text))
    if any(len(piece) > _LONGEST_PIECE for piece in _split_pieces(text)):
        return ()  # a sentence
    names = split_names(text, brands)
    if not names or not all(looks_like_name(name) for name in names):
        return ()
    if not labelled and (text.endswith((".", "?", "!", ":")) or is_place(text)):
        return ()
    return names


def is_labelled_byline(text: str) -> bool:
    """Say whether a line is a byline with a label: "Bài, ảnh: …", "Theo …"."""
    return bool(_LABEL.match(text.strip())) and bool(read_byline(text))
