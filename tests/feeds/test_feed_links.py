# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""Links are freed of tracking and of nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.feeds import clean_link
from digests.feeds.links import absolute

BASE = "https://bao.example/bai-1.html"


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        (f" {BASE}\n", BASE), (f"{BASE}?utm_source=rss&utm_medium=feed&utm_campaign=x", BASE), (f"{BASE}?fbclid=IwAR0", BASE), (f"{BASE}?gclid=1&id=5", f"{BASE}?id=5"),
        (f"{BASE}?id=5&amp;utm_source=rss", f"{BASE}?id=5"), (f"{BASE}?UTM_Source=rss", BASE), (f"{BASE}#utm_source=rss", BASE), (f"{BASE}#", BASE), (f"{BASE}?", BASE),
        (f"{BASE}?zarsrc=30&gidzl=x", BASE), (f"{BASE}?vn_source=rss&vn_medium=section", BASE), (f"{BASE}?ref=rss", BASE), (f"{BASE}?ref=trang-chu", f"{BASE}?ref=trang-chu"),
        (f"{BASE}?a=1&b=2", f"{BASE}?a=1&b=2"), (f"{BASE}?b=2&a=1&a=1", f"{BASE}?b=2&a=1&a=1"), (f"{BASE}?q=l%C5%A9+qu%C3%A9t", f"{BASE}?q=l%C5%A9+qu%C3%A9t"), (f"{BASE}?rong=", f"{BASE}?rong="),
        (f"{BASE}#binh-luan", f"{BASE}#binh-luan"), ("HTTPS://Bao.Example:443/A", "https://bao.example/A"), ("http://bao.example:80/", "http://bao.example/"), ("http://bao.example:8080/", "http://bao.example:8080/"),
        ("https://bao.example/lũ quét.html", "https://bao.example/lũ%20quét.html"), ("không phải", "không%20phải"), ("https://[::1", "https://[::1"),
    ],
)  # fmt: skip
def test_links_lose_what_tracks_and_keep_the_rest(printed: str, clean: str) -> None:
    """Order, spelling and empty parameters stay as the publisher wrote them."""
    assert clean_link(printed) == clean


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Any text comes through, and a clean link stays as it is."""
    once = clean_link(f"https://bao.example/{text}")
    assert clean_link(once) == once
    clean_link(text)


@pytest.mark.parametrize(
    ("url", "link"),
    [("/b", "https://bao.example/b"), ("//anh.example/b", "https://anh.example/b"), ("b", "https://bao.example/b"), ("?p=2", "https://bao.example/bai-1.html?p=2"), ("javascript:void(0)", None), ("mailto:a@b", None), ("", None), (None, None), ("http://[x", None)],
)  # fmt: skip
def test_relative_links_are_made_whole(url: str | None, link: str | None) -> None:
    """Only http and https come out."""
    assert absolute(url, BASE) == link
