"""Pages without an article are refused with the reason; kinds of pages are named."""

# ruff: noqa: E501, PT017 - markup stands in one line, as sites print it

import json
import sys
import time

import pytest

from digests import pages
from digests.errors import PageError
from digests.model import ArticleKind
from tests.pages.layouts import FOOT, _to_1258, e, og, page, related
from tests.pages.stories import OTHERS, STORIES

CPU_LIMIT = 2.0 if sys.gettrace() is None else 6.0
"""Seconds of CPU; a tracer, such as that of the coverage, makes everything some times slower."""

TOLD = STORIES[0]
URL = "https://bao-mau.vn/doi-song/bai.html"
DATE = '<div class="time">08/03/2023 16:38</div>'
HOME = (
    '<html><head><title>Báo Mẫu - Tin tức mới nhất</title><meta property="og:type" content="website"><link rel="canonical" href="https://bao-mau.vn/"></head><body><h1>Báo Mẫu điện tử</h1>'
    + "".join(related(f"b{i}", f"Mục {i}") for i in range(5))
    + f"<footer><p>{FOOT}</p></footer></body></html>"
)
SECTION = (
    "<html><head><title>Thời sự - Báo Mẫu</title></head><body>"
    + "".join(
        f'<article><h3><a href="/a{i}">{t} số {i}</a></h3><p>{s}</p></article>'
        for i in range(8)
        for t, s in OTHERS
    )
    + "</body></html>"
)
BLOG = (
    "<html><head><title>Chuyên mục: Đời sống</title></head><body><h1>Chuyên mục: Đời sống hôm nay</h1><main>"
    + "".join(
        f'<article><h2><a href="/a{i}">{t}</a></h2><time datetime="2026-01-02T10:00:00+07:00">2/1/2026</time><p>{s} {TOLD.paragraphs[i % 3]}</p></article>'
        for i, (t, s) in enumerate(OTHERS)
    )
    + "</main></body></html>"
)
SORRY = "<html><title>Báo Mẫu điện tử</title><body><h1>Rất tiếc!</h1><p>Nội dung bạn yêu cầu hiện không có. Vui lòng quay lại trang chủ hoặc tìm kiếm nội dung khác trên trang.</p></body></html>"
REPAIRS = "<html><title>Bảo trì</title><body><h1>Hệ thống đang bảo trì</h1><p>Chúng tôi đang nâng cấp hệ thống, vui lòng quay lại sau ít phút. Xin cảm ơn bạn đọc đã thông cảm cho sự bất tiện này.</p></body></html>"
CONTACT = "<html><title>Liên hệ - Báo Mẫu</title><body><h1>Liên hệ tòa soạn</h1><p>Địa chỉ: 12 phố Sông Trầm, thành phố Hoa Lau. Điện thoại: 0123 456 789. Thư điện tử: toasoan@bao-mau.vn, trả lời trong giờ hành chính.</p></body></html>"
LOGIN = '<html><title>Đăng nhập</title><body><h1>Đăng nhập tài khoản</h1><form><input name=u><input type="password" name=p><p>Vui lòng đăng nhập bằng tài khoản của bạn để tiếp tục đọc nội dung dành cho hội viên của báo.</p></form></body></html>'
MISSING = "<html><title>404 - Không tìm thấy trang</title><body><h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa. Vui lòng kiểm tra lại đường dẫn hoặc quay về trang chủ để đọc tin mới nhất hôm nay.</p></body></html>"
CONSENT = '<html><title>Báo Mẫu</title><body><div id="consent"><h2>Chúng tôi tôn trọng quyền riêng tư của bạn</h2><p>Báo Mẫu và các đối tác sử dụng cookie để lưu trữ và truy cập thông tin trên thiết bị của bạn. Bấm "Đồng ý và tiếp tục" để chấp nhận chính sách bảo mật.</p></div></body></html>'
FEED = f'<?xml version="1.0"?><rss><channel><title>Báo</title><item><title>A</title><description>{TOLD.lead}</description></item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (HOME, "home_page"),
        (SECTION, "home_page"),
        (BLOG, "home_page"),
        (SORRY, "error_page"),
        (REPAIRS, "error_page"),
        (CONTACT, "no_article"),
        (LOGIN, "login"),
        (MISSING, "error_page"),
        (CONSENT, "consent"),
        (FEED, "no_article"),
        ('{"error": "not found"}', "no_article"),
        ("   ", "empty"),
        ("<html><body></body></html>", "empty"),
        ("<html><title>Chỉ có tên</title><body><p>Ngắn.</p></body></html>", "no_article"),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(body: str, reason: str) -> None:
    """Each kind of page that is no article has its own word."""
    with pytest.raises(PageError) as caught:
        pages.read(body.encode(), url="https://bao-mau.vn/thoi-su/")
    assert caught.value.reason == reason


