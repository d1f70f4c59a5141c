"""What is known of a sentence before it is weighed: the numbers that the scorer reads."""

import re
from collections.abc import Sequence

from digests.summary.features import Chances, Sentence, Surroundings
from digests.vietnamese.sentences import is_closed

_CAPITALS = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_NAME = re.compile(rf"(?<=[^\W\d_,;:] )[{_CAPITALS}]\w*")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_DATE = re.compile(r"\d[/-]\d{1,2}\b|\b(?:ngày|tháng|sáng|trưa|chiều|tối) \d|\bhôm (?:nay|qua)")
_SAID = ("cho biết", "cho hay", "nói", "khẳng định", "nhận định", "theo ", "thông tin", "chia sẻ")
_POINTS_BACK = re.compile(
    r"(?:tuy nhiên|ngoài ra|bên cạnh|do đó|vì vậy|vì thế|đồng thời|trong khi|theo đó|đây|đó|"
    r"điều này|việc này|trước đó|sau đó|cũng|còn|nhưng|và|không chỉ|mặt khác|tại đây|lúc này|"
    r"khi đó|cụ thể|được biết|ngay sau|thậm chí|song|bởi|họ|ông|bà|anh|chị|cô)\b"
)
_USUAL_LEAD = 35.0  # syllables

Numbers = tuple[float, ...]

NAMES = (
    "position",
    "place_in_text",
    "is_caption",
    "captions_in_text",
    "usual_length",
    "position_share",
    "sentences",
    "length",
    "headline_length",
    "headline_covered",
    "headline_pairs_covered",
    "share_in_headline",
    "share_of_pairs_in_headline",
    "next_headline_covered",
    "previous_headline_covered",
    "share_in_caption",
    "pairs_in_caption",
    "captions",
    "centrality",
    "share_of_new_words",
    "expected_words",
    "expected_pairs",
    "promise",
    "behind_best_promise",
    "headline_rank",
    "promise_rank",
    "centrality_rank",
    "names",
    "numbers",
    "date",
    "said",
    "points_back",
    "quotes",
    "brackets",
    "open_end",
    "open_start",
    "commas",
)


def measure(around: Surroundings, chances: Chances) -> list[Numbers]:
    """Give the numbers of every sentence of an article, in the order of ``NAMES``."""
    sentences = around.sentences
    covered = [_covered(sentence, around.headline) for sentence in sentences]
    words = [chances.expected_words(sentence.word_set) for sentence in sentences]
    pairs = [chances.expected_pairs(sentence.pair_set) for sentence in sentences]
    promises = [
        promise(hits, pair_hits, len(sentence.words))
        for hits, pair_hits, sentence in zip(words, pairs, sentences, strict=True)
    ]
    centrality = [_centrality(sentence, around) for sentence in sentences]
    ranks = zip(_ranks(covered), _ranks(promises), _ranks(centrality), strict=True)
    best = max(promises, default=0.0)
    padded = [0.0, *covered, 0.0]
    return [
        (
            *_place(at, around),
            covered[at],
            *_headline(sentence, around.headline),
            padded[at + 2],
            padded[at],
            *_captions(sentence, around.captions),
            centrality[at],
            fresh,
            words[at],
            pairs[at],
            promises[at],
            best - promises[at],
            *rank,
            *_form(sentence.text),
        )
        for at, (sentence, fresh, rank) in enumerate(
            zip(sentences, _freshness(sentences), ranks, strict=True)
        )
    ]


def promise(hits: float, pair_hits: float, length: int) -> float:
    """Give the ROUGE-1 and ROUGE-2 (F1, added) to expect of ``length`` syllables."""
    return 2 * (hits + pair_hits) / (length + _USUAL_LEAD)


def _covered(sentence: Sentence, headline: Sentence) -> float:
    """Give the share of the headline's syllables that the sentence has."""
    words = headline.word_set
    return len(words & sentence.word_set) / len(words) if words else 0.0


def _centrality(sentence: Sentence, around: Surroundings) -> float:
    """Give in how many other sentences a pair of this one stands, on average."""
    counts = around.pair_counts
    pairs = sentence.pair_set
    return (sum(map(counts.__getitem__, pairs)) / len(pairs) - 1) if pairs else 0.0


def _freshness(sentences: Sequence[Sentence]) -> list[float]:
    """Give the share of each sentence's syllables that no sentence before it has."""
    seen: set[str] = set()
    shares: list[float] = []
    for sentence in sentences:
        shares.append(len(sentence.word_set - seen) / (len(sentence.word_set) or 1))
        seen |= sentence.word_set
    return shares


def _ranks(values: Sequence[float]) -> list[int]:
    order = sorted(range(len(values)), key=lambda at: (-values[at], at))
    ranks = [0] * len(values)
    for rank, at in enumerate(order):
        ranks[at] = rank
    return ranks


def _place(at: int, around: Surroundings) -> Numbers:
    total = len(around.sentences)
    length = len(around.sentences[at].words)
    return (
        at,
        around.places[at],
        around.repeated[at],
        sum(around.repeated),
        around.usual_length,
        at / total,
        total,
        length,
        len(around.headline.words),
    )


def _headline(sentence: Sentence, headline: Sentence) -> Numbers:
    shared = len(headline.pair_set & sentence.pair_set)
    words = headline.word_set
    return (
        shared / (len(headline.pair_set) or 1),
        sum(word in words for word in sentence.words) / (len(sentence.words) or 1),
        shared / (len(sentence.pair_set) or 1),
    )


def _captions(sentence: Sentence, captions: Sequence[Sentence]) -> Numbers:
    most = max((len(sentence.pair_set & caption.pair_set) for caption in captions), default=0)
    return most / (len(sentence.pair_set) or 1), most, len(captions)


def _form(text: str) -> Numbers:
    lowered = text.lower()
    return (
        len(_NAME.findall(text)),
        len(_NUMBER.findall(text)),
        bool(_DATE.search(lowered)),
        any(word in lowered for word in _SAID),
        bool(_POINTS_BACK.match(lowered)),
        text.count('"') + text.count("“") + text.count("”"),
        text.count("("),
        not is_closed(text),
        not (text[0].isupper() or text[0].isdigit()),
        text.count(","),
    )
