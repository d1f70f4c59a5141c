# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""Every shape of feed that publishers were seen to send, and worse, gives the right entries."""

import contextlib
import gzip
import json
import unicodedata
from datetime import UTC, datetime

import pytest

from digests.errors import FeedError
from digests.feeds import ParsedFeed, parse
from digests.model import Entry

URL = "https://bao.example/rss/home.rss"
TITLE = "Lũ quét ở Mường Lát, hàng trăm hộ dân phải sơ tán"
LEAD = "Mưa lớn suốt đêm làm nước suối dâng nhanh, nhiều ngôi nhà bị cuốn trôi."
LINK = "https://bao.example/lu-quet-12345.html"
MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 07:00 in Vietnam
PHOTO = "https://anh.example/lu-quet.jpg"


def rss(*items: str, head: str = "", attributes: str = 'version="2.0"') -> bytes:
    channel = f"<title>Báo thử</title><link>https://bao.example/</link>{head}"
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss {attributes}><channel>{channel}{body}</channel></rss>'.encode()


def item(**changes: str) -> str:
    parts = {
        "title": f"<title>{TITLE}</title>",
        "link": f"<link>{LINK}</link>",
        "guid": "<guid isPermaLink='false'>12345</guid>",
        "description": f"<description>{LEAD}</description>",
        "date": "<pubDate>Mon, 23 Nov 2026 07:00:00 +0700</pubDate>",
    }
    return "".join((parts | changes).values())


def only(feed: ParsedFeed) -> Entry:
    assert len(feed.entries) == 1
    return feed.entries[0]


def read(body: bytes | str, content_type: str | None = None) -> Entry:
    data = body.encode() if isinstance(body, str) else body
    return only(parse(data, url=URL, content_type=content_type))


def holds_everything(entry: Entry) -> None:
    assert (entry.title, entry.summary, entry.link) == (TITLE, LEAD, LINK)
    assert entry.published == MORNING


def test_plain_rss_gives_everything() -> None:
    """The simplest RSS 2.0 item comes out whole."""
    entry = read(rss(item()))
    holds_everything(entry)
    assert entry.id == "12345"
    assert entry.image is None


VERSIONS = {
    "rss 0.91 with the Netscape DOCTYPE": '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>B</title><link>https://bao.example/</link><item>{item}</item></channel></rss>',
    "rss 0.92 in capitals": '<RSS version="0.92"><CHANNEL><TITLE>B</TITLE><LINK>https://bao.example/</LINK><ITEM>{upper}</ITEM></CHANNEL></RSS>',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://bao.example/"><title>B</title><link>https://bao.example/</link><items><rdf:Seq><rdf:li rdf:resource="{link}"/></rdf:Seq></items></channel><item rdf:about="{link}"><title>{title}</title><link>{link}</link><description>{lead}</description><dc:date>2026-11-23T07:00:00+07:00</dc:date></item></rdf:RDF>',
    "rdf 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>B</title><link>https://bao.example/</link></channel><item>{item}</item></rdf:RDF>',
    "atom 1.0": '<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><link href="https://bao.example/"/><link rel="self" href="https://bao.example/rss"/><entry><id>tag:bao.example,2026:1</id><title>{title}</title><link rel="alternate" href="{link}"/><published>2026-11-23T00:00:00Z</published><updated>2026-11-23T09:00:00Z</updated><summary>{lead}</summary></entry></feed>',
    "atom 1.0 with a prefix": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>B</a:title><a:entry><a:id>x</a:id><a:title>{title}</a:title><a:link href="{link}"/><a:updated>2026-11-23T07:00:00+07:00</a:updated><a:summary>{lead}</a:summary></a:entry></a:feed>',
    "atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>B</title><entry><id>x</id><title mode="escaped" type="text/html">{title}</title><link rel="alternate" type="text/html" href="{link}"/><issued>2026-11-23T07:00:00+07:00</issued><modified>2026-11-24T07:00:00+07:00</modified><summary type="text/plain">{lead}</summary></entry></feed>',
    "atom with xhtml": '<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><id>x</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Lũ quét ở <b>Mường Lát</b>, hàng trăm hộ dân phải sơ tán</div></title><link href="{link}"/><updated>2026-11-23T07:00:00+07:00</updated><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{lead}</p></div></summary></entry></feed>',
    "atom with content only": '<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><id>x</id><title>{title}</title><link href="{link}"/><updated>2026-11-23T07:00:00+07:00</updated><content type="html">&lt;p&gt;{lead}&lt;/p&gt;</content></entry></feed>',
    "no namespace for atom": '<feed><title>B</title><entry><id>x</id><title>{title}</title><link href="{link}"/><updated>2026-11-23T07:00:00+07:00</updated><summary>{lead}</summary></entry></feed>',
    "no rss element": "<channel><title>B</title><link>https://bao.example/</link><item>{item}</item></channel>",
    "only items": "<item>{item}</item>",
    "a comment and blank lines before": "\n\n  <!-- tạo lúc 07:00 -->\n<?xml version='1.0'?><rss version='2.0'><channel><title>B</title><item>{item}</item></channel></rss>",
    "a warning of PHP before": "<br />\n<b>Warning</b>: mysql_connect() in <b>/www/rss.php</b> on line <b>3</b><br />\n<?xml version='1.0'?><rss version='2.0'><channel><title>B</title><item>{item}</item></channel></rss>",
    "a script after": "<rss version='2.0'><channel><title>B</title><item>{item}</item></channel></rss>\n<script>var x = '<item>';</script><!-- 0.3s -->",
    "an unknown DOCTYPE with its own entity": "<!DOCTYPE rss [<!ENTITY bao 'Báo'>]><rss version='2.0'><channel><title>&bao; thử</title><item>{item}</item></channel></rss>",
    "the Latin-1 entities of XHTML": '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %HTMLlat1;]><rss version="2.0"><channel><title>B&aacute;o</title><item>{item}</item></channel></rss>',
}


