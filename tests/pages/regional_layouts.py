"""Kinds of markup that smaller papers print: old tables, shared lines, data that a script draws."""

# ruff: noqa: E501 - markup stands in one line, as sites print it

import json
from collections.abc import Callable

from tests.pages.layouts import Rendered, credit, e, iso, og, page, related, spread, weekday
from tests.pages.stories import OTHERS, Told


def _plain(told: Told) -> list[str]:
    return [f"<p>{e(p)}</p>" for p in told.paragraphs]


def byline_with_date(told: Told) -> Rendered:
    """Name and date in one line, links in the lead's box, the copyright sign above the caption."""
    y, m, d, h, n = told.when
    figures = [
        f'<figure><div class="frame"><img src="{s.url}">'
        + (f"<span>© {s.credit}</span>" if s.credit else "")
        + f"</div><figcaption>{e(s.caption)}</figcaption></figure>"
        for s in told.shots
    ]
    links = "".join(
        f'<li><a href="/tin-{i}.html">{e(t)}</a></li>' for i, (t, _) in enumerate(OTHERS[:2])
    )
    inner = (
        f'<div class="x1"><h1>{e(told.title)}</h1><p class="x2">{told.authors[0]} - {d:02}/{m:02}/{y} {h:02}:{n:02}</p>'
        f'<div class="sapo">{e(told.lead)}<ul>{links}</ul></div><div class="x3">{spread(told, _plain(told), figures)}</div></div>'
    )
    return Rendered(
        page(told, inner + related()).encode(), authors=told.authors[:1], shots=told.shots
    )


def signed_paragraph(told: Told) -> Rendered:
    """Names in bold at the end of the last paragraph, captions as the second line of a paragraph."""
    y, m, d, h, n = told.when
    figures = [
        f'<p><img src="{s.url}"><br>{e(s.caption)}{credit(s, " /Ảnh: {}")}</p>' for s in told.shots
    ]
    paragraphs = _plain(told)
    paragraphs[-1] = f"<p>{e(told.paragraphs[-1])} <strong>{' - '.join(told.authors)}</strong></p>"
    inner = (
        f'<table width="1000"><tr><td><span class="time">{weekday(told)}, {d}/{m}/{y} {h}:{n:02}</span> <span class="title">{e(told.title)}</span>'
        f'<br><span id="ctl00_lblSapo" class="lblsapo">{e(told.lead)}</span>{spread(told, paragraphs, figures)}</td></tr></table>'
    )
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def boxes_in_table(told: Told) -> Rendered:
    """The whole page in a table, a byline called author in it, pictures twice for want of scripts."""
    y, m, d, h, n = told.when
    figures = [
        f'<div class="pic"><noscript><img src="{s.url}"></noscript><img data-src="{s.url}" src="/blank.gif">'
        f"<h6>{e(s.caption)}{credit(s, ' | Ảnh: {}')}</h6></div>"
        for s in told.shots
    ]
    inner = (
        f'<table><tr><td><h2 class="title">{e(told.title)}</h2><div><span>{h:02}:{n:02}</span><span>{d:02}/{m:02}/{y}</span></div>'
        f'<div class="td-author"><div class="td-by">Bởi</div> <a href="/author/1">{told.authors[0]}</a></div>'
        f"<p><b>Kinhtedothi - {e(told.lead)}</b></p>{spread(told, _plain(told), figures)}</td></tr></table>"
    )
    return Rendered(
        page(told, inner + related()).encode(),
        prefix="Kinhtedothi",
        authors=told.authors[:1],
        shots=told.shots,
    )


def names_by_reference(told: Told) -> Rendered:
    """JSON-LD in one graph in which people are named by reference; the last name in bold credits."""
    people = [{"@type": "Person", "@id": f"#p{i}", "name": a} for i, a in enumerate(told.authors)]
    news = {
        "@type": "NewsArticle",
        "headline": told.title,
        "datePublished": iso(told),
        "author": [{"@id": p["@id"]} for p in people],
    }
    graph = json.dumps({"@context": "https://schema.org", "@graph": [*people, news]})
    figures = [
        f'<figure><img src="{s.url}"><figcaption><span>{e(s.caption)}</span>'
        + (f'<span class="credit">{s.credit}</span>' if s.credit else "")
        + "</figcaption></figure>"
        for s in told.shots
    ]
    inner = f'<main><h1>{e(told.title)}</h1><h2 class="sapo">{e(told.lead)}</h2>{spread(told, _plain(told), figures)}</main>'
    head = f'{og(told, time=False)}<script type="application/ld+json">{graph}</script>'
    return Rendered(
        page(told, inner + related(), head=head).encode(), authors=told.authors, shots=told.shots
    )


def drawn_by_script(told: Told) -> Rendered:
    """Nothing in the markup: the article is data from which a script draws the page."""
    blocks: list[dict[str, object]] = [{"type": "text", "text": e(p)} for p in told.paragraphs]
    for i, s in enumerate(told.shots):
        blocks.insert(
            2 * i + 1,
            {"type": "image", "src": s.url, "caption": f"{s.caption}{credit(s)}"},
        )
    article = {
        "title": told.title,
        "sapo": told.lead,
        "publishedAt": iso(told),
        "authors": [{"name": a} for a in told.authors],
        "content": blocks,
    }
    data = {"props": {"pageProps": {"article": article, "more": [{"title": t} for t, _ in OTHERS]}}}
    state = json.dumps(data).replace("</", "<\\/")
    inner = f'<div id="__next"></div><script type="application/json">{state}</script>'
    return Rendered(page(told, inner).encode(), authors=told.authors, shots=told.shots)


def outlet_in_brackets(told: Told) -> Rendered:
    """The paper in brackets behind the writer, credits on a line of their own, a designer named."""
    y, m, d, h, n = told.when
    figures = [
        f'<p align="center"><img src="{s.url}"></p><p align="center"><em>{e(s.caption)}</em></p>'
        + (f'<p align="right"><em>Ảnh: {s.credit}</em></p>' if s.credit else "")
        for s in told.shots
    ]
    inner = (
        f'<div class="c"><h1>{e(told.title)}</h1><div class="date">{weekday(told)}, ngày {d} tháng {m} năm {y} {h:02}:{n:02}</div>'
        f'<div class="fw-bold">{e(told.lead)}</div>{spread(told, _plain(told), figures)}'
        f"<p>Theo {told.authors[0]} (Báo Mẫu)</p><p>Thiết kế: Duy Anh</p></div>"
    )
    return Rendered(page(told, inner).encode(), authors=told.authors[:1], shots=told.shots)


REGIONAL_LAYOUTS: dict[str, Callable[[Told], Rendered]] = {
    f.__name__: f
    for f in (
        byline_with_date,
        signed_paragraph,
        boxes_in_table,
        names_by_reference,
        drawn_by_script,
        outlet_in_brackets,
    )
}
