"""Which keywords of readers an article answers.

A keyword is plain words, never a pattern: "giá vàng" asks for both syllables side by side. Typed
with diacritics it must stand so in the article ("bạn" is not "bán"); typed without, either does.
Words after a minus exclude: "giá vàng -SJC".
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from digests.model import Article
from digests.vietnamese.folding import fold

_SYLLABLE = re.compile(r"\w+")


def matching(keywords: Iterable[str], article: Article) -> frozenset[str]:
    """Give those of ``keywords`` that ``article`` answers in headline, lead, captions or text."""
    wanted = frozenset(keywords)
    if not wanted:
        return frozenset()
    text = _running(_text(article))
    folded = _running(fold(_text(article)))
    return frozenset(keyword for keyword in wanted if _answers(keyword, text, folded))


def _text(article: Article) -> str:
    captions = (photo.caption for photo in article.photos)
    parts = (article.title, article.lead, *captions, *article.paragraphs)
    return " . ".join(part for part in parts if part)


def _running(text: str) -> str:
    return f" {' '.join(_SYLLABLE.findall(text.lower()))} "


@lru_cache(maxsize=4096)
def _parts(keyword: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wanted: list[str] = []
    excluded: list[str] = []
    for group in re.findall(r"-?[^-\s][^-]*", keyword):
        words = group.lstrip("-")
        (excluded if group.startswith("-") else wanted).append(_running(words))
    return tuple(wanted), tuple(excluded)


def _answers(keyword: str, text: str, folded: str) -> bool:
    def stands(words: str) -> bool:
        return words in (folded if words == fold(words) else text)

    wanted, excluded = _parts(keyword)
    return bool(wanted) and all(map(stands, wanted)) and not any(map(stands, excluded))