@pytest.mark.parametrize("shape", VERSIONS.values(), ids=VERSIONS.keys())
def test_every_dialect_gives_the_same_entry(shape: str) -> None:
    """Title, link, lead and time are the same in every dialect, whole or broken at its edges."""
    upper = (
        f"<TITLE>{TITLE}</TITLE><LINK>{LINK}</LINK><DESCRIPTION>{LEAD}</DESCRIPTION>"
        "<PUBDATE>Mon, 23 Nov 2026 07:00:00 +0700</PUBDATE>"
    )
    text = shape.replace("{item}", item()).replace("{upper}", upper)
    holds_everything(
        read(text.replace("{title}", TITLE).replace("{link}", LINK).replace("{lead}", LEAD))
    )


BROKEN_XML = {
    "undeclared entities": (
        TITLE,
        "L&#361; qu&eacute;t ở Mường L&aacute;t, h&agrave;ng trăm hộ d&acirc;n phải sơ t&aacute;n",
    ),
    "escaped twice": (
        TITLE,
        "L&amp;#361; qu&amp;eacute;t ở M&#432;ờng L&amp;aacute;t, hàng trăm hộ dân phải sơ tán",
    ),
    "bare ampersand": ("Chợ A & B & C: giá tăng", "Chợ A & B &amp; C: giá tăng"),
    "non-breaking spaces": (TITLE, TITLE.replace(" ", "&nbsp;")),
    "markup in a title": (TITLE, f"<![CDATA[<b>{TITLE}</b>]]>"),
    "markup escaped twice": (TITLE, f"&amp;lt;strong&amp;gt;{TITLE}&amp;lt;/strong&amp;gt;"),
    "open markup": (TITLE, f"<b>{TITLE}"),
    "a sign that begins no tag": ("Giá vàng < 80 triệu, 5 > 3", "Giá vàng < 80 triệu, 5 > 3"),
    "the same sign escaped": ("Giá vàng < 80 triệu", "Giá vàng &lt; 80 triệu"),
    "control signs": (TITLE, TITLE.replace("ở", "\x0bở\x08\x1f")),
    "control references": (TITLE, TITLE.replace("ở", "&#11;ở&#0;&#x1F;")),
    "soft hyphens and invisible signs": (TITLE, TITLE.replace("Lát", "L\u00adá\u200bt")),
    "decomposed letters": (
        TITLE,
        "Lu\u0303 que\u0301t \u01a1\u0309 Mu\u031bo\u031b\u0300ng La\u0301t, ha\u0300ng tra\u0306m ho\u0302\u0323 da\u0302n pha\u0309i so\u031b ta\u0301n",
    ),
    "lines and tabs": (TITLE, "\n\t Lũ quét\n ở   Mường Lát, hàng trăm hộ\tdân phải sơ tán \n"),
    "CDATA in pieces": (
        TITLE,
        "<![CDATA[Lũ quét ở ]]>Mường <![CDATA[Lát, hàng trăm hộ dân]]> phải sơ tán",
    ),
    "a name between signs": (
        "Ca khúc <Hát mãi> và <Đi> gây sốt",
        "Ca khúc &lt;Hát mãi&gt; và &lt;Đi&gt; gây sốt",
    ),
    "windows quotes by number": ("“Bão” đến", "&#147;Bão&#148; đến"),
    "a sign of copyright that is none": ("Đường a?x=1&copy=2", "Đường a?x=1&copy=2"),
}


