# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""What is no feed, or a feed built to do harm, costs little and gives our own error."""

import contextlib
import hashlib
import os
import subprocess
import sys
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.errors import FeedError
from digests.feeds import ParsedFeed, discover, parse, parse_as
from digests.model import FeedKind

URL = "https://bao.example/rss"
ITEM = (
    "<item><title>Bão số 9</title><link>https://bao.example/{n}.html</link><guid>{n}</guid></item>"
)
CPU_LIMIT = 2.0 if sys.gettrace() is None else 6.0
"""Seconds of CPU; a tracer, such as that of the coverage, makes everything some times slower."""

HEAD = "<rss version='2.0'><channel><title>B</title>"


def count(body: bytes) -> int:
    """Give the number of entries, 0 where the body is refused."""
    with contextlib.suppress(FeedError):
        return len(parse(body, url=URL).entries)
    return 0


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>{HEAD}<item><title>&l9;</title></item></channel></rss>'.encode()


def quadratic() -> bytes:
    return (
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>{HEAD}<item><title>'
        + "&a;" * 50_000
        + "</title></item></channel></rss>"
    ).encode()


NO_FEEDS = {
    "empty": b"",
    "blank": b" \r\n\t ",
    "zeros": b"\x00" * 1000,
    "a page": "<!DOCTYPE html><html><head><title>Báo</title></head><body><p>x</p></body></html>".encode(),
    "a page as XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    "a page with a feed's words": b"<html><body><pre>&lt;rss&gt;</pre><script>'<rss><item>'</script></body></html>",
    "an error in words": b"404 Not Found",
    "another document": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><g/></svg>",
    "noise": hashlib.shake_128(b"1").digest(200_000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "packed": b"\x1f\x8b\x08\x00" + hashlib.shake_128(b"2").digest(5_000),
    "a billion laughs": laughs(),
    "one entity many times": quadratic(),
    "an outside entity": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<item><title>&x;</title></item></channel></rss>'.encode(),
    "an outside entity by name": f'<!DOCTYPE rss [<!ENTITY x PUBLIC "a" "http://127.0.0.1/">]>{HEAD}<item><title>&x;</title></item></channel></rss>'.encode(),
    "entities of parameters": f'<!DOCTYPE rss [<!ENTITY % a "b"><!ENTITY c "%a;%a;">]>{HEAD}</channel></rss>'.encode(),
    "a DOCTYPE without end": b"<!DOCTYPE rss [<!ENTITY a 'b'" + b"<rss>" * 1000,
    "a hundred thousand nested": HEAD.encode() + b"<item>" + b"<a>" * 100_000,
    "nested and closed": HEAD.encode() + b"<item><description>" + b"<b>" * 100_000 + b"</b>" * 100_000,
    "nested and broken": HEAD.encode() + b"<item>&nbsp;" + b"<b>" * 100_000,
    "only signs": b"<rss>" + b"<" * 3_000_000,
    "only ampersands": b"<rss><channel><item><title>" + b"&" * 9_000_000,
    "too large": HEAD.encode() + ITEM.encode() * 600_000,
    "comments without end": b"<rss>" + b"<!--" * 2_000_000,
    "CDATA without end": b"<rss>" + b"<![CDATA[" * 900_000,
    "quotes without end": b"<rss>" + b'<a b="' * 1_400_000,
    "attributes without end": b"<rss " + b"a='b' " * 1_400_000,
    "elements and no entry": b"<rss><channel>" + b"<a/>" * 2_000_000 + b"</channel></rss>",
    "an index of sitemaps": b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
}  # fmt: skip


@pytest.mark.parametrize("body", NO_FEEDS.values(), ids=NO_FEEDS.keys())
def test_what_is_no_feed_is_refused_soon(body: bytes) -> None:
    """An error of ours (or no entries at all), within two seconds of CPU."""
    began = time.process_time()
    assert count(body) == 0
    assert time.process_time() - began < CPU_LIMIT


@pytest.mark.parametrize(
    "name",
    [
        "an outside entity",
        "a billion laughs",
        "a page",
        "empty",
        "noise",
        "a hundred thousand nested",
        "too large",
    ],
)
def test_the_error_says_what_is_wrong(name: str) -> None:
    """These are never taken for an empty feed."""
    with pytest.raises(FeedError):
        parse(NO_FEEDS[name], url=URL)


LARGE = {
    "many entries": HEAD + "".join(ITEM.format(n=n) for n in range(80_000)) + "</channel></rss>",
    "many broken entries": HEAD + "".join(ITEM.format(n=n).replace("Bão", "B&atilde;o &") for n in range(30_000)),
    "one long description": f"{HEAD}<item><title>t</title><description>{'chữ &lt;p&gt; ' * 400_000}</description></item></channel></rss>",
    "one long broken description": f"{HEAD}<item><title>t</title><description><![CDATA[{'<p a=b ' * 900_000}]]></description></item></channel></rss>",
    "many tags in a description": f"{HEAD}<item><title>t</title><description><![CDATA[{'<img src=a>' * 700_000}]]></description></item></channel></rss>",
    "many quotes in a description": f"{HEAD}<item><title>t</title><description><![CDATA[{chr(60) + 'a b=' + chr(34)}{'<script' * 900_000}]]></description></item></channel></rss>",
    "a long title": f"{HEAD}<item><title>{'Bão ' * 1_500_000}</title></item></channel></rss>",
    "many pictures": f"{HEAD}<item><title>t</title>{'<enclosure url=' + chr(34) + 'https://a.example/a.jpg' + chr(34) + '/>'}" * 1 + "<media:thumbnail url='https://a.example/b.jpg'/>" * 30_000 + "</item></channel></rss>",
}  # fmt: skip


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_what_is_large_costs_little(text: str) -> None:
    """Ten megabytes of anything are read, cut short or refused within two seconds of CPU."""
    body = text.encode()[: 10 * 1024 * 1024]
    began = time.process_time()
    assert count(body) <= 1000
    assert time.process_time() - began < CPU_LIMIT


@pytest.mark.parametrize("tag", ["<div>", "<a href=x><font><i>", "<table><tr><td>"])
def test_a_page_nested_without_end_costs_little(tag: str) -> None:
    """As a section page, as a page that leads to feeds, and as the markup of a description."""
    page = b"<html><body>" + tag.encode() * 60_000
    described = f"{HEAD}<item><title>t</title><description><![CDATA[<img src='a.jpg'>{tag * 15_000}]]></description></item></channel></rss>"
    began = time.process_time()
    with pytest.raises(FeedError):
        parse_as(FeedKind.SECTION_PAGE, page, url=URL)
    assert not any(candidate.kind is FeedKind.SECTION_PAGE for candidate in discover(page, url=URL))
    assert count(described.encode()) == 1
    assert time.process_time() - began < CPU_LIMIT


def test_a_hostile_feed_stays_within_memory() -> None:
    """Fifty megabytes, and ten megabytes of elements, are refused within 200 MB more than at rest."""
    program = textwrap.dedent("""
        import resource
        from digests.errors import FeedError
        from digests.feeds import parse
        head = b"<rss><channel><item><title>&nbsp;"
        parse(b"<rss><channel><item><title>a</title></item></channel></rss>", url="https://b.example/")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for body in (head + b"<b>x</b>" * 6_500_000, head + b"<b>&eacute;" * 900_000, head + b"&lt;" * 2_500_000):
            try:
                parse(body, url="https://b.example/")
            except FeedError:
                pass
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """)
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )
    made_before = 52  # the test's own body of fifty megabytes
    assert int(answer.stdout) - made_before < 200


