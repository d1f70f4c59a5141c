"""The papers' pages: templates filled with escaped text.

Each family of markup is a folder of :class:`string.Template` files: ``article.html``,
``picture.html``, ``home.html``, ``teaser.html`` and ``style.css``.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from bot.playground.newspaper.content import FOLDER, Paper, Picture, Section
from bot.playground.newspaper.feeds import Item

TEMPLATES = FOLDER / "templates"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def render_article(item: Item, others: Sequence[Item], root: str) -> bytes:
    """Give the page of one article; ``root`` is the absolute address of all papers."""
    article = item.article
    values = _frame(article.paper, root) | {
        "title": escape(article.title),
        "url": escape(item.url),
        "section": escape(article.section.name),
        "section_url": escape(f"{root}/{article.paper.slug}/chuyen-muc/{article.section.slug}/"),
        "lead": escape(article.lead),
        "prefix": escape(article.paper.prefix),
        "author": escape(article.author),
        "shown_time": vietnamese_time(item.published),
        "iso_time": item.published.astimezone(VIETNAM).isoformat(),
        "image": escape(item.pictures[0]) if item.pictures else "",
        "body": _body(item),
        "json_ld": _json_ld(item),
        "others": _teasers(article.paper, others),
    }
    return _fill(article.paper.family, "article.html", values)


def render_home(
    paper: Paper,
    section: Section | None,
    items: Sequence[Item],
    sections: Sequence[Section],
    root: str,
) -> bytes:
    """Give the front page of a paper, or of one of its sections."""
    home = f"{root}/{paper.slug}/"
    links = [
        f'<a href="{escape(home)}chuyen-muc/{one.slug}/">{escape(one.name)}</a>' for one in sections
    ]
    values = _frame(paper, root) | {
        "title": escape(paper.name if section is None else f"{section.name} - {paper.name}"),
        "feed_url": escape(f"{home}{paper.feed_path(section)}"),
        "menu": "\n".join(links),
        "teasers": _teasers(paper, items),
    }
    return _fill(paper.family, "home.html", values)


def render_missing(paper: Paper) -> bytes:
    """Give the page for an address under which a paper has nothing."""
    words = "Bài viết không tồn tại hoặc chưa xuất bản"
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{words}</title>'
        f"<h1>{escape(paper.name)}</h1><p>{words}.</p></html>"
    ).encode()


def stylesheet(paper: Paper) -> str:
    """Give the style sheet of a paper."""
    return (TEMPLATES / paper.family / "style.css").read_text(encoding="utf-8")


def vietnamese_time(moment: datetime) -> str:
    """Give "Thứ Hai, 08/07/2019, 16:38 (GMT+7)"."""
    local = moment.astimezone(VIETNAM)
    return f"{WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y, %H:%M} (GMT+7)"


def _frame(paper: Paper, root: str) -> dict[str, str]:
    """Give what every page of a paper shows."""
    home = f"{root}/{paper.slug}/"
    return {
        "paper": escape(paper.name),
        "tagline": escape(paper.tagline),
        "home": escape(home),
        "feed_url": escape(f"{home}{paper.feed_path()}"),
        "feed_type": paper.feed.media_type,
    }


def _body(item: Item) -> str:
    article = item.article
    parts: list[str] = []
    for number in range(len(article.paragraphs) + 1):
        if number:
            parts.append(f"<p>{escape(article.paragraphs[number - 1], quote=False)}</p>")
        parts += [
            _picture(article.paper, picture, url)
            for picture, url in zip(article.pictures, item.pictures, strict=True)
            if picture.after == number
        ]
    return "\n".join(parts)


def _picture(paper: Paper, picture: Picture, url: str) -> str:
    values = {
        "url": escape(url),
        "caption": escape(picture.caption, quote=False),
        "caption_attribute": escape(picture.caption),
        "credit": escape(picture.credit),
    }
    return _fill(paper.family, "picture.html", values).decode().strip()


def _teasers(paper: Paper, items: Sequence[Item]) -> str:
    return "\n".join(
        _fill(
            paper.family,
            "teaser.html",
            {
                "url": escape(item.url),
                "title": escape(item.article.title),
                "lead": escape(item.article.lead),
                "section": escape(item.article.section.name),
                "shown_time": vietnamese_time(item.published),
                "image": escape(item.pictures[0]) if item.pictures else "",
            },
        )
        .decode()
        .strip()
        for item in items
    )


def _json_ld(item: Item) -> str:
    """Give the schema.org description; "<" is escaped so that no text can end the script."""
    article = item.article
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "datePublished": item.published.astimezone(VIETNAM).isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "NewsMediaOrganization", "name": article.paper.name},
        "articleSection": article.section.name,
        "image": list(item.pictures),
        "mainEntityOfPage": item.url,
        "inLanguage": "vi",
    }
    return json.dumps(described, ensure_ascii=False, indent=1).replace("<", "\\u003c")


@lru_cache(maxsize=32)
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))


def _fill(family: str, name: str, values: dict[str, str]) -> bytes:
    return _template(TEMPLATES / family / name).substitute(values).encode()