@pytest.mark.parametrize(("want", "printed"), BROKEN_XML.values(), ids=BROKEN_XML.keys())
def test_a_title_is_read_however_it_is_printed(want: str, printed: str) -> None:
    """Entities, markup and stray signs in a title give the words that were meant."""
    assert read(rss(item(title=f"<title>{printed}</title>"))).title == want


DATES = [
    "Mon, 23 Nov 2026 07:00:00 +0700", "Mon, 23 Nov 26 07:00:00 +0700", "Mon, 23 Nov 2026 00:00:00 GMT",
    "Mon, 23 Nov 2026 07:00:00 GMT+7", "Mon, 23 Nov 2026 07:00:00 GMT+0700", "Mon, 23 Nov 2026 07:00:00 ICT",
    "Sun, 22 Nov 2026 19:00:00 EST", "Mon, 23 Nov 2026 07:00:00", "23 Nov 2026 07:00", "Monday, 23-Nov-26 00:00:00 UTC",
    "2026-11-23T07:00:00+07:00", "2026-11-23T07:00:00.000+0700", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00.1234567Z",
    "2026-11-23T07:00:00", "2026-11-23 07:00:00", "2026-11-23 07:00", "2026/11/23 07:00:00", "20261123T070000",
    "20261123070000", "23/11/2026 07:00:00", "23/11/2026 - 07:00", "23-11-2026 07:00", "23.11.2026 07:00",
    "11/23/2026 7:00:00 AM", "23/11/2026 7:00:00 SA", "Thứ Hai, 23/11/2026 07:00", "Thứ Hai, 23/11/2026, 07:00 (GMT+7)",
    "Thứ hai, ngày 23 tháng 11 năm 2026 07:00", "07:00 23/11/2026", "7h00, 23/11/2026", "23 Tháng 11, 2026 07:00",
    "T2, 23 Thg 11 2026 07:00:00 +0700", "07h00 ngày 23/11/2026", "Nov 23, 2026 7:00 AM", "Mon Nov 23 07:00:00 ICT 2026",
    "November 23, 2026, 7:00 am", "1795392000", "1795392000000", "  Mon,  23 Nov 2026   07:00:00 +07:00 ",
    "Mon, 23 November 2026 07:00:00 +0700", "23/11/2026 07 giờ 00", "2026-11-23T07:00+07:00", "Thu, 23 Nov 2026 07:00:00 +0700",
]  # fmt: skip


@pytest.mark.parametrize("printed", DATES)
def test_dates_are_read_in_every_form(printed: str) -> None:
    """A date without a zone is Vietnam time; every form gives the same instant."""
    assert read(rss(item(date=f"<pubDate>{printed}</pubDate>"))).published == MORNING


@pytest.mark.parametrize(
    "element",
    [
        "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-23T07:00:00+07:00</dc:date>",
        "<dc:date>2026-11-23T07:00:00</dc:date>",
        "<published>2026-11-23T07:00:00+07:00</published>",
        "<a10:updated xmlns:a10='http://www.w3.org/2005/Atom'>2026-11-23T00:00:00Z</a10:updated>",
        "<pubdate>23/11/2026 07:00</pubdate>",
        "<date>2026-11-23 07:00</date>",
        "<pubDate><![CDATA[ Mon, 23 Nov 2026 07:00:00 +0700 ]]></pubDate>",
        "<pubDate></pubDate><dc:date>2026-11-23T07:00:00</dc:date>",
        "<pubDate>hôm nay</pubDate><updated>2026-11-23T07:00:00</updated>",
        "<pubDate>0001-01-01T00:00:00</pubDate><updated>2026-11-23T07:00:00</updated>",
    ],
)
def test_dates_are_found_under_any_name(element: str) -> None:
    """A time stands in pubDate, dc:date, published or updated; an unreadable one is passed over."""
    assert read(rss(item(date=element))).published == MORNING


