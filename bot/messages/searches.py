"""The answer to a search: numbered results that buttons page through and open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.messages.cutting import ELLIPSIS, cut_words
from bot.messages.digests import also_told_by
from bot.messages.lengths import TEXT_LIMIT, visible_units
from bot.messages.lists import LONGEST_NAME, LONGEST_TITLE, about, headline
from bot.messages.markup import clean, escape, fill
from bot.messages.outgoing import Button, Outgoing, Rows, rows_of
from bot.texts import Texts, number
from digests.model import Headline

if TYPE_CHECKING:  # the store loads SQLAlchemy, which rendering does not need
    from digests.store.search import Hit, Looser, SearchPage, Snippet

_FULLNESSES = ((LONGEST_TITLE, 400), (LONGEST_TITLE, 150), (LONGEST_TITLE, 0), (60, 0))
"""Longest headline and snippet; the first pair with which all results fit is taken."""
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class SearchView:
    """How a search is being looked at; it stands whole in the data of its buttons.

    ``reference`` names the row of the query. ``newest`` sorts by time; ``literal`` searches the
    words as typed, without correction.
    """

    reference: int
    page: int = 0
    newest: bool = False
    literal: bool = False

    def data(self) -> str:
        """Give the ``callback_data`` that shows this view."""
        flags = ("n" if self.newest else "r") + ("l" if self.literal else "")
        return f"t:{self.reference}:{self.page}:{flags}"

    @classmethod
    def read(cls, data: str) -> "SearchView | None":
        """Give the view of ``callback_data``; ``None`` for anything else."""
        parts = data.split(":")
        if len(parts) != 4 or not (parts[1].isdecimal() and parts[2].isdecimal()):  # noqa: PLR2004
            return None
        return cls(int(parts[1]), int(parts[2]), newest="n" in parts[3], literal="l" in parts[3])


def search_message(
    page: "SearchPage",
    found: Mapping[int, Headline],
    texts: Texts,
    view: SearchView,
    looser: "Mapping[int, Looser] | None" = None,
    *,
    others: Mapping[int, Sequence[Headline]] | None = None,
) -> Outgoing:
    """Give the message of one page of results.

    Args:
        page: what the search gave.
        found: the articles of its hits by number; a hit whose article is gone is left out.
        texts: the reader's language.
        view: how the search is looked at.
        looser: where little or nothing was found, looser queries that find more, by their rows.
        others: the other reports of the stories of hits, by the hits' numbers.
    """
    hits = [hit for hit in page.hits if hit.number in found]
    heading = _heading(page, texts)
    if not hits:
        rows = (*_looser_rows(looser or {}, texts), *_buttons(page, texts, view, hits))
        return Outgoing(_nothing(page, texts, looser or {}), buttons=rows)
    html = ""
    for fullness in _FULLNESSES:
        results = _results(page, hits, found, texts, fullness=fullness, others=others or {})
        html = "\n\n".join([heading, *results])
        if visible_units(html) <= TEXT_LIMIT:
            break
    rows = (*_buttons(page, texts, view, hits), *_looser_rows(looser or {}, texts))
    return Outgoing(html, buttons=rows)


def _short(query: str) -> str:
    return cut_words(clean(query), _LONGEST_QUERY)


def _heading(page: "SearchPage", texts: Texts) -> str:
    words = texts.search
    total = number(texts.dates, page.total)
    facts = [
        fill(words.heading, query=_short(page.searched_for)),
        fill(words.at_least if page.total_is_least else words.count, count=total),
    ]
    if page.total > page.size:
        pages = number(texts.dates, -(-page.total // page.size))
        facts.append(fill(words.page, page=page.page + 1, pages=pages))
    return "\n".join([" · ".join(facts), *_remarks(page, texts)])


def _remarks(page: "SearchPage", texts: Texts) -> list[str]:
    words = texts.search
    remarks = []
    if page.corrected_from is not None:
        typed, searched = _short(page.corrected_from), _short(page.searched_for)
        remarks.append(fill(words.corrected, searched=searched, typed=typed))
    if page.loosened == "some_words":
        remarks.append(words.some_words)
    elif page.loosened == "day_words":
        remarks.append(fill(words.day_words, query=_short(page.searched_for)))
    if page.unknown:
        filters = cut_words(", ".join(map(clean, page.unknown)), _LONGEST_QUERY)
        remarks.append(fill(words.unknown_filter, filters=filters))
    return remarks


def _nothing(page: "SearchPage", texts: Texts, looser: "Mapping[int, Looser]") -> str:
    query = _short(page.corrected_from or page.searched_for)
    remarks = _remarks(page, texts)
    advice = texts.search.loosened_finds if looser else texts.search.loosen
    return "\n".join([fill(texts.search.nothing, query=query), *remarks, advice])


def _looser_rows(looser: "Mapping[int, Looser]", texts: Texts) -> Rows:
    """Give a button for each looser query, with how much it finds."""
    return tuple(
        (Button(words.format(count=number(texts.dates, one.total)), data=SearchView(row).data()),)
        for row, one in looser.items()
        if (words := getattr(texts.search, f"without_{one.condition}"))
    )


def _results(
    page: "SearchPage",
    hits: list["Hit"],
    found: Mapping[int, Headline],
    texts: Texts,
    *,
    fullness: tuple[int, int],
    others: Mapping[int, Sequence[Headline]],
) -> Iterator[str]:
    longest_title, longest_snippet = fullness
    for place, hit in enumerate(hits, start=page.page * page.size + 1):
        told = found[hit.number]
        lines = [headline(place, told, longest_title)]
        if clean(hit.snippet.text) not in {"", clean(told.title)}:
            lines.append(marked(hit.snippet, longest_snippet))
        lines.append(about(told, texts))
        reports = others.get(hit.number, ())
        papers = (one for one in reports if one.source != told.source)
        lines.append(also_told_by(papers, texts))
        yield "\n".join(line for line in lines if line)


def marked(snippet: "Snippet", longest: int = 400) -> str:
    """Give a snippet with its found words in bold; marks outside the text are let go."""
    text, parts, at = snippet.text, [], 0
    if len(text) > longest:
        text = text[: max(text.rfind(" ", 0, longest), 0)] + ELLIPSIS if longest else ""
    for start, end in snippet.marks:
        if at <= start < end <= len(text):
            parts += [_inner(text[at:start]), f"<b>{_inner(text[start:end])}</b>"]
            at = end
    return "".join([*parts, _inner(text[at:])])


def _inner(text: str) -> str:
    """Clean a piece of a text and keep the spaces at its ends: its neighbours need them."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{escape(clean(text))}{right}"


