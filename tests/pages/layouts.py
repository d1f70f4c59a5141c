"""How many kinds of sites print one article: each function renders a story into another markup.

The systems are those that Vietnamese papers run on (and the free ones); the names of the papers
are invented. A renderer returns the bytes and what a reader of the page can know of the story.
"""

# ruff: noqa: E501, PLC0415, ARG001, RUF059, SIM905 - markup stands in one line, as sites print it

import html
import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.pages.stories import OTHERS, Shot, Told

MENU = "".join(
    f'<li><a href="/{i}/">{name}</a></li>'
    for i, name in enumerate(
        ("Thời sự", "Thế giới", "Kinh tế", "Văn hóa", "Thể thao", "Đời sống", "Bạn đọc", "Du lịch")
    )
)
FOOT = "Cơ quan chủ quản: Hội Nhà báo mẫu. Giấy phép số 12/GP-BTTTT ngày 03/02/2016. Tổng Biên tập: Ngô Văn Trực. Điện thoại: 0123 456 789."
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True)
class Rendered:
    """A page, and what of the story it really shows."""

    body: bytes
    url: str = "https://bao-mau.vn/doi-song/bai-viet-10293.html"
    content_type: str | None = "text/html; charset=utf-8"
    prefix: str | None = None
    authors: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    clock: bool = True


def e(text: str) -> str:
    return html.escape(text)


def iso(told: Told) -> str:
    y, m, d, h, n = told.when
    return f"{y:04}-{m:02}-{d:02}T{h:02}:{n:02}:00+07:00"


def weekday(told: Told) -> str:
    import datetime as dt

    return DAYS[dt.date(*told.when[:3]).weekday()]


def credit(shot: Shot, form: str = " Ảnh: {}") -> str:
    return form.format(shot.credit) if shot.credit else ""


def related(
    box: str = "box-lienquan", heading: str = "Tin liên quan", *, leads: bool = True
) -> str:
    items = "".join(
        f'<div class="row-item"><a href="/tin-{i}.html"><img src="https://anh.bao-mau.vn/thumb/{i}.jpg" alt="{e(t)}"></a>'
        f'<h3><a href="/tin-{i}.html">{e(t)}</a></h3>'
        + (f'<p class="sapo">{e(s)}</p>' if leads else "")
        + "</div>"
        for i, (t, s) in enumerate(OTHERS)
    )
    return f'<div class="{box}"><h2>{heading}</h2>{items}</div>'


def page(
    told: Told, inner: str, *, head: str = "", title: str | None = None, body: str = ""
) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{e(title or told.title)}</title>{head}</head><body {body}>'
        f'<header class="site-header"><a class="logo" href="/"><img src="/static/logo.png" alt="Báo Mẫu"></a><ul class="nav">{MENU}</ul>'
        f'<span class="clock">Thứ Sáu, 20/11/2026</span></header>{inner}<footer><p>{FOOT}</p></footer></body></html>'
    )


def og(told: Told, *, image: bool = True, time: bool = True, site: str = "Báo Mẫu") -> str:
    found = f'<meta property="og:title" content="{e(told.title)}"><meta property="og:site_name" content="{site}"><meta property="og:type" content="article">'
    found += f'<meta property="og:description" content="{e(told.lead[:90])}..."><link rel="canonical" href="https://bao-mau.vn/doi-song/bai-viet-10293.html">'
    if image and told.shots:
        found += f'<meta property="og:image" content="{told.shots[0].url}">'
    return found + (
        f'<meta property="article:published_time" content="{iso(told)}">' if time else ""
    )


def spread(told: Told, paragraphs: list[str], figures: list[str]) -> str:
    """Put the figures between the paragraphs."""
    out = []
    for i, paragraph in enumerate(paragraphs):
        if i < len(figures):
            out.append(figures[i])
        out.append(paragraph)
    return "\n".join([*out, *figures[len(paragraphs) :]])