def test_the_order_of_numbers_is_learnt_from_the_whole_feed() -> None:
    """Where one date can only be month-first, the ambiguous ones beside it are so too."""
    items = [
        item(
            guid=f"<guid>{n}</guid>",
            title=f"<title>Bài số {n}</title>",
            link=f"<link>{LINK}?id={n}</link>",
            date=f"<pubDate>{date}</pubDate>",
        )
        for n, date in enumerate(["11/2/2026 07:00", "11/23/2026 07:00"])
    ]
    dates = [entry.published for entry in parse(rss(*items), url=URL).entries]
    assert dates == [datetime(2026, 11, 2, 0, 0, tzinfo=UTC), MORNING]


@pytest.mark.parametrize(
    ("parts", "identity", "link"),
    [
        ({"guid": ""}, LINK, LINK),
        ({"guid": "<guid></guid>"}, LINK, LINK),
        ({"guid": "<guid/>"}, LINK, LINK),
        ({"guid": f"<guid>{LINK}</guid>", "link": ""}, LINK, LINK),
        ({"guid": f"<guid isPermaLink='true'>{LINK}</guid>", "link": "<link></link>"}, LINK, LINK),
        ({"guid": "<guid isPermaLink='true'>/lu-quet-12345.html</guid>", "link": ""}, "/lu-quet-12345.html", LINK),
        ({"guid": "", "link": "<link>/lu-quet-12345.html</link>"}, LINK, LINK),
        ({"guid": "", "link": "<link>//bao.example/lu-quet-12345.html</link>"}, LINK, LINK),
        ({"guid": "", "link": "<link>\n  lu-quet-12345.html </link>"}, LINK, LINK),
        ({"guid": "", "link": f"<link><![CDATA[{LINK}]]></link>"}, LINK, LINK),
        ({"guid": "", "link": f"<link href='{LINK}'/>"}, LINK, LINK),
        ({"guid": "", "link": f"<atom:link href='{LINK}'/>"}, LINK, LINK),
        ({"guid": "", "link": f"<link>{LINK}?utm_source=rss&amp;utm_medium=feed&amp;fbclid=abc#utm_x</link>"}, LINK, LINK),
        ({"guid": "", "link": f"<link>{LINK}?utm_source=rss&utm_medium=feed</link>"}, LINK, LINK),
        ({"link": "<link>https://feeds.example/~r/x/1</link><feedburner:origLink>" + LINK + "</feedburner:origLink>"}, "12345", LINK),
        ({"guid": "", "link": f"<link>{LINK}?a=1&b=2</link>"}, f"{LINK}?a=1&b=2", f"{LINK}?a=1&b=2"),
        ({"link": "<link>javascript:alert(1)</link>"}, "12345", None),
        ({"guid": "<guid>  12345\n</guid>"}, "12345", LINK),
    ],
)  # fmt: skip
def test_identity_and_link(parts: dict[str, str], identity: str, link: str | None) -> None:
    """The id is what is printed, else the link; the link is absolute and tracks nobody."""
    entry = read(rss(item(**parts)))
    assert (entry.id, entry.link) == (identity, link)


def test_xml_base_is_honoured() -> None:
    """A relative link is taken from xml:base where there is one."""
    body = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://khac.example/tin/"><title>B</title><entry><id>1</id><title>{TITLE}</title><link href="bai-1.html"/></entry></feed>'
    assert read(body).link == "https://khac.example/tin/bai-1.html"


