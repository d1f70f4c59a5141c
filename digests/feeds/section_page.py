"""The links of a home or section page as entries, for papers that have neither feed nor sitemap.

What is an article's link is told by its shape (a long slug, a number, a page's ending) and by its
words (a headline is longer than a menu's entry), never by the site.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digests.errors import FeedError
from digests.feeds.charset import decode
from digests.feeds.links import absolute, clean_link, is_web
from digests.feeds.markup import pictures, plain_text
from digests.feeds.parsed import ParsedFeed
from digests.feeds.pictures import best
from digests.feeds.syndication import MAX_BYTES
from digests.markup_limits import fault_of
from digests.model import Entry

_MAX_LINKS = 3_000
_MAX_ENTRIES = 200
_ASIDE = "nav, footer, .menu, .navbar, .footer, .breadcrumb, .pagination, .tags, script, style"
_PAGE_END = re.compile(r"(?i)\.(?:s?html?|aspx?|php|epi|tpo|vov|vnp|antd|ldo|chn|htm|bld|amp)$")
_NUMBER = re.compile(r"\d{4,}")
_NO_ARTICLE = re.compile(
    r"(?i)(?:^|/)(?:tag|tags|chu-de|topic|author|tac-gia|video-list|rss|search|tim-kiem|login|dang-nhap|"
    r"lien-he|contact|quang-cao|gioi-thieu|about|page|trang)(?:[/.-]|$)|^/?$"
)
_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|xml|rss|css|js)$")
_TITLE_SIGNS = 20
_GOOD_ENOUGH = 3


@dataclass(slots=True)
class _Found:
    link: str
    titles: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


def read_section_page(body: bytes, *, url: str, content_type: str | None) -> ParsedFeed:
    """Read the articles that a page links to, in its order.

    Raises:
        FeedError: the page links to no articles.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"the page is larger than {MAX_BYTES // 1024 // 1024} MiB")
    if not body.strip():
        raise FeedError("the answer is empty")
    text, warnings = decode(body, content_type)
    fault = fault_of(text)
    if fault is not None:
        raise FeedError(fault.sentence)
    tree = LexborHTMLParser(text)
    heading = tree.css_first("title")
    title = plain_text(heading.text()) if heading else None
    found = _links(tree, _base(tree, url))
    entries = [entry for one in found.values() if (entry := _entry(one)) is not None]
    if not entries:
        raise FeedError("the page links to no articles")
    return ParsedFeed(
        title, url if is_web(url) else None, tuple(entries[:_MAX_ENTRIES]), None, warnings
    )


def _base(tree: LexborHTMLParser, url: str) -> str:
    base = tree.css_first("base[href]")
    return (absolute(base.attributes.get("href"), url) if base else None) or url


def _links(tree: LexborHTMLParser, base: str) -> dict[str, _Found]:
    aside = {node.mem_id for part in tree.css(_ASIDE) for node in part.css("a")}
    found: dict[str, _Found] = {}
    for node in tree.css("a[href]")[:_MAX_LINKS]:
        if node.mem_id in aside:
            continue
        link = absolute(node.attributes.get("href"), base)
        if link is None or not _is_article(link, base):
            continue
        link = clean_link(link.partition("#")[0])
        one = found.setdefault(link, _Found(link))
        one.titles += [t for t in (plain_text(node.text()), _said(node)) if t]
        one.markup.append(node.html or "")
    return found


def _said(node: LexborNode) -> str | None:
    picture = node.css_first("img[alt]")
    return plain_text(
        node.attributes.get("title") or (picture.attributes.get("alt") if picture else None)
    )


def _is_article(link: str, base: str) -> bool:
    there, here = urlsplit(link), urlsplit(base)
    if here.hostname and _site(there.hostname or "") != _site(here.hostname):
        return False
    path = there.path
    if _NO_ARTICLE.search(path) or _FILE.search(path):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    words = _PAGE_END.sub("", slug).count("-")
    points = 2 * (words >= 4) + (words >= 2) + bool(_PAGE_END.search(slug))  # noqa: PLR2004
    points += 2 * bool(_NUMBER.search(slug)) + bool(
        re.search(r"(?:^|&)(?:id|newsid|p)=\d+", there.query)
    )
    return points >= _GOOD_ENOUGH


def _site(host: str) -> str:
    """Give the part of a host that its pages share (of "m.bao.com.vn" it is "bao.com.vn")."""
    labels = host.lower().split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3  # noqa: PLR2004
    return ".".join(labels[-3:] if short else labels[-2:])


def _entry(one: _Found) -> Entry | None:
    title = max(one.titles, key=_worth, default=None)
    if title is None or len(title) < _TITLE_SIGNS:
        return None
    picture = best(p for markup in one.markup for p in pictures(markup))
    return Entry(
        id=one.link,
        link=one.link,
        title=title,
        image=absolute(picture.url, one.link) if picture else None,
    )


def _worth(title: str) -> tuple[bool, bool, int]:
    """A headline is neither a word of a menu nor a whole paragraph; the first said is the best."""
    return (len(title) >= _TITLE_SIGNS, len(title) <= 200, -abs(len(title) - 70) // 60)  # noqa: PLR2004