def read_all(body: bytes) -> list[ParsedFeed]:
    feeds = []
    for kind in FeedKind:
        with contextlib.suppress(FeedError):
            feeds.append(parse_as(kind, body, url=URL))
    return feeds


PIECES = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&nbsp;", "&#0;", "&", "<", ">", "<a b='", "'", '"', "/>", "<?xml", "?>",
     "<!DOCTYPE rss [", "]>", "<entry>", "<feed>", "<media:content url='x'/>", "<pubDate>", "23/11/2026", "99:99", "https://a.example/b?c=d", "//", "[::", "\x00", "\x0b", "ế", "\ud7ff", "{", '"items":', "[", "}", "<urlset>", "<url>", "<loc>", "<a href=", "<html>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_pile_of_pieces_gives_entries_or_our_error(text: str) -> None:
    """Whatever stands in a body, nothing but entries or FeedError comes out."""
    for feed in read_all(text.encode("utf-8", "replace")):
        assert len({(e.id, e.link) for e in feed.entries}) == len(feed.entries)
        assert all(e.title and e.id for e in feed.entries)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_entries_or_our_error(body: bytes) -> None:
    """Bytes of any kind, also behind the start of a feed."""
    read_all(body)
    read_all(HEAD.encode() + b"<item><title>" + body)
    with contextlib.suppress(FeedError):
        discover(body, url=URL)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_feed_with_holes_gives_entries_or_our_error(data: st.DataObject) -> None:
    """A good feed with bytes changed, taken out or repeated."""
    body = bytearray(
        (HEAD + "".join(ITEM.format(n=n) for n in range(3)) + "</channel></rss>").encode()
    )
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        length = data.draw(st.integers(0, 8))
        body[at : at + length] = data.draw(st.binary(max_size=8))
        if not body:
            return
    read_all(bytes(body))