def test_a_file_has_no_address_to_take_links_from() -> None:
    """Without a web address of the feed its own home page is the base."""
    body = rss(item(link="<link>/bai-1.html</link>", guid=""))
    assert only(parse(body, url="file:///tmp/feed.xml")).link == "https://bao.example/bai-1.html"


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
PICTURES = {
    "enclosure": f'<enclosure url="{PHOTO}" type="image/jpeg" length="1"/>',
    "enclosure without type": f'<enclosure url="{PHOTO}" length="0"/>',
    "media content": f'<media:content {MEDIA} url="{PHOTO}" medium="image"/>',
    "undeclared prefix": f'<media:content url="{PHOTO}" medium="image"/>',
    "thumbnail": f'<media:thumbnail {MEDIA} url="{PHOTO}"/>',
    "the largest of a group": f'<media:group {MEDIA}><media:content url="https://anh.example/s.jpg" width="120" height="90"/><media:content url="{PHOTO}" width="1200" height="900"/><media:content url="https://anh.example/m.jpg" width="600" height="450"/></media:group>',
    "no picture larger than sensible": f'<media:content {MEDIA} url="https://anh.example/goc.jpg" width="12000" height="9000"/><media:content {MEDIA} url="{PHOTO}" width="1200" height="900"/>',
    "content before thumbnail": f'<media:thumbnail {MEDIA} url="https://anh.example/t.jpg" width="90" height="60"/><media:content {MEDIA} url="{PHOTO}" medium="image"/>',
    "no video": f'<media:content {MEDIA} url="https://anh.example/v.mp4" type="video/mp4" width="1920"/><media:thumbnail {MEDIA} url="{PHOTO}"/>',
    "no sound": f'<enclosure url="https://anh.example/a.mp3" type="audio/mpeg"/><itunes:image href="{PHOTO}"/>',
    "itunes": f'<itunes:image xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" href="{PHOTO}"/>',
    "image element": f"<image>{PHOTO}</image>",
    "image element with url": f"<image><url>{PHOTO}</url><title>Ảnh</title><link>https://bao.example/khac</link></image>",
    "thumb element": f"<thumb>{PHOTO}</thumb>",
    "in the description": f'<description><![CDATA[<a href="{LINK}"><img src="{PHOTO}" alt="x"></a></br>{LEAD}]]></description>',
    "escaped in the description": f"<description>&lt;img src=&quot;{PHOTO}&quot;/&gt; {LEAD}</description>",
    "escaped twice": f"<description>&amp;lt;img src=&amp;quot;{PHOTO}&amp;quot;/&amp;gt; {LEAD}</description>",
    "not escaped": f'<description><img src="{PHOTO}"><p>{LEAD}</description>',
    "lazy": f'<description><![CDATA[<img src="data:image/gif;base64,R0" data-src="{PHOTO}">{LEAD}]]></description>',
    "lazy original": f'<description><![CDATA[<img class="lazy" data-original="{PHOTO}" src="/images/blank.gif">{LEAD}]]></description>',
    "srcset": f'<description><![CDATA[<img src="https://anh.example/s.jpg" srcset="https://anh.example/s.jpg 320w, {PHOTO} 1024w, https://anh.example/m.jpg 640w">{LEAD}]]></description>',
    "no tracking pixel": f'<description><![CDATA[<img src="https://dem.example/p.gif" width="1" height="1"><img src="{PHOTO}">{LEAD}]]></description>',
    "relative": '<description><![CDATA[<img src="//anh.example/lu-quet.jpg">'
    + LEAD
    + "]]></description>",
    "no line of one pixel": f'<description><![CDATA[<img src="https://anh.example/k.png" width="600" height="1"><img src="{PHOTO}" width="300" height="200">{LEAD}]]></description>',
    "sizes in names": f'<media:content {MEDIA} url="https://anh.example/180x108/a.jpg"/><media:content {MEDIA} url="{PHOTO}?w=1200"/>'.replace(
        "?w=1200", ""
    ),
    "no quotes": f"<description><![CDATA[<img src={PHOTO}>{LEAD}]]></description>",
    "in content": f"<content:encoded><![CDATA[<p><img src='{PHOTO}'></p>]]></content:encoded>",
    "in xhtml": f'<description><div xmlns="http://www.w3.org/1999/xhtml"><img src="{PHOTO}"/><p>{LEAD}</p></div></description>',
    "with its caption": f'<description><![CDATA[<figure><img src="{PHOTO}"><figcaption>Nước dâng. Ảnh: An Bình</figcaption></figure><p>{LEAD}</p>]]></description>',
}


