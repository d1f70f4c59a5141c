"""Which keywords of readers an article answers.

A keyword is plain words, never a pattern: "giá vàng" asks for both syllables side by side. Typed
with diacritics it must stand so in the article ("bạn" is not "bán"); typed without, either does.
Words in quotation marks need not stand beside the others: '"hà giang" "cam sành"' asks for both.
Words after a minus exclude: "giá vàng -SJC".
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from digests.model import Article
from digests.vietnamese.folding import fold
from digests.vietnamese.syllables import exact_words, folded_words

_GROUPS = re.compile(r"(?:^|(?<=\s))-(?=[^\s-])")
_PHRASES = re.compile(r'"([^"]*)"|([^"]+)')
_BETWEEN = " | "
"""What no words can stand across: where one text ends and the next begins."""


def matching(keywords: Iterable[str], article: Article) -> frozenset[str]:
    """Give those of ``keywords`` that ``article`` answers.

    Looked at are headline, lead, captions with their credits, authors and text.
    """
    wanted = frozenset(keywords)
    if not wanted:
        return frozenset()
    texts = _texts(article)
    exact = f" {_BETWEEN.join(' '.join(exact_words(text)) for text in texts)} "
    folded = f" {_BETWEEN.join(' '.join(folded_words(text)) for text in texts)} "
    return frozenset(keyword for keyword in wanted if _answers(keyword, exact, folded))


def _texts(article: Article) -> list[str]:
    photos = (part for photo in article.photos for part in (photo.caption, photo.credit))
    parts = (article.title, article.lead, *photos, *article.authors, *article.paragraphs)
    return [part for part in parts if part]


@lru_cache(maxsize=4096)
def _parts(keyword: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wanted, *excluded = _GROUPS.split(keyword)
    return _phrases(wanted), tuple(phrase for group in excluded for phrase in _phrases(group))


def _phrases(group: str) -> tuple[str, ...]:
    phrases = (exact_words(quoted or plain) for quoted, plain in _PHRASES.findall(group))
    return tuple(f" {' '.join(words)} " for words in phrases if words)


def _answers(keyword: str, text: str, folded: str) -> bool:
    def stands(words: str) -> bool:
        return words in (folded if words == fold(words) else text)

    wanted, excluded = _parts(keyword)
    return bool(wanted) and all(map(stands, wanted)) and not any(map(stands, excluded))
