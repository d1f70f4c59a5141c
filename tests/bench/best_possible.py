"""How well a search can do at best over queries that were cut out of articles.

A query of the kinds "exact", "folded" and "caption" is a span of one text, so that what it may have
been cut from is known: every place where its words stand in order, each as likely as the lengths of
the texts say. Whoever sorts by that likelihood cannot be beaten except by luck; between articles
that are as likely, nothing decides.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import mean
from typing import Any

_WORD = re.compile(r"\w+")
_LEAD_WORDS = 16
_CAPTION_WORDS = 8
_LAST_RANK = 10

Article = Mapping[str, Any]
Words = list[str]


class Spans:
    """The texts that queries of one kind are cut from, ready to be looked through."""

    def __init__(self, texts: Mapping[str, list[str]], form: Callable[[str], str]) -> None:
        """Keep the ``texts`` of each article's id, each word in the ``form`` of the queries."""
        self._texts = {name: [_words(text, form) for text in own] for name, own in texts.items()}
        self._articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for name, own in self._texts.items():
            for words in own:
                for pair in pairwise(words):
                    self._articles[pair].add(name)

    def reciprocal_rank(self, query: Words, wanted: str) -> float:
        """Give the expected reciprocal rank of ``wanted`` where likelihood alone sorts."""
        candidates = set.intersection(*(self._articles[pair] for pair in pairwise(query)))
        likelihoods = {name: self._likelihood(name, query) for name in candidates}
        own = likelihoods[wanted]
        before = sum(other > own + 1e-12 for other in likelihoods.values())
        equal = sum(abs(other - own) <= 1e-12 for other in likelihoods.values())
        ranks = range(before + 1, before + equal + 1)
        return sum(1 / rank for rank in ranks if rank <= _LAST_RANK) / equal

    def _likelihood(self, name: str, query: Words) -> float:
        size, total = len(query), 0.0
        for words in self._texts[name]:
            places = max(1, len(words) - size + 1)
            total += sum(words[at : at + size] == query for at in range(places)) / places
        return total


def _words(text: str, form: Callable[[str], str]) -> Words:
    return [form(word.lower()) for word in _WORD.findall(text)]


def best_possible(
    articles: Sequence[Article],
    asked: Iterable[Mapping[str, str]],
    fold: Callable[[str], str],
) -> dict[str, float]:
    """Give the highest mean reciprocal rank to be expected, by kind of query."""
    long = [one for one in articles if len(_WORD.findall(one["lead"])) >= _LEAD_WORDS]
    heads = {one["id"]: [one["title"], one["lead"]] for one in long}
    first = {one["id"]: one["captions"][:1] for one in long if one["captions"]}
    captions = {
        name: own for name, own in first.items() if len(_WORD.findall(own[0])) >= _CAPTION_WORDS
    }
    spans = {
        "exact": Spans(heads, str),
        "folded": Spans(heads, fold),
        "caption": Spans(captions, fold),
    }
    ranks: defaultdict[str, list[float]] = defaultdict(list)
    for query in asked:
        if query["kind"] in spans:
            words = query["query"].split()
            ranks[query["kind"]].append(spans[query["kind"]].reciprocal_rank(words, query["want"]))
    return {kind: mean(values) for kind, values in ranks.items()}