@pytest.mark.parametrize("markup", PICTURES.values(), ids=PICTURES.keys())
def test_the_picture_is_found_and_the_lead_is_free_of_it(markup: str) -> None:
    """The largest sensible picture is the entry's; the summary holds words only."""
    changes = {"description": markup} if markup.startswith("<description") else {"media": markup}
    entry = read(rss(item(**changes)))
    assert entry.image == PHOTO
    assert entry.summary == LEAD
    assert entry.title == TITLE
    assert entry.link == LINK


def test_the_logo_of_the_feed_is_not_the_picture_of_an_entry() -> None:
    """A channel's image belongs to no item, and an item's image not to the channel."""
    head = "<image><url>https://bao.example/logo.png</url><title>Báo</title><link>https://bao.example/</link></image>"
    assert read(rss(item(), head=head)).image is None
    assert read(rss(item(image=f"<image><url>{PHOTO}</url></image>"), head=head)).image == PHOTO


@pytest.mark.parametrize("swapped", [False, True])
def test_the_description_is_the_summary_wherever_the_content_stands(swapped: bool) -> None:
    """The full text beside a description does not take its place, whichever comes first."""
    content = "<content:encoded><![CDATA[<p>Toàn văn của bài báo rất dài.</p>]]></content:encoded>"
    parts = item(), content
    assert read(rss("".join(reversed(parts) if swapped else parts))).summary == LEAD


@pytest.mark.parametrize("element", ["content:encoded", "content", "summary"])
def test_a_text_under_another_name_is_the_summary(element: str) -> None:
    """Without a description its other names are read."""
    body = rss(item(description=f"<{element}><![CDATA[<p>{LEAD}</p>]]></{element}>"))
    assert read(body).summary == LEAD


@pytest.mark.parametrize(
    "tail",
    [
        ' <a href="x">Xem tiếp…</a>',
        "<p>The post <a href='x'>Lũ quét</a> appeared first on <a href='y'>Báo</a>.</p>",
        "<script>track()</script>", "<iframe src='https://v.example'></iframe>", "<br/><br clear='all'/>",
        "<!-- more -->", "<img src='https://feeds.feedburner.com/~r/b/~4/x' height='1' width='1' alt=''/>",
    ],
)  # fmt: skip
def test_what_software_adds_to_a_summary_is_left_out(tail: str) -> None:
    """Scripts, players, counters and the blog's own sentence are no words of the lead."""
    entry = read(
        rss(item(description=f"<description><![CDATA[<p>{LEAD}</p>{tail}]]></description>"))
    )
    assert (entry.summary, entry.image) == (LEAD, None)


CHARSETS = {
    "utf-8 with a mark": ("utf-8-sig", "utf-8"), "utf-16 with a mark": ("utf-16", "utf-16"),
    "utf-16 without a mark": ("utf-16-le", "utf-16"), "utf-16 big-endian": ("utf-16-be", "utf-16"),
    "utf-8 called latin": ("utf-8", "iso-8859-1"), "utf-8 called 1252": ("utf-8", "windows-1252"),
    "utf-8 called nothing known": ("utf-8", "tieng-viet"), "utf-16 called utf-8": ("utf-16", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("real", "declared"), CHARSETS.values(), ids=CHARSETS.keys())
def test_the_bytes_tell_the_character_set(real: str, declared: str) -> None:
    """What the declaration says does not matter where the bytes say otherwise."""
    text = rss(item()).decode().replace('encoding="utf-8"', f'encoding="{declared}"')
    holds_everything(read(text.encode(real)))


@pytest.mark.parametrize("declared", ["windows-1258", "utf-8", "iso-8859-1"])
def test_windows_1258_is_recognised(declared: str) -> None:
    """Letters followed by their tones are put together, whatever set is declared."""
    body = rss(item()).decode().replace('encoding="utf-8"', f'encoding="{declared}"')
    holds_everything(read(b"".join(_windows_1258(sign) for sign in body)))


def _windows_1258(sign: str) -> bytes:
    try:
        return sign.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", sign)
        tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", apart.replace(tone, "")).encode("cp1258") + tone.encode(
            "cp1258"
        )


def test_tcvn_declared_as_utf8_is_recognised() -> None:
    """The bytes of TCVN 5712 (ABC fonts) become letters."""
    title = (
        b"L\xf2 qu\xd0t \xeb M\xad\xeang L\xb8t, h\xb5ng tr\xa8m h\xe9 d\xa9n ph\xb6i s\xac t\xb8n"
    )
    body = (
        rss(item(title="<title>@</title>", description="", guid=""))
        .replace(b"@", title)
        .replace("Báo thử".encode(), b"B")
    )
    assert read(body).title == TITLE


