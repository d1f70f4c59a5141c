"""The steps of a search, from what fits best to what may do, until there is enough.

All words in order in headline, lead and captions; in the whole article; in two pieces; then, if no
article has them in order, corrected; anywhere; the rarest of them. What the tables give is ranked
by :mod:`digests.store.search.ranking`; the tables themselves only know newer from older.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from digests.store.search import correction
from digests.store.search.candidates import Candidates
from digests.store.search.expressions import (
    EVERYTHING,
    Column,
    Expression,
    InColumns,
    all_of,
    anywhere,
    apart_once,
    in_order,
)
from digests.store.search.query import Query
from digests.store.search.questions import telling_pieces, told
from digests.store.search.ranking import (
    Reading,
    best_fit,
    body_loss,
    cut_into_pieces,
    freshness,
    score,
)
from digests.store.search.results import Field, Loosened, Order
from digests.store.search.texts import FieldText, HeadTexts
from digests.store.search.wanted import Wanted, wanted_by

_ENOUGH = 10
_MOST_RANKED = 100
_MOST_OF_MANY = 40
"""Articles that are ranked of each kind, when there are more than can be ranked."""
_MOST_COUNTED = 1000
_MOST_READ = 12
"""Bodies that are read to see what they have: the best, by their other texts."""
_LONGEST_APART = 16
_LONGEST_SCATTERED = 5
"""Words that are looked for without any order in bodies: more of them mean nothing together."""
_MOST_TELLING = 8
_NOTHING_TYPED = Reading((), ())


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what else decides the answer; ``enough`` is the number of hits needed."""

    query: Query
    now: datetime
    enough: int
    order: Order

    @property
    def limit(self) -> int:
        """How many articles of a step are ranked."""
        return max(_MOST_RANKED, 2 * self.enough)