def test_an_error_page_with_a_list_of_news_is_still_an_error_page() -> None:
    """Related stories under "404" do not make it an article."""
    markup = page(
        TOLD,
        '<div class="e"><h1>Lỗi 404</h1><p>Bài viết không tồn tại hoặc đã bị gỡ khỏi hệ thống.</p></div>'
        + related(heading="Tin mới"),
        title="Báo Mẫu",
    )
    with pytest.raises(PageError) as caught:
        pages.read(markup.encode(), url=URL)
    assert caught.value.reason == "error_page"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (bytes(range(256)) * 200, "not_text"),
        (b"\xff\xd8\xff\xe0" + bytes(2000), "not_text"),
        (b"%PDF-1.7 ...", "not_text"),
        (b"<p>a</p>" * 1_100_000, "too_large"),
        (b"<p>a</p>" * 200_000, "too_large"),
        (b"<div>" * 100_000 + b"x", "too_deep"),
        (b"<table><tr><td>" * 15_000, "too_deep"),
        (b"<div " + b" ".join(b"a%d=1" % i for i in range(30_000)) + b">", "too_large"),
    ],
)
def test_monsters_are_refused_within_two_seconds_of_cpu(body: bytes, reason: str) -> None:
    """Noise, huge bodies, deep nesting and endless tags end in our own error, soon."""
    start = time.process_time()
    with pytest.raises(PageError) as caught:
        pages.read(body, url=URL)
    assert caught.value.reason == reason
    assert time.process_time() - start < CPU_LIMIT


@pytest.mark.parametrize("tag", ["span", "b", "font", "x-y", "blockquote", "ul><li", "a"])
def test_three_thousand_nested_tags_around_an_article_do_no_harm(tag: str) -> None:
    """What nobody writes by hand is read or refused, within two seconds of CPU."""
    start = time.process_time()
    body = (
        f"<h1>{TOLD.title}</h1>"
        + f"<{tag}>" * 2_900
        + "".join(f"<p>{p}</p>" for p in TOLD.paragraphs)
    )
    try:
        assert pages.read(body.encode(), url=URL).title == TOLD.title
    except PageError as error:
        assert error.reason in ("too_deep", "no_article")
    assert time.process_time() - start < CPU_LIMIT


def test_a_video_page_is_named_and_its_description_read() -> None:
    """The description of a video is its lead."""
    inner = f'<div class="video-detail"><h1>{e(TOLD.title)}</h1>{DATE}<iframe src="https://www.youtube.com/embed/x"></iframe><div class="video-sapo">{e(TOLD.lead)}</div></div>'
    article = pages.read(page(TOLD, inner + related(), head=og(TOLD)).encode(), url=URL)
    assert article.kind is ArticleKind.VIDEO
    assert article.lead == TOLD.lead


