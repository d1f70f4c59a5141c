"""A round-up: one rich message, or the same as numbered plain messages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.messages.edition_stories import (
    NOTHING,
    Dateline,
    Fullness,
    Piece,
    StoryPieces,
    WordedStories,
    fit_together,
    section_name,
    title_template,
)
from bot.messages.forms import FULL, Form
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.markup import bold, escape, fill
from bot.messages.outgoing import Button, Outgoing, rows_of
from bot.texts import Texts, moment, number
from digests.model import Edition

PHOTOS = 5
"""Stories whose photos are shown; they are the heaviest, and the cover is the first of them."""
_BUTTONS_IN_A_ROW = 5


def edition_title(edition: Edition, texts: Texts) -> str:
    """Give "Điểm tin Thứ Hai 08/07/2019 07:00" in the readers' zone, as plain text."""
    when = moment(texts.dates, edition.slot, edition.time_zone)
    return title_template(edition.kind, texts).format(moment=when)


def edition_rich(
    edition: Edition, texts: Texts, form: Form = FULL, worded: WordedStories | None = None
) -> str:
    """Give the HTML of a rich message (``sendRichMessage``, Bot API 10.1) within its limits.

    Where it would be too long, photos are let go first, then what is folded, the leads' last
    sentences, and at the very end the last stories. With ``worded`` what other editions told
    already is not worded again.
    """
    page = _Page.of(edition, texts, worded or WordedStories())
    pieces: list[Piece] = []
    for fullness in _fullnesses(page.total, form):
        pieces = list(page.pieces(fullness))
        if fit_together(pieces):
            break
    return "".join([piece.html for piece in pieces])


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


@dataclass(frozen=True, slots=True)
class _Page:
    """A rich edition before it is known how much of it fits: sections with their stories."""

    heading: Piece
    dateline: Dateline
    sections: tuple[tuple[Piece, list[StoryPieces]], ...]
    left_out: int
    texts: Texts

    @classmethod
    def of(cls, edition: Edition, texts: Texts, worded: WordedStories) -> "_Page":
        heading, dateline = worded.heading(
            edition.kind, edition.slot, edition.time_zone, texts.language
        )
        sections = tuple(
            (
                worded.section(section.name, texts.language),
                [worded.story(item, texts) for item in section.items],
            )
            for section in edition.sections
        )
        return cls(heading, dateline, sections, edition.left_out, texts)

    @property
    def total(self) -> int:
        return sum(len(stories) for _name, stories in self.sections)

    def pieces(self, fullness: Fullness) -> Iterator[Piece]:
        cover = self._cover() if fullness.photos else NOTHING
        yield cover
        yield self.heading
        photos, shown = fullness.photos - bool(cover.html), 0
        for name, all_stories in self.sections:
            stories = all_stories[: fullness.stories - shown]
            if stories:
                yield name
            for story in stories:
                shown += 1
                covered = bool(cover.html) and shown == 1
                figure = story.figure() if photos and not covered else NOTHING
                photos -= bool(figure.html)
                yield figure
                yield story.told(self.dateline, fullness)
        if missing := self.left_out + self.total - shown:
            yield Piece.of(f"<p><i>{_left_out(missing, self.texts)}</i></p>")
        yield Piece.of(f"<footer>{escape(self.texts.edition.footer)}</footer>")

    def _cover(self) -> Piece:
        """Give the top story's photo; empty without any."""
        top = next((story for _name, stories in self.sections for story in stories), None)
        return NOTHING if top is None else top.cover()


def _left_out(count: int, texts: Texts) -> str:
    """Say how many stories a round-up had no room for."""
    template = texts.edition.left_out_one if count == 1 else texts.edition.left_out
    return escape(template.format(count=number(texts.dates, count)))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A story as it stands in a plain message, its article's number, and its length."""

    place: int
    article: int
    html: str
    units: int


def edition_messages(
    edition: Edition, texts: Texts, form: Form = FULL, worded: WordedStories | None = None
) -> tuple[Outgoing, ...]:
    """Give the edition as plain messages: numbered stories, and a button that opens each."""
    end = f"\n\n<i>{_left_out(edition.left_out, texts)}</i>" if edition.left_out else ""
    room = TEXT_LIMIT - visible_units(_plain_heading(edition, texts, 99, 99) + end)
    parts: list[list[_Numbered]] = []
    used = 0
    for story in _numbered(edition, texts, form, worded or WordedStories()):
        length = story.units + len("\n\n")
        if not parts or used + length > room:
            parts.append([])
            used = 0
        parts[-1].append(story)
        used += length
    messages = [
        _plain_part(edition, texts, part, place, len(parts))
        for place, part in enumerate(parts, start=1)
    ]
    if messages and end:
        messages[-1] = replace(messages[-1], html=messages[-1].html + end)
    return tuple(messages)


def _numbered(
    edition: Edition, texts: Texts, form: Form, worded: WordedStories
) -> Iterator[_Numbered]:
    place = 0
    for section in edition.sections:
        before = f"<b>— {escape(section_name(section.name, texts))} —</b>\n"
        for item in section.items:
            place += 1
            before += f"{place}. "
            html, length = worded.story(item, texts).plain(form)
            units = visible_units(before) + length
            yield _Numbered(place, item.best.number, before + html, units)
            before = ""


def _plain_heading(edition: Edition, texts: Texts, part: int, parts: int) -> str:
    title = bold(edition_title(edition, texts))
    if parts == 1:
        return f"🗞 {title}\n\n"
    return f"🗞 {title} · {fill(texts.edition.part, part=part, parts=parts)}\n\n"


def _plain_part(
    edition: Edition, texts: Texts, part: list[_Numbered], place: int, parts: int
) -> Outgoing:
    stories = "\n\n".join(story.html for story in part)
    opening = tuple(Button(str(story.place), data=f"o:{story.article}") for story in part)
    return Outgoing(
        _plain_heading(edition, texts, place, parts) + stories,
        buttons=rows_of(opening, width=_BUTTONS_IN_A_ROW),
    )
