"""A round-up: one rich message, or the same as numbered plain messages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from bot.messages.cutting import cut_words
from bot.messages.digests import Words, also_told_by, opening, shaped, words_of
from bot.messages.forms import FULL, Form
from bot.messages.lengths import (
    RICH_BLOCK_LIMIT,
    RICH_LIMIT,
    RICH_MEDIA_LIMIT,
    TEXT_LIMIT,
    units,
    visible_units,
)
from bot.messages.markup import bold, clean, escape, fill, link, safe_url
from bot.messages.outgoing import Button, Outgoing, rows_of
from bot.texts import Texts, moment, number, short_moment, texts_for
from digests.model import (
    Article,
    Digest,
    Edition,
    EditionItem,
    EditionKind,
    Photo,
    StoredArticle,
)

PHOTOS = 5
"""Stories whose photos are shown; they are the heaviest, and the cover is the first of them."""
SLIDES = 4
"""Photos of the top story that the cover shows one after the other."""
_BUTTONS_IN_A_ROW = 5
_LONGEST_TITLE = 300
_LONGEST_SECTION = 64
_LONGEST_SOURCE = 64
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)
_BLOCK = re.compile(r"<(?:h\d|p|ul|li|details|summary|figure|tg-slideshow|img|footer)\b")
"""What counts as a block; an item of a list holds another one."""


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much of its stories an edition shows; fuller ones are tried first."""

    photos: int
    lead_sentences: int
    folded: bool
    stories: int


def edition_title(edition: Edition, texts: Texts) -> str:
    """Give "Điểm tin Thứ Hai 08/07/2019 07:00" in the readers' zone, as plain text."""
    when = moment(texts.dates, edition.slot, edition.time_zone)
    return _title(edition, texts).format(moment=when)


def _title(edition: Edition, texts: Texts) -> str:
    weekly = edition.kind is EditionKind.WEEKLY
    return texts.edition.weekly_title if weekly else texts.edition.title


def edition_rich(edition: Edition, texts: Texts, form: Form = FULL) -> str:
    """Give the HTML of a rich message (``sendRichMessage``, Bot API 10.1) within its limits.

    Where it would be too long, photos are let go first, then what is folded, the leads' last
    sentences, and at the very end the last stories.
    """
    total = sum(len(section.items) for section in edition.sections)
    html = ""
    for fullness in _fullnesses(total, form):
        html = "".join(_rich_blocks(edition, texts, fullness))
        if _fits_rich(html):
            return html
    return html


def _fullnesses(total: int, form: Form) -> Iterator[Fullness]:
    cover = 1 if form.photos else 0
    if not form.short:
        yield Fullness(PHOTOS * cover, 99, folded=True, stories=total)
        yield Fullness(cover, 99, folded=True, stories=total)
        yield Fullness(cover, 99, folded=False, stories=total)
    else:
        yield Fullness(PHOTOS * cover, 1, folded=False, stories=total)
    yield Fullness(cover, 1, folded=False, stories=total)
    for stories in range(total, 0, -1):
        yield Fullness(0, 0, folded=False, stories=stories)


def _fits_rich(html: str) -> bool:
    return (
        units(html) <= RICH_LIMIT
        and len(_BLOCK.findall(html)) + html.count("<li>") <= RICH_BLOCK_LIMIT
        and html.count("<img") <= RICH_MEDIA_LIMIT
    )


def _rich_blocks(edition: Edition, texts: Texts, fullness: Fullness) -> Iterator[str]:
    cover = _cover(edition, texts) if fullness.photos else ""
    yield cover
    yield f"<h1>{_rich_title(edition, texts)}</h1>"
    photos, shown = fullness.photos - bool(cover), 0
    for section in edition.sections:
        items = section.items[: fullness.stories - shown]
        if items:
            yield f"<h2>{escape(_section_name(section.name, texts))}</h2>"
        for item in items:
            shown += 1
            words = _words(item, texts)
            covered = bool(cover) and shown == 1
            figure = _figure(item.best.digest.photo, words, texts) if photos and not covered else ""
            photos -= bool(figure)
            yield figure
            yield from _rich_story(item, words, texts, edition, fullness)
    total = sum(len(section.items) for section in edition.sections)
    if missing := edition.left_out + total - shown:
        yield f"<p><i>{_left_out(missing, texts)}</i></p>"
    yield f"<footer>{escape(texts.edition.footer)}</footer>"


