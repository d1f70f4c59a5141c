"""What stands in the way on real pages: players, boxes in the middle, leads said twice, late pictures."""

# ruff: noqa: E501 - markup stands in one line, as sites print it

import unicodedata
from collections.abc import Callable

from tests.pages.layouts import Rendered, credit, e, iso, og, page, related, spread, weekday
from tests.pages.stories import OTHERS, Told


def _plain(told: Told) -> list[str]:
    return [f"<p>{e(p)}</p>" for p in told.paragraphs]


def late_sources(told: Told) -> Rendered:
    """Pictures come by ``data-srcset`` of a ``source``; captions stand behind the figure."""
    figures = [
        f'<figure class="lazy"><picture><source type="image/webp" data-srcset="{s.url}?w=480 480w, {s.url} 1200w"><img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-sizes="auto"></picture></figure><div class="desc">{e(s.caption)}{credit(s, " <em>Ảnh: {}</em>")}</div>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<main><div class="content-detail"><h1 class="detail-title">{e(told.title)}</h1><div class="detail-time">{weekday(told)}, {d:02}/{m:02}/{y} - {h:02}:{n:02}</div>'
        f'<h2 class="detail-chapeau">{e(told.lead)}</h2><div class="maincontent">{spread(told, _plain(told), figures)}<p class="author-name"><b>{e(" - ".join(told.authors))}</b></p></div></div></main>'
    )
    return Rendered(
        page(told, inner + related("sidebar", "Đọc nhiều")).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def boxes_in_the_middle(told: Told) -> Rendered:
    """Other stories with pictures and leads stand between the paragraphs, under three headings."""
    boxes = [
        f'<div class="inner-article"><p>ĐỌC THÊM</p><a href="/a.html" title="{e(OTHERS[0][0])}"><img src="https://anh.bao-mau.vn/thumb/0.jpg"><span class="t">{e(OTHERS[0][0])}</span></a><p class="sapo">{e(OTHERS[0][1])}</p></div>',
        f'<p><strong>&gt;&gt; Xem thêm:</strong> <a href="/b.html">{e(OTHERS[1][0])}</a></p>',
        f'<table class="rl" align="left"><tr><td><b>Tin liên quan</b><ul><li><a href="/c.html">{e(OTHERS[2][0])}</a></li><li><a href="/d.html">{e(OTHERS[3][0])}</a></li></ul></td></tr></table>',
    ]
    paragraphs = [p + (boxes[i] if i < len(boxes) else "") for i, p in enumerate(_plain(told))]
    figures = [
        f'<div class="image-block"><img src="{s.url}" alt=""><p class="image-caption">{e(s.caption)}{credit(s, " (Ảnh: {})")}</p></div>'
        for s in told.shots
    ]
    inner = (
        f'<article class="post"><h1>{e(told.title)}</h1><p class="post-info"><time datetime="{iso(told)}">Hôm nay</time></p><div class="post-lead"><strong>{e(told.lead)}</strong></div>'
        f'<div class="post-body">{spread(told, paragraphs, figures)}<p class="text-right"><em>{e(", ".join(told.authors))}</em></p></div></article>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def lead_said_again(told: Told) -> Rendered:
    """The lead stands under the headline, and with the place before it in the text again."""
    figures = [
        f"""<figure><img data-original="{s.url}" src="/static/1x1.png"><figcaption><p>{e(s.caption)}</p>{credit(s, '<p class="photo-credit">Ảnh: {}</p>')}</figcaption></figure>"""
        for s in told.shots
    ]
    inner = (
        f'<div class="main-col"><h1 class="title">{e(told.title)}</h1><h2 class="sapo">{e(told.lead)}</h2><div class="author-time"><span>{e(", ".join(told.authors))}</span> | <span>{iso(told)[11:16]} {"/".join(f"{x:02}" for x in told.when[2::-1])}</span></div>'
        f'<div class="the-article-body"><p><strong>HÀ NỘI - {e(told.lead)}</strong></p>{spread(told, _plain(told), figures)}</div></div>'
    )
    return Rendered(
        page(told, inner, head=og(told, time=False)).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def place_before_lead(told: Told) -> Rendered:
    """The text begins with its place in capitals; no element is called anything of use."""
    figures = [
        f'<p class="a4"><img src="{s.url}"></p><p class="a5"><i>{e(s.caption)}{credit(s)}</i></p>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<div class="a1"><h1>{e(told.title)}</h1><div class="a2">{d:02}/{m:02}/{y} {h:02}:{n:02}</div><div class="a3"><p><b>CẦN THƠ – {e(told.lead)}</b></p>'
        f"{spread(told, _plain(told), figures)}<p><b>{e(', '.join(told.authors))}</b></p></div></div>"
    )
    return Rendered(
        page(told, inner).encode(), prefix="CẦN THƠ", authors=told.authors, shots=told.shots
    )


def paper_before_lead(told: Told) -> Rendered:
    """The paper's name in brackets, with no dash behind it."""
    inner = (
        f'<div class="b1"><h1>{e(told.title)}</h1><time datetime="{iso(told)}"></time><p class="intro">(Báo Mẫu) {e(told.lead)}</p><div class="b2">{"".join(_plain(told))}'
        f'<p style="text-align: right;"><strong>Bài và ảnh: {e(", ".join(told.authors))}</strong></p></div></div>'
    )
    return Rendered(
        page(told, inner, head=og(told, image=False)).encode(),
        prefix="(Báo Mẫu)",
        authors=told.authors,
    )


def players_and_buttons(told: Told) -> Rendered:
    """A player that reads aloud, buttons to share, letters of three sizes, an address on Google News."""
    figures = [
        f'<figure class="photo"><a href="{s.url}" data-fancybox><img src="{s.url}"></a><button>Phóng to</button><figcaption>{e(s.caption)}{credit(s, " | Ảnh: {}")}</figcaption></figure>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<div class="detail"><ul class="breadcrumb"><li>Trang chủ</li><li>{told.section}</li></ul><h1>{e(told.title)}</h1><div class="info"><span class="author"><a href="/tac-gia">{e(", ".join(told.authors))}</a></span><span class="date">{weekday(told)}, ngày {d:02}/{m:02}/{y} - {h:02}:{n:02}</span></div>'
        '<div class="audio"><span>Nghe đọc bài</span><span>0:00</span> / <span>4:21</span><select><option>Giọng nữ miền Bắc</option><option>Giọng nam miền Nam</option></select><span>1x</span></div>'
        '<div class="share"><a href="#">Facebook</a><a href="#">Zalo</a><a href="#">Sao chép liên kết</a><a href="#">Chia sẻ</a></div><div class="sizes"><button>Aa</button><button>Aa+</button></div>'
        f'<p class="lead">{e(told.lead)}</p><div class="body">{spread(told, _plain(told), figures)}</div><p class="gn">Theo dõi Báo Mẫu trên <a href="https://news.google.com/x">Google News</a></p>'
        '<div class="tags">Từ khóa: <a href="/t/1">nghề cũ</a>, <a href="/t/2">quê hương</a></div><p>Bình luận (0)</p><p>Bạn cần đăng nhập để bình luận</p></div>'
    )
    return Rendered(page(told, inner + related()).encode(), authors=told.authors, shots=told.shots)


def quoted_and_listed(told: Told) -> Rendered:
    """A quotation is set large again between the paragraphs; the last paragraph is a list's item."""
    figures = [
        f'<div class="wp-caption"><img src="/wp/loading.svg" data-lazy-src="{s.url}"><noscript><img src="{s.url}"></noscript><p class="wp-caption-text">{e(s.caption)}{credit(s, " – Ảnh: {}")}</p></div>'
        for s in told.shots
    ]
    paragraphs = _plain(told)
    quotation = told.paragraphs[1].split(".")[0]
    paragraphs.insert(2, f'<blockquote class="pullquote"><p>{e(quotation)}</p></blockquote>')
    paragraphs[-1] = f"<ul><li>{e(told.paragraphs[-1])}</li></ul>"
    inner = (
        f'<article class="entry"><header><h1 class="entry-title">{e(told.title)}</h1><div class="entry-meta">Bởi <span class="vcard">{e(" và ".join(told.authors))}</span> · <time datetime="{iso(told)}">{iso(told)[:10]}</time></div></header>'
        f'<div class="entry-summary"><p>{e(told.lead)}</p></div><div class="entry-content">{spread(told, paragraphs, figures)}</div></article>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def newsletter_and_poll(told: Told) -> Rendered:
    """In the middle the paper asks for an address and for a vote; at the end it names where it read."""
    paragraphs = _plain(told)
    paragraphs[1] += (
        '<div class="newsletter"><h3>Đăng ký nhận bản tin</h3><p>Nhập email của bạn để nhận tin mới nhất mỗi sáng từ Báo Mẫu.</p><form><input type="email"><button>Đăng ký</button></form></div>'
        '<div class="poll"><p>Bạn nghĩ gì về chuyện này?</p><label><input type="radio">Đồng ý</label><label><input type="radio">Không đồng ý</label><button>Bình chọn</button></div>'
    )
    figures = [
        f'<table class="picture"><tr><td class="pic"><img src="{s.url}"></td></tr><tr><td class="caption">{e(s.caption)}{credit(s, " <i>- Ảnh: {}</i>")}</td></tr></table>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<div id="main-detail"><h1>{e(told.title)}</h1><div class="date-time">{h:02}:{n:02} ngày {d:02}/{m:02}/{y}</div><div class="sapo"><b>{e(told.lead)}</b></div><div id="article-content">{spread(told, paragraphs, figures)}'
        f'<p class="p-author">{e(" - ".join(a.upper() for a in told.authors))}</p><p>Xem video đang được quan tâm:</p><p><a href="/v.html">{e(OTHERS[3][0])}</a></p></div></div>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def buttons_inside(told: Told) -> Rendered:
    """Player, buttons and tags stand in the text's own box, each a paragraph like all others."""
    before = ["Nghe bài viết", "0:00 / 4:21", "1x", "Lưu bài", "Chia sẻ", "Zalo", "A+"]
    after = ["#quehuong #nghecu", "https://bao-mau.vn/xem-them.html"]
    figures = [
        f'<figure><img src="{s.url}"><figcaption>{e(s.caption)}{credit(s)}</figcaption></figure>'
        for s in told.shots
    ]
    inner = (
        f'<article><h1>{e(told.title)}</h1><time datetime="{iso(told)}"></time><p class="sapo">{e(told.lead)}</p><div class="text">{"".join(f"<p>{e(x)}</p>" for x in before)}'
        f'{spread(told, _plain(told), figures)}<p class="author">{e(", ".join(told.authors))}</p>{"".join(f"<p>{e(x)}</p>" for x in after)}</div></article>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def caption_first(told: Told) -> Rendered:
    """The caption stands above its picture, in the same box; the credit is an element of its own."""
    figures = [
        f"""<div class="photo-box"><div class="photo-title">{e(s.caption)}</div><img data-src="{s.url}" src="/img/blank.gif" width="680" height="450">{credit(s, '<span class="copyright">Ảnh: {}</span>')}</div>"""
        for s in told.shots
    ]
    inner = f'<section class="article"><h1>{e(told.title)}</h1><span class="pdate">{iso(told)}</span><p class="summary">{e(told.lead)}</p><div class="article-text">{spread(told, _plain(told), figures)}</div><p class="article-author">{e(", ".join(told.authors))}</p></section>'
    return Rendered(
        page(told, inner, head=og(told)).encode(), authors=told.authors, shots=told.shots
    )


def spoken_breaks(told: Told) -> Rendered:
    """Paragraphs are parted by two line breaks in one box; captions are italic lines in it."""
    lines = [e(p) for p in told.paragraphs]
    figures = [f'<img src="{s.url}" /><br><i>{e(s.caption)}{credit(s)}</i>' for s in told.shots]
    inner = (
        f'<div class="newsdetail"><div class="newstitle">{e(told.title)}</div><div class="newsdate">{"/".join(str(x) for x in told.when[2::-1])} {told.when[3]}:{told.when[4]:02}</div><div class="newslead">{e(told.lead)}</div>'
        f'<div class="newscontent">{spread(told, [line + "<br><br>" for line in lines], [f + "<br><br>" for f in figures])}<b>{e(", ".join(told.authors))}</b></div></div>'
    )
    return Rendered(
        page(told, inner, head=og(told, time=False)).encode(),
        authors=told.authors,
        shots=told.shots,
    )


def behind_a_wall(told: Told) -> Rendered:
    """All of it is there, and between the paragraphs the paper asks for money."""
    figures = [
        f'<figure><img srcset="{s.url}?w=320 320w, {s.url} 1024w" src="{s.url}"><figcaption>{e(s.caption)}{credit(s, " (Nguồn: {})")}</figcaption></figure>'
        for s in told.shots
    ]
    wall = '<div class="paywall"><h3>Nội dung dành cho hội viên</h3><p>Bạn còn 2 bài đọc miễn phí trong tháng này.</p><p>Gói tháng 39.000 đồng, gói năm 390.000 đồng, hủy bất cứ lúc nào.</p><a class="btn" href="/mua">Đăng ký ngay</a><p>Đã có tài khoản? <a href="/login">Đăng nhập</a></p></div>'
    paragraphs = _plain(told)
    paragraphs[0] += wall
    inner = (
        f'<article><p class="cat"><a href="/">{told.section}</a></p><h1>{e(told.title)}</h1><p class="dek">{e(told.lead)}</p><p class="byline">{e(", ".join(told.authors))}</p><p class="dateline">Đăng lúc <time datetime="{iso(told)}">{iso(told)[11:16]}</time></p>'
        f'<div class="story">{spread(told, paragraphs, figures)}</div></article>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def long_form(told: Told) -> Rendered:
    """A story in scenes: each in a section of its own, pictures as wide as the screen, names at the end."""
    scenes = [
        f'<section class="scene"><div class="inner"><p>{e(p)}</p></div></section>'
        for p in told.paragraphs
    ]
    figures = [
        f'<section class="scene full"><figure class="cover"><img loading="lazy" data-img="{s.url}" data-src="{s.url}" src=""><figcaption class="over">{e(s.caption)}{credit(s, "<br><span>Ảnh: {}</span>")}</figcaption></figure></section>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<div class="emagazine"><section class="hero"><h1>{e(told.title)}</h1><p class="sapo-magazine">{e(told.lead)}</p></section>{spread(told, scenes, figures)}'
        f'<section class="ekip"><p>Nội dung: {e(", ".join(told.authors))}</p><p>{h:02}:{n:02} | {d:02}/{m:02}/{y}</p></section></div>'
    )
    return Rendered(
        page(told, inner, head=og(told)).encode(), authors=told.authors, shots=told.shots
    )


def boxes_for_paragraphs(told: Told) -> Rendered:
    """No ``p`` anywhere; empty boxes, spaces that do not break, and a photo above the lead."""
    figures = [
        f'<div class="img-wrap"><img src="{s.url}" title="Phóng to"></div><div class="img-note">{e(s.caption)}{credit(s, ". Ảnh: {}") if not s.caption.endswith(".") else credit(s)}</div>'
        for s in told.shots
    ]
    first, rest = figures[:1], figures[1:]
    y, m, d, h, n = told.when
    body = spread(
        told, [f"<div>&nbsp;</div><div>&nbsp;{e(p)}&nbsp;</div>" for p in told.paragraphs], rest
    )
    inner = f'<div class="page"><h1>{e(told.title)}</h1><div class="when">{d:02}-{m:02}-{y} {h:02}:{n:02}:00</div>{"".join(first)}<div class="lead-text">{e(told.lead)}</div><div class="text">{body}</div><div class="sign">{e(", ".join(told.authors))}</div></div>'
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def two_times(told: Told) -> Rendered:
    """When it was changed stands before when it came out; the data tells both."""
    y, m, d, h, n = told.when
    data = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{told.title}","dateModified":"{y + 1:04}-01-05T08:00:00+07:00","datePublished":"{iso(told)}","author":[{", ".join(chr(123) + chr(34) + "@type" + chr(34) + ":" + chr(34) + "Person" + chr(34) + "," + chr(34) + "name" + chr(34) + ":" + chr(34) + a + chr(34) + chr(125) for a in told.authors)}]}}'
    figures = [
        f'<div class="slide"><img src="{s.url}" data-caption="{e(s.caption)}{credit(s)}"></div>'
        for s in told.shots
    ]
    inner = f'<article><h1>{e(told.title)}</h1><div class="times"><span>Cập nhật: 05/01/{y + 1} 08:00</span><span>Đăng: {d:02}/{m:02}/{y} {h:02}:{n:02}</span></div><h2>{e(told.lead)}</h2>{spread(told, _plain(told), figures)}</article>'
    return Rendered(
        page(told, inner, head=f'<script type="application/ld+json">{data}</script>').encode(),
        authors=told.authors,
        shots=told.shots,
    )


def old_fonts(told: Told) -> Rendered:
    """Decomposed letters in capitals of tags, fonts and tables of twenty years ago, a lying header."""
    figures = [
        f'<TABLE ALIGN=center WIDTH=400><TR><TD><IMG SRC="{s.url}" BORDER=0></TD></TR><TR><TD ALIGN=center><FONT SIZE=1 COLOR=blue><I>{e(s.caption)}{credit(s)}</I></FONT></TD></TR></TABLE>'
        for s in told.shots
    ]
    y, m, d, h, n = told.when
    inner = (
        f'<TABLE WIDTH=760><TR><TD WIDTH=160><A HREF="/">Trang nhất</A><BR><A HREF="/xh">Xã hội</A></TD><TD><FONT SIZE=2>{weekday(told)}, {d}/{m}/{y}, {h:02}:{n:02} GMT+7</FONT><BR><B><FONT SIZE=4>{e(told.title)}</FONT></B><P><B>{e(told.lead)}</B></P>'
        f"{spread(told, [f'<P ALIGN=justify><FONT FACE=Arial>{e(p)}</FONT>' for p in told.paragraphs], figures)}<P ALIGN=right><B>{e(', '.join(told.authors))}</B></P></TD></TR></TABLE>"
    )
    text = unicodedata.normalize("NFD", page(told, inner))
    return Rendered(
        text.encode(),
        content_type="text/html; charset=iso-8859-1",
        authors=told.authors,
        shots=told.shots,
    )


HOSTILE_LAYOUTS: dict[str, Callable[[Told], Rendered]] = {
    "late_sources": late_sources,
    "boxes_in_the_middle": boxes_in_the_middle,
    "lead_said_again": lead_said_again,
    "place_before_lead": place_before_lead,
    "paper_before_lead": paper_before_lead,
    "players_and_buttons": players_and_buttons,
    "quoted_and_listed": quoted_and_listed,
    "newsletter_and_poll": newsletter_and_poll,
    "buttons_inside": buttons_inside,
    "caption_first": caption_first,
    "spoken_breaks": spoken_breaks,
    "behind_a_wall": behind_a_wall,
    "long_form": long_form,
    "boxes_for_paragraphs": boxes_for_paragraphs,
    "two_times": two_times,
    "old_fonts": old_fonts,
}
