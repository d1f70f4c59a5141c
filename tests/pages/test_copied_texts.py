"""Texts as people copy them from a page into the chat."""

# ruff: noqa: PT017 - an error is one of two good ends

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests import pages
from digests.errors import PageError
from tests.pages.stories import STORIES, Told


def copied(
    told: Told,
    *,
    byline: str = "Bài, ảnh: {}",
    date: str = "{d:02}/{m:02}/{y}, {h:02}:{n:02} (GMT+7)",
) -> str:
    """Write a story as it lands on the clipboard: captions come twice, once from ``alt``."""
    y, m, d, h, n = told.when
    shots = [
        f"{s.caption} Ảnh: {s.credit}\n{s.caption} Ảnh: {s.credit}"
        if s.credit
        else f"{s.caption}\n{s.caption}"
        for s in told.shots
    ]
    lines = [
        told.title,
        date.format(y=y, m=m, d=d, h=h, n=n),
        f"{told.prefix} - {told.lead}" if told.prefix else told.lead,
        *shots,
        *told.paragraphs,
        byline.format(", ".join(told.authors)),
        ".",
    ]
    return "\n\n".join(lines)


@pytest.mark.parametrize("told", STORIES, ids=range(len(STORIES)))
@pytest.mark.parametrize("byline", ["Bài, ảnh: {}", "Tác giả: {}", "{}"])
def test_a_copied_article_comes_out_whole(told: Told, byline: str) -> None:
    """Headline, time, lead, prefix, captions, credits, names and text, from plain lines."""
    article = pages.read_text(copied(told, byline=byline))
    assert article.title == told.title
    assert article.published == datetime(*told.when, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert (article.lead_prefix, article.lead) == (told.prefix, told.lead)
    assert [((p.caption or "").rstrip("."), p.credit) for p in article.photos] == [
        (s.caption.rstrip("."), s.credit) for s in told.shots
    ]
    assert article.authors == told.authors
    assert article.paragraphs == told.paragraphs


def test_what_follows_the_article_is_left_out() -> None:
    """The reader's selection often goes on into "Tin liên quan"."""
    told = STORIES[2]
    article = pages.read_text(
        copied(told) + "\n\nTin liên quan\nMột bài khác của báo về chuyện khác hẳn\nBài nữa"
    )
    assert article.paragraphs == told.paragraphs
    assert article.authors == told.authors


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n.\n", "empty"),
        ("Chào buổi sáng", "no_article"),
        ("x" * 1_000_001, "too_large"),
    ],
)
def test_what_is_no_article_is_refused(text: str, reason: str) -> None:
    """A greeting pasted into the chat is not an article."""
    with pytest.raises(PageError) as caught:
        pages.read_text(text)
    assert caught.value.reason == reason


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_any_text_gives_an_article_or_our_error(text: str) -> None:
    """No text breaks the reader."""
    try:
        article = pages.read_text(text)
    except PageError as error:
        assert error.reason in {"empty", "no_article"}
    else:
        assert article.title


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from(
        [None, "text/html", "text/html; charset=windows-1258", "text/html; charset=nonsense"]
    ),
)
def test_any_bytes_give_an_article_or_our_error(body: bytes, content_type: str | None) -> None:
    """No bytes break the reader, whatever the server calls them."""
    try:
        article = pages.read(b"<h1>" + body, url="https://bao-mau.vn/x", content_type=content_type)
    except PageError as error:
        assert error.reason
    else:
        assert article.title


@pytest.mark.parametrize(
    "caption",
    [
        "Ảnh minh họa.",
        "(Ảnh tư liệu)",
        "TP. Hoa Lau nhìn từ tầng 60 của tòa tháp đang xây dở bên bờ sông Trầm",
    ],
)
def test_a_caption_that_stands_once_is_no_paragraph(caption: str) -> None:
    """It says only what kind of picture it is, or is one sentence that has no end."""
    told = STORIES[1]
    text = "\n\n".join(
        (
            told.title,
            "09:05 25/09/2024",
            told.lead,
            told.paragraphs[0],
            caption,
            *told.paragraphs[1:],
        )
    )
    article = pages.read_text(text)
    assert [photo.caption for photo in article.photos] == [caption]
    assert article.paragraphs == told.paragraphs


def test_what_comes_along_from_the_page_is_no_part_of_the_article() -> None:
    """Menus, buttons, players, signs, tags and pointers; an address alone is the article's."""
    told = STORIES[1]
    parts = [
        "https://bao-mau.vn/xe-buyt-1029.html", "Trang chủ", "Giao thông", f"🔥 {told.title} 🔥",
        "Mai Phương Thảo", "25/09/2024 09:05 GMT+7", "Chia sẻ", "Zalo", "Bình luận",
        "Nghe bài viết",
        "0:00 / 3:21", "A+", f"👉 {told.lead}", told.paragraphs[0], "Quảng cáo", told.paragraphs[1],
        "Xem thêm: Đàn sếu về sớm trên đồng ngập nước Láng Vạn", *told.paragraphs[2:],
        "#xebuyt #HoaLau", "Bình luận (12)", "Đàn sếu về sớm trên đồng ngập nước Láng Vạn",
    ]  # fmt: skip
    article = pages.read_text("\n\n".join(parts))
    assert (article.title, article.lead) == (told.title, told.lead)
    assert article.paragraphs == told.paragraphs
    assert (article.section, article.authors) == ("Giao thông", ("Mai Phương Thảo",))
    assert article.url == "https://bao-mau.vn/xe-buyt-1029.html"
    assert article.photos == ()


@pytest.mark.parametrize("line", ["Nhiệt độ hôm nay là 35°", "Điện thoại mới của Hãng Mẫu™"])
def test_signs_that_are_words_stay(line: str) -> None:
    """At the end of a headline, say."""
    told = STORIES[1]
    assert pages.read_text("\n\n".join((line, told.lead, *told.paragraphs))).title == line