def test_text_that_was_encoded_twice_is_mended() -> None:
    """UTF-8 read as windows-1252 and written again gives the letters that were meant."""
    twice = rss(item()).decode("utf-8").encode("utf-8")
    wrong = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in twice)
    holds_everything(read(wrong))


def test_a_few_wrong_bytes_spoil_nothing_else() -> None:
    """Some bytes that are no UTF-8 are left out, and it is said."""
    items = [item(guid=f"<guid>{n}</guid>", link=f"<link>{LINK}?id={n}</link>") for n in range(5)]
    feed = parse(rss(*items).replace(b"th\xe1\xbb\xad", b"th\xff\xfe"), url=URL)
    assert len(feed.entries) == 5
    assert feed.entries[0].title == TITLE
    assert any("UTF-8" in warning for warning in feed.warnings)


def test_what_is_whole_of_a_cut_feed_is_kept_and_it_is_said() -> None:
    """Cut at any byte, a feed gives its whole items and never half of one."""
    items = [item(guid=f"<guid>{n}</guid>", link=f"<link>{LINK}?id={n}</link>") for n in range(4)]
    body = rss(*items)
    ends = [i for i in range(len(body)) if body.startswith(b"</item>", i)]
    for cut in range(ends[0] + 7, len(body) - len(b"</channel></rss>"), 13):
        feed = parse(body[:cut], url=URL)
        assert len(feed.entries) == sum(end + 7 <= cut for end in ends)
        assert all(
            (e.title, e.summary, e.published) == (TITLE, LEAD, MORNING) for e in feed.entries
        )
        assert any("cut off" in warning for warning in feed.warnings)


def test_items_that_are_not_closed_are_told_apart() -> None:
    """A forgotten end tag costs no item."""
    body = rss(
        item(), item(guid="<guid>2</guid>", link="<link>https://bao.example/2.html</link>")
    ).replace(b"</item><item>", b"<item>")
    assert [entry.id for entry in parse(body, url=URL).entries] == ["12345", "2"]


@pytest.mark.parametrize(
    "broken", ["</link>", "</title>", "</description>", "</guid>", "</pubDate>"]
)
def test_elements_that_are_not_closed_end_where_the_next_begins(broken: str) -> None:
    """A forgotten end tag inside an item costs none of its fields."""
    entry = read(
        rss(item()).replace(broken.encode(), b"", 2).replace(b"<channel>", b"<channel>", 1)
    )
    assert (entry.title, entry.link, entry.summary) == (TITLE, LINK, LEAD)


def test_the_same_item_twice_comes_once() -> None:
    """Repeated items, also with a new guid or another tracking parameter, come out once."""
    again = item(guid="<guid>99</guid>", link=f"<link>{LINK}?utm_source=x</link>")
    assert len(parse(rss(item(), item(), again), url=URL).entries) == 1


def test_one_guid_for_several_articles_is_not_believed() -> None:
    """Where several links share a guid, the link is the identity."""
    links = [f"https://bao.example/bai-{n}.html" for n in range(3)]
    items = [
        item(guid="<guid>0</guid>", title=f"<title>Bài {n}</title>", link=f"<link>{link}</link>")
        for n, link in enumerate(links)
    ]
    assert [entry.id for entry in parse(rss(*items), url=URL).entries] == links


def test_an_entry_without_title_is_named_by_its_words() -> None:
    """Without a title the first words of the summary stand for it, or those of the link."""
    assert read(rss(item(title="<title></title>"))).title == LEAD
    assert read(rss(item(title="", description=""))).title == "Lu quet"


def test_a_feed_without_items_is_a_feed() -> None:
    """An empty section is no fault."""
    assert parse(rss(), url=URL).entries == ()


def test_padded_numbers_before_am_and_pm_are_day_first() -> None:
    """Padded, "02/11/2026 07:00:00 AM" is the second of November: .NET prints no zeros."""
    entry = read(rss(item(date="<pubDate>02/11/2026 07:00:00 AM</pubDate>")))
    assert entry.published == datetime(2026, 11, 2, 0, 0, tzinfo=UTC)


