"""The stories of round-ups as pieces of HTML, each worded once for all who read it in an hour."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from bot.messages.cutting import cut_words
from bot.messages.digests import Words, opening, shaped, words_of
from bot.messages.forms import Form
from bot.messages.lengths import (
    RICH_BLOCK_LIMIT,
    RICH_LIMIT,
    RICH_MEDIA_LIMIT,
    TEXT_LIMIT,
    units,
    visible_units,
)
from bot.messages.markup import clean, escape, link, safe_url
from bot.texts import Texts, moment, short_moment, texts_for
from digests.model import Digest, EditionItem, EditionKind, StoredArticle

SLIDES = 4
"""Photos of the top story that the cover shows one after the other."""
_LONGEST_TITLE = 300
_LONGEST_SECTION = 64
_LONGEST_SOURCE = 64
_BLOCK = re.compile(r"<(?:h\d|p|ul|li|details|summary|figure|tg-slideshow|img|footer)\b")
"""What counts as a block; an item of a list holds another one."""
_STORIES = 4096
_VARIANTS = 8
"""Forms of one story that are remembered: readers differ in their zones, too."""
_HEADINGS = 512

_Key = tuple[int, tuple[int, ...], bool, str]


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much of its stories an edition shows; fuller ones are tried first."""

    photos: int
    lead_sentences: int
    folded: bool
    stories: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """The day of an edition in its readers' zone, as their language writes it."""

    zone: str
    day: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole blocks of a rich message, and what they take of its limits."""

    html: str
    units: int
    blocks: int
    media: int

    @classmethod
    def of(cls, html: str) -> "Piece":
        """Measure ``html``."""
        blocks = len(_BLOCK.findall(html)) + html.count("<li>")
        return cls(html, units(html), blocks, html.count("<img"))


NOTHING = Piece("", 0, 0, 0)


def fit_together(pieces: list[Piece]) -> bool:
    """Give whether one rich message holds all ``pieces``."""
    return (
        sum(piece.units for piece in pieces) <= RICH_LIMIT
        and sum(piece.blocks for piece in pieces) <= RICH_BLOCK_LIMIT
        and sum(piece.media for piece in pieces) <= RICH_MEDIA_LIMIT
    )


class StoryPieces:
    """One story in one language: its words, and what was made of them."""

    def __init__(self, item: EditionItem, texts: Texts) -> None:
        """Word the story."""
        self.item = item
        self._texts = texts
        self._words = words_of(item.best, texts, item.others)
        self._made: dict[Hashable, Piece] = {}
        self._plain: dict[Form, tuple[str, int]] = {}

    def cover(self) -> Piece:
        """Give the photo that stands before everything, several as slides; empty without any."""
        return self._once("cover", partial(_cover, self.item.best, self._words, self._texts))

    def figure(self) -> Piece:
        """Give the story's photo with caption and credit; empty without one."""
        best = self.item.best
        return self._once("figure", partial(_figure, best.digest, self._words, self._texts))

    def told(self, dateline: Dateline, fullness: Fullness) -> Piece:
        """Give headline, source and time, the lead, and what is folded under them."""
        shown = (dateline, fullness.lead_sentences, fullness.folded)
        best = self.item.best
        make = partial(_told, best, self._words, self._texts, dateline, fullness)
        return self._once(shown, make)

    def plain(self, form: Form) -> tuple[str, int]:
        """Give the story as a plain message tells it, and its length as Telegram counts it."""
        made = self._plain.get(form)
        if made is None:
            html = _plain(shaped(self._words, form))
            made = self._plain[form] = (html, visible_units(html))
        return made

    def _once(self, shown: Hashable, make: Callable[[], str]) -> Piece:
        made = self._made.get(shown)
        if made is None:
            if len(self._made) >= _VARIANTS:
                self._made.clear()
            made = self._made[shown] = Piece.of(make())
        return made


class WordedStories:
    """What editions have in common, worded once: the stories and headings of the last hours.

    A story that changed, or that other papers tell by now, is worded anew.
    """

    def __init__(self, most: int = _STORIES) -> None:
        """Remember at most so many stories."""
        self._most = most
        self._stories: OrderedDict[_Key, StoryPieces] = OrderedDict()
        self.section = lru_cache(maxsize=_HEADINGS)(_section)
        self.heading = lru_cache(maxsize=_HEADINGS)(_heading)

    def story(self, item: EditionItem, texts: Texts) -> StoryPieces:
        """Give the pieces of a story in the language of ``texts``."""
        best, others = item.best, tuple([other.number for other in item.others])
        key = (best.number, others, bool(best.article.photos), texts.language)
        known = self._stories.get(key)
        if known is None or known.item != item:
            known = self._stories[key] = StoryPieces(item, texts)
        self._stories.move_to_end(key)
        if len(self._stories) > self._most:
            self._stories.popitem(last=False)
        return known