def vccorp(told: Told) -> Rendered:
    y, m, d, h, n = told.when
    figures = [
        f'<div class="VCSortableInPreviewMode alignCenter" type="Photo"><div><a href="{s.url}" class="detail-img-lightbox"><img src="{s.url}" alt="{e(told.title)} - Ảnh {i + 1}." w="800" h="533"></a></div>'
        f'<div class="PhotoCMS_Caption"><p data-placeholder="[nhập chú thích]">{e(s.caption)}{credit(s, " (Ảnh: {})")}</p></div></div>'
        for i, s in enumerate(told.shots)
    ]
    inner = (
        f'<div class="kbwcb-left"><h1 class="kbwc-title">\n {e(told.title)} </h1><div class="kbwc-meta"><span class="kbwcm-author">{", ".join(told.authors)},</span>'
        f'<span class="kbwcm-time" title="{iso(told)}">{h:02}:{n:02} {d:02}/{m:02}/{y}</span></div><div class="knc-menu-nav"><h2 class="knc-sapo">{e(told.lead)}</h2>'
        f'<div class="knc-relate-wrapper relationnews"><ul class="krw-list"><li class="krwli"><a href="/a.chn" class="show-popup">{e(OTHERS[0][0])}</a></li></ul></div>'
        f'<div class="knc-content">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div></div>'
    )
    return Rendered(
        page(
            told, inner + related("kscli-list", "Cùng chuyên mục"), head=og(told, time=False)
        ).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def army(told: Told) -> Rendered:
    y, m, d, h, n = told.when
    names = " - ".join(a.upper() for a in told.authors)
    figures = [
        f'<p style="text-align: center;"><img alt="" src="{s.url}" /></p><p style="text-align: center;"><em>{e(s.caption)}{credit(s)}</em></p>'
        for s in told.shots
    ]
    prefix = "BMND Online"
    inner = (
        f'<div class="col-main"><div class="post-bread"><a href="/">Trang chủ</a> / <a href="/x">{told.section}</a></div><h1 class="post-title">{e(told.title)}</h1>'
        f'<div class="post-subinfo"><span class="post-subinfo-time">{weekday(told)}, {d:02}/{m:02}/{y}, {h:02}:{n:02}:12 (GMT+07:00)</span></div>'
        f'<div class="post-summary"><h2>{prefix} – {e(told.lead)}</h2></div><div class="post-content">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}'
        f'<p style="text-align:right"><strong>{names}</strong></p></div><div class="post-relate">{related("list-news")}</div></div>'
    )
    return Rendered(
        page(told, inner, title=f"{told.title} - Báo Mẫu Nhân dân").encode(),
        prefix=prefix,
        authors=told.authors,
        shots=told.shots,
    )


def agency(told: Told) -> Rendered:
    y, m, d, h, n = told.when
    figures = [
        f'<figure class="photo"><a class="photo" href="{s.url}" data-size="1200"><img class="cms-photo" src="{s.url}?w=10" data-photo-original-src="{s.url}" alt="{e(s.caption)}"></a>'
        f"<figcaption>{e(s.caption)}{credit(s, ' (Ảnh: {})')}</figcaption></figure>"
        for s in told.shots
    ]
    facts = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Báo Mẫu+"},
            {
                "@type": "NewsArticle",
                "headline": told.title,
                "datePublished": iso(told),
                "author": {"@type": "Organization", "name": "Báo Mẫu+"},
            },
        ],
    }
    inner = (
        f'<div class="details"><h1 class="details__headline cms-title">{e(told.title)}</h1><div class="details__summary cms-desc">{e(told.lead)}</div>'
        f'<div class="details__meta"><div class="author cms-author">{" - ".join(told.authors)}</div><time datetime="{iso(told)}">{d:02}/{m:02}/{y} {h:02}:{n:02}</time></div>'
        f'<div class="article-body cms-body">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div>'
    )
    return Rendered(
        page(
            told,
            inner + related("timeline"),
            head=og(told) + f'<script type="application/ld+json">{json.dumps(facts)}</script>',
        ).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def aspnet(told: Told) -> Rendered:
    y, m, d, h, n = told.when
    figures = [
        f'<table width="1" cellspacing="0" cellpadding="3" border="0" align="center"><tbody><tr><td><img src="{s.url.replace("https://anh.bao-mau.vn", "/Portals/0")}" border="1" width="500"></td></tr>'
        f'<tr><td class="Image" style="font-size: 8pt"><i>{e(s.caption)}{credit(s, " - Ảnh: {}")}</i></td></tr></tbody></table>'
        for s in told.shots
    ]
    inner = (
        '<form method="post" action="./Default.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY1NDU2MTA1MmRk"><table width="1000"><tbody><tr><td valign="top" width="700">'
        f'<div class="duongdan"><a href="/">Trang chủ</a> &raquo; <a>{told.section}</a></div><span id="ctl00_Main_lblTitle" class="tieude_tin">{e(told.title)}</span><br>'
        f'<span id="ctl00_Main_lblNgay" class="ngaydang">Cập nhật ngày: {d:02}/{m:02}/{y} {h:02}:{n:02}</span><div id="ctl00_Main_lblTrichDan" class="trichdan">{e(told.lead)}</div>'
        f'<div id="ctl00_Main_lblNoiDung">{spread(told, [f"<p align=justify>{e(p)}</p>" for p in told.paragraphs], figures)}<div align="right"><b>Bài, ảnh: {", ".join(told.authors)}</b></div></div>'
        f'<div class="tinkhac"><b>Các tin khác:</b><ul>{"".join(f"<li><a href=/x{i}.aspx>{e(t)}</a> (07/01/2020)</li>" for i, (t, _) in enumerate(OTHERS))}</ul></div></td><td>&nbsp;</td></tr></tbody></table></form>'
    )
    shots = tuple(
        Shot(
            s.url.replace("https://anh.bao-mau.vn", "https://bao-mau.vn/Portals/0"),
            s.caption,
            s.credit,
        )
        for s in told.shots
    )
    return Rendered(
        page(told, inner, title="Báo Mẫu điện tử").encode(), authors=told.authors, shots=shots
    )


def microdata(told: Told) -> Rendered:
    figures = [
        f'<div itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><img itemprop="contentUrl" src="{s.url}" width="800" height="500"><span itemprop="caption">{e(s.caption)}{credit(s)}</span></div>'
        for s in told.shots
    ]
    inner = (
        '<main><div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{e(told.title)}</h1><meta itemprop="datePublished" content="{iso(told)}"><p>Đăng bởi <span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{told.authors[0]}</span></span></p>'
        f'<p itemprop="description">{e(told.lead)}</p><div itemprop="articleBody">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div></main>'
    )
    return Rendered(
        page(told, inner + related("more-stories", "Có thể bạn quan tâm")).encode(),
        authors=told.authors[:1],
        shots=told.shots,
    )


def obfuscated(told: Told) -> Rendered:
    """JSON-LD only; the class names are hashes and say nothing."""
    y, m, d, h, n = told.when
    figures = [
        f'<figure class="css-9xq"><img class="css-1f" loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" srcset="{s.url}?w=320 320w, {s.url}?w=640 640w, {s.url} 1280w"><div class="css-77a">{e(s.caption)}{credit(s)}</div></figure>'
        for s in told.shots
    ]
    facts = [
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {
            "@context": "https://schema.org",
            "@type": ["NewsArticle"],
            "headline": told.title,
            "datePublished": iso(told),
            "description": told.lead[:80] + "…",
            "author": [{"@type": "Person", "name": a} for a in told.authors],
            "articleSection": told.section,
        },
    ]
    inner = (
        f'<div class="css-1a2"><div class="css-3b"><div class="css-aa1">{told.section}</div><h1 class="css-h1x">{e(told.title)}</h1><div class="css-0z"><span>{" và ".join(told.authors)}</span><span> • </span><span>{d} tháng {m}, {y}</span></div>'
        f'<div class="css-77c"><p class="css-p0"><strong>{e(told.lead)}</strong></p>{spread(told, [f"<p class=css-p1>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div></div>'
    )
    return Rendered(
        page(
            told,
            inner + related("css-q1", "Đọc nhiều nhất"),
            head=f'<script type="application/ld+json">{json.dumps(facts, ensure_ascii=False)}</script>',
        ).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def bare_1258(told: Told) -> Rendered:
    """No metadata, no class names, windows-1258 that calls itself iso-8859-1."""
    import unicodedata

    y, m, d, h, n = told.when
    figures = [
        f'<p align="center"><img src="{s.url}" width="450"></p><p align="center"><i>{e(s.caption)}{credit(s)}</i></p>'
        for s in told.shots
    ]
    prefix = "BMO"
    text = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>{e(told.title)}</title></head><body bgcolor="#ffffff"><table><tr><td><a href="/">Trang chủ</a> | <a href="/1">Thời sự</a></td></tr></table>'
        f"<h1>{e(told.title)}</h1><p><font size=1>{weekday(told)}, ngày {d}/{m}/{y} - {h:02}:{n:02}</font></p><p><b>{prefix} - {e(told.lead)}</b></p>{spread(told, [f'<p>{e(p)}</p>' for p in told.paragraphs], figures)}"
        f'<p align="right"><b>{" - ".join(told.authors)}</b></p><hr><p>{FOOT}</p></body></html>'
    )
    return Rendered(
        _to_1258(unicodedata.normalize("NFC", text)),
        content_type="text/html",
        prefix=prefix,
        authors=told.authors,
        shots=told.shots,
    )


def _to_1258(text: str) -> bytes:
    """Write letters as windows-1258 has them: the vowel with its shape, then the tone mark."""
    import unicodedata

    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = [p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
            out.append((base + "".join(tones)).encode("cp1258", errors="xmlcharrefreplace"))
    return b"".join(out)


def breaks(told: Told) -> Rendered:
    """One cell of text with line breaks for paragraphs, in the fonts of the year 2003."""
    y, m, d, h, n = told.when
    figures = [
        f'<center><img src="{s.url}" border=0><br><font size="1"><i>{e(s.caption)}{credit(s)}</i></font></center><br>'
        for s in told.shots
    ]
    inner = (
        f'<table><tr><td id="noidung"><h2>{e(told.title)}</h2><font color="gray">{h}h{n:02}, {d}/{m}/{y}</font><br><br><b>{e(told.lead)}</b><br><br>'
        + spread(told, [f"{e(p)}<br><br>" for p in told.paragraphs], figures)
        + f'<div align="right"><i>Tác giả: {", ".join(told.authors)}</i></div></td></tr></table>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def amp(told: Told) -> Rendered:
    y, m, d, h, n = told.when
    figures = [
        f'<figure><amp-img src="{s.url}" width="800" height="500" layout="responsive" alt="{e(s.caption)}"><noscript><img src="{s.url}"></noscript></amp-img><figcaption>{e(s.caption)}{credit(s)}</figcaption></figure>'
        for s in told.shots
    ]
    inner = (
        f'<article class="amp-wp-article"><h1 class="amp-title">{e(told.title)}</h1><div class="meta"><span class="author">{", ".join(told.authors)}</span> <span class="date">{h:02}:{n:02} | {d:02}/{m:02}/{y}</span></div>'
        f'<p class="amp-sapo">{e(told.lead)}</p><div class="amp-content">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div><amp-ad width=300 height=250></amp-ad></article>'
    )
    return Rendered(
        page(told, inner, head=og(told, time=False)).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def wordpress(told: Told) -> Rendered:
    figures = [
        f'<div id="attachment_{i}" style="width: 810px" class="wp-caption aligncenter"><a href="{s.url}"><img class="wp-image-{i} size-full" src="{s.url.replace(".jpg", "-300x200.jpg")}" srcset="{s.url.replace(".jpg", "-300x200.jpg")} 300w, {s.url} 1024w" sizes="(max-width: 800px) 100vw, 800px" width="800" height="533" alt=""></a><p id="caption-{i}" class="wp-caption-text">{e(s.caption)}{credit(s)}</p></div>'
        for i, s in enumerate(told.shots)
    ]
    inner = (
        f'<div id="primary" class="content-area"><article id="post-77" class="post-77 post type-post hentry category-tin tag-lang"><header class="entry-header"><h1 class="entry-title">{e(told.title)}</h1>'
        f'<div class="entry-meta"><span class="posted-on">Đăng ngày <time class="entry-date published" datetime="{iso(told)}">{told.when[2]} Tháng {told.when[1]}, {told.when[0]}</time><time class="updated" datetime="2026-01-02T03:04:05+07:00">2 Tháng 1, 2026</time></span>'
        f'<span class="byline"> bởi <span class="author vcard"><a class="url fn n" href="/author/x/">{told.authors[0]}</a></span></span></div></header><div class="entry-content"><p><strong>{e(told.lead)}</strong></p>'
        f'{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="#">Facebook</a></li></ul></div></div>'
        f'<footer class="entry-footer"><span class="tags-links">Tags: <a href="/tag/a">làng nghề</a></span></footer></article><div id="comments" class="comments-area"><h2>2 bình luận</h2><ol class="comment-list"><li class="comment"><div class="comment-author vcard"><b class="fn">Khách Qua Đường</b></div>'
        f'<div class="comment-content"><p>Bài viết hay quá, tôi đã từng đến đây hai lần và lần nào cũng muốn quay lại cùng gia đình vào dịp nghỉ hè năm sau.</p></div></li></ol></div></div><aside id="secondary" class="widget-area">{related("widget", "Bài viết mới", leads=False)}</aside>'
    )
    return Rendered(
        page(
            told, inner, title=f"{told.title} - Báo Mẫu", head=og(told, time=False, image=False)
        ).encode(),
        authors=told.authors[:1],
        shots=told.shots,
    )


def blogger(told: Told) -> Rendered:
    figures = [
        f'<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container" style="margin-left: auto"><tbody><tr><td style="text-align: center;"><a href="{s.url}" imageanchor="1"><img border="0" src="{s.url}" width="640" height="426" /></a></td></tr><tr><td class="tr-caption" style="text-align: center;">{e(s.caption)}{credit(s)}</td></tr></tbody></table>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<div class="main section"><h2 class="date-header"><span>{weekday(told)}, {d} tháng {m}, {y}</span></h2><div class="post hentry"><h3 class="post-title entry-title" itemprop="name">{e(told.title)}</h3>'
        f'<div class="post-body entry-content" itemprop="description articleBody"><div style="text-align: justify;"><b>{e(told.lead)}</b></div><br />{spread(told, [f"<div style=text-align:justify>{e(p)}</div><br />" for p in told.paragraphs], figures)}</div>'
        f'<div class="post-footer"><span class="post-author vcard">Người đăng: <span class="fn"><a href="https://x.example/profile">{told.authors[0]}</a></span></span> <span class="post-timestamp">vào lúc <a class="timestamp-link" href="/x"><abbr class="published" title="{iso(told)}">{h}:{n:02}</abbr></a></span></div></div></div>'
    )
    return Rendered(
        page(told, inner, title=f"Báo Mẫu: {told.title}").encode(),
        authors=told.authors[:1],
        shots=told.shots,
    )


def separate_credit(told: Told) -> Rendered:
    """Caption and credit in elements of their own, the lead inside the body, a logo as h1."""
    y, m, d, h, n = told.when
    figures = [
        f'<div class="photo-box"><img src="/i/blank.gif" data-lazy-src="{s.url}" title="{e(s.caption)}" alt="{e(s.caption)}"><div class="photo-note"><span>{e(s.caption)}</span>'
        + (f"<em>{s.credit}</em>" if s.credit else "")
        + "</div></div>"
        for s in told.shots
    ]
    prefix = "Báo Mẫu"
    inner = (
        f'<h1 class="logo"><a href="/">Báo Mẫu</a></h1><div class="wrap"><div class="news-detail"><h1 class="news-heading">{e(told.title)}</h1><div class="info-line">{told.authors[0]} | {d:02}.{m:02}.{y}, {h:02}:{n:02}</div>'
        f'<div class="news-text"><p class="lead-text"><b>({prefix})</b> - {e(told.lead)}</p>{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}<p><b>{" - ".join(told.authors)}</b></p></div>'
        f'<p class="also"><a href="/khac.html">&gt;&gt; {e(OTHERS[1][0])}</a></p></div>{related("right", "Tin mới nhất")}</div>'
    )
    return Rendered(
        page(told, inner, title=f"{told.title} | Báo Mẫu", head=og(told, time=False)).encode(),
        prefix=f"({prefix})",
        authors=told.authors,
        shots=told.shots,
    )


def utility_classes(told: Told) -> Rendered:
    """A page of utility classes, spans for everything, an English date, a photo above the lead."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    y, m, d, h, n = told.when

    def figure(s: Shot) -> str:
        return f'<div class="relative mb-4"><picture><source srcset="{s.url}?w=400&amp;fm=webp 400w" type="image/webp"><img class="w-full rounded" src="{s.url}" alt=""></picture><span class="block text-sm italic text-gray-500 mt-1">{e(s.caption)}{credit(s, " | Ảnh: {}")}</span></div>'

    figures = [figure(s) for s in told.shots]
    inner = (
        f'<main class="container mx-auto"><section class="grid"><div class="col-span-8"><span class="text-xs uppercase">{told.section}</span><h1 class="text-3xl font-bold">{e(told.title)}</h1>'
        f'<div class="flex text-xs"><span class="mr-2">{", ".join(told.authors)}</span><span>{months[m - 1]} {d}, {y} {h:02}:{n:02}</span></div>{figures[0] if figures else ""}<div class="font-semibold text-lg mb-4">{e(told.lead)}</div>'
        f'<div class="prose">{spread(told, [f"<div class=mb-3>{e(p)}</div>" for p in told.paragraphs], figures[1:])}</div></div><div class="col-span-4">{related("space-y-2", "Xem thêm")}</div></section></main>'
    )
    return Rendered(
        page(told, inner, head=og(told, time=False)).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def central(told: Told) -> Rendered:
    """Lead marked by bold type only, place before it, captions in ``td`` without a class."""
    y, m, d, h, n = told.when
    figures = [
        f'<table style="margin:auto"><tr><td><a href="{s.url}"><img src="{s.url}"></a></td></tr><tr><td>{e(s.caption)}{credit(s, " (Nguồn: {})")}</td></tr></table>'
        for s in told.shots
    ]
    inner = (
        f'<div id="wrapper"><div id="left"><div class="cat-path">Trang nhất » {told.section}</div><div class="article_title"><h1>{e(told.title)}</h1></div><div class="article_date">{d:02}-{m:02}-{y} - {(h - 1) % 12 + 1}:{n:02} {"PM" if h >= 12 else "AM"}</div>'
        f'<div class="article_content"><p><strong>Đà Nẵng - {e(told.lead)}</strong></p>{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}<p style="text-align: right"><em>Theo TTXVN</em></p></div><div class="article_tags">Từ khóa: <a href="/t">nghề</a></div></div></div>'
    )
    return Rendered(
        page(told, inner + related("lastest"), head=og(told, time=False)).encode(),
        prefix="Đà Nẵng",
        authors=("TTXVN",),
        shots=told.shots,
    )


def flat(told: Told) -> Rendered:
    """Everything in one element: headline, date, lead, text, related links, comments."""
    y, m, d, h, n = told.when
    figures = [
        f'<p><img src="{s.url}" alt="{e(s.caption)}"></p><p class="chu-thich">{e(s.caption)}{credit(s)}</p>'
        for s in told.shots
    ]
    inner = (
        f'<div class="content"><h1>{e(told.title)}</h1><p class="ngay">{weekday(told)}, {d}/{m}/{y} | {h:02}:{n:02} GMT+7</p><p class="tac-gia">{" - ".join(told.authors)}</p><p class="tom-tat">{e(told.lead)}</p>'
        f"{spread(told, [f'<p>{e(p)}</p>' for p in told.paragraphs], figures)}<h3>Tin cùng chuyên mục</h3>"
        + "".join(
            f'<p><a href="/n{i}">{e(t)}</a></p><p>{e(s)}</p>' for i, (t, s) in enumerate(OTHERS)
        )
        + "</div>"
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def broken_data(told: Told) -> Rendered:
    """JSON-LD that no parser reads, and a time that calls Vietnam's clock UTC."""
    y, m, d, h, n = told.when
    figures = [
        f'<figure class="tinymce-image"><img data-src="{s.url}" src="/assets/loading.gif"><figcaption><span class="cap">{e(s.caption)}</span>'
        + (f'<span class="source">Ảnh: {s.credit}</span>' if s.credit else "")
        + "</figcaption></figure>"
        for s in told.shots
    ]
    bad = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        + told.title
        + '", "author": {"@type":"Person","name":"'
        + told.authors[0]
        + '"},, }</script>'
    )
    inner = (
        f'<article class="detail"><h1>{e(told.title)}</h1><div class="meta-news"><div class="meta-date">Ngày đăng: {d:02}/{m:02}/{y} {h:02}:{n:02}</div></div><div class="detail-intro"><p>{e(told.lead)}</p></div>'
        f'<div class="detail-text">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></article>'
    )
    wrong = f'<meta property="article:published_time" content="{iso(told)[:-6]}Z">'
    return Rendered(
        page(told, inner + related(), head=og(told, time=False) + wrong + bad).encode(),
        authors=told.authors[:1],
        shots=told.shots,
    )


LAYOUTS: dict[str, Callable[[Told], Rendered]] = {
    f.__name__: f
    for f in (
        vccorp,
        army,
        agency,
        aspnet,
        microdata,
        obfuscated,
        bare_1258,
        breaks,
        amp,
        wordpress,
        blogger,
        separate_credit,
        utility_classes,
        central,
        flat,
        broken_data,
    )
}
