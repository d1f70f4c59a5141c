"""The papers that come with the program: ``digests/sources.toml``."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from digests.errors import FeedError
from digests.feeds.links import is_web
from digests.model import FeedKind


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """An address of a paper; ``verified`` says whether somebody saw it answer."""

    url: str
    section: str | None = None
    kind: FeedKind = FeedKind.FEED
    verified: bool = False


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A paper with its name as readers know it, its home page, and its feeds."""

    name: str
    home: str
    feeds: tuple[ListedFeed, ...]


def catalogue() -> tuple[ListedSource, ...]:
    """Give the papers of the package, in its order."""
    text = resources.files("digests").joinpath("sources.toml").read_text(encoding="utf-8")
    return read_catalogue(text)


def read_catalogue(text: str) -> tuple[ListedSource, ...]:
    """Read a list of papers in the form of ``sources.toml``.

    Raises:
        FeedError: it is not of that form; the sentence names the place.
    """
    try:
        sources = tuple(_source(table) for table in tomllib.loads(text)["source"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise FeedError(f"the list of sources cannot be read: {error!s:.200}") from error
    _refuse_twice(source.name for source in sources)
    _refuse_twice(feed.url for source in sources for feed in source.feeds)
    return sources


def _source(table: dict[str, Any]) -> ListedSource:
    feeds = tuple(_feed(one) for one in table["feed"])
    return ListedSource(str(table["name"]), _address(table["home"]), feeds)


def _feed(table: dict[str, Any]) -> ListedFeed:
    return ListedFeed(
        url=_address(table["url"]),
        section=table.get("section"),
        kind=FeedKind(table.get("kind", FeedKind.FEED)),
        verified=bool(table.get("verified", False)),
    )


def _address(url: object) -> str:
    if not isinstance(url, str) or not is_web(url):
        raise ValueError(f"{url!r} is not an http(s) address")
    return url


def _refuse_twice(values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise FeedError(f"the list of sources names {value!r} twice")
        seen.add(value)
