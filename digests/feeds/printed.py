"""What stands in the document and feedparser folds together or drops.

feedparser takes the first of description and content for the summary, makes relative identities
absolute, takes a time without zone for UTC, and reads a picture of an item as the picture of the
feed. What is read here is left out of what feedparser is given: it spends most of its time on
texts.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from digests.feeds.markup import pictures as pictures_in
from digests.feeds.pictures import Picture, is_image, number
from digests.feeds.wellformed import entry_names, tree

_SUMMARIES = ("description", "summary", "abstract", "sapo", "lead")
_CONTENTS = ("encoded", "content", "body", "fulltext")
_DATES = (
    "pubdate",
    "published",
    "issued",
    "date",
    "created",
    "updated",
    "modified",
    "time",
    "pubtime",
)
_ITEM_PICTURES = frozenset(
    [
        "image",
        "thumb",
        "img",
        "picture",
        "photo",
        "cover",
        "avatar",
        "image_url",
        "imageurl",
        "featured_image",
        "thumbnail_url",
        "postimage",
    ]
)
_FOR_FEEDPARSER = frozenset({
    "item", "entry", "title", "link", "guid", "id", "author", "authors", "creator", "contributor",
    "category", "subject", "name", "source",
})  # fmt: skip
# The namespaces whose items and entries feedparser knows as such.
_CORE = frozenset({
    "", "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
    "http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom",
})  # fmt: skip
_KNOWN = _CORE | {"http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Printed:
    """One entry as it is printed: texts still hold their markup."""

    id: str | None
    is_permalink: bool
    original_link: str | None
    summaries: tuple[str, ...]
    contents: tuple[str, ...]
    dates: tuple[str, ...]
    pictures: tuple[Picture, ...]


def read_printed(data: bytes) -> tuple[list[Printed], bytes]:
    """Give the entries of a well-formed document in order, and the document for feedparser."""
    root = tree(data)
    _usual_namespaces(root)
    names = entry_names(_local(root))
    elements = [one for one in root.iter() if _local(one) in names and _space(one) in _CORE]
    printed = [(id(element), _entry(element)) for element in elements]
    for element in elements:
        element[:] = [child for child in element if _local(child) in _FOR_FEEDPARSER]
    left = {id(element) for element in root.iter()}
    slim = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return [entry for number, entry in printed if number in left], slim


def _usual_namespaces(root: ET.Element) -> None:
    """Take away a namespace of the root that no reader knows: its elements are meant as usual."""
    unknown = _space(root)
    if unknown in _KNOWN:
        return
    for element in root.iter():
        if _space(element) == unknown:
            element.tag = element.tag.rpartition("}")[2]


def _space(element: ET.Element) -> str:
    tag = element.tag
    return tag[1:].rpartition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _local(element: ET.Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _text(element: ET.Element) -> str:
    """Give what stands in an element, with the markup of elements inside it."""
    if not len(element):
        return element.text or ""
    inner = "".join(ET.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + re.sub(r"<(/?)[a-z]+\d*:", r"<\1", inner)


def _entry(element: ET.Element) -> Printed:
    by_name: dict[str, list[ET.Element]] = {}
    for child in element:
        by_name.setdefault(_local(child), []).append(child)
    identity = next(iter(by_name.get("guid", []) or by_name.get("id", [])), None)
    original = next(iter(by_name.get("origlink", [])), None)
    summaries = _texts(by_name, _SUMMARIES)
    contents = _texts(by_name, _CONTENTS)
    return Printed(
        id=((identity.text or "").strip() or None) if identity is not None else None,
        is_permalink=_is_permalink(identity),
        original_link=(original.text or "").strip() or None if original is not None else None,
        summaries=summaries,
        contents=contents,
        dates=_texts(by_name, _DATES),
        pictures=(
            *_pictures(element),
            *(p for t in (*summaries, *contents) for p in pictures_in(t)),
        ),
    )


def _is_permalink(identity: ET.Element | None) -> bool:
    if identity is None or _local(identity) != "guid":
        return False
    said = {name.lower(): value for name, value in identity.attrib.items()}.get(
        "ispermalink", "true"
    )
    return said.strip().lower() != "false"


def _texts(by_name: dict[str, list[ET.Element]], names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the texts under these names; those of media and podcast namespaces come after."""
    texts = []
    for name in names:
        elements = by_name.get(name, [])
        ordered = sorted(
            elements, key=lambda e: "mrss" in e.tag or "itunes" in e.tag or "podcast" in e.tag
        )
        texts += [text for element in ordered if (text := _text(element).strip())]
    return tuple(texts)


def _pictures(entry: ET.Element) -> list[Picture]:
    found: list[Picture] = []
    for element in entry.iter():
        picture = _picture(element, _local(element))
        if picture is not None:
            found.append(picture)
    return found


def _picture(element: ET.Element, name: str) -> Picture | None:
    get = element.attrib.get
    sides = number(get("width")), number(get("height"))
    if name == "thumbnail":
        url = get("url") or get("href") or get("src") or element.text or ""
        return Picture(url.strip(), *sides, kind="thumbnail") if url.strip() else None
    if name == "content" and get("url") and is_image(get("url", ""), get("type"), get("medium")):
        return Picture(get("url", "").strip(), *sides, kind="content")
    if name == "enclosure" and is_image(get("url") or get("href") or "x.mp3", get("type")):
        return Picture((get("url") or get("href") or "").strip(), kind="enclosure")
    if name == "link" and get("rel") == "enclosure" and is_image(get("href", ""), get("type")):
        return Picture(get("href", "").strip(), kind="enclosure")
    return _item_picture(element, sides) if name in _ITEM_PICTURES else None


def _item_picture(element: ET.Element, sides: tuple[int | None, int | None]) -> Picture | None:
    """Read ``<image>https://…</image>``, ``<image><url>…</url></image>``, ``<itunes:image>``."""
    if element.tag.startswith(_XHTML):
        return None
    url = element.attrib.get("href") or element.attrib.get("url") or element.attrib.get("src")
    inside = next(
        (child.text for child in element if _local(child) in {"url", "loc", "src", "link"}), None
    )
    text = (url or inside or element.text or "").strip()
    if not text or "<" in text or " " in text:
        return None
    return Picture(text, *sides, kind="item")
