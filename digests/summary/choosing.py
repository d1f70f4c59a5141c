"""Which sentences of an article go into its digest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digests.summary.choices import Choice, Scored, choices_of, measure_choice
from digests.summary.features import Chances, Pair, Sentence, Surroundings, read_sentence
from digests.summary.measuring import measure
from digests.summary.weights import Weights
from digests.vietnamese.sentences import is_whole

_MOST_IN_LEAD = 0.10
_MOST_SHARED = 0.25
_MOST_OF_CAPTION = 0.5
_MOST_OF_HEADLINE = 0.6
_SAME_TEXT = 0.8
_SHORTEST, _LONGEST = 8, 60  # syllables of a key point
_LONGEST_LEAD_SENTENCE = 90
_LONGEST_OPENING = 60
_INVITES = re.compile(
    r"(?:xem thêm|mời (?:quý|bạn|độc)|đọc thêm|video|clip|ảnh|đồ họa|nguồn|tin liên quan|"
    r"theo dõi|bấm vào|click)\b.{0,3}[:：]|(?:xem thêm|mời (?:quý|bạn|độc)|đọc thêm)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"(?:tuy nhiên|ngoài ra|bên cạnh đó|do đó|vì (?:vậy|thế)|theo đó|đây|đó|đồng thời|mặt khác|"
    r"(?:điều|việc|sự việc|vấn đề|chuyện) (?:này|trên|đó)|thông qua đó|qua đó|trong khi đó|"
    r"không (?:chỉ|những) (?:vậy|thế)|thậm chí|nhưng|và|còn|song|sau đó|lúc này|khi đó)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“«\"][^”»\"]*[”»\"]")
_I_AND_WE = re.compile(r"\b(?:chúng )?tôi\b|\bchúng (?:ta|em)\b", re.IGNORECASE)
_WORTH_OF_LEANING = -0.08  # in the scorer's unit: a sum of three ROUGE


@dataclass(frozen=True, slots=True)
class WeighedArticle:
    """An article with its sentences scored."""

    around: Surroundings
    chances: Chances
    scored: tuple[Scored, ...]


def weigh(
    title: str, sentences: Sequence[str], captions: Sequence[str], weights: Weights
) -> WeighedArticle:
    """Score every sentence of an article."""
    around = Surroundings.of(title, sentences, captions)
    chances = Chances(around, weights.tables)
    scored = tuple(
        Scored(at, sentence, weights.sentence.score(numbers))
        for at, (sentence, numbers) in enumerate(
            zip(around.sentences, measure(around, chances), strict=True)
        )
    )
    return WeighedArticle(around, chances, scored)


def choose_lead(weighed: WeighedArticle, weights: Weights, *, shown: Sequence[str]) -> Choice:
    """Give the one or two sentences that tell best what the article is about, in its order.

    ``shown`` are texts that the reader sees beside it; they and the headline are said again only
    when the article has nothing else. ``()`` when it has no sentence of readable length.
    """
    around = weighed.around
    told = [around.headline, *map(read_sentence, shown)]
    readable = [one for one in weighed.scored if _is_readable(one.sentence)]
    fresh = [
        one
        for one in readable
        if not _says_again(one.sentence, told) and _stands_alone(one.sentence.text)
    ]

    def worth(choice: Choice) -> float:
        return weights.choice.score(measure_choice(choice, around, weighed.chances))

    return max(choices_of(fresh or readable), key=worth, default=())


def opening(text: str) -> str:
    """Give the first 60 syllables of a text that nobody punctuated, with an ellipsis."""
    ends = [match.end() for match in re.finditer(r"\w+", text)]
    if len(ends) <= _LONGEST_OPENING:
        return text
    return text[: ends[_LONGEST_OPENING - 1]] + "…"


def choose_key_points(weighed: WeighedArticle, lead: str, *, most: int) -> tuple[str, ...]:
    """Give at most ``most`` sentences, in the article's order, that add to headline and lead.

    At most a tenth of a key point's syllable pairs stand in the lead, and a quarter in another
    key point; none says a caption or the headline again.
    """
    around = weighed.around
    told = read_sentence(lead).pair_set if lead else frozenset()
    taken: list[Scored] = []
    for one in sorted(weighed.scored, key=lambda one: (-_worth_alone(one), one.at)):
        if len(taken) >= most:
            break
        if _share(one.sentence, told) > _MOST_IN_LEAD or not is_sound(one.sentence):
            continue
        if _repeats(one.sentence, around, [other.sentence for other in taken]):
            continue
        taken.append(one)
    return tuple(one.sentence.text for one in sorted(taken, key=lambda one: one.at))


def _worth_alone(one: Scored) -> float:
    """Give a sentence's score, less where it leans on the one before it."""
    return one.score + (_WORTH_OF_LEANING if _LEANS_BACK.match(one.sentence.text) else 0.0)


def is_sound(sentence: Sentence) -> bool:
    """Say whether a sentence can stand alone: whole, readable in length, no shout."""
    if not _SHORTEST <= len(sentence.words) <= _LONGEST or sentence.text.isupper():
        return False
    if _INVITES.match(sentence.text) or speaks_of_itself(sentence.text):
        return False
    return is_whole(sentence.text)


def _stands_alone(text: str) -> bool:
    """Say whether a sentence tells something by itself: nobody's "I", nothing that only follows."""
    return not (text.endswith(":") or text[0].islower() or speaks_of_itself(text))


def speaks_of_itself(text: str) -> bool:
    """Say whether somebody says "I" or "we" in a sentence that does not quote them.

    Alone, such a sentence would be the bot's own opinion, and who said it is lost.
    """
    return _I_AND_WE.search(_QUOTED.sub("", text)) is not None


def _is_readable(sentence: Sentence) -> bool:
    return 0 < len(sentence.words) <= _LONGEST_LEAD_SENTENCE and not _INVITES.match(sentence.text)


def _says_again(sentence: Sentence, told: Iterable[Sentence]) -> bool:
    """Say whether nearly all of ``sentence`` stands in one of the texts ``told``."""
    if not sentence.pair_set:
        return False
    return any(_share(sentence, text.pair_set) > _SAME_TEXT for text in told)


def _repeats(sentence: Sentence, around: Surroundings, taken: Iterable[Sentence]) -> bool:
    if _share_of(around.headline.pair_set, sentence) > _MOST_OF_HEADLINE:
        return True
    if any(_share(sentence, c.pair_set) > _MOST_OF_CAPTION for c in around.captions):
        return True
    return any(
        len(sentence.pair_set & other.pair_set)
        > _MOST_SHARED * min(len(sentence.pair_set), len(other.pair_set))
        for other in taken
    )


def _share(sentence: Sentence, others: frozenset[Pair]) -> float:
    """Give the share of a sentence's pairs that ``others`` have."""
    return len(sentence.pair_set & others) / (len(sentence.pair_set) or 1)


def _share_of(pairs: frozenset[Pair], sentence: Sentence) -> float:
    return len(sentence.pair_set & pairs) / (len(pairs) or 1)
