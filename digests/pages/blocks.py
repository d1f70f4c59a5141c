"""A page's visible part as a row of blocks: pieces of text and pictures, in reading order."""

import re
from collections.abc import Container
from dataclasses import dataclass

from digests.pages import signals
from digests.pages.tree import BLOCKS, Element
from digests.vietnamese.cleaning import clean

_BOLD_TAGS = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC_TAGS = frozenset({"i", "em", "cite"})
_PICTURE_TAGS = frozenset({"img", "amp-img"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_ALIGN_STYLE = re.compile(r"text-align\s*:\s*(right|center|end)", re.IGNORECASE)
_BOLD_NAMES = frozenset({"bold", "fontbold", "fontsemibold", "fwbold", "textbold", "strong"})
_ITALIC_NAMES = frozenset({"italic", "fontitalic", "textitalic"})
_LINE = 25
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(eq=False, slots=True)
class Block:
    """A piece of text without a break in it, or a picture.

    ``bold``, ``italic`` and ``linked`` are shares of the letters (0 to 1); ``element`` is the
    nearest block element around it; ``align`` is "right", "center" or "".
    """

    element: Element
    text: str = ""
    picture: Element | None = None
    bold: float = 0.0
    italic: float = 0.0
    linked: float = 0.0
    align: str = ""

    @property
    def heading(self) -> bool:
        """Say whether the block stands in a heading element."""
        return self.element.tag in HEADINGS


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    linked: bool = False
    align: str = ""


def read_blocks(top: Element, noise: Container[Element]) -> list[Block]:
    """Give the blocks below ``top`` in order, without what is in ``noise``."""
    walker = _Walker(noise)
    walker.walk(top, _style_of(top, _Style()))
    walker.flush(top)
    return walker.blocks


class _Walker:
    def __init__(self, noise: Container[Element]) -> None:
        self.noise = noise
        self.blocks: list[Block] = []
        self.runs: list[tuple[str, _Style]] = []

    def walk(self, element: Element, style: _Style) -> None:
        """Walk below a block element; the tree is never deeper than the copier allows."""
        self._walk_inline(element, element, style)
        self.flush(element)

    def _walk_inline(self, element: Element, block: Element, style: _Style) -> None:
        for child in element.children:
            if isinstance(child, str):
                self.runs.append((child, style))
            elif child in self.noise:
                continue
            elif child.tag == "br":
                self.flush(block)
            elif child.tag in _PICTURE_TAGS:
                self.flush(block)
                self.blocks.append(
                    Block(block, picture=child, linked=float(style.linked), align=style.align)
                )
            elif child.tag in BLOCKS or _stands_alone(child):
                self.flush(block)
                self.walk(child, _style_of(child, style))
            else:
                self._walk_inline(child, block, _style_of(child, style))

    def flush(self, block: Element) -> None:
        """Make a block of the text that came together since the last one."""
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        text = clean("".join(run for run, _ in runs))
        if not text:
            return
        letters = bold = italic = linked = 0
        for run, style in runs:
            weight = len(run) if not run.isspace() else 0
            letters += weight
            bold += weight * style.bold
            italic += weight * style.italic
            linked += weight * style.linked
        whole = letters or 1
        self.blocks.append(
            Block(block, text, None, bold / whole, italic / whole, linked / whole, runs[0][1].align)
        )


def _stands_alone(element: Element) -> bool:
    """Say whether an inline element is a headline or a lead by its name, not part of a line."""
    return (
        not element.words.isdisjoint(signals.LEAD | signals.TITLE) and len(element.text()) >= _LINE
    )


def _style_of(element: Element, around: _Style) -> _Style:
    tag, css = element.tag, element.attrs.get("style") or ""
    bold = (
        around.bold
        or tag in _BOLD_TAGS
        or bool(css and _BOLD_STYLE.search(css))
        or _named(element, _BOLD_NAMES)
    )
    italic = (
        around.italic
        or tag in _ITALIC_TAGS
        or bool(css and _ITALIC_STYLE.search(css))
        or _named(element, _ITALIC_NAMES)
    )
    linked = around.linked or (tag == "a" and "href" in element.attrs)
    align = _align_of(element, css) or around.align
    if (bold, italic, linked, align) == (around.bold, around.italic, around.linked, around.align):
        return around
    return _Style(bold, italic, linked, align)


def _align_of(element: Element, css: str) -> str:
    if element.tag == "center":
        return "center"
    found = _ALIGN_STYLE.search(css) if css else None
    value = found[1].lower() if found else (element.attrs.get("align") or "").lower()
    if value in ("right", "center", "end"):
        return "right" if value == "end" else value
    names = element.words
    if names and "textright" in names:
        return "right"
    return "center" if names and "textcenter" in names else ""


def _named(element: Element, names: frozenset[str]) -> bool:
    return "class" in element.attrs and not names.isdisjoint(element.words)
