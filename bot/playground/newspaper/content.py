"""What the sample papers say: read from the TOML files in ``content/``.

``papers.toml`` names sections and papers; each article is one file ``<paper>/<slug>.toml``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CONTENT = FOLDER / "content"
PICTURES = FOLDER / "pictures"


class FeedFormat(StrEnum):
    """Which kind of feed a paper offers."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The type that its answers have."""
        return "application/feed+json" if self is FeedFormat.JSON else f"application/{self}+xml"


@dataclass(frozen=True, slots=True)
class Section:
    """A section (chuyên mục): its place in addresses, and its name for readers."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented paper. ``family`` names the templates that its pages are made with.

    ``prefix`` is what the paper writes before each lead ("BSH - "), with its spaces.
    """

    slug: str
    name: str
    tagline: str
    family: str
    feed: FeedFormat
    prefix: str = ""

    def feed_path(self, section: "Section | None" = None) -> str:
        """Give the address of its feed, or of a section's, below its home."""
        name, end = ("feed", "json") if self.feed is FeedFormat.JSON else ("rss", "xml")
        return f"{name}.{end}" if section is None else f"{name}/{section.slug}.{end}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article: file name without ``.jpg``; ``after`` counts paragraphs."""

    name: str
    caption: str
    credit: str
    after: int = 0


@dataclass(frozen=True, slots=True)
class PaperArticle:
    """One article as its paper prints it.

    ``offset`` is its publication time relative to the start of the playground (negative: already
    out), or ``None`` for the articles that come out one by one afterwards, in the order of
    ``arrives`` (1 is the first). ``event`` is the same word for articles that tell one event;
    ``after_event`` is how long after somebody let that event happen the article comes out.
    """

    paper: Paper
    slug: str
    title: str
    section: Section
    lead: str
    author: str
    paragraphs: tuple[str, ...]
    pictures: tuple[Picture, ...]
    offset: timedelta | None
    arrives: int | None
    event: str | None = None
    after_event: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All papers, and all articles in no particular order."""

    sections: tuple[Section, ...]
    papers: tuple[Paper, ...]
    articles: tuple[PaperArticle, ...]


def load_content(folder: Path = CONTENT) -> Content:
    """Read every paper and article below ``folder``."""
    listing = _read(folder / "papers.toml")
    sections = {slug: Section(slug, name) for slug, name in listing["sections"].items()}
    papers = tuple(Paper(**{**row, "feed": FeedFormat(row["feed"])}) for row in listing["papers"])
    articles = tuple(
        _article(paper, path.stem, _read(path), sections)
        for paper in papers
        for path in sorted((folder / paper.slug).glob("*.toml"))
    )
    return Content(tuple(sections.values()), papers, articles)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _article(
    paper: Paper, slug: str, row: Mapping[str, Any], sections: Mapping[str, Section]
) -> PaperArticle:
    hours_ago, after_event = row.get("hours_ago"), row.get("seconds_after_event")
    return PaperArticle(
        paper=paper,
        slug=slug,
        title=row["title"],
        section=sections[row["section"]],
        lead=row["lead"],
        author=row["author"],
        paragraphs=tuple(part.strip() for part in row["body"].split("\n\n") if part.strip()),
        pictures=tuple(Picture(**picture) for picture in row.get("pictures", ())),
        offset=None if hours_ago is None else -timedelta(hours=hours_ago),
        arrives=row.get("arrives"),
        event=row.get("event"),
        after_event=None if after_event is None else timedelta(seconds=after_event),
    )
