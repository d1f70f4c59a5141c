"""Cutting the piece of an article that shows the found words, and marking them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from digests.store.search.results import Field, Snippet
from digests.vietnamese.syllables import Word, folded_words, words_in

LONGEST = 220
"""Characters of a snippet, without the dots that say something was left out."""
_BEFORE = 60
_DOTS = "…"


def mark(text: str, phrases: Sequence[Sequence[str]]) -> Snippet:
    """Give all of ``text`` with the words of ``phrases`` (folded) marked."""
    words = list(words_in(text))
    places = _marked([word.folded for word in words], phrases)
    return Snippet(text, tuple(_joined_spans(words, places, text)))


def snippet_of(
    texts: Iterable[tuple[Field, str]],
    phrases: Sequence[Sequence[str]],
) -> tuple[Field, Snippet]:
    """Give the text that shows most of ``phrases`` (folded words), cut around them.

    Earlier texts are preferred where two show as much; without any text the snippet is empty.
    """
    best: tuple[int, Field, str] | None = None
    for field, text in texts:
        shown = len(_marked(folded_words(text), phrases))
        if best is None or shown > best[0]:
            best = (shown, field, text)
    if best is None:
        return Field.TITLE, Snippet("")
    _, field, text = best
    return field, _cut(mark(text, phrases))


def _marked(folded: Sequence[str], phrases: Sequence[Sequence[str]]) -> list[int]:
    """Give the places of words to mark: whole phrases where they stand, else single words."""
    present = set(folded)
    places: set[int] = set()
    for phrase in phrases:
        if present.isdisjoint(phrase):
            continue
        size = len(phrase)
        starts = [at for at in range(len(folded) - size + 1) if folded[at : at + size] == [*phrase]]
        if starts:
            places.update(at + step for at in starts for step in range(size))
        else:
            places.update(_in_pairs(folded, phrase))
    return sorted(places)


def _in_pairs(folded: Sequence[str], phrase: Sequence[str]) -> set[int]:
    """Give the words of ``phrase`` that stand beside a neighbour of theirs, else all of them."""
    neighbours = set(pairwise(phrase))
    beside = {
        at + step
        for at in range(len(folded) - 1)
        if (folded[at], folded[at + 1]) in neighbours
        for step in (0, 1)
    }
    covered = {folded[at] for at in beside}
    rest: Collection[str] = set(phrase) - covered
    return beside | {at for at, word in enumerate(folded) if word in rest}


def _joined_spans(words: Sequence[Word], marked: Sequence[int], text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at in marked:
        word = words[at]
        if spans and not text[spans[-1][1] : word.start].strip(" "):
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans


def _cut(whole: Snippet) -> Snippet:
    text, spans = whole.text, whole.marks
    if len(text) <= LONGEST:
        return whole
    start = _word_start(text, max(0, _densest(spans) - _BEFORE))
    end = _word_end(text, start + LONGEST)
    before = _DOTS if start else ""
    after = _DOTS if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in spans if a >= start and b <= end)
    return Snippet(before + text[start:end] + after, marks)


def _densest(spans: Sequence[tuple[int, int]]) -> int:
    """Give the start of the mark from which on most marks fit into a snippet."""
    if not spans:
        return 0
    reach = LONGEST - _BEFORE
    return max(
        (start for start, _ in spans),
        key=lambda start: (sum(start <= a and b <= start + reach for a, b in spans), -start),
    )


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at)
    return at if space < 0 or space - at > _BEFORE else space + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at + 1)
    return space if space > at - _BEFORE else at
