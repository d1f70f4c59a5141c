# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""A home or section page is enough: its feeds, else a news sitemap, else its own links."""

import pytest

from digests.errors import FeedError
from digests.feeds import Candidate, discover, parse_as
from digests.feeds.discovery import sitemaps_of_robots
from digests.feeds.sitemap import sitemaps_in
from digests.model import FeedKind

HOME = "https://bao.example/"
PAGE = """<!DOCTYPE html><html><head><title>Báo tỉnh: tin mới</title>
<link rel="alternate" type="application/rss+xml" title="Tin mới" href="/rss/tin-moi.rss">
<link href='/binh-luan/feed/' type="application/rss+xml" rel="alternate"><link rel="alternate" hreflang="en" href="/en/">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="https://bao.example/atom.xml"></head><body>
<nav><a href="/thoi-su-kinh-te-van-hoa-xa-hoi-11111.html">Thời sự, kinh tế, văn hóa, xã hội</a></nav>
<article><a href="/xa-hoi/lu-quet-o-muong-lat-12345.html"><img src="data:image/gif;base64,R0" data-src="/anh/lu.jpg" alt="Lũ quét"></a>
<h2><a href="/xa-hoi/lu-quet-o-muong-lat-12345.html?utm_source=home">Lũ quét ở Mường Lát, hàng trăm hộ dân phải sơ tán</a></h2></article>
<article><h3><a href="xa-hoi/mua-dong-som-tren-vung-cao-nguyen-da-12346.html" title="Mùa đông sớm trên cao nguyên đá">Mùa đông sớm…</a></h3></article>
<a href="https://quangcao.example/mua-ngay-giam-gia-lon-cuoi-nam-99999.html">Mua ngay, giảm giá lớn cuối năm nay</a>
<a href="/tag/lu-quet-mien-nui-phia-bac">Lũ quét miền núi phía Bắc và Trung Bộ</a><a href="/rss/the-thao.rss">Thể thao</a>
<footer><a href="/lien-he-quang-cao-dat-bao-dai-han-12.html">Liên hệ quảng cáo và đặt báo dài hạn</a></footer></body></html>"""


def found(body: str | bytes, url: str = HOME) -> tuple[Candidate, ...]:
    return discover(body.encode() if isinstance(body, str) else body, url=url)


def test_feeds_that_a_page_offers_come_first() -> None:
    """Link rel=alternate, then links to feeds; no feed of comments, no other language."""
    offered = [
        (one.url, one.title) for one in found(PAGE) if one.offered and one.kind is FeedKind.FEED
    ]
    assert offered == [
        ("https://bao.example/rss/tin-moi.rss", "Tin mới"),
        ("https://bao.example/atom.xml", None),
        ("https://bao.example/rss/the-thao.rss", "Thể thao"),
    ]


def test_the_usual_paths_come_next_and_the_page_itself_last() -> None:
    """Feeds, then sitemaps, then the page; each address once."""
    all_of_them = found(PAGE)
    kinds = [one.kind for one in all_of_them if not one.offered]
    assert kinds == sorted(kinds, key=[FeedKind.FEED, FeedKind.SITEMAP].index)
    assert all_of_them[-1] == Candidate(HOME, FeedKind.SECTION_PAGE, "Báo tỉnh: tin mới")
    assert len({one.url for one in all_of_them}) == len(all_of_them)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<rss><channel><title>Báo</title></channel></rss>", FeedKind.FEED),
        ('{"version": "x", "items": []}', FeedKind.FEED),
        ("<urlset><url><loc>https://bao.example/a-b.html</loc></url></urlset>", FeedKind.SITEMAP),
    ],
)
def test_an_address_that_is_a_feed_needs_no_search(body: str, kind: FeedKind) -> None:
    """A feed or a sitemap is its own and only candidate."""
    assert [(one.url, one.kind) for one in found(body)] == [(HOME, kind)]


def test_base_is_honoured() -> None:
    """Relative addresses are taken from the base of the page."""
    page = '<html><head><base href="https://khac.example/vn/"><link rel=alternate type=application/rss+xml href=rss.xml></head></html>'
    assert found(page)[0].url == "https://khac.example/vn/rss.xml"