def test_a_photo_story_keeps_every_picture_with_its_caption() -> None:
    """Seven slides are seven photos, and their captions are not the text."""
    slides = "".join(
        f'<div class="slide"><img src="https://a.vn/{i}.jpg"><div class="desc">Góc chợ số {i} của phiên chợ vùng cao sáng chủ nhật. Ảnh: Minh</div></div>'
        for i in range(7)
    )
    inner = f'<div class="photo-story"><h1>{e(TOLD.title)}</h1>{DATE}<p class="sapo">{e(TOLD.lead)}</p><div class="slides">{slides}</div></div>'
    article = pages.read(page(TOLD, inner, head=og(TOLD)).encode(), url=URL)
    assert article.kind is ArticleKind.PHOTO_STORY
    assert [p.caption for p in article.photos] == [
        f"Góc chợ số {i} của phiên chợ vùng cao sáng chủ nhật." for i in range(7)
    ]
    assert {p.credit for p in article.photos} == {"Minh"}
    assert article.paragraphs == ()


def test_a_live_page_is_named_and_its_reports_read() -> None:
    """The clock beside a report is no paragraph."""
    reports = "".join(
        f'<div class="live-item"><div class="live-time">1{i}:30</div><div class="live-text"><p>{e(p)}</p></div></div>'
        for i, p in enumerate(TOLD.paragraphs)
    )
    inner = f'<div class="detail"><h1>Trực tiếp: {e(TOLD.title)}</h1>{DATE}<p class="sapo">{e(TOLD.lead)}</p><div class="live-blog">{reports}</div></div>'
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert article.kind is ArticleKind.LIVE
    assert article.paragraphs == TOLD.paragraphs


def test_text_behind_a_button_is_read() -> None:
    """What "Xem thêm" would show stands in the page already."""
    hidden = "".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs[1:])
    inner = f'<div class="detail"><h1>{e(TOLD.title)}</h1>{DATE}<p class="sapo">{e(TOLD.lead)}</p><div class="body"><p>{e(TOLD.paragraphs[0])}</p><div class="more-text" style="display:none">{hidden}</div><a class="readmore">Xem thêm</a></div></div>'
    assert pages.read(page(TOLD, inner).encode(), url=URL).paragraphs == TOLD.paragraphs


def test_without_a_lead_the_first_paragraph_stands_for_it_and_says_so() -> None:
    """``lead_is_own`` is false, and the paragraph is not said twice."""
    inner = f'<div class="detail"><h1>{e(TOLD.title)}</h1>{DATE}<div class="body">{"".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs)}</div></div>'
    article = pages.read(page(TOLD, inner).encode(), url=URL)
    assert not article.lead_is_own
    assert (article.lead, *article.paragraphs) == TOLD.paragraphs


def test_a_page_that_a_script_would_draw_is_read_from_its_data() -> None:
    """Where the markup is empty, the JSON-LD may hold the whole article."""
    facts = {
        "@type": "NewsArticle",
        "headline": TOLD.title,
        "description": TOLD.lead,
        "datePublished": "2023-03-08T16:38:00+07:00",
        "articleBody": "\n".join(TOLD.paragraphs),
    }
    body = f'<html><head><title>{e(TOLD.title)}</title><script type="application/ld+json">{json.dumps(facts)}</script></head><body><div id="root"></div></body></html>'
    article = pages.read(body.encode(), url=URL)
    assert (article.title, article.lead, article.paragraphs) == (
        TOLD.title,
        TOLD.lead,
        TOLD.paragraphs,
    )
    assert article.published is not None


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "nonsense", None])
def test_a_wrongly_declared_character_set_does_no_harm(declared: str | None) -> None:
    """UTF-8 is recognised whatever the header says; so is windows-1258."""
    content_type = f"text/html; charset={declared}" if declared else None
    inner = f'<h1>{e(TOLD.title)}</h1>{DATE}<p class="sapo">{e(TOLD.lead)}</p><div>{"".join(f"<p>{e(p)}</p>" for p in TOLD.paragraphs)}</div>'
    markup = page(TOLD, inner)
    for body in (markup.encode(), _to_1258(markup), markup.encode("utf-16")):
        article = pages.read(body, url=URL, content_type=content_type)
        assert (article.title, article.lead, article.paragraphs) == (
            TOLD.title,
            TOLD.lead,
            TOLD.paragraphs,
        )
