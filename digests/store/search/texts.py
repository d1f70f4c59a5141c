"""The texts of a found article, ready to be compared with a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digests.store.search.results import Field
from digests.store.search.stored import unpack_head
from digests.vietnamese.syllables import cut_at_marks, exact_words, folded_words


class FieldText:
    """One text of an article: the headline, the lead, one caption, or what is about it."""

    def __init__(self, field: Field, text: str) -> None:
        self.field = field
        self.text = text
        self.folded = folded_words(text)
        self.line = f" {' '.join(self.folded)} "

    @cached_property
    def exact(self) -> list[str]:
        """The words with their diacritics."""
        return exact_words(self.text)

    def places(self, words: Sequence[str]) -> list[int]:
        """Give where ``words`` (folded) stand in order, as places of the first word."""
        needle = f" {' '.join(words)} "
        found: list[int] = []
        at = self.line.find(needle)
        while at >= 0:
            found.append(self.line.count(" ", 0, at))
            at = self.line.find(needle, at + 1)
        return found


@dataclass(frozen=True, slots=True)
class HeadTexts:
    """The short texts of one article; ``published`` in seconds since 1970.

    ``fields`` are the texts as printed; ``broken`` are those of them that were written with marks
    apart from their letters, as they come out of programs that cut at the marks.
    """

    number: int
    published: int | None
    fields: tuple[FieldText, ...]
    broken: tuple[FieldText, ...] = ()

    @property
    def searched(self) -> tuple[FieldText, ...]:
        """All in which words are looked for."""
        return (*self.fields, *self.broken)


def head_texts(number: int, published: int | None, head: str) -> HeadTexts:
    """Read the texts out of a row of ``search_document``."""
    title, lead, captions, about = unpack_head(head)
    fields = [FieldText(Field.TITLE, title), FieldText(Field.LEAD, lead)]
    fields += [FieldText(Field.CAPTION, caption) for caption in captions]
    fields.append(FieldText(Field.ABOUT, about))
    return HeadTexts(
        number,
        published,
        fields=tuple(f for f in fields if f.folded),
        broken=tuple(FieldText(f.field, cut) for f in fields if (cut := cut_at_marks(f.text))),
    )