def _left_out(count: int, texts: Texts) -> str:
    """Say how many stories a round-up had no room for."""
    template = texts.edition.left_out_one if count == 1 else texts.edition.left_out
    return escape(template.format(count=number(texts.dates, count)))


def _cover(edition: Edition, texts: Texts) -> str:
    """Give the top story's photo before everything, several as slides; ``""`` without any."""
    top = next((item for section in edition.sections for item in section.items), None)
    if top is None:
        return ""
    figure, slides = _figure(top.best.digest.photo, _words(top, texts), texts), _slides(top.best)
    if not figure or len(slides) == 1:
        return figure
    caption = figure.partition("/>")[2].removesuffix("</figure>")
    pictures = "".join(f'<img src="{escape(url)}"/>' for url in slides)
    return f"<tg-slideshow>{pictures}{caption}</tg-slideshow>"


def _slides(stored: StoredArticle) -> list[str]:
    """Give the addresses of a story's photos, that of its digest first."""
    photos = (stored.digest.photo, *stored.article.photos)
    urls = (safe_url(photo.url) for photo in photos if photo is not None)
    return list(dict.fromkeys(url for url in urls if url))[:SLIDES]


def _words(item: EditionItem, texts: Texts) -> Words:
    """Give what a story says. Whoever else reads the same story a moment later gets it for less."""
    papers = also_told_by(
        (one for one in item.others if one.digest.source != item.best.digest.source), texts
    )
    own = _own_words(item.best.digest, item.best.changed_at, texts.language)
    return replace(own, papers=papers)


@lru_cache(maxsize=2048)
def _own_words(digest: Digest, changed_at: datetime | None, language: str) -> Words:
    article = Article(title=digest.title, url=digest.url)
    told = StoredArticle(0, article, digest, _WHENEVER, changed_at=changed_at)
    return words_of(told, texts_for(language))


def _rich_title(edition: Edition, texts: Texts) -> str:
    when = moment(texts.dates, edition.slot, edition.time_zone)
    unix = int(edition.slot.timestamp())
    time = f'<tg-time unix="{unix}" format="wdt">{escape(when)}</tg-time>'
    return _title(edition, texts).format(moment=time)


def _section_name(name: str | None, texts: Texts) -> str:
    return cut_words(clean(name), _LONGEST_SECTION) or texts.edition.no_section


def _figure(photo: Photo | None, words: Words, texts: Texts) -> str:
    url = safe_url(photo.url) if photo else None
    if url is None:
        return ""
    credit = texts.digest.credit.format(credit=words.credit) if words.credit else ""
    cite = f"<cite>{escape(credit)}</cite>" if credit else ""
    caption = f"{escape(opening(words.caption, 99))}{cite}"
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(url)}"/>{under}</figure>'


def _rich_story(
    item: EditionItem, words: Words, texts: Texts, edition: Edition, fullness: Fullness
) -> Iterator[str]:
    title = cut_words(words.title, _LONGEST_TITLE)
    about = _rich_about(item.best, texts, edition)
    yield f"<p><b>{link(title, words.url)}</b>{about}</p>"
    lead = opening(words.lead, fullness.lead_sentences)
    if lead:
        yield f"<p>{words.lead_mark}{escape(lead)}</p>"
    if fullness.folded:
        yield _folded(words, texts)


def _rich_about(stored: StoredArticle, texts: Texts, edition: Edition) -> str:
    source = escape(cut_words(clean(stored.digest.source), _LONGEST_SOURCE))
    published = stored.digest.published
    when = _rich_moment(published, texts, edition) if published else ""
    parts = [part for part in (source, when) if part]
    return f"<br><i>{' · '.join(parts)}</i>" if parts else ""