def test_a_section_page_gives_its_articles() -> None:
    """Headlines in the order of the page, with pictures; no menus, tags, advertisements, footers."""
    feed = parse_as(FeedKind.SECTION_PAGE, PAGE.encode(), url=HOME)
    assert [(entry.link, entry.title, entry.image) for entry in feed.entries] == [
        (
            "https://bao.example/xa-hoi/lu-quet-o-muong-lat-12345.html",
            "Lũ quét ở Mường Lát, hàng trăm hộ dân phải sơ tán",
            "https://bao.example/anh/lu.jpg",
        ),
        (
            "https://bao.example/xa-hoi/mua-dong-som-tren-vung-cao-nguyen-da-12346.html",
            "Mùa đông sớm trên cao nguyên đá",
            None,
        ),
    ]


def test_a_page_without_articles_is_refused() -> None:
    """A page of menus is no section."""
    for body in (b"", b"<html><body><a href='/a'>A</a></body></html>", b"\x00\x01\x02" * 99):
        with pytest.raises(FeedError):
            parse_as(FeedKind.SECTION_PAGE, body, url=HOME)


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://bao.example/cu-111.html</loc><lastmod>2026-11-20</lastmod></url>
<url><loc> https://bao.example/lu-quet-o-muong-lat-12345.html?utm_source=sm </loc><image:image><image:loc>https://anh.example/lu.jpg</image:loc><image:title>Lũ</image:title></image:image>
<news:news><news:publication><news:name>Báo</news:name><news:language>vi</news:language></news:publication>
<news:publication_date>2026-11-23T07:00:00+07:00</news:publication_date><news:title><![CDATA[Lũ quét ở Mường Lát]]></news:title></news:news></url>
<url><lastmod>2026-11-22</lastmod></url></urlset>"""


def test_a_news_sitemap_gives_its_articles_newest_first() -> None:
    """Titles of the news extension; a page without one is named by its address."""
    feed = parse_as(FeedKind.SITEMAP, SITEMAP.encode(), url="https://bao.example/news.xml")
    first, second = feed.entries
    assert (first.title, first.link, first.image) == (
        "Lũ quét ở Mường Lát",
        "https://bao.example/lu-quet-o-muong-lat-12345.html",
        "https://anh.example/lu.jpg",
    )
    assert first.published is not None
    assert first.published.isoformat() == "2026-11-23T00:00:00+00:00"
    assert (second.title, second.id) == ("Cu", "https://bao.example/cu-111.html")


def test_a_sitemap_that_is_cut_off_gives_what_is_whole() -> None:
    """As with feeds, and it is said."""
    feed = parse_as(FeedKind.SITEMAP, SITEMAP.encode()[:-160], url="https://bao.example/news.xml")
    assert len(feed.entries) == 1
    assert feed.warnings


def test_an_index_names_its_sitemaps_news_first() -> None:
    """An index is no list of articles, but says where they are."""
    index = b"<sitemapindex><sitemap><loc>https://bao.example/anh.xml</loc><lastmod>2026-11-23</lastmod></sitemap><sitemap><loc>https://bao.example/news.xml</loc></sitemap></sitemapindex>"
    assert [one.url for one in sitemaps_in(index, url=HOME)] == [
        "https://bao.example/news.xml",
        "https://bao.example/anh.xml",
    ]
    with pytest.raises(FeedError):
        parse_as(FeedKind.SITEMAP, index, url=HOME)
    assert {one.kind for one in discover(index, url=HOME)} == {FeedKind.SITEMAP}


def test_robots_name_sitemaps() -> None:
    """The sitemaps of robots.txt, those for news first."""
    text = "User-agent: *\nSitemap: https://bao.example/a.xml\nsitemap:/news.xml\n"
    assert [one.url for one in sitemaps_of_robots(text, url=HOME)] == [
        "https://bao.example/news.xml",
        "https://bao.example/a.xml",
    ]
