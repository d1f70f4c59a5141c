"""Pages without an article: what they are instead, in one word and one sentence."""

# ruff: noqa: PLR0911, PLR2004 - one rule a line; a threshold reads best where it stands, beside what it is a limit of

import re
from dataclasses import replace
from urllib.parse import urlsplit

from digests.errors import PageError
from digests.pages.layout import Layout
from digests.pages.structured import is_list_page
from digests.pages.tree import Page
from digests.vietnamese.cleaning import clean
from digests.vietnamese.times import find_moment

_ERROR = re.compile(
    r"\b(?:404|403|500|502|503|504)\b|không tìm thấy|không tồn tại|not found|page not|trang "
    r"lỗi|có lỗi xảy ra|lỗi hệ thống|error|forbidden|access denied|"
    r"đã bị (?:xóa|xoá|gỡ)|bảo trì|maintenance|unavailable|just a moment|attention required|"
    r"truy cập bị từ chối|bad gateway",
    re.IGNORECASE,
)
_SURE_ERROR = re.compile(
    r"(?:404|403|500|502|503)\s*(?:[-–:|]\s*)?(?:not found|error|lỗi|forbidden|không tìm thấy|"
    r"internal|service|bad)|(?:không tìm thấy|không tồn tại)|not found|"
    r"^(?:lỗi|error)\b|just a moment|access denied",
    re.IGNORECASE,
)
_APOLOGY = re.compile(
    r"rất tiếc|nội dung (?:mà )?(?:bạn |quý vị )?(?:yêu cầu|tìm)|bảo trì|maintenance|"
    r"(?:runtime|server|application) error|đã bị (?:xóa|xoá|gỡ)",
    re.IGNORECASE,
)
_ABOUT_SITE = re.compile(
    r"^(?:liên hệ|giới thiệu|(?:thông tin )?(?:toà|tòa) soạn|quảng cáo|bảng giá|điều khoản|"
    r"chính sách|về chúng tôi|contact|about)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|consent|quyền riêng tư|chính sách bảo mật|privacy|gdpr|đồng ý và tiếp tục|dữ liệu "
    r"cá nhân",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"đăng nhập|login|log in|sign in|mật khẩu|password", re.IGNORECASE)
_PASSWORD = re.compile(r"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_DATA = re.compile(
    r"\s*(?:[{\[]|(?:<\?xml[^>]*>\s*(?:<!--.{0,500}?-->\s*)?)?<(?:rss|feed|rdf:RDF|urlset|"
    r"sitemapindex|opml)\b)",
    re.IGNORECASE | re.DOTALL,
)
_LITTLE, _MANY_LINKS, _SEVERAL = 700, 15, 3
_A_SENTENCE, _LINKED = 60, 0.5


def refuse(markup: str, page: Page, url: str) -> PageError:
    """Say why a page in which no article was found has none."""
    if _DATA.match(markup):
        return PageError("the body is data, not a page", reason="no_article")
    heading = _headings(page)
    text = clean(page.body.text())
    if not text:
        return PageError("the page is empty", reason="empty")
    if _ERROR.search(heading) and len(text) < 4 * _LITTLE:
        return PageError("the page is an error message", reason="error_page")
    if _PASSWORD.search(markup) or (_LOGIN.search(heading) and len(text) < 2 * _LITTLE):
        return PageError("the page wants a login", reason="login")
    if _CONSENT.search(text) and len(text) < 3 * _LITTLE:
        return PageError("the page asks for consent before it shows anything", reason="consent")
    if _ERROR.search(text[:300]) and len(text) < _LITTLE:
        return PageError("the page is an error message", reason="error_page")
    if _is_front(page, url):
        return PageError("the page is a home or section page", reason="home_page")
    return PageError("the page holds no article", reason="no_article")


def refuse_early(
    markup: str, page: Page, url: str, *, letters: int, dated: bool, title: str
) -> PageError | None:
    """Say why a page in which something like an article was found holds none after all.

    ``letters`` is the length of the text that was found; ``dated`` says whether it has a date.
    """
    if _DATA.match(markup):
        return PageError("the body is data, not a page", reason="no_article")
    heading = f"{title} {clean(page.title)}"
    if _SURE_ERROR.search(heading) and letters < _LITTLE and not dated:
        return PageError("the page is an error message", reason="error_page")
    if dated:
        return None
    if letters < _LITTLE // 2 and _APOLOGY.search(f"{heading} {clean(page.body.text())[:600]}"):
        return PageError("the page is an error message", reason="error_page")
    if letters < 2 * _LITTLE and len(title.split()) <= 5 and _ABOUT_SITE.match(title):
        return PageError("the page is about the site itself", reason="no_article")
    if _LOGIN.search(heading) and _PASSWORD.search(markup) and letters < 2 * _LITTLE:
        return PageError("the page wants a login", reason="login")
    asked = {found.casefold() for found in _CONSENT.findall(clean(page.body.text())[: 3 * _LITTLE])}
    if letters < 2 * _LITTLE and (_CONSENT.search(title) or len(asked) >= 2):
        return PageError("the page asks for consent before it shows anything", reason="consent")
    if _is_front(page, url):
        return PageError("the page is a home or section page", reason="home_page")
    return None


def without_list(layout: Layout) -> Layout:
    """Give a layout without the row of others, each under its headline, that looked like its text.

    Raises:
        PageError: nothing of an article stands before the row.
    """
    texts = [block for block in layout.body if block.picture is None]
    heads = [block for block in texts if block.heading and block.linked > 0.9]
    if len(heads) < _SEVERAL:
        return layout
    own = texts[: texts.index(heads[0])]
    if sum(len(block.text) for block in own) >= _LITTLE // 2:
        return layout
    # A film or a graphic has a time and a few words of its own before the others.
    told = [block for block in own if len(block.text) >= _A_SENTENCE and block.linked < _LINKED]
    if not told or not any(_is_clock(block.text) for block in (*layout.head, *own)):
        raise PageError("the page is a home or section page", reason="home_page")
    return replace(layout, body=layout.body[: layout.body.index(heads[0])])


def _is_clock(text: str) -> bool:
    moment = find_moment(text) if len(text) < _A_SENTENCE else None
    return moment is not None and moment.has_clock


def _headings(page: Page) -> str:
    shown = [clean(e.text()) for e in page.body.walk() if e.tag in ("h1", "h2", "h3", "title")][:4]
    return " ".join([clean(page.title), *shown])[:600]


def _is_front(page: Page, url: str) -> bool:
    """Say whether a page is a list of articles: by address, type, and linked headlines."""
    if (page.meta("og:type") or "").lower() in ("article", "news", "video.other", "blog"):
        return False
    if is_list_page(page.scripts):
        return True
    stated = next(iter(page.links.get("canonical", ())), None) or page.meta("og:url") or url
    at_root = urlsplit(stated).path.strip("/") in ("", "index.html", "index.php", "home")
    headlines = sum(1 for e in page.body.walk() if e.tag == "a" and len(clean(e.text())) > 25)
    links = sum(1 for e in page.body.walk() if e.tag == "a")
    return (at_root and (headlines >= 5 or links >= _MANY_LINKS)) or headlines >= _MANY_LINKS
