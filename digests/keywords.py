"""Which keywords of readers an article answers.

A keyword is plain words, never a pattern: "giá vàng" asks for both syllables side by side. Typed
with diacritics it must stand so in the article ("bạn" is not "bán"); typed without, either does.
Words in quotation marks need not stand beside the others: '"hà giang" "cam sành"' asks for both.
Words after a minus exclude: "giá vàng -SJC". As in a search, "nguon:tuoitre" and
'chuyenmuc:"thể thao"' narrow it to a source or section, "anh:" to captions; of several sources or
sections one is enough.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digests.model import Article
from digests.vietnamese.folding import fold
from digests.vietnamese.names import goes_by, squeezed, squeezed_source
from digests.vietnamese.syllables import exact_words, folded_words

_GROUPS = re.compile(r"(?:^|(?<=\s))-(?=[^\s-])")
_PHRASES = re.compile(r'"([^"]*)"|([^"]+)')
_VALUE = r':(?:"([^"]*)"|(\S+))'
_SOURCE = re.compile(rf"(?<!\S)ngu[oồ]n{_VALUE}", re.IGNORECASE)
_SECTION = re.compile(rf"(?<!\S)chuy[eê]nm[uụ]c{_VALUE}", re.IGNORECASE)
_CAPTIONS = re.compile(r"(?<!\S)[aả]nh:", re.IGNORECASE)
_BETWEEN = " | "
"""What no words can stand across: where one text ends and the next begins."""


def matching(keywords: Iterable[str], article: Article) -> frozenset[str]:
    """Give those of ``keywords`` that ``article`` answers.

    Looked at are headline, lead, captions with their credits, authors and text.
    """
    wanted = frozenset(keywords)
    if not wanted:
        return frozenset()
    whole = _Words(_texts(article))
    captions = _Words([photo.caption for photo in article.photos if photo.caption])
    return frozenset(one for one in wanted if _asked(one).is_answered(article, whole, captions))


def _texts(article: Article) -> list[str]:
    photos = (part for photo in article.photos for part in (photo.caption, photo.credit))
    parts = (article.title, article.lead, *photos, *article.authors, *article.paragraphs)
    return [part for part in parts if part]


class _Words:
    """The words of some texts, to be looked through."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = list(texts)
        self._exact = f" {_BETWEEN.join(' '.join(exact_words(text)) for text in every)} "
        self._folded = f" {_BETWEEN.join(' '.join(folded_words(text)) for text in every)} "

    def have(self, phrase: str) -> bool:
        """Say whether ``phrase`` stands there; bare of diacritics, it means every form."""
        return phrase in (self._folded if phrase == fold(phrase) else self._exact)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A keyword, read: phrases between spaces, sources and sections squeezed."""

    wanted: tuple[str, ...]
    excluded: tuple[str, ...]
    sources: tuple[str, ...]
    sections: tuple[str, ...]
    captions_only: bool

    def is_answered(self, article: Article, whole: _Words, captions: _Words) -> bool:
        """Say whether an article with these words answers."""
        words = captions if self.captions_only else whole
        return (
            bool(self.wanted)
            and all(map(words.have, self.wanted))
            and not any(map(whole.have, self.excluded))
            and _is_one_of(article.source, self.sources)
            and _is_one_of(article.section, self.sections)
        )


def _is_one_of(name: str | None, typed: tuple[str, ...]) -> bool:
    return not typed or any(goes_by(name, one) for one in typed)


@lru_cache(maxsize=4096)
def _asked(keyword: str) -> _Asked:
    rest = _CAPTIONS.sub(" ", _SECTION.sub(" ", _SOURCE.sub(" ", keyword)))
    wanted, *excluded = _GROUPS.split(rest)
    return _Asked(
        wanted=_phrases(wanted),
        excluded=tuple(phrase for group in excluded for phrase in _phrases(group)),
        sources=tuple(squeezed_source(one or two) for one, two in _SOURCE.findall(keyword)),
        sections=tuple(squeezed(one or two) for one, two in _SECTION.findall(keyword)),
        captions_only=bool(_CAPTIONS.search(keyword)),
    )


def _phrases(group: str) -> tuple[str, ...]:
    phrases = (exact_words(quoted or plain) for quoted, plain in _PHRASES.findall(group))
    return tuple(f" {' '.join(words)} " for words in phrases if words)