def _rich_moment(published: datetime, texts: Texts, edition: Edition) -> str:
    """Give when a story was published: the hour, and the day where it is not the edition's."""
    shown = short_moment(texts.dates, published, edition.time_zone)
    day, _space, hour = shown.rpartition(" ")
    same_day = short_moment(texts.dates, edition.slot, edition.time_zone).startswith(f"{day} ")
    words, form = (hour, "t") if same_day else (shown, "dt")
    unix = int(published.timestamp())
    return f'<tg-time unix="{unix}" format="{form}">{escape(words)}</tg-time>'


def _folded(words: Words, texts: Texts) -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in words.points)
    also = words.papers
    inner = (f"<ul>{points}</ul>" if points else "") + (f"<p>{also}</p>" if also else "")
    both = texts.edition.details if also else texts.edition.only_points
    summary = escape(both if points else texts.edition.only_papers)
    return f"<details><summary>{summary}</summary>{inner}</details>" if inner else ""


def edition_messages(edition: Edition, texts: Texts, form: Form = FULL) -> tuple[Outgoing, ...]:
    """Give the edition as plain messages: numbered stories, and a button that opens each."""
    stories = list(_numbered(edition, texts, form))
    parts: list[list[tuple[int, int, str]]] = [[]]
    end = f"\n\n<i>{_left_out(edition.left_out, texts)}</i>" if edition.left_out else ""
    room = TEXT_LIMIT - visible_units(_plain_heading(edition, texts, 99, 99) + end)
    for story in stories:
        used = sum(visible_units(html) + 2 for _place, _number, html in parts[-1])
        if parts[-1] and used + visible_units(story[2]) + 2 > room:
            parts.append([])
        parts[-1].append(story)
    told = [part for part in parts if part]
    messages = [
        _plain_part(edition, texts, part, place, len(told))
        for place, part in enumerate(told, start=1)
    ]
    if messages and end:
        messages[-1] = replace(messages[-1], html=messages[-1].html + end)
    return tuple(messages)


def _numbered(edition: Edition, texts: Texts, form: Form) -> Iterator[tuple[int, int, str]]:
    place = 0
    for section in edition.sections:
        heading = f"<b>— {escape(_section_name(section.name, texts))} —</b>\n"
        for item in section.items:
            place += 1
            yield place, item.best.number, heading + _plain_story(place, item, texts, form)
            heading = ""


def _plain_story(place: int, item: EditionItem, texts: Texts, form: Form) -> str:
    words = shaped(_words(item, texts), form)
    title = cut_words(words.title, _LONGEST_TITLE)
    lead = _first_sentences(words.lead, TEXT_LIMIT // 4)
    lines = [
        f"{place}. <b>{link(title, words.url)}</b>",
        words.lead_mark + escape(lead) if lead else "",
        words.papers,
        f"<i>{words.footer}</i>" if words.footer and "<i>" not in words.footer else words.footer,
    ]
    return "\n".join(line for line in lines if line)


def _first_sentences(lead: tuple[str, ...], limit: int) -> str:
    fitting = [beginning for beginning in lead if units(beginning) <= limit]
    return fitting[-1] if fitting else ""


def _plain_heading(edition: Edition, texts: Texts, part: int, parts: int) -> str:
    title = bold(edition_title(edition, texts))
    if parts == 1:
        return f"🗞 {title}\n\n"
    return f"🗞 {title} · {fill(texts.edition.part, part=part, parts=parts)}\n\n"


def _plain_part(
    edition: Edition,
    texts: Texts,
    part: list[tuple[int, int, str]],
    place: int,
    parts: int,
) -> Outgoing:
    html = _plain_heading(edition, texts, place, parts) + "\n\n".join(one[2] for one in part)
    opening = tuple(Button(str(at), data=f"o:{number}") for at, number, _html in part)
    return Outgoing(html, buttons=rows_of(opening, width=_BUTTONS_IN_A_ROW))