def section_name(name: str | None, texts: Texts) -> str:
    """Give the heading of a section as plain text."""
    return cut_words(clean(name), _LONGEST_SECTION) or texts.edition.no_section


def title_template(kind: EditionKind, texts: Texts) -> str:
    """Give the title of an edition; ``{moment}`` stands for its hour."""
    weekly = kind is EditionKind.WEEKLY
    return texts.edition.weekly_title if weekly else texts.edition.title


def _section(name: str | None, language: str) -> Piece:
    return Piece.of(f"<h2>{escape(section_name(name, texts_for(language)))}</h2>")


def _heading(kind: EditionKind, slot: datetime, zone: str, language: str) -> tuple[Piece, Dateline]:
    """Give the heading of an edition, and its day."""
    texts = texts_for(language)
    words, unix = moment(texts.dates, slot, zone), int(slot.timestamp())
    time = f'<tg-time unix="{unix}" format="wdt">{escape(words)}</tg-time>'
    day, _space, _hour = short_moment(texts.dates, slot, zone).rpartition(" ")
    title = title_template(kind, texts).format(moment=time)
    return Piece.of(f"<h1>{title}</h1>"), Dateline(zone, day)


def _cover(stored: StoredArticle, words: Words, texts: Texts) -> str:
    figure, slides = _figure(stored.digest, words, texts), _slides(stored)
    if not figure or len(slides) == 1:
        return figure
    caption = figure.partition("/>")[2].removesuffix("</figure>")
    pictures = "".join(f'<img src="{escape(url)}"/>' for url in slides)
    return f"<tg-slideshow>{pictures}{caption}</tg-slideshow>"


def _slides(stored: StoredArticle) -> list[str]:
    """Give the addresses of a story's photos, that of its digest first."""
    photos = (stored.digest.photo, *stored.article.photos)
    urls = (safe_url(photo.url) for photo in photos if photo is not None)
    return list(dict.fromkeys(url for url in urls if url))[:SLIDES]


def _figure(digest: Digest, words: Words, texts: Texts) -> str:
    url = safe_url(digest.photo.url) if digest.photo else None
    if url is None:
        return ""
    credit = texts.digest.credit.format(credit=words.credit) if words.credit else ""
    cite = f"<cite>{escape(credit)}</cite>" if credit else ""
    caption = f"{escape(opening(words.caption, 99))}{cite}"
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(url)}"/>{under}</figure>'


def _told(
    stored: StoredArticle, words: Words, texts: Texts, dateline: Dateline, fullness: Fullness
) -> str:
    title = cut_words(words.title, _LONGEST_TITLE)
    headline = f"<p><b>{link(title, words.url)}</b>{_about(stored, texts, dateline)}</p>"
    lead = opening(words.lead, fullness.lead_sentences)
    told = f"<p>{words.lead_mark}{escape(lead)}</p>" if lead else ""
    return headline + told + (_folded(words, texts) if fullness.folded else "")


def _about(stored: StoredArticle, texts: Texts, dateline: Dateline) -> str:
    source = escape(cut_words(clean(stored.digest.source), _LONGEST_SOURCE))
    published = stored.digest.published
    when = _when(published, texts, dateline) if published else ""
    parts = [part for part in (source, when) if part]
    return f"<br><i>{' · '.join(parts)}</i>" if parts else ""


def _when(published: datetime, texts: Texts, dateline: Dateline) -> str:
    """Give when a story was published: the hour, and the day where it is not the edition's."""
    shown = short_moment(texts.dates, published, dateline.zone)
    day, _space, hour = shown.rpartition(" ")
    words, form = (hour, "t") if day == dateline.day else (shown, "dt")
    unix = int(published.timestamp())
    return f'<tg-time unix="{unix}" format="{form}">{escape(words)}</tg-time>'


def _folded(words: Words, texts: Texts) -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in words.points)
    also = words.papers
    inner = (f"<ul>{points}</ul>" if points else "") + (f"<p>{also}</p>" if also else "")
    both = texts.edition.details if also else texts.edition.only_points
    summary = escape(both if points else texts.edition.only_papers)
    return f"<details><summary>{summary}</summary>{inner}</details>" if inner else ""


def _plain(words: Words) -> str:
    title = cut_words(words.title, _LONGEST_TITLE)
    lead = _first_sentences(words.lead, TEXT_LIMIT // 4)
    lines = [
        f"<b>{link(title, words.url)}</b>",
        words.lead_mark + escape(lead) if lead else "",
        words.papers,
        f"<i>{words.footer}</i>" if words.footer and "<i>" not in words.footer else words.footer,
    ]
    return "\n".join(line for line in lines if line)


def _first_sentences(lead: tuple[str, ...], limit: int) -> str:
    fitting = [beginning for beginning in lead if units(beginning) <= limit]
    return fitting[-1] if fitting else ""
