"""What a photo's caption says, and who took it: out of the texts that belong to the picture."""

# ruff: noqa: PLR2004 - a threshold reads best where it stands, beside what it is a limit of

import re
from itertools import product

from digests.pages import signals
from digests.pages.blocks import Block
from digests.pages.headline import key
from digests.pages.tree import Element
from digests.vietnamese.cleaning import clean
from digests.vietnamese.prefixes import is_only_credit, looks_like_name, split_credit

LONGEST_CREDIT = 120
ALT_TAIL = re.compile(
    r"\s*(?:[-–]\s*(?:Ảnh|Hình|Photo)\s*\d+\.?|[-–]\s*\d+|\b(?:ảnh|hình)\s*\d+)\s*$", re.IGNORECASE
)
_TWO_STOPS = re.compile(r"(?<![.…])\.\s*\.$")
_FILE_NAME = re.compile(
    r"^[\w-]+\.(?:jpe?g|png|webp|gif)$|^(?:img|image|dsc|anh|hinh|photo|picture)[\s_-]*\d*$",
    re.IGNORECASE,
)


def caption_and_credit(texts: list[Block]) -> tuple[str, str | None]:
    """Join the pieces of a caption; a piece that is a credit by its words or its element is one."""
    pieces: list[str] = []
    credit: str | None = None
    for block in texts:
        own = _is_named_credit(block.element) or _is_lone_name(block, texts)
        if credit is None and is_only_credit(block.text):
            credit = split_credit(block.text)[1]
        elif pieces and credit is None and own and len(block.text) < 80:
            credit = split_credit(f"Ảnh: {block.text}")[1]
        elif block.text and (not pieces or key(block.text) != key(pieces[-1])):
            pieces.append(block.text)
    caption, named = split_credit(" ".join(pieces))
    if named is None and credit is None and texts:
        caption, named = _marked_credit(texts[-1].element, caption)
    return _ended(_once(caption)), named or credit


def _is_lone_name(block: Block, texts: list[Block]) -> bool:
    """Say whether a block behind the caption is nothing but a name in a box of its own."""
    if block is not texts[-1] or len(texts) < 2 or block.element is texts[0].element:
        return False
    if key(block.text) == key(texts[-2].text):
        return False  # the caption, said twice
    name = block.text.strip("() ").split("/")[0].strip()
    return looks_like_name(name) and (" " in name or name.isupper())


def _is_named_credit(element: Element) -> bool:
    """Say whether an element, or a wrapper that is only about it, is called credit or author."""
    for around in (element, *element.ancestors()):
        if around.tag in ("figure", "table", "figcaption") or signals.has(
            around, signals.CAPTION, signals.CAPTION_PARTS
        ):
            return False
        if signals.has(around, signals.CREDIT):
            return True
        if len(around.text()) > LONGEST_CREDIT:
            return False
    return False


def _marked_credit(element: Element, caption: str) -> tuple[str, str | None]:
    """Find a credit that only its markup tells: "Chợ phiên. <em>An Dương</em>"."""
    last = next(
        (c for c in reversed(element.children) if not isinstance(c, str) or c.strip()), None
    )
    if not isinstance(last, Element) or last.tag not in (
        "em",
        "i",
        "span",
        "small",
        "cite",
        "b",
        "strong",
        "a",
    ):
        return caption, None
    name = clean(last.text()).strip("() ")
    called = signals.has(last, signals.CREDIT) and len(name) <= LONGEST_CREDIT // 2
    bold = last.tag in ("b", "strong") and (" " in name or name.isupper())
    set_apart = bold or last.tag in ("em", "i", "cite", "small")
    if (
        name
        and caption.rstrip(")").endswith(name)
        and len(caption) > len(name) + 10
        and (called or (set_apart and looks_like_name(name.split("/")[0].strip())))
    ):
        return caption[: caption.rindex(name)].rstrip(" -–(/|,"), name
    return caption, None


def _ended(caption: str) -> str:
    """Give a caption with one full stop, or none, where its credit was taken off."""
    return _TWO_STOPS.sub(".", caption).rstrip(" ,;:-–")


def _once(caption: str) -> str:
    """Give a caption that was said twice in a row only once."""
    half = len(caption) // 2
    if len(caption) > 20 and key(caption[:half]) == key(caption[half:]):
        return caption[:half].strip()
    return caption


def spoken_caption(img: Element, title: str) -> str:
    """Give what ``alt`` or ``title`` say of the picture, where it is a sentence of its own."""
    link = img.parent if img.parent is not None and img.parent.tag == "a" else img
    large = product(dict.fromkeys((img, link)), ("data-caption", "data-sub-html"))
    for element, name in (*large, (img, "title"), (img, "alt")):
        text = clean(re.sub(r"<[^>]{0,200}>", " ", element.get(name)))
        text = ALT_TAIL.sub("", text).strip()
        if len(text.split()) < 4 or _FILE_NAME.match(text) or "/" in text.split()[0]:
            continue
        if key(text).startswith(key(title)[:40]) or key(title).startswith(key(text)):
            continue
        return text
    return ""
