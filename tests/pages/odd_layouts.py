"""More kinds of markup, each with a trap that some real site sets."""

# ruff: noqa: E501, PLC0415 - markup stands in one line, as sites print it

import json
from collections.abc import Callable

from tests.pages.layouts import Rendered, credit, e, iso, og, page, related, spread, weekday
from tests.pages.stories import OTHERS, Told


def teasers_first(told: Told) -> Rendered:
    """A column with other stories' leads stands before the article, whose lead has the same class."""
    y, m, d, h, n = told.when
    left = "".join(
        f'<div class="story"><a href="/s{i}"><img src="https://anh.bao-mau.vn/t{i}.jpg"></a><h3 class="title"><a href="/s{i}">{e(t)}</a></h3><p class="sapo">{e(s)}</p></div>'
        for i, (t, s) in enumerate(OTHERS)
    )
    figures = [
        f'<div class="item-photo"><img src="{s.url}" alt="Ảnh {i}"/><p class="txt-caption">{e(s.caption)}{credit(s)}</p></div>'
        for i, s in enumerate(told.shots)
    ]
    inner = (
        f'<div class="row"><div class="col-3">{left}</div><div class="col-9"><div class="detail-head"><div class="day">{weekday(told)} ngày {d:02}/{m:02}/{y}</div><div class="hour">{h:02}:{n:02}</div><h1>{e(told.title)}</h1></div>'
        f'<p class="sapo">{e(told.lead)}</p><div class="detail-body">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}<p class="tacgia">{", ".join(told.authors)}</p></div></div></div>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def gallery_rows(told: Told) -> Rendered:
    """Pictures side by side in one row of a table, their captions in the next."""
    y, m, d, h, n = told.when
    cells = "".join(f'<td><img src="{s.url}"></td>' for s in told.shots)
    texts = "".join(f"<td><em>{e(s.caption)}{credit(s)}</em></td>" for s in told.shots)
    figures = (
        [f"<table><tbody><tr>{cells}</tr><tr>{texts}</tr></tbody></table>"] if told.shots else []
    )
    inner = (
        f'<div class="bai-viet"><h1>{e(told.title)}</h1><h2>{e(told.lead)}</h2><div class="thoi-gian">{h}:{n:02} {d}/{m}/{y}</div><div class="noi-dung">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div>'
        f'<div class="but-danh">{" - ".join(a.upper() for a in told.authors)}</div></div>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def spoken_captions(told: Told) -> Rendered:
    """Captions only in ``alt``; the numbers that the system adds are no part of them."""
    figures = [
        f'<p style="text-align:center"><img src="{s.url}" alt="{e(s.caption)}{credit(s)} - {i + 1}"></p>'
        for i, s in enumerate(told.shots)
    ]
    inner = (
        f'<article><h1>{e(told.title)}</h1><time datetime="{iso(told)}">3 giờ trước</time><p class="article-chapeau">{e(told.lead)}</p><section>{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</section>'
        f'<p class="article-byline">Bài và ảnh: {", ".join(told.authors)}</p></article>'
    )
    return Rendered(page(told, inner + related()).encode(), authors=told.authors, shots=told.shots)


def many_comments(told: Told) -> Rendered:
    """More is said below the article than in it."""
    y, m, d, h, n = told.when
    figures = [
        f'<figure><img src="{s.url}"><figcaption><h2>{e(s.caption)}{credit(s, " Ảnh: {}.")}</h2></figcaption></figure>'
        for s in told.shots
    ]
    said = "Tôi đọc bài này ba lần và lần nào cũng thấy nhớ quê, mong tòa soạn viết thêm nhiều bài như thế nữa cho chúng tôi được đọc mỗi sáng cuối tuần."
    comments = "".join(
        f'<div class="cmt-item"><strong class="name">Bạn Đọc {i}</strong><p class="cmt-text">{said} Lần thứ {i}.</p><span class="time">0{i}:12 09/03/2024</span></div>'
        for i in range(1, 9)
    )
    inner = (
        f'<div class="main"><div class="article-detail"><h1 class="article-title">{e(told.title)}</h1><div class="article-info"><span class="article-author">{", ".join(told.authors)}</span> - <span class="article-time">{d:02}/{m:02}/{y} {h:02}:{n:02}</span></div>'
        f'<div class="article-desc">{e(told.lead)}</div><div class="article-main">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div><div class="box-cmt"><h3>Bình luận (8)</h3>{comments}</div></div>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def other_facts_first(told: Told) -> Rendered:
    """The JSON-LD tells other articles before its own; the headline is in a ``div``."""
    items = [
        {
            "@type": "NewsArticle",
            "headline": t,
            "datePublished": "2020-01-01T00:00:00+07:00",
            "author": {"@type": "Person", "name": "Người Khác"},
        }
        for t, _ in OTHERS
    ]
    own = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": "https://bao-mau.vn/doi-song/bai-viet-10293.html",
        },
        "headline": told.title,
        "datePublished": iso(told),
        "author": {"@type": "Person", "name": ", ".join(told.authors)},
        "publisher": {"@type": "Organization", "name": "Báo Mẫu"},
    }
    figures = [
        f'<div class="image-wrap"><img srcset="{s.url} 1x, {s.url.replace(".jpg", "@2x.jpg")} 2x" src="{s.url}"><div class="caption-wrap"><span>{e(s.caption)}</span><span class="photographer">{e(s.credit or "")}</span></div></div>'
        for s in told.shots
    ]
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(x, ensure_ascii=False)}</script>'
        for x in (*items, own)
    )
    inner = f'<div class="page"><div class="fon31 mt2">{e(told.title)}</div><div class="fon33 mt1">{e(told.lead)}</div><div class="fon34 mt3">{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}</div></div>'
    return Rendered(
        page(
            told,
            inner + related("vnn"),
            head=og(told, time=False) + scripts,
            title=f"{told.title} | Báo Mẫu",
        ).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def decomposed(told: Told) -> Rendered:
    """Decomposed letters, entities, soft hyphens and zero-width spaces all over."""
    import unicodedata

    y, m, d, h, n = told.when

    def dirty(text: str) -> str:
        words = unicodedata.normalize("NFD", text).split(" ")
        return (
            "&nbsp; ".join(words[:1])
            + " "
            + " ".join(
                ("\u200b" if i % 3 == 0 else "") + e(w) + ("&shy;" if i % 5 == 0 else "")
                for i, w in enumerate(words[1:])
            )
        )

    figures = [
        f'<div class="anh"><img src="{s.url}"><div class="chuthich">{dirty(s.caption)}{credit(s, " (Ảnh: {})")}</div></div>'
        for s in told.shots
    ]
    inner = (
        f'<div id="chitiet"><h1 class="tieude">{dirty(told.title)}</h1><div class="ngay">{d}/{m}/{y} {h:02}:{n:02}</div><div class="sapo">TTBM&nbsp;- {dirty(told.lead)}</div><div class="noidung">{spread(told, [f"<p>{dirty(p)}</p>" for p in told.paragraphs], figures)}'
        f'<p class="author">{dirty(", ".join(told.authors))}</p></div></div>'
    )
    return Rendered(
        page(told, inner).encode(), prefix="TTBM", authors=told.authors, shots=told.shots
    )


def nested_wrappers(told: Told) -> Rendered:
    """Every paragraph in three boxes of its own, advertisements between them."""
    y, m, d, h, n = told.when
    figures = [
        f'<div class="ck-widget"><div class="inner"><div><img data-original="{s.url}" src="https://anh.bao-mau.vn/static/lazy.png"></div><div class="desc"><p>{e(s.caption)}</p><p>{credit(s, "Ảnh: {}")}</p></div></div></div>'
        for s in told.shots
    ]
    paragraphs = [
        f'<div class="block"><div class="inner"><div class="text"><p>{e(p)}</p></div></div></div><div class="adsbygoogle">Quảng cáo</div>'
        for p in told.paragraphs
    ]
    inner = (
        f'<div class="story"><div class="story-top"><p class="kicker">{told.section}</p><h1>{e(told.title)}</h1><p class="standfirst">{e(told.lead)}</p><p class="story-by">Tác giả: <a href="/tac-gia/1">{told.authors[0]}</a></p><p class="story-date">{weekday(told)}, {d}/{m}/{y}, {h:02}:{n:02} (GMT+7)</p></div>'
        f'<div class="story-blocks">{spread(told, paragraphs, figures)}</div></div>'
    )
    return Rendered(
        page(told, inner + related()).encode(), authors=told.authors[:1], shots=told.shots
    )


def no_byline_class(told: Told) -> Rendered:
    """Names as a plain last paragraph, subheadings in the text, the time in the page's foot line."""
    y, m, d, h, n = told.when
    figures = [
        f'<p class="pic"><img src="{s.url}"></p><p><em>{e(s.caption)}{credit(s, " Ảnh: {}")}</em></p>'
        for s in told.shots
    ]
    inner = f'<div class="ct"><h1>{e(told.title)}</h1><p><strong>{e(told.lead)}</strong></p>{spread(told, [f"<p>{e(p)}</p>" for p in told.paragraphs], figures)}<p><strong>{" - ".join(told.authors)}</strong></p><p class="small">Đăng lúc {h:02}h{n:02}, ngày {d} tháng {m} năm {y}</p></div>'
    return Rendered(
        page(told, inner + related("xemthem")).encode(), authors=told.authors, shots=told.shots
    )


ODD_LAYOUTS: dict[str, Callable[[Told], Rendered]] = {
    f.__name__: f
    for f in (
        teasers_first,
        gallery_rows,
        spoken_captions,
        many_comments,
        other_facts_first,
        decomposed,
        nested_wrappers,
        no_byline_class,
    )
}