def test_a_packed_file_is_unpacked() -> None:
    """A .gz that a server hands out as it is; a bomb in it stays small."""
    holds_everything(read(gzip.compress(rss(item()))))
    for bad in (
        gzip.compress(b"<rss>" + b" " * 100_000_000, 1),
        gzip.compress(rss())[:20] + b"xx",
        b"\x1f\x8b",
    ):
        with pytest.raises(FeedError):
            parse(bad, url=URL)


def test_a_namespace_that_no_reader_knows_is_no_hindrance() -> None:
    """A misspelled namespace of the root, or one that is no address, changes nothing."""
    for odd in (
        "https://www.w3.org/2005/Atom/",
        "http://backend.userland.com/rss2",
        "a b",
        "x}y",
        "",
    ):
        holds_everything(read(rss(item(), attributes=f'version="2.0" xmlns="{odd}"')))
    holds_everything(read(rss(item(foreign='<x:item xmlns:x="urn:x">y</x:item>'))))


def test_a_json_feed_that_is_cut_off_gives_what_is_whole() -> None:
    """As with XML, and it is said."""
    whole = json_feed()
    one = json.dumps(json.loads(whole)["items"][0]).encode()
    head = whole[: whole.index(b"[") + 1]
    for cut in (1, 20, len(one) // 2, len(one) - 1):
        feed = parse(head + one + b", " + one[:cut], url=URL)
        holds_everything(only(feed))
        assert any("cut off" in warning for warning in feed.warnings)


def test_the_feed_tells_its_title_its_home_and_how_often_it_changes() -> None:
    """Title, home and ttl (in seconds) come out."""
    feed = parse(rss(item(), head="<ttl>60</ttl>"), url=URL)
    assert (feed.title, feed.home, feed.ttl) == ("Báo thử", "https://bao.example/", 3600.0)
    head = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert parse(rss(item(), head=head), url=URL).ttl == 1800.0


def test_authors_and_section_come_out() -> None:
    """Authors of any kind and the first category that is a word."""
    extra = "<dc:creator><![CDATA[An Dương]]></dc:creator><category>https://bao.example/xa-hoi</category><category><![CDATA[Xã hội]]></category>"
    entry = read(rss(item(extra=extra)))
    assert (entry.authors, entry.section) == (("An Dương",), "Xã hội")


def json_feed(**changes: object) -> bytes:
    one: dict[str, object] = {
        "id": "12345", "url": "/lu-quet-12345.html?utm_source=json", "title": TITLE, "content_html": f"<p><img src='{PHOTO}'>{LEAD}</p>",
        "date_published": "2026-11-23T07:00:00+07:00", "tags": ["Xã hội"],
    }  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Báo thử",
        "home_page_url": "https://bao.example/",
        "items": [one | changes],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"id": 12345}, {"content_html": None, "summary": LEAD, "image": PHOTO}, {"content_html": None, "content_text": LEAD, "banner_image": PHOTO},
        {"date_published": None, "date_modified": "2026-11-23 07:00"}, {"authors": [{"name": "An"}]}, {"author": {"name": "An"}}, {"authors": "An", "tags": "x"},
        {"content_html": LEAD, "attachments": [{"url": PHOTO, "mime_type": "image/jpeg"}]},
    ],
)  # fmt: skip
def test_json_feeds_give_everything(changes: dict[str, object]) -> None:
    """JSON Feed 1.0 and 1.1, with the fields that publishers leave out or mistake."""
    entry = read(json_feed(**changes))
    holds_everything(entry)
    assert (entry.id, entry.image) == ("12345", PHOTO)


def test_a_json_array_of_items_is_read() -> None:
    """A list without the feed around it is forgiven."""
    items = json.dumps(json.loads(json_feed())["items"]).encode()
    holds_everything(read(items))


@pytest.mark.parametrize(
    "body", [b"{}", b"[1, 2]", b'{"items": 3}', b'{"items": [', b"{" * 90_000, b'{"a":' * 50_000]
)
def test_json_that_is_no_feed_is_refused(body: bytes) -> None:
    """Other JSON gives our own error, or no entries."""
    entries: tuple[Entry, ...] = ()
    with contextlib.suppress(FeedError):
        entries = parse(body, url=URL).entries
    assert entries == ()
