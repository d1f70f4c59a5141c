"""What is written into the full-text tables for one article.

The tables get ready-made tokens, separated by spaces. A syllable is one token, and so is each pair
of adjacent syllables ("ha_noi"): most Vietnamese words are such pairs, and a pair is far rarer
than its syllables, so that asking for pairs is fast and ranks better. In headline, lead and
captions the form with diacritics is a token too ("hà", "hà_nội") where it differs.
Filters are tokens that no word can be: "#s…" a source, "#c…" a section, "#d…", "#m…", "#y…" a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from digests.store.search.documents import SearchDocument
from digests.vietnamese.names import endings, squeezed, squeezed_source
from digests.vietnamese.syllables import both_words, cut_at_marks, folded_words

VERSION = "2"
"""Counted up when the tokens of a document change; an older index is rebuilt."""

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Days are counted where the readers are."""

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class IndexRow:
    """The tokens of one article: a text a column of the head table, and that of the whole one.

    ``words`` are the distinct folded words, for the vocabulary.
    """

    title: str
    lead: str
    caption: str
    about: str
    whole: str
    words: frozenset[str]


def index_row(document: SearchDocument) -> IndexRow:
    """Give the tokens of ``document``; the same document always gives the same ones."""
    about = (*document.authors, *document.credits, document.section or "", document.source or "")
    filters = filter_tokens(document)
    words: set[str] = set()
    both: set[str] = set()
    fields = ((document.title,), (document.lead or "",), document.captions, about)
    head = [_field(texts, words, both) for texts in fields]
    body = folded_words("\n".join(document.body))
    words.update(body)
    both.update(pairs(body))
    return IndexRow(
        title=head[0],
        lead=head[1],
        caption=head[2],
        about=" ".join((head[3], *filters)),
        whole=" ".join((*words, *both, *filters)),
        words=frozenset(words),
    )


def pairs(words: Sequence[str]) -> list[str]:
    """Give the tokens of adjacent words."""
    return list(map("_".join, pairwise(words)))


def _field(texts: Iterable[str], words: set[str], both: set[str]) -> str:
    """Give the tokens of one column; add the folded words and pairs to the two sets."""
    tokens: set[str] = set()
    for text in with_cuts(texts):
        folded, exact = both_words(text)
        folded_pairs = pairs(folded)
        words.update(folded)
        both.update(folded_pairs)
        tokens.update(folded, folded_pairs, exact, pairs(exact))
    return " ".join(tokens)


def with_cuts(texts: Iterable[str]) -> list[str]:
    """Give ``texts``, and behind them those that fall apart when they are copied."""
    every = list(texts)
    return every + [cut for text in every if (cut := cut_at_marks(text))]


def filter_tokens(document: SearchDocument) -> tuple[str, ...]:
    """Give the tokens by which source, section and day of ``document`` are asked for."""
    tokens = [f"#s{name}" for name in endings(document.source)]
    tokens += [f"#c{name}" for name in endings(document.section)]
    if document.published is not None:
        day = document.published.astimezone(ZONE).date()
        tokens += [f"#d{day:%Y%m%d}", f"#m{day:%Y%m}", f"#y{day:%Y}"]
    return tuple(tokens)


def day_tokens(since: datetime | None, until: datetime | None, now: datetime) -> list[str]:
    """Give the tokens of which a document between the two instants has at least one.

    Whole years and months are one token each, so that any span is a short list.
    """
    first = since.astimezone(ZONE).date() if since else date(1990, 1, 1)
    limit = until.astimezone(ZONE).date() if until else now.astimezone(ZONE).date()
    end = limit if until else limit + timedelta(days=366)
    tokens: list[str] = []
    day = first
    while day < end:
        token, day = _widest_span(day, end)
        tokens.append(token)
    return tokens


def _widest_span(day: date, end: date) -> tuple[str, date]:
    next_year = date(day.year + 1, 1, 1)
    if (day.month, day.day) == (1, 1) and next_year <= end:
        return f"#y{day:%Y}", next_year
    next_month = next_year if day.month == _DECEMBER else date(day.year, day.month + 1, 1)
    if day.day == 1 and next_month <= end:
        return f"#m{day:%Y%m}", next_month
    return f"#d{day:%Y%m%d}", day + timedelta(days=1)


def source_token(value: str) -> str:
    """Give the beginning of the tokens of sources that a reader calls ``value``."""
    return f"#s{squeezed_source(value)}"


def section_token(value: str) -> str:
    """Give the beginning of the tokens of sections that a reader calls ``value``."""
    return f"#c{squeezed(value)}"