@dataclass(frozen=True, slots=True)
class Found:
    """An article with the reading of the query that it has, and its rank (higher is better).

    ``shortest_piece`` is the number of words of the shortest piece that stands in order;
    ``in_body`` says that some of the words stand in the body only; ``others`` are the numbers of
    articles that tell the same story.
    """

    number: int
    rank: float
    reading: Reading
    published: int | None
    shortest_piece: int = 0
    in_body: bool = False
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, best first; ``reading`` is what was searched when that was corrected."""

    found: tuple[Found, ...] = ()
    reading: Reading | None = None
    loosened: Loosened = Loosened.NOTHING
    total: int = 0
    total_is_least: bool = False

    def loosened_by(self, loosened: Loosened) -> "Outcome":
        """Give the same outcome, saying what was given up for it."""
        return replace(self, loosened=loosened)


def find(tables: Candidates, asked: Asked) -> Outcome:
    """Find what ``asked`` wants."""
    wanted = wanted_by(asked.query, asked.now)
    if not asked.query.has_words:
        return _newest(tables, wanted)
    return _Hunt(tables, asked, wanted).run()


def _newest(tables: Candidates, wanted: Wanted) -> Outcome:
    """Give what the filters leave, newest first; without filters nothing."""
    if wanted.filters == EVERYTHING:
        return Outcome()
    numbers = tables.head(wanted.filters, _MOST_COUNTED)
    found = [Found(t.number, 0.0, _NOTHING_TYPED, t.published) for t in tables.texts(numbers)]
    found.sort(key=_by_time, reverse=True)
    return Outcome(tuple(found), total=len(found), total_is_least=len(found) == _MOST_COUNTED)


def _by_time(found: Found) -> tuple[float, int]:
    return (found.published or 0, found.number)


class _Hunt:
    """One search for words, step by step; ``found`` grows."""

    def __init__(self, tables: Candidates, asked: Asked, wanted: Wanted) -> None:
        self._tables = tables
        self._asked = asked
        self._wanted = wanted
        self._found: dict[int, Found] = {}
        self._enough = max(_ENOUGH, asked.enough)
        self._most_of_many = max(_MOST_OF_MANY, asked.limit - 2 * _MOST_OF_MANY)
        self._typed = wanted.loose or _NOTHING_TYPED

    def run(self) -> Outcome:
        """Take the steps that are needed."""
        self._in_order(self._typed)
        as_typed = bool(self._found)
        if len(self._found) < self._enough:
            self._in_two_pieces()
        if not as_typed and not self._asked.query.literal and not self._is_well_found():
            self._corrected()
        if not self._found:
            self._anywhere()
        self._read_bodies()
        loosened = Loosened.NOTHING
        if not self._found:
            self._most_words()
            loosened = Loosened.SOME_WORDS if self._found else Loosened.NOTHING
        return self._outcome(loosened, as_typed=as_typed)

    def _is_well_found(self) -> bool:
        """Whether some article has the words in two pieces, none of them a single word."""
        return any(found.shortest_piece > 1 for found in self._found.values())

    # what the steps ask

    def _head(self, words: Expression) -> list[int]:
        expression = self._wanted.head_expression(self._with_strict(words))
        return self._tables.head(expression, self._asked.limit)

    def _in_columns(self, columns: tuple[Column, ...], words: Expression) -> list[int]:
        expression = InColumns(columns, self._with_strict(words))
        return self._tables.head(self._wanted.head_expression(expression), self._asked.limit)

    def _whole(self, words: Expression) -> list[int]:
        return self._newest_whole(words, self._asked.limit)

    def _newest_whole(self, words: Expression, limit: int) -> list[int]:
        if self._wanted.captions_only:
            return []
        expression = self._wanted.whole_expression(self._with_strict(words))
        return self._tables.whole(expression, limit)

    def _with_strict(self, words: Expression) -> Expression:
        return all_of((words, *(in_order(phrase.folded) for phrase in self._wanted.strict)))

    # the steps

    def _in_order(self, reading: Reading) -> None:
        words = in_order(reading.folded)
        numbers = self._head(words)
        if len(numbers) >= self._asked.limit and not self._wanted.captions_only:
            chosen_later = bool(self._wanted.strict or self._wanted.without)
            newest = numbers if chosen_later else numbers[: self._most_of_many]
            numbers = [*self._best_of_many(reading), *newest]
        self._take(numbers, reading, in_body=False)
        if len(numbers) < self._enough:
            self._take(self._whole(words), reading, in_body=True)

    def _best_of_many(self, reading: Reading) -> list[int]:
        """Give what must not be missed when there is more than can be ranked."""
        if reading.has_diacritics:
            exact = self._in_columns((Column.TITLE, Column.LEAD), in_order(reading.exact))
            title = self._in_columns((Column.TITLE,), in_order(reading.folded))
            return [*title[: self._most_of_many], *exact][: 2 * self._most_of_many]
        best: list[int] = []
        for column in (Column.TITLE, Column.LEAD, Column.CAPTION):
            best += self._in_columns((column,), in_order(reading.folded))[: self._most_of_many]
        return best

    def _in_two_pieces(self) -> None:
        if 1 < len(self._typed.folded) <= _LONGEST_APART:
            self._take(self._head(apart_once(self._typed.folded)), self._typed, in_body=False)

    def _anywhere(self) -> None:
        folded = self._typed.folded
        if len(folded) <= 1:
            return
        self._take(self._head(anywhere(folded)), self._typed, in_body=False)
        if len(self._found) < self._enough and len(folded) <= _LONGEST_APART:
            self._take(self._whole(apart_once(folded)), self._typed, in_body=True)
        if not self._found and len(folded) <= _LONGEST_SCATTERED:
            self._take(self._whole(anywhere(folded)), self._typed, in_body=True)

    def _most_words(self) -> None:
        """Find articles that have the rarest of the words; a question is more than its subject."""
        tellings = telling_pieces(self._tables, self._typed)
        rarest = sorted(tellings, key=lambda piece: -tellings[piece])[:_MOST_TELLING]
        for piece in rarest:
            words = in_order(piece)
            numbers = self._head(words)[: self._most_of_many]
            if not numbers and piece == rarest[0]:
                numbers = self._newest_whole(words, _MOST_READ)
            for texts in self._allowed(numbers):
                self._keep_ranked(texts, self._typed, told(texts, tellings), in_body=False)

    def _corrected(self) -> None:
        typed = self._typed.exact
        if not typed:
            return
        before = len(self._found)
        for reading in correction.other_spellings(self._tables, typed):
            self._in_order(reading)
        if len(self._found) == before:
            self._take_any(correction.slips(self._tables, typed))
        if len(self._found) == before:
            self._take_any(correction.unfinished(self._tables, typed))
        if not self._found:
            for choices in correction.apart(self._tables, typed):
                self._take_apart(choices)

    def _take_any(self, all_choices: Iterable[correction.Choices]) -> None:
        for choices in all_choices:
            self._take_corrected(choices)

    def _take_corrected(self, choices: correction.Choices) -> None:
        expression = choices.expression()
        found = False
        for texts in self._allowed(self._head(expression)):
            for reading in choices.readings_in(texts.searched):
                found = True
                self._keep(texts, reading, in_body=False)
        if found or self._found:
            return
        in_body = self._allowed(self._newest_whole(expression, _MOST_READ))
        self._tables.expect_bodies(texts.number for texts in in_body)
        for texts in in_body:
            body = self._tables.body_fields(texts.number)
            for reading in choices.readings_in(body):
                self._keep(texts, reading, in_body=True)

    def _take_apart(self, choices: correction.Choices) -> None:
        expression = choices.anywhere()
        numbers = self._head(expression)
        in_body = not numbers
        if in_body:
            numbers = self._newest_whole(expression, _MOST_READ)
            self._tables.expect_bodies(numbers)
        for texts in self._allowed(numbers):
            body = self._tables.body_fields(texts.number) if in_body else []
            words = {word for field in (*texts.searched, *body) for word in field.folded}
            reading = choices.reading_of(words)
            if reading is not None:
                self._keep(texts, reading, in_body=in_body)

    # ranking

    def _take(self, numbers: Iterable[int], reading: Reading, *, in_body: bool) -> None:
        for texts in self._allowed(numbers):
            self._keep(texts, reading, in_body=in_body)

    def _allowed(self, numbers: Iterable[int]) -> list[HeadTexts]:
        """Give those articles that have every quoted phrase, and none of the unwanted ones."""
        found = self._tables.texts(dict.fromkeys(numbers))
        for phrase in self._wanted.strict:
            found = self._having(found, phrase)
        for phrase in self._wanted.without:
            suspects = self._tables.matching(in_order(phrase.folded), [t.number for t in found])
            found = [
                texts
                for texts in found
                if texts.number not in suspects or not self._has_exactly(texts, phrase)
            ]
        return found

    def _having(self, found: list[HeadTexts], phrase: Reading) -> list[HeadTexts]:
        """Give those of ``found`` that have a phrase, in their bodies where those count."""
        in_head = {t.number for t in found if self._has_in_head(t, phrase)}
        if self._wanted.captions_only:
            return [texts for texts in found if texts.number in in_head]
        self._tables.expect_bodies(t.number for t in found if t.number not in in_head)
        return [t for t in found if t.number in in_head or self._has_in_body(t, phrase)]

    def _has_in_head(self, texts: HeadTexts, phrase: Reading) -> bool:
        return any(field.places(phrase.folded) for field in self._in_question(texts))

    def _has_in_body(self, texts: HeadTexts, phrase: Reading) -> bool:
        return any(field.places(phrase.folded) for field in self._tables.body_fields(texts.number))

    def _in_question(self, texts: HeadTexts) -> list[FieldText]:
        if not self._wanted.captions_only:
            return list(texts.searched)
        return [field for field in texts.searched if field.field is Field.CAPTION]

    def _has_exactly(self, texts: HeadTexts, phrase: Reading) -> bool:
        fields = (*texts.searched, *self._tables.body_fields(texts.number))
        return any(best_fit(field, phrase) == 0 for field in fields)

    def _read_bodies(self) -> None:
        """Rank the best of those found by their body anew, by how the words stand there."""
        by_body = [f for f in self._found.values() if f.in_body]
        by_body.sort(key=lambda f: -f.rank)
        self._tables.expect_bodies(found.number for found in by_body[:_MOST_READ])
        for found in by_body[:_MOST_READ]:
            (texts,) = self._tables.texts([found.number])
            body = self._tables.body_fields(found.number)
            loss = body_loss(texts, body, found.reading)
            self._found[found.number] = replace(found, rank=found.rank + loss)

    def _keep(self, texts: HeadTexts, reading: Reading, *, in_body: bool) -> None:
        pieces = cut_into_pieces(texts.searched, reading.folded)
        rank = score(texts, reading, pieces, in_body=in_body)
        shortest = min((piece.end - piece.start for piece in pieces), default=0)
        in_body = in_body and not all(piece.found for piece in pieces)
        self._keep_ranked(texts, reading, rank, shortest=shortest, in_body=in_body)

    def _keep_ranked(
        self,
        texts: HeadTexts,
        reading: Reading,
        rank: float,
        *,
        shortest: int = 0,
        in_body: bool,
    ) -> None:
        for phrase in self._wanted.strict:
            cut = cut_into_pieces(texts.searched, phrase.folded)
            rank += score(texts, phrase, cut, in_body=True)
        length = len(reading.folded) + sum(len(p.folded) for p in self._wanted.strict)
        rank += freshness(texts.published, length, self._asked.now)
        known = self._found.get(texts.number)
        if known is None or known.rank < rank:
            self._found[texts.number] = Found(
                number=texts.number,
                rank=rank,
                reading=reading,
                published=texts.published,
                shortest_piece=shortest,
                in_body=in_body,
            )

    def _outcome(self, loosened: Loosened, *, as_typed: bool) -> Outcome:
        found = sorted(self._found.values(), key=lambda f: (-f.rank, -f.number))
        if not found:
            return Outcome()
        best = found[0].reading
        corrected = best.folded != self._typed.folded
        if not corrected:
            found = [f for f in found if f.reading == self._typed]
        if self._asked.order is Order.NEWEST:
            found.sort(key=_by_time, reverse=True)
        total = max(len(found), self._count_as_typed() if as_typed else 0)
        return Outcome(
            found=tuple(found),
            reading=best if corrected else None,
            loosened=loosened,
            total=total,
            total_is_least=total >= _MOST_COUNTED,
        )

    def _count_as_typed(self) -> int:
        """Count the articles that have the words in order; those found may be some of them."""
        wanted = self._wanted
        if wanted.strict or wanted.without:
            return 0  # only those that were read are known to fit
        words = in_order(self._typed.folded)
        if wanted.captions_only:
            return self._tables.count_head(wanted.head_expression(words), _MOST_COUNTED)
        return self._tables.count_whole(wanted.whole_expression(words), _MOST_COUNTED)
