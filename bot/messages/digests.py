"""One article's digest as a message: a photo with its caption, or a text.

What does not fit is left out in a fixed order: key points, the lead's last sentences, the
caption's. The headline, its link and the line with source and time always stay.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.messages.cutting import cut_words, openings
from bot.messages.forms import FULL, Form
from bot.messages.lengths import CAPTION_LIMIT, TEXT_LIMIT, visible_units
from bot.messages.markup import clean, escape, fill, link, safe_url
from bot.messages.outgoing import Button, Outgoing
from bot.messages.pictures import sendable
from bot.texts import Texts, moment, short_moment
from digests.model import Digest, Headline, Photo, StoredArticle
from digests.vietnamese.folding import exact_form

LONG_POINTS = 200
"""UTF-16 units of key points from which on they are folded."""
_LONGEST_NAME = 64
_LONGEST_CREDIT = 120
_MOST_PAPERS = 6
_ENDS = (".", "!", "?", "…", ".”", ".»", '."')


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a digest, cleaned, nothing repeated.

    ``lead`` and ``caption`` are their beginnings that end with a sentence, the whole text last.
    ``papers`` and ``footer`` are HTML already.
    """

    title: str
    url: str | None
    lead: tuple[str, ...]
    lead_mark: str
    caption: tuple[str, ...]
    credit: str
    points: tuple[str, ...]
    papers: str
    footer: str


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of a digest is shown: sentences of lead and caption, number of key points."""

    lead: int = 0
    caption: int = 0
    points: int = 0


def digest_message(
    stored: StoredArticle,
    texts: Texts,
    *,
    others: Sequence[StoredArticle] = (),
    form: Form = FULL,
) -> Outgoing:
    """Give the message of one article; ``others`` are the reports of other papers.

    The photo is left out where not even headline and source would fit into its caption.
    """
    words = shaped(words_of(stored, texts, others), form)
    text_html = _fitted(words, texts, TEXT_LIMIT)
    buttons = digest_buttons(stored, texts)
    photo = _photo(stored.digest, form)
    if photo is None or visible_units(_html(words, Cut(), texts)) > CAPTION_LIMIT:
        return Outgoing(text_html, buttons=buttons, preview=form.preview)
    caption = _fitted(words, texts, CAPTION_LIMIT)
    return Outgoing(caption, photo=photo, buttons=buttons, text_html=text_html)


def digest_edit(
    stored: StoredArticle,
    texts: Texts,
    *,
    others: Sequence[StoredArticle] = (),
    form: Form = FULL,
) -> Outgoing:
    """Give what a message says by now that was sent with or without a photo.

    ``html`` fits into the caption of a photo, whether or not the article has one any more;
    ``text_html`` is what ``digest_message`` would give to a chat that is sent no photo.
    """
    words = words_of(stored, texts, others)
    return Outgoing(
        _fitted(shaped(words, replace(form, photos=True)), texts, CAPTION_LIMIT),
        buttons=digest_buttons(stored, texts),
        preview=form.preview and _photo(stored.digest, form) is None,
        text_html=_fitted(shaped(words, form), texts, TEXT_LIMIT),
    )


def _photo(digest: Digest, form: Form) -> str | None:
    """Give what the photo that a chat is shown is sent by; ``None`` without one."""
    return sendable(digest.photo.url) if digest.photo and form.photos else None


def digest_buttons(
    stored: StoredArticle, texts: Texts, *, saved: bool = False, fewer: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """Give the buttons under a digest.

    ``saved`` says whether the person keeps it, ``fewer`` whether the chat asked for fewer like it.
    """
    words, under, number = texts.buttons, texts.under, stored.number
    url = safe_url(stored.digest.url)
    reading = (Button(words.read_on, url=url),) if url else ()
    keeping = Button(words.saved if saved else words.save, data=f"{'u' if saved else 's'}:{number}")
    like = Button(under.fewer, data=f"b:{number}")
    if fewer:
        like = Button(under.more, data=f"bu:{number}")
    return (
        (*reading, keeping, Button(words.share, switch_inline=f"#{number}")),
        (like, Button(under.why, data=f"y:{number}")),
    )


def words_of(stored: StoredArticle, texts: Texts, others: Sequence[StoredArticle] = ()) -> Words:
    """Give what a digest says, cleaned; a caption that the text tells already is not repeated."""
    digest = stored.digest
    title = clean(digest.title) or clean(digest.source) or "…"
    lead = clean(digest.lead)
    caption, credit = _photo_words(digest.photo)
    if _tells(f"{title} {lead}", caption):
        caption = ""
    said = [title, lead, caption]
    points = []
    for point in map(clean, digest.key_points):
        if point and not any(_tells(one, point) or _tells(point, one) for one in said if one):
            points.append(point)
            said.append(point)
    return Words(
        title=cut_words(title, TEXT_LIMIT - 1000),
        url=safe_url(digest.url),
        lead=openings(lead),
        lead_mark=_lead_mark(digest, texts),
        caption=openings(_closed(caption)),
        credit=cut_words(credit, _LONGEST_CREDIT),
        points=tuple(points),
        papers=also_told_by(
            (one.headline for one in others if one.digest.source != digest.source), texts
        ),
        footer=_footer(stored, texts),
    )


def shaped(words: Words, form: Form) -> Words:
    """Give of ``words`` what a chat wants to see."""
    if not form.photos:
        words = replace(words, caption=(), credit="")
    if form.short:
        words = replace(words, lead=words.lead[:1], points=())
    return words


def _photo_words(photo: Photo | None) -> tuple[str, str]:
    return (clean(photo.caption), clean(photo.credit)) if photo else ("", "")


def _tells(text: str, part: str) -> bool:
    return bool(part) and exact_form(part).rstrip(".!?… ") in exact_form(text)


def _closed(caption: str) -> str:
    return caption if not caption or caption.endswith(_ENDS) else f"{caption}."


def _lead_mark(digest: Digest, texts: Texts) -> str:
    if digest.rewritten:
        return texts.digest.rewritten
    return "" if digest.lead_is_own else texts.digest.chosen_lead


def also_told_by(others: Iterable[Headline], texts: Texts) -> str:
    """Give "Cùng tin: Tuổi Trẻ, Dân trí" as links, each paper once; ``""`` without others."""
    papers: dict[str, str] = {}
    for other in others:
        name = cut_words(clean(other.source), _LONGEST_NAME)
        if name and name not in papers and len(papers) < _MOST_PAPERS:
            papers[name] = link(name, other.url)
    return texts.digest.also_told_by.format(papers=", ".join(papers.values())) if papers else ""


def _footer(stored: StoredArticle, texts: Texts) -> str:
    digest = stored.digest
    parts = [
        cut_words(clean(digest.source), _LONGEST_NAME),
        cut_words(clean(", ".join(digest.authors)), _LONGEST_NAME),
        moment(texts.dates, digest.published) if digest.published else "",
        cut_words(clean(digest.section), _LONGEST_NAME),
    ]
    line = escape(" · ".join(part for part in parts if part))
    if stored.changed_at is None:
        return line
    changed = fill(texts.digest.changed, moment=short_moment(texts.dates, stored.changed_at))
    return "\n".join(part for part in (line, f"<i>{changed}</i>") if part)


def _fitted(words: Words, texts: Texts, limit: int) -> str:
    """Give the message with as much as ``limit`` holds.

    Parts come in by weight: the lead's first sentence, the caption, the rest of the lead, and the
    key points once the lead is whole.
    """

    def fits(cut: Cut) -> bool:
        return visible_units(_html(words, cut, texts)) <= limit

    cut = _grown(Cut(), "lead", min(len(words.lead), 1), fits)
    cut = _grown(cut, "caption", len(words.caption), fits)
    cut = _grown(cut, "lead", len(words.lead), fits)
    if cut.lead == len(words.lead):
        cut = _grown(cut, "points", len(words.points), fits)
    return _html(words, cut, texts)


def _grown(cut: Cut, part: str, most: int, fits: Callable[[Cut], bool]) -> Cut:
    while getattr(cut, part) < most:
        longer = replace(cut, **{part: getattr(cut, part) + 1})
        if not fits(longer):
            break
        cut = longer
    return cut


def _html(words: Words, cut: Cut, texts: Texts) -> str:
    lead = opening(words.lead, cut.lead)
    lines = [
        f"<b>{link(words.title, words.url)}</b>",
        words.lead_mark + escape(lead) if lead else "",
        _points(words.points[: cut.points]),
        _caption(words, cut, texts),
        words.papers,
        words.footer,
    ]
    return "\n".join(line for line in lines if line)


def opening(beginnings: tuple[str, ...], sentences: int) -> str:
    """Give the beginning with at most so many sentences; ``""`` for none."""
    return beginnings[min(sentences, len(beginnings)) - 1] if beginnings and sentences else ""


def _points(points: tuple[str, ...]) -> str:
    lines = "\n".join(f"• {escape(point)}" for point in points)
    if visible_units(lines) < LONG_POINTS:
        return lines
    return f"<blockquote expandable>{lines}</blockquote>"


def _caption(words: Words, cut: Cut, texts: Texts) -> str:
    credit = texts.digest.credit.format(credit=words.credit) if words.credit else ""
    parts = (opening(words.caption, cut.caption), credit)
    text = " ".join(part for part in parts if part)
    return f"{texts.digest.caption_mark} {escape(text)}" if text else ""
