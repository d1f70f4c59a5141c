"""From a home or section page to the addresses that give its entries."""

import re
from urllib.parse import urlsplit

from digests.errors import FeedError
from digests.feeds.charset import decode
from digests.feeds.links import absolute, clean_link
from digests.feeds.markup import plain_text
from digests.feeds.parsed import Candidate
from digests.feeds.reading import parse
from digests.feeds.section_page import read_section_page
from digests.feeds.sitemap import read_sitemap, sitemaps_in
from digests.markup_limits import fault_of
from digests.model import FeedKind

_FEED_TYPES = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/rdf+xml",
        "application/feed+json", "application/json", "application/xml", "text/xml",
        "text/rss+xml", "application/x-rss+xml",
    }
)  # fmt: skip
_FEED_LINK = re.compile(
    r"(?i)\.(?:rss|rdf|atom)(?:$|\?)|/(?:rss|feed|feeds|atom)(?:/[\w./-]+)?\.?(?:xml|rss)?/?$"
    r"|/(?:rss|feed|atom|index)\.xml(?:$|\?)|[?&](?:feed|format|type)=(?:rss2?|atom|feed|xml)\b|/rss[/-][\w-]+"
)
_LIST_PAGE = re.compile(r"(?i)/(?:rss|feeds?)(?:\.html?|\.aspx?|\.php|/)?$")
_COMMENTS = re.compile(r"(?i)comments?/feed|/feed/comments|binh-luan")
_FEED_PATHS = (
    "/rss", "/rss/home.rss", "/rss/tin-moi-nhat.rss", "/rss/trang-chu.rss", "/rss.xml", "/feed",
    "/feed.xml", "/atom.xml", "/rss.html",
)  # fmt: skip
_SITEMAP_PATHS = (
    "/news-sitemap.xml", "/sitemap-news.xml", "/sitemaps/news.xml", "/sitemap.xml",
)  # fmt: skip
_ROBOTS_LINE = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")


def discover(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Give the addresses that may give entries, the most promising first.

    What the page offers comes first (``offered``), then the usual paths of feeds, the usual ones of
    news sitemaps, and last the page itself where it links to articles. ``body`` may be a feed
    or sitemap already: then it is the only candidate.

    Raises:
        FeedError: the bytes are no text at all.
    """
    itself = _itself(body, url, content_type)
    if itself:
        return itself
    text, _ = decode(body[: 4 * 1024 * 1024], content_type)
    found = [*_offered(text, url)]
    found += [Candidate(u, offered=False) for path in _FEED_PATHS if (u := absolute(path, url))]
    found += _usual_sitemaps(url)
    found += _page(body, url, content_type)
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.url, candidate)
    return tuple(sorted(first.values(), key=_promise))


def _promise(candidate: Candidate) -> int:
    if candidate.kind is FeedKind.SECTION_PAGE:
        return 2
    return 0 if candidate.offered else 1


def sitemaps_of_robots(text: str, *, url: str) -> tuple[Candidate, ...]:
    """Give the sitemaps that a robots.txt names (RFC 9309, 2.2.4), those for news first."""
    links = [link for said in _ROBOTS_LINE.findall(text[:500_000]) if (link := absolute(said, url))]
    ordered = sorted(dict.fromkeys(links), key=lambda link: "news" not in link.lower())
    return tuple(Candidate(link, FeedKind.SITEMAP) for link in ordered)


def _itself(body: bytes, url: str, content_type: str | None) -> tuple[Candidate, ...]:
    try:
        feed = parse(body, url=url, content_type=content_type)
        return (Candidate(url, FeedKind.FEED, feed.title),)
    except FeedError:
        pass
    try:
        read_sitemap(body, url=url, content_type=content_type)
        return (Candidate(url, FeedKind.SITEMAP),)
    except FeedError:
        pass
    try:
        return sitemaps_in(body, url=url, content_type=content_type)
    except FeedError:
        return ()


def _offered(text: str, url: str) -> list[Candidate]:
    """Read ``link rel=alternate`` (RSS Autodiscovery), then links to feeds in the text."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - not needed to import feeds

    if fault_of(text) is not None:
        return []
    tree = LexborHTMLParser(text)
    base_node = tree.css_first("base[href]")
    base = (absolute(base_node.attributes.get("href"), url) if base_node else None) or url
    found: list[Candidate] = []
    for node in tree.css("link[rel][href]"):
        said = node.attributes
        rel = (said.get("rel") or "").lower().split()
        mime = (said.get("type") or "").partition(";")[0].strip().lower()
        if ("alternate" in rel and mime in _FEED_TYPES) or "feed" in rel:
            found += _candidate(said.get("href"), base, said.get("title"))
    for node in tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        if _FEED_LINK.search(href.partition("#")[0]):
            found += _candidate(href, base, node.text() or node.attributes.get("title"))
    return [one for one in found if not _COMMENTS.search(one.url)]


def _candidate(href: str | None, base: str, title: str | None) -> list[Candidate]:
    """An address on another site is offered only where that is a feed service's habit."""
    link = absolute(href, base)
    if link is None:
        return []
    list_page = bool(_LIST_PAGE.search(urlsplit(link).path))
    return [Candidate(clean_link(link), FeedKind.FEED, plain_text(title), offered=not list_page)]


def _usual_sitemaps(url: str) -> list[Candidate]:
    links = [absolute(path, url) for path in _SITEMAP_PATHS]
    return [Candidate(link, FeedKind.SITEMAP, offered=False) for link in links if link]


def _page(body: bytes, url: str, content_type: str | None) -> list[Candidate]:
    try:
        page = read_section_page(body, url=url, content_type=content_type)
    except FeedError:
        return []
    return [Candidate(url, FeedKind.SECTION_PAGE, page.title)]
