"""Feeds travel between programs as OPML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.opml import OpmlError, read_opml, write_opml
from digests.model import Feed, Source

printable = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), min_size=1)


def test_groups_become_sources() -> None:
    """The outer outline is the publisher, the inner ones its feeds."""
    found = read_opml(
        """<opml version="2.0"><body>
        <outline text="Báo Sông Hồng">
          <outline type="rss" text="Thời sự" xmlUrl="https://a.example/1" category="Thời sự"/>
          <outline type="rss" text="Thể thao" xmlUrl="https://a.example/2" htmlUrl="https://a.example"/>
        </outline>
        <outline text="Tin lẻ" xmlUrl="https://b.example/rss"/>
        <outline text="không phải địa chỉ" xmlUrl="javascript:alert(1)"/>
        </body></opml>""".encode()
    )
    assert [(one.source, one.url, one.section) for one in found] == [
        ("Báo Sông Hồng", "https://a.example/1", "Thời sự"),
        ("Báo Sông Hồng", "https://a.example/2", None),
        ("Tin lẻ", "https://b.example/rss", None),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<rss><channel/></rss>",
        b"<opml><head/></opml>",
        b"<opml><body/></opml>",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"<!ENTITY b '&a;&a;'>]><opml>&b;</opml>",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_opml_is_one_sentence(body: bytes) -> None:
    """Broken, foreign and empty files are told apart from crashes."""
    with pytest.raises(OpmlError):
        read_opml(body)


@given(st.lists(st.tuples(printable, printable, st.none() | printable), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str | None]]) -> None:
    """Names with any characters survive."""
    feeds = [
        Feed(id=i, source=Source(i, name), url=f"https://x.example/{i}", title=title, section=sec)
        for i, (name, title, sec) in enumerate(rows)
    ]
    back = {one.url: one for one in read_opml(write_opml(feeds).encode())}
    for feed in feeds:
        assert back[feed.url].source == feed.source.name
        assert back[feed.url].title == feed.title
        assert back[feed.url].section == feed.section