def _buttons(page: "SearchPage", texts: Texts, view: SearchView, hits: list["Hit"]) -> Rows:
    words = texts.buttons
    first = page.page * page.size + 1
    opening = tuple(
        Button(str(place), data=f"o:{hit.number}") for place, hit in enumerate(hits, start=first)
    )
    rows = [*rows_of(opening, width=5), _paging(page, texts, view)]
    if hits:
        other = SearchView(view.reference, 0, not view.newest, view.literal)
        name = words.best_first if view.newest else words.newest_first
        rows.append((Button(name, data=other.data()), _follow(texts, view)))
    else:
        rows.append((_follow(texts, view),))
    if page.corrected_from is not None:
        typed = SearchView(view.reference, 0, view.newest, literal=True)
        text = words.as_typed.format(words=cut_words(clean(page.corrected_from), LONGEST_NAME))
        rows.append((Button(text, data=typed.data()),))
    return tuple(row for row in rows if row)


def _follow(texts: Texts, view: SearchView) -> Button:
    literal = ":l" if view.literal else ""
    return Button(texts.buttons.follow_search, data=f"tf:{view.reference}{literal}")


def _paging(page: "SearchPage", texts: Texts, view: SearchView) -> tuple[Button, ...]:
    def to(target: int) -> str:
        return SearchView(view.reference, target, view.newest, view.literal).data()

    row = []
    if page.page > 0:
        row.append(Button(texts.buttons.newer, data=to(page.page - 1)))
    if (page.page + 1) * page.size < page.total:
        row.append(Button(texts.buttons.older, data=to(page.page + 1)))
    return tuple(row)
