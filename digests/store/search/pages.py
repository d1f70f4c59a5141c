"""From what was found to the page that a reader sees."""

from collections.abc import Iterable, Sequence

from digests.store.search.candidates import Candidates
from digests.store.search.ranking import Reading, cut_into_pieces
from digests.store.search.results import Field, Hit, Loosened, SearchPage, Snippet
from digests.store.search.snippets import mark, snippet_of
from digests.store.search.steps import Asked, Found, Outcome
from digests.store.search.texts import FieldText, HeadTexts
from digests.vietnamese.folding import fold


def make_page(
    tables: Candidates, asked: Asked, outcome: Outcome, *, page: int, size: int
) -> SearchPage:
    """Cut page number ``page`` (from 0) out of ``outcome``, with snippets."""
    shown = outcome.found[page * size : (page + 1) * size]
    heads = {texts.number: texts for texts in tables.texts(f.number for f in shown)}
    if not asked.query.captions_only:
        cut_anywhere = (f for f in shown if not _is_in_head(heads[f.number], _phrases(asked, f)))
        tables.expect_bodies(found.number for found in cut_anywhere)
    hits = tuple(_hit(tables, asked, found, heads[found.number]) for found in shown)
    searched = asked.query.text
    if outcome.reading is not None:
        searched = _as_printed(tables, outcome.reading, outcome.found)
    return SearchPage(
        hits=hits,
        total=outcome.total,
        searched_for=searched,
        corrected_from=asked.query.text if outcome.reading is not None else None,
        loosened=outcome.loosened,
        total_is_least=outcome.total_is_least,
        unknown=asked.query.unknown,
        pieces=_pieces(tables, asked, outcome),
        page=page,
        size=size,
    )


def _pieces(tables: Candidates, asked: Asked, outcome: Outcome) -> tuple[tuple[str, ...], ...]:
    """Cut the words searched as the best article has them; all of them, if it lacks some."""
    quoted = asked.query.phrases
    if not asked.query.words:
        return quoted
    words = asked.query.words
    if outcome.found and outcome.loosened is not Loosened.SOME_WORDS:
        best = outcome.found[0]
        words = best.reading.exact
        (texts,) = tables.texts([best.number])
        body = tables.body_fields(best.number) if best.in_body else ()
        fields = (*texts.searched, *body)
        if asked.query.captions_only:
            fields = tuple(field for field in texts.searched if field.field is Field.CAPTION)
        cut = cut_into_pieces(fields, best.reading.folded)
        if all(piece.found for piece in cut):
            return (*(words[piece.start : piece.end] for piece in cut), *quoted)
    return (words, *quoted)


def _hit(tables: Candidates, asked: Asked, found: Found, texts: HeadTexts) -> Hit:
    phrases = _phrases(asked, found)
    title = next((f.text for f in texts.fields if f.field is Field.TITLE), "")
    if asked.query.captions_only:
        captions = [(f.field, f.text) for f in texts.fields if f.field is Field.CAPTION]
        field, snippet = snippet_of(captions, phrases)
    else:
        field, snippet = _snippet(tables, texts, phrases)
    return Hit(found.number, mark(title, phrases), snippet, field, found.others)


def _phrases(asked: Asked, found: Found) -> list[tuple[str, ...]]:
    """Give what is marked in an article, folded."""
    phrases = [tuple(fold(word) for word in phrase) for phrase in asked.query.phrases]
    if found.reading.folded:
        phrases.append(found.reading.folded)
    return phrases


def _is_in_head(texts: HeadTexts, phrases: Sequence[Sequence[str]]) -> bool:
    """Whether headline, lead and captions have every word of ``phrases``."""
    words = {word for phrase in phrases for word in phrase}
    return words <= {word for field in texts.fields for word in field.folded}


def _snippet(
    tables: Candidates,
    texts: HeadTexts,
    phrases: Sequence[Sequence[str]],
) -> tuple[Field, Snippet]:
    """Cut from lead and captions; from the body only where they lack words."""
    head = [(f.field, f.text) for f in texts.fields if f.field is not Field.TITLE]
    if _is_in_head(texts, phrases):
        return snippet_of(head, phrases)
    body = ((Field.BODY, paragraph) for paragraph in tables.body(texts.number))
    return snippet_of((*head, *body), phrases)


def _as_printed(tables: Candidates, reading: Reading, found: Iterable[Found]) -> str:
    """Give the words searched as the best article that has them in order prints them."""
    best = next((f for f in found if f.reading == reading), None)
    if best is None:
        return " ".join(reading.exact)
    (texts,) = tables.texts([best.number])
    body = tables.body_fields(best.number) if best.in_body else ()
    fields = (*texts.fields, *body)
    in_order = (printed for field in fields if (printed := _printed_in(field, reading)))
    return next(in_order, "") or " ".join(
        next((p for f in fields if (p := _printed_in(f, reading.part(at, at + 1)))), word)
        for at, word in enumerate(reading.exact)
    )


def _printed_in(field: FieldText, reading: Reading) -> str:
    places = field.places(list(reading.folded))
    return " ".join(field.exact[places[0] : places[0] + len(reading.folded)]) if places else ""
